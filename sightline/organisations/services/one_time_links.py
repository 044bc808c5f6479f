"""One-time links to a work e-mail, for practices and care homes that come once a year (design decision 20)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sightline.audit.services import act
from sightline.organisations.errors import Unknown
from sightline.organisations.models import Membership, OneTimeLink
from sightline.organisations.selectors import actor_for
from sightline.policy.facts import Actor
from sightline.policy.working_days import london_day

#: Long enough to be read after a weekend, short enough that an old e-mail opens nothing.
LINK_LIVES = timedelta(days=4)


@dataclass(frozen=True)
class OpenedLink:
    """Whom a link signs in, in which membership, and the address inside the product that it opens."""

    person_id: UUID
    membership_id: UUID
    opens: str


def hash_of(secret: str) -> str:
    """What is kept of a link's secret, which itself is kept nowhere."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_link(membership_id: UUID, opens: str, *, by: Actor | None, now: datetime) -> str:
    """Makes a link for a membership in force and returns its secret, which is kept nowhere; audited without it.

    ``by=None`` where the person asked for it at the door. Raises Unknown where nobody could use it.
    """
    found = Membership.objects.filter(id=membership_id).first()
    if found is None or actor_for(membership_id, found.person_id, london_day(now)) is None:
        raise Unknown("That person no longer works there in a role that could use a link.")
    secret = secrets.token_urlsafe(32)
    with act(by=by, now=now, clause="4.4.1", reason="One-time link to a work e-mail") as acted:
        made = OneTimeLink.objects.create(
            secret_hash=hash_of(secret),
            membership_id=membership_id,
            opens=opens,
            made_at=now,
            made_by=None if by is None else by.person_id,
            expires_at=now + LINK_LIVES,
        )
        acted.record(
            model="organisations.OneTimeLink",
            object_id=made.id,
            field="membership_id",
            old="",
            new=f"{membership_id} {opens}",
        )
    return secret


def is_open(secret: str, *, now: datetime) -> bool:
    """Whether a link would still open. Looking uses nothing up: scanners of e-mail look at every link."""
    return OneTimeLink.objects.filter(
        secret_hash=hash_of(secret), used_at__isnull=True, expires_at__gt=now
    ).exists()


def use_link(secret: str, *, now: datetime) -> OpenedLink:
    """Uses a link up. Raises Unknown where it was used before, is too old, never was, or its person has left."""
    link = OneTimeLink.objects.select_related("membership").filter(secret_hash=hash_of(secret)).first()
    if link is None:
        raise Unknown("There is no such link.")
    actor = actor_for(link.membership_id, link.membership.person_id, london_day(now))
    if actor is None:
        raise Unknown("That person no longer works there.")
    with act(by=actor, now=now, clause="4.4.1") as acted:
        # Of two clicks at once, one changes the row.
        used = OneTimeLink.objects.filter(id=link.id, used_at__isnull=True, expires_at__gt=now).update(
            used_at=now
        )
        if not used:
            raise Unknown("The link was used before, or is too old.")
        acted.record(model="organisations.OneTimeLink", object_id=link.id, field="used_at", old="", new=now)
    return OpenedLink(link.membership.person_id, link.membership_id, link.opens)
