"""A second factor: who needs one, how it is set up, that a code works once, and what a wrong clock is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sightline.organisations.services import code_at, factors_of
from sightline.policy.terms import Role
from tests import factories
from tests.factories import World

START = datetime(2026, 11, 27, 9, 0, 5, tzinfo=UTC)


@pytest.fixture
def clock(settings: Settings) -> Iterator[time_machine.Traveller]:
    settings.SIGHTLINE_SECOND_FACTOR = True
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // 30


def with_password(world: World, role: Role = Role.PROVIDER_LEAD, then: str = "") -> tuple[Client, str]:
    """A browser after the first page of signing in, and where it was sent."""
    client = Client()
    given = {"login": world.username("trust", role), "password": factories.PASSWORD, "next": then}
    answer = client.post(reverse("account_login"), given)
    assert answer.status_code == 302, answer.content.decode()
    return client, answer.headers["Location"]


def key_on(page: str) -> str:
    found = re.search(r'Key: <strong class="sl-code">([A-Z2-7 ]+)</strong>', page)
    assert found
    return found[1].replace(" ", "")


def set_up_app(client: Client) -> str:
    """Sets up an app through the pages and hands back its secret."""
    secret = key_on(client.get(reverse("second_factor_app")).content.decode())
    now = datetime.now(UTC)
    answer = client.post(reverse("second_factor_app"), {"code": code_at(secret, step_at(now))})
    assert answer.status_code == 302, answer.content.decode()
    return secret


@pytest.fixture
def secret(world: World, clock: time_machine.Traveller) -> str:
    """The secret of the lead's app, set up at START; the clock stands two minutes later."""
    client, _ = with_password(world)
    made = set_up_app(client)
    clock.shift(timedelta(minutes=2))
    return made


def second_step(world: World, code: str, then: str = "") -> tuple[Client, int, str]:
    client, where = with_password(world, then=then)
    assert where == reverse("mfa_authenticate")
    assert client.get(where).status_code == 200
    answer = client.post(where, {"code": code})
    return client, answer.status_code, answer.content.decode()


def is_in(client: Client) -> bool:
    return client.get(reverse("incidents")).status_code == 200


@pytest.mark.parametrize(
    ("role", "needs"),
    [
        (Role.REPORTER, False),
        (Role.PROVIDER_LEAD, True),
        (Role.PROVIDER_EXECUTIVE, True),
        (Role.ADMINISTRATOR, True),
    ],
)
def test_every_role_beyond_reporter_is_sent_to_set_one_up(
    world: World, clock: time_machine.Traveller, role: Role, needs: bool
) -> None:
    world.actor("trust", role)
    client, _ = with_password(world, role)
    answer = client.get(reverse("incidents"))
    assert (answer.status_code, answer.headers.get("Location", "")) == (
        (302, reverse("second_factor")) if needs else (200, "")
    )


def test_setting_up_an_app_gives_recovery_codes_once_and_leads_to_where_one_was_going(
    world: World, clock: time_machine.Traveller
) -> None:
    client, _ = with_password(world)
    wanted = reverse("incidents") + "?status=declared"
    assert client.get(wanted).headers["Location"] == reverse("second_factor")
    assert "You do this once" in client.get(reverse("second_factor")).content.decode()
    set_up_app(client)
    codes = client.get(reverse("second_factor_codes")).content.decode()
    assert len(re.findall(r'<li class="sl-code">\d{4} \d{4}</li>', codes)) == 10
    again = client.get(reverse("second_factor_codes")).content.decode()
    assert not re.findall(r'<li class="sl-code">', again), "they are shown once"
    assert client.post(reverse("second_factor_onward")).headers["Location"] == wanted
    assert is_in(client)


def test_words_of_a_form_sent_before_the_second_factor_are_kept(
    world: World, clock: time_machine.Traveller
) -> None:
    incident = factories.reported(world.reporter, now=START - timedelta(hours=1))
    client, _ = with_password(world)
    address = reverse("incident_messages", args=[incident.reference])
    address = reverse("decide_discussion", args=[incident.reference])
    words = "A question that took ten minutes to write."
    sent = client.post(address, {"question": words, "reason": words, "note": words, "seen": "1"})
    assert sent.headers["Location"] == reverse("second_factor")
    set_up_app(client)
    assert client.post(reverse("second_factor_onward")).headers["Location"] == address
    assert client.session["kept_form"]["words"].count("ten+minutes") == 3


def test_sign_in_asks_for_the_second_step_and_leads_on(world: World, secret: str) -> None:
    wanted = reverse("incidents")
    client, where = with_password(world, then=wanted)
    assert where == reverse("mfa_authenticate")
    assert not is_in(client), "a password alone opens nothing"
    before = client.session.session_key
    answer = client.post(where, {"code": code_at(secret, step_at(START + timedelta(minutes=2)))})
    assert answer.headers["Location"] == wanted
    assert is_in(client)
    assert client.session.session_key != before


