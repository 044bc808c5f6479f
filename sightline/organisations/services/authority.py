"""Who may change organisations, people and local lists."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from sightline.organisations.errors import Invalid, NotAdministrator
from sightline.organisations.models import Membership
from sightline.organisations.selectors import home_icb
from sightline.policy.facts import Actor
from sightline.policy.granting import problem_with_granting
from sightline.policy.terms import Role


def require_administrator(by: Actor | None, *, of: UUID | None = None) -> None:
    """Raise ``NotAdministrator`` unless ``by`` administers the home ICB, or the organisation ``of`` where given.

    ``by=None`` is Sightline itself (a command run by whoever runs the installation).
    """
    if by is None:
        return
    if by.role != Role.ADMINISTRATOR:
        raise NotAdministrator("Only an administrator may change organisations and people.")
    if of is not None and by.organisation_id == of:
        return
    if by.organisation_id != home_icb().id:
        raise NotAdministrator("You may change the people of your own organisation only.")


def require_granting(by: Actor | None, *, to: UUID, at: UUID) -> None:
    """Raise ``NotAdministrator`` where the policy does not let ``by`` give this person a role there."""
    if by is not None and (problem := problem_with_granting(by, to=to, at=at, home=home_icb().id)):
        raise NotAdministrator(problem)


def require_authority_over(person_id: UUID, by: Actor | None) -> None:
    """Raise ``NotAdministrator`` unless ``by`` administers the home ICB, or every organisation this person belongs to."""
    elsewhere = Membership.objects.filter(person_id=person_id)
    if by is not None and not elsewhere.exclude(organisation_id=by.organisation_id).exists():
        require_administrator(by, of=by.organisation_id)
        return
    require_administrator(by)


def require_another_administrator(
    field: str, person_id: UUID, *, after: date, ending: Membership | None = None
) -> None:
    """Raise ``Invalid`` where nobody else could administer the home ICB after a day: nobody could undo it.

    ``ending``: the one membership that ends; without it, all of this person's.
    """
    administering = Membership.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=after),
        role=Role.ADMINISTRATOR.value,
        person__is_active=True,
    )
    lost = (
        administering.filter(id=ending.id)
        if ending is not None
        else administering.filter(person_id=person_id)
    )
    if not lost.exists():
        return
    home = home_icb()
    there = administering.filter(organisation_id=home.id)
    if (
        there.filter(pk__in=lost.values("pk")).exists()
        and not there.exclude(pk__in=lost.values("pk")).exists()
    ):
        raise Invalid(field, f"This is the last administrator of {home.name}. Make somebody else one first.")
