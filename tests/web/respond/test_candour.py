"""The pages of the Duty of Candour: does it apply, and how each step ended."""

from __future__ import annotations

import pytest

from sightline.incidents.models import CandourRecord, CandourStep
from sightline.policy.terms import Role
from tests import stages
from tests.conftest import SignIn
from tests.factories import World, declared, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

DECISION = {
    "unintended": "yes",
    "regulated_activity": "yes",
    "threshold": "yes",
    "applies": "yes",
    "relevant_person": "patient",
    "opinion_of": "Consultant in critical care",
    "reason": "A second procedure was needed.",
}
STEP = {
    "outcome": "done",
    "done_on-day": "16",
    "done_on-month": "11",
    "done_on-year": "2026",
    "by_role": "Consultant",
    "detail": "In person, in the relatives' room.",
}


@pytest.mark.clause("2.3c", facet="each kind of provider is held to its own threshold")
@pytest.mark.clause("3.1.0", facet="each provider is under one form of the duty")
@pytest.mark.clause("3.1.0", facet="the words of its threshold are shown")
@pytest.mark.clause("4.4.1", facet="its own form of candour is shown")
def test_page_uses_the_words_of_the_providers_own_regime(world: World, sign_in: SignIn) -> None:
    trust = declared(world)
    page = sign_in("trust", Role.PROVIDER_LEAD).get(f"/incidents/{trust.reference}/candour/").content.decode()
    assert "could lead, or seems to have led, to" in page
    assert "Moderate harm" in page
    assert "Shortened life expectancy" not in page
    practice = reported(world.actor("practice", Role.REPORTER))
    page = (
        sign_in("practice", Role.PROVIDER_LEAD)
        .get(f"/incidents/{practice.reference}/candour/")
        .content.decode()
    )
    assert "Shortened life expectancy" in page
    assert "could lead" not in page
    assert "A relative of a patient who can decide is told only if the patient agrees." in page
    assert "Do not name anyone" in page


@pytest.mark.clause("1.1c", facet="candour is followed on each case")
def test_lead_records_the_decision_and_then_sees_what_is_missing(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = f"/incidents/{incident.reference}/candour/"
    answer = client.post(address, {"seen": str(incident.version), **DECISION}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(address, 302)]
    assert "The duty applies" in page
    assert "Nobody has been told in person" in page
    assert "The follow-up letter is outstanding" in page
    assert "#clause-3.1f" in page
    assert CandourRecord.objects.get().test_answers["threshold"] == "yes"
    assert client.post(address, {"seen": str(incident.version), **DECISION}).status_code == 409


def test_decision_against_the_test_stands_and_is_pointed_out(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    page = client.post(
        f"/incidents/{incident.reference}/candour/",
        {"seen": str(incident.version), **DECISION, "applies": "no"},
        follow=True,
    ).content.decode()
    assert "The duty does not apply" in page
    assert "the answers to the three-part test say that the duty applies" in page
    assert CandourRecord.objects.get().applies is False


def test_decision_that_says_too_little_is_refused_beside_its_fields(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    answer = sign_in("trust", Role.PROVIDER_LEAD).post(
        f"/incidents/{incident.reference}/candour/",
        {"seen": str(incident.version), **DECISION, "relevant_person": "", "opinion_of": ""},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_relevant_person' in page
    assert "Say whose professional opinion this is, by role." in page
    assert "A second procedure was needed." in page
    assert not CandourRecord.objects.exists()


@pytest.mark.clause("3.1b", facet="when, how and by which role they were told is kept")
@pytest.mark.clause("3.1g", facet="failed attempts are logged")
def test_lead_records_a_step_and_records_it_again(world: World, sign_in: SignIn) -> None:
    incident = stages.candour_decided(world, declared(world))
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = f"/incidents/{incident.reference}/candour/D1/"
    first = {**STEP, "outcome": "could_not_contact", "detail": "Rang at 18:00; no answer."}
    answer = client.post(address, {"seen": str(incident.version), **first})
    assert answer["Location"] == f"/incidents/{incident.reference}/candour/#steps"
    page = client.get(address).content.decode()
    assert "Rang at 18:00; no answer." in page
    assert "They could not be contacted" in page
    client.post(address, {"seen": str(stages.now_of(incident).version), **STEP})
    newest = CandourStep.objects.first()
    assert newest is not None
    assert (newest.outcome, newest.by_role) == ("done", "Consultant")
    assert (
        "Monday 16 November 2026" in client.get(f"/incidents/{incident.reference}/candour/").content.decode()
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"done_on-day": "17"}, "The date this was done cannot be in the future."),
        ({"done_on-day": "15"}, "cannot have been told before it happened"),
        ({"done_on-day": "", "done_on-month": "", "done_on-year": ""}, "Give the date: when it was done."),
        ({"done_on-day": "31"}, "must be a real date"),
        ({"outcome": "could_not_contact", "detail": " "}, "Describe at least one attempt to make contact."),
        ({"outcome": ""}, "Say how this step ended."),
    ],
)
def test_step_that_cannot_stand_is_refused_and_kept(
    world: World, sign_in: SignIn, changes: dict[str, str], message: str
) -> None:
    incident = stages.candour_decided(world, declared(world))
    answer = sign_in("trust", Role.PROVIDER_LEAD).post(
        f"/incidents/{incident.reference}/candour/D1/", {"seen": str(incident.version), **STEP, **changes}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert 'value="2026"' in page or changes.get("done_on-year") == ""
    assert not CandourStep.objects.exists()


def test_step_waits_for_the_decision(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    answer = client.get(f"/incidents/{incident.reference}/candour/D1/")
    assert answer["Location"] == f"/incidents/{incident.reference}/candour/"
    incident = stages.candour_decided(world, incident)
    assert client.get(f"/incidents/{incident.reference}/candour/D10/").status_code == 404
    assert client.get(f"/incidents/{incident.reference}/candour/D9/").status_code == 200


def test_candour_is_the_leads_to_record(world: World, sign_in: SignIn) -> None:
    incident = stages.candour_decided(world, declared(world))
    for page in ("candour/", "candour/D1/"):
        address = f"/incidents/{incident.reference}/{page}"
        sent = {"seen": str(incident.version), **DECISION, **STEP}
        assert sign_in("trust", Role.INVESTIGATOR).post(address, sent).status_code == 403
        assert sign_in("icb", Role.PATIENT_SAFETY_TEAM).post(address, sent).status_code == 403
        assert sign_in("other_trust", Role.PROVIDER_LEAD).post(address, sent).status_code == 404
    assert not CandourStep.objects.exists()
