"""The ICB's first answers: acknowledge, agree together, level, Never Event, the 72-hour review, and verified actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from sightline.audit import selectors as audit
from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import DueDate, Incident, InitialReview, SafetyAction, StepTaken
from sightline.incidents.services import initial_review, safety_actions, triage
from sightline.policy.deadlines import DeadlineKind
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Role, Status
from tests import stages
from tests.factories import NOW, World, declaration, declared, judgement, reported

pytestmark = pytest.mark.django_db
DONE_AND = "The new checklist, in use since Monday."


def running(incident: Incident, kind: DeadlineKind) -> list[date]:
    rows = DueDate.objects.filter(incident=incident, kind=kind.value, is_running=True)
    return [row.due_on for row in rows]


# Acknowledging


@pytest.mark.clause("4.3a", facet="what the ICB owes has a timescale")
def test_acknowledging_ends_the_icbs_timescale(world: World) -> None:
    incident = declared(world)
    assert running(incident, DeadlineKind.ACKNOWLEDGE) == [date(2026, 11, 18)]
    triage.acknowledge(incident.id, by=world.team, now=NOW + timedelta(days=1), seen=incident.version)
    assert running(incident, DeadlineKind.ACKNOWLEDGE) == []


@pytest.mark.clause("2.2a", facet="the ICB agrees or challenges")
def test_acknowledging_and_agreeing_are_two_steps_taken_together(world: World) -> None:
    incident = declared(world)
    triage.acknowledge_and_agree(incident.id, by=world.team, now=NOW, seen=incident.version)
    after = stages.now_of(incident)
    assert (after.acknowledged_at, after.classification_agreed) == (NOW, True)
    steps = StepTaken.objects.filter(incident=incident, version__gt=incident.version)
    assert {step.action for step in steps} == {Action.ACKNOWLEDGE, Action.AGREE_CLASSIFICATION}
    with pytest.raises(Refused):
        triage.acknowledge_and_agree(incident.id, by=world.team, now=NOW, seen=after.version)
    assert stages.now_of(incident).version == after.version


def test_a_challenge_made_meanwhile_is_never_agreed_away_with_an_acknowledgement(world: World) -> None:
    incident = declared(world)
    triage.challenge_classification(
        incident.id, "Nobody was harmed.", by=world.specialist, now=NOW, seen=incident.version
    )
    challenged = stages.now_of(incident)
    with pytest.raises(Stale):
        triage.acknowledge_and_agree(incident.id, by=world.team, now=NOW, seen=incident.version)
    after = stages.now_of(incident)
    assert (after.version, after.acknowledged_at) == (challenged.version, None)
    assert after.classification_agreed is False


# Level


@pytest.mark.clause("2.2b", facet="the level of investigation is agreed")
def test_level_three_starts_six_months_and_sets_the_first_timescale_aside(world: World) -> None:
    incident = declared(world)
    first = running(incident, DeadlineKind.FINAL_REPORT)
    triage.agree_level(incident.id, 3, "Three organisations.", by=world.team, now=NOW, seen=incident.version)
    assert running(incident, DeadlineKind.INDEPENDENT_REPORT) == [date(2027, 5, 16)]
    triage.agree_level(
        incident.id, 2, "", by=world.team, now=NOW + timedelta(days=9), seen=incident.version + 1
    )
    assert running(incident, DeadlineKind.FINAL_REPORT) == first, "it never starts anew"


# The 72-hour review


def test_review_is_accepted_with_its_level(world: World) -> None:
    incident = stages.reviewed(world)
    assert running(incident, DeadlineKind.ANSWER_INITIAL_REVIEW) == [date(2026, 11, 19)]
    with pytest.raises(Invalid) as wrong:
        initial_review.accept_initial_review(
            incident.id, 1, "", by=world.team, now=NOW, seen=incident.version
        )
    assert set(wrong.value.problems) == {"reason"}
    initial_review.accept_initial_review(
        incident.id, 1, "One ward, one cause.", by=world.team, now=NOW, seen=incident.version
    )
    after = stages.now_of(incident)
    assert (after.status, after.agreed_level) == (Status.INVESTIGATING, 1)
    assert running(incident, DeadlineKind.ANSWER_INITIAL_REVIEW) == []
    assert InitialReview.objects.get().outcome_reason == "One ward, one cause."


def test_what_is_owed_still_is_settled_with_the_acceptance_or_nothing_is(world: World) -> None:
    incident = stages.reviewed(world)
    both = (Action.ACKNOWLEDGE, Action.AGREE_CLASSIFICATION)
    with pytest.raises(Invalid):
        initial_review.accept_initial_review(
            incident.id, 1, "", also=both, by=world.team, now=NOW, seen=incident.version
        )
    assert stages.now_of(incident).version == incident.version, "a level without its reason settles nothing"
    initial_review.accept_initial_review(
        incident.id, 2, "", also=both, by=world.team, now=NOW, seen=incident.version
    )
    after = stages.now_of(incident)
    assert (after.status, after.acknowledged_at, after.classification_agreed) == (
        Status.INVESTIGATING,
        NOW,
        True,
    )
    steps = StepTaken.objects.filter(incident=incident, version__gt=incident.version).order_by("version")
    assert [step.action for step in steps] == [*both, Action.ACCEPT_INITIAL_REVIEW]


def test_an_acceptance_never_agrees_a_challenge_away(world: World) -> None:
    incident = stages.reviewed(world)
    triage.challenge_classification(
        incident.id, "Nobody was harmed.", by=world.specialist, now=NOW, seen=incident.version
    )
    with pytest.raises(Stale):
        initial_review.accept_initial_review(
            incident.id,
            2,
            "",
            also=[Action.AGREE_CLASSIFICATION],
            by=world.team,
            now=NOW,
            seen=incident.version,
        )
    assert stages.now_of(incident).status == Status.INITIAL_REVIEW_SUBMITTED


def test_asking_for_more_says_what_and_ends_the_icbs_timescale(world: World) -> None:
    incident = stages.reviewed(world)
    with pytest.raises(Invalid):
        initial_review.ask_for_more(incident.id, "", by=world.team, now=NOW, seen=incident.version)
    initial_review.ask_for_more(
        incident.id, "Which checklist was used?", by=world.team, now=NOW, seen=incident.version
    )
    assert stages.now_of(incident).status == Status.DECLARED
    assert running(incident, DeadlineKind.ANSWER_INITIAL_REVIEW) == []
    moved = next(
        row for row in audit.entries_for(incident.id, parts=None, limit=20) if row.field == "outcome_reason"
    )
    assert (moved.new, moved.actor) == ("Which checklist was used?", str(world.team.person_id))


# Never Event


@pytest.mark.clause("3.3d", facet="the ICB confirms or rejects it")
def test_never_event_rejected_keeps_its_code_and_its_reason(world: World) -> None:
    incident = reported(world.reporter)
    triage.declare(
        incident.id,
        judgement(never_event_code="3"),
        declaration(),
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    triage.settle_never_event(
        incident.id, False, "Left on purpose.", by=world.team, now=NOW, seen=stages.now_of(incident).version
    )
    after = stages.now_of(incident)
    assert (after.never_event_code, after.never_event_confirmed) == ("3", False)
    page = selectors.case_page(world.lead, incident.reference, now=NOW)
    assert page is not None
    assert page.latest[0].note == "Left on purpose."
    assert not page.facts.is_never_event


def test_never_event_is_not_settled_where_there_is_none(world: World) -> None:
    incident = declared(world)
    with pytest.raises(Refused, match="not recorded as a Never Event"):
        triage.settle_never_event(incident.id, True, "", by=world.team, now=NOW, seen=incident.version)


# Actions


def _done(world: World) -> tuple[Incident, UUID]:
    incident = stages.with_action(world, declared(world))
    action_id = SafetyAction.objects.get().id
    safety_actions.complete_action(
        incident.id, action_id, DONE_AND, by=world.lead, now=NOW, seen=incident.version
    )
    return stages.now_of(incident), action_id


@pytest.mark.clause("2.2d", facet="someone else verifies it, by name and time")
def test_action_is_verified_with_what_was_checked(world: World) -> None:
    incident, action_id = _done(world)
    with pytest.raises(Invalid):
        safety_actions.verify_action(
            incident.id, action_id, " ", by=world.team, now=NOW, seen=incident.version
        )
    safety_actions.verify_action(
        incident.id, action_id, "Seen on the ward.", by=world.team, now=NOW, seen=incident.version
    )
    action = SafetyAction.objects.get()
    assert (action.verified_by, action.verification) == (world.team.person_id, "Seen on the ward.")
    with pytest.raises(Invalid, match="verified already"):
        safety_actions.verify_action(
            incident.id, action_id, "Again.", by=world.team, now=NOW, seen=stages.now_of(incident).version
        )


@pytest.mark.behind_the_services
@pytest.mark.clause("2.2d", facet="someone else verifies it, by name and time")
def test_action_is_not_verified_by_who_did_it_or_before_it_is_done(world: World) -> None:
    incident = stages.with_action(world, declared(world))
    action = SafetyAction.objects.get()
    with pytest.raises(Invalid, match="not recorded as done"):
        safety_actions.verify_action(
            incident.id, action.id, "Seen.", by=world.team, now=NOW, seen=incident.version
        )
    SafetyAction.objects.update(completed_at=NOW, completed_by=world.team.person_id, evidence=DONE_AND)
    with pytest.raises(Invalid, match="someone else must verify"):
        safety_actions.verify_action(
            incident.id, action.id, "Seen.", by=world.team, now=NOW, seen=incident.version
        )


# Who


def _acknowledge(incident: Incident, by: Actor) -> None:
    triage.acknowledge(incident.id, by=by, now=NOW, seen=incident.version)


def _agree(incident: Incident, by: Actor) -> None:
    triage.agree_classification(incident.id, by=by, now=NOW, seen=incident.version)


def _challenge(incident: Incident, by: Actor) -> None:
    triage.challenge_classification(incident.id, "No.", by=by, now=NOW, seen=incident.version)


def _level(incident: Incident, by: Actor) -> None:
    triage.agree_level(incident.id, 2, "", by=by, now=NOW, seen=incident.version)


def _accept(incident: Incident, by: Actor) -> None:
    initial_review.accept_initial_review(incident.id, 2, "", by=by, now=NOW, seen=incident.version)


def _more(incident: Incident, by: Actor) -> None:
    initial_review.ask_for_more(incident.id, "More.", by=by, now=NOW, seen=incident.version)


@pytest.mark.parametrize("attempt", [_acknowledge, _agree, _challenge, _level, _accept, _more])
def test_answers_are_the_commissioners_and_outsiders_find_nothing(
    world: World, attempt: Callable[[Incident, Actor], None]
) -> None:
    incident = stages.reviewed(world)
    for by in (world.lead, world.executive, world.actor("icb", Role.CHIEF_EXECUTIVE)):
        with pytest.raises(Refused):
            attempt(incident, by)
    for by in (world.outsider, world.actor("other_icb", Role.PATIENT_SAFETY_TEAM)):
        with pytest.raises(NotVisible):
            attempt(incident, by)
    assert stages.now_of(incident).version == incident.version
    attempt(incident, world.actor("icb", Role.PLACE_QUALITY_LEAD))
    assert stages.now_of(incident).version == incident.version + 1
