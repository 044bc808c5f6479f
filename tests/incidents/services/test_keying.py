"""What the ICB keys for a practice, which then confirms it; a trust is never keyed for (design decision 14)."""

from __future__ import annotations

from typing import Any

import pytest

from sightline.audit.selectors import entries_for
from sightline.incidents.errors import Refused
from sightline.incidents.models import Incident, StepTaken
from sightline.incidents.services import candour_steps, initial_review, investigation, triage
from sightline.incidents.services.keying import confirm_keyed
from sightline.incidents.services.significant_event import Analysis, send_analysis
from sightline.incidents.visibility import visible_to
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Role, Status
from tests import stages
from tests.factories import NOW, World, declaration, judgement, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(world: World) -> Actor:
    return world.actor("practice", Role.PROVIDER_LEAD)


def keyed(world: World, **answers: Any) -> Incident:
    return reported(world.team, happened_at="provider", happened_at_code="M99001", **answers)


def test_the_practice_and_the_icb_both_see_what_was_keyed(world: World, practice: Actor) -> None:
    incident = keyed(world)
    assert incident.keyed_at == NOW
    for actor in (practice, world.specialist):
        assert visible_to(actor, now=NOW).filter(id=incident.id).exists()


def test_reporting_for_a_trust_keys_nothing_and_shows_the_icb_nothing(world: World) -> None:
    incident = reported(world.team, happened_at="provider", happened_at_code="R9A")
    assert incident.keyed_at is None
    assert not visible_to(world.specialist, now=NOW).filter(id=incident.id).exists()


def test_a_report_in_confidence_is_never_put_before_the_provider_as_keyed(world: World) -> None:
    incident = keyed(world, contact="confidential")
    assert (incident.keyed_at, incident.keyed_by) == (None, None)


@pytest.mark.clause("4.4.1", facet="a practice's case is handled like any provider's")
def test_the_icb_keys_the_declaration_and_the_practice_confirms_it(world: World, practice: Actor) -> None:
    incident = keyed(world)
    confirm_keyed(incident.id, "", by=practice, now=NOW, seen=1)
    triage.declare(incident.id, judgement(), declaration(), by=world.team, now=NOW, seen=2)
    declared = stages.now_of(incident)
    assert (declared.status, declared.keyed_confirmed_at) == (Status.DECLARED, None)
    with pytest.raises(Refused):
        confirm_keyed(incident.id, "", by=world.team, now=NOW, seen=declared.version)
    confirm_keyed(incident.id, "The time was later.", by=practice, now=NOW, seen=declared.version)
    assert stages.now_of(incident).keyed_confirmed_by == practice.person_id
    assert StepTaken.objects.filter(action=Action.CONFIRM_KEYED, note="The time was later.").exists()
    fields = {entry.field for entry in entries_for(incident.id, parts=None, limit=500)}
    assert {"keyed_at", "keyed_confirmed_by"} <= fields


def test_the_icb_keys_nothing_on_what_a_practice_reported_itself(world: World, practice: Actor) -> None:
    incident = reported(practice)
    triage.declare(incident.id, judgement(), declaration(), by=practice, now=NOW, seen=1)
    with pytest.raises(Refused, match="only on a report that it keyed"):
        initial_review.submit_initial_review(
            incident.id, stages.review_answers(), 1, by=world.team, now=NOW, seen=2
        )
    assert stages.now_of(incident).keyed_at is None


def test_the_icb_never_keys_for_a_trust(world: World) -> None:
    incident = reported(world.reporter)
    triage.declare(incident.id, judgement(), declaration(), by=world.lead, now=NOW, seen=1)
    with pytest.raises(Refused, match="patient-safety lead"):
        initial_review.submit_initial_review(
            incident.id, stages.review_answers(), 1, by=world.team, now=NOW, seen=2
        )


ANALYSIS = Analysis(
    summary="The wrong strength was issued.",
    causes="Two packs look alike and stand side by side.",
    lessons="Look-alike packs need distance.",
    text="Keep the two strengths on different shelves",
    owner_role="Practice manager",
    due_on=stages.ACTION["due_on"],
    strength="intermediate",
    statement="Talked over by two partners and the pharmacist",
)


@pytest.mark.clause("4.4.1", facet="it has a light form")
def test_a_practice_writes_signs_and_sends_an_analysis_in_one_go(world: World, practice: Actor) -> None:
    incident = stages.investigating_at_practice(world)
    decided(world, practice, incident)
    send_analysis(incident.id, ANALYSIS, by=practice, now=NOW, seen=stages.now_of(incident).version)
    report = incident.reports.get()
    assert stages.now_of(incident).status == Status.REPORT_SUBMITTED
    assert (report.signed_off_by, report.submitted_at) == (practice.person_id, NOW)
    assert incident.safety_actions.get().owner_role == "Practice manager"


def test_nothing_of_an_analysis_stays_where_a_step_of_it_is_refused(world: World, practice: Actor) -> None:
    incident = stages.investigating_at_practice(world)
    with pytest.raises(Refused, match="Duty of Candour"):
        send_analysis(incident.id, ANALYSIS, by=practice, now=NOW, seen=incident.version)
    assert not incident.reports.exists()
    assert not incident.safety_actions.exists()
    assert stages.now_of(incident).version == incident.version


def test_a_trusts_lead_still_cannot_sign_for_its_executive(world: World) -> None:
    incident = stages.written(world)
    with pytest.raises(Refused, match="executive"):
        investigation.sign_off_report(incident.id, "I sign.", by=world.lead, now=NOW, seen=incident.version)


def decided(world: World, practice: Actor, incident: Incident) -> None:
    candour_steps.decide_candour(
        incident.id,
        applies=False,
        reason="No harm reached the patient.",
        opinion_of="GP partner",
        relevant_person="",
        by=practice,
        now=NOW,
        seen=stages.now_of(incident).version,
    )
