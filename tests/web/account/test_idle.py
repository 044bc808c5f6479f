"""A session that idles out, with a second factor set: back to the same place, with what was typed, for its own person only."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sightline.incidents.models import Incident
from sightline.organisations.services import code_at
from sightline.policy.terms import Role
from tests import factories
from tests.architecture.cast import person
from tests.factories import NOW, World, reported
from tests.web.account.test_second_factor import set_up_app, step_at

TYPED = "The pump was set to ten times the rate that was prescribed, and nobody looked again. " * 40


@pytest.fixture
def clock(settings: Settings, at_now: time_machine.Traveller) -> time_machine.Traveller:
    settings.SIGHTLINE_SECOND_FACTOR = True
    return at_now


def password(client: Client, name: str, then: str) -> str:
    given = {"login": name, "password": factories.PASSWORD, "next": then}
    answer = client.post(reverse("account_login"), given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def idled_out(world: World, clock: time_machine.Traveller) -> tuple[Client, str, str, Incident]:
    """A lead who typed a long answer, was away for longer than a session lasts, and pressed the button."""
    incident = reported(world.reporter)
    client = Client()
    name = world.username("trust", Role.PROVIDER_LEAD)
    password(client, name, "")
    secret = set_up_app(client)
    page = reverse("decide", args=[incident.reference])
    assert client.get(page).status_code == 200
    clock.shift(timedelta(seconds=django_settings.SESSION_COOKIE_AGE + 60))
    answer = client.post(page, {"rationale": TYPED, "seen": incident.version})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
    incident.refresh_from_db()
    assert incident.status == "reported"
    return client, secret, page, incident


def test_whoever_idled_out_comes_back_with_the_second_factor_to_what_they_typed(
    world: World, clock: time_machine.Traveller
) -> None:
    client, secret, page, _ = idled_out(world, clock)
    where = password(client, world.username("trust", Role.PROVIDER_LEAD), page)
    assert where == reverse("mfa_authenticate")
    # The password alone shows nothing of it.
    assert TYPED[:60] not in client.get(where).content.decode()
    assert client.get(page).status_code == 302
    code = code_at(secret, step_at(NOW + timedelta(seconds=django_settings.SESSION_COOKIE_AGE + 60)))
    answer = client.post(where, {"code": code})
    assert answer.headers["Location"] == page
    shown = client.get(page).content.decode()
    assert TYPED.strip() in shown
    assert "We kept what you typed" in shown


def test_somebody_else_on_that_browser_finds_nothing_of_it(
    world: World, clock: time_machine.Traveller
) -> None:
    client, _, page, _ = idled_out(world, clock)
    # A colleague who may open that very page, and proves all that is asked.
    colleague = get_user_model().objects.get(pk=person("second.lead", world.trust, Role.PROVIDER_LEAD))
    colleague.set_password(factories.PASSWORD)
    colleague.save()
    password(client, colleague.get_username(), page)
    set_up_app(client)
    answer = client.get(page)
    assert answer.status_code == 200
    assert TYPED[:60] not in answer.content.decode()
    # It was dropped and not handed round: nobody finds it there afterwards.
    assert TYPED[:20] not in repr(client.session.load())
    assert "kept_form" not in client.session
