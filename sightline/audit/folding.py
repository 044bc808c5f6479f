"""Entries folded into the state they lead to: what the trail says of each field, as at a moment (decision 23). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sightline.audit.chain import ERASURE_MODEL
from sightline.audit.selectors import EntryRow

#: A row of a case: model and object id.
Row = tuple[str, str]
#: Field → the last entry that speaks of it: its ``new`` is the value that stood, unless it was erased since.
Fields = dict[str, EntryRow]


def fold(entries: Iterable[EntryRow], *, until: datetime | None = None) -> dict[Row, Fields]:
    """The last entry about each field of each row, of those up to and with ``until`` (all, without it).

    ``entries``: oldest first, in the order of the chain, which is the order in which they were written. A field that no
    entry speaks of was empty. Entries about erasures are of no row.
    """
    rows: dict[Row, Fields] = {}
    for entry in entries:
        if entry.model == ERASURE_MODEL or (until is not None and entry.at > until):
            continue
        rows.setdefault((entry.model, entry.object_id), {})[entry.field] = entry
    return rows
