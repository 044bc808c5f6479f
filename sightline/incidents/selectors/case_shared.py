"""What the page of a case says to whoever sees it because it was shared with their organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sightline.incidents.record import CaseRecord
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.permissions import reads_only_what_was_shared


@dataclass(frozen=True)
class SharedRow:
    """One disclosure that opens the case: which, why, its last day, and whether it was acknowledged."""

    disclosure_id: UUID
    purpose: str
    last_on: date
    is_acknowledged: bool


@dataclass(frozen=True)
class SharedWithYou:
    """Every disclosure by which this hat sees the case, and sees it by nothing else."""

    rows: tuple[SharedRow, ...]


def shared_with(actor: Actor, record: CaseRecord, facts: IncidentFacts) -> SharedWithYou | None:
    """None where the hat has a part in the case itself; no query."""
    if not reads_only_what_was_shared(actor, facts):
        return None
    return SharedWithYou(
        tuple(
            SharedRow(row.id, row.purpose, row.expires_on, row.acknowledged_at is not None)
            for row in record.shares
            if row.open_to_id == actor.organisation_id and row.expires_on is not None
        )
    )
