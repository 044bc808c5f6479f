"""Requests that no page of the product sends, and what every answer must be all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache as cached
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote_plus

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Sum
from django.test import Client
from django.utils.http import url_has_allowed_host_and_scheme

from sightline.audit.models import AuditHead
from sightline.incidents.models import Incident, StepTaken
from sightline.policy.terms import Role
from tests.architecture.route_table import (
    ADMINISTRATORS,
    ANONYMOUS,
    BOARD,
    LEAD,
    PRACTICE,
    REPORTER,
    ROUTES,
    Route,
)
from tests.architecture.test_routes import Stage
from tests.web.hostile.filling import filled
from tests.web.hostile.page_reading import Form, Page

TEAM = BOARD[Role.PATIENT_SAFETY_TEAM]
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
#: What stands where a number, a day, a key, a choice or a version is expected. Two are digits to Python and no number;
#: one is longer than Python reads; the last three are no text: NUL, half of a surrogate pair, and no UTF-8 at all.
VALUES: tuple[bytes, ...] = (
    b"words",
    b"-1",
    b"1.5",
    b"9" * 401,
    b"9" * 5_000,
    "²".encode(),
    "٣".encode(),
    b"NaN",
    b"1e400",
    b"[]",
    b'{"a": 1}',
    b"00000000-0000-0000-0000-000000000000",
    b"9999-99-99",
    b" ",
    b"x" * 20_000,
    b"a\x00b",
    b"\xed\xa0\x80",
    b"\xff\xfe",
)
#: Of them, what the two engines may take differently.
FOR_THE_ENGINE = tuple(
    value for value in VALUES if value[:3] in (b"a\x00b", b"\xed\xa0\x80", b"\xff\xfe", b"999")
)
#: Sent where a page has no form of its own.
ANY_FORM = ("seen", "reason", "note", "answer", "name", "day", "confirm")


@dataclass(frozen=True)
class Ask:
    """One request: what is odd about it, and what is sent."""

    odd: str
    method: str = "GET"
    body: bytes = b""
    content_type: str = FORM
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: str | None = None
    expected: int | None = None


Pairs = Sequence[tuple[str, bytes]]


def encoded(pairs: Pairs) -> bytes:
    """The body of a form; values need not be text."""
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs).encode()


def in_parts(pairs: Pairs, files: Pairs = (), *, ends: bool = True) -> bytes:
    """The body of a form with files, its boundary ``odd``; without its end where it was cut off."""
    said = [(f'name="{name}"', value) for name, value in pairs]
    said += [
        (f'name="{name}"; filename="../../{name}.pdf"\r\nContent-Type: text/html', each)
        for name, each in files
    ]
    body = b"".join(
        b"--odd\r\nContent-Disposition: form-data; " + about.encode() + b"\r\n\r\n" + value + b"\r\n"
        for about, value in said
    )
    return body + b"--odd--\r\n" if ends else body[:-4]


@contextmanager
def undone() -> Iterator[list[str]]:
    """The names of tables that were written to, but for sessions; undone at the end."""
    seen: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', sql)
        if found and not found[1].startswith("django_session"):
            seen.append(found[1])
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(watch):
        yield seen
        transaction.set_rollback(True)


def on_record() -> tuple[object, ...]:
    """What a request that was refused must leave as it is, in few figures. Drafts keep themselves and are on no record."""
    return (
        *AuditHead.objects.values_list("seq", "entry_hash"),
        Incident.objects.count(),
        *Incident.objects.aggregate(Sum("version")).values(),
        StepTaken.objects.count(),
    )


def answers_of(
    client: Client, address: str, asks: Sequence[Ask], before: tuple[object, ...]
) -> Iterator[str]:
    """Sends each and yields what is wrong with its answer; nothing stays of any of them."""
    kept = client.cookies.output(header="", sep=";")
    client.raise_request_exception = False
    for ask in asks:
        headers = dict(ask.headers)
        if ask.cookies is not None:
            client.cookies.clear()
            headers["Cookie"] = ask.cookies
        where = f"{address}?{ask.query}" if ask.query else address
        with undone() as written:
            answer = client.generic(ask.method, where, ask.body, ask.content_type, headers=headers)
            content = b"".join(answer) if answer.streaming else answer.content
            wrong = list(what_is_wrong(ask, answer, content.decode("utf-8", "replace")))
            refused = answer.status_code >= 400 or (ask.method == "POST" and answer.status_code == 200)
            if refused and written and on_record() != before:
                wrong.append(f"something was written ({', '.join(sorted(set(written)))})")
        client.cookies = SimpleCookie(kept)
        yield from (
            f"{ask.method} {address[:120]} ({ask.odd}) → {answer.status_code}: {each}" for each in wrong
        )
    cache.clear()


def what_is_wrong(ask: Ask, answer: Any, said: str) -> Iterator[str]:
    """Why this is no answer: a fault of ours, a trace of it, no page, a dead end."""
    status = answer.status_code
    if status >= 500:
        yield (
            f"{type(answer.exc_info[1]).__name__}: {answer.exc_info[1]}"[:200]
            if answer.exc_info
            else "a fault"
        )
    if "Traceback (most recent" in said:
        yield "a traceback"
    if status in (302, 303):
        if not url_has_allowed_host_and_scheme(answer["Location"], None):
            yield f"leads away, to {answer['Location']}"
        return
    if ask.expected not in (None, status):
        yield f"not {ask.expected}"
    if status == 405 and not answer.get("Allow"):
        yield "does not say what is allowed"
    if ask.method == "HEAD" or (ask.method == "OPTIONS" and status == 200 and answer.get("Allow")):
        return
    if not answer["Content-Type"].startswith("text/html"):
        if status != 200 and ask.content_type != "application/json":
            yield f"no page ({answer['Content-Type']})"
        return
    if len(re.findall(r"<h1[ >]", said)) != 1:
        yield "not one h1"
    main = said.partition("<main")[2].partition("</main>")[0]
    if 'aria-label="Main"' not in said and not re.search(r"<a [^>]*href=|<form|<button", main):
        yield "no way on"


@dataclass(frozen=True)
class Door:
    """One address of the product, and a client to whom it opens."""

    route: Route
    hat: str
    client: Client
    address: str


def doors(stage: Stage) -> Iterator[Door]:
    """Every address once, by a role that may use it: taken from the table, so that a new one is asked too."""
    known: set[str] = set()
    # Last what opens to nobody in the table, such as something that belongs to one person.
    for route in sorted(ROUTES, key=lambda route: not (route.opens or route.otherwise == 405)):
        if route.name not in known:
            known.add(route.name)
            hat = hat_of(route)
            yield Door(route, hat, stage.clients[hat], stage.address(route))


def hat_of(route: Route) -> str:
    """A role that may use it; those that only take a POST name none, and belong to administrators or to leads."""
    if route.to_anonymous == 200:
        return ANONYMOUS
    may = route.opens or (ADMINISTRATORS if route.name.startswith("administer") else {LEAD})
    return min(may, key=lambda hat: (hat not in (LEAD, TEAM, REPORTER, PRACTICE), hat))


@cached
def forms_on(door: Door) -> list[Form]:
    """The forms of its page, without the one that signs out; one of any names where it has none."""
    with undone():
        answer = door.client.get(door.address)
    found: list[Form] = []
    if not answer.streaming and answer["Content-Type"].startswith("text/html"):
        found = [form for form in Page(answer.content.decode()).forms if "sign-out" not in form.action]
    return [form for form in found if form.inputs] or [Form("")]


def names_of(form: Form) -> list[str]:
    """What it sends, each once."""
    return list(dict.fromkeys(row.name for row in form.inputs)) or list(ANY_FORM)


def rightly(form: Form, nth: int) -> list[tuple[str, bytes]]:
    """Filled as a person would, files left out."""
    sent = filled(form, nth, lambda row: "Words.")
    return [(name, value.encode()) for name, value in sent.items() if isinstance(value, str)]


def odd_forms(form: Form, nth: int, values: Sequence[bytes] = VALUES) -> Iterator[Ask]:
    """This form as no page sends it; ``nth`` chooses which odd value meets which field, so that routes differ."""
    names, right = names_of(form), rightly(form, nth)
    pairs = [(name, values[(nth * 5 + at) % len(values)]) for at, name in enumerate(names)]
    yield Ask("odd values everywhere", "POST", encoded(pairs))
    if right:
        at, odd = nth % len(right), values[(nth * 7) % len(values)]
        pairs = [*right[:at], (right[at][0], odd), *right[at + 1 :]]
        yield Ask(f"{right[at][0]} is {odd[:12]!r}", "POST", encoded(pairs))


def ill_formed(form: Form, nth: int) -> Iterator[Ask]:
    """What a broken or hostile program sends to it: no engine of a database has a say in these."""
    names, right = names_of(form), rightly(form, nth)
    files = {row.name for row in form.inputs if row.kind == "file"}
    parts = f"{MULTIPART}; boundary=odd"
    everything = [(name, b"%PDF-1.4 not one\x00\xff") for name in names if name not in files]
    texts = [(name, b"words") for name in sorted(files)]
    read = (
        Ask("nothing", "POST"),
        Ask("files for texts, texts for files", "POST", in_parts(texts, everything), parts),
        Ask("each thrice", "POST", encoded([*right, *reversed(right), *right])),
        Ask("empty files", "POST", in_parts(right, [(name, b"") for name in sorted(files)]), parts),
        Ask("without a version", "POST", encoded([pair for pair in right if pair[0] != "seen"])),
        Ask("cut off", "POST", in_parts(right or [("seen", b"1")], ends=False)[:-3], parts),
        Ask("names like lists", "POST", encoded([(f"{name}[]", value) for name, value in right])),
    )
    broken = (
        Ask("multipart without a boundary", "POST", in_parts(right), MULTIPART),
        Ask("a boundary that is not there", "POST", in_parts(right), f"{MULTIPART}; boundary=other"),
        Ask("a boundary of bytes", "POST", in_parts(right), f"{MULTIPART}; boundary=\xff\xfe"),
        Ask("base64 that is none", "POST", _NOT_BASE64, parts),
        Ask("JSON", "POST", b'{"seen": [1]}', "application/json"),
        Ask("XML", "POST", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "application/xml"),
        Ask("of no kind", "POST", b"seen=1", ""),
        Ask("an unknown charset", "POST", encoded(right), f"{FORM}; charset=nonsense"),
        Ask("UTF-16", "POST", encoded(right), f"{FORM}; charset=utf-16"),
        Ask("2,000 fields", "POST", encoded([(f"f{n}", b"1") for n in range(2_000)])),
        Ask("2,000 times one field", "POST", encoded([("seen", b"1")] * 2_000)),
        Ask("200 files", "POST", in_parts([], [(f"f{n}", b"1") for n in range(200)]), parts),
        Ask("6 million characters", "POST", b"reason=" + b"x" * 6_000_000),
    )
    # Two a route, so that each meets many routes.
    yield read[nth % len(read)]
    yield broken[nth % len(broken)]


_NOT_BASE64 = (
    b'--odd\r\nContent-Disposition: form-data; name="document"; filename="a.pdf"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--odd--\r\n"
)
