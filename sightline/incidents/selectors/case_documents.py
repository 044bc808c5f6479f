"""The papers of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from sightline.incidents.models import Document
from sightline.incidents.visibility import opening_held, opening_originals, shown_papers
from sightline.organisations import selectors as organisations
from sightline.policy.disclosing import ProtectedKind
from sightline.policy.document_kinds import DocumentKind, kind_words
from sightline.policy.facts import Actor
from sightline.policy.found_words import TextCheck
from sightline.policy.terms import Framework
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
    protected: str = ""


def documents_of(actor: Actor, incident_id: UUID, *, now: datetime) -> tuple[DocumentRow, ...]:
    """The papers of a case, newest first, where this hat is shown them: two queries."""
    rows = list(
        Document.objects.filter(shown_papers(actor, now=now), incident_id=incident_id)
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
            protected=ProtectedKind(row.protected).label if row.protected else "",
        )
        for row in rows
    )


@dataclass(frozen=True)
class OpenedDocument:
    """What this hat opens of a paper; ``closed`` says why it opens nothing: waiting, infected, held or no copy."""

    document: Document
    sha256: str
    closed: str = ""
    #: The redacted copy of one that is held.
    copy_id: UUID | None = None


def opened_document(actor: Actor, document_id: UUID, *, now: datetime) -> OpenedDocument | None:
    """One paper as this hat opens it: as it was received, or its cleaned copy (design decision 25)."""
    shown = Document.objects.annotate(
        opens_original=opening_originals(actor, now=now), opens_held=opening_held(actor, now=now)
    )
    row = shown.filter(shown_papers(actor, now=now), id=document_id).select_related("incident").first()
    if row is None:
        return None
    is_held = row.text_check in (TextCheck.HELD, TextCheck.REPLACED)
    sha256 = row.sha256 if row.opens_original or (is_held and row.opens_held) else row.cleaned_sha256
    closed = row.scan if row.scan in (Scan.WAITING, Scan.INFECTED) else "" if sha256 else "no copy"
    if not closed and is_held and not row.opens_held:
        closed = "held"
    copy = row.replaced_by.first() if closed == "held" else None
    return OpenedDocument(row, sha256, closed, None if copy is None else copy.id)


#: What is said of a paper by what the check made of its text; nothing where there is nothing to say.
_OF_TEXT = {
    TextCheck.HELD: "Held for redaction. Only those who handle the case on the side that put it here open it.",
    TextCheck.REPLACED: "Held: a redacted copy takes its place.",
    TextCheck.NO_TEXT: "Not checked for personal data: no text was found in it.",
    TextCheck.NOT_CHECKED: "Not checked for personal data.",
}


def _state(row: Document) -> str:
    said = [_of_scan(row), _OF_TEXT.get(TextCheck(row.text_check), "")]
    return " ".join(each for each in said if each)


def _of_scan(row: Document) -> str:
    if row.scan == Scan.WAITING:
        return "Received. It opens once it has been looked through for viruses."
    return "A virus was found in it, so nobody opens it." if row.scan == Scan.INFECTED else ""


def state_of_document(actor: Actor, document_id: UUID, *, now: datetime) -> str:
    """What is said of one paper's state, in words; empty where there is nothing to say."""
    row = Document.objects.filter(shown_papers(actor, now=now), id=document_id).first()
    return "" if row is None else _state(row)
