"""The people of an organisation that closes: the same roles where they work from the day after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from sightline.audit.services import act
from sightline.organisations.errors import Invalid, NotAdministrator
from sightline.organisations.models import Membership
from sightline.organisations.services.authority import require_administrator
from sightline.organisations.services.people import join
from sightline.policy.facts import Actor
from sightline.policy.terms import Role


@dataclass(frozen=True)
class BroughtOver:
    """How many roles were given at the successor, and how many were not: there already, or none that it has."""

    given: int
    left_out: int


def bring_over(
    organisation_id: UUID, successor_id: UUID, *, after: date, reason: str, by: Actor | None, now: datetime
) -> BroughtOver:
    """Gives everyone with a role at an organisation beyond the day ``after`` the same at its successor, from the next day.

    A grant on record for each. Somebody who has the role there already, a role that the successor's kind has not, and
    whoever does this themselves are left out. May be done again: it adds who is still missing.
    """
    require_administrator(by)
    first = after + timedelta(days=1)
    lasting = Membership.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=first),
        organisation_id=organisation_id,
        person__is_active=True,
    )
    given, left_out = 0, 0
    with act(by=by, now=now, reason=reason):
        for row in lasting.order_by("id"):
            try:
                join(
                    person_id=row.person_id,
                    organisation_id=successor_id,
                    role=Role(row.role),
                    from_on=max(first, row.from_on),
                    until_on=row.until_on,
                    place_id=row.place_id,
                    by=by,
                    now=now,
                )
            except (Invalid, NotAdministrator):
                left_out += 1
            else:
                given += 1
    return BroughtOver(given, left_out)
