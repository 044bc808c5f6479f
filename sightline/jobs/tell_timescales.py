"""Tells people what falls due up to the next working day and what has passed unmet, once for each due day of a case."""

from __future__ import annotations

from datetime import datetime

from sightline.incidents.selectors.due_notices import due_notices
from sightline.jobs.outcome import Outcome
from sightline.notifications import services as notifications
from sightline.organisations import agreed


def run(slot: str, now: datetime) -> Outcome:
    """Run again, it says nothing that was said before."""
    notices = due_notices(now=now, calendar=agreed.calendar())
    people = len({notice.recipient_id for notice in notices})
    words = f"{len(notices):,} notices to {people:,} people stand, told today or before."
    return Outcome(words, write=lambda: notifications.enqueue(notices, now=now))
