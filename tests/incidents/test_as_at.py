"""A case as it stood at any moment is what its tables held then, field by field, and says no more than a hat is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from sightline.audit.selectors import every_entry
from sightline.audit.services import erase
from sightline.incidents import selectors
from sightline.incidents.models import Incident, SafetyAction
from sightline.incidents.selectors import CaseAsAt
from sightline.incidents.services import (
    candour_steps,
    closure,
    desk,
    discussion,
    initial_review,
    investigation,
    review,
    safety_actions,
    triage,
)
from sightline.policy.facts import Actor
from sightline.policy.quality_assurance import checklist_for
from sightline.policy.terms import Role
from tests import assured_stages, stages
from tests.factories import NOW, World, declaration, declared, judgement, reported
from tests.incidents.folded import in_tables, in_trail
from tests.stages import now_of

HOUR = timedelta(hours=1)


def a_whole_case(world: World) -> Iterator[tuple[str, datetime, Incident]]:
    """One case from its report to after it was closed, by the real services: after each step its name, moment and case."""
    clock = iter(NOW + HOUR * number for number in range(100))
    now = next(clock)
    incident = reported(world.reporter, now=now)
    case = incident.id
    yield "reported", now, incident

    def take(name: str, by: Actor, step: Callable[..., Any], *given: Any, **more: Any) -> Any:
        at = next(clock)
        seen = now_of(incident).version
        step(case, *given, by=by, now=at, seen=seen, **more)
        return name, at, now_of(incident)

    lead, team = world.lead, world.team
    yield take("declared", lead, triage.declare, judgement(never_event_code="3"), declaration())
    yield take("acknowledged", team, triage.acknowledge)
    yield take("never event", team, triage.settle_never_event, True, "")
    yield take("agreed", team, triage.agree_classification)
    yield take("note", team, discussion.add_note, "The third this year.", key=uuid4())
    question = uuid4()
    asked = {"key": question, "answer_by": NOW.date() + timedelta(days=3)}
    yield take("question", team, discussion.post_message, "Which ward?", **asked)
    yield take("answer", lead, discussion.post_message, "Ward four.", key=uuid4(), answers_id=question)
    yield take("72-hour review", lead, initial_review.submit_initial_review, stages.review_answers(), 2)
    yield take("asked for more", team, initial_review.ask_for_more, "Who was told?")
    changed = stages.review_answers()
    yield take("72-hour review again", lead, initial_review.submit_initial_review, changed, 2)
    yield take("72-hour review accepted", team, initial_review.accept_initial_review, 2, "Agreed.")
    yield take("action", lead, safety_actions.add_action, **stages.ACTION)
    yield take("report", world.investigator, investigation.write_report, **stages.REPORT)
    better = {**stages.REPORT, "lessons": "Count wires and swabs alike."}
    yield take("report again", world.investigator, investigation.write_report, **better)
    candour = {
        "applies": True,
        "opinion_of": "Consultant in critical care",
        "reason": "Moderate harm: a second procedure was needed.",
        "relevant_person": "patient",
    }
    yield take("candour", lead, candour_steps.decide_candour, **candour)
    for code in ("D1", "D2", "D3", "D4", "D6", "D7"):
        step = {"outcome": "done", "done_on": date(2026, 11, 16), "detail": "In person, on the ward."}
        yield take(f"candour {code}", lead, candour_steps.record_candour_step, code, **step)
    yield take("signed", world.executive, investigation.sign_off_report, "I have read it.")
    yield take("sent", lead, investigation.submit_report)
    yield take("review", team, review.begin_review)
    items = {
        "trained_lead": {"rating": "met", "comment": ""},
        "team": {"rating": "not_met", "comment": "One person alone."},
    }
    yield take("rated", team, review.record_quality, items)
    yield take("returned", team, review.return_report, "Ask another to look.", date(2026, 12, 14))
    yield take("report 2", world.investigator, investigation.write_report, **better)
    yield take("signed 2", world.executive, investigation.sign_off_report, "I have read it again.")
    yield take("sent 2", lead, investigation.submit_report)
    yield take("review 2", team, review.begin_review)
    met = {row.code: {"rating": "met", "comment": ""} for row in checklist_for(never_event=True)}
    yield take("accepted", team, review.accept_report, assured_stages.FEEDBACK, "", quality=met)
    yield take("closed", team, closure.close, "", "Monthly, at the quality meeting.")
    action = SafetyAction.objects.get(incident_id=case).id
    yield take("action done", lead, safety_actions.complete_action, action, "The list has a line for wires.")


@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
@pytest.mark.django_db
def test_at_every_step_of_a_whole_case_the_trail_folds_to_what_the_tables_held(world: World) -> None:
    held = []
    for name, at, incident in a_whole_case(world):
        tables = in_tables(incident.id)
        assert in_trail(incident.id) == tables, name
        held.append((name, at, tables))
    for name, at, tables in held:
        assert in_trail(incident.id, until=at) == tables, name
        assert in_trail(incident.id, until=at + HOUR - timedelta(microseconds=1)) == tables, name
    assert in_trail(incident.id, until=NOW - timedelta(microseconds=1)) == {}


def _texts(case: CaseAsAt) -> dict[tuple[str, str], str]:
    return {(thing.kind, line.field): line.new for thing in case.things for line in thing.fields}


def _as_at(by: Actor, incident: Incident, at: datetime, *, now: datetime = NOW + 99 * HOUR) -> CaseAsAt:
    case = selectors.case_as_at(by, incident.reference, at=at, now=now)
    assert case is not None
    return case


@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
@pytest.mark.django_db
def test_a_case_as_it_stood_says_old_and_new_who_and_why(world: World) -> None:
    incident = declared(world)
    later = NOW + HOUR
    triage.challenge_classification(
        incident.id, "No harm came of it.", by=world.team, now=later, seen=incident.version
    )
    before = _as_at(world.team, incident, NOW)
    assert ("incident", "classification_agreed") not in _texts(before)
    act = before.since[-1]
    assert (act.who, act.role) == ("Patient safety team of icb", Role.PATIENT_SAFETY_TEAM.label)
    assert act.reason == "No harm came of it."
    assert act.steps == ("ICB challenged the classification",)
    changed = {line.field: (line.old, line.new) for line in act.lines}
    assert changed["classification_agreed"] == ("", "false")
    after = _as_at(world.team, incident, later)
    assert _texts(after)["incident", "classification_agreed"] == "false"
    assert after.since == ()


@pytest.mark.django_db
def test_each_role_is_shown_its_own_parts_and_no_older_value_in_their_stead(world: World) -> None:
    incident = declared(world)
    desk.allocate(incident.id, world.team.person_id, by=world.team, now=NOW, seen=incident.version)
    guardian = world.actor("icb", Role.INFORMATION_GOVERNANCE_LEAD)
    told = _as_at(guardian, incident, NOW)
    held = _texts(told)
    assert held["incident", "reference"] == incident.reference
    assert held["incident", "status"] == "declared"
    for field in ("what_happened", "headline", "made_safe", "happened_on", "team", "age_band"):
        assert ("incident", field) not in held
    assert "guidewire" not in str(told)
    for nobody in (world.investigator, world.reporter, world.outsider):
        assert selectors.case_as_at(nobody, incident.reference, at=NOW, now=NOW) is None


@pytest.mark.clause("4.3c")
@pytest.mark.django_db
def test_who_reported_in_confidence_is_in_no_state_of_the_case(world: World) -> None:
    incident = reported(world.reporter, contact="confidential")
    triage.declare(incident.id, judgement(), declaration(), by=world.lead, now=NOW, seen=incident.version)
    for reader in (world.lead, world.team, world.actor("trust", Role.INFORMATION_GOVERNANCE_LEAD)):
        case = _as_at(reader, incident, NOW)
        assert str(world.reporter.person_id) not in str(case)
        assert "Reporter of" not in str(case)


@pytest.mark.django_db
def test_what_the_icb_still_judges_is_not_shown_to_the_provider_at_any_moment(world: World) -> None:
    incident = assured_stages.in_review(world)
    items = {"team": {"rating": "not_met", "comment": "One person investigated alone."}}
    review.record_quality(incident.id, items, by=world.team, now=NOW + HOUR, seen=incident.version)
    provider = _as_at(world.lead, incident, NOW + HOUR)
    assert "investigated alone" not in str(provider)
    assert "investigated alone" not in str(_as_at(world.lead, incident, NOW))
    assert "investigated alone" in str(_as_at(world.team, incident, NOW + HOUR))


@pytest.mark.django_db
def test_an_erased_value_says_why_at_every_moment_and_no_older_one_stands_for_it(world: World) -> None:
    incident = declared(world)
    for hour, name in ((1, world.team), (2, world.specialist)):
        now = NOW + hour * HOUR
        desk.allocate(incident.id, name.person_id, by=world.team, now=now, seen=now_of(incident).version)
    (newest,) = [e for e in every_entry(incident.id) if e.new == str(world.specialist.person_id)]
    erase([newest.seq], by=None, now=NOW + 3 * HOUR, reason="A name was in it.")

    def handler(at: datetime) -> list[tuple[str, str]]:
        things = _as_at(world.team, incident, at).things
        lines = [line for thing in things for line in thing.fields if line.field == "handler_id"]
        return [(line.new, line.erased_because) for line in lines]

    assert handler(NOW) == []
    assert handler(NOW + HOUR) == [("Patient safety team of icb", "")]
    assert handler(NOW + 2 * HOUR) == [("", "A name was in it.")]
    since = _as_at(world.team, incident, NOW + HOUR).since
    assert "A name was in it." in {line.erased_because for act in since for line in act.lines}


@pytest.mark.django_db
def test_access_that_had_ended_is_no_part_of_the_case_as_it_stood_after(world: World) -> None:
    incident = declared(world)
    kinds = {thing.kind for thing in _as_at(world.team, incident, NOW).things}
    assert "incidentaccess" in kinds
    many = [thing for thing in _as_at(world.team, incident, NOW).things if thing.kind == "incidentaccess"]
    assert [thing.number for thing in many] == list(range(1, len(many) + 1))


@pytest.mark.django_db
def test_a_moment_to_come_is_refused_and_before_the_first_there_is_nothing(world: World) -> None:
    incident = declared(world)
    with pytest.raises(ValueError, match="not known"):
        selectors.case_as_at(world.team, incident.reference, at=NOW + HOUR, now=NOW)
    before = _as_at(world.team, incident, NOW - HOUR)
    assert before.things == ()
    assert before.first_at == NOW
