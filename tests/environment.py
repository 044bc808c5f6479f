"""The surroundings every test runs in: production's settings, a data folder of its own, no skipping in CI.

Loaded by pytest before Django reads its settings (``-p tests.environment`` in pyproject.toml).
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

_OWN = "SIGHTLINE_VAR" not in os.environ or "PYTEST_XDIST_WORKER" not in os.environ
if _OWN:
    os.environ["SIGHTLINE_VAR"] = tempfile.mkdtemp(prefix="sightline-tests-")
for _name in [name for name in os.environ if name.startswith("SIGHTLINE_") and name != "SIGHTLINE_VAR"]:
    del os.environ[_name]
os.environ["SIGHTLINE_SECRET_KEY"] = secrets.token_hex(40)
os.environ["SIGHTLINE_HTTPS"] = "0"
# Tests do in seconds what people do in days; those of the limits switch them on.
os.environ["SIGHTLINE_LIMITS"] = "0"
os.environ["SIGHTLINE_HOSTS"] = "testserver,localhost,127.0.0.1"
# Playwright keeps an event loop in the thread of the test, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Collect static files once with production's storage, so that a missing file fails here too."""
    from django.conf import settings
    from django.core.management import call_command

    if session.config.option.collectonly:
        return
    if not hasattr(session.config, "workerinput") and not Path(settings.STATIC_ROOT).exists():
        call_command("collectstatic", interactive=False, verbosity=0)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _OWN and not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["SIGHTLINE_VAR"], ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-skips", action="store_true", help="a skipped test fails: what did not run proved nothing"
    )
    parser.addoption(
        "--only-database",
        action="store_true",
        help="only tests that use the database and depend on its engine",
    )


_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


#: Opening the region takes a minute, and nobody else is to wait for it at the end.
_LONGEST = "tests/demonstration/test_load.py"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(_LONGEST))
    if not config.getoption("--only-database"):
        return
    uses = [
        item.get_closest_marker("one_engine") is None
        and (
            item.get_closest_marker("django_db") is not None
            or not _DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
        )
        for item in items
    ]
    config.hook.pytest_deselected(items=[item for item, used in zip(items, uses, strict=True) if not used])
    items[:] = [item for item, used in zip(items, uses, strict=True) if used]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if item.config.getoption("--no-skips") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and every test must run: {report.longrepr}"
    return report
