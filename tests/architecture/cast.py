"""One client for every hat of the table of routes, and every route there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sightline.organisations.services import people
from sightline.policy.terms import Role
from tests.architecture import route_table as table
from tests.architecture.route_table import ANONYMOUS, NO_ROLE
from tests.factories import NOW, World


def patterns(resolver: URLResolver, before: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every route of the product: its name and the parameters of its address."""
    for entry in resolver.url_patterns:
        names = (*before, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, names)
        else:
            assert isinstance(entry, URLPattern)
            yield entry.name or str(entry.pattern), names


def route_names() -> set[str]:
    """The names of all of them."""
    return {name for name, _ in patterns(get_resolver())}


def parameters_of(name: str) -> tuple[str, ...]:
    """What the address of a route must be filled with."""
    return dict(patterns(get_resolver()))[name]


def clients_of(world: World) -> dict[str, Client]:
    """A signed-in client for every hat of the table, and one that is not signed in."""
    people_of: dict[str, UUID] = {
        table.OUTSIDER: world.outsider.person_id,
        table.OTHER_BOARD: world.actor("other_icb", Role.PATIENT_SAFETY_TEAM).person_id,
        table.OTHER_NURSE: world.actor("other_icb", Role.CHIEF_NURSE).person_id,
        table.PRACTICE: world.actor("practice", Role.PROVIDER_LEAD).person_id,
        table.COLLEAGUE: person("colleague", world.trust, Role.REPORTER),
        table.ELSEWHERE: person("elsewhere", world.icb, Role.PLACE_QUALITY_LEAD, world.other_place),
        NO_ROLE: person("newcomer"),
    }
    for role, hat in table.BOARD.items():
        people_of[hat] = world.actor("icb", role).person_id
    for role, hat in table.TRUST.items():
        people_of[hat] = world.actor("trust", role).person_id
    clients = {ANONYMOUS: Client()}
    clients |= {hat: signed_in(person_id) for hat, person_id in people_of.items()}
    assert set(clients) == table.EVERYONE
    return clients


def signed_in(person_id: UUID) -> Client:
    """A client of this person."""
    client = Client()
    client.force_login(
        get_user_model().objects.get(pk=person_id),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def person(
    username: str,
    organisation_id: UUID | None = None,
    role: Role = Role.REPORTER,
    place_id: UUID | None = None,
) -> UUID:
    """Someone new, with a membership where an organisation is given."""
    person_id = people.create_person(username=username, full_name=username.title(), by=None, now=NOW)
    if organisation_id is not None:
        people.join(
            person_id=person_id,
            organisation_id=organisation_id,
            role=role,
            from_on=date(2020, 1, 1),
            place_id=place_id,
            by=None,
            now=NOW,
        )
    return person_id
