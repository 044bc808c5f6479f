"""Under PSIRF: a learning response is chosen by the provider's plan, planned, written down and signed off by its executive.

The ICB oversees: it writes notes, and closes and returns nothing (reference 6.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from sightline.incidents.errors import Invalid
from sightline.incidents.learning_facts import told_of
from sightline.incidents.models import Incident, LearningDate, LearningRecord, OversightNote
from sightline.incidents.reading_together import lead_of
from sightline.incidents.services.steps import StepInHand, taking
from sightline.policy import learning_record, never_events, oversight
from sightline.policy.facts import Actor
from sightline.policy.investigation_report import problems_with_statement
from sightline.policy.learning_responses import problems_of_response
from sightline.policy.questionnaire import Problem
from sightline.policy.required_responses import QUESTIONS, problems_of_answers, with_answers
from sightline.policy.terms import Action, Part
from sightline.policy.working_days import london_day

_PART = Part.INVESTIGATION


def _refuse(*problems: Problem) -> None:
    if problems:
        # Of several about one field, the first stands: it is what must be mended first.
        raise Invalid(reversed(problems))


def choose_learning_response(
    incident_id: UUID,
    response: str,
    reason: str,
    *,
    by: Actor,
    now: datetime,
    seen: int,
    never_event_code: str = "",
    answers: Mapping[str, str] = MappingProxyType({}),
    read_with: str = "",
) -> None:
    """Under PSIRF the provider chooses the response its plan asks for; there is no threshold of seriousness.

    ``answers``: "yes", "no" or "not_known" to the questions of ``policy.required_responses`` that the report leaves open.
    ``read_with``: the reference of the case that carries a thematic review. Chosen again, what was chosen before stays.
    Raises Invalid against a response that is required, or where a question is not answered at all.
    """
    with taking(Action.CHOOSE_LEARNING_RESPONSE, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        incident = step.incident
        given = {name: answer for name, answer in answers.items() if name in QUESTIONS}
        told = told_of(incident, never_event_code=never_event_code)
        found = problems_of_response(
            response,
            reason,
            facts=with_answers(told, given),
            never_event_code=never_event_code,
            incident_on=incident.happened_on,
        )
        lead, refusal = lead_of(by, incident_id, incident.provider_id, response, read_with.strip(), now=now)
        found += problems_of_answers(told, given)
        _refuse(*found, *(() if not refusal else (Problem("read_with", refusal, clause="5.2.2"),)))
        edition = ""
        if never_event_code and incident.happened_on is not None:
            edition = never_events.list_on(incident.happened_on).label
        step.set(
            learning_response=response,
            identified_at=incident.reported_at,
            never_event_code=never_event_code,
            never_event_edition=edition,
        )
        _record_choice(step, response, reason, given, lead)


def _record_choice(
    step: StepInHand, response: str, reason: str, facts: dict[str, str], lead: Incident | None
) -> None:
    before = step.record.current_learning
    words = {"reason": reason.strip(), "facts": facts, "read_with_id": None if lead is None else lead.id}
    chosen = {"chosen_at": step.now, "chosen_by": step.person_id}
    if before is not None and before.response == response:
        step.change(before, _PART, **words, **chosen)
        return
    made = LearningRecord(incident=step.incident, number=1, response=response, **words, **chosen)
    if before is not None:
        made.number = before.number + 1
        # Those affected were engaged, whichever response follows.
        for name in ("engagement", "engagement_words", "affected_ask", "engaged_at", "engaged_by"):
            setattr(made, name, getattr(before, name))
        if before.read_with_id is not None:
            step.change(before, _PART, read_with_id=None)
    step.add(made, _PART)


def _current(step: StepInHand) -> LearningRecord:
    record = step.record.current_learning
    if record is None:
        raise Invalid({"response": "Choose the learning response first."})
    return record


def plan_learning_response(
    incident_id: UUID,
    *,
    led_by: str,
    terms: str,
    due_on: date | None,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Who leads it, what it looks at, and the date agreed. Once a date stands, another is agreed by its own step."""
    with taking(Action.PLAN_LEARNING_RESPONSE, incident_id, by=by, now=now, seen=seen) as step:
        record, dates = _current(step), step.record.learning_dates
        _refuse(
            *learning_record.problems_of_plan(
                record.response,
                led_by=led_by,
                terms=terms,
                due_on=due_on,
                has_date=bool(dates),
                today=london_day(now),
            )
        )
        step.change(
            record,
            _PART,
            led_by=led_by.strip(),
            terms=terms.strip(),
            planned_at=now,
            planned_by=step.person_id,
        )
        if not dates and due_on is not None:
            _agree(step, due_on, "", number=1)


