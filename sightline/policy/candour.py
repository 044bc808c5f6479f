"""Duty of Candour: when it applies, to whom, its steps, and what is missing from a record (clause 3.1).

Regulation 20 has no number of days; the local limit is a row of ``deadlines``. A healthcare professional
judges the harm threshold: nothing here takes it from a harm level. Openness is always owed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sightline.policy.candour_rows import (
    APOLOGY_IS_NOT_ADMISSION,
    REGIMES,
    RELATIVES_NEED_CONSENT,
    ROUTES,
    SOURCE,
    STEPS,
    THREE_PART_TEST,
    CandourQuestion,
    CandourStep,
    Regime,
    Route,
    StepOutcome,
    Threshold,
)
from sightline.policy.date_order import problem_with_candour_step
from sightline.policy.questionnaire import Problem
from sightline.policy.terms import CandourRegime
from sightline.policy.three_answers import NO, Ask, Finding, known

__all__ = [
    "APOLOGY_IS_NOT_ADMISSION",
    "REGIMES",
    "RELATIVES_NEED_CONSENT",
    "ROUTES",
    "SOURCE",
    "STEPS",
    "THREE_PART_TEST",
    "CandourFacts",
    "CandourQuestion",
    "CandourStep",
    "Gap",
    "Regime",
    "Route",
    "StepOutcome",
    "StepRecord",
    "Threshold",
    "candour_gaps",
    "candour_owed",
    "candour_undecided",
    "duty_binds",
    "falls_away",
    "problems_with_decision",
    "problems_with_step",
    "regime_in_force",
    "steis_section_complete",
    "suggest_applies",
]


def regime_in_force(regime: CandourRegime, incident_on: date) -> bool:
    """Whether the statutory duty bound such a provider on this day."""
    row = REGIMES.get(regime)
    return row is not None and row.in_force_from <= incident_on


_ASK_HAPPENED = Ask("happened_on", "When did it happen? The duty binds from a date on.", "3.1.0")


def duty_binds(regime: CandourRegime, incident_on: date | None) -> Finding:
    """Whether the statutory duty bound such a provider when it happened; not known while that day is not.

    A provider that is not registered is bound on no day, whenever it was.
    """
    if regime not in REGIMES:
        return NO
    return known(None if incident_on is None else regime_in_force(regime, incident_on), _ASK_HAPPENED)


def suggest_applies(answers: Mapping[str, bool | None]) -> bool | None:
    """What the test suggests: True when all parts are, False when any is false, None while one is open."""
    given = [answers.get(part.code) for part in THREE_PART_TEST]
    if False in given:
        return False
    return None if None in given else True


#: Steps that fall away when the person declines to speak or cannot be reached; the written record does not.
_FALL_AWAY = frozenset({"D2", "D3", "D4", "D7"})
_AFTER_TELLING = frozenset({"D2", "D3", "D4", "D7", "D8"})
_DATE_OF = {
    StepOutcome.DONE.value: "when it was done",
    StepOutcome.DECLINED.value: "when they declined",
    StepOutcome.COULD_NOT_CONTACT.value: "when contact was last attempted",
}
_WORDS_FOR = {
    StepOutcome.DONE.value: "Say what was done.",
    StepOutcome.DECLINED.value: "Say what they declined, and how they said so.",
    StepOutcome.COULD_NOT_CONTACT.value: "Describe at least one attempt to make contact.",
    StepOutcome.WAITING.value: "Say who asked to wait, and until when.",
}
_NOT_SPOKEN_TO = frozenset({StepOutcome.DECLINED, StepOutcome.COULD_NOT_CONTACT})


@dataclass(frozen=True)
class StepRecord:
    """How one step ended, on which day, and in words: what was done, or every attempt that was made."""

    outcome: StepOutcome
    on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class CandourFacts:
    """The candour record of one incident. ``applies`` is None while nobody has decided.

    ``opinion_of`` is the role of the healthcare professional who judged it, never a name. ``as_at`` is today, against which dates are held.
    """

    incident_on: date | None = None
    applies: bool | None = None
    reason: str = ""
    opinion_of: str = ""
    relevant_person: str = ""
    aware_on: date | None = None
    steps: Mapping[str, StepRecord] = field(default_factory=dict)
    as_at: date | None = None


@dataclass(frozen=True)
class Gap:
    """Something missing or out of order, as words for a list; ``step`` is "" for the whole section."""

    text: str
    clause: str
    step: str = ""

    @property
    def sentence(self) -> str:
        """The words as a sentence of their own."""
        return f"{self.text[0].upper()}{self.text[1:]}."


def problems_with_decision(
    *, applies: bool | None, opinion_of: str, reason: str, relevant_person: str
) -> tuple[Problem, ...]:
    """What keeps a decision on the duty from being recorded; empty when it can be."""
    found = []
    if applies is None:
        found.append(Problem("applies", "Say whether the duty applies.", clause="3.1h"))
    if not opinion_of.strip():
        found.append(
            Problem("opinion_of", "Say whose professional opinion this is, by role.", clause="3.1.0")
        )
    if not reason.strip():
        found.append(Problem("reason", "Say why the duty applies, or why it does not.", clause="3.1h"))
    if applies and relevant_person not in ROUTES:
        found.append(Problem("relevant_person", "Say who the relevant person is.", clause="3.1a"))
    return tuple(found)


def problems_with_step(
    code: str,
    *,
    outcome: str,
    done_on: date | None,
    detail: str,
    happened_on: date | None,
    told_on: date | None,
    today: date,
) -> tuple[Problem, ...]:
    """What keeps the outcome of a step from being recorded; empty when it can be.

    Waiting has no date of its own: it is not done yet. ``told_on`` is the day of D1, where it is known.

    Raises:
        KeyError: there is no such step.
    """
    step = STEPS[code]
    if outcome not in list(StepOutcome):
        return (Problem("outcome", "Say how this step ended.", clause=step.clause),)
    found = []
    if code == "D6" and outcome != StepOutcome.DONE:
        found.append(
            Problem("outcome", "A written record is always kept, even of failed attempts.", clause="3.1g")
        )
    if done_on is None and outcome != StepOutcome.WAITING:
        found.append(Problem("done_on", f"Give the date: {_DATE_OF[str(outcome)]}.", clause=step.clause))
    if done_on is not None:
        problem = _problem_of_order(code, done_on, happened_on=happened_on, told_on=told_on, today=today)
        if problem:
            found.append(Problem("done_on", problem, clause=step.clause))
    if not detail.strip():
        found.append(Problem("detail", _WORDS_FOR[str(outcome)], clause="3.1g"))
    return tuple(found)


def candour_undecided(facts: CandourFacts) -> bool:
    """Whether nobody has decided if the duty applies: a hard stop for closing."""
    return facts.applies is None


def candour_gaps(facts: CandourFacts) -> tuple[Gap, ...]:
    """What keeps the candour section from being complete, for StEIS and for closing; empty if nothing."""
    if facts.applies is None:
        return (Gap("nobody has decided whether the duty applies", clause="3.1h"),)
    found = []
    if not facts.opinion_of.strip():
        found.append(Gap("it is not recorded who decided whether the duty applies", clause="3.1h"))
    if not facts.applies:
        if not facts.reason.strip():
            found.append(Gap("it is not recorded why the duty does not apply", clause="3.1h"))
        return tuple(found)
    if facts.relevant_person not in ROUTES:
        found.append(Gap("it is not recorded who the relevant person is", clause="3.1a"))
    for step in STEPS.values():
        found += _gaps_of_step(step, facts)
    return tuple(found + _gaps_of_order(facts))


def falls_away(code: str, facts: CandourFacts) -> bool:
    """Whether a step is not asked because the person declined to speak or could not be reached (3.1g)."""
    told = facts.steps.get("D1")
    return code in _FALL_AWAY and told is not None and told.outcome in _NOT_SPOKEN_TO


def candour_owed(facts: CandourFacts) -> tuple[Gap, ...]:
    """Steps still owed that do not keep the case open: support, findings and correspondence."""
    if not facts.applies:
        return ()
    return tuple(
        Gap(step.missing, clause=step.clause, step=step.code)
        for step in STEPS.values()
        if not step.required_for_closure and step.code not in facts.steps
    )


def steis_section_complete(facts: CandourFacts) -> bool:
    """Whether the candour section of the StEIS form can be filled in, which every serious incident needs."""
    return not candour_gaps(facts)


def _gaps_of_step(step: CandourStep, facts: CandourFacts) -> list[Gap]:
    record = facts.steps.get(step.code)
    if record is None:
        if not step.required_for_closure or falls_away(step.code, facts):
            return []
        return [Gap(step.missing, clause=step.clause, step=step.code)]
    name = step.label.lower()
    found = []
    if record.outcome is StepOutcome.DONE and record.on is None:
        found.append(Gap(f"the date is missing: {name}", clause=step.clause, step=step.code))
    if record.outcome is StepOutcome.COULD_NOT_CONTACT and not record.note.strip():
        found.append(Gap(f"no attempt to make contact is recorded: {name}", clause="3.1g", step=step.code))
    if record.outcome in (StepOutcome.DECLINED, StepOutcome.WAITING) and not record.note.strip():
        found.append(Gap(f"it is not recorded who said what: {name}", clause="3.1g", step=step.code))
    if step.code == "D6" and record.outcome is not StepOutcome.DONE:
        found.append(
            Gap("a written record is always kept, even of failed attempts", clause="3.1g", step="D6")
        )
    return found


def _gaps_of_order(facts: CandourFacts) -> list[Gap]:
    dated = {code: record.on for code, record in facts.steps.items() if record.on is not None}
    told_on = dated.get("D1")
    found = []
    for step in STEPS.values():
        on = dated.get(step.code)
        if on is None:
            continue
        problem = _problem_of_order(
            step.code,
            on,
            happened_on=facts.incident_on,
            told_on=told_on,
            today=facts.as_at or date.max,
        )
        if not problem and facts.aware_on is not None and on < facts.aware_on:
            problem = "This cannot have been done before anyone was aware of the incident."
        if problem:
            first = problem.split(".")[0]
            words = f"{step.label.lower()}: {first[0].lower()}{first[1:]}"
            found.append(Gap(words, clause=step.clause, step=step.code))
    return found


def _problem_of_order(
    code: str, on: date, *, happened_on: date | None, told_on: date | None, today: date
) -> str:
    problem = problem_with_candour_step(on, happened_on=happened_on, today=today)
    if not problem and code in _AFTER_TELLING and told_on is not None and on < told_on:
        return "This cannot have been done before the person was told."
    return problem
