"""Proving the audit trail: every number, every hash, every erasure, and the head (decision 22)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS

from sightline.audit import chain
from sightline.audit.models import AuditEntry, AuditHead, AuditPayload

CHUNK = 5_000

_COLUMNS = (
    "seq",
    "schema_version",
    "request_id",
    "at",
    "model",
    "object_id",
    "subject_id",
    "payload_hash",
    "previous_hash",
    "entry_hash",
    "payload__salt",
    "payload__actor",
    "payload__hat",
    "payload__field",
    "payload__old",
    "payload__new",
    "payload__part",
    "payload__clause",
    "payload__reason",
    "payload__tombstone_reason",
    "payload__tombstoned_at",
)


@dataclass(frozen=True)
class Verdict:
    """What verification found. ``broken_at`` is the number of the first entry that does not hold, or None.

    ``entries`` counts those that held before it; ``head_hash`` is worth keeping elsewhere as an anchor.
    """

    entries: int
    broken_at: int | None
    reason: str
    head_hash: str

    @property
    def intact(self) -> bool:
        """Whether every entry held."""
        return self.broken_at is None


class _Broken(Exception):
    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(reason)
        self.seq = seq
        self.reason = reason


@dataclass
class _Walk:
    last: int = 0
    hash: str = chain.GENESIS
    using: str = DEFAULT_DB_ALIAS

    def __post_init__(self) -> None:
        self.erased: dict[int, tuple[str, str]] = {}  # seen empty, not yet accounted for: part, reason
        self.accounted: set[int] = set()  # accounted for, but not empty when seen

    def step(self, row: tuple[str, ...]) -> None:
        seq = int(row[0])
        expected = self.last + 1
        if seq != expected:
            if seq < expected:
                raise _Broken(seq, "its number is below 1")
            raise _Broken(expected, f"it is missing: the entry after {self.last} is {seq}")
        if row[8] != self.hash:
            raise _Broken(seq, "it does not follow the entry before it")
        if chain.entry_hash(row[8], seq, *row[1:8]) != row[9]:
            raise _Broken(seq, "the entry was changed")
        values = row[10:19]
        if row[20] is None:
            raise _Broken(seq, "its values are missing")
        if row[20] == "":
            if row[19]:
                raise _Broken(seq, "it gives a reason for an erasure that did not happen")
            if chain.payload_hash(*values) != row[7]:
                raise _Broken(seq, "its values were changed")
        else:
            if any(values[:6]) or any(values[7:]) or not row[19]:
                raise _Broken(seq, "its values were erased only in part, or without a reason")
            self.erased[seq] = (values[6], row[19])
        if row[4] == chain.ERASURE_MODEL:
            if not row[5].isdecimal():
                raise _Broken(seq, "it speaks of an erasure without saying of which entry")
            self._account(seq, int(row[5]), part=values[6], reason=values[8], readable=row[20] == "")
        self.last, self.hash = seq, row[9]

    def _account(self, seq: int, target: int, *, part: str, reason: str, readable: bool) -> None:
        if target not in self.erased:
            self.accounted.add(target)
            return
        found = self.erased.pop(target)
        if found[0] != part or (readable and found[1] != reason):
            raise _Broken(target, f"its erasure differs from what entry {seq} says of it")

    def finish(self) -> None:
        """Match erasures with the entries that speak of them."""
        if self.erased:
            raise _Broken(min(self.erased), "its values were erased and no later entry says so")
        # An erasure may have happened after its target was read: only look at what is there now.
        standing = (
            AuditPayload.objects.using(self.using)
            .filter(entry_id__in=self.accounted, tombstoned_at="")
            .order_by("entry_id")
        )
        restored = standing.values_list("entry_id", flat=True).first()
        if restored is not None:
            raise _Broken(restored, "its values were erased, and values stand there again")


def verify(
    *,
    progress: Callable[[int, int], None] | None = None,
    chunk: int = CHUNK,
    using: str = DEFAULT_DB_ALIAS,
) -> Verdict:
    """Walk the whole chain in pieces and say whether it holds, or the first entry that does not, and why.

    Safe while others write: the head is read before each piece and what was appended meanwhile is walked too.
    ``progress`` is called after each piece with the entries walked and the head's number. ``using`` is the
    database, for one that was restored beside the one in use.
    """
    walk = _Walk(using=using)
    try:
        _walk_to_head(walk, progress, chunk)
        walk.finish()
    except _Broken as broken:
        return Verdict(
            entries=broken.seq - 1, broken_at=broken.seq, reason=broken.reason, head_hash=walk.hash
        )
    return Verdict(entries=walk.last, broken_at=None, reason="", head_hash=walk.hash)


def _walk_to_head(walk: _Walk, progress: Callable[[int, int], None] | None, chunk: int) -> None:
    entries, heads = AuditEntry.objects.using(walk.using), AuditHead.objects.using(walk.using)
    while True:
        # The newest number first, then the head: with honest writers the head is never behind it.
        newest = entries.order_by("-seq").values_list("seq", flat=True).first() or 0
        head = heads.filter(id=1).values_list("seq", "entry_hash").first()
        if head is None:
            raise _Broken(walk.last + 1, "the head of the chain is missing")
        rows = entries.filter(seq__gt=walk.last) if walk.last else entries.all()
        count = 0
        for row in rows.filter(seq__lte=head[0]).order_by("seq").values_list(*_COLUMNS)[:chunk]:
            walk.step(row)
            count += 1
        if progress and count:
            progress(walk.last, head[0])
        if count:
            continue
        if newest > head[0]:
            raise _Broken(head[0] + 1, f"it stands beyond the head, which is at {head[0]}")
        if walk.last != head[0]:
            raise _Broken(walk.last + 1, f"it is missing: the head is at {head[0]}")
        if walk.hash != head[1]:
            raise _Broken(max(walk.last, 1), "the head does not hold its hash")
        return
