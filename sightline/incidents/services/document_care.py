"""What is done for papers after they came in: looked through for viruses, and their cleaned copies made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from sightline.audit.services import act
from sightline.incidents.models import Document
from sightline.incidents.services.document_checks import PASTED
from sightline.incidents.services.document_receipt import washed_as_received
from sightline.incidents.services.documents import sha256_of
from sightline.policy.terms import Part
from sightline.upkeep import document_store
from sightline.upkeep.virus_scan import Scan, scanned

#: So many at a turn; the next is a minute later.
AT_A_TURN = 20
NOT_SAFE = "what is inside it would be refused today"
_STILL = "Documents wait: the virus scanner does not answer, or their files are not in the store."
LOST = "its file is not in the store of documents"


@dataclass(frozen=True)
class Care:
    """What a turn found, in words, and what is to be written of it."""

    words: str
    found_viruses: bool
    write: Callable[[], None] | None


def is_wanted() -> bool:
    """Whether any paper waits."""
    return _waiting().exists()


def look_after(*, now: datetime) -> Care:
    """Scans what waits to be, and makes copies that are missing. Writes files only; rows when ``write`` is called."""
    changes: dict[UUID, dict[str, Any]] = {}
    infected = 0
    # What is not in the store is asked for again, but after all others: it keeps none of them waiting.
    lost_last = Case(When(no_copy_because=LOST, then=1), default=0)
    for row in list(_waiting().order_by(lost_last, "uploaded_at")[:AT_A_TURN]):
        try:
            with document_store.opened(row.sha256) as stream:
                content = stream.read()
        except FileNotFoundError:
            if not row.cleaned_sha256 and not row.no_copy_because:
                changes[row.id] = {"no_copy_because": LOST}
            continue
        change: dict[str, Any] = {}
        if row.scan == Scan.WAITING:
            verdict = scanned(content)
            if verdict.scan != Scan.WAITING:
                change = {"scan": verdict.scan.value, "signature": verdict.signature}
                if verdict.scan != Scan.OFF:
                    change["scanned_at"] = now
                infected += verdict.scan == Scan.INFECTED
        if not row.cleaned_sha256 and not row.no_copy_because:
            change |= _copy(row, content)
        if change:
            changes[row.id] = change
    if not changes:
        return Care(_STILL, False, None)
    words = f"{len(changes):,} documents looked after"
    words += f"; a virus was found in {infected:,}, which nobody opens." if infected else "."
    return Care(words, bool(infected), lambda: _write(changes, now=now))


def _waiting() -> QuerySet[Document]:
    return Document.objects.filter(Q(scan=Scan.WAITING.value) | Q(cleaned_sha256="", no_copy_because=""))


def _copy(row: Document, content: bytes) -> dict[str, Any]:
    """For papers that came in before there were copies: what is refused today is left to those who handle the case."""
    if row.content_type == PASTED:
        return {"cleaned_sha256": row.sha256, "cleaned_bytes": row.size_bytes}
    washed = washed_as_received(content, row.content_type)
    if washed.cleaned is None:
        return {"no_copy_because": NOT_SAFE if washed.problem else washed.why_not}
    cleaned_sha256 = sha256_of(washed.cleaned)
    document_store.save(cleaned_sha256, washed.cleaned)
    return {"cleaned_sha256": cleaned_sha256, "cleaned_bytes": len(washed.cleaned)}


def _write(changes: dict[UUID, dict[str, Any]], *, now: datetime) -> None:
    with act(by=None, now=now, clause="11.1c", reason="Looked through by Sightline.") as trail:
        for row in Document.objects.filter(id__in=list(changes)).order_by("id"):
            for field, new in changes[row.id].items():
                trail.record(
                    model="document",
                    object_id=row.id,
                    subject_id=row.incident_id,
                    field=field,
                    old=getattr(row, field),
                    new=new,
                    part=Part.DOCUMENTS.value,
                )
            Document.objects.filter(id=row.id).update(**changes[row.id])
