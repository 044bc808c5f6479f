"""All incidents this hat may see, in the order asked for, by key pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sightline.incidents.models import Awaited, DueDate, Incident
from sightline.incidents.selectors.case_keeping import numbers_of
from sightline.incidents.selectors.desk import OPEN, desk_field
from sightline.incidents.selectors.full_text import candidates
from sightline.incidents.selectors.list_order import ORDERS, due_sort
from sightline.incidents.selectors.morning import handles_cases
from sightline.incidents.services.desk import roles_named
from sightline.incidents.visibility import seen_by, visible_to
from sightline.organisations import selectors as organisations
from sightline.policy.facts import Actor
from sightline.policy.terms import Part, Relation, Status
from sightline.policy.working_days import end_of_day, london_day

PAGE_SIZE = 50
MOST_COUNTED = 1000
NOT_SERIOUS_WITHHELD = "Judged not serious: criteria and rationale only"
WITHHELD = "What happened is not shown to this role"


@dataclass(frozen=True)
class ListFilter:
    """What the reader asked for; empty values ask for everything. ``after`` is the key of the last row seen.

    ``statuses``: any of them. ``overdue``: ``any``, ``provider`` or ``icb``, by whose it is. ``handler``: ``me``,
    ``nobody`` or a person's key, at the reader's own side. ``state``: ``open`` or ``ended``. ``sort``: a name of ``list_order.ORDERS``.
    """

    statuses: tuple[str, ...] = ()
    state: str = ""
    text: str = ""
    overdue: str = ""
    never_events_only: bool = False
    near_misses_only: bool = False
    provider: str = ""
    place: str = ""
    framework: str = ""
    incident_type: str = ""
    harm: str = ""
    level: str = ""
    handler: str = ""
    reported_from: date | None = None
    reported_to: date | None = None
    happened_from: date | None = None
    happened_to: date | None = None
    sort: str = ""
    after: str = ""


@dataclass(frozen=True)
class IncidentRow:
    """One line of the list."""

    reference: str
    headline: str
    provider_name: str
    status: Status
    never_event: bool
    near_miss: bool
    reported_on: date
    awaited: str
    due_on: date | None
    is_overdue: bool
    handler_name: str
    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class IncidentList:
    """One page of rows, and the key the next page begins after (empty on the last)."""

    rows: tuple[IncidentRow, ...]
    next_after: str


def incident_list(actor: Actor, wanted: ListFilter, *, now: datetime) -> IncidentList:
    """One page of what the hat may see: two queries, however many incidents there are."""
    order = ORDERS[wanted.sort]
    rows = _asked_for(actor, wanted, now).select_related("provider", "handler")
    if wanted.sort == "due":
        rows = rows.annotate(due_sort=due_sort())
    page = list(rows.filter(order.after(wanted.after)).order_by(*order.columns)[: PAGE_SIZE + 1])
    shown = page[:PAGE_SIZE]
    awaited = {
        row.incident_id: row
        for row in Awaited.objects.filter(incident__in=[i.id for i in shown], is_main=True)
    }
    next_after = order.key_of(shown[-1]) if len(page) > PAGE_SIZE else ""
    return IncidentList(tuple(_row(item, awaited.get(item.id)) for item in shown), next_after)


def count_of(actor: Actor, wanted: ListFilter, *, now: datetime, most: int | None = MOST_COUNTED) -> int:
    """How many the filters find, whatever the page; never counts further than one more than ``most``."""
    found = _asked_for(actor, wanted, now).order_by().values("pk")
    return (found if most is None else found[: most + 1]).count()


def handlers(actor: Actor, *, now: datetime) -> tuple[tuple[str, str], ...]:
    """Who handles cases at the reader's own side, key and name; none for a role that does not."""
    if not handles_cases(actor):
        return ()
    side = Relation.LEAD_COMMISSIONER if desk_field(actor) == "handler" else Relation.PROVIDER
    there = organisations.colleagues(actor.organisation_id, roles_named(side), london_day(now))
    return tuple((str(row.id), row.full_name) for row in there)


def _asked_for(actor: Actor, wanted: ListFilter, now: datetime) -> QuerySet[Incident]:
    overdue = DueDate.objects.filter(incident=OuterRef("pk"), is_running=True, due_on__lt=london_day(now))

    def shows(part: Part) -> Exists:
        return Exists(Incident.objects.filter(seen_by(actor, now=now, part=part), pk=OuterRef("pk")))

    return (
        visible_to(actor, now=now)
        .annotate(
            shows_story=shows(Part.NARRATIVE),
            shows_timescales=shows(Part.TIMESCALES),
            has_overdue=Exists(overdue),
        )
        .filter(_asked(actor, wanted, overdue))
    )


