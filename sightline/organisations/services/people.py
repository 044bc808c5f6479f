"""People, and joining and leaving an organisation."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from sightline.audit.services import act
from sightline.organisations.errors import Invalid, Unknown
from sightline.organisations.models import Membership, Organisation, Place, User
from sightline.organisations.services.authority import (
    require_administrator,
    require_another_administrator,
    require_granting,
)
from sightline.organisations.services.once import once
from sightline.policy.facts import Actor
from sightline.policy.permissions import BOUND_TO_PLACE
from sightline.policy.role_places import roles_at
from sightline.policy.terms import OrganisationKind, Role


def create_person(
    *,
    username: str,
    full_name: str,
    email: str = "",
    password: str = "",
    hashed_password: str = "",
    of: UUID | None = None,
    by: Actor | None,
    now: datetime,
) -> UUID:
    """Add a person who may sign in and return their id; without a password they must come by another door.

    ``hashed_password`` is what ``make_password`` returned, for many people at once. No password reaches the audit trail.
    ``of``: the organisation they are to join, whose own administrator may add them.
    """
    require_administrator(by, of=of)
    username = username.strip()
    full_name, email = name_and_email(full_name, email)
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError:
        raise Invalid("username", "Enter a username of letters, numbers and @ . + - _ only.") from None
    if User.objects.filter(username__iexact=username).exists():
        raise Invalid("username", f"Someone already signs in as {username}.")
    with once("username", f"Someone already signs in as {username}."), act(by=by, now=now) as acted:
        made = User.objects.create(
            username=username,
            full_name=full_name,
            email=email,
            password=hashed_password or make_password(password or None),
        )
        for field in ("username", "full_name", "email"):
            if value := getattr(made, field):
                acted.record(model="organisations.User", object_id=made.id, field=field, old="", new=value)
    return made.id


def name_and_email(full_name: str, email: str) -> tuple[str, str]:
    """Both as they are kept; ``Invalid`` without a name, or where the e-mail has not the shape of one."""
    full_name, email = full_name.strip(), email.strip()
    if not full_name:
        raise Invalid("full_name", "Enter the person’s full name.")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Invalid("email", "Enter an e-mail address like name@example.nhs.uk.") from None
    return full_name, email


def welcome(
    *,
    username: str,
    full_name: str,
    email: str = "",
    hashed_password: str = "",
    organisation_id: UUID,
    role: Role,
    from_on: date,
    place_id: UUID | None = None,
    by: Actor | None,
    now: datetime,
) -> UUID:
    """Add a person together with their first role, both or neither; return the person's id."""
    with transaction.atomic():
        made = create_person(
            username=username,
            full_name=full_name,
            email=email,
            hashed_password=hashed_password,
            of=organisation_id,
            by=by,
            now=now,
        )
        join(
            person_id=made,
            organisation_id=organisation_id,
            role=role,
            from_on=from_on,
            place_id=place_id,
            by=by,
            now=now,
        )
    return made


def join(
    *,
    person_id: UUID,
    organisation_id: UUID,
    role: Role,
    from_on: date,
    until_on: date | None = None,
    place_id: UUID | None = None,
    reason: str = "",
    by: Actor | None,
    now: datetime,
) -> UUID:
    """Make a person something at an organisation, from a first to a last day; return the membership's id."""
    require_granting(by, to=person_id, at=organisation_id)
    if until_on and until_on < from_on:
        raise Invalid("until_on", "The last day must be the first day or later.")
    if not User.objects.filter(id=person_id).exists():
        raise Unknown(f"There is no person {person_id}.")
    organisation = Organisation.objects.filter(id=organisation_id).first()
    if organisation is None:
        raise Unknown(f"There is no organisation {organisation_id}.")
    if by is not None and role not in roles_at(OrganisationKind(organisation.kind)):
        raise Invalid("role", f"Nobody is {role.label} at {organisation.name}. Choose another role.")
    if role in BOUND_TO_PLACE and not place_id:
        raise Invalid("place", "Choose the Place: this role reads the cases of one Place only.")
    if place_id and not Place.objects.filter(id=place_id).exists():
        raise Unknown(f"There is no Place {place_id}.")
    same = Membership.objects.filter(
        Q(place_id=place_id) if place_id else Q(place__isnull=True),
        person_id=person_id,
        organisation_id=organisation_id,
        role=role.value,
    ).filter(Q(until_on__isnull=True) | Q(until_on__gte=from_on))
    if until_on:
        same = same.filter(from_on__lte=until_on)
    if same.exists():
        raise Invalid("from_on", f"This person is {role.label} there already in part of that time.")
    with act(by=by, now=now, reason=reason) as acted:
        made = Membership.objects.create(
            person_id=person_id,
            organisation_id=organisation_id,
            role=role.value,
            place_id=place_id,
            from_on=from_on,
            until_on=until_on,
        )
        facts = {
            "person_id": person_id,
            "organisation_id": organisation_id,
            "role": role,
            "place_id": place_id,
            "from_on": from_on,
            "until_on": until_on,
        }
        acted.record(
            model="organisations.Membership",
            object_id=made.id,
            field="joined",
            old="",
            new={name: value for name, value in facts.items() if value is not None},
        )
    return made.id


def leave(*, membership_id: UUID, on: date, reason: str = "", by: Actor | None, now: datetime) -> None:
    """Make ``on`` the last day of a membership. It may bring a last day forward, never put it off."""
    found = Membership.objects.filter(id=membership_id).first()
    if found is None:
        raise Unknown(f"There is no membership {membership_id}.")
    require_administrator(by, of=found.organisation_id)
    if on < found.from_on:
        raise Invalid("on", "The last day must be the first day or later.")
    require_another_administrator("on", found.person_id, after=on, ending=found)
    with act(by=by, now=now, reason=reason) as acted:
        changed = Membership.objects.filter(
            Q(until_on__isnull=True) | Q(until_on__gt=on), id=membership_id
        ).update(until_on=on)
        if not changed:
            raise Invalid("on", "This membership has ended by then already.")
        acted.record(
            model="organisations.Membership", object_id=found.id, field="until_on", old=found.until_on, new=on
        )
