"""What a handler asks first in the morning: what came overnight, what is due today, what nobody has, what was left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from sightline.incidents.models import Incident, StepTaken
from sightline.incidents.selectors.desk import OPEN, desk_field
from sightline.incidents.selectors.discussion import WaitingMessage, waiting_messages
from sightline.incidents.visibility import visible_to
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
    """Each group is bounded; ``unallocated_count`` is capped by ``MOST_COUNTED``."""

    overnight: tuple[MorningRow, ...]
    unallocated: tuple[MorningRow, ...]
    unallocated_count: int
    left_for_you: tuple[MorningRow, ...]
    questions: tuple[WaitingMessage, ...]


MOST_COUNTED = 100
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


def own_desk(actor: Actor, *, now: datetime) -> Q:
    """The condition on incidents for this person's own desk and those they cover today."""
    people = [
        actor.person_id,
        *organisations.covered_by(actor.person_id, actor.organisation_id, london_day(now)),
    ]
    return Q(**{f"{desk_field(actor)}_id__in": people})


def has_cases(actor: Actor, desk: Q, *, now: datetime) -> bool:
    """Whether anything open is on a desk."""
    return visible_to(actor, now=now).filter(desk, status__in=OPEN).exists()


def evening_before(now: datetime, calendar: Calendar) -> datetime:
    """The end of the last working day before today's working hours."""
    day = london_day(now) - timedelta(days=1)
    while not is_working_day(day, calendar):
        day -= timedelta(days=1)
    return datetime.combine(day, EVENING, LONDON)


def morning(actor: Actor, *, since: datetime | None, now: datetime, calendar: Calendar) -> Morning:
    """Four queries, each bounded."""
    shown = visible_to(actor, now=now, part=Part.TIMESCALES)
    unallocated = list(_unallocated(actor, shown)[: MOST_COUNTED + 1])
    return Morning(
        overnight=_overnight(actor, shown, evening_before(now, calendar)),
        unallocated=tuple(_row(case, case_status(case)) for case in unallocated[:MOST_ROWS]),
        unallocated_count=len(unallocated),
        left_for_you=_left(actor, shown, since),
        questions=tuple(row for row in waiting_messages(actor, now=now) if row.question or row.unread)[
            :MOST_ROWS
        ],
    )


def case_status(case: Incident) -> str:
    """The status in words."""
    return case.get_status_display()


def _row(case: Incident, why: str) -> MorningRow:
    return MorningRow(case.reference, case.provider.name, case.headline, why)


def _unallocated(actor: Actor, shown: QuerySet[Incident]) -> QuerySet[Incident]:
    own = "lead_commissioner_id" if desk_field(actor) == "handler" else "provider_id"
    return (
        shown.filter(status__in=OPEN, **{own: actor.organisation_id, f"{desk_field(actor)}__isnull": True})
        .select_related("provider")
        .order_by("reported_at", "id")
    )


def _overnight(actor: Actor, shown: QuerySet[Incident], since: datetime) -> tuple[MorningRow, ...]:
    wanted = _ARRIVING if desk_field(actor) != "handler" else _ARRIVING[:2]
    steps = (
        StepTaken.objects.filter(
            action__in=[action.value for action in wanted],
            taken_at__gt=since,
            incident__in=shown,
        )
        .select_related("incident__provider")
        .order_by("-taken_at")[:MOST_ROWS]
    )
    rows = {step.incident.reference: _row(step.incident, _WHY[Action(step.action)]) for step in steps}
    return tuple(rows.values())


def _left(actor: Actor, shown: QuerySet[Incident], since: datetime | None) -> tuple[MorningRow, ...]:
    if since is None:
        return ()
    field = f"incident__{desk_field(actor)}_id"
    steps = (
        StepTaken.objects.filter(
            action=Action.ALLOCATE.value,
            taken_at__gt=since,
            incident__in=shown,
            **{field: actor.person_id},
        )
        .exclude(taken_by=actor.person_id)
        .select_related("incident__provider")
        .order_by("-taken_at")[:MOST_ROWS]
    )
    rows: dict[UUID, MorningRow] = {}
    for step in steps:
        rows.setdefault(step.incident_id, _row(step.incident, step.note or "Put on your desk"))
    return tuple(rows.values())
