"""Named views of the list: a set of filters kept for oneself or shared with the team."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sightline.incidents.errors import NotVisible
from sightline.incidents.models import SavedView
from sightline.policy.facts import Actor

LONGEST_NAME = 80
LONGEST_QUERY = 1000
MOST_VIEWS = 30


def save_view(name: str, query: str, *, is_shared: bool, by: Actor, now: datetime) -> str:
    """Keeps the filters of an address under a name. Not audited: it changes nothing of any case.

    Answers what is wrong with the name, empty where it was kept: none, one taken, or more views than a page can list.
    """
    name = " ".join(name.split())
    if not name:
        return "Give the view a name."
    if len(name) > LONGEST_NAME:
        return f"The name must be {LONGEST_NAME} characters or fewer."
    if len(query) > LONGEST_QUERY:
        return "This view has too many filters to keep. Take some away."
    own = SavedView.objects.filter(organisation_id=by.organisation_id, owner_id=by.person_id)
    if own.count() >= MOST_VIEWS:
        return f"You keep {MOST_VIEWS} views already. Remove one first."
    try:
        with transaction.atomic():
            SavedView.objects.create(
                organisation_id=by.organisation_id,
                owner_id=by.person_id,
                name=name,
                query=query,
                is_shared=is_shared,
                saved_at=now,
            )
    except IntegrityError:
        return f"You have a view called {name} already."
    return ""


def remove_view(view_id: UUID, *, by: Actor) -> None:
    """Removes one's own view, shared or not. Raises NotVisible for another person's."""
    removed, _ = SavedView.objects.filter(
        id=view_id, owner_id=by.person_id, organisation_id=by.organisation_id
    ).delete()
    if not removed:
        raise NotVisible(str(view_id))
