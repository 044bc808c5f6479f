"""Who reported in confidence cannot be worked out: the same region, told by one nurse or by another, looks the same.

Words alone do not give a person away: an order, a count, a time, a message that one has and the other has not would. So
both are made, and every page of every case, list and file is compared for each hat but the two nurses themselves and
the one role that is shown the name (design decision 19).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from sightline.incidents.models import Incident
from sightline.policy.facts import Actor
from sightline.policy.terms import Role
from tests import assured_stages, factories
from tests.architecture import route_table as table
from tests.architecture.cast import clients_of, parameters_of, person
from tests.architecture.route_table import ROUTES, case_of
from tests.attack.trying import TRIED, comparable, wide_addresses, without_keys
from tests.factories import World

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine, pytest.mark.usefixtures("at_now")]

ONE, OTHER = "Quillon Hathersage", "Ysolde Fernyhough"
#: Hats that are shown lists, counts and files as well: one of each side, and a colleague.
SHOWN_MANY = {table.LEAD, table.COLLEAGUE, table.BOARD[Role.PATIENT_SAFETY_SPECIALIST]}
SHOWN = (
    *(table.LEAD, table.EXECUTIVE, table.INVESTIGATOR, table.TRUST[Role.ADMINISTRATOR], table.COLLEAGUE),
    *(table.BOARD[role] for role in (Role.PATIENT_SAFETY_TEAM, Role.PATIENT_SAFETY_SPECIALIST)),
    *(table.BOARD[role] for role in (Role.CHIEF_NURSE, Role.INFORMATION_GOVERNANCE_LEAD, Role.ADMINISTRATOR)),
)


@contextmanager
def undone() -> Iterator[None]:
    """What happens within has not happened afterwards."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


@pytest.fixture
def in_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = factories.report_answers

    def answers(**changes: Any) -> dict[str, Any]:
        asked = {"contact": "confidential", "contact_name": ONE, "contact_email": "nurse@elsewhere.example"}
        return plain(**{**asked, **changes})

    monkeypatch.setattr(factories, "report_answers", answers)


def pages_of(incidents: list[Incident]) -> Iterator[str]:
    for case in map(case_of, incidents):
        given = {"reference": case.reference, "action_id": case.action_id, "document_id": case.document_id}
        for name in sorted({route.name for route in ROUTES}):
            wanted = parameters_of(name)
            if "reference" in wanted and all(given.get(key) for key in wanted):
                yield reverse(name, kwargs={key: given[key] for key in wanted})


def everything_seen(
    nurse: Actor, world: World, clients: dict[str, Client]
) -> dict[tuple[str, str], tuple[int, str, bytes]]:
    """Every page of every hat, after this nurse reported two incidents; then all of it is undone."""
    with undone():
        world.actors["trust", Role.REPORTER] = nurse
        incidents = [table.not_serious(world), assured_stages.in_review(world)]
        seen = {}
        for hat in SHOWN:
            wide = wide_addresses(words="guidewire", place=str(world.place), organisation="R9A")
            for address in (*pages_of(incidents), *(wide if hat in SHOWN_MANY else ())):
                TRIED["who reported"] += 1
                seen[hat, without_keys(address)] = comparable(clients[hat].get(address))
        letters = sorted((letter.to[0], letter.subject, letter.body) for letter in mail.outbox)
        seen["outbox", ""] = (len(letters), "", repr(letters).encode())
        return seen


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
def test_one_nurse_or_another_makes_no_difference_to_any_page(world: World, in_confidence: None) -> None:
    nurses = [
        Actor(person(name.split()[0].lower(), world.trust, Role.REPORTER), world.trust, Role.REPORTER)
        for name in (ONE, OTHER)
    ]
    clients = clients_of(world)
    for client in clients.values():
        client.get(reverse("today"))
    by_one, by_other = (everything_seen(nurse, world, clients) for nurse in nurses)
    assert by_one.keys() == by_other.keys()
    assert not [place for place in by_one if by_one[place] != by_other[place]]
    assert sum(status == 200 for status, _, _ in by_one.values()) > 200
    assert TRIED["who reported"] > 800
