"""Near misses: what counts as one, and the 5 by 5 risk assessment that informs the decision (clause 3.6).

The score is likelihood times the highest of three consequences. It advises; a person decides.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sightline.policy.questionnaire import Reason
from sightline.policy.terms import Term
from sightline.policy.three_answers import Ask, Finding, known

SOURCE = "National Patient Safety Agency 5 by 5 risk matrix; the advice is a local default"


class Affected(Term):
    """Who or what an incident affected, as the reporter says it. A near miss follows from this alone."""

    PATIENT = "patient", "A patient"
    STAFF = "staff", "A member of staff"
    VISITOR = "visitor", "A visitor or someone else"
    SERVICE_OR_INFORMATION = "service_or_information", "A service, a building or information"
    NOBODY_CAUGHT_IN_TIME = "nobody_caught_in_time", "Nobody: it was caught in time"
    NOBODY_YET = "nobody_yet", "Nobody yet: it is a risk"


#: Answers that say nobody was reached; neither stands beside another answer.
NOBODY = frozenset({Affected.NOBODY_CAUGHT_IN_TIME, Affected.NOBODY_YET})


def is_near_miss(affected: Collection[str]) -> bool:
    """Something went wrong and was caught before it reached anyone.

    Never taken from "no harm": somebody reached but unhurt is an incident, and any harm is no near miss.
    A risk that has not come about yet is not a near miss either.
    """
    return set(affected) == {Affected.NOBODY_CAUGHT_IN_TIME.value}


_ASK_AFFECTED = Ask("affected", "Did it reach anyone, or was it caught in time?", "3.6.0")


def near_miss_in_report(affected: Collection[str]) -> Finding:
    """Whether the report says that it was a near miss; not known while nobody has said whom it affected."""
    return known(is_near_miss(affected) if affected else None, _ASK_AFFECTED)


class Band(Term):
    """How high a score is."""

    LOW = "low", "Low (1 to 3)"
    MODERATE = "moderate", "Moderate (4 to 6)"
    HIGH = "high", "High (8 to 12)"
    EXTREME = "extreme", "Extreme (15 to 25)"


class NearMissAdvice(Term):
    """What the assessment suggests."""

    DECLARE = "declare", "Declare a serious incident"
    DISCUSS = "discuss", "Discuss with the ICB"
    LOCAL_LEARNING = "local_learning", "Learn from it locally"


@dataclass(frozen=True)
class ScaleRow:
    """One step of a 5-point scale."""

    value: int
    label: str
    help: str
    clause: str


LIKELIHOOD_QUESTION = "If nothing changed, how likely is it to happen again?"
LIKELIHOOD: tuple[ScaleRow, ...] = (
    ScaleRow(1, "Rare", "Perhaps not for years: less than 1 in 1,000", clause="3.6a"),
    ScaleRow(2, "Unlikely", "Perhaps once a year: up to 1 in 100", clause="3.6a"),
    ScaleRow(3, "Possible", "Perhaps once a month: up to 1 in 10", clause="3.6a"),
    ScaleRow(4, "Likely", "Perhaps once a week: up to 1 in 2", clause="3.6a"),
    ScaleRow(5, "Almost certain", "Perhaps every day: more likely than not", clause="3.6a"),
)


@dataclass(frozen=True)
class Consequence:
    """One of the three questions about how badly it could end, with its scale in words."""

    code: str
    question: str
    scale: tuple[ScaleRow, ...]


def _scale(*helps: str) -> tuple[ScaleRow, ...]:
    labels = ("Negligible", "Minor", "Moderate", "Major", "Catastrophic")
    return tuple(
        ScaleRow(value, label, text, clause="3.6b")
        for value, label, text in zip(range(1, 6), labels, helps, strict=True)
    )


CONSEQUENCES: tuple[Consequence, ...] = (
    Consequence(
        "staff",
        "If it did happen, how badly could staff be harmed?",
        _scale(
            "No treatment, or next to none",
            "Minor treatment, or up to 3 days off work",
            "Professional treatment, or 4 to 14 days off work",
            "Long-term incapacity, or more than 14 days off work",
            "Death, or several permanent injuries",
        ),
    ),
    Consequence(
        "patients",
        "If it did happen, how badly could patients be harmed?",
        _scale(
            "No treatment, or next to none",
            "Minor treatment, or 1 to 3 more days in care",
            "Professional treatment, or 4 to 15 more days in care",
            "Long-term incapacity, or more than 15 more days in care",
            "Death, several permanent injuries, or many patients harmed",
        ),
    ),
    Consequence(
        "organisation",
        "If it did happen, how badly could the organisation be harmed?",
        _scale(
            "Service barely interrupted, no outside interest",
            "Short interruption, or local interest soon over",
            "A service stops for a day, or local media coverage",
            "A service stops for a week, or national media coverage",
            "A service is lost for good, or confidence in the organisation is",
        ),
    ),
)


@dataclass(frozen=True)
class NearMissScores:
    """Four answers, each 1 to 5: likelihood if nothing changes, and harm to staff, patients and organisation.

    Raises:
        ValueError: an answer is not a whole number from 1 to 5.
    """

    likelihood: int
    staff: int
    patients: int
    organisation: int

    def __post_init__(self) -> None:
        for name in ("likelihood", "staff", "patients", "organisation"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 5:
                raise ValueError(f"{name} is a whole number from 1 to 5, not {value!r}.")

    @property
    def consequence(self) -> int:
        """The highest of the three consequences."""
        return max(self.staff, self.patients, self.organisation)


@dataclass(frozen=True)
class Assessment:
    """What four answers come to, and why."""

    scores: NearMissScores
    consequence: int
    score: int
    band: Band
    advice: NearMissAdvice
    reasons: tuple[Reason, ...]


def band_of(score: int) -> Band:
    """The band of a product of two numbers from 1 to 5."""
    if score >= 15:
        return Band.EXTREME
    if score >= 8:
        return Band.HIGH
    if score >= 4:
        return Band.MODERATE
    return Band.LOW


def assess(scores: NearMissScores) -> Assessment:
    """Score, band and advice: extreme declares; high, or the worst outcome however unlikely, is discussed."""
    consequence = scores.consequence
    score = scores.likelihood * consequence
    band = band_of(score)
    words = f"Likelihood {scores.likelihood} times consequence {consequence} = {score}, {band.value}."
    reasons = [Reason(text=words, clause="3.6.0")]
    advice = NearMissAdvice.LOCAL_LEARNING
    if band is Band.HIGH:
        advice = NearMissAdvice.DISCUSS
        reasons.append(Reason(text="A high risk is talked through with the ICB.", clause="3.6.1"))
    if consequence == 5:
        advice = NearMissAdvice.DISCUSS
        reasons.append(
            Reason(text="The worst outcome is catastrophic: discuss it, however unlikely.", clause="3.6b")
        )
    elif consequence == 4 and scores.likelihood >= 3:
        advice = NearMissAdvice.DISCUSS
        reasons.append(Reason(text="A major outcome that could well come about is discussed.", clause="3.6b"))
    if band is Band.EXTREME:
        advice = NearMissAdvice.DECLARE
        reasons.append(
            Reason(text="An extreme risk of failure and serious harm is best declared.", clause="3.6.1")
        )
    if advice is NearMissAdvice.LOCAL_LEARNING:
        reasons.append(Reason(text="Not every near miss is serious: learn from it locally.", clause="3.6.1"))
    return Assessment(scores, consequence, score, band, advice, tuple(reasons))
