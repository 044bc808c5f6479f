"""Learning responses under PSIRF: what a provider's plan can ask for, and what is wrong with a choice.

There is no threshold of seriousness and no national time limit; the provider's plan chooses (reference 6.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sightline.policy.never_events import problem_with_never_event
from sightline.policy.questionnaire import Problem

SOURCE = "NHS England, Patient Safety Incident Response Framework, August 2022; from knowledge"
APPENDIX_A = "NHS England, guide to responding proportionately, appendix A, as published summaries quote it"
PSII = "psii"


@dataclass(frozen=True)
class LearningResponse:
    """One way to learn from an event. ``usual_length`` is custom agreed case by case, never a limit."""

    code: str
    label: str
    definition: str
    usual_length: str
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
            ),
            LearningResponse(
                "local_learning",
                "Local learning only",
                "Recorded and learned from by the team. The plan asks for no separate response.",
                "No set time.",
            ),
        )
    }
)


@dataclass(frozen=True)
class RequiredResponse:
    """What must be investigated by PSII wherever the plan stands."""

    when: str
    source: str = APPENDIX_A
    clause: str = "5.2.2"


REQUIRE_PSII: tuple[RequiredResponse, ...] = (
    RequiredResponse("A Never Event."),
    RequiredResponse("A death thought more likely than not to be due to problems in care."),
    RequiredResponse(
        "The death of someone detained, or whose liberty was restricted, linked to problems in care.",
        source=SOURCE,
    ),
)
#: Events that another body investigates or reviews, whatever the provider's plan says.
ELSEWHERE: tuple[tuple[str, str], ...] = (
    ("Maternity and newborn cases that meet its criteria", "Maternity and Newborn Safety Investigations"),
    ("Death of someone with a learning disability, or of an autistic person", "LeDeR"),
    ("Death of a child", "Child Death Overview Panel"),
    ("Safeguarding", "The local authority"),
    ("Screening programmes", "Screening Quality Assurance Service"),
    ("Death in prison or police custody", "Prisons and Probation Ombudsman, or the IOPC"),
    ("Homicide by someone in mental health care", "NHS England regional team"),
    ("Domestic homicide", "Community Safety Partnership"),
)


def problems_of_response(
    response: str, reason: str, *, never_event_code: str = "", incident_on: date | None = None
) -> tuple[Problem, ...]:
    """What stops this choice from being recorded, each beside its field; empty when nothing does."""
    found = []
    if never_event_code:
        words = problem_with_never_event(never_event_code, incident_on)
        if words:
            found.append(Problem("never_event", words, clause="3.3d"))
    if response not in LEARNING_RESPONSES:
        found.append(Problem("response", "Choose a learning response.", clause="5.2.2"))
    elif never_event_code and response != PSII:
        words = "A Never Event has required a patient safety incident investigation (PSII)."
        found.append(Problem("response", words, clause="3.3.0"))
    if not reason.strip():
        found.append(Problem("reason", "Say why the plan asks for this response.", clause="5.2.2"))
    return tuple(found)
