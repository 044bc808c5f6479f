"""How often one person and one address may do what costs or could be guessed; nobody's words are lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sightline.incidents.models import Incident
from sightline.policy.sign_in_figures import CODE_GUESSES
from sightline.policy.terms import Role
from sightline.web import rate_limits
from tests.conftest import SignIn
from tests.factories import World, declared

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits(settings: Settings) -> Iterator[None]:
    settings.SIGHTLINE_LIMITS = True
    cache.clear()
    yield
    cache.clear()


def test_exports_of_one_person_end_at_their_limit_and_others_go_on(world: World, sign_in: SignIn) -> None:
    client = sign_in("icb", Role.PATIENT_SAFETY_TEAM)
    case = declared(world).reference
    address = reverse("incidents_export")
    for _ in range(rate_limits.EXPORTS.person.most):
        assert client.get(address).status_code == 200
    answer = client.get(address)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3600"
    assert "lists taken out as a file" in answer.content.decode()
    # What was not taken is not on the record as taken, and nobody else waits.
    assert client.get(reverse("actions_export")).status_code == 429
    assert client.get(reverse("incident_as_at_pdf", args=[case])).status_code == 429
    assert sign_in("icb", Role.CHIEF_NURSE).get(address).status_code == 200
    assert client.get(reverse("incidents")).status_code == 200


def test_one_address_with_many_people_ends_at_its_own_limit(world: World, sign_in: SignIn) -> None:
    limit = rate_limits.EXPORTS.address
    client = sign_in("icb", Role.CHIEF_NURSE)
    for _ in range(limit.most):
        assert limit.take("192.0.2.7")
    assert client.get(reverse("incidents_export"), REMOTE_ADDR="192.0.2.7").status_code == 429
    assert client.get(reverse("incidents_export"), REMOTE_ADDR="192.0.2.8").status_code == 200


def test_a_message_too_many_is_shown_kept_and_not_sent(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    person = str(world.lead.person_id)
    for _ in range(rate_limits.MESSAGES.person.most):
        assert rate_limits.MESSAGES.person.take(person)
    address = reverse("incident_messages", args=[incident.reference])
    words = "We shall send the statement of the theatre nurse on Monday."
    answer = client.post(address, {"text": words, "seen": str(incident.version)})
    assert answer.status_code == 429
    assert words in answer.content.decode()
    page = client.get(address).content.decode()
    assert words in page
    assert "There were too many in a short time." in page
    assert Incident.objects.get(id=incident.id).version == incident.version


def test_reports_begun_by_a_program_end_at_the_limit(world: World, sign_in: SignIn) -> None:
    client = sign_in("trust", Role.REPORTER)
    statuses = [
        client.post(reverse("report_start")).status_code for _ in range(rate_limits.REPORTS.person.most + 2)
    ]
    assert statuses[-3:] == [302, 429, 429]
    said = client.post(reverse("report_start")).content.decode()
    assert "If someone is in danger now, ring" in said
    # Looking at what was begun is not limited.
    assert client.get(reverse("report_mine")).status_code == 200


def test_documents_sent_by_a_program_end_at_the_limit(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    for _ in range(rate_limits.DOCUMENTS.person.most):
        assert rate_limits.DOCUMENTS.person.take(str(world.lead.person_id))
    sent = {"seen": str(incident.version), "kind": "evidence", "pasted": "Words of the letter."}
    answer = client.post(reverse("incident_documents", args=[incident.reference]), sent)
    assert answer.status_code == 429
    assert "Words of the letter." in answer.content.decode()


def test_a_program_that_guesses_tracking_codes_learns_nothing_and_is_stopped(world: World) -> None:
    guesses = (f"{number:04d}-{number:04d}-{number:04d}-{number:04d}" for number in count(1))
    client = Client()
    answers = [
        client.post(reverse("report_progress"), {"code": next(guesses)})
        for _ in range(3 * CODE_GUESSES.number)
    ]
    statuses = [answer.status_code for answer in answers]
    assert statuses == [422] * CODE_GUESSES.number + [429] * (2 * CODE_GUESSES.number)
    assert {answer["Retry-After"] for answer in answers[CODE_GUESSES.number :]} == {"600"}
    # The same words whether or not the code has the right form, and no case is named.
    assert (
        len(
            {
                answer.content.decode().count("No report has that code")
                for answer in answers[: CODE_GUESSES.number]
            }
        )
        == 1
    )
    assert all("SL-" not in answer.content.decode() for answer in answers)
    # Another name in the header that a proxy would write changes nothing without a proxy.
    hidden = client.post(
        reverse("report_progress"), {"code": next(guesses)}, headers={"x-forwarded-for": "198.51.100.9"}
    )
    assert hidden.status_code == 429


def test_a_program_that_guesses_links_is_stopped(world: World) -> None:
    client = Client()
    statuses = [
        client.get(reverse("light_open_link", args=[f"guess-{number}"])).status_code for number in range(35)
    ]
    assert statuses == [410] * 30 + [429] * 5


def test_every_address_that_is_limited_exists() -> None:
    from tests.architecture.cast import route_names

    assert set(rate_limits.BOUNDS) <= route_names()
