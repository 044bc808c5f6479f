"""Counting cases by the measures of ``policy.measures``: all of them at once for the job, and one for the list.

Six grouped queries count everything; no incident is read into memory. Sightline itself asks, for every organisation at
once: what comes back are numbers by organisation, Place and month, and who may be shown which is decided by whoever
reads them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    Exists,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import TruncMonth

from sightline.incidents.models import Incident, IncidentAccess
from sightline.incidents.selectors.measured_conditions import AMONG, Among, Counting, counting
from sightline.incidents.visibility import answered_for
from sightline.policy.facts import Actor
from sightline.policy.measures import MEASURES
from sightline.policy.permissions import levels_opening
from sightline.policy.terms import AccessLevel, Relation
from sightline.policy.working_days import LONDON, london_day

#: What a reader may ask of a measure: the cases as the clauses ask, the others, or both.
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Tally:
    """Of one measure, the cases of one provider, lead commissioner and Place that were reported in one month.

    ``month_on`` is the first day of the month, in London. ``is_shared``: whether the lead commissioner is shown the
    part of those cases that the measure is about.
    """

    measure: str
    month_on: date
    provider_id: UUID
    lead_commissioner_id: UUID | None
    place_id: UUID | None
    is_shared: bool
    good: int
    total: int


def tallies(*, since: datetime, now: datetime) -> Iterator[Tally]:
    """Every measure of the cases reported since a moment, as they stand now; nothing where nothing is counted."""
    today = london_day(now)
    together: dict[tuple[Among, frozenset[AccessLevel]], dict[str, Counting]] = defaultdict(dict)
    for code, measure in MEASURES.items():
        made = counting(code, today)
        together[made.among, levels_opening(measure.part)][code] = made
    for (among, levels), countings in together.items():
        yield from _counted(among, levels, countings, since, now)


def _counted(
    among: Among,
    levels: frozenset[AccessLevel],
    countings: dict[str, Counting],
    since: datetime,
    now: datetime,
) -> Iterator[Tally]:
    numbered = list(zip(count(), countings.items(), strict=False))
    columns = {}
    for number, (_, made) in numbered:
        columns[f"total{number}"] = Count("pk", filter=made.counts)
        columns[f"good{number}"] = Count("pk", filter=made.counts & made.good)
    shared = IncidentAccess.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=now),
        incident=OuterRef("pk"),
        organisation=OuterRef("lead_commissioner"),
        reason=Relation.LEAD_COMMISSIONER.value,
        level__in=[level.value for level in levels],
        from_at__lte=now,
    )
    keys = ("month_on", "provider_id", "lead_commissioner_id", "place_id", "is_shared")
    rows = (
        Incident.objects.filter(AMONG[among], reported_at__gte=since, reported_at__lte=now)
        .order_by()
        .annotate(
            month_on=TruncMonth("reported_at", tzinfo=LONDON, output_field=DateField()),
            is_shared=Exists(shared),
        )
        .values(*keys)
        .annotate(**columns)
    )
    for row in rows:
        for number, (code, _) in numbered:
            if row[f"total{number}"]:
                yield Tally(
                    measure=code,
                    **{key: row[key] for key in keys},
                    good=row[f"good{number}"],
                    total=row[f"total{number}"],
                )


def behind(actor: Actor, code: str, which: str, *, now: datetime) -> Q:
    """The condition on incidents that they are behind a figure as this hat is shown it: as asked, the others, or both.

    Of cases the hat is shown the measure's part, and that its organisation answers for. A code there is not finds none.
    """
    if code not in MEASURES:
        return Q(pk__in=[])
    made = counting(code, london_day(now))
    condition = answered_for(actor, MEASURES[code], now=now) & made.counts
    if which == YES:
        return condition & made.good
    if which == NO:
        # What is neither true nor false is not good: as it is counted.
        is_good = Case(When(made.good, then=True), default=Value(False), output_field=BooleanField())
        return condition & ~Q(is_good)
    return condition
