"""All incidents this hat may see, in the order asked for, by key pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, FilteredRelation, OuterRef, Q, QuerySet

from sightline.incidents.models import DueDate, Incident
from sightline.incidents.selectors.case_keeping import numbers_of
from sightline.incidents.selectors.counting import counted_by_access
from sightline.incidents.selectors.desk import OPEN, desk_field
from sightline.incidents.selectors.full_text import Candidates, candidates
from sightline.incidents.selectors.list_order import ORDERS, page_by_due
from sightline.incidents.selectors.measuring import behind
from sightline.incidents.selectors.morning import handles_cases
from sightline.incidents.services.desk import roles_named
from sightline.incidents.visibility import columns_of, seen_by, taken_part_in, visible_in_turn
from sightline.organisations import selectors as organisations
from sightline.policy.facts import Actor
from sightline.policy.framework_words import status_words
from sightline.policy.terms import Framework, Part, Relation, Status
from sightline.policy.working_days import end_of_day, london_day

PAGE_SIZE = 50
#: Rows read at a time for an export; never more are in memory.
EXPORT_SIZE = 500
MOST_COUNTED = 1000
#: What filters find, as sets with nothing in common (``visible_in_turn``).
Found = tuple[QuerySet[Incident], ...]
NOT_SERIOUS_WITHHELD = "Judged not serious: criteria and rationale only"
WITHHELD = "What happened is not shown to this role"


@dataclass(frozen=True)
class ListFilter:
    """What the reader asked for; empty values ask for everything. ``after`` is the key of the last row seen.

    ``statuses``: any of them. ``overdue``: ``any``, ``provider`` or ``icb``, by whose it is. ``handler``: ``me``,
    ``nobody`` or a person's key, at the reader's own side. ``state``: ``open`` or ``ended``. ``measure``: a code of
    ``policy.measures``, with ``kept`` the cases behind its figure that are as the clauses ask (``yes``) or are not
    (``no``). ``sort``: a name of ``list_order.ORDERS``, or ``due``.
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
    measure: str = ""
    kept: str = ""
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
    framework: Framework
    never_event: bool
    near_miss: bool
    reported_on: date
    awaited: str
    due_on: date | None
    is_overdue: bool
    handler_name: str
    numbers: tuple[tuple[str, str], ...]

    @property
    def status_label(self) -> str:
        """Where it stands, in the words of its framework."""
        return status_words(self.status, self.framework)


@dataclass(frozen=True)
class IncidentList:
    """One page of rows, and the key the next page begins after (empty on the last)."""

    rows: tuple[IncidentRow, ...]
    next_after: str


@dataclass(frozen=True)
class Counted:
    """One page, and how many the filters find in all, counted no further than one more than ``MOST_COUNTED``."""

    page: IncidentList
    found: int


def incident_list(actor: Actor, wanted: ListFilter, *, now: datetime) -> Counted:
    """One page of what the hat may see: four queries, one more by due day or where it reported any itself."""
    searched = candidates(wanted.text) if wanted.text else None
    found = _asked_for(actor, wanted, now, searched)
    page = _page(actor, found, wanted, now, PAGE_SIZE)
    # A list that ends on its first page is counted by its rows.
    if not page.next_after and not wanted.after:
        return Counted(page, len(page.rows))
    if searched is not None and searched.some_told is not None:
        some = _asked_for(actor, wanted, now, replace(searched, told=searched.some_told))
        if (counted := _count(some, MOST_COUNTED)) > MOST_COUNTED:
            return Counted(page, counted)
    by_access = counted_by_access(actor, now=now, most=MOST_COUNTED + 1) if _asks_for_all(wanted) else None
    return Counted(page, _count(found, MOST_COUNTED, by_access=by_access))


def count_of(actor: Actor, wanted: ListFilter, *, now: datetime) -> int:
    """How many the filters find, whatever the page."""
    return _count(_asked_for(actor, wanted, now), None)


def _asks_for_all(wanted: ListFilter) -> bool:
    return replace(wanted, sort="", after="") == ListFilter()


