"""A server, a browser and people in it. Nothing here touches the database of the other tests."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from sightline.policy.terms import Role
from tests.browser.person import WIDE, Looked, Person
from tests.browser.server import ROOT, Server, serving

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SignedIn = Callable[..., Person]
_FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest story begins first, and what asks which pages the stories came to is asked when they are over."""
    order = {"test_main_job.py": 0, "test_every_page.py": 2}
    items.sort(key=lambda item: order.get(item.path.name, 1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The product, served for all the stories of this run."""
    folder = Path(tempfile.mkdtemp(prefix="sightline-browser-"))
    try:
        with serving(folder) as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this machine."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert path, "Chromium is not here: install it (Debian: sudo apt install chromium)."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def looked() -> Iterator[Looked]:
    """The pages that someone came to, and that axe therefore saw.

    Where several processes share the stories, each leaves what it saw in the folder named by LOOKED_AT, and the process
    that asks about every page, started after them, begins with all of it.
    """
    shared = Path(os.environ["LOOKED_AT"]) if "LOOKED_AT" in os.environ else None
    seen = Looked(shared=shared)
    if shared is not None:
        for left in shared.glob("*.json"):
            was = json.loads(left.read_text())
            seen.names |= set(was["names"])
            seen.at |= {(name, status, state) for name, status, state in was["at"]}
    yield seen
    if shared is not None:
        (shared / f"{os.getpid()}.json").write_text(
            json.dumps({"names": sorted(seen.names), "at": sorted(seen.at)})
        )


@pytest.fixture
def visitor(
    request: pytest.FixtureRequest, server: Server, chromium: Browser, looked: Looked
) -> Iterator[SignedIn]:
    """``visitor("phone", width=320)`` is someone who has not signed in; ``scripts=False`` has no JavaScript."""
    present: list[Person] = []
    said_before = server.log.stat().st_size

    def comes(name: str, *, width: int = WIDE, scripts: bool = True) -> Person:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        someone = Person(name, context, server.address, looked)
        # Axe waits for timers, which a page without scripts never runs: it would wait for ever.
        someone.looks = scripts
        present.append(someone)
        return someone

    yield comes
    failed = request.node.stash.get(_FAILED, False)
    for someone in present:
        if failed:
            _photograph(someone, request.node.name)
        someone.context.close()
    complaints = [f"{someone.name}: {problem}" for someone in present for problem in someone.problems]
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)
    said = server.log.read_bytes()[said_before:].decode()
    assert "Traceback" not in said, f"The server failed:\n{said}"


@pytest.fixture
def person(visitor: SignedIn, server: Server) -> SignedIn:
    """``person("trust", Role.PROVIDER_LEAD)`` is that person, signed in through the page, in a browser of their own."""

    def arrives(organisation: str, role: Role, *, width: int = WIDE, scripts: bool = True) -> Person:
        someone = visitor(f"{role.label} of {organisation}", width=width, scripts=scripts)
        someone.sign_in(server.username(organisation, role))
        return someone

    return arrives


def _photograph(someone: Person, story: str) -> None:
    """What stood on the screen when the story failed, in var/browser."""
    folder = ROOT / "var/browser"
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9]+", "-", f"{story} {someone.name}".lower()).strip("-")
    someone.page.screenshot(path=folder / f"{name}.png", full_page=True)
