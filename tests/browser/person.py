"""Someone at a screen: what they press, choose and read, in the words on the page.

Whatever page they come to is looked at by axe, wide and narrow, the first time anyone comes to it. What a browser
would complain of (a script's error, a file that is not there, an answer nobody expected) fails the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.factories import PASSWORD

WIDE, NARROW = 1280, 320
#: WCAG 2.2 at level AA, with all it contains, and the rules that are good sense beside it.
AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
#: What axe is asked for: what is wrong, at every node of it; of what is right it need not keep the nodes.
_AXE_OPTIONS = {"runOnly": {"type": "tag", "values": list(AXE_RULES)}, "resultTypes": ["violations"]}
MOST_TABS = 60
_FOCUSED = """() => {
  const control = document.activeElement;
  const label = control.labels && control.labels[0];
  return (label || control).innerText.trim().split("\\n")[0];
}"""
_REFERENCE = re.compile(r"SL-\d{4}-\d{4}")


@dataclass
class Looked:
    """The pages that were looked at, by what they are and how they stand, and the names of their addresses."""

    at: set[tuple[str, int, str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    #: Where the processes that share the stories say to each other what they looked at.
    shared: Path | None = None

    def is_new(self, here: tuple[str, int, str]) -> bool:
        """Whether nobody came to this page as it stands, in any of the processes; from now on somebody did."""
        if here in self.at:
            return False
        self.at.add(here)
        if self.shared is None:
            return True
        try:
            (self.shared / sha256(repr(here).encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def check_axe(page: Page) -> None:
    """Axe finds nothing, wide or narrow, and nobody has to scroll sideways on a phone."""
    own = page.viewport_size or {"width": WIDE, "height": 800}
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options=_AXE_OPTIONS)
        assert found.violations_count == 0, f"{page.url} at {width} px:\n{found.generate_report()}"
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= NARROW, f"{page.url} is {wide} px wide on a screen of {NARROW}"
    page.set_viewport_size(own)


class Person:
    """One person in a browser of their own."""

    def __init__(self, name: str, context: BrowserContext, address: str, looked: Looked) -> None:
        self.name = name
        self.context = context
        self.address = address
        self.problems: list[str] = []
        self.looks = True
        self.pages = 0
        self.clicks = 0
        self._looked = looked
        self._answered = 0
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))
        context.on("requestfailed", self._fail)
        context.on("request", self._ask)
        context.on("response", self._answer)
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)

    # What the browser complains of

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that answers 404 or 422 is said in the console too; which answers are right the story says itself.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _ask(self, request: Request) -> None:
        # Nothing that a page needs may come from elsewhere, and nobody else may learn that it is read.
        if not request.url.startswith((f"{self.address}/", "data:", "blob:", "about:")):
            self.problems.append(f"asked another host: {request.url}")

    def _fail(self, request: Request) -> None:
        # Given up by the browser itself: a download, a second click, or an icon of a page left at once.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"failed: {request.url}: {request.failure}")

    def _answer(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self._answered = response.status
        elif response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")

    # Going about

    def sign_in(self, username: str, *, answers: int = 200) -> None:
        """Through the page everyone uses."""
        if "/sign-in/" not in self.page.url:
            self.go("/sign-in/")
        self.fill("Username", username)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in", answers=answers)
        assert "/sign-in/" not in self.page.url, f"{username} could not sign in: {self.words}"

    def lose_session(self) -> None:
        """Walks away for longer than a session lasts; nothing else of the browser is forgotten."""
        self.context.clear_cookies(name="sightline_session")

    def go(self, path: str, *, answers: int = 200) -> None:
        """Types an address."""
        self.page.goto(self.address + path)
        self.arrived(answers)

    def follow(self, name: str, *, answers: int = 200) -> None:
        """Chooses a link by its words; a part of them will do, the first on the page where there are several."""
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()
        self.arrived(answers)

    def press(self, name: str, *, answers: int = 200) -> None:
        """Presses a button by its words."""
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()
        self.arrived(answers)

    def go_back(self) -> None:
        """The browser's own back button."""
        self.page.go_back()
        self.arrived(None)

    def arrived(self, answers: int | None = 200) -> None:
        """The page is here: is it the answer expected, and can everyone use it?"""
        self.page.wait_for_load_state("load")
        self.pages += 1
        if answers is not None:
            assert self._answered == answers, (
                f"{self.name}: {self.page.url} answered {self._answered}, not {answers}:\n{self.words[:3000]}"
            )
        path = urlsplit(self.page.url).path
        try:
            name = resolve(path).url_name or path
        except Resolver404:
            name = "no such page"
        self._looked.names.add(name)
        here = (name, self._answered, _REFERENCE.sub("", self.heading))
        if self.looks and self._looked.is_new(here):
            check_axe(self.page)

    # Filling in

    def fill(self, label: str, text: str, *, under: str = "") -> None:
        """Types into a field; ``under`` is the question it stands under."""
        self._scope(under).get_by_label(label, exact=True).fill(text)

    def fill_date(self, label: str, day: date) -> None:
        """A date in its three fields."""
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self.fill(part, str(number), under=label)

    def choose(self, option: str, *, under: str = "") -> None:
        """Ticks a box or chooses one answer; ``under`` is the question."""
        self.clicks += 1
        self._scope(under).get_by_label(option, exact=True).first.check()

    def select(self, label: str, option: str) -> None:
        """Chooses from a list that opens."""
        self.page.get_by_label(label, exact=True).select_option(label=option)

    # With the keyboard alone

    def tab_to(self, name: str) -> None:
        """Presses Tab until the focus is on the control of this name."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.focused == name:
                return
        raise AssertionError(f"{self.name} at {self.page.url} cannot reach {name!r} with the keyboard")

    def type(self, label: str, text: str) -> None:
        """To a field and into it."""
        self.tab_to(label)
        self.page.keyboard.type(text)

    def pick(self, option: str, *, first: str) -> None:
        """One of several answers: to the first of them, then down to this one."""
        self.tab_to(first)
        if option == first:
            self.page.keyboard.press("Space")
        for _ in range(MOST_TABS):
            if self.focused == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.name} at {self.page.url} cannot pick {option!r} with the keyboard")

    def enter(self) -> None:
        """Presses Enter where the focus is."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.arrived(200)

    @property
    def focused(self) -> str:
        """The words of the control that has the focus."""
        return str(self.page.evaluate(_FOCUSED))

    def _scope(self, under: str) -> Locator:
        if not under:
            return self.page.locator("main")
        return self.page.get_by_role("group", name=under, exact=True)

    # Reading

    @property
    def heading(self) -> str:
        """The words of the page's own heading."""
        return " ".join(self.page.locator("h1").first.inner_text().split())

    @property
    def words(self) -> str:
        """Everything the page says, as people read it."""
        return self.page.locator("main").inner_text()

    @property
    def path(self) -> str:
        """Where this page is."""
        return urlsplit(self.page.url).path

    def reads(self, *texts: str) -> None:
        """All of this is on the page."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def reads_nothing_of(self, *texts: str) -> None:
        """None of this is anywhere in the page, seen or unseen."""
        whole = self.page.content()
        for text in texts:
            assert text not in whole, f"{self.name} at {self.page.url} can read {text!r}"

    def typed(self, label: str, *, under: str = "") -> str:
        """What stands in a field."""
        return self._scope(under).get_by_label(label, exact=True).input_value()

    @contextmanager
    def not_looking(self) -> Iterator[None]:
        """Pages that only lead elsewhere, or that axe has no say in."""
        self.looks = False
        try:
            yield
        finally:
            self.looks = True
