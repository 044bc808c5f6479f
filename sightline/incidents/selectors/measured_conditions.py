"""What a case must have to be counted by a measure of ``policy.measures``, and to be counted as good: by its code.

Each is written once, as conditions on incidents: the job counts with them by the thousand, and the list finds with
them the cases behind a figure, so that the two cannot differ. A condition that looks at other rows asks for each
case by an index (``Exists``), never by a join that would count a case twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from sightline.incidents.models import (
    CandourStep,
    ClassificationRecord,
    DiscussionView,
    DueDate,
    InvestigationReport,
    Involvement,
    Message,
    SafetyAction,
)
from sightline.policy.candour import StepOutcome
from sightline.policy.classification import Outcome, Recommendation
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.measures import MEASURES
from sightline.policy.quality_assurance import Rating
from sightline.policy.terms import Status
from sightline.policy.workflow_step import OPEN_AND_SERIOUS
from sightline.policy.working_days import LONDON

S = Status
Row = TypeVar("Row", bound=Model)


class Among(Enum):
    """Where cases of a measure are looked for: one counting query each."""

    REPORTED = "reported"
    IN_HAND = "in hand"
    SERIOUS = "serious"
    CANDOUR = "candour"


def _status(*statuses: Status) -> Q:
    return Q(status__in=[status.value for status in statuses])


_BEYOND_REVIEW = _status(S.INVESTIGATING, S.REPORT_SUBMITTED, S.IN_REVIEW, S.RETURNED, S.CLOSED)
#: The condition of each place to look. A case joined to another is counted by that other.
AMONG: Mapping[Among, Q] = MappingProxyType(
    {
        Among.REPORTED: ~_status(S.DRAFT, S.DUPLICATE),
        Among.IN_HAND: ~_status(S.DRAFT, S.DUPLICATE, S.NOT_SERIOUS, S.DOWNGRADED),
        Among.SERIOUS: _status(*OPEN_AND_SERIOUS, S.CLOSED),
        Among.CANDOUR: ~_status(S.DRAFT, S.DUPLICATE) & Q(candour__applies=True),
    }
)


@dataclass(frozen=True)
class Counting:
    """Which cases a measure counts (``total``), and which of those are good. Both hold on any set of incidents."""

    among: Among
    counts: Q
    good: Q


#: Made anew for each day: what is overdue turns on it.
_Made = Callable[[date], Counting]


def counting(code: str, today: date) -> Counting:
    """The conditions of a measure on a day, for its frameworks; KeyError for a code there is not."""
    made = _MADE[code](today)
    frameworks = Q(framework__in=[framework.value for framework in MEASURES[code].frameworks])
    return Counting(made.among, AMONG[made.among] & frameworks & made.counts, made.good)


# Timescales


def _dues(kind: DeadlineKind) -> QuerySet[DueDate]:
    return DueDate.objects.filter(incident=OuterRef("pk"), kind=kind.value)


def _passed(kind: DeadlineKind, today: date) -> Q:
    """Whether the last day of a timescale lies behind, done or not."""
    return Q(Exists(_dues(kind).filter(due_on__lt=today)))


def _late(kind: DeadlineKind, today: date) -> Q:
    """Whether a round of a timescale was done after its last day, or that day went by.

    What is stopped, set aside or ended before its last day is not late. The last day is the one in force, moved by what
    the ICB agreed to: today nothing records an extension agreed too late, which would have to count by the first day.
    """
    rows = _dues(kind).annotate(
        done_on=TruncDate("done_at", tzinfo=LONDON), ended_on=TruncDate("incident__closed_at", tzinfo=LONDON)
    )
    undone = Q(done_at__isnull=True)
    late = Q(done_on__gt=F("due_on")) | undone & Q(is_running=True, due_on__lt=today)
    if kind is not DeadlineKind.FINAL_REPORT:
        # A closed case without its final report is one that another body investigates.
        late |= undone & Q(is_running=False, ended_on__gt=F("due_on"))
    return Q(Exists(rows.filter(late)))


def _timescale(kind: DeadlineKind, among: Among = Among.IN_HAND) -> _Made:
    def made(today: date) -> Counting:
        late = _late(kind, today)
        done = Q(Exists(_dues(kind).filter(done_at__isnull=False)))
        return Counting(among, done | late, ~late)

    return made


# Candour

_DONE = (StepOutcome.DONE,)
_OFFERED = (StepOutcome.DONE, StepOutcome.DECLINED)
_SETTLED = (StepOutcome.DONE, StepOutcome.DECLINED, StepOutcome.COULD_NOT_CONTACT)


def _newest(rows: QuerySet[Row], later: QuerySet[Row], moment: str) -> QuerySet[Row]:
    """Of append-only rows those behind which nothing newer of the same kind stands; the key decides within a moment."""
    is_later = Q(**{f"{moment}__gt": OuterRef(moment)}) | Q(
        **{moment: OuterRef(moment), "pk__gt": OuterRef("pk")}
    )
    return rows.filter(~Exists(later.filter(is_later)))


def _step(code: str, outcomes: Iterable[StepOutcome]) -> Q:
    """Whether the last that was recorded of a step is one of these outcomes."""
    rows = CandourStep.objects.filter(
        incident=OuterRef("pk"), code=code, outcome__in=[outcome.value for outcome in outcomes]
    )
    later = CandourStep.objects.filter(incident=OuterRef("incident"), code=code)
    return Q(Exists(_newest(rows, later, "recorded_at")))


_TOLD = _step("D1", _DONE)


def _when_told(code: str, more: Q | None = None) -> _Made:
    return lambda today: Counting(Among.CANDOUR, _TOLD & (more or Q()), _step(code, _OFFERED))


def _candour_decided(today: date) -> Counting:
    decided = Q(candour__isnull=False)
    return Counting(Among.SERIOUS, decided | _passed(DeadlineKind.CANDOUR_NOTIFICATION, today), decided)


def _candour_open(today: date) -> Counting:
    settled = _step("D1", _SETTLED)
    return Counting(Among.CANDOUR, settled | _passed(DeadlineKind.CANDOUR_NOTIFICATION, today), settled)


# Classification


def _judgements() -> QuerySet[ClassificationRecord]:
    return ClassificationRecord.objects.filter(incident=OuterRef("pk"))


def _judged_with_reason(today: date) -> Counting:
    return Counting(Among.REPORTED, ~_status(S.REPORTED), Q(Exists(_judgements().exclude(rationale=""))))


def _funding_asked(today: date) -> Counting:
    return Counting(Among.SERIOUS, Q(), Q(Exists(_judgements().exclude(nhs_funded=""))))


def _natural_course_asked(today: date) -> Counting:
    return Counting(
        Among.SERIOUS, Q(physical_harm="died"), Q(Exists(_judgements().exclude(natural_course="")))
    )


def _near_misses() -> QuerySet[ClassificationRecord]:
    """The last judgement of a case, where it says that it was a near miss."""
    return _newest(
        _judgements().filter(near_miss=True),
        ClassificationRecord.objects.filter(incident=OuterRef("incident")),
        "made_at",
    )


def _near_miss_assessed(today: date) -> Counting:
    assessed = _near_misses().filter(
        likelihood__isnull=False,
        consequence_staff__isnull=False,
        consequence_patients__isnull=False,
        consequence_organisation__isnull=False,
    )
    return Counting(Among.REPORTED, Q(Exists(_near_misses())), Q(Exists(assessed)))


def _near_miss_pursued(today: date) -> Counting:
    advised = [Recommendation.DECLARE.value, Recommendation.DISCUSS.value]
    risky = _near_misses().filter(advice__recommendation__in=advised)
    pursued = _judgements().filter(outcome__in=[Outcome.DECLARE.value, Outcome.DISCUSS.value])
    return Counting(Among.REPORTED, Q(Exists(risky)), Q(Exists(pursued)))


def _classification_agreed(today: date) -> Counting:
    answered = Q(classification_agreed__isnull=False)
    return Counting(Among.SERIOUS, answered | _BEYOND_REVIEW, Q(classification_agreed=True))


def _views(view: str) -> Q:
    """Whether the last view of each side is this one."""
    both = Q()
    for side in ("provider", "commissioner"):
        rows = DiscussionView.objects.filter(incident=OuterRef("pk"), side=side, view=view)
        later = DiscussionView.objects.filter(incident=OuterRef("incident"), side=side)
        both &= Q(Exists(_newest(rows, later, "given_at")))
    return both


def _discussion_agreed(today: date) -> Counting:
    ended = Q(discussing_since__isnull=False) & ~_status(S.DISCUSSING)
    return Counting(Among.REPORTED, ended, _views("serious") | _views("not_serious"))


_LISTED = ~Q(never_event_code="")


def _never_event_settled(today: date) -> Counting:
    answered = Q(never_event_confirmed__isnull=False)
    return Counting(Among.SERIOUS, _LISTED & (answered | _BEYOND_REVIEW), answered)


def _never_event_investigated(today: date) -> Counting:
    stands = _LISTED & (Q(never_event_confirmed=True) | Q(never_event_confirmed__isnull=True))
    return Counting(Among.REPORTED, stands, AMONG[Among.SERIOUS])


# Investigation and quality assurance


def _reports() -> QuerySet[InvestigationReport]:
    return InvestigationReport.objects.filter(incident=OuterRef("pk"))


def _level_agreed(today: date) -> Counting:
    return Counting(Among.SERIOUS, _BEYOND_REVIEW, Q(agreed_level__isnull=False))


def _executive_signed(today: date) -> Counting:
    sent = _reports().filter(submitted_at__isnull=False)
    return Counting(Among.SERIOUS, Q(Exists(sent)), ~Q(Exists(sent.filter(signed_off_at__isnull=True))))


def _quality_assured(today: date) -> Counting:
    answered = _reports().filter(outcome__in=["accepted", "returned"])
    return Counting(Among.SERIOUS, Q(Exists(answered)), ~Q(Exists(answered.filter(quality={}))))


def _accepted() -> QuerySet[InvestigationReport]:
    """The version that the ICB accepted, the last where a reopened case has more."""
    later = InvestigationReport.objects.filter(
        incident=OuterRef("incident"), outcome="accepted", number__gt=OuterRef("number")
    )
    return _reports().filter(~Exists(later), outcome="accepted")


def _accepted_in_full(today: date) -> Counting:
    accepted = _accepted()
    return Counting(Among.SERIOUS, Q(Exists(accepted)), Q(Exists(accepted.filter(override_reason=""))))


_RATINGS = [Rating.MET.value, Rating.PARTLY.value, Rating.NOT_MET.value]


def _rated(*items: str) -> _Made:
    """Accepted reports in which each of these items of the checklist was rated; good where each is met."""

    def made(today: date) -> Counting:
        rated = met = _accepted()
        for item in items:
            rated = rated.filter(**{f"quality__{item}__rating__in": _RATINGS})
            met = met.filter(**{f"quality__{item}__rating": Rating.MET.value})
        return Counting(Among.SERIOUS, Q(Exists(rated)), Q(Exists(met)))

    return made


# Actions, messages, and whose case it is


def _actions() -> QuerySet[SafetyAction]:
    return SafetyAction.objects.filter(incident=OuterRef("pk"))


def _actions_done(today: date) -> Counting:
    rows = _actions().annotate(done_on=TruncDate("completed_at", tzinfo=LONDON))
    overdue = Q(completed_at__isnull=True, due_on__lt=today)
    late = Q(Exists(rows.filter(Q(done_on__gt=F("due_on")) | overdue)))
    done = Q(Exists(_actions().filter(completed_at__isnull=False)))
    return Counting(Among.REPORTED, done | late, ~late)


def _actions_verified(today: date) -> Counting:
    unproved = Q(Exists(_actions().filter(due_on__lt=today, verified_at__isnull=True)))
    proved = Q(Exists(_actions().filter(verified_at__isnull=False)))
    return Counting(Among.REPORTED, proved | unproved, ~unproved)


def _actions_followed(today: date) -> Counting:
    was_open = Q(completed_at__isnull=True) | Q(completed_at__gt=F("incident__closed_at"))
    left = _actions().filter(was_open, added_at__lte=F("incident__closed_at"))
    return Counting(Among.SERIOUS, _status(S.CLOSED) & Q(Exists(left)), ~Q(monitoring_of_actions=""))


def _questions_answered(today: date) -> Counting:
    asked = Message.objects.filter(
        incident=OuterRef("pk"), audience="shared", asks=True, answer_by__isnull=False
    ).annotate(answered_on=TruncDate("answered_at", tzinfo=LONDON))
    unanswered = Q(answered_at__isnull=True, answer_by__lt=today)
    late = Q(Exists(asked.filter(Q(answered_on__gt=F("answer_by")) | unanswered)))
    answered = Q(Exists(asked.filter(answered_at__isnull=False)))
    return Counting(Among.REPORTED, answered | late, ~late)


def _others_alerted(today: date) -> Counting:
    named = Q(Exists(Involvement.objects.filter(incident=OuterRef("pk"))))
    return Counting(Among.REPORTED, Q(others_involved="yes"), named)


def _steis_number(today: date) -> Counting:
    has_number = ~Q(steis_number="")
    return Counting(Among.SERIOUS, has_number | _passed(DeadlineKind.ACKNOWLEDGE, today), has_number)


def _always(among: Among, good: Q) -> _Made:
    return lambda today: Counting(among, Q(), good)


K = DeadlineKind
_MADE: Mapping[str, _Made] = MappingProxyType(
    {
        **{
            kind.value: _timescale(kind)
            for kind in (
                *(K.REPORT_TO_ICB, K.INITIAL_REVIEW, K.FINAL_REPORT, K.INDEPENDENT_REPORT, K.ACKNOWLEDGE),
                *(K.ANSWER_INITIAL_REVIEW, K.ACKNOWLEDGE_REPORT, K.FEEDBACK_ON_REPORT, K.RESUBMISSION),
            )
        },
        # Candour is owed where a case was judged not serious or downgraded too.
        **{
            kind.value: _timescale(kind, Among.REPORTED)
            for kind in (K.CANDOUR_NOTIFICATION, K.CANDOUR_LETTER)
        },
        "candour_decided": _candour_decided,
        "candour_open": _candour_open,
        "candour_account": _when_told("D2"),
        "candour_enquiries": _when_told("D3"),
        "candour_apology": _when_told("D4"),
        "candour_support": _when_told("D5"),
        "candour_record": lambda today: Counting(Among.CANDOUR, _step("D1", _SETTLED), _step("D6", _DONE)),
        "candour_findings": _when_told("D8", _status(S.CLOSED)),
        "judged_with_reason": _judged_with_reason,
        "funding_asked": _funding_asked,
        "natural_course_asked": _natural_course_asked,
        "near_miss_assessed": _near_miss_assessed,
        "near_miss_pursued": _near_miss_pursued,
        "classification_agreed": _classification_agreed,
        "discussion_agreed": _discussion_agreed,
        "never_event_settled": _never_event_settled,
        "never_event_investigated": _never_event_investigated,
        "level_agreed": _level_agreed,
        "executive_signed": _executive_signed,
        "quality_assured": _quality_assured,
        "accepted_in_full": _accepted_in_full,
        "people_involved": _rated("people_involved"),
        "just_culture": _rated("just_culture"),
        "causes_explored": _rated("contributory_factors", "root_causes"),
        "strong_recommendations": _rated("strong_recommendations"),
        "lessons_shareable": _rated("lessons"),
        "barriers_explained": _rated("barriers"),
        "fair_treatment": _rated("safeguarding"),
        "no_names": _rated("no_names"),
        "actions_done": _actions_done,
        "actions_verified": _actions_verified,
        "actions_followed": _actions_followed,
        "questions_answered": _questions_answered,
        "immediate_action": _always(Among.REPORTED, ~Q(made_safe="")),
        "lead_settled": _always(Among.REPORTED, Q(lead_commissioner__isnull=False)),
        "responsible_settled": _always(Among.SERIOUS, Q(responsible_commissioner__isnull=False)),
        "place_settled": _always(Among.SERIOUS, Q(place__isnull=False)),
        "others_alerted": _others_alerted,
        "steis_number": _steis_number,
    }
)
