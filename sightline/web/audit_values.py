"""Stored words of the audit trail as people read them: a code that a form chose, with the label of that form."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sightline.policy import never_events
from sightline.policy.action_strength import ActionStrength
from sightline.policy.candour_rows import ROUTES, STEPS, StepOutcome
from sightline.policy.classification import NaturalCourse, NhsFunded
from sightline.policy.initial_review_form import INITIAL_REVIEW_FORM
from sightline.policy.other_bodies import OTHER_BODIES
from sightline.policy.terms import AccessLevel, Relation

#: Row and column → the label of each code that stands there.
_LABELS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("candourstep", "code"): {code: step.label for code, step in STEPS.items()},
    ("candourstep", "outcome"): dict(StepOutcome.choices()),
    ("candourrecord", "relevant_person"): {code: route.label for code, route in ROUTES.items()},
    ("safetyaction", "strength"): {row.value: f"{row.label} action" for row in ActionStrength},
    ("classificationrecord", "nhs_funded"): dict(NhsFunded.choices()),
    ("classificationrecord", "natural_course"): dict(NaturalCourse.choices()),
    ("otherinvestigation", "body"): {code: body.label for code, body in OTHER_BODIES.items()},
    ("incidentaccess", "level"): dict(AccessLevel.choices()),
    ("incidentaccess", "reason"): dict(Relation.choices()),
    ("initialreview", "outcome"): {"accepted": "Accepted", "more_wanted": "Asked for more"},
    ("investigationreport", "outcome"): {"accepted": "Accepted", "returned": "Returned to the provider"},
}


def label_of(row: str, column: str, text: str) -> str:
    """The label of a stored code; "" where it is none that is known here."""
    if column == "never_event_code" and text in never_events.NEVER_EVENTS:
        return f"{text}, {never_events.never_event(text).name.lower()}"
    if column == "happened_time" and text[2:3] == ":":
        return text[:5]
    if (row, column) == ("initialreview", "answers"):
        return _review_answers(text)
    return _LABELS.get((row, column), {}).get(text, "")


def _review_answers(text: str) -> str:
    try:
        given = json.loads(text or "{}")
    except ValueError:
        return ""
    told = []
    for field in INITIAL_REVIEW_FORM:
        answer = str(given.get(field.code, ""))
        if answer:
            choices = {choice.code: choice.label for choice in field.choices}
            told.append(f"{field.label}: {choices.get(answer, answer)}")
    return "\n".join(told)