_OVERDUE_SIDES = {"provider": Relation.PROVIDER.value, "icb": Relation.LEAD_COMMISSIONER.value}


def every_row(actor: Actor, wanted: ListFilter, *, now: datetime) -> Iterator[IncidentRow]:
    """Every filtered row, page by page, in constant memory: for an export."""
    page = incident_list(actor, replace(wanted, after=""), now=now)
    yield from page.rows
    while page.next_after:
        page = incident_list(actor, replace(wanted, after=page.next_after), now=now)
        yield from page.rows


def _asked(actor: Actor, wanted: ListFilter, overdue: QuerySet[DueDate]) -> Q:
    """Every filter as one condition. What a hat is not shown it cannot filter by either: that would show it."""
    condition = Q()
    if wanted.statuses:
        condition &= Q(status__in=wanted.statuses)
    if wanted.state:
        is_open = Q(status__in=OPEN)
        condition &= is_open if wanted.state == "open" else ~is_open
    if wanted.framework:
        condition &= Q(framework=wanted.framework)
    if wanted.overdue:
        side = _OVERDUE_SIDES.get(wanted.overdue)
        late = overdue if side is None else overdue.filter(side=side)
        condition &= Q(Exists(late), shows_timescales=True)
    if wanted.never_events_only:
        condition &= ~Q(never_event_code="") & ~Q(
            never_event_confirmed__isnull=False, never_event_confirmed=False
        )
    if wanted.near_misses_only:
        condition &= Q(near_miss=True)
    if wanted.provider:
        condition &= Q(provider__ods_code=wanted.provider)
    if wanted.place:
        condition &= Q(place_id=wanted.place)
    if wanted.incident_type:
        condition &= Q(incident_type=wanted.incident_type, shows_timescales=True)
    if wanted.harm:
        condition &= Q(physical_harm=wanted.harm, shows_story=True)
    if wanted.level:
        level = int(wanted.level)
        known = Q(agreed_level=level) | Q(agreed_level__isnull=True, proposed_level=level)
        condition &= known & Q(shows_timescales=True)
    if wanted.handler:
        condition &= Q(_on_desk(actor, wanted.handler), shows_timescales=True)
    if wanted.reported_from is not None:
        condition &= Q(reported_at__gte=end_of_day(wanted.reported_from - timedelta(days=1)))
    if wanted.reported_to is not None:
        condition &= Q(reported_at__lt=end_of_day(wanted.reported_to))
    if wanted.happened_from is not None:
        condition &= Q(happened_on__gte=wanted.happened_from, shows_story=True)
    if wanted.happened_to is not None:
        condition &= Q(happened_on__lte=wanted.happened_to, shows_story=True)
    if wanted.text:
        found = candidates(wanted.text)
        condition &= found.either & (found.named | found.told & Q(shows_story=True))
    return condition


def _on_desk(actor: Actor, handler: str) -> Q:
    field = desk_field(actor)
    if handler == "nobody":
        return Q(**{f"{field}__isnull": True})
    return Q(**{f"{field}_id": actor.person_id if handler == "me" else UUID(handler)})


def _row(incident: Incident, awaited: Awaited | None) -> IncidentRow:
    shows = bool(incident.shows_timescales)  # type: ignore[attr-defined]
    return IncidentRow(
        reference=incident.reference,
        headline=_headline(incident),
        provider_name=incident.provider.name,
        status=Status(incident.status),
        never_event=bool(incident.never_event_code) and incident.never_event_confirmed is not False,
        near_miss=incident.near_miss,
        reported_on=london_day(incident.reported_at),
        awaited=awaited.text if awaited is not None and shows else "",
        due_on=awaited.due_on if awaited is not None and shows else None,
        is_overdue=bool(incident.has_overdue) and shows,  # type: ignore[attr-defined]
        handler_name=incident.handler.full_name if incident.handler and shows else "",
        numbers=numbers_of(incident),
    )


def _headline(incident: Incident) -> str:
    if incident.shows_story:  # type: ignore[attr-defined]
        return incident.headline
    return NOT_SERIOUS_WITHHELD if incident.status == Status.NOT_SERIOUS else WITHHELD
