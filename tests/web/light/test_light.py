"""A practice manager answers by a link; the ICB sends it; an old or borrowed link opens nothing."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse

from sightline.incidents.models import Incident
from sightline.incidents.services import candour_steps
from sightline.organisations.models import Membership, OneTimeLink
from sightline.policy.terms import Role, Status
from tests import factories, stages
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

EMAIL = "manager@lower-ashe.example"


@pytest.fixture
def practice(world: factories.World) -> factories.World:
    """The lead of the practice has a work e-mail."""
    lead = world.actor("practice", Role.PROVIDER_LEAD)
    get_user_model().objects.filter(id=lead.person_id).update(email=EMAIL)
    return world


def link_in(message: mail.EmailMessage) -> str:
    found = re.search(r"https?://[^/]+(/link/\S+)", str(message.body))
    assert found is not None
    return found[1]


@pytest.mark.clause("4.4.1", facet="it has a light form")
def test_the_icb_sends_a_link_that_opens_the_analysis_from_a_phone(
    practice: factories.World, sign_in: SignIn
) -> None:
    incident = stages.investigating_at_practice(practice)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    membership = Membership.objects.get(person_id=practice.actor("practice", Role.PROVIDER_LEAD).person_id)
    page = client.post(
        reverse("light_send_link", args=[incident.reference]), {"membership": str(membership.id)}
    )
    assert page.status_code == 200
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    assert incident.reference not in message.body
    phone = Client()
    address = link_in(message)
    assert "Continue" in phone.get(address).content.decode()
    assert phone.post(address)["Location"] == reverse("light_answer", args=[incident.reference])
    answer = phone.get(reverse("light_answer", args=[incident.reference]))
    assert answer["Location"] == reverse("light_analysis", args=[incident.reference])
    assert phone.get(answer["Location"]).status_code == 200
    again = Client()
    assert again.post(address).status_code == 410
    assert "no longer works" in again.get(address).content.decode()


def test_whoever_comes_by_a_link_wears_only_the_hat_it_was_sent_to(practice: factories.World) -> None:
    lead = practice.actor("practice", Role.PROVIDER_LEAD)
    elsewhere = Membership.objects.create(
        person_id=lead.person_id,
        organisation_id=practice.trust,
        role=Role.PROVIDER_LEAD.value,
        from_on=factories.NOW.date(),
    )
    client = Client()
    client.post(reverse("light_ask_for_link"), {"email": EMAIL.upper()})
    client.post(link_in(mail.outbox[0]))
    client.post(reverse("roles"), {"membership": str(elsewhere.id)})
    assert "Lower Ashe practice" in client.get("/").content.decode()


def test_asking_says_the_same_whether_or_not_the_address_is_known(practice: factories.World) -> None:
    client = Client()
    known = client.post(reverse("light_ask_for_link"), {"email": EMAIL})
    unknown = client.post(reverse("light_ask_for_link"), {"email": "nobody@lower-ashe.example"})
    trust = get_user_model().objects.get(id=practice.lead.person_id)
    trust.email = "lead@castlebrook.example"
    trust.save()
    of_a_trust = client.post(reverse("light_ask_for_link"), {"email": trust.email})
    main = [re.search(r"(?s)<main.*</main>", page.content.decode()) for page in (known, unknown, of_a_trust)]
    assert len({found and found[0] for found in main}) == 1
    assert len(mail.outbox) == 1


def test_asking_again_and_again_sends_no_flood(practice: factories.World) -> None:
    client = Client()
    for _ in range(8):
        assert client.post(reverse("light_ask_for_link"), {"email": EMAIL}).status_code == 200
    assert len(mail.outbox) == OneTimeLink.objects.count() == 5


def test_an_analysis_with_a_gap_keeps_what_was_typed_and_sends_nothing(
    practice: factories.World, sign_in: SignIn
) -> None:
    incident = stages.investigating_at_practice(practice)
    client = sign_in("practice", Role.PROVIDER_LEAD)
    page = client.post(
        reverse("light_analysis", args=[incident.reference]),
        {"seen": str(incident.version), "summary": "The wrong strength was issued."},
    )
    words = page.content.decode()
    assert page.status_code == 422
    for problem in (
        "Say why it happened.",
        "Say what will change.",
        "First record whether the Duty of Candour",
    ):
        assert problem in words
    assert "The wrong strength was issued." in words
    assert stages.now_of(incident).status == Status.INVESTIGATING


def test_what_was_typed_waits_while_candour_is_recorded_first(
    practice: factories.World, sign_in: SignIn
) -> None:
    incident = stages.investigating_at_practice(practice)
    client = sign_in("practice", Role.PROVIDER_LEAD)
    address = reverse("light_analysis", args=[incident.reference])
    # Whoever signs in and follows the case to its report comes to the light form too.
    assert client.get(reverse("respond_report", args=[incident.reference])).headers["Location"] == address
    client.post(address, {"seen": str(incident.version), "causes": "Two packs look alike."})
    decided = client.post(
        reverse("respond_candour", args=[incident.reference]),
        {
            "seen": str(incident.version),
            "applies": "no",
            "opinion_of": "GP partner",
            "reason": "Nobody was harmed.",
        },
    )
    assert decided.headers["Location"] == address
    page = client.get(address).content.decode()
    assert "Two packs look alike." in page
    assert "We kept what you typed" in page
    assert "First record whether" not in page
    # Once: a page opened later begins with what the case holds.
    assert "Two packs look alike." not in client.get(address).content.decode()


def test_words_of_one_case_wait_for_that_case_and_go_once_they_are_typed_anew(
    practice: factories.World, sign_in: SignIn
) -> None:
    waiting, other = (stages.investigating_at_practice(practice) for _ in range(2))
    client = sign_in("practice", Role.PROVIDER_LEAD)
    address = reverse("light_analysis", args=[waiting.reference])
    client.post(address, {"seen": str(waiting.version), "causes": "Two packs look alike."})
    candour = reverse("respond_candour", args=[other.reference])
    decision = {"applies": "no", "opinion_of": "GP partner", "reason": "Nobody was harmed."}
    decided = client.post(candour, {"seen": str(other.version), **decision})
    assert decided.headers["Location"] == candour
    # Candour is recorded elsewhere, and the page that still stood open is sent again.
    candour_steps.decide_candour(
        waiting.id,
        applies=False,
        opinion_of="GP partner",
        reason="Nobody was harmed.",
        relevant_person="",
        by=practice.actor("practice", Role.PROVIDER_LEAD),
        now=factories.NOW,
        seen=waiting.version,
    )
    client.post(address, {"seen": str(waiting.version + 1), "causes": "The shelf has no dividers."})
    assert "Two packs look alike." not in client.get(address).content.decode()


def test_the_practice_confirms_what_was_keyed(practice: factories.World, sign_in: SignIn) -> None:
    incident: Incident = factories.reported(practice.team, happened_at="provider", happened_at_code="M99001")
    client = sign_in("practice", Role.PROVIDER_LEAD)
    address = reverse("light_confirm", args=[incident.reference])
    assert "guidewire" in client.get(address).content.decode()
    assert client.post(address, {"seen": str(incident.version), "note": ""}).status_code == 302
    assert stages.now_of(incident).keyed_confirmed_at is not None
    assert (
        "confirmed by the provider"
        in client.get(reverse("incident", args=[incident.reference])).content.decode()
    )


def test_links_are_not_sent_to_trusts(world: factories.World, sign_in: SignIn) -> None:
    incident = factories.declared(world)
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    assert client.get(reverse("light_send_link", args=[incident.reference])).status_code == 403
