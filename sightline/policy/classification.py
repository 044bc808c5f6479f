"""Is it serious? What the answers advise, what is still to be asked, and what is wrong with a judgement.

It advises; a person decides, with a rationale (clauses 3.2 to 3.6, design decisions 27 to 30). No harm
level is among the inputs: harm alone never decides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from sightline.policy.criteria import CRITERIA_OF_CARE, CRITERIA_OF_SERVICE, Criterion
from sightline.policy.date_order import problem_with_happened
from sightline.policy.investigation_levels import INVESTIGATION_LEVELS as INVESTIGATION_LEVELS
from sightline.policy.near_miss import NearMissAdvice, NearMissScores, assess
from sightline.policy.never_events import NEVER_EVENTS, in_force, list_on, problem_with_never_event
from sightline.policy.questionnaire import (
    YES_NO_OR_NOT_SURE,
    Answer,
    AnswerKind,
    Choice,
    Problem,
    Reason,
    SubQuestion,
    chosen,
    is_answered,
)
from sightline.policy.terms import Term

CRITERIA: Mapping[str, Criterion] = MappingProxyType(
    {row.code: row for row in (*CRITERIA_OF_CARE, *CRITERIA_OF_SERVICE)}
)


class NhsFunded(Term):
    """Whether the NHS paid for the care; asked by name (design decision 11)."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_SURE = "not_sure", "Not sure"


