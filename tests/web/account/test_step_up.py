"""Exports ask again who is there, and come back to the page they were asked for on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import Settings

from sightline.organisations import services
from sightline.policy.second_factor import PROOF_LIVES_MINUTES
from sightline.policy.terms import Role
from sightline.web.hats import BY_LINK_KEY
from tests import factories
from tests.factories import World

START = datetime(2026, 11, 27, 9, 0, 5, tzinfo=UTC)
EXPORT, ASKS = "/incidents/export.csv?status=declared", "/account/prove/"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lead(world: World, clock: time_machine.Traveller) -> Client:
    """Signed in by password, longer ago than a proof lives."""
    client = Client()
    given = {"login": world.username("trust", Role.PROVIDER_LEAD), "password": factories.PASSWORD}
    assert client.post("/sign-in/", given).status_code == 302
    clock.shift(timedelta(minutes=PROOF_LIVES_MINUTES, seconds=1))
    return client


@pytest.mark.parametrize(
    ("export", "page"),
    [
        (EXPORT, "/incidents/?status=declared"),
        ("/actions/export.csv", "/actions/"),
    ],
)
def test_an_export_asks_again_and_comes_back_with_the_same_filter(
    lead: Client, export: str, page: str
) -> None:
    assert lead.get(export).headers["Location"] == ASKS
    assert "Is it still you?" in lead.get(ASKS).content.decode()
    before = lead.session.session_key
    wrong = lead.post(ASKS, {"password": "not mine at all"})
    assert wrong.status_code == 422
    assert "That is not your password" in wrong.content.decode()
    assert lead.get(export).status_code == 302
    assert lead.post(ASKS, {"password": factories.PASSWORD}).headers["Location"] == page
    assert lead.session.session_key != before, "a copy of the session from before is worth nothing"
    assert lead.get(export)["Content-Type"].startswith("text/csv")


def test_a_fresh_sign_in_is_proof_enough_for_some_minutes(
    lead: Client, clock: time_machine.Traveller
) -> None:
    lead.post(ASKS, {"password": factories.PASSWORD})
    clock.shift(timedelta(minutes=PROOF_LIVES_MINUTES))
    assert lead.get(EXPORT).status_code == 200
    clock.shift(timedelta(seconds=1))
    assert lead.get(EXPORT).status_code == 302


def test_whoever_has_a_second_factor_is_asked_for_that_and_a_password_is_not_enough(
    lead: Client, world: World, clock: time_machine.Traveller
) -> None:
    secret = "JBSWY3DP" * 4
    step = int(datetime.now(UTC).timestamp()) // 30
    services.enrol_app(
        person_id=world.lead.person_id,
        secret=secret,
        code=services.code_at(secret, step),
        by=None,
        now=datetime.now(UTC),
    )
    clock.shift(timedelta(seconds=30))
    lead.get(EXPORT)
    assert lead.post(ASKS, {"password": factories.PASSWORD}).status_code == 422
    assert lead.get(EXPORT).status_code == 302
    code = services.code_at(secret, step + 1)
    assert lead.post(ASKS, {"code": code}).headers["Location"] == "/incidents/?status=declared"
    assert lead.get(EXPORT).status_code == 200


def test_whoever_has_neither_is_told_what_to_do(world: World, clock: time_machine.Traveller) -> None:
    person = get_user_model().objects.get(pk=world.lead.person_id)
    person.set_unusable_password()
    person.save()
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(EXPORT).status_code == 200
    clock.shift(timedelta(minutes=PROOF_LIVES_MINUTES, seconds=1))
    assert client.get(EXPORT).headers["Location"] == ASKS
    answer = client.get(ASKS)
    assert answer.status_code == 403
    assert "Sign out, and sign in anew" in answer.content.decode()


def test_whoever_came_by_a_link_needs_no_second_factor_for_its_one_role(
    world: World, settings: Settings, clock: time_machine.Traveller
) -> None:
    settings.SIGHTLINE_SECOND_FACTOR = True
    membership = world.memberships["trust", Role.PROVIDER_LEAD] if world.lead else None
    assert membership
    secret = services.make_link(membership, "/", by=None, now=START)
    client = Client()
    client.post(f"/link/{secret}/")
    assert client.session[BY_LINK_KEY] == str(membership)
    assert client.get("/").status_code == 200
