"""Which subject of an identity provider is which person here: said by an invitation or by the person, never by an e-mail.

The rows are the library's (``allauth.socialaccount``), and hold a provider and its id of the person, no other claim.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.db.models import F

from sightline.audit.services import act
from sightline.organisations.errors import Invalid, Unknown
from sightline.organisations.models import Invitation, Organisation, User
from sightline.organisations.services.authority import require_authority_over
from sightline.organisations.services.invitations import open_invitation
from sightline.organisations.services.once import once
from sightline.organisations.services.people import create_person, join
from sightline.policy.facts import Actor
from sightline.policy.role_places import roles_at
from sightline.policy.terms import OrganisationKind, Role
from sightline.policy.working_days import london_day

PERSON = "organisations.User"
_TAKEN = "That account belongs to another person here. Sign in there as yourself, or ask your administrator."


@dataclass(frozen=True)
class Identity:
    """One subject of a provider that stands for a person."""

    provider: str
    since: datetime


def identities_of(person_id: UUID) -> tuple[Identity, ...]:
    """By which providers a person signs in."""
    rows = SocialAccount.objects.filter(user_id=person_id).order_by("provider")
    return tuple(Identity(row.provider, row.date_joined) for row in rows)


def person_of(provider: str, subject: str) -> UUID | None:
    """Whom a subject stands for, also where their account is closed; None for a stranger."""
    found = SocialAccount.objects.filter(provider=provider, uid=subject).first()
    return UUID(str(found.user_id)) if found else None


def link_identity(*, person_id: UUID, provider: str, subject: str, by: Actor | None, now: datetime) -> None:
    """The person themselves, who proved it both here and there, signs in by this provider from now on."""
    with act(by=by, now=now, reason="By the person, after proving who they are") as acted:
        if SocialAccount.objects.filter(user_id=person_id, provider=provider).exists():
            raise Invalid("provider", "You sign in by this provider already. Take that away first.")
        _link(person_id, provider, subject)
        acted.record(model=PERSON, object_id=person_id, field="signs in by", old="", new=provider)


def unlink_identity(*, person_id: UUID, provider: str, by: Actor | None, now: datetime) -> None:
    """They sign in by this provider no more; not where it is their only way in."""
    with act(by=by, now=now) as acted:
        person = User.objects.select_for_update().get(id=person_id)
        mine = SocialAccount.objects.filter(user_id=person_id)
        if not mine.filter(provider=provider).exists():
            raise Unknown("You do not sign in by this provider.")
        if not person.has_usable_password() and mine.count() == 1:
            raise Invalid(
                "provider",
                "This is your only way in. Ask your administrator for an invitation to choose a password first.",
            )
        mine.filter(provider=provider).delete()
        User.objects.filter(id=person_id).update(session_epoch=F("session_epoch") + 1)
        acted.record(model=PERSON, object_id=person_id, field="signs in by", old=provider, new="")


def part_from_providers(*, person_id: UUID, reason: str, by: Actor | None, now: datetime) -> None:
    """An administrator: whoever signs in there is this person no more, also where it was the only way in.

    For an account there that was stolen, or joined to the wrong person. An invitation is the way in again.
    """
    require_authority_over(person_id, by)
    if not reason.strip():
        raise Invalid("reason", "Say why, and how you know.")
    if by is not None and by.person_id == person_id:
        raise Invalid(
            "reason", "Take your own away on your page about signing in, or ask another administrator."
        )
    with act(by=by, now=now, reason=reason.strip()) as acted:
        mine = SocialAccount.objects.filter(user_id=person_id)
        gone = sorted(mine.values_list("provider", flat=True))
        if not gone:
            raise Invalid("reason", "This person signs in by no provider.")
        mine.delete()
        User.objects.filter(id=person_id).update(session_epoch=F("session_epoch") + 1)
        acted.record(model=PERSON, object_id=person_id, field="signs in by", old=", ".join(gone), new="")


def accept_invitation_by(hash_of_secret: str, *, provider: str, subject: str, now: datetime) -> UUID:
    """Instead of choosing a password: the invitation is used up, and whatever password there was opens nothing more."""
    found = open_invitation(hash_of_secret, now=now)
    if found is None:
        raise Unknown("There is no such invitation, or it was used, or it is too old.")
    with act(by=None, now=now, reason="By an invitation") as acted:
        used = Invitation.objects.filter(id=found.id, used_at__isnull=True, expires_at__gt=now)
        if not used.update(used_at=now):
            raise Unknown("The invitation was used before, or is too old.")
        old = SocialAccount.objects.filter(user_id=found.person_id, provider=provider)
        had = provider if old.exists() else ""
        old.delete()
        _link(found.person_id, provider, subject)
        User.objects.filter(id=found.person_id).update(
            password=make_password(None), session_epoch=F("session_epoch") + 1
        )
        acted.record(model="organisations.Invitation", object_id=found.id, field="used_at", old="", new=now)
        acted.record(model=PERSON, object_id=found.person_id, field="signs in by", old=had, new=provider)
        acted.record(model=PERSON, object_id=found.person_id, field="password", old="", new="none any more")
    return found.person_id


def reporter_by(
    *, provider: str, subject: str, full_name: str, email: str, organisation_code: str, now: datetime
) -> UUID | None:
    """A new person who only reports, where the provider says they work (decision 20); None where nobody reports there.

    Never somebody who is here already: an e-mail address that they share joins no two people.
    """
    today = london_day(now)
    place = Organisation.objects.filter(ods_code=organisation_code).first()
    if place is None or (place.closed_on and place.closed_on < today):
        return None
    if place.opened_on and place.opened_on > today:
        return None
    if Role.REPORTER not in roles_at(OrganisationKind(place.kind)):
        return None
    reason = f"Made by {provider}: whoever it says works here may report"
    with act(by=None, now=now, reason=reason) as acted:
        made = create_person(
            username=f"{provider}-{secrets.token_hex(6)}",
            full_name=full_name,
            email=email,
            of=place.id,
            by=None,
            now=now,
        )
        _link(made, provider, subject)
        join(
            person_id=made,
            organisation_id=place.id,
            role=Role.REPORTER,
            from_on=today,
            reason=reason,
            by=None,
            now=now,
        )
        acted.record(model=PERSON, object_id=made, field="signs in by", old="", new=provider)
    return made


def _link(person_id: UUID, provider: str, subject: str) -> None:
    with once("provider", _TAKEN):
        SocialAccount.objects.create(user_id=person_id, provider=provider, uid=subject, extra_data={})
