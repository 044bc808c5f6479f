"""Levels of harm as the report asks for them: LFPSE's two scales, each grade in plain words.

These are not the thresholds of the Duty of Candour, and nothing here turns one into the other: a healthcare
professional judges those. LFPSE's codes run down as harm rises, so they are never sorted.
"""

from __future__ import annotations

from dataclasses import dataclass

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
