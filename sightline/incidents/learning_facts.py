"""What the rules ask of a learning response, read from its rows. Private to this package."""

from __future__ import annotations

from typing import Any

from sightline.incidents.models import ClassificationRecord, Incident, LearningRecord
from sightline.policy.learning_record import missing_before_sign_off
from sightline.policy.learning_responses import LEARNING_RESPONSES, why_not_allowed
from sightline.policy.never_events import list_on
from sightline.policy.required_responses import (
    QUESTIONS,
    ResponseFacts,
    facts_of_report,
    questions_of,
    required_responses,
    with_answers,
)
from sightline.policy.terms import Status


def told_of(
    incident: Incident, *, never_event_code: str | None, judged: ClassificationRecord | None = None
) -> ResponseFacts:
    """What the report says of the facts, and how it was judged under the 2015 framework, if it was.

    ``never_event_code``: empty where one was looked for, None where not yet. Where no list of the day is held, nobody could
    look, and it stays unknown.
    """
    could_look = incident.happened_on is not None and list_on(incident.happened_on).loaded
    looked = never_event_code is not None and could_look
    return facts_of_report(
        circumstances=incident.circumstances,
        physical_harm=incident.physical_harm,
        age_band=incident.age_band,
        setting=incident.setting,
        never_event=True if never_event_code else False if looked else None,
        criteria=None if judged is None else judged.criteria,
        sub_answers={} if judged is None else judged.sub_answers,
        natural_course="" if judged is None else judged.natural_course,
    )


def response_facts_of(incident: Incident, learning: LearningRecord | None) -> ResponseFacts:
    """What ``policy.required_responses`` asks: the report, and what was answered when the response was chosen."""
    if learning is None:
        return told_of(incident, never_event_code=incident.never_event_code or None)
    told = told_of(incident, never_event_code=incident.never_event_code)
    return with_answers(told, learning.facts)


def learning_facts(incident: Incident, learning: LearningRecord | None, *, has_date: bool) -> dict[str, Any]:
    """Fields of ``IncidentFacts`` that follow from a learning response; none while none is chosen."""
    if learning is None:
        return {}
    required = required_responses(response_facts_of(incident, learning))
    planned = has_date and learning.planned_at is not None
    lead = learning.read_with
    row = LEARNING_RESPONSES.get(learning.response)
    return {
        "learning_response": learning.response,
        "response_refused": why_not_allowed(learning.response, required),
        "response_unknown": tuple(QUESTIONS[name].text for name in questions_of(required)),
        "learning_planned": planned,
        "learning_plan_wanted": not planned and row is not None and row.needs_plan,
        "learning_missing": missing_before_sign_off(
            learning.response,
            planned=planned,
            engaged=learning.engaged_at is not None,
            answers=learning.answers,
        ),
        "read_with": "" if lead is None else lead.reference,
        "read_with_is_signed": lead is not None and lead.status == Status.CLOSED,
    }
