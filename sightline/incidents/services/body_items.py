"""Brings the items about other bodies into line with the facts: in the transaction of every step, by the rules alone."""

from __future__ import annotations

from datetime import datetime

from sightline.audit.services import Act
from sightline.incidents.bodies import body_facts_of, entries_of
from sightline.incidents.models import BodyEntry
from sightline.incidents.record import CaseRecord
from sightline.policy.body_rule import BodyRule
from sightline.policy.external_bodies import Entry, EntryKind, items_of, new_entries
from sightline.policy.terms import Part


def refresh_items(record: CaseRecord, *, now: datetime, trail: Act) -> tuple[BodyRule, ...]:
    """Adds what the rules find that is not there yet, each in the audit trail; the rules newly asked for.

    A report that was just sent is known from the moment it was reported, which on paper was before it was typed in.
    """
    items = items_of(entries_of(record.body_entries))
    known_at = record.incident.reported_at if len(record.steps) == 1 else now
    added = new_entries(body_facts_of(record), items, now=now, known_at=known_at)
    for entry in added:
        row = _row(record, entry)
        row.save(force_insert=True)
        record.body_entries.append(row)
        before = items.get(entry.code)
        trail.record(
            model="bodyentry",
            object_id=str(row.id),
            subject_id=record.incident.id,
            field=f"body.{entry.code}",
            old="" if before is None else before.state.label,
            new=_in_words(entry),
            part=Part.TIMESCALES.value,
        )
    after = items_of(entries_of(record.body_entries))
    asked = [entry.code for entry in added if entry.kind is EntryKind.RAISED]
    return tuple(after[code].rule for code in asked if after[code].is_open)


def _row(record: CaseRecord, entry: Entry) -> BodyEntry:
    return BodyEntry(
        incident=record.incident,
        kind=entry.kind.value,
        code=entry.code,
        words=entry.words,
        moment=entry.moment,
        reference=entry.reference,
        recorded_at=entry.recorded_at,
    )


def _in_words(entry: Entry) -> str:
    what = entry.words or entry.reference
    return f"{entry.kind.label.lower()}: {what}" if what else entry.kind.label.lower()
