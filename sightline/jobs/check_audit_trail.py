"""Proves the chain of the audit trail, so that a change behind the product's back is known by the morning."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from sightline.audit.anchors import Anchor
from sightline.audit.verification import verify
from sightline.jobs.outcome import Outcome
from sightline.upkeep.kinds import UpkeepKind, UpkeepOutcome
from sightline.upkeep.selectors import proved_heads
from sightline.upkeep.services.records import record


def run(slot: str, now: datetime) -> Outcome:
    """A broken chain is an alarm that names the entry; so is a trigger that no longer protects it.

    The chain has to come by the heads of the nights before. The head it reaches is kept with what was proved, and as a
    file in ``SIGHTLINE_ANCHORS``, where that is a folder nobody who reaches the database reaches.
    """
    verdict = verify(anchors=proved_heads())
    words = f"{verdict.entries:,} entries, chain intact. Head {verdict.head_hash[:16]}."
    if not verdict.holds:
        words = f"The chain is broken at entry {verdict.broken_at}: {verdict.reason}"
    words = " ".join((words, *verdict.unprotected))
    problem = _keep(Anchor(verdict.entries, verdict.head_hash, now)) if verdict.holds else ""

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

    return Outcome(f"{words}{problem}", is_alarm=bool(problem) or not verdict.intact, write=write)


def _keep(anchor: Anchor) -> str:
    """Writes the anchor where it is kept, if anywhere; what went wrong, in a sentence after a space."""
    folder = settings.SIGHTLINE_ANCHORS
    if not folder:
        return ""
    try:
        (Path(folder) / anchor.file_name).write_text(anchor.text(), encoding="utf-8")
    except OSError as problem:
        return f" The anchor could not be kept in {folder}: {problem.strerror or problem}."
    return ""
