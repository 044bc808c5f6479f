"""The team's desks: who has how much, what nobody has, and what waits on which provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from sightline.incidents.models import Awaited, DueDate, Incident
from sightline.incidents.services.desk import roles_named
from sightline.incidents.visibility import visible_to
from sightline.organisations import selectors as organisations
from sightline.policy.facts import Actor
from sightline.policy.framework_words import status_words
from sightline.policy.terms import Framework, Part, Relation, Status
from sightline.policy.working_days import london_day

#: Statuses in which a case is on somebody's desk.
OPEN = tuple(
    status.value
    for status in Status
    if status not in (Status.DRAFT, Status.NOT_SERIOUS, Status.CLOSED, Status.DOWNGRADED, Status.DUPLICATE)
)
MOST_CASES = 200


@dataclass(frozen=True)
class DeskRow:
    """One person's desk: open cases, those overdue, and who covers while they are away."""

    person_id: UUID
    name: str
    open_cases: int
    overdue: int
    away_until: date | None
    covered_by: str
    has_left: bool


@dataclass(frozen=True)
class CaseOnDesk:
    """One open case, as it is given on."""

    incident_id: UUID
    version: int
    reference: str
    headline: str
    provider_name: str
    status: Status
    framework: Framework
    is_overdue: bool

    @property
    def status_label(self) -> str:
        """Where it stands, in the words of its framework."""
        return status_words(self.status, self.framework)


@dataclass(frozen=True)
class ProviderRow:
    """What is waited for between one provider and its commissioner: counts of open cases."""

    code: str
    name: str
    open_cases: int
    on_them: int
    on_them_overdue: int
    on_us: int
    on_us_overdue: int


@dataclass(frozen=True)
class WaitingRow:
    """One step awaited: on which case, what, since and by when, and whose desk it is on."""

    reference: str
    headline: str
    text: str
    due_on: date | None
    is_overdue: bool
    handler_name: str
    provider_lead_name: str


@dataclass(frozen=True)
class OwnDesk:
    """The desks a person looks after: their own and those they cover; ``field`` names who handles at their side."""

    field: str
    people: tuple[UUID, ...]

    def condition(self, of: str = "") -> Q:
        """On incidents, or with ``of`` on rows that know their incident by that name."""
        return Q(**{f"{of}__{self.field}_id__in" if of else f"{self.field}_id__in": self.people})


def desk_field(actor: Actor) -> str:
    """The field that names who handles a case at this actor's side."""
    return "handler" if actor.role in roles_named(Relation.LEAD_COMMISSIONER) else "provider_lead"


def _relation(actor: Actor) -> Relation:
    return Relation.LEAD_COMMISSIONER if desk_field(actor) == "handler" else Relation.PROVIDER


def _open(actor: Actor, now: datetime) -> QuerySet[Incident]:
    own = "lead_commissioner_id" if desk_field(actor) == "handler" else "provider_id"
    return visible_to(actor, now=now, part=Part.TIMESCALES).filter(
        status__in=OPEN, **{own: actor.organisation_id}
    )


def _overdue(now: datetime) -> Exists:
    return Exists(
        DueDate.objects.filter(incident=OuterRef("pk"), is_running=True, due_on__lt=london_day(now))
    )


def desks(actor: Actor, *, now: datetime) -> tuple[DeskRow, ...]:
    """Everyone who may handle cases here, and whoever left and still has some; five queries."""
    field = desk_field(actor)
    counts = {
        row[field]: (row["cases"], row["late"])
        for row in _open(actor, now)
        .annotate(is_late=_overdue(now))
        .order_by()
        .values(field)
        .annotate(cases=Count("id"), late=Count("id", filter=Q(is_late=True)))
    }
    today = london_day(now)
    there = organisations.colleagues(actor.organisation_id, roles_named(_relation(actor)), today)
    covers = {
        row.person_id: row
        for row in organisations.covers_at(actor.organisation_id, today)
        if row.holds_on(today)
    }
    left = organisations.people(set(counts) - {None} - {row.id for row in there})
    rows = [(row, False) for row in there] + [(row, True) for row in left.values()]
    return tuple(
        DeskRow(
            person_id=row.id,
            name=row.full_name,
            open_cases=counts.get(row.id, (0, 0))[0],
            overdue=counts.get(row.id, (0, 0))[1],
            away_until=covers[row.id].until_on if row.id in covers else None,
            covered_by=covers[row.id].covered_by_name if row.id in covers else "",
            has_left=has_left,
        )
        for row, has_left in sorted(rows, key=lambda pair: (not pair[1], pair[0].full_name))
    )


