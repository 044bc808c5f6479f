"""Proves the chain of the audit trail, so that a change behind the product's back is known by the morning."""

from __future__ import annotations

from datetime import datetime

from sightline.audit.verification import verify
from sightline.jobs.outcome import Outcome


def run(slot: str, now: datetime) -> Outcome:
    """A broken chain is an alarm that names the entry."""
    verdict = verify()
    if verdict.intact:
        return Outcome(f"{verdict.entries:,} entries, chain intact. Head {verdict.head_hash[:16]}.")
    return Outcome(f"The chain is broken at entry {verdict.broken_at}: {verdict.reason}", is_alarm=True)
