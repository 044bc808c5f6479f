"""``visible_to``: the one filter every read starts from."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from sightline.incidents.models import Incident, IncidentAccess, Reporter
from sightline.policy.facts import Actor
from sightline.policy.permissions import BOUND_TO_PLACE, OWN_REPORT, levels_opening, relations_reading
from sightline.policy.step_words import PART_OF_STEP
from sightline.policy.terms import Part, Status


def seen_by(actor: Actor, *, now: datetime, part: Part | None = None, of: str = "") -> Q:
    """The condition on incidents behind ``visible_to``: an access row this role may use now, or its own report.

    ``of``: the name under which the rows asked for know their incident; empty where they are incidents.
    """
    key, path = (f"{of}_id", f"{of}__") if of else ("pk", "")
    rows = IncidentAccess.objects.filter(
        incident=OuterRef(key),
        organisation_id=actor.organisation_id,
        reason__in=[relation.value for relation in relations_reading(part, actor.role)],
        level__in=[level.value for level in levels_opening(part)],
        from_at__lte=now,
    ).filter(Q(until_at__isnull=True) | Q(until_at__gt=now))
    condition = Q(Exists(rows))
    if actor.role in BOUND_TO_PLACE:
        condition &= Q(**{f"{path}place_id": actor.place_id, f"{path}place__isnull": False})
    if part is None or part in OWN_REPORT:
        own = Reporter.objects.filter(incident=OuterRef(key), person_id=actor.person_id)
        condition |= Q(Exists(own))
    return condition


def hidden_steps(actor: Actor, *, now: datetime) -> Q:
    """The condition on steps taken that are of a part of the case which this hat is not shown, such as ICB-only notes."""
    hidden = Q(pk__in=[])
    for action, part in PART_OF_STEP.items():
        hidden |= Q(action=action.value) & ~of_visible(actor, now=now, part=part)
    return hidden


def of_visible(actor: Actor, *, now: datetime, part: Part | None = None, of: str = "incident") -> Q:
    """The condition on rows of a case, such as its due dates, that their case is one of ``visible_to``.

    Asked of each row in hand, so that a few rows never make the database list every case that a hat may see.
    """
    return seen_by(actor, now=now, part=part, of=of) & ~Q(**{f"{of}__status": Status.DRAFT.value})


def visible_to(actor: Actor, *, now: datetime, part: Part | None = None) -> QuerySet[Incident]:
    """Incidents that exist for this hat at this moment; with ``part``, those of which it is shown that part.

    Default deny: no row, no incident. Policy says the same one case at a time in ``may_see`` and ``parts_for``.
    """
    return Incident.objects.filter(seen_by(actor, now=now, part=part)).exclude(status=Status.DRAFT.value)
