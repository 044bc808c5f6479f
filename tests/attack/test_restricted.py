"""A case limited to named people, tried through every side door by those who saw it until then.

They know its reference, its words and its keys, and their organisation still has access: only the names keep them out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from sightline.audit.keys import new_key
from sightline.incidents.models import Document, Incident
from sightline.incidents.selectors.due_notices import visible_to_person
from sightline.incidents.services import discussion, restriction
from sightline.jobs import tell_timescales
from sightline.notifications.models import Notice
from sightline.policy.terms import Role
from tests import assured_stages, factories, stages
from tests.architecture import route_table as table
from tests.architecture.cast import clients_of, parameters_of
from tests.architecture.route_table import ROUTES, Case, case_of
from tests.attack.trying import TRIED, ask, body, wide_addresses
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

WORD = "zanzibarite"
TOLD = (f"It was {WORD}", f"every {WORD}", f"of the {WORD}")
SHUT_OUT = sorted(table.SHUT_OUT)
#: The one page that is there for them, and says no more than that it is limited and how it is opened.
OPENS = "restricted_open"


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = factories.report_answers

    def with_word(**changes: str) -> dict[str, object]:
        texts = ("what_happened", "ward_or_team", "immediate_action")
        return plain(**{**dict.fromkeys(texts, f"It was {WORD}."), **changes})

    monkeypatch.setattr(factories, "report_answers", with_word)


@pytest.fixture
def clients(world: World) -> dict[str, Client]:
    return clients_of(world)


@pytest.fixture
def case(world: World, clients: dict[str, Client], marked: None) -> Case:
    """In quality assurance, with papers, an action and messages, on nobody's desk; limited to the lead and the guardians."""
    incident = stages.with_action(world, assured_stages.in_review(world), text=f"Count every {WORD}")
    discussion.post_message(
        incident.id,
        f"What of the {WORD}?",
        key=new_key(),
        answer_by=NOW.date(),
        answers_id=None,
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    incident.refresh_from_db()
    restriction.restrict(
        incident.id,
        "staff",
        "A member of staff is accused of harming a patient.",
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    return case_of(Incident.objects.get(id=incident.id))


def addresses_of(case: Case) -> Iterator[tuple[str, str]]:
    given = {
        "reference": case.reference,
        "action_id": case.action_id,
        "document_id": case.document_id,
        "named_id": case.named_id,
        "held_id": case.held_id or uuid4(),
        "redaction_id": case.redaction_id or uuid4(),
        "copy_id": case.copy_id or uuid4(),
        "rule": "lfpse",
        "code": "D1",
    }
    for name in sorted({route.name for route in ROUTES}):
        wanted = parameters_of(name)
        if {"reference", "document_id"} & set(wanted):
            yield name, reverse(name, kwargs={key: given[key] for key in wanted})


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_every_page_of_the_case_is_shut_and_says_nothing_of_it(
    case: Case, clients: dict[str, Client]
) -> None:
    for hat in SHUT_OUT:
        for name, address in addresses_of(case):
            for method in ("get", "post"):
                TRIED["restricted"] += 1
                answer = getattr(clients[hat], method)(address)
                words = body(answer).decode()
                assert WORD not in words, (hat, address)
                assert "A member of staff is accused" not in words, (hat, address)
                allowed = {200, 422} if name == OPENS else {403, 404, 405}
                assert answer.status_code in allowed, (hat, method, address)


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_no_list_search_file_or_desk_shows_it(world: World, case: Case, clients: dict[str, Client]) -> None:
    for hat in SHUT_OUT:
        for address in wide_addresses(words=WORD, place=str(world.place), organisation="R9A"):
            words = body(ask(clients[hat], address, kind="restricted")).decode()
            # What was asked for stands on the page; what was told does not.
            assert not [told for told in TOLD if told in words], (hat, address)
            assert case.reference not in words, (hat, address)


def test_those_named_find_it_everywhere_as_before(
    world: World, case: Case, clients: dict[str, Client]
) -> None:
    for address in (reverse("incidents"), reverse("incidents_export"), f"{reverse('incidents')}?q={WORD}"):
        assert case.reference in body(clients[table.LEAD].get(address)).decode(), address


def test_what_was_said_before_leads_nowhere_and_nothing_more_is_said(
    world: World, case: Case, clients: dict[str, Client]
) -> None:
    team = world.team.person_id
    old = Notice.objects.filter(recipient_id=team, case_id=case.incident_id).first()
    assert old is not None
    hat = table.BOARD[Role.PATIENT_SAFETY_TEAM]
    assert clients[hat].get(reverse("notice", args=[old.id])).status_code == 404
    assert visible_to_person(team, {case.incident_id}, now=NOW) == set()
    Notice.objects.all().delete()
    write = tell_timescales.run("today", NOW).write
    assert write is not None
    write()
    told = set(Notice.objects.filter(case_id=case.incident_id).values_list("recipient_id", flat=True))
    named = {world.lead.person_id, world.specialist.person_id}
    assert told <= named


def test_somebody_elsewhere_is_told_that_there_is_no_such_case(
    case: Case, clients: dict[str, Client]
) -> None:
    for hat in (table.OUTSIDER, table.OTHER_BOARD, table.COLLEAGUE, table.ELSEWHERE):
        for name, address in addresses_of(case):
            answer = clients[hat].get(address)
            assert answer.status_code in (404, 405), (hat, name)


def test_the_papers_of_a_case_that_was_opened_are_read_as_copies_alone(
    world: World, case: Case, clients: dict[str, Client]
) -> None:
    """Opening shows the case to read; the originals stay with those who handle it."""
    hat = table.BOARD[Role.PATIENT_SAFETY_TEAM]
    address = reverse("document", args=[case.document_id])
    assert clients[hat].get(address).status_code == 404
    opened = clients[hat].post(
        reverse(OPENS, args=[case.reference]),
        {"reason": "The coroner's office rang and needs an answer today."},
    )
    assert opened.status_code == 302
    copy, original = (
        hashlib.sha256(body(clients[who].get(address))).hexdigest() for who in (hat, table.LEAD)
    )
    assert case.document_id is not None
    paper = Document.objects.get(id=case.document_id)
    assert (copy, original) == (paper.cleaned_sha256, paper.sha256)
