"""The papers of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from sightline.incidents.models import Document
from sightline.incidents.visibility import of_visible, opening_originals
from sightline.organisations import selectors as organisations
from sightline.policy.document_kinds import DocumentKind, kind_words
from sightline.policy.facts import Actor
from sightline.policy.terms import Framework, Part
from sightline.upkeep.virus_scan import Scan

MOST_PAPERS = 200


@dataclass(frozen=True)
class DocumentRow:
    """One paper: what it is, its name and size, who put it here and when; ``fingerprint`` is of its bytes."""

    document_id: UUID
    kind: str
    label: str
    name: str
    description: str
    size_bytes: int
    fingerprint: str
    who: str
    organisation_name: str
    uploaded_at: datetime
    received_on: date | None
    state: str


def documents_of(actor: Actor, incident_id: UUID, *, now: datetime) -> tuple[DocumentRow, ...]:
    """The papers of a case, newest first, where this hat is shown them: two queries."""
    rows = list(
        Document.objects.filter(of_visible(actor, now=now, part=Part.DOCUMENTS), incident_id=incident_id)
        .annotate(framework=F("incident__framework"))
        .select_related("organisation")[:MOST_PAPERS]
    )
    people = organisations.people({row.uploaded_by for row in rows})
    return tuple(
        DocumentRow(
            document_id=row.id,
            kind=row.kind,
            label=kind_words(DocumentKind(row.kind), Framework(row.framework)),
            name=row.name,
            description=row.description,
            size_bytes=row.size_bytes,
            fingerprint=row.sha256[:12],
            who=people[row.uploaded_by].full_name if row.uploaded_by in people else "",
            organisation_name=row.organisation.name if row.organisation else "",
            uploaded_at=row.uploaded_at,
            received_on=row.received_on,
            state=_state(row),
        )
        for row in rows
    )


@dataclass(frozen=True)
class OpenedDocument:
    """What this hat opens of a paper; ``closed`` says why it opens nothing: waiting, infected or no copy."""

    document: Document
    sha256: str
    closed: str = ""


def opened_document(actor: Actor, document_id: UUID, *, now: datetime) -> OpenedDocument | None:
    """One paper as this hat opens it: as it was received, or its cleaned copy (design decision 25)."""
    shown = Document.objects.annotate(opens_original=opening_originals(actor, now=now))
    seen = of_visible(actor, now=now, part=Part.DOCUMENTS)
    row = shown.filter(seen, id=document_id).select_related("incident").first()
    if row is None:
        return None
    sha256 = row.sha256 if row.opens_original else row.cleaned_sha256
    closed = row.scan if row.scan in (Scan.WAITING, Scan.INFECTED) else "" if sha256 else "no copy"
    return OpenedDocument(row, sha256, closed)


def _state(row: Document) -> str:
    if row.scan == Scan.WAITING:
        return "Received. It opens once it has been looked through for viruses."
    return "A virus was found in it, so nobody opens it." if row.scan == Scan.INFECTED else ""
