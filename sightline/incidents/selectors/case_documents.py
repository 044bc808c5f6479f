"""The papers of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from sightline.incidents.models import Document
from sightline.incidents.visibility import of_visible
from sightline.organisations import selectors as organisations
from sightline.policy.document_kinds import DocumentKind, kind_words
from sightline.policy.facts import Actor
from sightline.policy.terms import Framework, Part

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
        )
        for row in rows
    )


def document_for(actor: Actor, document_id: UUID, *, now: datetime) -> Document | None:
    """One paper, where this hat is shown the documents of its case."""
    return Document.objects.filter(of_visible(actor, now=now, part=Part.DOCUMENTS), id=document_id).first()
