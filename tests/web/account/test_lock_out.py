"""Guessing passwords is hopeless, and nobody is locked out by somebody else's guessing where they usually work."""

from __future__ import annotations

import time
from collections import Counter
from datetime import datetime

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sightline.policy.terms import Role
from sightline.web import lock_out
from tests import factories
from tests.factories import World

SIGN_IN = "/sign-in/"
ATTACKER = "192.0.2.66"


@pytest.fixture(autouse=True)
def quick(settings: Settings) -> None:
    """What is counted is the same with a quick hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def nurse(world: World) -> str:
    """A name whose password is ``factories.PASSWORD``, quickly judged."""
    person = get_user_model().objects.get(pk=world.reporter.person_id)
    person.set_password(factories.PASSWORD)
    person.save()
    return str(person.get_username())


def guess(name: str, address: str = ATTACKER, password: str = "guess after guess") -> HttpResponse:
    answer = Client(REMOTE_ADDR=address).post(SIGN_IN, {"login": name, "password": password})
    assert isinstance(answer, HttpResponse)
    return answer


def right(client: Client, name: str) -> int:
    return client.post(SIGN_IN, {"login": name, "password": factories.PASSWORD}).status_code


def used_before(name: str, address: str = "198.51.100.1") -> Client:
    """The browser of somebody who has signed in on it before, and out again."""
    client = Client(REMOTE_ADDR=address)
    assert right(client, name) == 302
    client.post(reverse("account_logout"))
    return client


def test_a_thousand_guesses_from_one_address_are_ten_and_lock_nobody_out_at_their_own_device(
    nurse: str,
) -> None:
    own = used_before(nurse)
    began = time.monotonic()
    answers = Counter(guess(nurse).status_code for _ in range(1000))
    assert time.monotonic() - began < 60
    assert answers == {200: 10, 429: 990}
    assert guess(nurse, password=factories.PASSWORD).status_code == 429, "not even the right one"
    assert right(own, nurse) == 302


def test_a_thousand_guesses_from_a_thousand_addresses_are_ten(nurse: str) -> None:
    own = used_before(nurse)
    addresses = [f"203.0.{number // 250}.{number % 250}" for number in range(1000)]
    answers = Counter(guess(nurse, address).status_code for address in addresses)
    assert answers == {200: 10, 429: 990}
    assert right(own, nurse) == 302


def test_a_thousand_names_tried_from_one_address_lock_strange_devices_there_and_no_device_that_is_known(
    nurse: str, world: World
) -> None:
    hospital = "198.51.100.1"
    own = used_before(nurse, hospital)
    answers = Counter(guess(f"name.{number}", hospital).status_code for number in range(1000))
    assert answers == {200: 100, 429: 900}
    assert right(own, nurse) == 302, "colleagues behind the same address keep working"
    assert right(Client(REMOTE_ADDR="198.51.100.2"), nurse) == 302, "and so does every other address"


def test_whoever_guesses_on_a_device_of_the_person_is_stopped_there_alone(nurse: str) -> None:
    own, other = used_before(nurse), used_before(nurse)
    wrong = {"login": nurse.upper(), "password": "guess after guess"}
    answers = Counter(own.post(SIGN_IN, wrong).status_code for _ in range(12))
    assert answers == {200: 10, 429: 2}
    assert right(own, nurse) == 429
    assert right(other, nurse) == 302


def test_a_cookie_of_one_person_makes_no_device_known_for_another(nurse: str, world: World) -> None:
    attacker = used_before(nurse, ATTACKER)
    lead = world.username("trust", Role.PROVIDER_LEAD)
    for _ in range(10):
        attacker.post(SIGN_IN, {"login": lead, "password": "guess after guess"})
    assert attacker.post(SIGN_IN, {"login": lead, "password": factories.PASSWORD}).status_code == 429
    forged = Client(REMOTE_ADDR=ATTACKER)
    forged.cookies[lock_out.DEVICE_COOKIE] = attacker.cookies[lock_out.DEVICE_COOKIE].value + "x"
    assert forged.post(SIGN_IN, {"login": lead, "password": factories.PASSWORD}).status_code == 429


def test_it_says_what_happened_when_to_try_again_and_whom_to_ask_and_not_whether_there_is_such_a_name(
    nurse: str,
) -> None:
    with time_machine.travel(datetime(2026, 11, 27, 9, 0), tick=False):
        pages = {}
        for name in (nurse, "nobody.at.all"):
            answers = [guess(name) for _ in range(11)]
            pages[name] = [(each.status_code, each.content.decode().replace(name, "")) for each in answers]
            assert answers[-1].headers["Retry-After"] == "900"
    last = pages[nurse][-1][1]
    for words in ("Too many attempts to sign in", "09:15", "administrator of your organisation", "passkey"):
        assert words in last

    def without_tokens(page: str) -> str:
        return "".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)

    told_apart = [
        (one[0], other[0])
        for one, other in zip(pages[nurse], pages["nobody.at.all"], strict=True)
        if (one[0], without_tokens(one[1])) != (other[0], without_tokens(other[1]))
    ]
    assert not told_apart


def test_it_ends_by_itself(nurse: str) -> None:
    with time_machine.travel(datetime(2026, 11, 27, 9, 0), tick=False) as clock:
        for _ in range(11):
            guess(nurse)
        assert guess(nurse, password=factories.PASSWORD).status_code == 429
        clock.shift(lock_out.WAIT_SECONDS + 1)
        assert guess(nurse, password=factories.PASSWORD).status_code == 302


def test_passwords_that_are_right_count_for_nothing(nurse: str) -> None:
    assert {right(Client(), nurse) for _ in range(30)} == {302}
