"""Today's evidence for each clause, as far as the reader may see: sums of what the job counted.

A hat is shown the cases that its organisation answers for: as provider all of its own, as lead commissioner those that
are shared with it; at a Place, that Place's. A measure is shown to roles that are shown its part of a case. So a figure
is the number of cases that the list behind it finds, but for what changed since it was counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, Sum

from sightline.governance.models import Measured
from sightline.organisations.figures import agreed_figures
from sightline.policy.clauses import CLAUSES
from sightline.policy.facts import Actor
from sightline.policy.local_default_rows import measure_under
from sightline.policy.measure_shape import COUNT
from sightline.policy.measures import (
    MEASURES,
    Kept,
    Measure,
    Threshold,
    kept,
    measures_of,
    relations_counting,
    reporting_year,
    worst,
)
from sightline.policy.permissions import BOUND_TO_PLACE, reads_cases
from sightline.policy.terms import Relation, Role
from sightline.policy.working_days import add_months, london_day

NOTHING_COUNTED = "No case counted yet"
READS_NO_CASES = "Your role reads no cases, so it is shown no figures."
PART_NOT_SHOWN = "Your role is not shown the part of a case that this is measured by."
#: Good and total by month.
_Months = Mapping[date, tuple[int, int]]


@dataclass(frozen=True)
class Month:
    """One point of a trend: the first day of the month, and its figure."""

    on: date
    good: int
    total: int


@dataclass(frozen=True)
class Figure:
    """One measure as this reader sees it: this year so far, month by month, with the words of both.

    ``sentence`` says that nothing is counted where ``total`` is 0, and ``unmet`` is then empty, as where all are good.
    ``threshold``: the edition in force now. ``trend``: each month from April to this one. The cases behind it are
    those of the list of incidents with ``measure=code``, ``kept=no`` (or ``yes``), ``from=from_on`` and ``to=to_on``.
    """

    measure: Measure
    good: int
    total: int
    kept: Kept
    sentence: str
    unmet: str
    trend: tuple[Month, ...]
    threshold: Threshold
    from_on: date
    to_on: date
    good_last_year: int = 0
    total_last_year: int = 0

    @property
    def code(self) -> str:
        """What the list of incidents knows the measure by."""
        return self.measure.code


@dataclass(frozen=True)
class Evidence:
    """What a clause stands on today. ``kept`` is the worst of its figures that have evidence.

    ``as_at``: when the figures were counted; None where the reader is shown none. ``note``: why a clause that is
    measured shows no figure to this reader, in a sentence.
    """

    kept: Kept
    figures: tuple[Figure, ...] = ()
    as_at: datetime | None = None
    note: str = ""


def evidence_for(actor: Actor, *, now: datetime) -> Mapping[str, Evidence]:
    """Every clause's evidence, this year (April to March), in the order of the policy: three queries.

    A measure is held to its threshold of today, be it the default or agreed locally.
    """
    shown = [measure for measure in MEASURES.values() if relations_counting(measure, actor.role)]
    as_at = Measured.objects.aggregate(at=Max("as_at"))["at"] if shown else None
    counted = _counted(actor, shown, as_at)
    agreed = agreed_figures() if shown else []
    figures = {
        measure.code: _figure(measure_under(measure, agreed), counted[measure.code], london_day(now))
        for measure in shown
    }
    return {clause_id: _evidence(measures_of(clause_id), figures, actor.role, as_at) for clause_id in CLAUSES}


def _evidence(
    measures: Iterable[Measure], figures: Mapping[str, Figure], role: Role, as_at: datetime | None
) -> Evidence:
    rows = tuple(measures)
    found = tuple(figures[measure.code] for measure in rows if measure.code in figures)
    if not rows:
        return Evidence(Kept.NOT_MEASURED)
    if not found:
        return Evidence(Kept.NO_EVIDENCE, note=PART_NOT_SHOWN if reads_cases(role) else READS_NO_CASES)
    return Evidence(worst(figure.kept for figure in found), found, as_at)


def _counted(actor: Actor, shown: Iterable[Measure], as_at: datetime | None) -> Mapping[str, _Months]:
    """Of each measure, the sums by month of the rows this hat may see."""
    found: dict[str, dict[date, tuple[int, int]]] = defaultdict(dict)
    if as_at is None:
        return found
    rows = (
        Measured.objects.filter(_visible(actor, shown), as_at=as_at)
        .values("measure", "month_on")
        .annotate(good_sum=Sum("good"), total_sum=Sum("total"))
        .order_by()
    )
    for row in rows:
        found[row["measure"]][row["month_on"]] = (row["good_sum"], row["total_sum"])
    return found


def _visible(actor: Actor, shown: Iterable[Measure]) -> Q:
    """The condition on counted rows that this hat may see them: no row is counted twice, whatever the hat is to it."""
    alike: dict[frozenset[Relation], list[str]] = defaultdict(list)
    for measure in shown:
        alike[relations_counting(measure, actor.role)].append(measure.code)
    visible = Q(pk__in=[])
    for relations, codes in alike.items():
        answers = Q(pk__in=[])
        if Relation.PROVIDER in relations:
            answers |= Q(provider_id=actor.organisation_id)
        if Relation.LEAD_COMMISSIONER in relations:
            answers |= Q(lead_commissioner_id=actor.organisation_id, is_shared=True)
        visible |= Q(measure__in=codes) & answers
    if actor.role in BOUND_TO_PLACE:
        visible &= Q(place_id=actor.place_id, place__isnull=False)
    return visible


def _figure(measure: Measure, months: _Months, today: date) -> Figure:
    first, last = reporting_year(today)
    so_far = (today.year - first.year) * 12 + today.month - first.month + 1
    trend = tuple(
        Month(on, *months.get(on, (0, 0))) for on in (add_months(first, number) for number in range(so_far))
    )
    good, total = sum(month.good for month in trend), sum(month.total for month in trend)
    before = [figure for on, figure in months.items() if on < first]
    return Figure(
        measure=measure,
        good=good,
        total=total,
        kept=kept(good, total, measure, on=today),
        sentence=measure.sentence.format(good=f"{good:,}", total=f"{total:,}")
        if total
        else f"{NOTHING_COUNTED}: {measure.sentence.removeprefix(COUNT)}",
        unmet=measure.unmet.format(unmet=f"{total - good:,}") if total > good else "",
        trend=trend,
        threshold=measure.threshold_on(today),
        from_on=first,
        to_on=last,
        good_last_year=sum(figure[0] for figure in before),
        total_last_year=sum(figure[1] for figure in before),
    )
