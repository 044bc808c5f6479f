"""The page of the 72-hour review: one page, nothing typed is lost, nothing is retyped after the ICB asks for more."""

from __future__ import annotations

import pytest
from django.test import Client

from sightline.incidents.models import InitialReview
from sightline.incidents.services import initial_review, triage
from sightline.policy.terms import Role, Status
from tests import stages
from tests.conftest import SignIn
from tests.factories import NOW, PASSWORD, World, declaration, declared, judgement, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def sent(version: int, **changes: str) -> dict[str, str]:
    return {"seen": str(version), "proposed_level": "2", **stages.review_answers(**changes)}


def test_lead_sends_the_review(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = f"/incidents/{incident.reference}/initial-review/"
    page = client.get(address).content.decode()
    assert "Thursday 19 November 2026" in page
    assert "A second person now checks every line." in page, "what was reported is not typed again"
    assert 'value="2" checked' in page, "the level proposed when declaring is chosen already"
    assert "Anything else the ICB should know (optional)" in page
    answer = client.post(address, sent(incident.version), follow=True)
    assert answer.redirect_chain == [(f"/incidents/{incident.reference}/", 302)]
    assert "The 72-hour review was sent to the ICB." in answer.content.decode()
    assert stages.now_of(incident).status == Status.INITIAL_REVIEW_SUBMITTED


def test_missing_answer_is_said_beside_its_field_and_nothing_typed_is_lost(
    world: World, sign_in: SignIn
) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = f"/incidents/{incident.reference}/initial-review/"
    answer = client.post(
        address, sent(incident.version, staff_support="  ", media="x" * 10_001, facts="Seen <b>late</b>")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_staff_support">' in page
    assert page.count("Fill in: support for staff.") == 2, "above, and beside the field"
    assert "must be 10,000 characters or fewer. You typed 10,001." in page
    assert "Seen &lt;b&gt;late&lt;/b&gt;" in page
    assert "x" * 10_001 in page
    assert f'name="seen" value="{incident.version}"' in page
    assert not InitialReview.objects.exists()


def test_review_sent_twice_is_kept_once_and_the_second_is_told(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = f"/incidents/{incident.reference}/initial-review/"
    assert client.post(address, sent(incident.version)).status_code == 302
    second = client.post(address, sent(incident.version, facts="Typed a second time, at length."))
    assert second.status_code == 409
    assert "You have done this already" in second.content.decode()
    assert InitialReview.objects.count() == 1


def test_review_is_not_lost_because_someone_acknowledged_the_case_meanwhile(
    world: World, sign_in: SignIn
) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    triage.acknowledge(incident.id, by=world.team, now=NOW, seen=incident.version)
    answer = client.post(f"/incidents/{incident.reference}/initial-review/", sent(incident.version))
    assert answer.status_code == 302
    assert InitialReview.objects.count() == 1


def test_review_awaits_its_time_and_its_role(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    address = f"/incidents/{incident.reference}/initial-review/"
    for organisation, role in (("trust", Role.INVESTIGATOR), ("icb", Role.PATIENT_SAFETY_TEAM)):
        client = sign_in(organisation, role)
        assert client.get(address).status_code == 403
        assert client.post(address, sent(incident.version)).status_code == 403
    assert sign_in("other_trust", Role.PROVIDER_LEAD).get(address).status_code == 404
    assert not InitialReview.objects.exists()


def test_board_sends_the_review_of_its_own_incident(world: World, sign_in: SignIn) -> None:
    incident = reported(world.team, happened_at="own")
    triage.declare(incident.id, judgement(), declaration(), by=world.team, now=NOW, seen=incident.version)
    address = f"/incidents/{incident.reference}/initial-review/"
    answer = sign_in("icb", Role.PATIENT_SAFETY_TEAM).post(address, sent(stages.now_of(incident).version))
    assert answer.status_code == 302
    assert stages.now_of(incident).status == Status.INITIAL_REVIEW_SUBMITTED
    assert sign_in("trust", Role.PROVIDER_LEAD).get(address).status_code == 404


def test_request_for_more_stands_on_top_and_the_last_answers_below(world: World, sign_in: SignIn) -> None:
    incident = stages.reviewed(world)
    initial_review.ask_for_more(
        incident.id, "Which checklist was used?", by=world.team, now=NOW, seen=incident.version
    )
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = f"/incidents/{incident.reference}/initial-review/"
    page = client.get(address).content.decode()
    assert page.index("Which checklist was used?") < page.index("novalidate")
    assert "Terms of reference: written." in page or "Proposed terms of reference: written." in page
    assert 'value="yes" checked' in page
    answer = client.post(address, sent(stages.now_of(incident).version, facts="Checklist B was used."))
    assert answer.status_code == 302
    assert InitialReview.objects.first().answers["facts"] == "Checklist B was used."  # type: ignore[union-attr]


def test_words_come_back_after_the_session_was_lost(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client: Client = sign_in("trust", Role.PROVIDER_LEAD)
    address = f"/incidents/{incident.reference}/initial-review/"
    client.get(address)
    client.cookies.pop("sightline_session")
    away = client.post(address, sent(incident.version, facts="Typed for half an hour."))
    assert away.status_code == 302
    assert away["Location"].startswith("/sign-in/")
    assert not InitialReview.objects.exists()
    lead = world.username("trust", Role.PROVIDER_LEAD)
    back = client.post(away["Location"], {"login": lead, "password": PASSWORD}, follow=True)
    page = back.content.decode()
    assert "You were signed out. We kept what you typed" in page
    assert "Typed for half an hour." in page
