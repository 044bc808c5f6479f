"""Reading the audit trail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sightline.audit.chain import moment_text
from sightline.audit.models import AuditEntry, AuditHead


@dataclass(frozen=True)
class EntryRow:
    """One change as the audit trail shows it. ``actor`` is a person's id, or "" if confidential or nobody.

    Where ``erased``, the values are empty and ``tombstone_reason`` says why.
    """

    seq: int
    at: datetime
    actor: str
    hat: str
    model: str
    object_id: str
    field: str
    old: str
    new: str
    part: str
    clause: str
    reason: str
    erased: bool
    tombstone_reason: str


def newest_number() -> int:
    """The number of the newest entry; 0 where nothing was recorded yet."""
    return AuditHead.objects.values_list("seq", flat=True).get(id=1)


def subjects_of_request(request_id: str) -> list[UUID]:
    """Everything that one request or run changed, each subject once. Reads the whole trail: for commands."""
    found = AuditEntry.objects.filter(request_id=request_id).exclude(subject_id="")
    return [UUID(subject) for subject in sorted(set(found.values_list("subject_id", flat=True)))]


def entries_for(
    subject_id: UUID | str, *, parts: Collection[str] | None, limit: int, before: int | None = None
) -> list[EntryRow]:
    """Entries of one subject (an incident), newest first, in one query.

    ``parts`` names the parts of the case the reader may see ("" stands for entries of no part); ``None``
    means all of them; an empty collection means nothing. ``before`` is the sequence number to continue below.
    """
    rows = AuditEntry.objects.filter(subject_id=str(subject_id))
    if parts is not None:
        rows = rows.filter(payload__part__in=[str(part) for part in parts])
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return _rows(rows, limit)


def entries_of(model: str, object_id: UUID | None, *, since: datetime, limit: int) -> list[EntryRow]:
    """Entries of one kind of row that belongs to no case, or of one such row, newest first, in one query."""
    rows = AuditEntry.objects.filter(model=model, at__gte=moment_text(since))
    return _rows(rows if object_id is None else rows.filter(object_id=str(object_id)), limit)


def _rows(rows: QuerySet[AuditEntry], limit: int) -> list[EntryRow]:
    return [
        EntryRow(
            seq=row[0],
            at=datetime.fromisoformat(row[1]),
            actor=row[2],
            hat=row[3],
            model=row[4],
            object_id=row[5],
            field=row[6],
            old=row[7],
            new=row[8],
            part=row[9],
            clause=row[10],
            reason=row[11],
            erased=row[13] != "",
            tombstone_reason=row[12],
        )
        for row in rows.order_by("-seq").values_list(
            "seq",
            "at",
            "payload__actor",
            "payload__hat",
            "model",
            "object_id",
            "payload__field",
            "payload__old",
            "payload__new",
            "payload__part",
            "payload__clause",
            "payload__reason",
            "payload__tombstone_reason",
            "payload__tombstoned_at",
        )[:limit]
    ]
