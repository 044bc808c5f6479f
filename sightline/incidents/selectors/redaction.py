"""Redacted copies as typed rows: those of a case, one with its manifest, and the one in hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sightline.incidents.models import RedactedCopy, RedactionDraft
from sightline.incidents.services.redaction import marks_in
from sightline.incidents.visibility import holding, of_visible
from sightline.organisations import selectors as organisations
from sightline.policy.facts import Actor
from sightline.policy.redacting import CopyContent, CopyFor, CopyOutcome, Mark, may_be_given_out
from sightline.policy.terms import Permission, Role
from sightline.upkeep.virus_scan import Scan

MOST_COPIES = 100


@dataclass(frozen=True)
class CopyRow:
    """One copy. ``outcome`` None: a second person has still to look at it."""

    copy_id: UUID
    incident_id: UUID
    number: int
    reference: str
    document_id: UUID
    name: str
    content_type: str
    sha256: str
    size_bytes: int
    copy_for: CopyFor
    purpose: str
    manifest: Mapping[str, Any]
    of_document: str
    made_at: datetime
    made_by_id: UUID
    made_by: str
    organisation_name: str
    checked_at: datetime | None
    checked_by: str
    outcome: CopyOutcome | None
    note: str
    closed: str

    @property
    def may_be_given_out(self) -> bool:
        """Whether a disclosure may carry it."""
        return may_be_given_out(self.outcome or "")


@dataclass(frozen=True)
class DraftInHand:
    """A copy that this person is marking words for."""

    draft_id: UUID
    incident_id: UUID
    reference: str
    copy_for: CopyFor
    purpose: str
    contents: tuple[CopyContent, ...]
    marks: tuple[Mark, ...]
    hashes: Mapping[str, str]
    version: int
    saved_at: datetime


def copies_of(actor: Actor, incident_id: UUID, *, now: datetime) -> tuple[CopyRow, ...]:
    """Copies of a case, the newest first, for those who make or check them: two queries."""
    return _rows(actor, now=now, incident_id=incident_id)


def copy_of(actor: Actor, copy_id: UUID, *, now: datetime) -> CopyRow | None:
    """One copy, or None where it does not exist for this hat."""
    return next(iter(_rows(actor, now=now, id=copy_id)), None)


def ready_copies(actor: Actor, incident_id: UUID, *, now: datetime) -> tuple[CopyRow, ...]:
    """Copies that a second person has found fit to be given out: what a disclosure may carry."""
    return tuple(row for row in copies_of(actor, incident_id, now=now) if row.may_be_given_out)


def drafts_in_hand(actor: Actor, incident_id: UUID, *, now: datetime) -> tuple[DraftInHand, ...]:
    """This person's own copies of a case that are not made yet."""
    return _drafts(actor, now=now, incident_id=incident_id)


def draft_in_hand(actor: Actor, draft_id: UUID, *, now: datetime) -> DraftInHand | None:
    """One of this person's own, or None."""
    return next(iter(_drafts(actor, now=now, id=draft_id)), None)


def _rows(actor: Actor, *, now: datetime, **which: UUID) -> tuple[CopyRow, ...]:
    shown = holding(actor, (Permission.REDACT, Permission.CHECK_REDACTION), now=now, of="incident")
    rows = list(
        RedactedCopy.objects.filter(shown, **which).select_related(
            "document", "original", "organisation", "incident"
        )[:MOST_COPIES]
    )
    people = organisations.people({each for row in rows for each in (row.made_by, row.checked_by) if each})

    def name(person_id: UUID | None) -> str:
        return people[person_id].full_name if person_id in people else ""

    return tuple(
        CopyRow(
            copy_id=row.id,
            incident_id=row.incident_id,
            number=row.number,
            reference=row.incident.reference,
            document_id=row.document_id,
            name=row.document.name,
            content_type=row.document.content_type,
            # What is given out and opened: without hidden details.
            sha256=row.document.cleaned_sha256,
            size_bytes=row.document.cleaned_bytes or row.document.size_bytes,
            copy_for=CopyFor(row.copy_for),
            purpose=row.purpose,
            manifest=row.manifest,
            of_document=row.original.name if row.original else "",
            made_at=row.made_at,
            made_by_id=row.made_by,
            made_by=f"{name(row.made_by)}, {Role(row.made_in_role).label}",
            organisation_name=row.organisation.name,
            checked_at=row.checked_at,
            checked_by=name(row.checked_by),
            outcome=CopyOutcome(row.outcome) if row.outcome else None,
            note=row.note,
            closed=row.document.scan if row.document.scan in (Scan.WAITING, Scan.INFECTED) else "",
        )
        for row in rows
    )


def _drafts(actor: Actor, *, now: datetime, **which: UUID) -> tuple[DraftInHand, ...]:
    rows = RedactionDraft.objects.filter(
        of_visible(actor, now=now), begun_by=actor.person_id, organisation_id=actor.organisation_id, **which
    ).select_related("incident")
    return tuple(
        DraftInHand(
            draft_id=row.id,
            incident_id=row.incident_id,
            reference=row.incident.reference,
            copy_for=CopyFor(row.copy_for),
            purpose=row.purpose,
            contents=tuple(CopyContent(each) for each in row.contents),
            marks=marks_in(row.marks),
            hashes=row.hashes,
            version=row.version,
            saved_at=row.saved_at,
        )
        for row in rows[:MOST_COPIES]
    )
