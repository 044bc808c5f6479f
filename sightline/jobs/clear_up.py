"""Deletes what has had its day and is on no record: sessions that ended, old rows of background work."""

from __future__ import annotations

from datetime import datetime, timedelta

from sightline.jobs import services
from sightline.jobs.outcome import Outcome

KEEP_RUNS = timedelta(days=90)


def run(slot: str, now: datetime) -> Outcome:
    """Deleting again finds nothing, so a second run does no harm."""
    return Outcome(
        "Ended sessions and old runs deleted.", write=lambda: services.forget(before=now - KEEP_RUNS, now=now)
    )
