"""When a person last looked at their worklist. Not audited: it changes nothing of the record."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sightline.incidents.models import LastLook
from sightline.policy.facts import Actor

#: Looks closer together than this are one visit, so that reloading the page does not empty "new".
ONE_VISIT = timedelta(minutes=30)


def look(actor: Actor, *, membership_id: UUID, now: datetime) -> datetime | None:
    """Notes the visit and answers from when things are new: the visit before, None on the first."""
    known = LastLook.objects.filter(person_id=actor.person_id, membership_id=membership_id).first()
    if known is None:
        LastLook.objects.get_or_create(
            person_id=actor.person_id, membership_id=membership_id, defaults={"looked_at": now}
        )
        return None
    if now - known.looked_at > ONE_VISIT:
        LastLook.objects.filter(id=known.id, looked_at=known.looked_at).update(
            before_at=known.looked_at, looked_at=now
        )
        return known.looked_at
    return known.before_at or known.looked_at
