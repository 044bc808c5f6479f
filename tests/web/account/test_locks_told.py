"""A lock is on record once, and its person and the administrators see it; nobody learns from it which names exist."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sightline.audit.models import AuditEntry
from sightline.organisations.services import locks
from sightline.policy.terms import Role
from sightline.web.access import moment
from tests.architecture.cast import signed_in
from tests.factories import World

MODEL = "organisations.SignInLock"


@pytest.fixture(autouse=True)
def quick(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def guess(name: str, times: int) -> list[int]:
    client = Client(REMOTE_ADDR="192.0.2.66")
    sent = {"login": name, "password": "guess after guess"}
    return [client.post(reverse("account_login"), sent).status_code for _ in range(times)]


def test_a_lock_is_on_record_once_and_shown_to_whom_it_concerns(world: World) -> None:
    nurse = world.reporter.person_id
    name = get_user_model().objects.get(pk=nurse).get_username()
    assert guess(name, 10).count(429) == 0
    assert locks(now=moment()) == ()
    assert guess(name, 5) == [429] * 5
    (lock,) = locks(now=moment(), person_id=nurse)
    assert (lock.person_id, lock.kind) == (nurse, "sign_in_name")
    assert locks(now=moment(), person_id=world.lead.person_id) == ()
    own = signed_in(nurse).get(reverse("second_factor")).content.decode()
    assert "Sign-ins to your account that were locked" in own
    assert "from devices not used before" in own
    administrator = world.actor("icb", Role.ADMINISTRATOR).person_id
    start = signed_in(administrator).get(reverse("administer")).content.decode()
    assert reverse("administer_person", args=[nurse]) in start
    elsewhere = signed_in(world.actor("trust", Role.ADMINISTRATOR).person_id)
    assert (
        "Sign-ins that were locked" not in elsewhere.get(reverse("administer"), follow=True).content.decode()
    )


def test_a_name_of_nobody_is_written_like_one_of_somebody_and_without_the_name(world: World) -> None:
    guess("nobody.at.all", 15)
    (entry,) = AuditEntry.objects.filter(model=MODEL)
    assert entry.object_id == ""
    (lock,) = locks(now=moment())
    assert (lock.person_id, lock.full_name) == (None, "")
    assert "nobody.at.all" not in repr(list(AuditEntry.objects.filter(model=MODEL).values("payload__new")))
