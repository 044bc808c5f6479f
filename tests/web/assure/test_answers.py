"""What the decider sees and is asked on each page of the ICB's answers, and what is said when words lack."""

from __future__ import annotations

from html import unescape

import pytest

from sightline.incidents.models import Incident, InitialReview, SafetyAction
from sightline.incidents.services import triage
from sightline.policy.terms import Role, Status
from tests import assured_stages as assured
from tests import stages
from tests.conftest import SignIn
from tests.factories import NOW, World, declared, judgement, reported
from tests.web.assure.test_routes import action_done, never_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
TEAM = ("icb", Role.PATIENT_SAFETY_TEAM)


def at(incident: Incident, page: str) -> str:
    return f"/incidents/{incident.reference}/{page}"


@pytest.mark.parametrize(
    ("page", "before", "words", "message"),
    [
        ("classification/", declared, {}, "Agree, or challenge."),
        ("classification/", declared, {"answer": "challenge"}, "Say why the ICB does not agree."),
        ("never-event/", never_event, {}, "Confirm the Never Event, or reject it."),
        ("never-event/", never_event, {"answer": "reject"}, "Say why it is not a Never Event."),
        ("level/", declared, {}, "Choose a level of investigation."),
        ("level/", declared, {"level": "3"}, "Say why the level differs from the one proposed."),
        ("incident-type/", declared, {}, "Choose an incident type from the list."),
        ("incident-type/", declared, {"incident_type": "T99"}, "Say what type of incident it is."),
        ("initial-review/answer/", stages.reviewed, {}, "Choose what the ICB answers."),
        (
            "initial-review/answer/",
            stages.reviewed,
            {"answer": "accept", "level": "1"},
            "Say why the level differs",
        ),
        (
            "initial-review/answer/",
            stages.reviewed,
            {"answer": "ask_for_more"},
            "Say what else the ICB needs to know.",
        ),
        ("initial-review/answer/", stages.reviewed, {"answer": "downgrade"}, "Say which facts show"),
        ("close/", assured.ready_to_close, {}, "Say how they will be followed until done."),
        ("downgrade/", declared, {"reason": "  "}, "Say which facts show"),
        ("downgrade/", declared, {"reason": "x" * 10_001}, "must be 10,000 characters or fewer"),
        ("reopen/", assured.closed, {}, "Say why the case is reopened."),
        ("actions/{action}/verify/", action_done, {"verification": ""}, "Say what you checked."),
    ],
)
def test_words_that_lack_are_asked_beside_the_field_and_in_the_summary(
    world: World, sign_in: SignIn, page: str, before: object, words: dict[str, str], message: str
) -> None:
    incident: Incident = before(world)  # type: ignore[operator]
    action = SafetyAction.objects.first()
    where = at(incident, page.format(action=action.id if action else ""))
    answer = sign_in(*TEAM).post(where, {**words, "seen": str(incident.version)})
    drawn = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert drawn.count(message) >= 2, "once in the summary and once beside the field"
    assert f'name="seen" value="{incident.version}"' in drawn
    assert stages.now_of(incident).version == incident.version
    for typed in words.values():
        assert typed.strip() in drawn


def test_acknowledging_can_agree_with_the_same_click(world: World, sign_in: SignIn) -> None:
    incident = declared(world)
    client = sign_in(*TEAM)
    drawn = client.get(at(incident, "acknowledge/")).content.decode()
    assert "An avoidable injury" in drawn
    assert "A guidewire was left in" in drawn
    assert "due Wednesday 18 November 2026" in drawn
    client.post(at(incident, "acknowledge/"), {"seen": str(incident.version), "also": "agree"})
    after = stages.now_of(incident)
    assert (after.acknowledged_at, after.classification_agreed) == (NOW, True)


@pytest.mark.clause("2.2a", facet="the ICB agrees or challenges")
def test_case_judged_not_serious_shows_criteria_and_rationale_only_and_can_be_challenged(
    world: World, sign_in: SignIn
) -> None:
    incident = reported(world.reporter)
    judged = judgement(criteria=frozenset(), sub_answers={}, rationale="Seen and removed at once.")
    triage.judge_not_serious(incident.id, judged, by=world.lead, now=NOW, seen=incident.version)
    incident = stages.now_of(incident)
    client = sign_in(*TEAM)
    drawn = client.get(at(incident, "classification/")).content.decode()
    assert "Seen and removed at once." in drawn
    assert "guidewire" not in drawn, "what happened is not shown"
    refused = client.post(at(incident, "classification/"), {"seen": str(incident.version)})
    assert refused.status_code == 422
    sent = {"seen": str(incident.version), "reason": "A wire left in needs a second look."}
    assert client.post(at(incident, "classification/"), sent).status_code == 302
    assert stages.now_of(incident).status == Status.DISCUSSING
    drawn = client.get(at(incident, "")).content.decode()
    assert "guidewire" in drawn, "in a discussion the ICB sees the case"


@pytest.mark.clause("3.3d", facet="each kind has a plain definition, with what it excludes")
def test_never_event_is_shown_as_its_list_stood_on_the_day(world: World, sign_in: SignIn) -> None:
    drawn = unescape(sign_in(*TEAM).get(at(never_event(world), "never-event/")).content.decode())
    assert "updated February 2021" in drawn
    assert "Monday 16 November 2026" in drawn
    assert "Includes" in drawn
    assert "Excludes" in drawn