def _count(found: Found, most: int | None, *, by_access: int | None = None) -> int:
    """How many there are in sets with nothing in common, counted no further than one more than ``most``.

    ``by_access``: those of the first set, where they were counted already.
    """
    counted = 0 if by_access is None else by_access
    for rows in found if by_access is None else found[1:]:
        if most is not None and counted > most:
            break
        keys = rows.order_by().values("pk")
        counted += (keys if most is None else keys[: most + 1 - counted]).count()
    return counted


def handlers(actor: Actor, *, now: datetime) -> tuple[tuple[str, str], ...]:
    """Who handles cases at the reader's own side, key and name; none for a role that does not."""
    if not handles_cases(actor):
        return ()
    side = Relation.LEAD_COMMISSIONER if desk_field(actor) == "handler" else Relation.PROVIDER
    there = organisations.colleagues(actor.organisation_id, roles_named(side), london_day(now))
    return tuple((str(row.id), row.full_name) for row in there)


def _asked_for(actor: Actor, wanted: ListFilter, now: datetime, searched: Candidates | None = None) -> Found:
    condition = _asked(actor, wanted, now, searched)
    sets = visible_in_turn(actor, now=now)
    return tuple(rows.filter(condition) for rows in sets) if condition else sets


def _keys(actor: Actor, found: Found, wanted: ListFilter, now: datetime, most: int) -> list[tuple[str, UUID]]:
    """The first keys of the order asked for, over all sets."""

    def first(rows: QuerySet[Incident]) -> list[tuple[str, UUID]]:
        if wanted.sort == "due":
            shown = seen_by(actor, now=now, part=Part.TIMESCALES)
            return page_by_due(rows, wanted.after, most, shown=shown)
        return ORDERS[wanted.sort].page(rows, wanted.after, most)

    pages = [page for rows in found if (page := first(rows))]
    if len(pages) < 2:
        return pages[0] if pages else []
    # The database puts them in one order: it compares names by its own rules.
    return first(Incident.objects.filter(id__in=[row_id for page in pages for _, row_id in page]))


def _page(actor: Actor, found: Found, wanted: ListFilter, now: datetime, size: int) -> IncidentList:
    """Keys first, then what is shown of each: what a line says is worked out for the lines of the page alone."""
    keys = _keys(actor, found, wanted, now, size + 1)
    shown = keys[:size]
    lines = _lines(actor, [row_id for _, row_id in shown], now, has_reported=len(found) > 1)
    return IncidentList(
        tuple(lines[row_id] for _, row_id in shown if row_id in lines),
        shown[-1][0] if len(keys) > size else "",
    )


_OVERDUE_SIDES = {"provider": Relation.PROVIDER.value, "icb": Relation.LEAD_COMMISSIONER.value}


def every_row(actor: Actor, wanted: ListFilter, *, now: datetime) -> Iterator[IncidentRow]:
    """Every filtered row, ``EXPORT_SIZE`` at a time, in constant memory: for an export."""
    found = _asked_for(actor, wanted, now)
    page = _page(actor, found, replace(wanted, after=""), now, EXPORT_SIZE)
    yield from page.rows
    while page.next_after:
        page = _page(actor, found, replace(wanted, after=page.next_after), now, EXPORT_SIZE)
        yield from page.rows


def _late(now: datetime) -> QuerySet[DueDate]:
    return DueDate.objects.filter(is_running=True, due_on__lt=london_day(now)).order_by()


