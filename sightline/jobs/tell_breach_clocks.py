"""Tells whoever handles a breach that its 72 hours run out soon, and that they have passed; once each."""

from __future__ import annotations

from datetime import datetime

from sightline.breaches.selectors.breach_clocks import clock_notices, runs_out
from sightline.jobs.outcome import Outcome
from sightline.notifications import services as notifications


def is_wanted(now: datetime) -> bool:
    """Whether any clock is within its last hours."""
    return runs_out(now=now)


def run(slot: str, now: datetime) -> Outcome:
    """Run again, it says nothing that was said before."""
    notices = clock_notices(now=now)
    breaches = len({notice.case_id for notice in notices})
    words = f"{len(notices):,} notices about {breaches:,} breaches stand, told now or before."
    return Outcome(words, write=lambda: notifications.enqueue(notices, now=now))
