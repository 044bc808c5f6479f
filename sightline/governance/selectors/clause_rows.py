"""Every clause as it stands: two questions side by side, never mixed. Is it built here, and is it being kept?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sightline.governance.selectors.evidence import Evidence, evidence_for
from sightline.policy.built import BuiltState, built_of
from sightline.policy.clauses import CLAUSES, Clause
from sightline.policy.facts import Actor


@dataclass(frozen=True)
class ClauseRow:
    """One clause: what it asks, what the product does of it, and what the cases show that the reader may see."""

    clause: Clause
    built: BuiltState
    evidence: Evidence


def clause_rows(actor: Actor, *, now: datetime) -> tuple[ClauseRow, ...]:
    """All of them, in the order of the policy."""
    evidence = evidence_for(actor, now=now)
    return tuple(ClauseRow(row, built_of(row.id), evidence[row.id]) for row in CLAUSES.values())
