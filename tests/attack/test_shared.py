"""A case of which little was shared, tried through every door by those it was shared with: they read that, and no more.

They know its reference and its keys, and see that it is there: only the parts of the disclosure keep them out of the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sightline.audit.keys import new_key
from sightline.incidents.models import Disclosure, Incident
from sightline.incidents.services import discussion
from sightline.incidents.services.sharing import withdraw
from sightline.policy.terms import Part
from tests import assured_stages, factories, stages
from tests.architecture import route_table as table
from tests.architecture.cast import clients_of, parameters_of
from tests.architecture.route_table import ROUTES, Case, case_of
from tests.attack.trying import TRIED, ask, body, wide_addresses
from tests.factories import NOW, World
from tests.incidents.services.sharing_cases import REASON, shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

WORD = "zanzibarite"
STORY, PLAN, ASKED = f"It was {WORD}", f"Count every {WORD}", f"What of the {WORD}"
RECIPIENTS = (table.OTHER_BOARD, table.OTHER_NURSE)


@pytest.fixture
def clients(world: World) -> dict[str, Client]:
    return clients_of(world)


@pytest.fixture
def incident(world: World, clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch) -> Incident:
    """In quality assurance, with a story, papers, an action and messages that all hold the word."""
    plain = factories.report_answers

    def with_word(**changes: str) -> dict[str, object]:
        texts = ("what_happened", "ward_or_team", "immediate_action")
        return plain(**{**dict.fromkeys(texts, f"{STORY}."), **changes})

    monkeypatch.setattr(factories, "report_answers", with_word)
    made = stages.with_action(world, assured_stages.in_review(world), text=PLAN)
    discussion.post_message(made.id, f"{ASKED}?", key=new_key(), by=world.lead, now=NOW, seen=made.version)
    return stages.now_of(made)


def given(world: World, incident: Incident, *parts: Part) -> Case:
    shared(world, incident, parts=frozenset({Part.SUMMARY, *parts}))
    return case_of(Incident.objects.get(id=incident.id))


def addresses_of(case: Case) -> Iterator[tuple[str, str]]:
    known = {
        "reference": case.reference,
        "action_id": case.action_id,
        "document_id": case.document_id,
        "disclosure_id": case.disclosure_id,
        **{name: new_key() for name in ("named_id", "held_id", "redaction_id", "copy_id", "hold_id")},
        "rule": "lfpse",
        "code": "D1",
    }
    for name in sorted({route.name for route in ROUTES}):
        wanted = parameters_of(name)
        if {"reference", "document_id", "disclosure_id"} & set(wanted):
            yield name, reverse(name, kwargs={key: known[key] for key in wanted})


@pytest.mark.clause("4.7.8", facet="parts can be left out")
@pytest.mark.clause("11.1a", facet="no more is asked and shown than is needed")
def test_of_a_summary_no_page_list_search_or_file_says_a_word_of_the_story(
    world: World, incident: Incident, clients: dict[str, Client]
) -> None:
    case = given(world, incident)
    for hat in RECIPIENTS:
        assert clients[hat].get(reverse("incident", args=[case.reference])).status_code == 200
        for name, address in addresses_of(case):
            for method in ("get", "post"):
                TRIED["shared"] += 1
                answer = getattr(clients[hat], method)(address)
                assert WORD not in body(answer).decode(), (hat, method, name)
                assert answer.status_code in {200, 302, 403, 404, 405, 409, 422}, (hat, method, name)
        for address in wide_addresses(words=WORD, place=str(world.place), organisation="R9A"):
            words = body(ask(clients[hat], address, kind="shared")).decode()
            assert not [told for told in (STORY, PLAN, ASKED) if told in words], (hat, address)
            if f"q={WORD}" in address:
                assert case.reference not in words, ("found by a word that was not shared", hat, address)


@pytest.mark.clause("4.7.8", facet="parts can be left out")
@pytest.mark.parametrize(
    ("part", "told", "kept"), [(Part.NARRATIVE, STORY, PLAN), (Part.ACTIONS, PLAN, STORY)]
)
def test_each_part_says_its_own_words_and_not_those_of_another(
    world: World, incident: Incident, clients: dict[str, Client], part: Part, told: str, kept: str
) -> None:
    case = given(world, incident, part)
    page = body(clients[table.OTHER_BOARD].get(reverse("incident", args=[case.reference]))).decode()
    assert told in page
    assert kept not in page
    desk = body(clients[table.OTHER_BOARD].get(reverse("actions_desk"))).decode()
    assert (PLAN in desk) is (part is Part.ACTIONS)
    found = body(clients[table.OTHER_BOARD].get(f"{reverse('incidents')}?q={WORD}")).decode()
    assert (f"/incidents/{case.reference}/" in found) is (part is Part.NARRATIVE)


@pytest.mark.clause("4.7.7")
def test_once_it_is_over_every_door_is_shut_again(
    world: World, incident: Incident, clients: dict[str, Client]
) -> None:
    case = given(world, incident, Part.NARRATIVE, Part.ACTIONS, Part.DOCUMENTS, Part.INVESTIGATION)
    assert case.disclosure_id is not None
    row = Disclosure.objects.get(id=case.disclosure_id)
    withdraw(row.id, incident.id, REASON, by=world.team, now=NOW, seen=stages.now_of(incident).version)
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        for hat in RECIPIENTS:
            for name, address in addresses_of(case):
                TRIED["shared"] += 1
                answer = clients[hat].get(address)
                assert WORD not in body(answer).decode(), (hat, name)
                assert answer.status_code in {404, 405} or name == "disclosure", (hat, name)
            for address in wide_addresses(words=WORD, place=str(world.place), organisation="R9A"):
                words = body(ask(clients[hat], address, kind="shared")).decode()
                assert not [told for told in (STORY, PLAN, ASKED) if told in words], (hat, address)


def test_others_are_told_that_there_is_no_such_case_and_no_such_disclosure(
    world: World, incident: Incident, clients: dict[str, Client]
) -> None:
    case = given(world, incident, Part.NARRATIVE)
    for hat in (table.OUTSIDER, table.PRACTICE, table.COLLEAGUE, table.ELSEWHERE):
        for name, address in addresses_of(case):
            assert clients[hat].get(address).status_code in (404, 405), (hat, name)
