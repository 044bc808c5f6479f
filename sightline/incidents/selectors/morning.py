"""What a handler asks first in the morning: what came overnight, what is due today, what nobody has, what was left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from sightline.incidents.models import Incident, StepTaken
from sightline.incidents.selectors.desk import OPEN, OwnDesk, desk_field
from sightline.incidents.selectors.discussion import WaitingMessage, waiting_messages
from sightline.incidents.visibility import of_visible, visible_to
from sightline.organisations import selectors as organisations
from sightline.policy.facts import Actor
from sightline.policy.permissions import roles_holding
from sightline.policy.terms import Action, Part, Permission, Relation
from sightline.policy.working_days import LONDON, Calendar, is_working_day, london_day

#: The day's work ends here; what comes later is overnight.
EVENING = time(17)
MOST_ROWS = 10


@dataclass(frozen=True)
class MorningRow:
    """One case, and why it stands here."""

    reference: str
    provider_name: str
    headline: str
    why: str


@dataclass(frozen=True)
class Morning:
    """What came and what was left, each group bounded."""

    overnight: tuple[MorningRow, ...]
    left_for_you: tuple[MorningRow, ...]
    questions: tuple[WaitingMessage, ...]


@dataclass(frozen=True)
class DeskCounts:
    """Open cases of this side on nobody's desk, and on one's own with those covered."""

    nobodys: int
    own: int


_ARRIVING = (Action.DECLARE, Action.REQUEST_DISCUSSION, Action.SEND_REPORT)
_WHY = {
    Action.DECLARE: "Declared",
    Action.REQUEST_DISCUSSION: "Put up for discussion",
    Action.SEND_REPORT: "Reported",
}


def handles_cases(actor: Actor) -> bool:
    """Whether people of this role are named on cases at either side."""
    relations = (Relation.LEAD_COMMISSIONER, Relation.PROVIDER)
    return any(actor.role in roles_holding(Permission.ALLOCATE, relation) for relation in relations)


def own_desk(actor: Actor, *, now: datetime) -> OwnDesk:
    """This person's own desk and those they cover today."""
    covered = organisations.covered_by(actor.person_id, actor.organisation_id, london_day(now))
    return OwnDesk(desk_field(actor), (actor.person_id, *covered))


def desk_counts(actor: Actor, own: OwnDesk, *, now: datetime) -> DeskCounts:
    """How much nobody has, and whether one's own desk is empty; one query over open cases."""
    field = desk_field(actor)
    counted = (
        _of_own_side(actor, visible_to(actor, now=now, part=Part.TIMESCALES))
        .order_by()
        .aggregate(
            nobodys=Count("id", filter=Q(**{f"{field}__isnull": True})),
            own=Count("id", filter=own.condition()),
        )
    )
    return DeskCounts(counted["nobodys"], counted["own"])


def evening_before(now: datetime, calendar: Calendar) -> datetime:
    """The end of the last working day before today's working hours."""
    day = london_day(now) - timedelta(days=1)
    while not is_working_day(day, calendar):
        day -= timedelta(days=1)
    return datetime.combine(day, EVENING, LONDON)


def morning(actor: Actor, *, since: datetime | None, now: datetime, calendar: Calendar) -> Morning:
    """Three queries, each bounded."""
    steps = _overnight_and_left(actor, now=now, since=since, evening=evening_before(now, calendar))
    return Morning(
        overnight=_overnight(steps),
        left_for_you=_left(steps),
        questions=tuple(row for row in waiting_messages(actor, now=now) if row.question or row.unread)[
            :MOST_ROWS
        ],
    )


def _row(step: Any, why: str) -> MorningRow:
    return MorningRow(step.incident__reference, step.incident__provider__name, step.incident__headline, why)


def _of_own_side(actor: Actor, shown: QuerySet[Incident]) -> QuerySet[Incident]:
    own = "lead_commissioner_id" if desk_field(actor) == "handler" else "provider_id"
    return shown.filter(status__in=OPEN, **{own: actor.organisation_id})


def _overnight_and_left(
    actor: Actor, *, now: datetime, since: datetime | None, evening: datetime
) -> list[Any]:
    """Arrivals since the evening, and what others put on this desk since the last visit: the latest of each kind.

    Ranked within its kind, so that a whole desk given on at once does not push out what came overnight.
    """
    field = desk_field(actor)
    wanted = _ARRIVING[:2] if field == "handler" else _ARRIVING
    overnight = Q(action__in=[action.value for action in wanted], taken_at__gt=evening)
    left = Q(pk__in=[])
    if since is not None:
        given = Q(action=Action.ALLOCATE.value, taken_at__gt=since)
        left = given & Q(**{f"incident__{field}_id": actor.person_id}) & ~Q(taken_by=actor.person_id)
    kind = Case(When(action=Action.ALLOCATE.value, then=1), default=0)
    return list(
        StepTaken.objects.filter(
            overnight | left,
            of_visible(actor, now=now, part=Part.TIMESCALES),
            # Said once more, so that either engine begins at the steps since then and not at every case.
            taken_at__gt=evening if since is None else min(evening, since),
        )
        .annotate(place=Window(RowNumber(), partition_by=[kind], order_by=F("taken_at").desc()))
        .filter(place__lte=MOST_ROWS)
        .order_by("-taken_at")
        .values_list(
            *("incident_id", "incident__reference", "incident__provider__name", "incident__headline"),
            *("action", "taken_by", "note"),
            named=True,
        )
    )


def _overnight(steps: list[Any]) -> tuple[MorningRow, ...]:
    rows = {
        step.incident__reference: _row(step, _WHY[Action(step.action)])
        for step in steps
        if step.action != Action.ALLOCATE
    }
    return tuple(rows.values())


def _left(steps: list[Any]) -> tuple[MorningRow, ...]:
    left = [step for step in steps if step.action == Action.ALLOCATE]
    people = organisations.people({step.taken_by for step in left if step.taken_by})
    rows: dict[UUID, MorningRow] = {}
    for step in left:
        who = people.get(step.taken_by) if step.taken_by else None
        why = f"Put on your desk{f' by {who.full_name}' if who else ''}"
        rows.setdefault(step.incident_id, _row(step, f"{why}: {step.note}" if step.note else why))
    return tuple(rows.values())
