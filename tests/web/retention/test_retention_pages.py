"""The pages of retention: one record and its holds, the register, and what a mistake says."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sightline.incidents.models import Incident, LegalHold
from sightline.policy.terms import Role
from tests.conftest import SignIn
from tests.factories import World, declared

pytestmark = pytest.mark.usefixtures("at_now")
WHY = "A public inquiry asked for it."


def _words(content: bytes) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content.decode())))


@pytest.fixture
def guardian(sign_in: SignIn) -> Client:
    """The information-governance lead of the ICB, signed in."""
    return sign_in("icb", Role.INFORMATION_GOVERNANCE_LEAD)


@pytest.fixture
def case(world: World) -> Incident:
    """A declared case."""
    return declared(world)


@pytest.mark.clause("11.1a", facet="how long things are kept is set")
def test_a_record_is_held_and_the_hold_lifted_on_its_pages(guardian: Client, case: Incident) -> None:
    page = reverse("incident_retention", args=[case.reference])
    assert page in guardian.get(reverse("incident", args=[case.reference])).content.decode()
    words = _words(guardian.get(page).content)
    assert "Friday 16 November 2046" in words
    assert "Nothing holds this record." in words
    assert "The record is held." in _words(guardian.post(page, {"reason": WHY}, follow=True).content)
    assert case.reference in _words(guardian.get(reverse("retention_register")).content)
    lift = reverse("retention_lift", args=[LegalHold.objects.get().id])
    assert WHY in _words(guardian.get(lift).content)
    answer = guardian.post(lift, {"reason": "The inquiry has reported."}, follow=True)
    assert "The hold is lifted." in _words(answer.content)
    assert "There is nothing more to do." in _words(guardian.get(lift).content)
    assert "No record is held." in _words(guardian.get(reverse("retention_register")).content)


@pytest.mark.parametrize(
    ("reason", "why"),
    [("", "Say why."), ("inquiry", "in at least 3 words"), ("word " * 500, "characters")],
)
def test_what_is_no_reason_is_kept_on_the_page_and_changes_nothing(
    guardian: Client, case: Incident, reason: str, why: str
) -> None:
    page = reverse("incident_retention", args=[case.reference])
    answer = guardian.post(page, {"reason": reason})
    assert answer.status_code == 422
    assert why in _words(answer.content)
    assert reason.strip() in _words(answer.content)
    assert not LegalHold.objects.exists()


def test_a_second_click_is_told_that_it_stands(guardian: Client, case: Incident) -> None:
    page = reverse("incident_retention", args=[case.reference])
    guardian.post(page, {"reason": WHY})
    answer = guardian.post(page, {"reason": WHY})
    assert answer.status_code == 422
    assert "A hold for this reason stands already." in _words(answer.content)
    assert LegalHold.objects.count() == 1


def test_the_pages_stay_within_fifteen_queries(
    guardian: Client, case: Incident, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page = reverse("incident_retention", args=[case.reference])
    guardian.post(page, {"reason": WHY})
    for address in (
        page,
        reverse("retention_register"),
        reverse("retention_lift", args=[LegalHold.objects.get().id]),
    ):
        with django_assert_max_num_queries(15):
            assert guardian.get(address).status_code == 200
