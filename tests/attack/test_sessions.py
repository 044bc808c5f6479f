"""A session somebody copied, kept or was given: it opens nothing once its person has gone, and is never chosen by others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.urls import reverse

from sightline.incidents.models import Incident
from sightline.organisations.services import accounts, people
from sightline.policy.terms import Role
from sightline.policy.working_days import london_day
from tests import factories
from tests.attack.trying import TRIED
from tests.factories import NOW, PASSWORD, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

COOKIE = "sightline_session"


def signed_in(username: str, client: Client | None = None) -> Client:
    """A browser in which this person signed in through the page."""
    client = client or Client()
    answer = client.post(reverse("account_login"), {"login": username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def copied(client: Client) -> Client:
    """Another browser with the same cookie, as somebody has who copied it."""
    thief = Client()
    thief.cookies[COOKIE] = client.cookies[COOKIE].value
    return thief


def opens_anything(client: Client, world: World) -> bool:
    """Whether it reads or begins anything, asked where its person could."""
    TRIED["sessions"] += 2
    begun = client.post(reverse("report_start"))
    refused = begun.status_code in (403, 404) or reverse("account_login") in begun.headers.get("Location", "")
    return client.get(reverse("incidents")).status_code == 200 or not refused


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_a_copied_session_opens_nothing_after_signing_out(world: World) -> None:
    owner = signed_in(world.username("trust", Role.PROVIDER_LEAD))
    thief = copied(owner)
    assert opens_anything(thief, world), "until then the two are one"
    owner.post(reverse("account_logout"))
    assert not opens_anything(thief, world)
    assert not opens_anything(copied(owner), world)


def test_the_session_is_another_one_after_signing_in(world: World) -> None:
    victim = Client()
    victim.get(reverse("report_progress"))
    planted = "a" * 32
    victim.cookies[COOKIE] = planted
    signed_in(world.username("trust", Role.PROVIDER_LEAD), victim)
    assert victim.cookies[COOKIE].value != planted
    attacker = Client()
    attacker.cookies[COOKIE] = planted
    assert not opens_anything(attacker, world)


def test_signing_in_as_someone_else_ends_what_the_first_had(world: World) -> None:
    browser = signed_in(world.username("trust", Role.PROVIDER_LEAD))
    kept = copied(browser)
    browser.post(reverse("account_logout"))
    signed_in(world.username("other_trust", Role.PROVIDER_LEAD), browser)
    assert not opens_anything(kept, world)
    ours = factories.declared(world)
    assert browser.get(reverse("incident", args=[ours.reference])).status_code == 404


def closed(world: World) -> None:
    accounts.set_account(
        person_id=world.reporter.person_id, is_open=False, reason="Left the trust.", by=None, now=NOW
    )


def given_another_password(world: World) -> None:
    hasher = PBKDF2PasswordHasher()
    accounts.give_password(
        person_id=world.reporter.person_id,
        hashed_password=hasher.encode("another long passphrase", hasher.salt()),
        by=None,
        now=NOW,
    )


@pytest.mark.parametrize("happens", [closed, given_another_password])
def test_every_session_of_a_person_ends_at_once(world: World, happens: Callable[[World], None]) -> None:
    name = world.username("trust", Role.REPORTER)
    sessions = [signed_in(name), signed_in(name)]
    assert all(opens_anything(each, world) for each in sessions)
    happens(world)
    assert not any(opens_anything(each, world) for each in sessions)


@pytest.mark.clause("4.1", facet="who has which role, and when, is kept")
def test_a_role_that_ended_opens_nothing_from_its_page_that_is_still_open(
    world: World, at_now: time_machine.Traveller
) -> None:
    incident = factories.declared(world)
    lead = signed_in(world.username("trust", Role.PROVIDER_LEAD))
    page = reverse("respond_initial_review", args=[incident.reference])
    assert lead.get(page).status_code == 200
    people.leave(
        membership_id=world.memberships["trust", Role.PROVIDER_LEAD],
        on=london_day(NOW),
        reason="Moved to another team.",
        by=None,
        now=NOW,
    )
    at_now.move_to(NOW + timedelta(hours=8))
    signed_in(world.username("trust", Role.PROVIDER_LEAD), lead)
    before = Incident.objects.get(pk=incident.pk).version
    answer = lead.post(page, {"seen": str(incident.version), "what_happened": "Typed meanwhile."})
    assert answer.status_code == 403
    assert "role" in answer.content.decode()
    assert Incident.objects.get(pk=incident.pk).version == before
    assert lead.get(reverse("incident", args=[incident.reference])).status_code == 403


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "x",
        "a" * 32,
        "A" * 4096,
        "../../etc/passwd",
        "' OR '1'='1",
        "%E2%82%AC" * 8,
        "eyJfYXV0aF91c2VyX2lkIjoiMSJ9:x:y",
    ],
)
def test_an_invented_session_is_nobodys(world: World, cookie: str) -> None:
    client = Client()
    client.cookies[COOKIE] = cookie
    assert not opens_anything(client, world)