def cases_of(actor: Actor, person_id: UUID | None, *, now: datetime) -> tuple[CaseOnDesk, ...]:
    """Open cases on one desk, or on none; what is overdue first, at most ``MOST_CASES``; one query."""
    rows = (
        _open(actor, now)
        .filter(**{f"{desk_field(actor)}_id": person_id})
        .annotate(is_late=_overdue(now))
        .select_related("provider")
        .order_by(F("is_late").desc(), "reported_at")[:MOST_CASES]
    )
    return tuple(
        CaseOnDesk(
            row.id,
            row.version,
            row.reference,
            row.headline,
            row.provider.name,
            Status(row.status),
            Framework(row.framework),
            bool(row.is_late),
        )
        for row in rows
    )


def waiting_by_provider(actor: Actor, *, now: datetime) -> tuple[ProviderRow, ...]:
    """For the monthly call: per provider what waits for them and for us; one query."""
    today = london_day(now)
    side = DueDate.objects.filter(incident=OuterRef("pk"), is_running=True, due_on__lt=today)
    awaited = Awaited.objects.filter(incident=OuterRef("pk"))
    rows = (
        _open(actor, now)
        .annotate(
            for_them=Exists(awaited.filter(relation=Relation.PROVIDER.value)),
            for_us=Exists(awaited.filter(relation=Relation.LEAD_COMMISSIONER.value)),
            late_theirs=Exists(side.filter(side="provider")),
            late_ours=Exists(side.filter(side="lead_commissioner")),
        )
        .order_by()
        .values("provider__ods_code", "provider__name")
        .annotate(
            cases=Count("id"),
            on_them=Count("id", filter=Q(for_them=True)),
            on_them_late=Count("id", filter=Q(late_theirs=True)),
            on_us=Count("id", filter=Q(for_us=True)),
            on_us_late=Count("id", filter=Q(late_ours=True)),
        )
        .order_by("-on_them_late", "-on_us_late", "provider__name")
    )
    return tuple(
        ProviderRow(
            row["provider__ods_code"],
            row["provider__name"],
            row["cases"],
            row["on_them"],
            row["on_them_late"],
            row["on_us"],
            row["on_us_late"],
        )
        for row in rows
    )


def waiting_at(
    actor: Actor, provider_code: str, *, now: datetime
) -> tuple[str, tuple[WaitingRow, ...], tuple[WaitingRow, ...]] | None:
    """One provider's open steps: its name, those it must take, those the ICB must take; None where there are none."""
    today = london_day(now)
    rows = list(
        Awaited.objects.filter(incident__in=_open(actor, now), incident__provider__ods_code=provider_code)
        .select_related("incident__provider", "incident__handler", "incident__provider_lead")
        .order_by(F("due_on").asc(nulls_last=True), "since")[: MOST_CASES * 2]
    )
    if not rows:
        return None
    theirs = [_waiting(row, today) for row in rows if row.relation == Relation.PROVIDER]
    ours = [_waiting(row, today) for row in rows if row.relation != Relation.PROVIDER]
    return rows[0].incident.provider.name, tuple(theirs), tuple(ours)


def _waiting(row: Awaited, today: date) -> WaitingRow:
    case = row.incident
    return WaitingRow(
        reference=case.reference,
        headline=case.headline,
        text=row.text,
        due_on=row.due_on,
        is_overdue=row.due_on is not None and row.due_on < today,
        handler_name=case.handler.full_name if case.handler else "",
        provider_lead_name=case.provider_lead.full_name if case.provider_lead else "",
    )
