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
    name, problem = _name(name)
    if problem:
        return problem
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


def rename_view(view_id: UUID, name: str, *, by: Actor) -> str:
    """Another name for one's own view. Answers what is wrong with it, as ``save_view``; raises NotVisible likewise."""
    found = SavedView.objects.filter(id=view_id, owner_id=by.person_id, organisation_id=by.organisation_id)
    if not found.exists():
        raise NotVisible(str(view_id))
    name, problem = _name(name)
    if problem:
        return problem
    try:
        with transaction.atomic():
            found.update(name=name)
    except IntegrityError:
        return f"You have a view called {name} already."
    return ""


def _name(typed: str) -> tuple[str, str]:
    """The name in one line, and what is wrong with it."""
    name = " ".join(typed.replace("\x00", "").split())
    if not name:
        return name, "Give the view a name."
    too_long = len(name) > LONGEST_NAME
    return name, f"The name must be {LONGEST_NAME} characters or fewer." if too_long else ""


def remove_view(view_id: UUID, *, by: Actor) -> None:
    """Removes one's own view, shared or not. Raises NotVisible for another person's."""
    removed, _ = SavedView.objects.filter(
        id=view_id, owner_id=by.person_id, organisation_id=by.organisation_id
    ).delete()
    if not removed:
        raise NotVisible(str(view_id))
