"""Deletes what has had its day and is on no record: sessions that ended, old notices, old rows of background work."""

from __future__ import annotations

from datetime import datetime, timedelta

from sightline.jobs import services
from sightline.jobs.outcome import Outcome
from sightline.notifications import services as notifications

KEEP_RUNS = timedelta(days=90)
#: After they were read; what nobody read stays. The case itself keeps what happened [local default, 2026-11-26].
KEEP_NOTICES = timedelta(days=90)


def run(slot: str, now: datetime) -> Outcome:
    """Deleting again finds nothing, so a second run does no harm."""

    def delete() -> None:
        services.forget(before=now - KEEP_RUNS, now=now)
        notifications.forget(read_before=now - KEEP_NOTICES)

    return Outcome("Ended sessions, old notices and old runs deleted.", write=delete)
