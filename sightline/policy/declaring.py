"""What declaring asks besides the judgement, and what is wrong with what was given.

The forms and the service ask the same function. When it happened and which Places the provider works in are
handed in as facts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from sightline.policy.classification import INVESTIGATION_LEVELS
from sightline.policy.date_order import problem_with_declared, problem_with_identified
from sightline.policy.incident_types import OTHER, types_on
from sightline.policy.questionnaire import Problem
from sightline.policy.working_days import london_day

HEADLINE_LENGTH, TYPE_OTHER_LENGTH, WHY_LENGTH = 120, 200, 300
IDENTIFIED_EXPLAINED = (
    "When somebody first saw that it meets SI criteria, not when it happened. "
    "The times to report it and to send the 72-hour review run from it."
)
DECLARED_EXPLAINED = (
    "Only if the ICB was told by phone or on paper while Sightline could not be reached. Leave it empty if you "
    "declare it now. It counts as the moment it was reported to the ICB."
)
#: Why the lead commissioner is suggested as the responsible one, kept with the choice when it stands.
RESPONSIBLE_SUGGESTED = "Suggested: it holds the main contract with the provider."
RESPONSIBLE_EXPLAINED = (
    "The ICB that pays for this patient's care. Most often that of the practice they are registered with."
)
#: Where the responsible commissioner is not that of the registered practice (design decision 8).
RESPONSIBLE_EXCEPTIONS = (
    "Someone detained, or in section 117 aftercare: the ICB that first placed them stays responsible.",
    "NHS continuing healthcare away from home: the ICB that arranged it.",
    "A child placed away from home: the ICB that placed them.",
    "Prison and specialised services: NHS England. Leave it as not known yet, and tell the ICB.",
)


@dataclass(frozen=True)
class OtherNumber:
    """A number the incident has in another system. ``pattern`` is the shape it must have, if any."""

    field: str
    label: str
    help: str = ""
    pattern: str = ""
    max_length: int = 40
    clause: str = "12i"


#: By field of the incident. StEIS numbers are seen as a year, a stroke and digits; no more is known of them.
OTHER_NUMBERS: Mapping[str, OtherNumber] = MappingProxyType(
    {
        row.field: row
        for row in (
            OtherNumber("steis_number", "StEIS number", "Like 2027/1234.", r"\d{4}/\d{1,7}", max_length=20),
            OtherNumber("lfpse_number", "LFPSE number"),
            OtherNumber("local_number", "Local incident number, such as Datix"),
        )
    }
)


@dataclass(frozen=True)
class Declaration:
    """What a person entered. ``numbers`` is by field of ``OTHER_NUMBERS``; what was not answered is empty.

    ``declared_at`` is given only where the ICB was told by phone or on paper before this could be typed.
    """

    identified_at: datetime | None
    incident_type: str
    proposed_level: int | None
    headline: str
    incident_type_other: str = ""
    responsible_commissioner_id: UUID | None = None
    responsible_commissioner_why: str = ""
    place_id: UUID | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)
    declared_at: datetime | None = None


def problem_with_type(code: str, other: str, *, on: date) -> Problem | None:
    """What is wrong with a choice of incident type; "Pending review" may stand until closure."""
    if code not in {row.code for row in types_on(on)}:
        return Problem("incident_type", "Choose an incident type from the list.", clause="12i")
    if code == OTHER and not other.strip():
        return Problem("incident_type_other", "Say what type of incident it is.", clause="12i")
    if len(other.strip()) > TYPE_OTHER_LENGTH:
        return Problem("incident_type_other", _too_long(TYPE_OTHER_LENGTH), clause="12i")
    return None


def _too_long(most: int) -> str:
    return f"Use {most} characters or fewer."


def problems_of_declaration(
    declaration: Declaration,
    *,
    happened_on: date | None,
    place_ids: Collection[UUID],
    suggested_commissioner_id: UUID | None,
    now: datetime,
    from_paper: bool = False,
) -> tuple[Problem, ...]:
    """What stops it from being declared, each beside its field; empty when nothing does.

    ``from_paper``: it was reported on paper and typed in later, so that it may have been declared before now.
    """
    found = []
    if declaration.identified_at is None:
        found.append(Problem("identified_at", "Enter when it was identified.", clause="1.1b"))
    elif words := problem_with_identified(declaration.identified_at, happened_on=happened_on, now=now):
        found.append(Problem("identified_at", words, clause="1.1b"))
    if declaration.declared_at is not None:
        words = problem_with_declared(
            declaration.declared_at, identified_at=declaration.identified_at, now=now
        )
        if not from_paper:
            words = "Only what was reported on paper can have been declared before now."
        if words:
            found.append(Problem("declared_at", words, clause="1.1b"))
    if problem := problem_with_type(
        declaration.incident_type, declaration.incident_type_other, on=london_day(now)
    ):
        found.append(problem)
    if declaration.proposed_level not in INVESTIGATION_LEVELS:
        found.append(Problem("proposed_level", "Choose a level of investigation.", clause="2.2b"))
    found += _problems_of_commissioner(declaration, suggested_commissioner_id)
    several = len(place_ids) > 1 and declaration.place_id is None
    if several or (declaration.place_id is not None and declaration.place_id not in place_ids):
        found.append(Problem("place", "Choose the Place it belongs to.", clause="4.7.13"))
    if not declaration.headline.strip():
        found.append(Problem("headline", "Write a headline.", clause="1.1b"))
    elif len(declaration.headline.strip()) > HEADLINE_LENGTH:
        found.append(Problem("headline", _too_long(HEADLINE_LENGTH), clause="1.1b"))
    return (*found, *problems_of_numbers(declaration.numbers))


def _problems_of_commissioner(declaration: Declaration, suggested: UUID | None) -> list[Problem]:
    chosen, why = declaration.responsible_commissioner_id, declaration.responsible_commissioner_why.strip()
    if len(why) > WHY_LENGTH:
        return [Problem("responsible_commissioner_why", _too_long(WHY_LENGTH), clause="4.7.2")]
    if chosen is None or chosen == suggested or why:
        return []
    words = "Say why it is this one, such as where the patient is registered."
    return [Problem("responsible_commissioner_why", words, clause="4.7.2")]


def problems_of_numbers(numbers: Mapping[str, str]) -> list[Problem]:
    """What is wrong with numbers of other systems, by field of ``OTHER_NUMBERS``; an empty one is not wrong."""
    found = []
    for name, row in OTHER_NUMBERS.items():
        number = numbers.get(name, "").strip()
        if number and row.pattern and not re.fullmatch(row.pattern, number, re.ASCII):
            words = "A StEIS number is a year, a stroke and digits, like 2027/1234."
            found.append(Problem(name, words, clause=row.clause))
        elif len(number) > row.max_length:
            found.append(Problem(name, _too_long(row.max_length), clause=row.clause))
    return found
