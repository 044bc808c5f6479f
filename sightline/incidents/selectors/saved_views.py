"""The views of the list that a hat keeps, and those its team shares."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from sightline.incidents.models import SavedView
from sightline.policy.facts import Actor

MOST_SHOWN = 60


@dataclass(frozen=True)
class ViewRow:
    """One view: its name and the filters as they stand in an address. A view shows each reader what they may see."""

    view_id: UUID
    name: str
    query: str
    is_own: bool
    is_shared: bool


def saved_views(actor: Actor) -> tuple[ViewRow, ...]:
    """Own views and the team's, by name; one query."""
    rows = SavedView.objects.filter(
        Q(owner_id=actor.person_id) | Q(is_shared=True), organisation_id=actor.organisation_id
    )[:MOST_SHOWN]
    return tuple(
        ViewRow(row.id, row.name, row.query, row.owner_id == actor.person_id, row.is_shared) for row in rows
    )
