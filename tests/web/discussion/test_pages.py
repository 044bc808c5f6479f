"""The discussion through its pages: asked, seen as new, answered; a note that providers cannot open; a reporter by code."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.incidents.models import Message, ReporterMessage
from sightline.incidents.services import intake
from sightline.incidents.services.reporter_updates import ask_reporter
from sightline.policy.terms import Role
from tests.conftest import SignIn
from tests.factories import NOW, World, declared, report_answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.mark.clause("4.3b", facet="each case has its discussion")
def test_the_icb_asks_and_the_provider_answers(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    address = reverse("incident_messages", args=[incident.reference])
    icb = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    key = re.search(r'name="key" value="([^"]+)"', icb.get(address).content.decode())
    assert key is not None
    sent = {"seen": "2", "key": key[1], "text": "What did the second check show?", "asks": "on"}
    for part, value in zip(("day", "month", "year"), ("20", "11", "2026"), strict=True):
        sent |= {f"answer_by-{part}": value, f"answer_by_{part}": value}
    sent |= {"answer_by_0": "20", "answer_by_1": "11", "answer_by_2": "2026"}
    assert icb.post(address, sent).status_code == 302
    assert icb.post(address, sent).status_code == 302
    question = Message.objects.get()
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    case = lead.get(reverse("incident", args=[incident.reference])).content.decode()
    assert "1 new" in case
    waiting = lead.get(reverse("messages")).content.decode()
    assert "What did the second check show?" in waiting
    page = lead.get(f"{address}?answer={question.id}").content.decode()
    assert "You answer: What did the second check show?" in page
    lead.post(address, {"seen": "3", "key": str(uuid4()), "text": "Not done.", "answers": str(question.id)})
    question.refresh_from_db()
    assert question.answered_at == NOW


def test_a_question_without_its_day_is_refused_beside_the_field(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    page = sign_in("icb", Role.PATIENT_SAFETY_TEAM).post(
        reverse("incident_messages", args=[incident.reference]),
        {"seen": "2", "text": "When?", "asks": "on"},
    )
    assert page.status_code == 422
    words = page.content.decode()
    assert "Say by when you need an answer." in words
    assert "When?" in words


def test_notes_say_that_they_can_be_disclosed_and_providers_find_no_page(
    world: World, sign_in: SignIn
) -> None:
    incident = declared(world)
    address = reverse("incident_notes", args=[incident.reference])
    icb = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    assert "can be disclosed" in icb.get(address).content.decode()
    icb.post(address, {"seen": "2", "key": str(uuid4()), "text": "Third this year."})
    assert "Third this year." in icb.get(address).content.decode()
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    assert lead.get(address).status_code == 404
    assert lead.post(address, {"seen": "3", "text": "x"}).status_code == 404
    assert "notes" not in lead.get(reverse("incident", args=[incident.reference])).content.decode().lower()


def test_a_page_of_fifty_cases_with_messages_takes_a_few_queries(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    for address in (reverse("messages"), reverse("incident_messages", args=[incident.reference])):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= 25 if "incidents" in address else len(queries) <= 15


def test_someone_with_the_code_answers_and_a_wrong_code_is_told_the_same_as_none(
    world: World, sign_in: SignIn
) -> None:
    draft = intake.begin_draft(by=world.reporter, now=NOW)
    answers = report_answers(contact="code_only", contact_name=None, contact_email=None)
    intake.save_draft(draft, answers, by=world.reporter, now=NOW)
    sent = intake.send_report(draft, by=world.reporter, now=NOW)
    question = uuid4()
    ask_reporter(sent.incident_id, "Which side?", key=question, by=world.lead, now=NOW, seen=1)
    client = sign_in("trust", Role.REPORTER)
    progress = client.post(reverse("report_progress"), {"code": sent.tracking_code}).content.decode()
    assert "Which side?" in progress
    address = reverse("report_answer", args=[question])
    assert "Which side?" not in client.get(address).content.decode()
    wrong = client.post(address, {"text": "Left.", "code": "AAAAA-BBBBB"})
    assert wrong.status_code == 422
    assert not ReporterMessage.objects.filter(kind="answer").exists()
    assert client.post(address, {"text": "Left.", "code": sent.tracking_code}).status_code == 302
    assert ReporterMessage.objects.get(kind="answer").text == "Left."
