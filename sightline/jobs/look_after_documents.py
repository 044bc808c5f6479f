"""Looks documents through that came in while the virus scanner was away, and makes cleaned copies that are missing."""

from __future__ import annotations

from datetime import datetime

from sightline.incidents.services import document_care
from sightline.jobs.outcome import Outcome


def is_wanted(now: datetime) -> bool:
    """Whether any document waits."""
    return document_care.is_wanted()


def run(slot: str, now: datetime) -> Outcome:
    """A virus found in what was received is an alarm; what still waits is taken again at the next turn."""
    care = document_care.look_after(now=now)
    return Outcome(care.words, is_alarm=care.found_viruses, write=care.write)
