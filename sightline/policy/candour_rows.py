"""Rows of the Duty of Candour: regimes and their thresholds, the test, who is told, the steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sightline.policy.terms import CandourRegime, Term

SOURCE = "Regulation 20, S.I. 2014/2936 (Regulated Activities); thresholds in part from knowledge"
APOLOGY_IS_NOT_ADMISSION = "An apology is an expression of sorrow or regret. It does not admit liability."
RELATIVES_NEED_CONSENT = "A relative of a patient who can decide is told only if the patient agrees."


@dataclass(frozen=True)
class Threshold:
    """One kind of harm that meets the third part of the test."""

    code: str
    label: str
    definition: str


@dataclass(frozen=True)
class Regime:
    """The limb of the regulation a provider is under. ``verb`` is how sure one must be that harm followed."""

    regime: CandourRegime
    in_force_from: date
    verb: str
    thresholds: tuple[Threshold, ...]
    clause: str


_DEATH = Threshold("death", "Death", "From the incident, not from the natural course of illness.")
_PROLONGED_DISTRESS = Threshold(
    "prolonged_psychological", "Prolonged psychological harm", "For 28 days on end or more, or likely to."
)

REGIMES: Mapping[CandourRegime, Regime] = MappingProxyType(
    {
        row.regime: row
        for row in (
            Regime(
                CandourRegime.HEALTH_SERVICE_BODY,
                date(2014, 11, 27),
                "could lead, or seems to have led, to",
                (
                    _DEATH,
                    Threshold(
                        "severe",
                        "Severe harm",
                        "The body, mind or senses work less well for good: the wrong limb or organ, or brain damage.",
                    ),
                    Threshold(
                        "moderate",
                        "Moderate harm",
                        "Significant, not permanent, and needing more treatment: an unplanned return to theatre or "
                        "readmission, a longer stay, treatment cancelled, a move to intensive care.",
                    ),
                    _PROLONGED_DISTRESS,
                ),
                clause="3.1.0",
            ),
            Regime(
                CandourRegime.OTHER,
                date(2015, 4, 1),
                "seems to have led to",
                (
                    _DEATH,
                    Threshold(
                        "impairment",
                        "Impaired senses, movement or understanding",
                        "For 28 days on end or more, or likely to.",
                    ),
                    Threshold("body_changed", "A change to the structure of the body", ""),
                    Threshold(
                        "prolonged_pain", "Prolonged pain", "For 28 days on end or more, or likely to."
                    ),
                    _PROLONGED_DISTRESS,
                    Threshold("life_shortened", "Shortened life expectancy", ""),
                    Threshold(
                        "treatment_to_prevent",
                        "Treatment to prevent death or one of these",
                        "By a health professional.",
                    ),
                ),
                clause="3.1.0",
            ),
        )
    }
)


@dataclass(frozen=True)
class CandourQuestion:
    """One part of the three-part test; all must be true. The third is asked with the regime's thresholds."""

    code: str
    question: str
    help: str
    clause: str


THREE_PART_TEST: tuple[CandourQuestion, ...] = (
    CandourQuestion(
        "unintended", "Was it unintended or unexpected?", "Judge it apart from the outcome.", clause="3.1b"
    ),
    CandourQuestion(
        "regulated_activity",
        "Did it happen during a regulated activity?",
        "Care or treatment that the provider is registered to give.",
        clause="3.1a",
    ),
    CandourQuestion(
        "threshold",
        "In a healthcare professional's opinion, is the harm threshold met?",
        "Their reasonable opinion, using the list for this kind of provider.",
        clause="3.1.0",
    ),
)


@dataclass(frozen=True)
class Route:
    """Who the relevant person is, without a name. Someone acts for the patient only in the listed cases."""

    code: str
    label: str
    help: str
    is_patient: bool
    clause: str


ROUTES: Mapping[str, Route] = MappingProxyType(
    {
        row.code: row
        for row in (
            Route("patient", "The patient", RELATIVES_NEED_CONSENT, is_patient=True, clause="3.1a"),
            Route(
                "acting_died",
                "Someone acting for a patient who has died",
                "Usually the next of kin or a personal representative.",
                is_patient=False,
                clause="3.1a",
            ),
            Route(
                "acting_under_16",
                "Someone acting for a child",
                "The patient is under 16 and not competent to decide.",
                is_patient=False,
                clause="3.1a",
            ),
            Route(
                "acting_lacks_capacity",
                "Someone acting for a patient who lacks capacity",
                "The patient is 16 or over and cannot decide about this.",
                is_patient=False,
                clause="3.1a",
            ),
        )
    }
)


class StepOutcome(Term):
    """How a step ended. "Not yet" is not an outcome: leave it empty."""

    DONE = "done", "Done"
    DECLINED = "declined", "They declined"
    COULD_NOT_CONTACT = "could_not_contact", "They could not be contacted"
    WAITING = "waiting", "Waiting, at their request or the police's"


@dataclass(frozen=True)
class CandourStep:
    """One step of the duty. D8 is owed after acceptance and never keeps a case open (design decision 32)."""

    code: str
    label: str
    missing: str
    help: str
    order: int
    required_for_closure: bool
    clause: str


_STEPS = (
    CandourStep(
        "D1",
        "Patient or relevant person informed",
        "nobody has been told in person",
        "In person, as soon as you reasonably can. Record when, by which role and where.",
        1,
        required_for_closure=True,
        clause="3.1b",
    ),
    CandourStep(
        "D2",
        "Account of the facts given",
        "the account of the facts is not recorded",
        "A true account of everything known that day.",
        2,
        required_for_closure=True,
        clause="3.1c",
    ),
    CandourStep(
        "D3",
        "Further enquiries explained",
        "it is not recorded that further enquiries were explained",
        "What else will be looked into.",
        3,
        required_for_closure=True,
        clause="3.1d",
    ),
    CandourStep(
        "D4",
        "Apology given",
        "no apology is recorded",
        APOLOGY_IS_NOT_ADMISSION,
        4,
        required_for_closure=True,
        clause="3.1e",
    ),
    CandourStep(
        "D5",
        "Support offered",
        "it is not recorded that support was offered",
        "What was offered, such as a contact person, advocacy or counselling.",
        5,
        required_for_closure=False,
        clause="3.1b",
    ),
    CandourStep(
        "D6",
        "Written record kept",
        "it is not recorded where the written record is kept",
        "A record of the conversation, or of every attempt, kept securely.",
        6,
        required_for_closure=True,
        clause="3.1g",
    ),
    CandourStep(
        "D7",
        "Follow-up letter sent",
        "the follow-up letter is outstanding",
        "The same account, the enquiries and their results so far, and the apology.",
        7,
        required_for_closure=True,
        clause="3.1f",
    ),
    CandourStep(
        "D8",
        "Findings shared",
        "the findings have not been shared yet",
        "After the report is accepted: offer the findings and a meeting.",
        8,
        required_for_closure=False,
        clause="3.1f",
    ),
    CandourStep(
        "D9",
        "Correspondence kept",
        "it is not recorded that copies of all letters are kept",
        "Copies of everything written, both ways.",
        9,
        required_for_closure=False,
        clause="3.1g",
    ),
)

STEPS: Mapping[str, CandourStep] = MappingProxyType({step.code: step for step in _STEPS})
