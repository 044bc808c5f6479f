"""Roles taken away at once, changed, and people who leave: one act each, felt at the next click."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q

from sightline.audit.services import act
from sightline.audit.services.acts import Act
from sightline.organisations.errors import Invalid, Unknown
from sightline.organisations.models import Invitation, Membership, OneTimeLink, User
from sightline.organisations.services.authority import require_administrator, require_another_administrator
from sightline.organisations.services.people import join
from sightline.policy.facts import Actor
from sightline.policy.terms import Role
from sightline.policy.working_days import london_day

MEMBERSHIP = "organisations.Membership"


def revoke(*, membership_id: UUID, reason: str, by: Actor | None, now: datetime) -> None:
    """Take a role away now: from the next click nobody acts in it, even where it began today."""
    found = Membership.objects.filter(id=membership_id).first()
    if found is None:
        raise Unknown(f"There is no membership {membership_id}.")
    require_administrator(by, of=found.organisation_id)
    reason = _given(reason)
    yesterday = london_day(now) - timedelta(days=1)
    require_another_administrator("reason", found.person_id, after=yesterday, ending=found)
    with act(by=by, now=now, reason=reason) as acted:
        if not _end(acted, found, now=now):
            raise Invalid("reason", "This role has ended already.")


def change_role(
    *,
    membership_id: UUID,
    role: Role,
    place_id: UUID | None,
    reason: str,
    by: Actor | None,
    now: datetime,
) -> UUID:
    """Another role at the same organisation in place of this one, from now; return the new membership's id."""
    found = Membership.objects.filter(id=membership_id).first()
    if found is None:
        raise Unknown(f"There is no membership {membership_id}.")
    if found.role == role.value and found.place_id == place_id:
        raise Invalid("role", f"They are {role.label} there already.")
    with act(by=by, now=now, reason=_given(reason)):
        made = join(
            person_id=found.person_id,
            organisation_id=found.organisation_id,
            role=role,
            from_on=london_day(now),
            place_id=place_id,
            by=by,
            now=now,
        )
        revoke(membership_id=membership_id, reason=reason, by=by, now=now)
    return made


def let_go(
    *, person_id: UUID, organisation_id: UUID | None, reason: str, by: Actor | None, now: datetime
) -> bool:
    """Somebody left: their roles end now, and every session; without any role left their account is closed too.

    ``organisation_id``: what they left; None for all there are. Returns whether the account was closed.
    """
    person = User.objects.filter(id=person_id).first()
    if person is None:
        raise Unknown(f"There is no person {person_id}.")
    require_administrator(by, of=organisation_id)
    reason = _given(reason)
    yesterday = london_day(now) - timedelta(days=1)
    theirs = Membership.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=yesterday), person_id=person_id
    )
    here = list(theirs.filter(organisation_id=organisation_id) if organisation_id else theirs)
    for each in here:
        require_another_administrator("reason", person_id, after=yesterday, ending=each)
    with act(by=by, now=now, reason=reason) as acted:
        for each in here:
            _end(acted, each, now=now)
        closes = person.is_active and not theirs.all().exists()
        if not here and not closes:
            raise Invalid("reason", "They have left already.")
        User.objects.filter(id=person_id).update(
            session_epoch=F("session_epoch") + 1, is_active=person.is_active and not closes
        )
        if closes:
            acted.record(
                model="organisations.User", object_id=person_id, field="account", old="open", new="closed"
            )
            Invitation.objects.filter(person_id=person_id, used_at__isnull=True).update(used_at=now)
        OneTimeLink.objects.filter(membership_id__in=[each.id for each in here], used_at__isnull=True).update(
            used_at=now
        )
    return closes


def _end(acted: Act, found: Membership, *, now: datetime) -> bool:
    last = london_day(now) - timedelta(days=1)
    ended = Membership.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=last), id=found.id).update(
        until_on=last, was_revoked=True
    )
    if ended:
        acted.record(
            model=MEMBERSHIP, object_id=found.id, field="until_on", old=found.until_on, new=f"{last}, at once"
        )
    return bool(ended)


def _given(reason: str) -> str:
    if not reason.strip():
        raise Invalid("reason", "Say why.")
    return reason.strip()
