"""People at work as the rules ask of them: hats at an organisation, and where their e-mail goes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from sightline.organisations.models import LeaveCover, Membership, User
from sightline.policy.facts import Actor
from sightline.policy.terms import Role


def hats_at(organisation_ids: Collection[UUID], roles: Collection[Role], on: date) -> list[Actor]:
    """Everyone who may wear one of these hats at one of these organisations on a day; one query."""
    found = (
        Membership.objects.filter(
            Q(until_on__isnull=True) | Q(until_on__gte=on),
            from_on__lte=on,
            organisation_id__in=organisation_ids,
            role__in=[role.value for role in roles],
            person__is_active=True,
        )
        .order_by("id")
        .values_list("person_id", "organisation_id", "role", "place_id")
    )
    return [Actor(person, organisation, Role(role), place) for person, organisation, role, place in found]


def covering(organisation_ids: Collection[UUID], on: date) -> dict[tuple[UUID, UUID], set[UUID]]:
    """Who covers on a day, by organisation and the person who is away; one query."""
    found: dict[tuple[UUID, UUID], set[UUID]] = {}
    rows = LeaveCover.objects.filter(organisation_id__in=organisation_ids, from_on__lte=on, until_on__gte=on)
    for organisation, away, covers in rows.values_list("organisation_id", "person_id", "covered_by_id"):
        found.setdefault((organisation, away), set()).add(covers)
    return found


def hats_of_person(person_id: UUID, on: date) -> list[Actor]:
    """Every hat that a person may wear on a day, at organisations that exist; none once they left; one query."""
    found = (
        Membership.objects.filter(
            Q(until_on__isnull=True) | Q(until_on__gte=on),
            Q(organisation__opened_on__isnull=True) | Q(organisation__opened_on__lte=on),
            Q(organisation__closed_on__isnull=True) | Q(organisation__closed_on__gte=on),
            from_on__lte=on,
            person_id=person_id,
            person__is_active=True,
        )
        .order_by("id")
        .values_list("organisation_id", "role", "place_id")
    )
    return [Actor(person_id, organisation, Role(role), place) for organisation, role, place in found]


def email_of(person_id: UUID) -> str:
    """The work e-mail of a person who may sign in; "" where there is none."""
    return User.objects.filter(id=person_id, is_active=True).values_list("email", flat=True).first() or ""
