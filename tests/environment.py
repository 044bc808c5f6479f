"""The surroundings every test runs in: production's settings, a data folder of its own, no skipping in CI.

Loaded by pytest before Django reads its settings (``-p tests.environment`` in pyproject.toml).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_OWN = "SIGHTLINE_VAR" not in os.environ or "PYTEST_XDIST_WORKER" not in os.environ
if _OWN:
    os.environ["SIGHTLINE_VAR"] = tempfile.mkdtemp(prefix="sightline-tests-")
for _name in [name for name in os.environ if name.startswith("SIGHTLINE_") and name != "SIGHTLINE_VAR"]:
    del os.environ[_name]
os.environ["SIGHTLINE_SECRET_KEY"] = "for tests only"
os.environ["SIGHTLINE_HTTPS"] = "0"
os.environ["SIGHTLINE_HOSTS"] = "testserver,localhost,127.0.0.1"
# Playwright keeps an event loop in the thread of the test, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Collect static files once with production's storage, so that a missing file fails here too."""
    from django.conf import settings
    from django.core.management import call_command

    if not hasattr(session.config, "workerinput") and not Path(settings.STATIC_ROOT).exists():
        call_command("collectstatic", interactive=False, verbosity=0)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _OWN and not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["SIGHTLINE_VAR"], ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[None]:
    """A skipped test is a failure where CI says so: what was not run was not proved."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which counts as a failure in CI: {report.longrepr}"
    return report
