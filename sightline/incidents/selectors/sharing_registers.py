"""The registers of no case: protocols by which an organisation shares, and what other lead commissioners told it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from sightline.incidents.models import ReceivedCase, SharingProtocol
from sightline.organisations import selectors as organisations
from sightline.policy.disclosing import KEEPS_REGISTERS
from sightline.policy.facts import Actor
from sightline.policy.terms import OrganisationKind
from sightline.policy.working_days import london_day

PAGE_SIZE = 50


@dataclass(frozen=True)
class ProtocolRow:
    """One protocol. ``cited``: how many disclosures name it. ``is_ours``: it is in the register of the reader's organisation."""

    protocol_id: UUID
    organisation_name: str
    partner: str
    what: str
    basis: str
    document_reference: str
    from_on: date
    review_on: date
    ended_on: date | None
    ended_reason: str
    cited: int
    is_overdue: bool
    is_ours: bool


@dataclass(frozen=True)
class ReceivedRow:
    """What another lead commissioner told us of one of its cases."""

    received_id: UUID
    lead_name: str
    their_reference: str
    received_on: date
    what_told: str
    concern: str
    recorded_by: str
    acknowledged_at: datetime | None
    acknowledged_by: str
    acknowledged_note: str


def keeps_registers(actor: Actor) -> bool:
    """Whether this role reads and keeps these registers of its organisation: nobody else does."""
    return actor.role in KEEPS_REGISTERS


def _protocols(actor: Actor) -> QuerySet[SharingProtocol]:
    if not keeps_registers(actor):
        return SharingProtocol.objects.none()
    ours = Q(organisation_id=actor.organisation_id) | Q(partner_id=actor.organisation_id)
    return SharingProtocol.objects.filter(ours).select_related("organisation", "partner")


def protocols(actor: Actor, *, now: datetime, after: str = "") -> tuple[tuple[ProtocolRow, ...], str]:
    """Those of one's own organisation and those others have with it: what is to be reviewed first; one query.

    With the key that the next page begins after, "" on the last.
    """
    rows = _protocols(actor).annotate(cited=Count("disclosures")).order_by("review_on", "id")
    day, _, key = after.partition("_")
    try:
        since, last = date.fromisoformat(day), UUID(key)
    except ValueError:
        pass
    else:
        rows = rows.filter(Q(review_on__gt=since) | Q(review_on=since, id__gt=last))
    page = list(rows[: PAGE_SIZE + 1])
    shown = page[:PAGE_SIZE]
    onward = f"{shown[-1].review_on.isoformat()}_{shown[-1].id}" if len(page) > PAGE_SIZE else ""
    return tuple(_protocol(row, actor, now) for row in shown), onward


def protocol(actor: Actor, protocol_id: UUID, *, now: datetime) -> ProtocolRow | None:
    """One protocol of one's own organisation's register."""
    rows = _protocols(actor).filter(organisation_id=actor.organisation_id, id=protocol_id)
    found = rows.annotate(cited=Count("disclosures")).order_by().first()
    return None if found is None else _protocol(found, actor, now)


def _protocol(row: SharingProtocol, actor: Actor, now: datetime) -> ProtocolRow:
    return ProtocolRow(
        protocol_id=row.id,
        organisation_name=row.organisation.name,
        partner=row.partner.name if row.partner is not None else row.group_name,
        what=row.what,
        basis=row.basis,
        document_reference=row.document_reference,
        from_on=row.from_on,
        review_on=row.review_on,
        ended_on=row.ended_on,
        ended_reason=row.ended_reason,
        cited=row.cited,  # type: ignore[attr-defined]
        is_overdue=row.ended_on is None and row.review_on < london_day(now),
        is_ours=row.organisation_id == actor.organisation_id,
    )


def received_cases(actor: Actor, *, after: str = "") -> tuple[tuple[ReceivedRow, ...], str]:
    """What came to one's own organisation, newest first: two queries. With the key that the next page begins after."""
    if not keeps_registers(actor):
        return (), ""
    rows = _received(actor).order_by("-received_on", "-id")
    day, _, key = after.partition("_")
    try:
        before, last = date.fromisoformat(day), UUID(key)
    except ValueError:
        pass
    else:
        rows = rows.filter(Q(received_on__lt=before) | Q(received_on=before, id__lt=last))
    page = list(rows[: PAGE_SIZE + 1])
    shown = page[:PAGE_SIZE]
    onward = f"{shown[-1].received_on.isoformat()}_{shown[-1].id}" if len(page) > PAGE_SIZE else ""
    names = _names(shown)
    return tuple(_received_row(row, names) for row in shown), onward


def received_case(actor: Actor, received_id: UUID) -> ReceivedRow | None:
    """One of them."""
    if not keeps_registers(actor):
        return None
    found = _received(actor).filter(id=received_id).order_by().first()
    return None if found is None else _received_row(found, _names([found]))


def _received(actor: Actor) -> QuerySet[ReceivedCase]:
    return ReceivedCase.objects.filter(organisation_id=actor.organisation_id).select_related("lead")


def _names(rows: list[ReceivedCase]) -> dict[UUID, str]:
    ids = {each for row in rows for each in (row.recorded_by, row.acknowledged_by) if each is not None}
    return {key: person.full_name for key, person in organisations.people(ids).items()}


def _received_row(row: ReceivedCase, names: dict[UUID, str]) -> ReceivedRow:
    return ReceivedRow(
        received_id=row.id,
        lead_name=row.lead.name,
        their_reference=row.their_reference,
        received_on=row.received_on,
        what_told=row.what_told,
        concern=row.concern,
        recorded_by=names.get(row.recorded_by, ""),
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=names.get(row.acknowledged_by, "") if row.acknowledged_by else "",
        acknowledged_note=row.acknowledged_note,
    )


def lead_choices(actor: Actor, *, now: datetime) -> tuple[tuple[str, str], ...]:
    """Other commissioners that could lead a case, as value and name."""
    rows = organisations.of_kind(OrganisationKind.ICB, london_day(now))
    return tuple((str(row.id), row.name) for row in rows if row.id != actor.organisation_id)


def partner_choices(actor: Actor, *, now: datetime) -> tuple[tuple[str, str], ...]:
    """Organisations a protocol is likely to be with: commissioners, regions, regulators, local authorities and trusts."""
    today = london_day(now)
    kinds = (
        *(OrganisationKind.ICB, OrganisationKind.NHS_REGION, OrganisationKind.REGULATOR),
        *(OrganisationKind.LOCAL_AUTHORITY, OrganisationKind.NHS_TRUST, OrganisationKind.AMBULANCE_TRUST),
    )
    rows = [row for kind in kinds for row in organisations.of_kind(kind, today)]
    return tuple((str(row.id), row.name) for row in rows if row.id != actor.organisation_id)