def agree_another_date(
    incident_id: UUID, due_on: date | None, reason: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """Another date for the learning response, with its reason; those agreed before stay, the first in front."""
    with taking(Action.AGREE_ANOTHER_DATE, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        stands = step.record.learning_dates[-1]
        _refuse(
            *learning_record.problems_of_new_date(due_on, reason, stands=stands.due_on, today=london_day(now))
        )
        if due_on is not None:
            _agree(step, due_on, reason, number=stands.number + 1)


def _agree(step: StepInHand, due_on: date, reason: str, *, number: int) -> None:
    step.add(
        LearningDate(
            incident=step.incident,
            number=number,
            due_on=due_on,
            reason=reason.strip(),
            agreed_at=step.now,
            agreed_by=step.person_id,
        ),
        _PART,
    )


def engage_affected(
    incident_id: UUID, *, outcome: str, words: str, questions: str, by: Actor, now: datetime, seen: int
) -> None:
    """How those affected are engaged and what they ask. The Duty of Candour is recorded apart from it."""
    with taking(Action.ENGAGE_AFFECTED, incident_id, by=by, now=now, seen=seen) as step:
        record = _current(step)
        _refuse(*learning_record.problems_of_engagement(outcome, words, questions))
        step.change(
            record,
            _PART,
            engagement=outcome,
            engagement_words=words.strip(),
            affected_ask=questions.strip(),
            engaged_at=now,
            engaged_by=step.person_id,
        )


def write_learning_record(
    incident_id: UUID, answers: Mapping[str, str], *, by: Actor, now: datetime, seen: int
) -> None:
    """Saves the answers to the questions of the response, complete or not; those of other responses are left out."""
    with taking(Action.WRITE_LEARNING_RECORD, incident_id, by=by, now=now, seen=seen) as step:
        record = _current(step)
        _refuse(*learning_record.problems_of_record(record.response, answers))
        kept = learning_record.answers_of(record.response, answers)
        if kept != record.answers:
            step.change(record, _PART, answers=kept, written_at=now, written_by=step.person_id)


def sign_off_learning_response(
    incident_id: UUID, statement: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """Under PSIRF the provider's executive signs the response off; the ICB oversees and does not close (reference 6.1)."""
    with taking(
        Action.SIGN_OFF_LEARNING_RESPONSE, incident_id, by=by, now=now, seen=seen, note=statement
    ) as step:
        _refuse(*problems_with_statement(statement))
        step.change(
            _current(step),
            _PART,
            signed_off_at=now,
            signed_off_by=step.person_id,
            signed_off_statement=statement.strip(),
        )
        step.set(closed_at=now)


def record_oversight(
    incident_id: UUID, kind: str, mindset: str, text: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """The ICB's note on a learning response, with a principle of the oversight mindset in view."""
    with taking(Action.RECORD_OVERSIGHT, incident_id, by=by, now=now, seen=seen) as step:
        _refuse(*oversight.problems_of_oversight(kind, mindset, text))
        step.add(
            OversightNote(
                incident=step.incident,
                kind=kind,
                mindset=mindset,
                text=text.strip(),
                recorded_at=now,
                recorded_by=step.person_id,
                role=by.role.value,
            ),
            Part.DISCUSSION,
        )
