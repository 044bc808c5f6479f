"""The lists people choose from when they report, with LFPSE's codes where it has them (taxonomy version 5).

LFPSE codes are kept here only to be written out; what is stored is our own word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sightline.policy.questionnaire import Choice


@dataclass(frozen=True)
class CodedChoice(Choice):
    """A choice with the code LFPSE knows it by; "" where LFPSE has none."""

    lfpse_code: str = ""


#: LFPSE: Yes-No-Unknown Codes.
YES_NO_UNKNOWN = (
    CodedChoice("yes", "Yes", lfpse_code="y"),
    CodedChoice("no", "No", lfpse_code="n"),
    CodedChoice("not_sure", "Not sure", lfpse_code="u"),
)

PRECISIONS = (
    Choice("exact", "I know the date and time"),
    Choice("about", "I know the date, and about what time"),
    Choice("shift", "I know the date and the shift"),
    Choice("not_sure", "I am not sure"),
)

#: LFPSE: Time of Incident Brackets.
SHIFTS = (
    CodedChoice("day", "Day shift", lfpse_code="1"),
    CodedChoice("night", "Night shift", lfpse_code="2"),
    CodedChoice("morning_handover", "Morning handover", lfpse_code="3"),
    CodedChoice("evening_handover", "Evening handover", lfpse_code="4"),
    CodedChoice("none", "None of these", lfpse_code="5"),
    CodedChoice("not_known", "Don't know", lfpse_code="6"),
)

#: LFPSE: Service Type.
SETTINGS = (
    CodedChoice("hospital", "Hospital: acute, general or specialist", lfpse_code="1"),
    CodedChoice("maternity", "Maternity, in hospital or community", lfpse_code="19"),
    CodedChoice("general_practice", "General practice, out of hours or minor injuries", lfpse_code="17"),
    CodedChoice("nhs_111", "NHS 111", lfpse_code="18"),
    CodedChoice("ambulance", "Ambulance and 999", lfpse_code="3"),
    CodedChoice("mental_health", "Mental health, in hospital or community", lfpse_code="4"),
    CodedChoice("community_nursing", "Community or district nursing", lfpse_code="7"),
    CodedChoice("community_therapy", "Community therapy", lfpse_code="6"),
    CodedChoice("intermediate_care", "Intermediate care", lfpse_code="16"),
    CodedChoice("learning_disability", "Learning disability and autism", lfpse_code="14"),
    CodedChoice("care_home", "Care home, residential or nursing", lfpse_code="12"),
    CodedChoice("social_care", "Social care", lfpse_code="13"),
    CodedChoice("pharmacy", "Community pharmacy", lfpse_code="9"),
    CodedChoice("optometry", "Community optometry", lfpse_code="10"),
    CodedChoice("dentistry", "Community dentistry", lfpse_code="11"),
    CodedChoice("prison", "Prison healthcare", lfpse_code="8"),
    CodedChoice("not_known", "Don't know", lfpse_code="15"),
)

#: LFPSE: Age Brackets.
AGE_BANDS = (
    CodedChoice("days_0_14", "0 to 14 days", lfpse_code="1"),
    CodedChoice("days_15_28", "15 to 28 days", lfpse_code="2"),
    CodedChoice("months_1_11", "1 to 11 months", lfpse_code="3"),
    CodedChoice("years_1_4", "1 to 4 years", lfpse_code="4"),
    CodedChoice("years_5_9", "5 to 9 years", lfpse_code="5"),
    CodedChoice("years_10_15", "10 to 15 years", lfpse_code="6"),
    CodedChoice("years_16_17", "16 or 17 years", lfpse_code="7"),
    CodedChoice("years_18_25", "18 to 25 years", lfpse_code="8"),
    CodedChoice("years_26_45", "26 to 45 years", lfpse_code="9"),
    CodedChoice("years_46_65", "46 to 65 years", lfpse_code="10"),
    CodedChoice("years_66_85", "66 to 85 years", lfpse_code="11"),
    CodedChoice("years_over_85", "Over 85 years", lfpse_code="12"),
    CodedChoice("not_known", "Don't know"),
)

CONTACT_CHOICES = (
    Choice("named", "With my name", "The patient-safety lead sees who you are."),
    Choice("confidential", "In confidence", "Only one named role can see who you are."),
    Choice("code_only", "By code only", "We keep no name. Follow your report with its code."),
)


@dataclass(frozen=True)
class Circumstance:
    """An answer to question 10: which criteria it hints at, and whether to ring at once.

    ``urgent`` follows the framework's list of what is told at once. The LFPSE element and code are what a person
    would be asked to confirm; they are empty where the answer alone does not settle it.
    """

    code: str
    label: str
    help: str
    hints: tuple[str, ...]
    urgent: bool
    clause: str
    lfpse_element: str = ""
    lfpse_code: str = ""


CIRCUMSTANCES: Mapping[str, Circumstance] = MappingProxyType(
    {
        row.code: row
        for row in (
            Circumstance(
                "death",
                "Someone died",
                "Whatever the cause.",
                ("A1",),
                urgent=False,
                clause="3.2a.i",
                lfpse_element="AdverseEventGovernance.CqcCriteria",
                lfpse_code="1",
            ),
            Circumstance(
                "maternity",
                "Pregnancy, birth or a baby",
                "Mother or baby, before or after birth.",
                ("A1", "A2", "A3"),
                urgent=False,
                clause="3.2a",
            ),
            Circumstance(
                "liberty",
                "Someone detained or deprived of liberty",
                "Under mental health law, or by safeguards for people who lack capacity.",
                ("B5",),
                urgent=False,
                clause="3.4e",
            ),
            Circumstance(
                "abuse",
                "Abuse or safeguarding",
                "Known or suspected, of an adult or a child.",
                ("A4",),
                urgent=False,
                clause="3.2a.iv",
                lfpse_element="AdverseEventGovernance.CqcCriteria",
                lfpse_code="3",
            ),
            Circumstance(
                "police",
                "The police are involved",
                "Or should be.",
                ("B3",),
                urgent=True,
                clause="3.4c",
            ),
            Circumstance(
                "public_concern",
                "The press or the public are concerned",
                "Or are likely to be.",
                ("B8",),
                urgent=True,
                clause="3.4h",
            ),
            Circumstance(
                "information",
                "Information was lost or seen by the wrong people",
                "On paper or on a computer.",
                ("B1",),
                urgent=False,
                clause="3.4a",
            ),
            Circumstance(
                "service_stopped",
                "A service closed, or a major incident was called",
                "Even for a short time.",
                ("B6", "B7"),
                urgent=True,
                clause="3.4g",
                lfpse_element="AdverseEventGovernance.CqcCriteria",
                lfpse_code="4",
            ),
            Circumstance("none", "None of these", "", (), urgent=False, clause="3.2.1"),
            Circumstance("not_sure", "Not sure", "", (), urgent=False, clause="3.2.1"),
        )
    }
)

CIRCUMSTANCE_CHOICES = tuple(Choice(row.code, row.label, row.help) for row in CIRCUMSTANCES.values())
