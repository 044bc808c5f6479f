"""How many cases a hat sees by access, whatever they are: by a function on PostgreSQL, where each would be judged on its way.

The function answers what ``visibility`` answers for access (``walls``); a property test holds them equal. What a person
reported themselves, and any filter, is counted by the query of the list.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from sightline.audit.scope import of, within
from sightline.policy.facts import Actor
from sightline.policy.permissions import BOUND_TO_PLACE, levels_opening, relations_reading


def counted_by_access(actor: Actor, *, now: datetime, most: int) -> int | None:
    """No further than ``most``; None where the engine counts as quickly by itself."""
    if connection.vendor != "postgresql":
        return None
    reasons = [relation.value for relation in relations_reading(None, actor.role)]
    levels = [level.value for level in levels_opening(None)]
    bound = actor.role in BOUND_TO_PLACE
    with within(of(actor, now=now)), connection.cursor() as cursor:
        cursor.execute(
            "SELECT sightline_counted(%s, %s, %s, %s, %s)", [reasons, levels, bound, actor.place_id, most]
        )
        (counted,) = cursor.fetchone()
    return int(counted)
