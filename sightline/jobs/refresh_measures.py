"""Counts the measures of the policy anew, so that its page shows today's evidence."""

from __future__ import annotations

from datetime import datetime

from sightline.governance.services.refreshing import count_measures, keeping
from sightline.jobs.outcome import Outcome


def run(slot: str, now: datetime) -> Outcome:
    """Run again, it counts the same cases and leaves one count."""
    found = count_measures(now=now)
    measures = len({tally.measure for tally in found})
    words = f"{measures} measures counted, in {len(found):,} figures by organisation, Place and month."
    return Outcome(words, write=keeping(found, now=now))