def _asked(actor: Actor, wanted: ListFilter, now: datetime, searched: Candidates | None = None) -> Q:
    """Every filter as one condition. What a hat is not shown it cannot filter by either: that would show it."""

    def shown(part: Part) -> Q:
        return seen_by(actor, now=now, part=part)

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
        late = _late(now) if side is None else _late(now).filter(side=side)
        # As keys and not as a question to each case: few cases are late, and an index finds them.
        condition &= Q(id__in=late.values("incident_id")) & shown(Part.TIMESCALES)
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
        condition &= Q(incident_type=wanted.incident_type) & shown(Part.TIMESCALES)
    if wanted.harm:
        condition &= Q(physical_harm=wanted.harm) & shown(Part.NARRATIVE)
    if wanted.level:
        level = int(wanted.level)
        known = Q(agreed_level=level) | Q(agreed_level__isnull=True, proposed_level=level)
        condition &= known & shown(Part.TIMESCALES)
    if wanted.handler:
        condition &= Q(_on_desk(actor, wanted.handler)) & shown(Part.TIMESCALES)
    if wanted.measure:
        condition &= behind(actor, wanted.measure, wanted.kept, now=now)
    if wanted.reported_from is not None:
        condition &= Q(reported_at__gte=end_of_day(wanted.reported_from - timedelta(days=1)))
    if wanted.reported_to is not None:
        condition &= Q(reported_at__lt=end_of_day(wanted.reported_to))
    if wanted.happened_from is not None:
        condition &= Q(happened_on__gte=wanted.happened_from) & shown(Part.NARRATIVE)
    if wanted.happened_to is not None:
        condition &= Q(happened_on__lte=wanted.happened_to) & shown(Part.NARRATIVE)
    if wanted.text:
        found = searched or candidates(wanted.text)
        condition &= found.named | found.told & shown(Part.NARRATIVE)
    return condition


def _on_desk(actor: Actor, handler: str) -> Q:
    field = desk_field(actor)
    if handler == "nobody":
        return Q(**{f"{field}__isnull": True})
    return Q(**{f"{field}_id": actor.person_id if handler == "me" else UUID(handler)})


_COLUMNS = (
    *("id", "reference", "headline", "status", "framework", "reported_at", "near_miss"),
    *("never_event_code", "never_event_confirmed", "steis_number", "lfpse_number", "local_number"),
    *("provider__name", "handler__full_name", "main__text", "main__due_on", "has_overdue"),
)


def _lines(actor: Actor, ids: list[UUID], now: datetime, *, has_reported: bool) -> dict[UUID, IncidentRow]:
    """What is shown of each of these incidents, by key: one query."""
    parts = (Part.NARRATIVE, Part.TIMESCALES)
    names, columns = columns_of(actor, parts, now=now, has_reported=has_reported)
    names_staff = taken_part_in(actor, now=now, part=Part.TIMESCALES)
    found = (
        Incident.objects.filter(id__in=ids)
        .order_by()
        .annotate(
            names_staff=_is(names_staff),
            has_overdue=Exists(_late(now).filter(incident=OuterRef("pk"))),
            main=FilteredRelation("awaited", condition=Q(awaited__is_main=True)),
            **{name: _is(condition) for name, condition in columns.items()},
        )
        .values_list(*_COLUMNS, "names_staff", *columns, named=True)
    )
    story, timescales = (names[part] for part in parts)
    return {
        line.id: _row(line, shows_story=getattr(line, story), shows=getattr(line, timescales))
        for line in found
    }


def _is(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, BooleanField())


def _row(line: Any, *, shows_story: bool, shows: bool) -> IncidentRow:
    """A line, without the words of the case or without what is due of it where those are not shown."""
    return IncidentRow(
        reference=line.reference,
        headline=line.headline if shows_story else _withheld(line),
        provider_name=line.provider__name,
        status=Status(line.status),
        framework=Framework(line.framework),
        never_event=bool(line.never_event_code) and line.never_event_confirmed is not False,
        near_miss=line.near_miss,
        reported_on=london_day(line.reported_at),
        awaited=(line.main__text or "") if shows else "",
        due_on=line.main__due_on if shows else None,
        is_overdue=bool(line.has_overdue) and shows,
        # Whom a case was shared with is told nothing of who handles it.
        handler_name=(line.handler__full_name or "") if shows and line.names_staff else "",
        numbers=numbers_of(line),
    )


def _withheld(line: Any) -> str:
    return NOT_SERIOUS_WITHHELD if line.status == Status.NOT_SERIOUS else WITHHELD
