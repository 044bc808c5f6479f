"""What the rules about other bodies know of one incident, and their three answers: it is so, it is not, nobody knows yet.

Unknown is not false: a condition that rests on something unknown names the question to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from sightline.policy.questionnaire import Answer, chosen
from sightline.policy.reporting_choices import CIRCUMSTANCES
from sightline.policy.terms import CandourRegime, OrganisationKind, Term
from sightline.policy.working_days import ENGLAND_AND_WALES, Calendar

#: Age bands of the report below 18, and those of 16 and over.
UNDER_18 = frozenset(
    {
        *("days_0_14", "days_15_28", "months_1_11", "years_1_4"),
        *("years_5_9", "years_10_15", "years_16_17"),
    }
)
AGE_NOT_KNOWN = frozenset({"", "not_known"})
TRUSTS = frozenset({OrganisationKind.NHS_TRUST, OrganisationKind.AMBULANCE_TRUST})


class Known(Term):
    """An answer in three: unknown is not false."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "not_known", "Not known yet"


@dataclass(frozen=True)
class Asked:
    """The answer someone gave to one question: yes, no or not known yet, and the day that goes with a yes."""

    answer: Known
    on: date | None = None


@dataclass(frozen=True)
class BodyFacts:
    """One incident as reported, judged and asked about since. Codes are those of the report and the criteria.

    ``happened_on`` is a day in London, the other moments are aware. ``judged``: somebody answered the criteria.
    ``never_event_code`` is empty where none stands. ``answers`` are by code of ``body_questions``. ``is_joined``: it was
    joined to the lead record of the same event. ``lengths``: numbers agreed locally by code of the rule, each in its
    rule's own unit (design decision 37).
    """

    provider_kind: OrganisationKind
    candour_regime: CandourRegime
    reported_at: datetime
    setting: str = ""
    affected: frozenset[str] = frozenset()
    affected_count: int | None = None
    age_band: str = ""
    physical_harm: str = ""
    circumstances: frozenset[str] = frozenset()
    others_involved: str = ""
    happened_on: date | None = None
    found_on: date | None = None
    incident_type: str = ""
    never_event_code: str = ""
    judged: bool = False
    criteria: frozenset[str] = frozenset()
    sub_answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    natural_course: str = ""
    lfpse_number: str = ""
    is_joined: bool = False
    answers: Mapping[str, Asked] = field(default_factory=lambda: MappingProxyType({}))
    lengths: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    calendar: Calendar = ENGLAND_AND_WALES


@dataclass(frozen=True)
class Finding:
    """What a condition finds: the answer, a sentence that says why, and which questions would settle what is unknown."""

    known: Known
    why: str = ""
    asks: tuple[str, ...] = ()


Condition = Callable[[BodyFacts], Finding]


def all_of(*conditions: Condition) -> Condition:
    """Every one of them, looked at in order: what comes after a no or an unknown is neither looked at nor asked."""

    def every(facts: BodyFacts) -> Finding:
        said = []
        for condition in conditions:
            finding = condition(facts)
            if finding.known is not Known.YES:
                return finding
            said.append(finding.why)
        return Finding(Known.YES, _joined(said))

    return every


def any_of(*conditions: Condition) -> Condition:
    """At least one of them. Where none is so and some are unknown, all that are unknown are asked."""

    def some(facts: BodyFacts) -> Finding:
        found = [condition(facts) for condition in conditions]
        for finding in found:
            if finding.known is Known.YES:
                return finding
        unknown = [finding for finding in found if finding.known is Known.UNKNOWN]
        if unknown:
            asks = tuple(dict.fromkeys(code for finding in unknown for code in finding.asks))
            return Finding(Known.UNKNOWN, unknown[0].why, asks)
        return Finding(Known.NO, _joined([finding.why for finding in found]))

    return some


def not_so(condition: Condition, why: str) -> Condition:
    """The opposite of a condition; what is unknown of it stays unknown. ``why``: the words where it holds."""

    def opposite(facts: BodyFacts) -> Finding:
        finding = condition(facts)
        if finding.known is Known.UNKNOWN:
            return finding
        if finding.known is Known.YES:
            return Finding(Known.NO, finding.why)
        return Finding(Known.YES, why)

    return opposite


def fact(test: Callable[[BodyFacts], bool], yes: str, no: str) -> Condition:
    """A condition on what the record holds, with its words either way."""

    def held(facts: BodyFacts) -> Finding:
        return Finding(Known.YES, yes) if test(facts) else Finding(Known.NO, no)

    return held


def asked(
    code: str, yes: str, no: str, *, known: Callable[[BodyFacts], bool | None] | None = None
) -> Condition:
    """A condition that is asked about by the question of this code, unless ``known`` can tell from the record.

    ``known`` answers None where the record does not say. An answer given to the question counts before the record.
    """

    def learnt(facts: BodyFacts) -> Finding:
        given = facts.answers.get(code)
        if given is not None and given.answer is not Known.UNKNOWN:
            return Finding(given.answer, yes if given.answer is Known.YES else no)
        held = None if known is None else known(facts)
        if held is None:
            return Finding(Known.UNKNOWN, asks=(code,))
        return Finding(Known.YES, yes) if held else Finding(Known.NO, no)

    return learnt


def circumstance(code: str, no: str, *, criteria: tuple[str, ...] = ()) -> Condition:
    """What question 10 of the report says, or a criterion that was met since. Asked anew of whoever was not sure."""
    label = CIRCUMSTANCES[code].label

    def known(facts: BodyFacts) -> bool | None:
        if code in facts.circumstances or facts.criteria & set(criteria):
            return True
        return None if "not_sure" in facts.circumstances else False

    return asked(f"is_{code}", label, no, known=known)


def sub_answer(facts: BodyFacts, code: str) -> str:
    """One choice given beneath a criterion; empty where it was not asked or not answered."""
    return next(iter(chosen(facts.sub_answers, code)), "")


def _joined(sentences: list[str]) -> str:
    """Words of several findings as one sentence, each said once."""
    said = list(dict.fromkeys(words for words in sentences if words))
    return "; ".join(
        words if number == 0 else words[0].lower() + words[1:] for number, words in enumerate(said)
    )
