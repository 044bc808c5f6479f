"""What provider and ICB write to each other on a case, and what the ICB writes to itself (clauses 4.3b, 4.3g)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sightline.audit.keys import new_key
from sightline.incidents.errors import Invalid
from sightline.incidents.models import Message, MessageLook
from sightline.incidents.services.steps import StepInHand, taking
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Part
from sightline.policy.working_days import london_day
from sightline.policy.writing import problems_with_message

SHARED, ICB_ONLY = "shared", "icb"
PROVIDER, COMMISSIONER = "provider", "commissioner"


def post_message(
    incident_id: UUID,
    text: str,
    *,
    key: UUID,
    answer_by: date | None = None,
    answers_id: UUID | None = None,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Writes to the other side; with ``answer_by`` it is a question, with ``answers_id`` it answers one.

    ``key`` is made with the form: sent twice, the message is written once. Raises Invalid beside the field.
    """
    key, is_there = _free_key(key, incident_id, by)
    if is_there:
        return
    with taking(Action.POST_MESSAGE, incident_id, by=by, now=now, seen=seen) as step:
        _check(text, answer_by=answer_by, today=london_day(now))
        question = None if answers_id is None else _question(step, answers_id)
        row = _message(step, text, key=key, audience=SHARED)
        row.asks, row.answer_by, row.answers = answer_by is not None, answer_by, question
        step.add(row, Part.DISCUSSION)
        if question is not None and question.answered_at is None:
            step.change(question, Part.DISCUSSION, answered_at=now)


def add_note(incident_id: UUID, text: str, *, key: UUID, by: Actor, now: datetime, seen: int) -> None:
    """Writes a note that only the ICB sees. It is part of the record and can be disclosed."""
    key, is_there = _free_key(key, incident_id, by)
    if is_there:
        return
    with taking(Action.ADD_NOTE, incident_id, by=by, now=now, seen=seen) as step:
        _check(text, answer_by=None, today=london_day(now))
        step.add(_message(step, text, key=key, audience=ICB_ONLY), Part.ICB_NOTES)


def look_at_messages(actor: Actor, incident_id: UUID, *, now: datetime) -> None:
    """Notes that this person has read the messages of a case up to now. Not audited: it changes nothing of the case."""
    MessageLook.objects.update_or_create(
        incident_id=incident_id,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        defaults={"looked_at": now},
    )


def _free_key(key: UUID, incident_id: UUID, by: Actor) -> tuple[UUID, bool]:
    """The key to write under, and whether this person wrote it already; a key of something else is not taken over."""
    there = Message.objects.filter(id=key).values_list("incident_id", "written_by").first()
    if there is None:
        return key, False
    return new_key(), there == (incident_id, by.person_id)


def _check(text: str, *, answer_by: date | None, today: date) -> None:
    wrong = problems_with_message(text, answer_by=answer_by, asks=answer_by is not None, today=today)
    if wrong:
        raise Invalid(wrong)


def _side(step: StepInHand) -> str:
    return PROVIDER if step.by.organisation_id == step.facts.provider_id else COMMISSIONER


def _message(step: StepInHand, text: str, *, key: UUID, audience: str) -> Message:
    return Message(
        id=key,
        incident=step.incident,
        audience=audience,
        side=COMMISSIONER if audience == ICB_ONLY else _side(step),
        organisation_id=step.by.organisation_id,
        text=text.strip(),
        written_at=step.now,
        written_by=step.person_id,
        role=step.by.role.value,
    )


def _question(step: StepInHand, question_id: UUID) -> Message:
    found = Message.objects.filter(id=question_id, incident=step.incident, audience=SHARED, asks=True).first()
    if found is None:
        raise Invalid({"text": "That question is not on this case."})
    if found.side == _side(step):
        raise Invalid({"text": "The other side answers this question."})
    return found
