"""What is proposed to be erased for good, what waits for a second person, and the certificate of what was (ADR 27)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from sightline.incidents.models import Erasure, Incident
from sightline.incidents.record import RELATED_OF_STEP
from sightline.incidents.services.disposal import why_it_stays
from sightline.incidents.services.proposing import keeps
from sightline.incidents.services.rectification import Place, places_holding
from sightline.incidents.visibility import visible_to
from sightline.organisations import selectors as organisations
from sightline.policy.disposing import ErasureKind
from sightline.policy.facts import Actor
from sightline.policy.permissions import permissions_of
from sightline.policy.terms import Permission, Role

#: Proposals that one page lists.
MOST = 100


@dataclass(frozen=True)
class Done:
    """Who did it, in which role, where and when."""

    name: str
    role: str
    organisation: str
    at: datetime


@dataclass(frozen=True)
class ErasurePage:
    """One proposal and, once decided, its certificate. ``words`` are shown only while it waits."""

    erasure_id: UUID
    reference: str
    kind: ErasureKind
    reason: str
    clause: str
    model: str
    field: str
    words: str
    instead: str
    proposed: Done
    decided: Done | None
    agreed: bool | None
    refused_reason: str
    rule: str
    rows: int | None
    papers: int | None
    entries: int | None
    head_seq: int | None
    head_hash: str
    is_own: bool
    elsewhere: int
    why_not: tuple[str, ...]


@dataclass(frozen=True)
class WaitingRow:
    """One proposal that waits; ``is_own``: for somebody else than the reader."""

    erasure_id: UUID
    reference: str
    kind: ErasureKind
    reason: str
    proposed_at: datetime
    is_own: bool


def kept_record(actor: Actor, reference: str, *, now: datetime) -> Incident | None:
    """The case, for those who keep its record; None for everybody else."""
    found = visible_to(actor, now=now).select_related(*RELATED_OF_STEP).filter(reference=reference)
    incident = found.order_by().first()
    return incident if incident is not None and keeps(incident, by=actor, now=now) else None


def places_of(actor: Actor, incident: Incident, words: str) -> tuple[Place, ...]:
    """The texts of a case in which the words stand now."""
    return places_holding(incident, words, by=actor)


def why_kept(actor: Actor, incident: Incident, *, now: datetime) -> tuple[str, ...]:
    """Every reason why the record is not disposed of today."""
    return why_it_stays(incident, by=actor, now=now)


def erasure_page(actor: Actor, erasure_id: UUID, *, now: datetime) -> ErasurePage | None:
    """One proposal, for those who keep the record of its case."""
    row = Erasure.objects.filter(id=erasure_id, incident__in=visible_to(actor, now=now)).first()
    if row is None:
        return None
    incident = Incident.objects.select_related(*RELATED_OF_STEP).order_by().get(id=row.incident_id)
    if not keeps(incident, by=actor, now=now):
        return None
    waits, kind = row.decided_at is None, ErasureKind(row.kind)
    elsewhere: tuple[Place, ...] = ()
    if waits and kind is ErasureKind.RECTIFY:
        here = (row.of_model, row.of_id, row.of_field)
        elsewhere = tuple(
            place
            for place in places_holding(incident, row.erased_words, by=actor)
            if (place.model, place.object_id, place.field) != here
        )
    return ErasurePage(
        row.id,
        incident.reference,
        kind,
        row.reason,
        row.clause,
        row.of_model,
        row.of_field,
        row.erased_words,
        row.instead,
        _done(row.proposed_by, row.role, row.organisation_id, row.proposed_at),
        None
        if row.decided_at is None or row.decided_by is None
        else _done(row.decided_by, row.decided_role, row.decided_organisation_id, row.decided_at),
        row.agreed,
        row.refused_reason,
        row.rule,
        row.rows_erased,
        row.papers_erased,
        row.entries_erased,
        row.head_seq,
        row.head_hash,
        row.proposed_by == actor.person_id,
        len(elsewhere),
        why_it_stays(incident, by=actor, now=now) if waits and kind is ErasureKind.DISPOSE else (),
    )


def waiting(actor: Actor, *, now: datetime, reference: str = "") -> tuple[WaitingRow, ...]:
    """Proposals that wait for a second person, newest first, of cases whose records this hat keeps."""
    return _rows(actor, Q(decided_at__isnull=True), now=now, reference=reference)


def decided_on(actor: Actor, reference: str, *, now: datetime) -> tuple[WaitingRow, ...]:
    """What was agreed or refused on one case, newest first."""
    return _rows(actor, Q(decided_at__isnull=False), now=now, reference=reference)


def certificate_of(incident_id: UUID) -> UUID | None:
    """The disposal by which a case that the reader is shown was erased, its own or that of the record it was joined to."""
    of_case = Q(incident_id=incident_id) | Q(incident__duplicates__id=incident_id)
    found = Erasure.objects.filter(of_case, kind=ErasureKind.DISPOSE.value, agreed=True)
    return found.values_list("id", flat=True).first()


def _rows(actor: Actor, which: Q, *, now: datetime, reference: str) -> tuple[WaitingRow, ...]:
    if Permission.KEEP_RECORDS not in permissions_of(actor.role):
        return ()
    cases = visible_to(actor, now=now).order_by()
    if reference:
        cases = cases.filter(reference=reference)
    rows = Erasure.objects.filter(which, incident__in=cases.values("id")).annotate(
        case_reference=F("incident__reference")
    )[:MOST]
    return tuple(
        WaitingRow(
            row.id,
            row.case_reference,
            ErasureKind(row.kind),
            row.reason,
            row.proposed_at,
            row.proposed_by == actor.person_id,
        )
        for row in rows
    )


def _done(person_id: UUID, role: str, organisation_id: UUID | None, at: datetime) -> Done:
    people = organisations.people({person_id})
    place = organisations.organisations({organisation_id}) if organisation_id else {}
    name = people[person_id].full_name if person_id in people else "Someone who left"
    return Done(name, Role(role).label, place[organisation_id].name if organisation_id in place else "", at)
