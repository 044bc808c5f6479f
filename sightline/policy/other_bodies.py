"""Other bodies that investigate an incident, and what becomes of the final report meanwhile (design decision 31).

Candour, the entry on StEIS and the 72-hour review stay with the provider, whoever investigates (reference 1.10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sightline.policy.questionnaire import Problem
from sightline.policy.terms import Framework

WORDS_LENGTH, REFERENCE_LENGTH, NOTE_LENGTH = 200, 100, 2_000
ANOTHER = "another"


@dataclass(frozen=True)
class OtherBody:
    """One body: its name, what its investigation means for the final report, and what is proposed for T4."""

    code: str
    label: str
    meaning: str
    sets_aside: bool
    clause: str = "4.3h"
    source: str = "reference 1.10, from knowledge"


OTHER_BODIES: Mapping[str, OtherBody] = {
    row.code: row
    for row in (
        OtherBody(
            "mnsi",
            "Maternity and Newborn Safety Investigations (MNSI)",
            "Usually stands in place of the provider's own report.",
            sets_aside=True,
        ),
        OtherBody(
            "ppo",
            "Prisons and Probation Ombudsman",
            "Leads on a death in custody; its report stands in place of a separate one where that is agreed.",
            sets_aside=True,
        ),
        OtherBody(
            "iopc",
            "Independent Office for Police Conduct (IOPC)",
            "Leads where someone died or was hurt in police custody or contact.",
            sets_aside=True,
        ),
        OtherBody(
            "independent",
            "Independent investigation, commissioned",
            "Where NHS England or the ICB commissioned it; it has its own timescale of 6 months.",
            sets_aside=True,
        ),
        OtherBody(
            "hssib",
            "Health Services Safety Investigations Body (HSSIB)",
            "Looks for national learning; the provider's own report is still due.",
            sets_aside=False,
        ),
        OtherBody(
            "police",
            "Police",
            "The provider's report runs beside it, unless they ask in writing for it to pause.",
            sets_aside=False,
        ),
        OtherBody(
            "hse",
            "Health and Safety Executive",
            "The provider's report runs beside it, unless it asks in writing for it to pause.",
            sets_aside=False,
        ),
        OtherBody(
            "safeguarding",
            "Local authority or safeguarding board",
            "The provider's report runs beside it, in one approach that is agreed with it.",
            sets_aside=False,
        ),
        OtherBody(ANOTHER, "Another body", "Say which.", sets_aside=False),
    )
}


@dataclass(frozen=True)
class Investigating:
    """What a person entered about another body's investigation. ``sets_aside``: None while not answered."""

    body: str
    began_on: date | None
    sets_aside: bool | None
    body_in_words: str = ""
    reference: str = ""
    expected_on: date | None = None
    note: str = ""


def stays_with_provider(framework: Framework) -> str:
    """What the provider does itself, whoever investigates."""
    if framework == Framework.PSIRF:
        return "The Duty of Candour stays with the provider, whoever investigates."
    return "The Duty of Candour, the 72-hour review and the entry on StEIS stay with the provider, whoever investigates."


def own_response(framework: Framework) -> str:
    """What of the provider's own another body's investigation may set aside."""
    return "learning response" if framework == Framework.PSIRF else "final report"


def body_label(code: str, in_words: str) -> str:
    """The name people read."""
    return in_words if code == ANOTHER and in_words else OTHER_BODIES[code].label


def problems_of_other_body(
    given: Investigating, *, happened_on: date | None, today: date
) -> tuple[Problem, ...]:
    """What stops it from being recorded, each beside its field; empty when nothing does."""
    said = {
        "body": "" if given.body in OTHER_BODIES else "Choose who investigates.",
        "body_in_words": "Say which body it is."
        if given.body == ANOTHER and not given.body_in_words.strip()
        else _too_long(given.body_in_words, WORDS_LENGTH),
        "reference": _too_long(given.reference, REFERENCE_LENGTH),
        "began_on": _problem_with_began(given.began_on, happened_on, today),
        "expected_on": "Its report cannot be expected before it began."
        if given.began_on and given.expected_on and given.expected_on < given.began_on
        else "",
        "sets_aside": "Say what becomes of the provider's own work." if given.sets_aside is None else "",
        "note": _too_long(given.note, NOTE_LENGTH),
    }
    return tuple(Problem(field, words, clause="4.3h") for field, words in said.items() if words)


def _problem_with_began(began_on: date | None, happened_on: date | None, today: date) -> str:
    if began_on is None:
        return "Enter the day it began."
    if began_on > today:
        return "The day it began cannot be in the future."
    if happened_on is not None and began_on < happened_on:
        return "It cannot have begun before the incident happened. Check the date."
    return ""


def problems_of_ending(
    ended_on: date | None, note: str, *, began_on: date, today: date
) -> tuple[Problem, ...]:
    """What stops the end of it from being recorded."""
    words = ""
    if ended_on is None:
        words = "Enter the day it ended."
    elif ended_on > today:
        words = "The day it ended cannot be in the future."
    elif ended_on < began_on:
        words = "It cannot have ended before it began."
    said = {"ended_on": words, "note": _too_long(note, NOTE_LENGTH)}
    return tuple(Problem(field, text, clause="4.3h") for field, text in said.items() if text)


def _too_long(text: str, most: int) -> str:
    return f"Use {most:,} characters or fewer." if len(text.strip()) > most else ""
