"""Provider and ICB talk on a case; the ICB's notes leave no trace a provider can see (clauses 4.3b, 4.3g)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible, Refused
from sightline.incidents.models import Message
from sightline.incidents.selectors import discussion as reading
from sightline.incidents.selectors.worklist import NewRow
from sightline.incidents.services import discussion
from sightline.policy.facts import Actor
from sightline.policy.terms import Role
from sightline.policy.working_days import ENGLAND_AND_WALES
from tests import stages
from tests.factories import NOW, World, declared, reported

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
FRIDAY = NOW.date() + timedelta(days=4)


def post(incident_id: UUID, by: Actor, text: str = "What did the second check show?", **more: Any) -> None:
    discussion.post_message(
        incident_id,
        text,
        **{"key": uuid4(), "by": by, "now": NOW, "seen": 1, **more},
    )


@pytest.mark.clause("1.1c", facet="provider and ICB write to each other on the case")
@pytest.mark.clause("4.3b", facet="each case has its discussion")
def test_a_question_waits_until_the_other_side_answers(world: World) -> None:
    incident = declared(world)
    post(incident.id, world.team, answer_by=FRIDAY)
    talk = reading.conversation(world.lead, incident.id, now=LATER)
    (question,) = talk.open_questions
    assert (question.is_new, question.answer_by, question.is_overdue) == (True, FRIDAY, False)
    with pytest.raises(Invalid, match="other side answers"):
        post(incident.id, world.specialist, "I answer myself.", answers_id=question.message_id)
    post(incident.id, world.lead, "It was not done.", answers_id=question.message_id, now=LATER)
    after = reading.conversation(world.team, incident.id, now=LATER)
    assert after.open_questions == ()
    assert after.messages[0].answered_at == LATER
    assert after.messages[1].answers_text == question.text


def test_a_question_without_an_answer_is_overdue_after_its_day(world: World) -> None:
    incident = declared(world)
    post(incident.id, world.team, answer_by=FRIDAY)
    (waiting,) = reading.waiting_messages(world.lead, now=NOW + timedelta(days=5))
    assert (waiting.reference, waiting.is_overdue, waiting.unread) == (incident.reference, True, 1)
    assert reading.waiting_messages(world.team, now=NOW) == ()


@pytest.mark.clause("4.3b", facet="each side sees when the other read it")
def test_what_was_read_is_no_longer_new_and_the_writer_sees_when(world: World) -> None:
    incident = declared(world)
    post(incident.id, world.team)
    assert reading.unread_on(world.lead, incident.id) == 1
    discussion.look_at_messages(world.lead, incident.id, now=LATER)
    assert reading.unread_on(world.lead, incident.id) == 0
    assert reading.unread_on(world.executive, incident.id) == 1
    assert reading.conversation(world.team, incident.id, now=LATER).read_by_other == LATER


def test_a_double_click_writes_once(world: World) -> None:
    incident = declared(world)
    key = uuid4()
    for _ in range(2):
        post(incident.id, world.team, key=key)
    assert Message.objects.count() == 1


def test_a_key_of_someone_elses_message_takes_nothing_over(world: World) -> None:
    incident = declared(world)
    key = uuid4()
    post(incident.id, world.team, key=key)
    post(incident.id, world.lead, "Mine.", key=key)
    assert set(Message.objects.values_list("text", flat=True)) == {"What did the second check show?", "Mine."}


def test_a_message_is_not_refused_because_the_case_moved_meanwhile(world: World) -> None:
    incident = stages.reviewed(world)
    post(incident.id, world.lead, seen=2)
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "given", "field"),
    [
        (" ", {}, "text"),
        ("x" * 5001, {}, "text"),
        ("By yesterday?", {"answer_by": NOW.date() - timedelta(days=1)}, "answer_by"),
    ],
)
def test_what_cannot_be_sent_says_why(world: World, text: str, given: dict[str, Any], field: str) -> None:
    incident = declared(world)
    with pytest.raises(Invalid) as wrong:
        post(incident.id, world.team, text, **given)
    assert set(wrong.value.problems) == {field}
    assert not Message.objects.exists()


def test_outsiders_and_reporters_read_and_write_nothing(world: World) -> None:
    incident = declared(world)
    post(incident.id, world.team)
    for actor in (world.outsider, world.reporter, world.actor("other_icb", Role.PATIENT_SAFETY_TEAM)):
        assert reading.conversation(actor, incident.id, now=NOW).messages == ()
        assert reading.waiting_messages(actor, now=NOW) == ()
        with pytest.raises((NotVisible, Refused)):
            post(incident.id, actor)


@pytest.mark.clause("4.3g", facet="what was heard is noted on a case at once")
def test_notes_of_the_icb_leave_no_trace_for_the_provider(world: World) -> None:
    incident = declared(world)
    discussion.add_note(incident.id, "The third this year.", key=uuid4(), by=world.team, now=LATER, seen=1)
    (note,) = reading.notes(world.specialist, incident.id, now=LATER) or ()
    assert note.text == "The third this year."
    for actor in (world.lead, world.executive, world.investigator, world.reporter, world.outsider):
        assert reading.notes(actor, incident.id, now=LATER) is None
        page = selectors.case_page(actor, incident.reference, now=LATER)
        assert page is None or all("note" not in step.label.lower() for step in page.latest)
        assert "third this year" not in str(selectors.audit_trail(actor, incident.reference, now=LATER))
        stood = selectors.case_as_at(actor, incident.reference, at=LATER, now=LATER)
        assert "third this year" not in str(stood)
        assert all("note" not in row.text.lower() for row in _new(actor))
        missed = selectors.missed_steps(actor, incident.id, 1, now=LATER)
        assert all("note" not in step.label.lower() for step in missed)
    assert "third this year" in str(selectors.audit_trail(world.team, incident.reference, now=LATER))
    assert "third this year" in str(selectors.case_as_at(world.team, incident.reference, at=LATER, now=LATER))


def _new(actor: Actor) -> tuple[NewRow, ...]:
    return selectors.worklist(actor, since=NOW, now=LATER, calendar=ENGLAND_AND_WALES).new


def test_before_it_is_shared_nobody_writes_to_the_icb(world: World) -> None:
    incident = reported(world.reporter)
    with pytest.raises(Refused):
        post(incident.id, world.lead)
