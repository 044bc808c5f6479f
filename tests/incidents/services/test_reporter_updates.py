"""The person who reported hears, is asked and answers, and stays unknown where they wished to (clause 4.3c)."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from sightline.audit.models import AuditPayload
from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible, Refused
from sightline.incidents.models import Incident, ReporterMessage, StepTaken
from sightline.incidents.services import intake
from sightline.incidents.services.reporter_updates import answer_as_reporter, ask_reporter, tell_reporter
from sightline.policy.terms import Framework, Role, Status
from tests import stages
from tests.factories import NOW, World, declared, report_answers, reported

pytestmark = pytest.mark.django_db


def asked(world: World, incident: Incident) -> UUID:
    key = uuid4()
    ask_reporter(incident.id, "Which way did the line go in?", key=key, by=world.lead, now=NOW, seen=1)
    return key


@pytest.mark.clause("4.3c", facet="staff can report in confidence")
def test_a_reporter_in_confidence_answers_without_being_unmasked(world: World) -> None:
    incident = reported(world.reporter, contact="confidential")
    question = asked(world, incident)
    (report,) = selectors.own_reports(world.reporter).rows
    assert report.heard.questions[0].text == "Which way did the line go in?"
    answer_as_reporter(incident.id, question, "On the left.", by=world.reporter, now=NOW, seen=2)
    row = ReporterMessage.objects.get(kind="answer")
    assert (row.text, row.written_by) == ("On the left.", None)
    assert not StepTaken.objects.filter(incident=incident, taken_by=world.reporter.person_id).exists()
    who = str(world.reporter.person_id)
    assert not any(
        who in f"{entry.actor}{entry.old}{entry.new}"
        for entry in AuditPayload.objects.filter(entry__subject_id=str(incident.id))
    )
    heard = selectors.heard_by_reporter(incident.id, Status.REPORTED, Framework.SIF_2015)
    assert heard.questions[0].answer == "On the left."


def by_code_only(world: World) -> tuple[Incident, str]:
    draft = intake.begin_draft(by=world.reporter, now=NOW)
    answers = report_answers(contact="code_only", contact_name=None, contact_email=None)
    intake.save_draft(draft, answers, by=world.reporter, now=NOW)
    sent = intake.send_report(draft, by=world.reporter, now=NOW)
    return Incident.objects.get(id=sent.incident_id), sent.tracking_code


def test_whoever_holds_the_code_answers_and_is_linked_to_nothing(world: World) -> None:
    incident, code = by_code_only(world)
    question = asked(world, incident)
    found = selectors.question_by_code(question, code)
    assert found is not None
    answer_as_reporter(
        incident.id,
        question,
        "On the left.",
        code_hash=intake.hash_tracking_code(code),
        by=world.reporter,
        now=NOW,
        seen=found.version,
    )
    assert ReporterMessage.objects.get(kind="answer").written_by is None
    assert not StepTaken.objects.filter(incident=incident, taken_by=world.reporter.person_id).exists()
    assert selectors.question_by_code(question, code) is None, "it is answered"


def test_a_wrong_code_opens_nothing(world: World) -> None:
    incident, _ = by_code_only(world)
    _, code_of_other = by_code_only(world)
    question = asked(world, incident)
    assert selectors.question_by_code(question, code_of_other) is None
    for wrong in (code_of_other, "AAAAA-BBBBB-CCCCC-DDDDD"):
        with pytest.raises(NotVisible):
            answer_as_reporter(
                incident.id,
                question,
                "Not mine.",
                code_hash=intake.hash_tracking_code(wrong),
                by=world.reporter,
                now=NOW,
                seen=2,
            )


def test_a_code_opens_nothing_of_a_report_that_has_a_person(world: World) -> None:
    draft = intake.begin_draft(by=world.reporter, now=NOW)
    intake.save_draft(draft, report_answers(), by=world.reporter, now=NOW)
    sent = intake.send_report(draft, by=world.reporter, now=NOW)
    incident = Incident.objects.get(id=sent.incident_id)
    question = asked(world, incident)
    assert selectors.question_by_code(question, sent.tracking_code) is None
    with pytest.raises(NotVisible):
        answer_as_reporter(
            incident.id,
            question,
            "Not mine.",
            code_hash=intake.hash_tracking_code(sent.tracking_code),
            by=world.outsider,
            now=NOW,
            seen=2,
        )


def test_nobody_else_answers_and_nobody_answers_twice(world: World) -> None:
    incident = reported(world.reporter)
    question = asked(world, incident)
    assert selectors.question_to(world.lead, question) is None
    with pytest.raises((Refused, NotVisible)):
        answer_as_reporter(incident.id, question, "I was there.", by=world.executive, now=NOW, seen=2)
    answer_as_reporter(incident.id, question, "Left.", by=world.reporter, now=NOW, seen=2)
    with pytest.raises(Invalid, match="answered already"):
        answer_as_reporter(incident.id, question, "Right.", by=world.reporter, now=NOW, seen=3)


def test_the_icb_does_not_write_to_the_reporter_in_the_providers_place(world: World) -> None:
    incident = declared(world)
    with pytest.raises(Refused):
        ask_reporter(incident.id, "Who?", key=uuid4(), by=world.team, now=NOW, seen=2)


def test_the_reporter_is_told_what_changed_and_which_stages_passed(world: World) -> None:
    incident = stages.with_action(world, declared(world))
    tell_reporter(
        incident.id, "Every line now has a second check.", key=uuid4(), by=world.lead, now=NOW, seen=2
    )
    (report,) = selectors.own_reports(world.reporter).rows
    assert report.heard.changed == (("Every line now has a second check.", NOW.date()),)
    assert [label for label, _ in report.heard.stages] == [
        "You reported it",
        "It was declared a serious incident",
    ]
    assert report.heard.actions.startswith("1 action agreed")
    assert Role.PROVIDER_LEAD.label not in str(report.heard)
