"""Proving the audit trail: every number, every hash, every erasure, the head, anchors, and its protection (decision 22)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS

from sightline.audit import chain
from sightline.audit.anchors import Anchor
from sightline.audit.protection import problems_of_protection
from sightline.audit.walking import ChainRow, Reader

#: Rows in hand at once; larger pieces are no faster, and memory is that of one.
CHUNK = 5_000


@dataclass(frozen=True)
class Verdict:
    """What verification found. ``broken_at`` is the number of the first entry that does not hold, or None.

    ``entries`` counts those that held before it; ``head_hash`` is worth keeping elsewhere as an anchor.
    ``unprotected``: what the database no longer does to protect the trail, each in a sentence.
    """

    entries: int
    broken_at: int | None
    reason: str
    head_hash: str
    unprotected: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every entry held, and every anchor that was given."""
        return self.broken_at is None

    @property
    def intact(self) -> bool:
        """Whether everything held and the database protects it as it was made to."""
        return self.holds and not self.unprotected


class _Broken(Exception):
    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(reason)
        self.seq = seq
        self.reason = reason


@dataclass
class _Walk:
    reader: Reader
    #: By number, lowest first: those not come to yet.
    anchors: list[Anchor]
    last: int = 0
    hash: str = chain.GENESIS

    def take(self, rows: list[ChainRow]) -> None:
        """One piece of the chain, in order."""
        #: Number → whether its values are those that were hashed, of rows that are looked at more closely.
        closer: dict[int, bool] = {}
        try:
            self._step(rows, closer)
        except _Broken as broken:
            # An erasure before it in this piece may be what is broken first.
            self._look_closer({seq: holds for seq, holds in closer.items() if seq < broken.seq})
            raise
        self._look_closer(closer)

    def _step(self, rows: list[ChainRow], closer: dict[int, bool]) -> None:
        digest, last, newest = self.reader.digest, self.last, self.reader.held(self.hash)
        next_anchor = self.anchors[0].entries if self.anchors else 0
        for seq, previous, entry_hash, payload_hash, entry, values, is_plain in rows:
            if seq != last + 1:
                raise _out_of_order(seq, last)
            if previous != newest:
                raise _Broken(
                    seq, "it does not follow the entry before it: the order was changed, or one was replaced"
                )
            if entry is None or digest(entry) != entry_hash:
                raise _Broken(seq, "the entry was changed")
            if values is None:
                raise _Broken(seq, "its values are missing")
            holds = digest(values) == payload_hash
            if not is_plain:
                closer[seq] = holds
            elif not holds:
                raise _Broken(seq, "its values were changed")
            last, newest = seq, entry_hash
            if seq == next_anchor:
                self._meet(self.reader.text(newest))
                next_anchor = self.anchors[0].entries if self.anchors else 0
        self.last, self.hash = last, self.reader.text(newest)

    def _meet(self, newest: str) -> None:
        at = self.anchors[0].entries
        while self.anchors and self.anchors[0].entries == at:
            anchor = self.anchors.pop(0)
            if newest != anchor.head_hash:
                raise _Broken(at, f"the chain was made anew: {_of(anchor)} holds another hash for this entry")

    def _look_closer(self, closer: dict[int, bool]) -> None:
        """Erasures and what the trail says of them: both ways, each asked of the database, so that nothing is kept in mind."""
        rows = self.reader.special(list(closer))
        erased = [seq for seq, row in rows.items() if row.tombstoned_at]
        said = self.reader.said_of(erased)
        targets = {
            seq: int(row.object_id)
            for seq, row in rows.items()
            if row.model == chain.ERASURE_MODEL and row.object_id.isdecimal() and len(row.object_id) < 19
        }
        standing = set(self.reader.standing(list(targets.values())))
        for seq, holds in sorted(closer.items()):
            row = rows[seq]
            if row.tombstoned_at:
                if not row.emptied or not row.tombstone_reason:
                    raise _Broken(seq, "its values were erased only in part, or without a reason")
                if seq not in said:
                    raise _Broken(seq, "its values were erased and no later entry says so")
                by, part, reason, readable = said[seq]
                if part != row.part or (readable and reason != row.tombstone_reason):
                    raise _Broken(seq, f"its erasure differs from what entry {by} says of it")
            elif row.tombstone_reason:
                raise _Broken(seq, "it gives a reason for an erasure that did not happen")
            elif not holds:
                raise _Broken(seq, "its values were changed")
            if row.model == chain.ERASURE_MODEL:
                if seq not in targets:
                    raise _Broken(seq, "it speaks of an erasure without saying of which entry")
                if targets[seq] in standing:
                    raise _Broken(targets[seq], "its values were erased, and values stand there again")

    def finish(self) -> None:
        """What only the whole chain shows: anchors it does not reach, values that belong to nothing."""
        if self.anchors:
            anchor = self.anchors[0]
            raise _Broken(
                self.last + 1,
                f"it is missing: {_of(anchor)} says {anchor.entries:,} entries, and there are {self.last:,}, so that "
                "the end of the chain was cut off, or the trail dropped",
            )
        orphan = self.reader.orphan()
        if orphan is not None:
            raise _Broken(orphan, "values stand there that belong to no entry")


