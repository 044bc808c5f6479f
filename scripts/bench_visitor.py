"""Someone signed in over HTTP, for measuring: one connection kept open, cookies, forms with their token."""

from __future__ import annotations

import html
import http.client
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

#: What a reporter types on each page of a report, as a browser sends it. Nobody here is real.
ANSWERS: dict[int, dict[str, str]] = {
    1: {
        "what_happened": "A guidewire was left in after a line was placed. It was seen on an X-ray the next day."
    },
    2: {"happened_precision": "about", "about_time": "2.30pm"},
    3: {"site": "Main site", "setting": "hospital", "ward_or_team": "Intensive care"},
    4: {"affected": "patient", "how_many": "1", "age_band": "years_46_65"},
    5: {"physical_harm": "moderate"},
    6: {"psychological_harm": "not_known"},
    7: {"immediate_action": "The wire was removed."},
    8: {"danger_now": "no"},
    9: {"other_organisation": "no"},
    10: {"circumstances": "none"},
    11: {"local_number": "W118842"},
    12: {"contact": "named", "contact_name": "A nurse", "contact_email": "nurse@castlebrook.example"},
}
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_HREF = re.compile(r'href="([^"]+)"')


class Unexpected(Exception):
    """The server answered something else than a measurement may count."""


@dataclass
class Answer:
    """One answer: its status, its body, where it leads, and the seconds from asking to the last byte."""

    status: int
    body: bytes
    location: str
    seconds: float


@dataclass
class Visitor:
    """One signed-in session on one connection."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(self.host, self.port, timeout=600)

    def ask(self, path: str, typed: dict[str, str] | None = None) -> Answer:
        """One request, as it is: redirects are not followed. With ``typed``, a form is sent."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if typed is not None:
            body = urlencode({"csrfmiddlewaretoken": self.token} | typed)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://{self.host}:{self.port}{path}",
            }
        began = time.perf_counter()
        for is_last in (False, True):
            try:
                self._connection.request("GET" if body is None else "POST", path, body, headers)
                answer = self._connection.getresponse()
                break
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                # A connection that stood idle was closed by the server, before it read anything of this request.
                self._connection.close()
                began = time.perf_counter()
                if is_last:
                    raise
        content = answer.read()
        seconds = time.perf_counter() - began
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value
        return Answer(answer.status, content, urljoin(path, answer.headers.get("Location", "")), seconds)

    def page(self, path: str) -> Answer:
        """A page that must come: 200, whole."""
        answer = self.ask(path)
        if answer.status != 200:
            raise Unexpected(f"{path} answered {answer.status}")
        return answer

    def form(self, path: str, typed: dict[str, str], *, shown: bool = False) -> Answer:
        """Sends a form that must lead on; ``shown``: the page is fetched first, as its token may be new."""
        if shown or not self.token:
            found = _TOKEN.search(self.page(path).body)
            if found is None:
                raise Unexpected(f"{path} has no form")
            self.token = found[1].decode()
        answer = self.ask(path, typed)
        if answer.status != 302:
            raise Unexpected(f"{path} did not take what was typed: {answer.status}")
        return answer

    def links(self, path: str) -> list[str]:
        """Where the links of a page lead, in their order."""
        return [html.unescape(found) for found in _HREF.findall(self.page(path).body.decode())]


def signed_in(address: str, username: str, password: str) -> Visitor:
    """A session begun at the sign-in page."""
    parts = urlsplit(address)
    visitor = Visitor(str(parts.hostname), int(parts.port or 80))
    visitor.form("/sign-in/", {"login": username, "password": password}, shown=True)
    # Signing in changes the token.
    visitor.token = ""
    return visitor


def filled_report(visitor: Visitor, happened_on: tuple[int, int, int]) -> str:
    """A report with every question answered, ready to send; the path of the page that sends it."""
    day, month, year = (str(part) for part in happened_on)
    when = {"happened_on-day": day, "happened_on-month": month, "happened_on-year": year}
    path = visitor.form("/report/", {}, shown=not visitor.token).location
    while not path.endswith("/check/"):
        number = int(path.rstrip("/").rsplit("/", 1)[-1])
        path = visitor.form(path, ANSWERS[number] | (when if number == 2 else {})).location
    return path
