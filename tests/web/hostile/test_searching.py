"""Searches, filters and look-ups answer whatever is asked of them, and a declaration keeps whatever words it is given."""

from __future__ import annotations

from datetime import date

import time_machine
from django.db import connection, transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from sightline.audit.chain import storable
from sightline.incidents import selectors
from sightline.incidents.services import triage
from sightline.incidents.services.door import saying
from sightline.organisations import register
from sightline.organisations import selectors as organisations
from sightline.policy.found_words import Answer, Choice, fingerprint, found_in
from sightline.policy.terms import Role
from sightline.web.filters import read_filters
from tests.conftest import SignIn
from tests.factories import NOW, World, declaration, declared, judgement, reported
from tests.web.hostile.page_reading import Page
from tests.web.hostile.strings import as_kept, in_pieces, on_lines, strings
from tests.web.hostile.watching import what_is_foreign, writes

#: Every name that the addresses of the two lists understand.
FILTERS = (
    *(
        "q",
        "status",
        "state",
        "overdue",
        "never_events",
        "near_misses",
        "provider",
        "place",
        "framework",
        "type",
    ),
    *("harm", "level", "handler", "from", "to", "happened_from", "happened_to", "sort", "after"),
    *("strength", "after_closing", "due_from", "due_to"),
)


def test_a_declaration_keeps_every_string_in_its_words(world: World, at_now: time_machine.Traveller) -> None:
    # As forms hand it on: without what no database stores.
    pieces, lines = [storable(piece) for piece in in_pieces(4_500)], on_lines(60)
    for place, piece in enumerate(pieces):
        with saying(said([f"Story: {piece}"], Answer(Choice.HOLD))):
            incident = reported(world.reporter, what_happened=f"Story: {piece}")
        texts = [f"Why: {piece}", f"What: {lines[place]}"]
        with writes() as seen, saying(said(texts, NOBODY)):
            triage.declare(
                incident.id,
                judgement(rationale=f"Why: {piece}"),
                declaration(headline=f"What: {lines[place]}"),
                by=world.lead,
                now=NOW,
                seen=incident.version,
            )
        assert {as_kept(f"Why: {piece}"), as_kept(f"What: {lines[place]}")} <= set(seen)


#: What a lead says of words that the personal-data check finds: that they are none.
NOBODY = Answer(Choice.KEEP, "Nobody is meant.")


def said(texts: list[str], answer: Answer) -> dict[str, Answer]:
    """The same answer for all that is found in some texts."""
    return {fingerprint(each): answer for found in found_in(texts) for each in found}


def test_every_search_answers(world: World, at_now: time_machine.Traveller) -> None:
    declared(world)
    # What is asked is parted into words before either engine sees it: a part of the list is enough for the second.
    whole = connection.vendor == "sqlite"
    for at, text in enumerate(strings()):
        if not (whole or at % 12 == 0 or storable(text) != text or any(sign > "\uffff" for sign in text)):
            continue
        wanted = read_filters(QueryDict(urlencode({"q": text}))).wanted
        with transaction.atomic():
            assert selectors.count_of(world.lead, wanted, now=NOW) in (0, 1)
            if at % 3 == 0 or not whole:
                organisations.search(text)
                register.find_people(text, at=None, on=date(2026, 11, 16))


def test_every_filter_of_a_list_answers(
    world: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    declared(world)
    client, every = sign_in("trust", Role.PROVIDER_LEAD), strings()
    pages = {name: Page(client.get(reverse(name)).content.decode()) for name in ("incidents", "actions_desk")}
    brought = Page("".join(every)).elements
    step = len(FILTERS) if connection.vendor == "sqlite" else 3 * len(FILTERS)
    for place in range(0, len(every), step):
        asked = dict(zip(FILTERS, [*every, *every][place:], strict=False))
        for name, plain in pages.items():
            answer = client.get(reverse(name), asked)
            assert answer.status_code == 200, asked
            found = Page(answer.content.decode())
            assert not list(what_is_foreign(found, brought - plain.elements)), asked
            assert as_kept(asked["q"])[:200] in [row.value.strip() for row in found.searches], asked
