"""A person's own details, the way they sign in, and whether they may."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F

from sightline.audit.services import act
from sightline.organisations.errors import Invalid, Unknown
from sightline.organisations.models import User
from sightline.organisations.services.authority import require_another_administrator, require_authority_over
from sightline.organisations.services.people import name_and_email
from sightline.policy.facts import Actor
from sightline.policy.working_days import london_day

PERSON = "organisations.User"


def correct_person(
    *, person_id: UUID, full_name: str, email: str, reason: str = "", by: Actor | None, now: datetime
) -> None:
    """Correct the name and the work e-mail. What they did before keeps standing under their id."""
    found = _get(person_id)
    require_authority_over(person_id, by)
    full_name, email = name_and_email(full_name, email)
    with act(by=by, now=now, reason=reason) as acted:
        for field, new in (("full_name", full_name), ("email", email)):
            old = getattr(found, field)
            if old != new:
                acted.record(model=PERSON, object_id=found.id, field=field, old=old, new=new)
        User.objects.filter(id=found.id).update(full_name=full_name, email=email)


def set_account(*, person_id: UUID, is_open: bool, reason: str, by: Actor | None, now: datetime) -> None:
    """Close an account, so that nobody signs in with it from now on, or open it again. A reason is asked."""
    found = _get(person_id)
    require_authority_over(person_id, by)
    reason = reason.strip()
    if not reason:
        raise Invalid("reason", "Say why.")
    if not is_open:
        require_another_administrator("reason", person_id, after=london_day(now))
    with act(by=by, now=now, reason=reason) as acted:
        # Sessions of a closed account stay ended when it is opened again.
        changed = User.objects.filter(id=found.id, is_active=not is_open).update(
            is_active=is_open, session_epoch=F("session_epoch") + 1
        )
        if not changed:
            raise Invalid("reason", f"The account is {'open' if is_open else 'closed'} already.")
        acted.record(
            model=PERSON,
            object_id=found.id,
            field="account",
            old="closed" if is_open else "open",
            new="open" if is_open else "closed",
        )


def give_password(*, person_id: UUID, hashed_password: str, by: Actor | None, now: datetime) -> None:
    """Set what ``make_password`` returned. The audit trail keeps that it was set, never the password."""
    found = _get(person_id)
    require_authority_over(person_id, by)
    with act(by=by, now=now) as acted:
        User.objects.filter(id=found.id).update(password=hashed_password)
        acted.record(
            model=PERSON, object_id=found.id, field="password", old="", new="set by an administrator"
        )


def _get(person_id: UUID) -> User:
    found = User.objects.filter(id=person_id).first()
    if found is None:
        raise Unknown(f"There is no person {person_id}.")
    return found
