"""The pages of the action plan: an action added, and an action done."""

from __future__ import annotations

from uuid import uuid4

import pytest

from sightline.incidents.models import SafetyAction
from sightline.incidents.services import safety_actions
from sightline.policy.terms import Role
from tests import stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

ACTION = {
    "text": "Add the wire to the checklist",
    "owner_role": "Head of critical care",
    "due_on-day": "31",
    "due_on-month": "3",
    "due_on-year": "2027",
    "strength": "intermediate",
}


def test_lead_adds_an_action_and_strength_is_explained(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in("trust", Role.PROVIDER_LEAD)
    address = f"/incidents/{incident.reference}/actions/add/"
    page = client.get(address).content.decode()
    assert "The action is for Castlebrook University Hospitals" in page
    assert "one model of pump everywhere" in page
    assert "training; a new or revised policy" in page
    answer = client.post(address, {"seen": str(incident.version), **ACTION})
    assert answer["Location"] == f"/incidents/{incident.reference}/#actions"
    row = SafetyAction.objects.get()
    assert (row.text, row.organisation_id) == ("Add the wire to the checklist", world.trust)
    assert client.post(address, {"seen": str(incident.version), **ACTION}).status_code == 409
    assert SafetyAction.objects.count() == 1


def test_action_added_while_the_report_is_written_leads_back_to_it(world: World, sign_in: SignIn) -> None:
    incident = stages.investigating(world)
    client = sign_in("trust", Role.INVESTIGATOR)
    address = f"/incidents/{incident.reference}/actions/add/"
    answer = client.post(address, {"seen": str(incident.version), **ACTION})
    assert answer["Location"] == f"/incidents/{incident.reference}/final-report/#actions"
    again = {"seen": str(stages.now_of(incident).version), **ACTION, "next": "another"}
    assert client.post(address, again)["Location"] == address


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": " "}, "Say what will change."),
        ({"owner_role": ""}, "Say which role owns the action."),
        ({"owner_role": "x" * 201}, "must be 200 characters or fewer"),
        ({"due_on-year": "2020"}, "cannot be in the past"),
        ({"due_on-day": "", "due_on-month": "", "due_on-year": ""}, "Enter the date it will be done by."),
        ({"strength": "firm"}, "Select one of the answers shown"),
    ],
)
def test_action_that_says_too_little_is_refused_and_kept(
    world: World, sign_in: SignIn, changes: dict[str, str], message: str
) -> None:
    incident = declared(world)
    answer = sign_in("trust", Role.PROVIDER_LEAD).post(
        f"/incidents/{incident.reference}/actions/add/", {"seen": str(incident.version), **ACTION, **changes}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "Head of critical care" in page or "owner_role" in changes
    assert not SafetyAction.objects.exists()


def test_action_done_asks_for_evidence_once(world: World, sign_in: SignIn) -> None:
    incident = stages.with_action(world, declared(world))
    action = SafetyAction.objects.get()
    client = sign_in("trust", Role.INVESTIGATOR)
    address = f"/incidents/{incident.reference}/actions/{action.id}/done/"
    assert stages.ACTION["text"] in client.get(address).content.decode()
    blank = client.post(address, {"seen": str(incident.version), "evidence": "\n"})
    assert blank.status_code == 422
    assert "Say what shows that this was done." in blank.content.decode()
    sent = {"seen": str(incident.version), "evidence": "Audit of 20 lines on 1 March."}
    assert client.post(address, sent)["Location"] == f"/incidents/{incident.reference}/#actions"
    assert client.post(address, sent).status_code == 409
    action.refresh_from_db()
    assert action.evidence == "Audit of 20 lines on 1 March."
    page = client.get(address).content.decode()
    assert "recorded as done already" in page
    assert "<textarea" not in page


def test_actions_are_the_providers_and_of_their_own_case(world: World, sign_in: SignIn) -> None:
    incident = stages.with_action(world, declared(world))
    other = stages.with_action(world, declared(world))
    action = SafetyAction.objects.get(incident=incident)
    add = f"/incidents/{incident.reference}/actions/add/"
    done = f"/incidents/{incident.reference}/actions/{action.id}/done/"
    for organisation, role, status in (
        ("icb", Role.PATIENT_SAFETY_TEAM, 403),
        ("trust", Role.PROVIDER_EXECUTIVE, 403),
        ("other_trust", Role.PROVIDER_LEAD, 404),
    ):
        client = sign_in(organisation, role)
        assert client.post(add, {"seen": str(incident.version), **ACTION}).status_code == status
        assert client.get(done).status_code == status
    lead = sign_in("trust", Role.PROVIDER_LEAD)
    assert lead.get(f"/incidents/{other.reference}/actions/{action.id}/done/").status_code == 404
    assert lead.get(f"/incidents/{incident.reference}/actions/{uuid4()}/done/").status_code == 404
    assert SafetyAction.objects.filter(completed_at=None).count() == 2


def test_action_done_is_shown_with_the_case(world: World, sign_in: SignIn) -> None:
    incident = stages.with_action(world, declared(world))
    safety_actions.complete_action(
        incident.id,
        SafetyAction.objects.get().id,
        "Audit of 20 lines.",
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    page = sign_in("icb", Role.PATIENT_SAFETY_TEAM).get(f"/incidents/{incident.reference}/").content.decode()
    assert "Audit of 20 lines." in page
