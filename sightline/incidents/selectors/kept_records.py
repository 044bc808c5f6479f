"""How long the record of a case is kept, what holds it, and which cases a person may review or holds (11.1a)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sightline.incidents.models import Incident, LegalHold
from sightline.incidents.record import RELATED_OF_STEP, access_facts_of
from sightline.incidents.visibility import visible_to
from sightline.organisations import selectors as organisations
from sightline.policy.facts import Actor
from sightline.policy.permissions import permissions_for, permissions_of
from sightline.policy.retention import LegalHold as Held
from sightline.policy.retention import (
    Retention,
    RetentionFacts,
    facts_of_status,
    first_day_of_any,
    retention_of,
)
from sightline.policy.terms import Permission, Status
from sightline.policy.working_days import london_day

#: Cases that one page lists of each kind.
MOST = 100


@dataclass(frozen=True)
class HoldRow:
    """One hold: why, since when and by whom; and, where it was lifted, when, by whom and why."""

    hold_id: UUID
    reason: str
    set_at: datetime
    set_by: str
    lifted_at: datetime | None
    lifted_by: str
    lifted_reason: str


@dataclass(frozen=True)
class RetentionPage:
    """How long one record is kept, and every hold on it, those that stand first."""

    incident_id: UUID
    reference: str
    retention: Retention
    holds: tuple[HoldRow, ...]
    merged_into: str
    is_disposed: bool = False


@dataclass(frozen=True)
class KeptRow:
    """One case of the register."""

    reference: str
    provider_name: str
    status: Status
    retention: Retention
    holds: int


@dataclass(frozen=True)
class Register:
    """Cases that are held, and those whose time is over; at most ``MOST`` of each."""

    held: tuple[KeptRow, ...]
    due: tuple[KeptRow, ...]


def retention_page(actor: Actor, reference: str, *, now: datetime) -> RetentionPage | None:
    """One record, for those who keep records; None for everybody else."""
    found = visible_to(actor, now=now).select_related(*RELATED_OF_STEP).filter(reference=reference)
    incident = found.order_by().first()
    if incident is None or not _keeps(actor, incident, now=now):
        return None
    holds = list(LegalHold.objects.filter(incident=incident))
    rows = _hold_rows(holds)
    return RetentionPage(
        incident.id,
        incident.reference,
        _retention(incident, holds, now=now),
        tuple(sorted(rows, key=lambda row: row.lifted_at is not None)),
        incident.merged_into.reference if incident.merged_into is not None else "",
        incident.disposed_at is not None,
    )


def hold_of(actor: Actor, hold_id: UUID, *, now: datetime) -> tuple[str, HoldRow] | None:
    """One hold and the reference of its case, for those who keep its record."""
    seen = LegalHold.objects.filter(id=hold_id, incident__in=visible_to(actor, now=now))
    hold = seen.first()
    if hold is None:
        return None
    incident = Incident.objects.select_related(*RELATED_OF_STEP).order_by().get(id=hold.incident_id)
    if not _keeps(actor, incident, now=now):
        return None
    return incident.reference, _hold_rows([hold])[0]


def register(actor: Actor, *, now: datetime) -> Register | None:
    """What is held and what may be reviewed, of the cases whose records this hat keeps; None where it keeps none."""
    if Permission.KEEP_RECORDS not in permissions_of(actor.role):
        return None
    cases = visible_to(actor, now=now).select_related(*RELATED_OF_STEP).order_by("happened_on", "id")
    standing = LegalHold.objects.filter(lifted_at__isnull=True)
    held = _rows(actor, cases.filter(id__in=standing.values("incident_id"))[:MOST], now=now)
    oldest = first_day_of_any(today=london_day(now))
    # Those held stand above; what is still open is not over, and none is yet of those that happened later.
    old = cases.filter(happened_on__lt=oldest, disposed_at__isnull=True).exclude(
        id__in=standing.values("incident_id")
    )
    due = [row for row in _rows(actor, old[:MOST], now=now) if row.retention.due_for_review]
    return Register(tuple(row for row in held if row.holds), tuple(due))


def _rows(actor: Actor, cases: Iterable[Incident], *, now: datetime) -> list[KeptRow]:
    found = [case for case in cases if _keeps(actor, case, now=now)]
    holds: dict[UUID, list[LegalHold]] = {}
    for hold in LegalHold.objects.filter(incident__in=found, lifted_at__isnull=True):
        holds.setdefault(hold.incident_id, []).append(hold)
    return [
        KeptRow(
            case.reference,
            case.provider.name,
            Status(case.status),
            _retention(case, holds.get(case.id, []), now=now),
            len(holds.get(case.id, [])),
        )
        for case in found
    ]


def _hold_rows(holds: Iterable[LegalHold]) -> list[HoldRow]:
    held = list(holds)
    people = organisations.people({each for hold in held for each in (hold.set_by, hold.lifted_by) if each})
    names = {key: row.full_name for key, row in people.items()}
    return [
        HoldRow(
            hold.id,
            hold.reason,
            hold.set_at,
            names.get(hold.set_by, "Someone who left"),
            hold.lifted_at,
            names.get(hold.lifted_by, "Someone who left") if hold.lifted_by else "",
            hold.lifted_reason,
        )
        for hold in held
    ]


def _keeps(actor: Actor, incident: Incident, *, now: datetime) -> bool:
    return Permission.KEEP_RECORDS in permissions_for(actor, access_facts_of(incident, now=now))


def _retention(incident: Incident, holds: Iterable[LegalHold], *, now: datetime) -> Retention:
    is_open, serious = facts_of_status(Status(incident.status))
    facts = RetentionFacts(
        serious=serious,
        happened_on=incident.happened_on,
        closed_on=london_day(incident.closed_at) if incident.closed_at is not None else None,
        is_open=is_open,
        holds=tuple(
            Held(hold.reason.rstrip("."), london_day(hold.set_at)) for hold in holds if hold.lifted_at is None
        ),
    )
    return retention_of(facts, today=london_day(now))