class NaturalCourse(Term):
    """Whether a death was the natural course of illness, managed to best practice (clause 3.5)."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_YET_KNOWN = "not_yet_known", "Not yet known"


class Recommendation(Term):
    """What the answers suggest."""

    DECLARE = "declare", "Declare a serious incident"
    DISCUSS = "discuss", "Discuss with the ICB"
    NOT_SERIOUS = "not_serious", "Not a serious incident"
    INCOMPLETE = "incomplete", "More answers are needed"


class Outcome(Term):
    """What a person decides."""

    DECLARE = "declare", "Declare a serious incident"
    DISCUSS = "discuss", "Discuss with the ICB"
    NOT_SERIOUS = "not_serious", "Not serious: learn from it locally"


NHS_FUNDED_QUESTION = SubQuestion(
    "nhs_funded",
    "Was the care paid for by the NHS?",
    AnswerKind.CHOICE,
    YES_NO_OR_NOT_SURE,
    help="In full or in part, wherever it was given. A resident paying for themselves may be outside.",
    clause="3.2a",
    required=True,
)
NATURAL_COURSE_QUESTION = SubQuestion(
    "natural_course",
    "Was the death the natural course of the illness, and was the care best practice?",
    AnswerKind.CHOICE,
    (
        Choice("yes", "Yes", "Both are known. It is then not a serious incident."),
        Choice("no", "No", "It was not, or the care fell short."),
        Choice("not_yet_known", "Not yet known", "Declare it, set a day to look again, and downgrade if so."),
    ),
    clause="3.5",
    required=True,
)


@dataclass(frozen=True)
class Answers:
    """Everything answered so far; None is not answered. ``death`` is True where someone has died; A1 says so too.

    ``someone_hurt``: the report grades harm to somebody, however small. It only speaks against a near miss: how bad the
    harm was decides nothing here.
    """

    criteria: frozenset[str] = frozenset()
    sub_answers: Mapping[str, Answer] = field(default_factory=dict)
    nhs_funded: NhsFunded | None = None
    natural_course: NaturalCourse | None = None
    near_miss: bool | None = None
    near_miss_scores: NearMissScores | None = None
    never_event_code: str | None = None
    incident_on: date | None = None
    death: bool | None = None
    someone_hurt: bool = False
    borderline: bool = False

    @property
    def asks_natural_course(self) -> bool:
        """Whether the question of clause 3.5 arises."""
        return bool(self.death) or "A1" in self.criteria

    @property
    def asks_death(self) -> bool:
        """Whether nobody has said yet if someone died. The question of clause 3.5 asks it: "nobody" is an answer."""
        return self.death is None and "A1" not in self.criteria

    @property
    def asks_near_miss(self) -> bool:
        """Whether nobody has said yet if it was a near miss. Where someone was harmed it was none."""
        return self.near_miss is None and not self.says_someone_was_hurt

    @property
    def says_someone_was_hurt(self) -> bool:
        """Whether a criterion, a death or the report says that somebody was harmed, so that it is no near miss."""
        return bool(self.criteria & _EXPLAINED_BY_NATURAL_COURSE or self.death or self.someone_hurt)


@dataclass(frozen=True)
class Advice:
    """Advice, never a verdict. ``must_declare`` is the one thing that binds: a listed Never Event (3.3.0)."""

    recommendation: Recommendation
    reasons: tuple[Reason, ...]
    must_declare: bool = False
    set_review_date: bool = False


def someone_died(physical_harm: str, circumstances: Collection[str]) -> bool:
    """Whether the report itself says that someone died, whatever the cause: clause 3.5 is then asked."""
    return physical_harm == "died" or "death" in circumstances


def is_listed_never_event(answers: Answers) -> bool:
    """Whether a Never Event was named and is on the list for the day it happened."""
    code, on = answers.never_event_code, answers.incident_on
    return bool(code and on and code in NEVER_EVENTS and in_force(code, on))


def required_fields_for(answers: Answers) -> tuple[str, ...]:
    """The questions that must be answered before deciding, in order: field names and sub-question codes."""
    fields = ["nhs_funded"]
    if answers.never_event_code:
        fields.append("incident_on")
    if answers.asks_natural_course or answers.asks_death:
        fields.append("natural_course")
    if answers.asks_near_miss:
        fields.append("near_miss")
    if answers.near_miss:
        fields.append("near_miss_scores")
    for code, criterion in CRITERIA.items():
        if code in answers.criteria:
            fields += [row.code for row in criterion.sub_questions if row.required]
            if code == "A1" and "yes" in chosen(answers.sub_answers, "a1_mental_health_care"):
                fields.append("a1_last_contact")
    return tuple(fields)


def unanswered(answers: Answers) -> tuple[str, ...]:
    """The required questions that have no answer yet."""
    own = {
        "nhs_funded": answers.nhs_funded is not None,
        "incident_on": answers.incident_on is not None,
        "natural_course": answers.natural_course is not None,
        "near_miss": answers.near_miss is not None,
        "near_miss_scores": answers.near_miss_scores is not None,
    }
    return tuple(
        name
        for name in required_fields_for(answers)
        if not own.get(name, is_answered(answers.sub_answers, name))
    )


_STRENGTH = {Recommendation.NOT_SERIOUS: 0, Recommendation.DISCUSS: 1, Recommendation.DECLARE: 2}
_FROM_NEAR_MISS = {
    NearMissAdvice.DECLARE: Recommendation.DECLARE,
    NearMissAdvice.DISCUSS: Recommendation.DISCUSS,
    NearMissAdvice.LOCAL_LEARNING: Recommendation.NOT_SERIOUS,
}
#: Criteria that speak of a death or injury, which a natural course explains; the others stand by themselves.
_EXPLAINED_BY_NATURAL_COURSE = frozenset({"A1", "A2", "A3"})

_Suggestion = tuple[Recommendation, Reason]


def _suggest_abuse(answers: Answers) -> _Suggestion:
    failed = "yes" in chosen(answers.sub_answers, "a4_not_safeguarded")
    during = "yes" in chosen(answers.sub_answers, "a4_during_care")
    if failed:
        words = "The provider did not act to safeguard against abuse."
        return Recommendation.DECLARE, Reason(text=words, clause="3.2a.iv")
    if during:
        words = "Abuse during NHS-funded care counts under the national framework."
        return Recommendation.DECLARE, Reason(text=words, clause="3.2a.iv")
    if "no" not in chosen(answers.sub_answers, "a4_not_safeguarded"):
        words = "It is not known yet whether the provider failed to act to safeguard against abuse: find out."
    elif "no" not in chosen(answers.sub_answers, "a4_during_care"):
        words = "It is not known yet whether the abuse happened during NHS-funded care: find out."
    else:
        words = (
            "Abuse is ticked, but neither that the provider failed to act nor that it happened during care."
        )
    return Recommendation.DISCUSS, Reason(text=words, clause="3.2.2")


def _suggest_never_event(answers: Answers) -> list[_Suggestion]:
    code, on = answers.never_event_code, answers.incident_on
    if not code or on is None:
        return []
    edition = list_on(on)
    if not edition.loaded:
        words = f"{edition.label} Ask the ICB which list applied."
        return [(Recommendation.DISCUSS, Reason(text=words, clause="2.3b"))]
    if is_listed_never_event(answers):
        words = f"Never Event {code}, {NEVER_EVENTS[code].name}, is on the list for the day it happened."
        return [(Recommendation.DECLARE, Reason(text=words, clause="3.3.0"))]
    words = f"Never Event {code} is not on the list for the day it happened."
    return [(Recommendation.NOT_SERIOUS, Reason(text=words, clause="3.3.0"))]


def _suggest_death(answers: Answers) -> list[_Suggestion]:
    if not answers.asks_natural_course:
        return []
    if answers.natural_course is NaturalCourse.YES:
        words = "A natural-course death managed to best practice is not a serious incident."
        return [(Recommendation.NOT_SERIOUS, Reason(text=words, clause="3.5"))]
    if answers.natural_course is NaturalCourse.NOT_YET_KNOWN:
        words = "It is not yet known whether the death was natural: declare now and set a day to look again."
        return [(Recommendation.DECLARE, Reason(text=words, clause="3.5"))]
    if "A1" not in answers.criteria:
        words = "Someone died and it was not the natural course of illness: did care or service play a part?"
        return [(Recommendation.DISCUSS, Reason(text=words, clause="3.2a.i"))]
    return []


def _met(criterion: Criterion) -> Reason:
    label = criterion.label[0].lower() + criterion.label[1:]
    return Reason(text=f"Criterion met: {label}.", clause=criterion.clause)


def _suggestions(answers: Answers) -> list[_Suggestion]:
    found = _suggest_never_event(answers) + _suggest_death(answers)
    natural = answers.asks_natural_course and answers.natural_course is NaturalCourse.YES
    for code, criterion in CRITERIA.items():
        if code not in answers.criteria or (natural and code in _EXPLAINED_BY_NATURAL_COURSE):
            continue
        suggested, reason = Recommendation.DECLARE, _met(criterion)
        if code == "A4":
            suggested, reason = _suggest_abuse(answers)
        found.append((Recommendation.DISCUSS if natural else suggested, reason))
    if answers.near_miss and answers.near_miss_scores is not None:
        assessment = assess(answers.near_miss_scores)
        found += [(_FROM_NEAR_MISS[assessment.advice], reason) for reason in assessment.reasons]
    return found


def _funding(answers: Answers) -> list[Reason]:
    if answers.nhs_funded is NhsFunded.NO:
        words = "The NHS did not pay for this care, so the policy may not apply: settle it with the ICB."
        return [Reason(text=words, clause="3.2a")]
    if answers.nhs_funded is NhsFunded.NOT_SURE:
        return [
            Reason(text="Nobody is sure that the NHS paid for this care. The ICB can say.", clause="3.2a")
        ]
    return []


def advise(answers: Answers) -> Advice:
    """What the answers suggest, with every reason and its clause.

    A listed Never Event must be declared whatever else is answered. Otherwise nothing is advised while
    answers are missing, the strongest reason leads, and doubtful funding or a borderline case means discuss.
    """
    if is_listed_never_event(answers):
        reasons = [reason for _, reason in _suggest_never_event(answers)]
        reasons.append(Reason(text="Harm may be none. A Never Event can only be declared.", clause="3.3b"))
        return Advice(Recommendation.DECLARE, tuple(reasons + _funding(answers)), must_declare=True)
    if missing := unanswered(answers):
        words = f"{len(missing)} question{'s' if len(missing) > 1 else ''} still to answer."
        return Advice(Recommendation.INCOMPLETE, (Reason(text=words, clause="3.2.1"),))
    suggestions = _suggestions(answers)
    reasons = [reason for _, reason in suggestions]
    best = max(
        (found for found, _ in suggestions), key=_STRENGTH.__getitem__, default=Recommendation.NOT_SERIOUS
    )
    if not suggestions:
        words = "No criterion is ticked. No list settles it: say in the rationale why it is not serious."
        reasons.append(Reason(text=words, clause="3.2.1"))
    if funding := _funding(answers):
        reasons += funding
        best = Recommendation.DISCUSS if best is Recommendation.DECLARE else best
    if answers.borderline:
        reasons.append(Reason(text="It is borderline: agree it with the ICB.", clause="3.2.2"))
        best = Recommendation.DISCUSS
    look_again = answers.asks_natural_course and answers.natural_course is NaturalCourse.NOT_YET_KNOWN
    return Advice(best, tuple(reasons), set_review_date=look_again)


def problems(
    answers: Answers,
    outcome: Outcome,
    rationale: str,
    *,
    override_reason: str = "",
    review_on: date | None = None,
    today: date | None = None,
) -> tuple[Problem, ...]:
    """What stops this judgement from being recorded, each beside its field; empty when nothing does.

    ``override_reason`` is why a natural-course death is declared all the same; ``review_on`` is when a death
    not yet explained is looked at again. Dates are compared with ``today`` where it is given.
    """
    found = []
    if not rationale.strip():
        found.append(Problem("rationale", "Say why, in your own words.", clause="3.2.1"))
    found += _problems_of_answers(answers, outcome)
    if is_listed_never_event(answers) and outcome is not Outcome.DECLARE:
        words = "It is on the Never Events list for the day it happened, so it can only be declared."
        found.append(Problem("outcome", words, clause="3.3.0"))
    if outcome is Outcome.DECLARE and answers.asks_natural_course:
        found += _problems_of_declared_death(answers, override_reason, review_on, today)
    if today and (problem := problem_with_happened(answers.incident_on, today=today)):
        found.append(Problem("incident_on", problem, clause="1.1b"))
    return tuple(found)


_ASK = {
    "nhs_funded": ("Say whether the NHS paid for the care.", "3.2a"),
    "incident_on": ("Say when it happened: the Never Events list depends on it.", "2.3b"),
    "natural_course": ("Answer this for every death. “Not yet known” is an answer.", "3.5"),
    "near_miss": ("Say whether it was a near miss. The report leaves it open, or says that it was.", "3.6.0"),
    "near_miss_scores": ("Assess the risk before you decide on a near miss.", "3.6.0"),
}
_SUB_QUESTIONS: Mapping[str, SubQuestion] = MappingProxyType(
    {row.code: row for criterion in CRITERIA.values() for row in criterion.sub_questions}
)


def _problems_of_answers(answers: Answers, outcome: Outcome) -> list[Problem]:
    found = []
    for code in sorted(answers.criteria - set(CRITERIA)):
        found.append(Problem("criteria", f"There is no criterion {code}.", clause="3.2.1"))
    # Without a day the day itself is asked for, below; one the list does not hold cannot be recorded.
    if answers.never_event_code and (answers.incident_on or answers.never_event_code not in NEVER_EVENTS):
        words = problem_with_never_event(answers.never_event_code, answers.incident_on)
        if words:
            found.append(Problem("never_event_code", words, clause="3.3d"))
    if answers.near_miss and answers.says_someone_was_hurt:
        words = "Someone was harmed, so this is not a near miss. Change one of the two."
        if answers.someone_hurt:
            words = "The report says that someone was harmed. Harm, however small, is not a near miss."
        found.append(Problem("near_miss", words, clause="3.6.0"))
    for name in unanswered(answers):
        # A borderline case is talked through before everything is known; what was asked by name is not.
        if outcome is Outcome.DISCUSS and name not in ("nhs_funded", "incident_on"):
            continue
        if name == "natural_course" and answers.asks_death:
            words = "Say whether anyone died. “Nobody died” is an answer."
            found.append(Problem(name, words, clause="3.5"))
        elif name in _ASK:
            message, clause = _ASK[name]
            found.append(Problem(name, message, clause=clause))
        else:
            question = _SUB_QUESTIONS[name]
            found.append(Problem(name, f"Answer: {question.text}", clause=question.clause))
    for name, question in _SUB_QUESTIONS.items():
        known = {choice.code for choice in question.choices}
        if known and not known.issuperset(chosen(answers.sub_answers, name)):
            found.append(Problem(name, "Choose from the list.", clause=question.clause))
    return found


def _problems_of_declared_death(
    answers: Answers, override_reason: str, review_on: date | None, today: date | None
) -> list[Problem]:
    overridden = bool(override_reason.strip()) or is_listed_never_event(answers)
    if answers.natural_course is NaturalCourse.YES and not overridden:
        words = "You say the death was natural and well managed. Say why you still declare it."
        return [Problem("override_reason", words, clause="3.5")]
    if answers.natural_course is NaturalCourse.NOT_YET_KNOWN:
        if review_on is None:
            return [Problem("review_on", "Set a day to look at this again.", clause="3.5")]
        if today and review_on <= today:
            return [Problem("review_on", "The day to look again must be in the future.", clause="3.5")]
    return []