def _of(anchor: Anchor) -> str:
    return f"the anchor of {anchor.made_at:%Y-%m-%d %H:%M} UTC"


def _out_of_order(seq: int, last: int) -> _Broken:
    if seq <= last:
        return _Broken(seq, "its number is below 1")
    return _Broken(last + 1, f"it is missing: the entry after {last} is {seq}")


def verify(
    *,
    anchors: Collection[Anchor] = (),
    progress: Callable[[int, int], None] | None = None,
    chunk: int = CHUNK,
    using: str = DEFAULT_DB_ALIAS,
) -> Verdict:
    """Walk the whole chain in pieces and say whether it holds, or the first entry that does not, and why.

    Safe while others write: the head is read before each piece and what was appended meanwhile is walked too.
    ``anchors``: heads of before, kept elsewhere, which the chain has to come by. ``progress`` is called after each piece
    with the entries walked and the head's number. ``using`` is the database, for one that was restored beside the one in
    use. Memory is that of one piece, however long the chain is.
    """
    reader = Reader(using)
    known = sorted((anchor for anchor in anchors if anchor.entries), key=lambda anchor: anchor.entries)
    walk = _Walk(reader, known)
    missing = sorted(reader.missing_tables())
    if missing:
        words = f"the table {missing[0]} is missing: the trail, or a part of it, was dropped"
        return Verdict(0, 1, words, chain.GENESIS, problems_of_protection(using))
    try:
        _walk_to_head(walk, progress, chunk)
        walk.finish()
    except _Broken as broken:
        return Verdict(
            max(broken.seq - 1, 0), broken.seq, broken.reason, walk.hash, problems_of_protection(using)
        )
    return Verdict(walk.last, None, "", walk.hash, problems_of_protection(using))


def _walk_to_head(walk: _Walk, progress: Callable[[int, int], None] | None, chunk: int) -> None:
    while True:
        found = walk.reader.head()
        if found is None:
            raise _Broken(walk.last + 1, "the head of the chain is missing")
        newest, head, head_hash = found
        rows = walk.reader.piece(walk.last or None, head, chunk)
        if rows:
            walk.take(rows)
            if progress:
                progress(walk.last, head)
            continue
        if newest > head:
            raise _Broken(head + 1, f"it stands beyond the head, which is at {head}")
        if walk.last != head:
            raise _Broken(walk.last + 1, f"it is missing: the head is at {head}")
        if walk.hash != head_hash:
            raise _Broken(max(walk.last, 1), "the head does not hold its hash")
        return
