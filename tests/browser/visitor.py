"""Plain HTTP as a signed-in person, for what no browser can do: two of them at the very same moment."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from threading import Barrier
from typing import IO, TypeVar
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

T = TypeVar("T")
Values = dict[str, list[str]]


@dataclass(frozen=True)
class Answer:
    """What the server answered: status, where to go next if anywhere, and the page."""

    status: int
    location: str
    page: str


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """Every answer is looked at as it is."""


class _Forms(HTMLParser):
    """The values each form of a page would send, before anybody types."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Values] = []
        self._area = ""
        self._list = ""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
            return
        name = given.get("name", "")
        if tag == "option" and self._list and "selected" in given:
            self._keep(self._list, given.get("value", ""))
        if not name or not self.forms:
            return
        if tag == "textarea":
            self._area = name
            self._keep(name, "")
        elif tag == "select":
            self._list = name
        elif tag == "input" and given.get("type") not in {"submit", "file", "button"}:
            ticked = given.get("type") not in {"radio", "checkbox"} or "checked" in given
            if ticked:
                self._keep(name, given.get("value", "on"))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area
        self._list = "" if tag == "select" else self._list

    def _keep(self, name: str, value: str) -> None:
        self.forms[-1].setdefault(name, []).append(value)


class Visitor:
    """Someone with cookies of their own."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), _NoRedirects()
        )

    def sign_in(self, username: str, password: str) -> None:
        """As the page of signing in does it."""
        answer = self.send("/sign-in/", self.form_of("/sign-in/"), login=username, password=password)
        assert answer.status == 302, f"{username} could not sign in: {answer.status}"

    def get(self, path: str) -> Answer:
        return self._open(urllib.request.Request(self.address + path))

    def form_of(self, path: str) -> Values:
        """The form of a page's main part, as it would be sent untouched: the one with the most in it."""
        answer = self.get(path)
        assert answer.status == 200, f"{path} answered {answer.status}"
        found = _Forms()
        found.feed(answer.page.partition("<main")[2].partition("</main>")[0])
        return max(found.forms, key=len)

    def send(self, path: str, form: Values, **typed: str | Sequence[str]) -> Answer:
        """Sends the form with what was typed over it; ``__`` in a name stands for a hyphen."""
        over: Mapping[str, Sequence[str]] = {
            name.replace("__", "-"): [value] if isinstance(value, str) else value
            for name, value in typed.items()
        }
        body = urlencode({**form, **over}, doseq=True).encode()
        headers = {"Referer": self.address + path, "Origin": self.address}
        return self._open(urllib.request.Request(self.address + path, data=body, headers=headers))

    def upload(self, path: str, form: Values, **typed: object) -> Answer:
        """As ``send``, with files: a file is given as something with a name and bytes to read."""
        headers = {"Referer": self.address + path, "Origin": self.address, "Content-Type": MULTIPART_CONTENT}
        body = encode_multipart(BOUNDARY, {**form, **typed})
        return self._open(urllib.request.Request(self.address + path, data=body, headers=headers))

    def _open(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Answer(answer.status, "", answer.read().decode())
        except HTTPError as error:
            location = urlsplit(error.headers.get("Location", ""))
            return Answer(error.code, location.path, error.read().decode())


def at_once(acts: Sequence[Callable[[], T]]) -> list[T]:
    """Does all of these at the same moment, each in a thread; what each gave, in order."""
    gate = Barrier(len(acts))

    def through(act: Callable[[], T]) -> T:
        gate.wait(timeout=60)
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(through, acts))
