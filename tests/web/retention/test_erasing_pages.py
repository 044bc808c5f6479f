"""The pages on which two people take words out, or dispose of a record, and what stays to be read after it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sightline.incidents.models import Erasure, Incident
from sightline.incidents.services.legal_holds import set_hold
from sightline.policy.terms import Role
from tests import assured_stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared
from tests.stages import now_of

pytestmark = pytest.mark.usefixtures("at_now")
STORY = "The visitor Wendell Ashgrove lifted the monitor off the trolley and it fell on the patient."
WHY = "A visitor was named, who had no part in it."
AFTER = datetime(2046, 11, 20, 12, 0, tzinfo=NOW.tzinfo)
GUARDIAN = Role.INFORMATION_GOVERNANCE_LEAD
OnCommit = Callable[..., AbstractContextManager[object]]


def _words(content: bytes) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content.decode())))


@pytest.fixture
def guardian(sign_in: SignIn) -> Client:
    """The information-governance lead of the ICB, signed in."""
    return sign_in("icb", GUARDIAN)


@pytest.fixture
def theirs(sign_in: SignIn) -> Client:
    """The information-governance lead of the trust, signed in."""
    return sign_in("trust", GUARDIAN)


def test_words_are_taken_out_on_the_pages_by_two_people(
    world: World, guardian: Client, theirs: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = declared(world, what_happened=STORY)
    propose = reverse("retention_words", args=[case.reference])
    assert propose in guardian.get(reverse("incident_retention", args=[case.reference])).content.decode()
    sent = {"words": "Wendell Ashgrove", "instead": "a visitor", "reason": WHY}
    answer = guardian.post(propose, sent, follow=True)
    assert "It waits for another person who keeps records." in _words(answer.content)
    page = reverse("retention_erasure", args=[Erasure.objects.get().id])
    assert page in theirs.get(reverse("retention_register")).content.decode()
    with django_assert_max_num_queries(40):
        told = _words(theirs.get(page).content)
    assert "Wendell Ashgrove" in told
    assert "Description of incident" in told
    answer = theirs.post(page, {"decision": "agree"}, follow=True)
    told = _words(answer.content)
    assert "It is erased." in told
    assert "Certificate of words taken out" in told
    assert "Ashgrove" not in told
    trail = _words(guardian.get(reverse("incident_trail", args=[case.reference])).content)
    assert "Ashgrove" not in trail
    assert WHY in trail
    again = theirs.post(page, {"decision": "agree"})
    assert again.status_code == 422
    assert "Somebody has decided this already." in _words(again.content)


def test_what_is_wrong_is_said_beside_its_field_and_kept(
    world: World, guardian: Client, theirs: Client
) -> None:
    case = declared(world, what_happened=STORY)
    propose = reverse("retention_words", args=[case.reference])
    answer = guardian.post(propose, {"words": "Nobody Here", "instead": "", "reason": WHY})
    assert answer.status_code == 422
    assert "The words do not stand there." in _words(answer.content)
    assert WHY in _words(answer.content)
    assert not Erasure.objects.exists()
    guardian.post(propose, {"words": "Wendell", "instead": "", "reason": WHY})
    page = reverse("retention_erasure", args=[Erasure.objects.get().id])
    answer = theirs.post(page, {"decision": "refuse", "refused_reason": "no"})
    assert answer.status_code == 422
    assert "at least 3 words" in _words(answer.content)
    set_hold(case.id, "A public inquiry asked for it.", by=world.actor("icb", GUARDIAN), now=NOW)
    answer = theirs.post(page, {"decision": "agree"})
    assert answer.status_code == 422
    assert "A hold stands on this record: A public inquiry asked for it." in _words(answer.content)
    answer = theirs.post(
        page, {"decision": "refuse", "refused_reason": "She agreed to be named."}, follow=True
    )
    assert "It is refused, and stays." in _words(answer.content)
    assert now_of(case).what_happened == STORY


@pytest.mark.usefixtures("own_store")
def test_a_record_is_disposed_of_on_the_pages_and_only_its_tombstone_is_shown(
    world: World,
    sign_in: SignIn,
    at_now: time_machine.Traveller,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    case = assured_stages.closed(world)
    early = sign_in("icb", GUARDIAN).get(reverse("retention_dispose", args=[case.reference]))
    assert "Nobody disposes of it before Friday 16 November 2046 is over" in _words(early.content)
    at_now.move_to(AFTER)
    guardian, theirs, team = (
        sign_in("icb", GUARDIAN),
        sign_in("trust", GUARDIAN),
        sign_in("icb", Role.PATIENT_SAFETY_TEAM),
    )
    guardian.post(
        reverse("retention_dispose", args=[case.reference]), {"reason": "Its time is over at last."}
    )
    page = reverse("retention_erasure", args=[Erasure.objects.get().id])
    with django_capture_on_commit_callbacks(execute=True):
        told = _words(theirs.post(page, {"decision": "agree"}, follow=True).content)
    assert "Certificate of disposal" in told
    assert "20 years from the day it happened" in told
    assert Erasure.objects.get().head_hash in told
    story = case.what_happened[:40]
    for client in (guardian, theirs, team):
        shown = client.get(reverse("incident", args=[case.reference]))
        assert shown.status_code == 200
        assert "This record was disposed of." in _words(shown.content)
        assert story not in shown.content.decode()
    for name in (
        *("incident_trail", "incident_as_at", "incident_access", "incident_documents", "incident_messages"),
        *(
            "incident_retention",
            "retention_words",
            "retention_dispose",
            "incident_steis_text",
            "incident_shared",
        ),
    ):
        for client in (guardian, team):
            answer = client.get(reverse(name, args=[case.reference]))
            assert answer.status_code in (200, 403, 404), (name, answer.status_code)
            assert story not in answer.content.decode()
    assert case.reference in _words(team.get(reverse("incidents")).content)
    assert Incident.objects.count() == 1
