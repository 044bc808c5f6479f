"""Closing, downgrading and reopening: the commissioner's alone, each with its stops."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from sightline.audit import selectors as audit
from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import DueDate, Incident, InitialReview
from sightline.incidents.services import candour_steps, closure, safety_actions, triage
from sightline.policy.deadlines import DeadlineKind
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Role, Status
from tests import assured_stages as assured
from tests import stages
from tests.factories import NOW, World, declaration, declared, judgement, reported

pytestmark = pytest.mark.django_db
Act = Callable[[Incident, Actor], None]
REASON = "The X-ray was of another patient."


def close(incident: Incident, by: Actor, *, monitoring: str = "Monthly, at the quality meeting.") -> None:
    version = stages.now_of(incident).version
    closure.close(incident.id, "Thank you.", monitoring, by=by, now=NOW, seen=version)


def downgrade(incident: Incident, by: Actor, *, reason: str = REASON, now: datetime = NOW) -> None:
    closure.downgrade(incident.id, reason, by=by, now=now, seen=stages.now_of(incident).version)


def reopen(incident: Incident, by: Actor, *, reason: str = "New facts.", now: datetime = NOW) -> None:
    closure.reopen(incident.id, reason, by=by, now=now, seen=stages.now_of(incident).version)


# Closing


@pytest.mark.clause("4.3f", facet="how they are followed is agreed before closing")
@pytest.mark.clause("4.3f", facet="they go on after the case is closed")
def test_case_is_closed_with_actions_outstanding_that_are_followed(world: World) -> None:
    incident = assured.ready_to_close(world)
    with pytest.raises(Invalid) as wrong:
        close(incident, world.team, monitoring=" ")
    assert set(wrong.value.problems) == {"monitoring_of_actions"}
    close(incident, world.team)
    after = stages.now_of(incident)
    assert (after.status, after.closed_at) == (Status.CLOSED, NOW)
    page = selectors.case_page(world.lead, incident.reference, now=NOW)
    assert page is not None
    assert (page.open_actions, page.monitoring_of_actions) == (1, "Monthly, at the quality meeting.")
    assert page.may(Action.COMPLETE_ACTION), "the action goes on after the case is closed"


def test_case_with_every_action_done_is_closed_without_more_words(world: World) -> None:
    incident = assured.ready_to_close(world)
    page = selectors.case_page(world.lead, incident.reference, now=NOW)
    assert page is not None
    safety_actions.complete_action(
        incident.id,
        page.actions[0].action_id,
        "The new checklist.",
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    close(incident, world.team, monitoring="")
    assert stages.now_of(incident).status == Status.CLOSED


def test_closing_is_in_the_audit_trail(world: World) -> None:
    incident = assured.closed(world)
    rows = {row.field: row for row in audit.entries_for(incident.id, parts=None, limit=10)}
    assert (rows["status"].old, rows["status"].new) == (Status.IN_REVIEW.value, Status.CLOSED.value)
    assert rows["status"].clause == "4.3d"
    assert rows["status"].actor == str(world.team.person_id)
    assert rows["monitoring_of_actions"].new == "Monthly, at the quality meeting."


@pytest.mark.behind_the_services
@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        ({"incident_type": "T26"}, "still pending review"),
        ({"classification_agreed": None}, "has not agreed that it meets SI criteria"),
        ({"classification_agreed": False}, "has not agreed that it meets SI criteria"),
        ({"agreed_level": None}, "level of investigation has not been agreed"),
        ({"never_event_code": "3"}, "not yet confirmed or rejected the Never Event"),
    ],
)
def test_each_stop_keeps_the_case_open(world: World, spoilt: dict[str, object], words: str) -> None:
    incident = assured.ready_to_close(world)
    Incident.objects.filter(id=incident.id).update(**spoilt)
    with pytest.raises(Refused, match=words):
        close(incident, world.team)
    assert stages.now_of(incident).status == Status.IN_REVIEW


def test_report_not_accepted_keeps_the_case_open(world: World) -> None:
    with pytest.raises(Refused, match="has not been accepted"):
        close(assured.in_review(world), world.team)


@pytest.mark.behind_the_services
@pytest.mark.clause("3.1a", facet="every serious incident is decided on")
@pytest.mark.clause("3.1h", facet="the case is closed only once it is complete")
def test_candour_undecided_or_incomplete_keeps_the_case_open(world: World) -> None:
    incident = assured.accepted(world)
    with pytest.raises(Refused, match="Duty of Candour: "):
        close(incident, world.team)
    incident.candour.delete()
    with pytest.raises(Refused, match="does the duty apply"):
        close(incident, world.team)


def test_findings_still_to_be_shared_do_not_keep_the_case_open(world: World) -> None:
    incident = assured.ready_to_close(world)
    page = selectors.case_page(world.team, incident.reference, now=NOW)
    assert page is not None
    assert page.candour is not None
    assert "D8" not in page.candour.steps
    assert page.candour.owed
    close(incident, world.team)


def test_type_and_candour_can_be_mended_and_the_case_closed(world: World) -> None:
    incident = assured.ready_to_close(world)
    Incident.objects.filter(id=incident.id).update(incident_type="T26")
    triage.choose_type(incident.id, "T33", by=world.team, now=NOW, seen=incident.version)
    close(incident, world.team)
    assert stages.now_of(incident).incident_type == "T33"


# Downgrading


@pytest.mark.clause("2.2a", facet="a case is downgraded with its facts")
def test_downgrade_answers_the_review_and_leaves_candour_running(world: World) -> None:
    incident = stages.candour_decided(world, stages.reviewed(world))
    downgrade(incident, world.team)
    after = stages.now_of(incident)
    assert (after.status, after.downgraded_at) == (Status.DOWNGRADED, NOW)
    review = InitialReview.objects.get()
    assert (review.outcome, review.outcome_reason) == ("downgraded", REASON)
    running = {row.kind for row in DueDate.objects.filter(incident=incident, is_running=True)}
    assert running == {DeadlineKind.CANDOUR_NOTIFICATION.value}
    stages.candour_step(world, after, "D1")


@pytest.mark.clause("2.2a", facet="a case is downgraded with its facts")
def test_downgrade_needs_its_facts(world: World) -> None:
    incident = declared(world)
    with pytest.raises(Invalid) as wrong:
        downgrade(incident, world.team, reason=" ")
    assert set(wrong.value.problems) == {"reason"}


@pytest.mark.clause("3.3d", facet="the ICB confirms or rejects it")
def test_never_event_is_rejected_before_it_is_downgraded(world: World) -> None:
    incident = reported(world.reporter)
    triage.declare(
        incident.id,
        judgement(never_event_code="3"),
        declaration(),
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    with pytest.raises(Refused, match="Reject the Never Event first"):
        downgrade(incident, world.team)
    version = stages.now_of(incident).version
    triage.settle_never_event(incident.id, False, "It was no wire.", by=world.team, now=NOW, seen=version)
    downgrade(incident, world.team)
    assert stages.now_of(incident).status == Status.DOWNGRADED


# Reopening


def test_downgraded_case_is_reopened_with_its_first_timescales(world: World) -> None:
    incident = declared(world)
    (first,) = DueDate.objects.filter(incident=incident, kind=DeadlineKind.FINAL_REPORT.value)
    downgrade(incident, world.team)
    later = NOW + timedelta(days=30)
    reopen(incident, world.team, now=later)
    after = stages.now_of(incident)
    assert (after.status, after.downgraded_at) == (Status.INVESTIGATING, None)
    (again,) = DueDate.objects.filter(incident=incident, kind=DeadlineKind.FINAL_REPORT.value)
    assert (again.due_on, again.original_due_on, again.is_running) == (
        first.due_on,
        first.original_due_on,
        True,
    )
    assert again.due_on == date(2027, 2, 11)


def test_closed_case_is_reopened_with_a_reason_and_not_closed_again_as_it_was(world: World) -> None:
    incident = assured.closed(world)
    with pytest.raises(Invalid):
        reopen(incident, world.team, reason="")
    reopen(incident, world.team)
    after = stages.now_of(incident)
    assert (after.status, after.closed_at) == (Status.INVESTIGATING, None)
    page = selectors.case_page(world.team, incident.reference, now=NOW)
    assert page is not None
    assert not page.facts.report_accepted, "the next version is awaited"
    assert page.quality[0].outcome == "accepted"


# Who, and two at once


def _ready(world: World) -> Incident:
    return assured.ready_to_close(world)


@pytest.mark.parametrize(
    ("before", "attempt"), [(_ready, close), (declared, downgrade), (assured.closed, reopen)]
)
def test_provider_does_not_end_its_case_and_outsiders_find_nothing(
    world: World, before: Callable[[World], Incident], attempt: Act
) -> None:
    incident = before(world)
    for by in (world.lead, world.executive):
        with pytest.raises(Refused):
            attempt(incident, by)
    other_place = world.actor("icb", Role.PLACE_QUALITY_LEAD)
    elsewhere = Actor(other_place.person_id, other_place.organisation_id, other_place.role, world.other_place)
    for by in (world.outsider, world.actor("other_icb", Role.PATIENT_SAFETY_TEAM), elsewhere):
        with pytest.raises(NotVisible):
            attempt(incident, by)
    assert stages.now_of(incident).status == incident.status


def test_closing_twice_is_told_and_closes_once(world: World) -> None:
    incident = assured.ready_to_close(world)
    close(incident, world.team)
    with pytest.raises(Stale):
        closure.close(incident.id, "", "Monthly.", by=world.specialist, now=NOW, seen=incident.version)


@pytest.mark.clause("4.5g")
def test_icbs_own_incident_is_ended_by_someone_who_did_not_handle_it(world: World) -> None:
    incident = reported(world.actor("icb", Role.COMMUNICATIONS), happened_at="own")
    triage.declare(
        incident.id,
        judgement(),
        declaration(),
        by=world.team,
        now=NOW,
        seen=incident.version,
    )
    with pytest.raises(Refused, match="Someone who did not handle it"):
        downgrade(incident, world.team)
    downgrade(incident, world.specialist)
    assert stages.now_of(incident).status == Status.DOWNGRADED


def test_not_applicable_candour_with_its_reason_lets_the_case_close(world: World) -> None:
    incident = assured.accepted(world)
    candour_steps.decide_candour(
        incident.id,
        applies=False,
        opinion_of="Consultant",
        reason="Nobody was harmed.",
        relevant_person="",
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    triage.agree_classification(incident.id, by=world.team, now=NOW, seen=stages.now_of(incident).version)
    close(incident, world.team)
    assert stages.now_of(incident).status == Status.CLOSED
