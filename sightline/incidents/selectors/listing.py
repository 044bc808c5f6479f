"""All incidents this hat may see, newest first, by key pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from sightline.incidents.models import Awaited, DueDate, Incident
from sightline.incidents.visibility import seen_by, visible_to
from sightline.policy.facts import Actor
from sightline.policy.terms import Part, Status
from sightline.policy.working_days import london_day

PAGE_SIZE = 50
NOT_SERIOUS_WITHHELD = "Judged not serious: criteria and rationale only"
WITHHELD = "What happened is not shown to this role"


@dataclass(frozen=True)
class ListFilter:
    """What the reader asked for; empty values ask for everything. ``after`` is the key of the last row seen."""

    status: str = ""
    text: str = ""
    overdue_only: bool = False
    never_events_only: bool = False
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


@dataclass(frozen=True)
class IncidentList:
    """One page of rows, and the key the next page begins after (empty on the last)."""

    rows: tuple[IncidentRow, ...]
    next_after: str


def incident_list(actor: Actor, wanted: ListFilter, *, now: datetime) -> IncidentList:
    """One page of what the hat may see: two queries, however many incidents there are."""
    today = london_day(now)
    overdue = DueDate.objects.filter(incident=OuterRef("pk"), is_running=True, due_on__lt=today)
    rows = (
        visible_to(actor, now=now)
        .select_related("provider")
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
        .order_by("-reported_at", "-id")
    )
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.overdue_only:
        rows = rows.filter(has_overdue=True, shows_timescales=True)
    if wanted.never_events_only:
        rows = rows.exclude(never_event_code="")
    if wanted.text:
        rows = rows.filter(_matches(wanted.text))
    key = _read_key(wanted.after)
    if key is not None:
        moment, last_id = key
        rows = rows.filter(Q(reported_at__lt=moment) | Q(reported_at=moment, id__lt=last_id))
    page = list(rows[: PAGE_SIZE + 1])
    shown = page[:PAGE_SIZE]
    awaited = {
        row.incident_id: row
        for row in Awaited.objects.filter(incident__in=[i.id for i in shown], is_main=True)
    }
    next_after = f"{shown[-1].reported_at.isoformat()}_{shown[-1].id}" if len(page) > PAGE_SIZE else ""
    return IncidentList(tuple(_row(item, awaited.get(item.id)) for item in shown), next_after)


def _matches(text: str) -> Q:
    wanted = text.strip()
    return (
        Q(reference__iexact=wanted)
        | Q(steis_number__iexact=wanted)
        | Q(lfpse_number__iexact=wanted)
        | Q(local_number__iexact=wanted)
        | Q(headline__icontains=wanted, shows_story=True)
        | Q(provider__name__icontains=wanted)
    )


def _read_key(after: str) -> tuple[datetime, UUID] | None:
    """The key from an address; a broken one begins at the first page, as an old link should."""
    moment, _, last_id = after.partition("_")
    try:
        read = datetime.fromisoformat(moment), UUID(last_id)
    except ValueError:
        return None
    return read if read[0].tzinfo is not None else None


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
    )


def _headline(incident: Incident) -> str:
    if incident.shows_story:  # type: ignore[attr-defined]
        return incident.headline
    return NOT_SERIOUS_WITHHELD if incident.status == Status.NOT_SERIOUS else WITHHELD
