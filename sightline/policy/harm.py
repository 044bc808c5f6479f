"""Levels of harm: LFPSE's two scales, as the report asks for them, and the scale of NRLS, which was withdrawn.

These are not the thresholds of the Duty of Candour. Nothing here turns a grade of one scale into one of another or into
a threshold: a person grades on each scale, and a healthcare professional judges the thresholds. LFPSE's codes run down
as harm rises, so they are never sorted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

SOURCE = "NHS England, levels of harm for LFPSE; codes of the LFPSE taxonomy version 5"


@dataclass(frozen=True)
class HarmGrade:
    """One grade. ``severity`` rises from 0; it is None, and ``lfpse_code`` empty, where harm is not known."""

    code: str
    label: str
    definition: str
    lfpse_code: str
    severity: int | None
    clause: str


PHYSICAL_HARM: tuple[HarmGrade, ...] = (
    HarmGrade("none", "No physical harm", "Nothing that can be seen or felt.", "5", 0, clause="2.1.2"),
    HarmGrade(
        "low",
        "Low",
        "Watched more closely, or minor treatment such as a dressing. At most one extra appointment.",
        "4",
        1,
        clause="2.1.2",
    ),
    HarmGrade(
        "moderate",
        "Moderate",
        "More treatment, such as under 2 weeks longer in hospital or under 6 months of care. Not permanent.",
        "3",
        2,
        clause="3.2a.iii",
    ),
    HarmGrade(
        "severe",
        "Severe",
        "Permanent harm, a life saved at once, a shorter life, or 6 months or more of treatment.",
        "2",
        3,
        clause="3.2a.ii",
    ),
    HarmGrade(
        "died",
        "Died",
        "The person died and this may have played a part. Includes stillbirth and loss of a pregnancy.",
        "1",
        4,
        clause="3.2a.i",
    ),
    HarmGrade("not_known", "Don't know yet", "It can be filled in later.", "", None, clause="2.1.2"),
)

PSYCHOLOGICAL_HARM: tuple[HarmGrade, ...] = (
    HarmGrade(
        "none", "No psychological harm", "Nothing beyond having been through it.", "4", 0, clause="2.1.2"
    ),
    HarmGrade(
        "low",
        "Low",
        "Upset for a few days at most. At most one extra appointment.",
        "3",
        1,
        clause="2.1.2",
    ),
    HarmGrade(
        "moderate",
        "Moderate",
        "Needs treatment, or daily life is affected, for under 6 months.",
        "2",
        2,
        clause="3.2a.iii",
    ),
    HarmGrade(
        "severe",
        "Severe",
        "Needs treatment, or daily life is affected, for more than 6 months.",
        "1",
        3,
        clause="3.2a.ii",
    ),
    HarmGrade("not_known", "Don't know yet", "It can be filled in later.", "", None, clause="2.1.2"),
)


#: Kept only so that old records can be read; its "moderate" is not LFPSE's "moderate".
NRLS_HARM: tuple[HarmGrade, ...] = (
    HarmGrade("none", "No harm", "Nothing came of it, or it was prevented.", "", 0, clause="3.3c"),
    HarmGrade("low", "Low", "Watched more closely, or minor treatment.", "", 1, clause="3.3c"),
    HarmGrade("moderate", "Moderate", "More treatment; significant, not permanent.", "", 2, clause="3.3c"),
    HarmGrade("severe", "Severe", "Permanent or lasting harm.", "", 3, clause="3.3c"),
    HarmGrade("death", "Death", "The person died of it.", "", 4, clause="3.3c"),
)


@dataclass(frozen=True)
class HarmScale:
    """One scale and the days between which harm was graded on it, both inclusive; ``until_on`` None is still in use."""

    code: str
    label: str
    grades: tuple[HarmGrade, ...]
    from_on: date
    until_on: date | None
    source: str = SOURCE

    def in_use_on(self, day: date) -> bool:
        """Whether harm could be graded on it on that day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


#: Two systems ran side by side for three years, so these are no editions of one list.
HARM_SCALES: Mapping[str, HarmScale] = MappingProxyType(
    {
        row.code: row
        for row in (
            HarmScale("lfpse_physical", "LFPSE, physical", PHYSICAL_HARM, date(2021, 7, 1), None),
            HarmScale(
                "lfpse_psychological", "LFPSE, psychological", PSYCHOLOGICAL_HARM, date(2021, 7, 1), None
            ),
            HarmScale(
                "nrls",
                "NRLS (withdrawn)",
                NRLS_HARM,
                date(2003, 11, 1),
                date(2024, 6, 30),
                "National Patient Safety Agency degrees of harm; withdrawn on 30 June 2024 with NRLS. First days of "
                "both systems from knowledge",
            ),
        )
    }
)


def scales_on(day: date) -> tuple[HarmScale, ...]:
    """The scales on which harm could be graded on a day: choose one of these, and never translate."""
    return tuple(scale for scale in HARM_SCALES.values() if scale.in_use_on(day))


def physical(code: str) -> HarmGrade:
    """The physical grade with this code.

    Raises:
        KeyError: there is no such grade.
    """
    return _grade(PHYSICAL_HARM, code, "physical")


def psychological(code: str) -> HarmGrade:
    """The psychological grade with this code. There is no "died" on this scale.

    Raises:
        KeyError: there is no such grade.
    """
    return _grade(PSYCHOLOGICAL_HARM, code, "psychological")


def _grade(scale: tuple[HarmGrade, ...], code: str, kind: str) -> HarmGrade:
    for grade in scale:
        if grade.code == code:
            return grade
    raise KeyError(f"There is no grade of {kind} harm called {code!r}.")