def test_level_proposed_is_chosen_already(world: World, sign_in: SignIn) -> None:
    drawn = sign_in(*TEAM).get(at(declared(world), "level/")).content.decode()
    assert "Level 2, comprehensive internal" in drawn
    assert 'value="2" checked' in drawn


@pytest.mark.clause("2.2b", facet="terms of reference are asked for")
def test_review_is_read_in_full_beside_three_choices(world: World, sign_in: SignIn) -> None:
    incident = stages.reviewed(world)
    client = sign_in(*TEAM)
    drawn = client.get(at(incident, "initial-review/answer/")).content.decode()
    assert "Proposed terms of reference: written." in drawn
    assert "due Thursday 19 November 2026" in drawn
    for choice in ("accept", "ask_for_more", "downgrade"):
        assert f'value="{choice}"' in drawn
    sent = {"seen": str(incident.version), "answer": "ask_for_more", "wanted": "Which checklist?"}
    client.post(at(incident, "initial-review/answer/"), sent)
    assert InitialReview.objects.get().outcome_reason == "Which checklist?"
    assert stages.now_of(incident).status == Status.DECLARED


def test_what_is_owed_still_is_offered_with_the_acceptance_once(world: World, sign_in: SignIn) -> None:
    incident = stages.reviewed(world)
    client = sign_in(*TEAM)
    drawn = client.get(at(incident, "initial-review/answer/")).content.decode()
    assert "Acknowledge the incident" in drawn
    assert "Agree that it meets SI criteria" in drawn
    triage.acknowledge(incident.id, by=world.team, now=NOW, seen=incident.version)
    drawn = client.get(at(incident, "initial-review/answer/")).content.decode()
    assert "Acknowledge the incident" not in drawn
    sent = {
        "seen": str(stages.now_of(incident).version),
        "answer": "accept",
        "level": "2",
        "also": ["agree_classification"],
    }
    # What is not offered is not taken, whoever types it.
    forged = client.post(at(incident, "initial-review/answer/"), {**sent, "also": ["downgrade"]})
    assert forged.status_code == 422
    client.post(at(incident, "initial-review/answer/"), sent)
    after = stages.now_of(incident)
    assert (after.status, after.classification_agreed) == (Status.INVESTIGATING, True)


def test_review_can_be_downgraded_unless_it_is_a_never_event(world: World, sign_in: SignIn) -> None:
    incident = stages.reviewed(world)
    client = sign_in(*TEAM)
    Incident.objects.filter(id=incident.id).update(never_event_code="3")
    sent = {"seen": str(incident.version), "answer": "downgrade", "downgrade_reason": "Not so."}
    refused = client.post(at(incident, "initial-review/answer/"), sent)
    assert refused.status_code == 422
    drawn = refused.content.decode()
    assert "Reject the Never Event first" in drawn
    assert at(incident, "never-event/") in drawn
    assert 'value="downgrade"' not in drawn
    Incident.objects.filter(id=incident.id).update(never_event_confirmed=False)
    assert client.post(at(incident, "initial-review/answer/"), sent).status_code == 302
    assert stages.now_of(incident).status == Status.DOWNGRADED


def test_close_shows_each_stop_and_where_it_is_mended(world: World, sign_in: SignIn) -> None:
    incident = assured.accepted(world)
    Incident.objects.filter(id=incident.id).update(incident_type="T26")
    client = sign_in(*TEAM)
    drawn = client.get(at(incident, "close/")).content.decode()
    assert "The incident type is still pending review." in drawn
    assert at(incident, "incident-type/") in drawn
    assert "The ICB has not agreed that it meets SI criteria." in drawn
    assert at(incident, "classification/") in drawn
    assert "Duty of Candour: " in drawn
    assert at(incident, "#candour") in drawn
    assert drawn.count(">met<") == 6
    assert drawn.count(">not\u00a0met<") == 3
    assert "Close the case</button>" not in " ".join(drawn.split())
    sent = {"seen": str(incident.version), "monitoring_of_actions": "Monthly."}
    assert client.post(at(incident, "close/"), sent).status_code == 403
    assert at(incident, "close/") in client.get(at(incident, "")).content.decode(), "the case leads there"


def test_close_has_candour_and_outstanding_actions_in_view(world: World, sign_in: SignIn) -> None:
    drawn = sign_in(*TEAM).get(at(assured.ready_to_close(world), "close/")).content.decode()
    assert "everything is met" in drawn
    assert "Moderate harm: a second procedure was needed." in drawn
    assert "Still owed, without keeping the case open" in drawn
    assert "Add the wire to the checklist of lines" in drawn
    assert "How will the outstanding actions be followed" in drawn


@pytest.mark.clause("2.2d", facet="someone else verifies it, by name and time")
def test_action_is_verified_with_its_evidence_in_view_by_another_person(
    world: World, sign_in: SignIn
) -> None:
    incident = action_done(world)
    action = SafetyAction.objects.get()
    client = sign_in(*TEAM)
    where = at(incident, f"actions/{action.id}/verify/")
    assert "The new checklist." in client.get(where).content.decode()
    SafetyAction.objects.update(completed_by=world.team.person_id)
    drawn = client.get(where).content.decode()
    assert "someone else must verify it" in drawn
    assert "<textarea" not in drawn
    answer = client.post(where, {"seen": str(incident.version), "verification": "I did it, so I know."})
    assert answer.status_code == 422
    assert SafetyAction.objects.get().verified_at is None
