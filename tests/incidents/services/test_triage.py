"""Declaring and judging not serious: what each does, what the audit trail says, who is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest

from sightline.audit.selectors import entries_for
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import ClassificationRecord, DueDate, Incident, StepTaken
from sightline.incidents.services import triage
from sightline.organisations.services import organisations
from sightline.policy.classification import NaturalCourse, NhsFunded
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Role, Status
from tests.factories import (
    NOW,
    World,
    declaration,
    declared,
    judgement,
    near_miss_scores,
    reported,
)
from tests.incidents.services.judging import (
    changes,
    declare,
    discuss,
    fresh,
    not_serious,
    say,
)


@pytest.fixture
def incident(world: World) -> Incident:
    return reported(world.reporter)


# Declaring


@pytest.mark.clause("2.2a", facet="criteria, rationale, decision, decider and time are kept")
def test_declaring_keeps_what_was_considered_advised_decided_and_why(
    world: World, incident: Incident
) -> None:
    declare(incident, world.lead, numbers={"steis_number": " 2026/1234 "})
    case = fresh(incident)
    assert case.status == Status.DECLARED
    assert (case.declared_at, case.identified_at) == (NOW, NOW - timedelta(hours=1))
    assert (case.proposed_level, case.incident_type, case.steis_number) == (2, "T33", "2026/1234")
    record = ClassificationRecord.objects.get(incident=incident)
    assert (record.outcome, record.criteria, record.nhs_funded) == ("declare", ["A3"], "yes")
    assert record.advice["recommendation"] == "declare"
    assert record.advice["reasons"][0][1] == "3.2a.iii"
    assert record.rationale.startswith("An avoidable injury")
    assert record.made_by == world.lead.person_id


@pytest.mark.clause("2.2a", facet="criteria, rationale, decision, decider and time are kept")
def test_declaring_is_in_the_audit_trail_by_name_and_clause(world: World, incident: Incident) -> None:
    declare(incident, world.lead)
    assert changes(incident)["status"] == ("reported", "declared")
    assert changes(incident, "classificationrecord")["rationale"][1].startswith("An avoidable injury")
    rows = entries_for(incident.id, parts=None, limit=500)
    row = next(row for row in rows if row.field == "declared_at")
    assert (row.actor, row.clause) == (str(world.lead.person_id), "3.2.1")
    step = StepTaken.objects.get(incident=incident, action=Action.DECLARE)
    assert (step.from_status, step.to_status, step.taken_by) == ("reported", "declared", world.lead.person_id)


@pytest.mark.behind_the_services
@pytest.mark.clause("1.1b", facet="reporting to the ICB has a timescale")
@pytest.mark.clause("1.1b", facet="the 72-hour review has a timescale")
def test_timescales_run_from_identified_and_from_declared(world: World, incident: Incident) -> None:
    # Identified on Friday 13 November, declared on Monday 16 November 2026. The incident itself was earlier.
    Incident.objects.filter(id=incident.id).update(happened_on=date(2026, 11, 10))
    declare(incident, world.lead, identified_at=NOW - timedelta(days=3))
    dues = {row.kind: row for row in DueDate.objects.filter(incident=incident)}
    assert dues["report_to_icb"].due_on == date(2026, 11, 17)
    assert dues["initial_review"].due_on == date(2026, 11, 18)
    assert dues["final_report"].started_on == date(2026, 11, 16)


@pytest.mark.clause("4.7.2", facet="the responsible commissioner is kept")
def test_responsible_commissioner_suggested_stands_with_its_reason(world: World, incident: Incident) -> None:
    declare(incident, world.lead, responsible_commissioner_id=world.icb)
    assert fresh(incident).responsible_commissioner_id == world.icb
    assert "main contract" in fresh(incident).responsible_commissioner_why


@pytest.mark.clause("12c")
@pytest.mark.clause("4.7.2", facet="the responsible commissioner is kept")
@pytest.mark.parametrize("who", ["trust", "nobody"])
def test_responsible_commissioner_is_a_commissioner(world: World, incident: Incident, who: str) -> None:
    chosen = world.trust if who == "trust" else uuid4()
    with pytest.raises(Invalid) as refused:
        declare(incident, world.lead, responsible_commissioner_id=chosen, responsible_commissioner_why="So.")
    assert list(refused.value.problems) == ["responsible_commissioner"]


@pytest.mark.clause("4.7.2", facet="another than the lead is explained")
def test_another_responsible_commissioner_needs_a_reason(world: World, incident: Incident) -> None:
    with pytest.raises(Invalid, match="Say why"):
        declare(incident, world.lead, responsible_commissioner_id=world.other_icb)
    why = "Registered with a practice there."
    declare(
        incident, world.lead, responsible_commissioner_id=world.other_icb, responsible_commissioner_why=why
    )
    assert fresh(incident).responsible_commissioner_why == why


@pytest.mark.clause("4.7.13", facet="each case has its Place")
def test_place_is_asked_of_a_provider_that_works_in_several(world: World, incident: Incident) -> None:
    organisations.put_in_place(organisation_id=world.trust, place_id=world.other_place, by=None, now=NOW)
    with pytest.raises(Invalid, match="Choose the Place"):
        declare(incident, world.lead)
    declare(incident, world.lead, place_id=world.other_place)
    assert fresh(incident).place_id == world.other_place


def test_everything_wrong_with_a_declaration_is_said_at_once_and_nothing_is_written(
    world: World, incident: Incident
) -> None:
    with pytest.raises(Invalid) as refused:
        declare(
            incident,
            world.lead,
            how=judgement(rationale=" ", nhs_funded=None),
            identified_at=NOW + timedelta(minutes=1),
            incident_type="T99",
            proposed_level=4,
            headline="",
            numbers={"steis_number": "12/34"},
        )
    assert set(refused.value.problems) == {
        "rationale",
        "nhs_funded",
        "identified_at",
        "incident_type_other",
        "proposed_level",
        "headline",
        "steis_number",
    }
    assert fresh(incident).version == incident.version
    assert not ClassificationRecord.objects.exists()


def test_identified_before_it_happened_is_refused(world: World, incident: Incident) -> None:
    with pytest.raises(Invalid, match="before it happened"):
        declare(incident, world.lead, identified_at=NOW - timedelta(days=2))


@pytest.mark.clause("3.2a.iii", facet="the treatment is described")
def test_answers_below_a_criterion_that_is_not_ticked_are_not_kept(world: World, incident: Incident) -> None:
    answers = {"a3_treatment": "Removal in theatre.", "b1_kind": ["security"]}
    declare(incident, world.lead, how=judgement(sub_answers=answers))
    assert ClassificationRecord.objects.get().sub_answers == {"a3_treatment": "Removal in theatre."}


# A death, and a Never Event


@pytest.mark.clause("3.5", facet="every death is asked about")
def test_death_in_the_report_is_asked_about_whatever_the_form_says(world: World) -> None:
    incident = reported(world.reporter, physical_harm="died", circumstances=["death"])
    with pytest.raises(Invalid) as refused:
        declare(incident, world.lead, how=judgement(death=False))
    assert list(refused.value.problems) == ["natural_course"]


@pytest.mark.clause("3.5", facet="one not yet known has a day to look again")
def test_death_not_yet_known_is_declared_with_a_day_to_look_again(world: World) -> None:
    incident = reported(world.reporter, physical_harm="died", circumstances=["death"])
    unknown = {"natural_course": NaturalCourse.NOT_YET_KNOWN}
    with pytest.raises(Invalid, match="Set a day"):
        declare(incident, world.lead, how=judgement(**unknown))
    declare(incident, world.lead, how=judgement(**unknown, review_on=date(2026, 12, 1)))
    assert fresh(incident).natural_course_review_on == date(2026, 12, 1)


def test_day_to_look_again_belongs_to_a_death_not_yet_known(world: World, incident: Incident) -> None:
    declare(incident, world.lead, how=judgement(review_on=date(2026, 12, 1)))
    assert fresh(incident).natural_course_review_on is None


@pytest.mark.clause("2.3b", facet="the edition is kept with the incident")
@pytest.mark.clause("3.3.0", facet="its kind and its list are kept")
def test_never_event_is_recorded_with_the_list_of_the_day(world: World, incident: Incident) -> None:
    declare(incident, world.lead, how=judgement(never_event_code="3"))
    case = fresh(incident)
    assert (case.never_event_code, case.never_event_confirmed) == ("3", None)
    assert "February 2021" in case.never_event_edition


@pytest.mark.clause("3.3.0", facet="it can only be declared serious")
def test_never_event_can_only_be_declared(world: World, incident: Incident) -> None:
    with pytest.raises(Refused, match="can only be declared"):
        discuss(incident, world.lead, never_event_code="3")
    with pytest.raises(Refused, match="can only be declared"):
        not_serious(incident, world.lead, never_event_code="3")
    assert fresh(incident).status == Status.REPORTED


def test_never_event_is_judged_by_the_day_of_the_report_not_of_the_form(
    world: World, incident: Incident
) -> None:
    with pytest.raises(Invalid, match="can only be declared"):
        not_serious(incident, world.lead, never_event_code="3", incident_on=date(2017, 1, 1))
    with pytest.raises(Invalid, match="not on the Never Events list"):
        declare(incident, world.lead, how=judgement(never_event_code="16"))


def test_day_it_happened_is_filled_in_where_the_report_gives_none(world: World) -> None:
    incident = reported(
        world.reporter,
        happened_precision="not_sure",
        happened_on=None,
        happened_time=None,
        happened_about="Some time last week",
        found_on="2026-11-14",
    )
    with pytest.raises(Invalid, match="cannot have been found before"):
        declare(incident, world.lead, how=judgement(incident_on=date(2026, 11, 15)))
    declare(incident, world.lead, how=judgement(incident_on=date(2026, 11, 12)))
    assert fresh(incident).happened_on == date(2026, 11, 12)
    assert changes(incident)["happened_on"] == ("", "2026-11-12")


# Near misses


@pytest.mark.clause("3.6.0", facet="the assessment is kept with who made it and when")
@pytest.mark.clause("3.6.1", facet="the decision and its rationale are kept")
def test_near_miss_keeps_its_assessment(world: World) -> None:
    incident = reported(
        world.reporter,
        affected=["nobody_caught_in_time"],
        how_many=None,
        age_band=None,
        physical_harm=None,
        psychological_harm=None,
    )
    not_serious(incident, world.lead, near_miss=True, near_miss_scores=near_miss_scores(2, 3))
    record = ClassificationRecord.objects.get()
    assert (record.near_miss, record.likelihood, record.consequence_patients) == (True, 2, 3)
    assert None not in (record.consequence_staff, record.consequence_organisation)
    assert (record.made_by, record.made_at, record.role) == (world.lead.person_id, NOW, Role.PROVIDER_LEAD)
    assert record.rationale
    assert record.advice["recommendation"] == "not_serious"


# Who, when, and two at once

Attempt = Callable[[Incident, Actor, int], None]


def _declare(incident: Incident, by: Actor, seen: int) -> None:
    triage.declare(incident.id, judgement(), declaration(), by=by, now=NOW, seen=seen)


def _discuss(incident: Incident, by: Actor, seen: int) -> None:
    triage.request_discussion(incident.id, judgement(), "", by=by, now=NOW, seen=seen)


def _not_serious(incident: Incident, by: Actor, seen: int) -> None:
    triage.judge_not_serious(incident.id, judgement(), by=by, now=NOW, seen=seen)


DECISIONS = pytest.mark.parametrize("attempt", [_declare, _discuss, _not_serious])


@DECISIONS
@pytest.mark.parametrize("role", [Role.PROVIDER_EXECUTIVE, Role.INVESTIGATOR, Role.REPORTER])
def test_only_the_lead_decides(world: World, incident: Incident, attempt: Attempt, role: Role) -> None:
    by = world.actor("trust", role)
    with pytest.raises(Refused, match="patient-safety lead"):
        attempt(incident, by, incident.version)
    assert fresh(incident).version == incident.version


@DECISIONS
def test_outsider_finds_no_incident(world: World, incident: Incident, attempt: Attempt) -> None:
    with pytest.raises(NotVisible):
        attempt(incident, world.outsider, incident.version)


@DECISIONS
def test_second_of_two_people_is_told_that_it_moved_on(
    world: World, incident: Incident, attempt: Attempt
) -> None:
    declare(incident, world.lead)
    with pytest.raises(Stale):
        attempt(incident, world.lead, incident.version)
    assert ClassificationRecord.objects.count() == 1


@DECISIONS
def test_declared_is_not_decided_again(world: World, attempt: Attempt) -> None:
    incident = declared(world)
    with pytest.raises(Refused, match="while the incident is"):
        attempt(incident, world.lead, incident.version)


def test_icb_does_not_decide_for_the_provider(world: World, incident: Incident) -> None:
    discuss(incident, world.lead, "serious")
    say(incident, world.team, "serious")
    with pytest.raises(Refused, match="patient-safety lead"):
        declare(incident, world.team)


def test_provider_does_not_answer_for_the_icb(world: World) -> None:
    incident = declared(world)
    for attempt in (triage.acknowledge, triage.agree_classification):
        with pytest.raises(Refused, match="ICB"):
            attempt(incident.id, by=world.lead, now=NOW, seen=incident.version)


@pytest.mark.clause("3.2a", facet="whether the NHS paid is asked")
def test_funding_not_sure_is_recorded_as_said(world: World, incident: Incident) -> None:
    declare(incident, world.lead, how=judgement(nhs_funded=NhsFunded.NOT_SURE))
    record = ClassificationRecord.objects.get()
    assert (record.nhs_funded, record.advice["recommendation"]) == ("not_sure", "discuss")
