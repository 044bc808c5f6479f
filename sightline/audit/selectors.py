"""Reading the audit trail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from sightline.audit.chain import ERASURE_MODEL, moment_text
from sightline.audit.models import AuditEntry, AuditHead


@dataclass(frozen=True)
class EntryRow:
    """One change as the audit trail shows it. ``actor`` is a person's id, or "" if confidential or nobody.

    ``request_id`` ties together what one request or run changed; "" where nothing said so. Where ``erased``, the values
    are empty, ``tombstone_reason`` says why, and ``field`` is the one that the erasure names.
    """

    seq: int
    at: datetime
    request_id: str
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
    return _rows(rows.order_by("-seq")[:limit])


def every_entry(subject_id: UUID | str) -> list[EntryRow]:
    """Every entry of one subject of whatever part, oldest first, to be folded: nothing of it is shown before it is filtered."""
    return _rows(AuditEntry.objects.filter(subject_id=str(subject_id)).order_by("seq"))


def entries_of(model: str, object_id: UUID | None, *, since: datetime, limit: int) -> list[EntryRow]:
    """Entries of one kind of row that belongs to no case, or of one such row, newest first, in one query."""
    rows = AuditEntry.objects.filter(model=model, at__gte=moment_text(since))
    found = rows if object_id is None else rows.filter(object_id=str(object_id))
    return _rows(found.order_by("-seq")[:limit])


def _rows(rows: QuerySet[AuditEntry]) -> list[EntryRow]:
    found = _as_they_stand(rows)
    erased = [row.seq for row in found if row.erased]
    if not erased:
        return found
    # The field is no value: the entry that says of the erasure keeps it, so that a fold knows what it no longer knows.
    said = AuditEntry.objects.filter(model=ERASURE_MODEL, object_id__in=[str(seq) for seq in erased])
    fields = dict(said.values_list("object_id", "payload__old"))
    return [replace(row, field=fields.get(str(row.seq), "")) if row.erased else row for row in found]


def _as_they_stand(rows: QuerySet[AuditEntry]) -> list[EntryRow]:
    return [
        EntryRow(
            seq=row[0],
            at=datetime.fromisoformat(row[1]),
            request_id=row[2],
            actor=row[3],
            hat=row[4],
            model=row[5],
            object_id=row[6],
            field=row[7],
            old=row[8],
            new=row[9],
            part=row[10],
            clause=row[11],
            reason=row[12],
            erased=row[14] != "",
            tombstone_reason=row[13],
        )
        for row in rows.values_list(
            "seq",
            "at",
            "request_id",
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
        )
    ]
