"""Invitations: a link by which a person chooses their own password, at first or after forgetting it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from sightline.audit.services import act
from sightline.organisations.errors import Unknown
from sightline.organisations.models import Invitation, User
from sightline.organisations.services.authority import require_authority_over
from sightline.organisations.services.one_time_links import hash_of
from sightline.policy.facts import Actor

#: Long enough for somebody who begins after a weekend. Local default of 27 November 2026.
INVITATION_LIVES = timedelta(days=7)
_NAME = "organisations.Invitation"


@dataclass(frozen=True)
class Invited:
    """Whom an open invitation is for."""

    person_id: UUID
    username: str
    full_name: str


def invite(*, person_id: UUID, by: Actor | None, now: datetime) -> str:
    """Make a link's secret, which is kept nowhere, in place of any that was open; audited without it."""
    found = User.objects.filter(id=person_id, is_active=True).first()
    if found is None:
        raise Unknown(f"There is no person {person_id} with an open account.")
    require_authority_over(person_id, by)
    secret = secrets.token_urlsafe(32)
    with act(by=by, now=now, reason="To choose a password") as acted:
        Invitation.objects.filter(person_id=person_id, used_at__isnull=True).update(used_at=now)
        made = Invitation.objects.create(
            secret_hash=hash_of(secret),
            person_id=person_id,
            made_at=now,
            made_by=None if by is None else by.person_id,
            expires_at=now + INVITATION_LIVES,
        )
        acted.record(model=_NAME, object_id=made.id, field="person_id", old="", new=person_id)
    return secret


def invited_by(secret: str, *, now: datetime) -> Invited | None:
    """Whom a link is for while it would still open; looking uses nothing up."""
    found = open_invitation(hash_of(secret), now=now)
    return Invited(found.person.id, found.person.username, found.person.full_name) if found else None


def accept_invitation(secret: str, *, hashed_password: str, now: datetime) -> UUID:
    """Set the password that its person chose, what ``make_password`` returned; every other session of theirs ends."""
    found = open_invitation(hash_of(secret), now=now)
    if found is None:
        raise Unknown("There is no such invitation, or it was used, or it is too old.")
    with act(by=None, now=now, reason="By an invitation") as acted:
        # Of two clicks at once, one changes the row.
        used = Invitation.objects.filter(id=found.id, used_at__isnull=True, expires_at__gt=now)
        if not used.update(used_at=now):
            raise Unknown("The invitation was used before, or is too old.")
        User.objects.filter(id=found.person_id).update(
            password=hashed_password, session_epoch=F("session_epoch") + 1
        )
        acted.record(model=_NAME, object_id=found.id, field="used_at", old="", new=now)
        acted.record(
            model="organisations.User",
            object_id=found.person_id,
            field="password",
            old="",
            new="chosen by its owner",
        )
    return found.person_id


def open_invitation(hash_of_secret: str, *, now: datetime) -> Invitation | None:
    """The invitation with this hash while it would still open."""
    return (
        Invitation.objects.select_related("person")
        .filter(secret_hash=hash_of_secret, used_at__isnull=True, expires_at__gt=now, person__is_active=True)
        .first()
    )
