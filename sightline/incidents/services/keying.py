"""A small provider confirms what the ICB keyed for it (design decision 14)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sightline.incidents.services.steps import taking
from sightline.policy.facts import Actor
from sightline.policy.terms import Action


def confirm_keyed(incident_id: UUID, note: str, *, by: Actor, now: datetime, seen: int) -> None:
    """What was keyed becomes the provider's own word; ``note`` is what it adds, and may be empty."""
    with taking(Action.CONFIRM_KEYED, incident_id, by=by, now=now, seen=seen, note=note.strip()) as step:
        step.set(keyed_confirmed_at=now, keyed_confirmed_by=step.person_id)
