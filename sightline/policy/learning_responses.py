"""Learning responses under PSIRF: what a provider's plan can ask for, and what is wrong with a choice.

There is no threshold of seriousness and no national time limit; the provider's plan chooses (reference 6.1). What is
required whatever the plan says is in ``required_responses``; what the record of each must hold in ``learning_record``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from sightline.policy.never_events import problem_with_never_event
from sightline.policy.questionnaire import Problem
from sightline.policy.required_responses import (
    PSII,
    RULES,
    Need,
    Required,
    RequiredRule,
    ResponseFacts,
    required_responses,
)

__all__ = ["ELSEWHERE", "LEARNING_RESPONSES", "PSII", "REQUIRE_PSII", "SOURCE", "LearningResponse"]

SOURCE = "NHS England, Patient Safety Incident Response Framework, August 2022; from knowledge"
NO_LIMIT = "There is no national limit. The date is agreed for this response."


@dataclass(frozen=True)
class LearningResponse:
    """One way to learn from an event. ``usual_length`` is custom agreed case by case, never a limit.

    ``needs_plan``: who leads it, what it looks at and by when are written down first. ``needs_engagement``: those affected
    are asked. ``joins``: several events may be read in one. ``signed_off_by`` answers for it.
    """

    code: str
    label: str
    definition: str
    usual_length: str
    needs_plan: bool = True
    needs_engagement: bool = True
    joins: bool = False
    signed_off_by: str = "The provider's executive, for its board"
    source: str = SOURCE
    clause: str = "5.2.2"


LEARNING_RESPONSES: Mapping[str, LearningResponse] = MappingProxyType(
    {
        row.code: row
        for row in (
            LearningResponse(
                PSII,
                "Patient safety incident investigation (PSII)",
                "An in-depth investigation of how the system works, by people trained for it.",
                "Usually 1 to 3 months, and not more than about 6.",
            ),
            LearningResponse(
                "after_action_review",
                "After-action review",
                "A facilitated talk of those involved: what was expected, what happened, why, what to learn.",
                "One meeting, within days or a few weeks.",
            ),
            LearningResponse(
                "swarm_huddle",
                "SWARM huddle",
                "Staff gather where it happened, at once, to find out what happened and what to change now.",
                "Within hours, up to about 2 days.",
                needs_plan=False,
            ),
            LearningResponse(
                "mdt_review",
                "Multidisciplinary team review",
                "Several professions look together at one event, or at a safety matter that is hard to recall.",
                "One or two meetings, agreed case by case.",
            ),
            LearningResponse(
                "thematic_review",
                "Thematic review",
                "Several similar events are read together to find what links them.",
                "Agreed case by case.",
                joins=True,
            ),
            LearningResponse(
                "local_learning",
                "Local learning only",
                "Recorded and learned from by the team. The plan asks for no separate response.",
                "No set time.",
                needs_plan=False,
                needs_engagement=False,
            ),
        )
    }
)

#: What must be investigated by PSII wherever the plan stands.
REQUIRE_PSII: tuple[RequiredRule, ...] = tuple(rule for rule in RULES if rule.response == PSII)
#: Events that another body investigates or reviews, whatever the provider's plan says.
ELSEWHERE: tuple[tuple[str, str], ...] = tuple((rule.when, rule.body) for rule in RULES if rule.body)


def why_not_allowed(response: str, required: tuple[Required, ...]) -> str:
    """Why this response may not be chosen against one that is required, with source and clause; empty when it may."""
    against = [
        row.rule
        for row in required
        if row.need is Need.REQUIRED and row.rule.response and row.rule.response != response
    ]
    if not against:
        return ""
    reasons = " ".join(
        f"{rule.when} Source: {rule.source} (clause {rule.clause}).".replace("..", ".") for rule in against
    )
    return f"A patient safety incident investigation (PSII) is required, whatever the plan says. {reasons}"


def problems_of_response(
    response: str,
    reason: str,
    *,
    facts: ResponseFacts | None = None,
    never_event_code: str = "",
    incident_on: date | None = None,
) -> tuple[Problem, ...]:
    """What stops this choice from being recorded, each beside its field; empty when nothing does."""
    found = []
    if never_event_code:
        words = problem_with_never_event(never_event_code, incident_on)
        if words:
            found.append(Problem("never_event", words, clause="3.3d"))
    known = facts or ResponseFacts()
    if never_event_code:
        known = replace(known, never_event=True)
    if response not in LEARNING_RESPONSES:
        found.append(Problem("response", "Choose a learning response.", clause="5.2.2"))
    elif refusal := why_not_allowed(response, required_responses(known)):
        found.append(Problem("response", refusal, clause="3.3.0" if known.never_event else "5.2.2"))
    if not reason.strip():
        found.append(Problem("reason", "Say why the plan asks for this response.", clause="5.2.2"))
    return tuple(found)


def problem_with_reading_together(
    response: str, *, is_found: bool, is_same_case: bool, same_provider: bool, leads: str, is_open: bool
) -> str:
    """Why a case may not be read together with the one named; empty when it may. ``leads``: that case's response."""
    row = LEARNING_RESPONSES.get(response)
    if row is None or not row.joins:
        return "Only a thematic review reads several events in one."
    if not is_found or not same_provider:
        return "There is no such case of this organisation. Check the reference."
    if is_same_case:
        return "That is this case itself. Name the case that carries the review."
    if leads != response:
        return "No thematic review was chosen for that case."
    if not is_open:
        return "The thematic review of that case is signed off, or is itself read with another."
    return ""
