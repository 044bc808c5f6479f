"""The items of the Never Events list in plain words. Read them through ``never_events``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True)
class DatedText:
    """A phrase that counts between two days, both inclusive; None means without end."""

    text: str
    from_on: date | None = None
    until_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the phrase counts for incidents of this day."""
        return (self.from_on is None or self.from_on <= day) and (
            self.until_on is None or day <= self.until_on
        )


@dataclass(frozen=True)
class NeverEvent:
    """One item. ``code`` is its number as text, equal to LFPSE's; ``note`` says why one is inactive."""

    code: str
    name: str
    setting: str
    definition: str
    includes: tuple[DatedText, ...] = ()
    excludes: tuple[DatedText, ...] = ()
    active: bool = True
    note: str = ""
    clause: str = "3.3.0"

    def as_on(self, day: date) -> NeverEvent:
        """The item with only the inclusions and exclusions that count for incidents of this day."""
        return replace(
            self,
            includes=tuple(phrase for phrase in self.includes if phrase.holds_on(day)),
            excludes=tuple(phrase for phrase in self.excludes if phrase.holds_on(day)),
        )


def _texts(*phrases: str) -> tuple[DatedText, ...]:
    return tuple(DatedText(phrase) for phrase in phrases)


ALL_SETTINGS = "Anywhere NHS-funded care is given"
_WRONG_TOOTH_LEAVES = date(2021, 4, 1)

ROWS: tuple[NeverEvent, ...] = (
    NeverEvent(
        "1",
        "Wrong site surgery",
        ALL_SETTINGS,
        "An invasive procedure on the wrong patient or wrong part of the body, whenever it was found.",
        includes=(
            *_texts(
                "Procedures outside theatre: drains, lines, biopsies, radiology and cardiology, if invasive",
                "Nerve blocks for pain on the wrong side",
            ),
            DatedText("Removal of the wrong tooth", until_on=date(2021, 3, 31)),
        ),
        excludes=(
            DatedText("Removal of the wrong tooth", from_on=_WRONG_TOOTH_LEAVES),
            *_texts(
                "Local anaesthetic blocks for dental work",
                "The wrong level of the spine",
                "Anatomy nobody could have expected",
                "A wrong referral letter or laboratory result",
                "A contraceptive implant in the wrong arm",
            ),
        ),
    ),
    NeverEvent(
        "2",
        "Wrong implant/prosthesis",
        ALL_SETTINGS,
        "An implant or prosthesis other than the one planned, found at any time after it was placed.",
        excludes=_texts(
            "A deliberate change of plan during the operation",
            "Wrong measurements, or test results misread, before the operation",
        ),
    ),
    NeverEvent(
        "3",
        "Retained foreign object post procedure",
        ALL_SETTINGS,
        "Something that should have been counted or checked out was left inside the patient.",
        includes=_texts("Swabs, needles, instruments and guidewires"),
        excludes=_texts(
            "Anything left on purpose",
            "Something known to be missing that could not be found, or was riskier to remove",
            "Anything not subject to a count",
        ),
    ),
    NeverEvent(
        "4",
        "Mis-selection of a strong potassium solution",
        ALL_SETTINGS,
        "Strong potassium (10% or more) was given into a vein instead of the medicine that was meant.",
    ),
    NeverEvent(
        "5",
        "Administration of medication by the wrong route",
        ALL_SETTINGS,
        "A medicine, feed or flush was given by one of the wrong routes listed here.",
        includes=_texts(
            "Chemotherapy for a vein given into the spine",
            "A medicine, feed or flush for mouth or tube given into a vein or by injection",
            "A medicine for an epidural given into a vein: check the current wording on connectors",
        ),
    ),
    NeverEvent(
        "6",
        "Overdose of insulin due to abbreviations or incorrect device",
        ALL_SETTINGS,
        "Ten times the dose of insulin or more, because a word was shortened or the wrong device was used.",
        includes=_texts(
            "“Units” was abbreviated and misread",
            "Something other than an insulin syringe or pen was used",
            "Insulin was drawn from a pen or its refill into a syringe",
        ),
    ),
    NeverEvent(
        "7",
        "Overdose of methotrexate for non-cancer treatment",
        ALL_SETTINGS,
        "More than the weekly dose that was meant was taken or given, for an illness other than cancer.",
    ),
    NeverEvent(
        "8",
        "Mis-selection of high strength midazolam during conscious sedation",
        ALL_SETTINGS,
        "A 2 mg/ml or 5 mg/ml strength was picked instead of 1 mg/ml, and an overdose was given.",
        excludes=_texts(
            "General anaesthesia, intensive care and palliative care",
            "Areas where the higher strength was formally risk-assessed",
        ),
    ),
    NeverEvent(
        "9",
        "Failure to install functional collapsible shower or curtain rails",
        "Mental health inpatient units",
        "A rail did not collapse, or could not, when an inpatient used it to attempt or die by suicide.",
    ),
    NeverEvent(
        "10",
        "Falls from poorly restricted windows",
        ALL_SETTINGS,
        "A patient fell from a window within reach whose restrictor was missing, damaged or easy to defeat.",
        excludes=_texts("A sound restrictor that the patient disabled or broke just before"),
    ),
    NeverEvent(
        "11",
        "Chest or neck entrapment in bed rails",
        "All settings, NHS-funded care homes and NHS equipment at home among them",
        "A patient's chest or neck was trapped in a bed rail whose gaps do not meet MHRA guidance.",
    ),
    NeverEvent(
        "12",
        "Transfusion or transplantation of ABO-incompatible blood components or organs",
        ALL_SETTINGS,
        "Blood or an organ of a group the patient cannot take was given by mistake.",
        excludes=_texts("An incompatible transplant that was planned"),
    ),
    NeverEvent(
        "13",
        "Misplaced naso- or oro-gastric tubes",
        ALL_SETTINGS,
        "A feeding tube lay in the airway or lung, and feed, a flush or medicine was given through it.",
    ),
    NeverEvent(
        "14",
        "Scalding of patients",
        ALL_SETTINGS,
        "A patient was scalded by water for washing or bathing.",
        excludes=_texts("Other hot water, such as a kettle or a drink"),
    ),
    NeverEvent(
        "15",
        "Unintentional connection of a patient requiring oxygen to an air flowmeter",
        ALL_SETTINGS,
        "A patient who needed oxygen was connected to the air outlet by mistake.",
        excludes=_texts("An air cylinder taken for an oxygen cylinder"),
    ),
    NeverEvent(
        "16",
        "Undetected oesophageal intubation",
        ALL_SETTINGS,
        "A breathing tube lay in the gullet and this was not noticed.",
        active=False,
        note="Published in January 2018, suspended soon after and not in LFPSE's list. It cannot be chosen.",
    ),
)
