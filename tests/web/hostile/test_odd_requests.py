"""Every address of the product, asked as no page of it asks: never a fault of ours, always a page, and nothing written.

Which addresses there are, who may use them and how they are filled is read from the table of routes: a new one is
asked all of this without anyone thinking of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote_plus
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse

from tests.architecture.cast import route_names
from tests.architecture.route_table import LEAD
from tests.architecture.test_routes import Stage, stage
from tests.web.hostile.odd import (
    FOR_THE_ENGINE,
    VALUES,
    Ask,
    Door,
    answers_of,
    doors,
    forms_on,
    ill_formed,
    odd_forms,
    on_record,
)
from tests.web.hostile.test_searching import FILTERS

__all__ = ["stage"]
pytestmark = pytest.mark.django_db

ODD_METHODS = ("PUT", "PATCH", "OPTIONS", "TRACE", "SIGH", "CONNECT")
#: Keys as they stand in a path: unknown, too long, no UTF-8, NUL, half of a surrogate pair, no key at all.
KEYS = (
    "SL-2026-9999",
    "SL-2026-0001%00",
    "%FF%FE",
    "%ED%A0%80",
    "9" * 401,
    "x" * 3_000,
    "..%2F..",
    "%E2%80%AE",
    "²",
)
NUMBERS = ("0", "9" * 19, "9" * 401, "9" * 5_000, "-1")


def test_every_address_has_a_door(stage: Stage) -> None:
    assert {door.route.name for door in doors(stage)} == route_names()


@pytest.mark.one_engine
def test_a_method_that_is_not_meant_is_refused_with_those_that_are(stage: Stage) -> None:
    before, wrong, nobody = on_record(), list[str](), Client()
    for nth, door in enumerate(doors(stage)):
        asks = [
            Ask("method", method, b"seen=1", expected=405)
            for method in ("DELETE", ODD_METHODS[nth % len(ODD_METHODS)])
        ]
        wrong += answers_of(door.client, door.address, [Ask("head", "HEAD"), *asks], before)
        wrong += answers_of(nobody, door.address, [Ask("method", "SIGH", b"seen=1")], before)
    assert not wrong, "\n".join(wrong)


def test_odd_values_in_every_form_are_answered(stage: Stage) -> None:
    values = VALUES if connection.vendor == "sqlite" else FOR_THE_ENGINE
    before, wrong = on_record(), list[str]()
    for nth, door in enumerate(doors(stage)):
        forms = forms_on(door)
        form = forms[nth % len(forms)]
        wrong += answers_of(
            door.client, form.action or door.address, list(odd_forms(form, nth, values)), before
        )
    assert not wrong, "\n".join(wrong)


@pytest.mark.one_engine
def test_what_is_no_form_at_all_is_answered(stage: Stage) -> None:
    before, wrong, nobody = on_record(), list[str](), Client()
    for nth, door in enumerate(doors(stage)):
        forms = forms_on(door)
        asks = list(ill_formed(forms[nth % len(forms)], nth))
        wrong += answers_of(door.client, door.address, asks, before)
        wrong += answers_of(nobody, door.address, asks[-1:], before)
    assert not wrong, "\n".join(wrong)


def with_wrong_keys(door: Door, stage: Stage, nth: int) -> Iterator[str]:
    """Addresses of this route with one key that is none, or that of something else; ``nth`` chooses some of them."""
    given = resolve(door.address).kwargs
    case = next(iter(stage.cases.values()))
    elsewhere = (case.incident_id, stage.draft_id, stage.kept["person_id"], UUID(int=0))
    for at, (name, value) in enumerate(given.items()):
        if isinstance(value, UUID):
            yield reverse(door.route.name, kwargs={**given, name: elsewhere[nth % len(elsewhere)]})
            continue
        mark, keys = (918273, NUMBERS) if isinstance(value, int) else ("odd-key", KEYS)
        address = reverse(door.route.name, kwargs={**given, name: mark})
        for turn in range(3 if isinstance(value, str) else len(keys)):
            yield address.replace(str(mark), keys[(nth * 3 + at + turn) % len(keys)])


def test_keys_of_nothing_and_of_something_else_find_nothing(stage: Stage) -> None:
    before, wrong = on_record(), list[str]()
    for nth, door in enumerate(doors(stage)):
        for at, address in enumerate(with_wrong_keys(door, stage, nth)):
            wrong += answers_of(
                door.client, address, [Ask("key"), Ask("key", "POST", b"seen=1")][: 2 - at % 2], before
            )
    assert not wrong, "\n".join(wrong)


def test_whatever_is_asked_behind_an_address_is_answered(stage: Stage) -> None:
    before, wrong = on_record(), list[str]()
    for nth, door in enumerate(doors(stage)):
        wrong += answers_of(
            door.client, door.address, [Ask("query", query=query) for query in queries(nth)], before
        )
    assert not wrong, "\n".join(wrong)


def queries(nth: int) -> Iterator[str]:
    """What may stand behind the question mark: every name that a list or a page understands, with odd values."""
    names = (*FILTERS, *ASKED)
    values = [
        quote_plus(value[:400]) for value in (VALUES if connection.vendor == "sqlite" else FOR_THE_ENGINE)
    ]
    yield "&".join(f"{name}={values[(nth + at) % len(values)]}" for at, name in enumerate(names))
    if connection.vendor == "sqlite" and nth % 4 == 0:
        yield "&".join(f"f{n}=1" for n in range(1_500))
        yield "%&=&&%zz=%&;=%00"


#: What other pages read behind their address.
ASKED = (
    "next",
    "organisation",
    "role",
    "find",
    "show",
    "version",
    "back",
    "page",
    "on",
    "view",
    "code",
    "person",
)


def odd_visits() -> Iterator[Ask]:
    """Cookies and headers that no browser of ours sends."""
    for name in ("sightline_session", "sightline_person", "csrftoken", "messages"):
        for value in (
            "x",
            "x" * 8_000,
            '"abcdefgh\\000ijkl"',
            '"\\355\\240\\200abcdefgh"',
            "a:b:c",
            "%00",
            "{}",
        ):
            yield Ask(f"cookie {name}={value[:20]}", cookies=f"{name}={value}")
            yield Ask(f"cookie {name}={value[:20]}", "POST", b"seen=1", cookies=f"{name}={value}")
    yield Ask("cookies without sense", cookies=";=;;a;=b;\x7f=\xff; sightline_session")
    for host in (
        "",
        "nobody.example",
        "testserver:99999",
        "testserver\x00",
        "[::1",
        "a b",
        "x" * 3_000,
        "TESTSERVER.",
    ):
        yield Ask(f"host {host[:20]!r}", headers={"Host": host})
    yield Ask("forwarded", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"})
    yield Ask(
        "forwarded",
        "POST",
        b"login=a&password=b",
        headers={"X-Forwarded-For": "'; --, \xff", "X-Real-Ip": "1.2"},
    )
    yield Ask(
        "headers", headers={"Accept": "\xff", "Accept-Language": "x" * 5_000, "Referer": "javascript:1"}
    )
    yield Ask(
        "headers", headers={"If-Modified-Since": "never", "Range": "bytes=9-1", "Accept-Encoding": "*;q=x"}
    )


def test_odd_cookies_hosts_and_headers_are_answered(stage: Stage) -> None:
    before, wrong = on_record(), list[str]()
    nobody, guarded, lead = Client(), Client(enforce_csrf_checks=True), stage.clients[LEAD]
    session = lead.cookies["sightline_session"].value
    for name in ("today", "account_login"):
        for client in (nobody, guarded):
            wrong += answers_of(client, reverse(name), list(odd_visits()), before)
    signed_in = [
        replace(ask, cookies=f"sightline_session={session}; {ask.cookies}")
        for ask in odd_visits()
        if ask.cookies
    ]
    wrong += answers_of(guarded, reverse("today"), signed_in, before)
    assert not wrong, "\n".join(wrong)
