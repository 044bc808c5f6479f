"""All incidents this hat may see, newest first, by key pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sightline.incidents.models import Awaited, DueDate, Incident
from sightline.incidents.selectors.case_keeping import numbers_of
from sightline.incidents.selectors.desk import desk_field
from sightline.incidents.visibility import seen_by, visible_to
from sightline.policy.facts import Actor
from sightline.policy.terms import Part, Relation, Status
from sightline.policy.working_days import end_of_day, london_day

PAGE_SIZE = 50
MOST_WORDS = 8
NOT_SERIOUS_WITHHELD = "Judged not serious: criteria and rationale only"
WITHHELD = "What happened is not shown to this role"


@dataclass(frozen=True)
class ListFilter:
    """What the reader asked for; empty values ask for everything. ``after`` is the key of the last row seen.

    ``overdue``: ``any``, ``provider`` or ``icb``, by whose it is. ``handler``: ``me``, ``nobody`` or a person's key, at
    the reader's own side. ``oldest_first`` turns the order by the day reported around.
    """

    status: str = ""
    text: str = ""
    overdue: str = ""
    never_events_only: bool = False
    near_misses_only: bool = False
    provider: str = ""
    place: str = ""
    incident_type: str = ""
    harm: str = ""
    level: str = ""
    handler: str = ""
    reported_from: date | None = None
    reported_to: date | None = None
    oldest_first: bool = False
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
    today = london_day(now)
    overdue = DueDate.objects.filter(incident=OuterRef("pk"), is_running=True, due_on__lt=today)
    order = ("reported_at", "id") if wanted.oldest_first else ("-reported_at", "-id")
    rows = (
        visible_to(actor, now=now)
        .select_related("provider", "handler")
        .annotate(
            shows_story=Exists(
                Incident.objects.filter(pk=OuterRef("pk")).filter(
                    seen_by(actor, now=now, part=Part.NARRATIVE)
                )
            ),
            shows_timescales=Exists(
                Incident.objects.filter(pk=OuterRef("pk")).filter(
                    seen_by(actor, now=now, part=Part.TIMESCALES)
                )
            ),
            has_overdue=Exists(overdue),
        )
        .order_by(*order)
    )
    rows = rows.filter(_asked(actor, wanted, overdue))
    key = _read_key(wanted.after)
    if key is not None:
        moment, last_id = key
        way = "gt" if wanted.oldest_first else "lt"
        rows = rows.filter(
            Q(**{f"reported_at__{way}": moment}) | Q(reported_at=moment, **{f"id__{way}": last_id})
        )
    page = list(rows[: PAGE_SIZE + 1])
    shown = page[:PAGE_SIZE]
    awaited = {
        row.incident_id: row
        for row in Awaited.objects.filter(incident__in=[i.id for i in shown], is_main=True)
    }
    next_after = f"{shown[-1].reported_at.isoformat()}_{shown[-1].id}" if len(page) > PAGE_SIZE else ""
    return IncidentList(tuple(_row(item, awaited.get(item.id)) for item in shown), next_after)


_OVERDUE_SIDES = {"provider": Relation.PROVIDER.value, "icb": Relation.LEAD_COMMISSIONER.value}


def every_row(actor: Actor, wanted: ListFilter, *, now: datetime) -> Iterator[IncidentRow]:
    """Every filtered row, page by page, in constant memory: for an export."""
    page = incident_list(actor, wanted, now=now)
    yield from page.rows
    while page.next_after:
        page = incident_list(actor, replace(wanted, after=page.next_after), now=now)
        yield from page.rows


def _asked(actor: Actor, wanted: ListFilter, overdue: QuerySet[DueDate]) -> Q:
    """Every filter as one condition. What a hat is not shown it cannot filter by either: that would show it."""
    condition = Q()
    if wanted.status:
        condition &= Q(status=wanted.status)
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
    if wanted.text:
        condition &= _matches(wanted.text)
    return condition


def _on_desk(actor: Actor, handler: str) -> Q:
    field = desk_field(actor)
    if handler == "nobody":
        return Q(**{f"{field}__isnull": True})
    return Q(**{f"{field}_id": actor.person_id if handler == "me" else UUID(handler)})


def _matches(text: str) -> Q:
    """Any of its numbers, or of a report joined to it; the provider's name; every word, where the story is shown."""
    wanted = text.strip()
    numbers = Q(reference__iexact=wanted)
    for name in ("steis_number", "lfpse_number", "local_number"):
        numbers |= Q(**{f"{name}__iexact": wanted})
    joined = Incident.objects.filter(numbers, merged_into=OuterRef("pk"))
    story = Q(shows_story=True)
    for word in wanted.split()[:MOST_WORDS]:
        story &= Q(headline__icontains=word) | Q(what_happened__icontains=word) | Q(made_safe__icontains=word)
    return numbers | Q(Exists(joined)) | story | Q(provider__name__icontains=wanted)


def _read_key(after: str) -> tuple[datetime, UUID] | None:
    """The key from an address; a broken one begins at the first page, as an old link should."""
    moment, _, last_id = after.partition("_")
    try:
        read = datetime.fromisoformat(moment)
        return (read.astimezone(UTC), UUID(last_id)) if read.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


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
