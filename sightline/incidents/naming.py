"""Who is named on a restricted case, as the rules ask of it. Private to this package."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from sightline.incidents.models import Incident, Named
from sightline.policy.facts import Naming
from sightline.policy.terms import Role


def named_on(incident: Incident, as_at: datetime | None) -> list[Named]:
    """Who is named on a restricted case at a moment; no query of any other case, nobody without a moment."""
    if not incident.restricted_kind or as_at is None:
        return []
    rows = incident.named.filter(Q(until_at__isnull=True) | Q(until_at__gt=as_at), from_at__lte=as_at)
    return list(rows.select_related("organisation", "person").order_by("from_at", "id"))


def naming_of(row: Named) -> Naming:
    """A row as the rules ask of it."""
    return Naming(row.organisation_id, row.person_id, Role(row.role) if row.role else None, row.by_opening)
