"""A case leaves no trace on any page of a person for whom it does not exist.

Not only its words: pages are compared, byte for byte, before the case was there and after. A count that moved, a filter that
had one more choice, a message, a link to a second page would show.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from sightline.incidents.models import Incident
from sightline.policy.terms import Role
from tests import assured_stages, factories, stages
from tests.architecture import route_table as table
from tests.architecture.cast import clients_of, signed_in
from tests.attack.trying import TRIED, ask, body, comparable, wide_addresses
from tests.factories import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

#: A word that stands in every text of the cases and nowhere else.
WORD = "zanzibarite"
#: Those who have no case, and roles of the ICB that read none.
STRANGERS = (
    *table.OUTSIDERS,
    *(table.BOARD[role] for role in (Role.READER, Role.ADMINISTRATOR, Role.ANALYST)),
)


@pytest.fixture
def strangers(world: World) -> dict[str, Client]:
    clients = clients_of(world)
    return {hat: clients[hat] for hat in STRANGERS}


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on the word stands in whatever is reported."""
    plain = factories.report_answers

    def with_word(**changes: str) -> dict[str, object]:
        texts = ("what_happened", "ward_or_team", "immediate_action")
        return plain(**{**dict.fromkeys(texts, f"It was {WORD}."), **changes})

    monkeypatch.setattr(factories, "report_answers", with_word)


def cases(world: World) -> list[Incident]:
    """One before the ICB is told, one with all its papers and one that is over, each with the word in what was told of it."""
    with_action = stages.with_action(world, factories.declared(world), text=f"Count every {WORD}")
    return [
        factories.reported(world.reporter),
        with_action,
        assured_stages.in_review(world),
        assured_stages.closed(world),
    ]


def shown(clients: dict[str, Client], addresses: list[str]) -> Iterator[tuple[str, str, object]]:
    for hat, client in clients.items():
        for address in addresses:
            yield hat, address, comparable(ask(client, address, kind="pages of many cases"))


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_pages_of_strangers_are_the_same_with_and_without_the_cases(
    world: World, strangers: dict[str, Client], marked: None
) -> None:
    addresses = list(wide_addresses(words=WORD, place=str(world.place), organisation="R9A"))
    for client in strangers.values():
        client.get(reverse("today"))  # It says once that it is a first visit.
    before = {(hat, address): page for hat, address, page in shown(strangers, addresses)}
    made = cases(world)
    found = signed_in(world.lead.person_id).get(reverse("incidents"), {"q": WORD})
    assert body(found).count(b"SL-") >= len(made), "the cases are there for those whose they are"
    moved = [
        f"{address} for {hat}"
        for hat, address, page in shown(strangers, addresses)
        if page != before[hat, address]
    ]
    assert not moved
    assert TRIED["pages of many cases"] > 1000
