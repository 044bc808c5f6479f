"""What is shared of a case, as the rules ask of it. Private to this package."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from sightline.incidents.models import Disclosure, Incident
from sightline.policy.disclosing import Standing
from sightline.policy.facts import Share
from sightline.policy.permissions import OPENABLE
from sightline.policy.terms import Part


def in_force(as_at: datetime) -> Q:
    """The condition on disclosures that they open something here at a moment."""
    return Q(in_force_at__lte=as_at, until_at__gt=as_at, withdrawn_at__isnull=True, open_to__isnull=False)


def shares_on(incident: Incident, as_at: datetime | None) -> list[Disclosure]:
    """What is shared of a case at a moment; one query, nothing without a moment."""
    if as_at is None:
        return []
    return list(incident.disclosures.filter(in_force(as_at)).order_by("id"))


def share_of(row: Disclosure) -> Share:
    """A disclosure in force as the rules ask of it."""
    if row.open_to_id is None or row.until_at is None:
        raise ValueError("It went to a body outside, and opens nothing here.")
    parts = frozenset(Part(code) for code in row.parts) & OPENABLE
    return Share(row.id, row.open_to_id, parts, row.until_at)


def standing_of(row: Disclosure) -> Standing:
    """The moments by which the rules say where it stands."""
    return Standing(row.in_force_at, row.refused_at, row.withdrawn_at, row.acknowledged_at, row.until_at)


def parts_column(parts: frozenset[Part]) -> str:
    """Parts as an access row holds them: ``|narrative|summary|``."""
    return f"|{'|'.join(sorted(part.value for part in parts))}|"