def test_the_code_of_setting_up_does_not_work_again(world: World, clock: time_machine.Traveller) -> None:
    secret = set_up_app(with_password(world)[0])
    client, status, page = second_step(world, code_at(secret, step_at(START)))
    assert status == 422
    assert "That code has been used" in page
    assert not is_in(client)


@pytest.mark.parametrize("later", [0, 29, 31, 44])
def test_a_code_works_once_for_as_long_as_it_would_be_taken(
    world: World, secret: str, clock: time_machine.Traveller, later: int
) -> None:
    code = code_at(secret, step_at(datetime.now(UTC)))
    assert second_step(world, code)[1] == 302
    clock.shift(timedelta(seconds=later))
    client, status, page = second_step(world, code)
    assert (status, is_in(client)) == (422, False)
    assert "That code has been used" in page


@pytest.mark.parametrize(("seconds", "status"), [(-30, 302), (30, 302), (-60, 422), (60, 422)])
def test_a_code_is_taken_from_one_step_either_side(
    world: World, secret: str, seconds: int, status: int
) -> None:
    step = step_at(datetime.now(UTC) + timedelta(seconds=seconds))
    assert second_step(world, code_at(secret, step))[1] == status


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (7, "clock is about 7 minutes ahead"),
        (-3, "clock is about 3 minutes behind"),
        (1, "clock is about 1 minute ahead"),
    ],
)
def test_a_wrong_clock_is_told_how_wrong_it_is_and_never_let_in(
    world: World, secret: str, clock: time_machine.Traveller, minutes: int, said: str
) -> None:
    code = code_at(secret, step_at(datetime.now(UTC) + timedelta(minutes=minutes)))
    client, status, page = second_step(world, code)
    assert (status, is_in(client)) == (422, False)
    assert said in page
    if minutes > 0:
        # Whoever guessed a code of later cannot wait for its hour.
        clock.shift(timedelta(minutes=minutes))
        assert second_step(world, code)[1] == 422


def test_a_clock_that_is_hours_wrong_is_a_wrong_code(world: World, secret: str) -> None:
    code = code_at(secret, step_at(datetime.now(UTC) + timedelta(hours=3)))
    assert "That code is not right" in second_step(world, code)[2]


def test_a_recovery_code_works_once(world: World, clock: time_machine.Traveller) -> None:
    client, _ = with_password(world)
    set_up_app(client)
    shown = client.get(reverse("second_factor_codes")).content.decode()
    code = re.findall(r'<li class="sl-code">(\d{4} \d{4})</li>', shown)[0]
    assert second_step(world, code)[1] == 302
    _, status, page = second_step(world, code)
    assert status == 422
    assert "That code is not right" in page


def test_wrong_codes_are_limited(world: World, secret: str) -> None:
    client, where = with_password(world)
    answers = [client.post(where, {"code": f"{number:06d}"}).status_code for number in range(12)]
    assert answers == [422] * 10 + [429] * 2
    right = code_at(secret, step_at(datetime.now(UTC)))
    assert client.post(where, {"code": right}).status_code == 429


@pytest.mark.parametrize("typed", ["", "12", "words", "٣٣٣٣٣٣", "1" * 5000, "12\x0034"])
def test_odd_codes_are_answered_beside_the_field(world: World, secret: str, typed: str) -> None:
    _, status, page = second_step(world, typed)
    assert status == 422
    assert "error-summary" in page


def test_the_secret_of_an_app_is_not_readable_in_the_database(world: World, secret: str) -> None:
    from allauth.mfa.models import Authenticator

    stored = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert stored
    assert secret not in stored


def test_the_last_one_is_kept_while_a_role_needs_it(world: World, clock: time_machine.Traveller) -> None:
    client, _ = with_password(world)
    set_up_app(client)
    (factor,) = factors_of(world.lead.person_id)
    answer = client.post(reverse("second_factor_remove", args=[factor.id]))
    assert answer.status_code == 422
    assert "Set up another first" in answer.content.decode()
    assert factors_of(world.lead.person_id) == (factor,)


def test_nobody_removes_the_factor_of_somebody_else(world: World, clock: time_machine.Traveller) -> None:
    set_up_app(with_password(world)[0])
    (factor,) = factors_of(world.lead.person_id)
    other, _ = with_password(world, Role.REPORTER)
    other.post(reverse("second_factor_remove", args=[factor.id]))
    assert factors_of(world.lead.person_id) == (factor,)


def test_a_session_made_without_it_is_asked_for_it(world: World, secret: str) -> None:
    client = Client()
    person = get_user_model().objects.get(pk=world.lead.person_id)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("incidents")).headers["Location"] == reverse("second_factor")
    assert client.get(reverse("second_factor")).headers["Location"] == reverse("prove_again")
    code = code_at(secret, step_at(datetime.now(UTC)))
    assert client.post(reverse("prove_again"), {"code": code}).headers["Location"] == reverse("incidents")
    assert is_in(client)


def test_a_demonstration_asks_for_none(world: World, settings: Settings) -> None:
    settings.SIGHTLINE_SECOND_FACTOR = False
    client, _ = with_password(world)
    assert is_in(client)
