"""Compares the stored due dates and awaited steps of every open incident with what the rules say."""

from __future__ import annotations

from datetime import datetime

from sightline.incidents.selectors import reconcile
from sightline.jobs.outcome import Outcome

_NAMED = 20


def run(slot: str, now: datetime) -> Outcome:
    """A difference is an alarm, never a silent fix (architecture, "How the pieces behave")."""
    looked_at, different = 0, []
    for reference, differences in reconcile.differences(now=now):
        looked_at += 1
        if differences:
            different.append(f"{reference} ({', '.join(differences)})")
    if not different:
        return Outcome(f"{looked_at:,} open incidents, every date as the rules say.")
    named = "; ".join(different[:_NAMED]) + ("; and others" if len(different) > _NAMED else "")
    return Outcome(f"{len(different):,} of {looked_at:,} open incidents differ: {named}.", is_alarm=True)
