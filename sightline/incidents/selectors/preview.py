"""What a role would see, for an administrator who sets it up: how many cases, which, and why. Never what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from sightline.incidents.models import IncidentAccess
from sightline.incidents.visibility import visible_to
from sightline.policy.facts import Actor
from sightline.policy.framework_words import status_words
from sightline.policy.permissions import GRANTS, levels_opening, relations_reading
from sightline.policy.terms import Framework, Part, Permission, Relation, Status

MOST_SHOWN = 25


@dataclass(frozen=True)
class PreviewRow:
    """One case by its number alone, and why it would be seen."""

    reference: str
    status_label: str
    why: str


@dataclass(frozen=True)
class HeldRow:
    """What a role holds at an organisation that stands in one relation to a case."""

    relation: Relation
    parts: tuple[Part, ...]
    permissions: tuple[Permission, ...]
    clause: str


@dataclass(frozen=True)
class Preview:
    """``statuses`` with how many cases of each; ``rows`` are the newest, at most ``MOST_SHOWN``."""

    held: tuple[HeldRow, ...]
    statuses: tuple[tuple[Status, int], ...]
    rows: tuple[PreviewRow, ...]

    @property
    def total(self) -> int:
        """How many cases it would see."""
        return sum(count for _, count in self.statuses)


def preview_of(actor: Actor, *, now: datetime) -> Preview:
    """What somebody in this role would see now: three queries. Their own reports are not counted: nobody is named."""
    shown = visible_to(actor, now=now)
    counted = dict(shown.order_by().values_list("status").annotate(Count("id")))
    newest = list(shown.order_by("-reported_at", "-id")[:MOST_SHOWN])
    access = IncidentAccess.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=now),
        incident__in=[incident.id for incident in newest],
        organisation_id=actor.organisation_id,
        reason__in=[relation.value for relation in relations_reading(None, actor.role)],
        level__in=[level.value for level in levels_opening(None)],
    )
    why = {row.incident_id: row.why for row in access.order_by("from_at", "id")}
    return Preview(
        held=tuple(
            HeldRow(
                row.relation,
                tuple(part for part in Part if part in row.parts),
                tuple(permission for permission in Permission if permission in row.permissions),
                row.clause,
            )
            for row in GRANTS
            if row.role == actor.role
        ),
        statuses=tuple((status, counted[status.value]) for status in Status if counted.get(status.value)),
        rows=tuple(
            PreviewRow(
                each.reference,
                status_words(Status(each.status), Framework(each.framework)),
                why.get(each.id, ""),
            )
            for each in newest
        ),
    )
