"""Proves the chain of the audit trail, so that a change behind the product's back is known by the morning."""

from __future__ import annotations

from datetime import datetime

from sightline.audit.verification import verify
from sightline.jobs.outcome import Outcome
from sightline.upkeep.kinds import UpkeepKind, UpkeepOutcome
from sightline.upkeep.services.records import record


def run(slot: str, now: datetime) -> Outcome:
    """A broken chain is an alarm that names the entry. What was proved is kept with the head that it reached."""
    verdict = verify()
    words = f"{verdict.entries:,} entries, chain intact. Head {verdict.head_hash[:16]}."
    if not verdict.intact:
        words = f"The chain is broken at entry {verdict.broken_at}: {verdict.reason}"

    def write() -> None:
        record(
            UpkeepKind.VERIFY,
            UpkeepOutcome.DONE if verdict.intact else UpkeepOutcome.FAILED,
            by="check of the audit trail",
            now=now,
            detail=words,
            head_seq=verdict.entries,
            head_hash=verdict.head_hash,
        )

    return Outcome(words, is_alarm=not verdict.intact, write=write)
