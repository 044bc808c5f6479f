"""Provider and ICB on the same case: the discussion, looking again, what the ICB sees and answers, PSIRF."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sightline.incidents.errors import Invalid, Refused
from sightline.incidents.models import ClassificationRecord, DueDate, Incident
from sightline.incidents.selectors import case_page
from sightline.incidents.services import intake, triage
from sightline.organisations.services import organisations
from sightline.policy.terms import AccessLevel, Part, Status
from tests.factories import (
    NOW,
    World,
    declared,
    judgement,
    reported,
)
from tests.incidents.services.judging import (
    LATER,
    changes,
    declare,
    discuss,
    fresh,
    level_of,
    not_serious,
    say,
)


@pytest.fixture
def incident(world: World) -> Incident:
    return reported(world.reporter)


# Discussion


@pytest.mark.clause("3.2.2", facet="nothing moves until both agree")
def test_discussion_moves_only_when_both_have_recorded_the_same_view(
    world: World, incident: Incident
) -> None:
    discuss(incident, world.lead, "serious")
    with pytest.raises(Refused, match="the ICB has not recorded a view"):
        declare(incident, world.lead)
    say(incident, world.team, "not_serious")
    with pytest.raises(Refused, match="both record that it meets"):
        declare(incident, world.lead)
    with pytest.raises(Refused, match="both record that it does not"):
        not_serious(incident, world.lead)
    say(incident, world.team, "serious")
    declare(incident, world.lead)
    assert fresh(incident).status == Status.DECLARED
    assert fresh(incident).classification_agreed is True


@pytest.mark.clause("3.2.2", facet="what both said is kept by name and time")
def test_each_view_is_kept_by_name_and_time(world: World, incident: Incident) -> None:
    discuss(incident, world.lead, "serious")
    say(incident, world.specialist, "serious")
    page = case_page(world.team, incident.reference, now=LATER)
    assert page is not None
    assert page.classification is not None
    views = [(view.side, view.view, view.who, view.given_at) for view in page.classification.views]
    assert views == [
        ("commissioner", "serious", "Patient Safety Specialist of icb, Patient Safety Specialist", LATER),
        ("provider", "serious", "Patient-safety lead of trust, Patient-safety lead", NOW),
    ]
    assert changes(incident, "discussionview")["view"][1] == "serious"


def test_reporting_to_the_icb_runs_from_agreement_and_saying_it_again_moves_nothing(
    world: World, incident: Incident
) -> None:
    discuss(incident, world.lead, "serious")
    assert not DueDate.objects.filter(incident=incident, kind="report_to_icb").exists()
    say(incident, world.team, "serious", now=LATER)
    say(incident, world.lead, "serious", now=LATER + timedelta(days=2))
    assert fresh(incident).agreed_in_discussion_at == LATER
    # Agreed on Tuesday 17 November 2026: two working days end on Thursday 19 November.
    assert DueDate.objects.get(incident=incident, kind="report_to_icb").due_on == date(2026, 11, 19)


def test_agreement_ends_when_a_side_changes_its_view(world: World, incident: Incident) -> None:
    discuss(incident, world.lead, "serious")
    say(incident, world.team, "serious")
    say(incident, world.lead, "not_serious")
    assert fresh(incident).agreed_in_discussion_at is None
    with pytest.raises(Refused):
        declare(incident, world.lead)


def test_discussion_may_begin_without_a_view_and_before_everything_is_known(
    world: World, incident: Incident
) -> None:
    discuss(incident, world.lead, "", sub_answers={})
    assert fresh(incident).status == Status.DISCUSSING
    page = case_page(world.team, incident.reference, now=NOW)
    assert page is not None
    assert page.facts.provider_view == ""


def test_both_can_agree_that_it_is_not_serious(world: World, incident: Incident) -> None:
    discuss(incident, world.lead, "not_serious")
    say(incident, world.team, "not_serious")
    not_serious(incident, world.lead)
    assert fresh(incident).status == Status.NOT_SERIOUS


@pytest.mark.parametrize(
    ("view", "reason", "field"), [("perhaps", "So.", "view"), ("serious", " ", "reason")]
)
def test_view_says_what_and_why(world: World, incident: Incident, view: str, reason: str, field: str) -> None:
    discuss(incident, world.lead)
    with pytest.raises(Invalid) as refused:
        triage.record_view(incident.id, view, reason, by=world.team, now=NOW, seen=fresh(incident).version)
    assert list(refused.value.problems) == [field]


def test_nobody_speaks_for_both_sides_of_the_icbs_own_incident(world: World) -> None:
    own = reported(world.team, happened_at="own")
    Incident.objects.filter(id=own.id).update(lead_commissioner_id=world.icb)
    discuss(own, world.team, "serious")
    say(own, world.team, "serious")
    assert fresh(own).agreed_in_discussion_at is None
    say(own, world.specialist, "serious")
    assert fresh(own).agreed_in_discussion_at == LATER


# Not serious, and looking again


def test_not_serious_is_recorded_with_its_reasons(world: World, incident: Incident) -> None:
    not_serious(incident, world.lead)
    assert fresh(incident).not_serious_at == NOW
    assert ClassificationRecord.objects.get().rationale == "Nothing meets the criteria."
    assert changes(incident)["status"] == ("reported", "not_serious")


@pytest.mark.clause("3.2.1", facet="a rationale is required")
def test_not_serious_needs_a_reason_the_reporter_can_read(world: World, incident: Incident) -> None:
    with pytest.raises(Invalid, match="in your own words"):
        not_serious(incident, world.lead, rationale="  ")


def test_second_look_and_reconsidering_bring_it_back(world: World, incident: Incident) -> None:
    not_serious(incident, world.lead)
    intake.request_second_look(
        incident.id, "The monitor was off.", by=world.reporter, now=LATER, seen=fresh(incident).version
    )
    triage.reconsider(
        incident.id, "The reporter asked.", by=world.lead, now=LATER, seen=fresh(incident).version
    )
    case = fresh(incident)
    assert (case.status, case.not_serious_at) == (Status.REPORTED, None)
    assert changes(incident)["status"] == ("not_serious", "reported")
    declare(incident, world.lead)
    assert fresh(incident).status == Status.DECLARED


# What the ICB sees


@pytest.mark.clause("11.1a", facet="no more is asked and shown than is needed")
def test_icb_sees_nothing_before_discussion_or_declaration(world: World, incident: Incident) -> None:
    assert level_of(world, incident) is None
    assert case_page(world.team, incident.reference, now=NOW) is None
    discuss(incident, world.lead)
    assert level_of(world, incident) == AccessLevel.CASE
    page = case_page(world.team, incident.reference, now=NOW)
    assert page is not None
    assert page.narrative is not None


def test_icb_sees_a_declared_case(world: World, incident: Incident) -> None:
    declare(incident, world.lead)
    assert level_of(world, incident) == AccessLevel.CASE


@pytest.mark.clause("11.1a", facet="no more is asked and shown than is needed")
def test_icb_sees_criteria_and_reasons_only_of_one_judged_not_serious(
    world: World, incident: Incident
) -> None:
    not_serious(incident, world.lead)
    assert level_of(world, incident) == AccessLevel.CRITERIA
    page = case_page(world.team, incident.reference, now=NOW)
    assert page is not None
    assert page.parts == {Part.SUMMARY, Part.CLASSIFICATION}
    assert page.narrative is None
    assert page.headline == ""
    assert page.classification is not None
    assert page.classification.judgements[0].rationale == "Nothing meets the criteria."


@pytest.mark.clause("2.2a", facet="the ICB agrees or challenges")
def test_icb_challenging_one_judged_not_serious_opens_a_discussion(world: World, incident: Incident) -> None:
    not_serious(incident, world.lead)
    triage.challenge_classification(
        incident.id, "A guidewire was left in.", by=world.team, now=LATER, seen=fresh(incident).version
    )
    assert fresh(incident).status == Status.DISCUSSING
    assert level_of(world, incident) == AccessLevel.CASE
    page = case_page(world.lead, incident.reference, now=LATER)
    assert page is not None
    assert (page.facts.commissioner_view, page.facts.provider_view) == ("serious", "")
    with pytest.raises(Refused, match="the provider has not recorded a view"):
        declare(incident, world.lead)
    say(incident, world.lead, "serious", now=LATER)
    declare(incident, world.lead)
    assert fresh(incident).classification_agreed is True


def test_icb_agreeing_to_not_serious_leaves_no_challenge_behind(world: World, incident: Incident) -> None:
    not_serious(incident, world.lead)
    triage.challenge_classification(
        incident.id, "Look at it with us.", by=world.team, now=LATER, seen=fresh(incident).version
    )
    say(incident, world.lead, "not_serious")
    say(incident, world.team, "not_serious")
    not_serious(incident, world.lead)
    assert fresh(incident).classification_agreed is None


# The ICB's answers to a declared case


@pytest.mark.clause("3.3d", facet="the ICB confirms or rejects it")
def test_never_event_is_confirmed_or_rejected_with_a_reason(world: World, incident: Incident) -> None:
    declare(incident, world.lead, how=judgement(never_event_code="3"))
    with pytest.raises(Invalid, match="not a Never Event"):
        triage.settle_never_event(
            incident.id, False, " ", by=world.team, now=NOW, seen=fresh(incident).version
        )
    triage.settle_never_event(incident.id, True, "", by=world.team, now=NOW, seen=fresh(incident).version)
    assert fresh(incident).never_event_confirmed is True


@pytest.mark.clause("2.2b", facet="the level of investigation is agreed")
def test_level_other_than_proposed_needs_a_reason_and_level_three_is_commissioned(world: World) -> None:
    incident = declared(world)
    with pytest.raises(Invalid, match="differs from the one proposed"):
        triage.agree_level(incident.id, 3, "", by=world.team, now=NOW, seen=incident.version)
    triage.agree_level(incident.id, 3, "Several trusts.", by=world.team, now=NOW, seen=incident.version)
    assert (fresh(incident).agreed_level, fresh(incident).commissioned_on) == (3, date(2026, 11, 16))


def test_type_is_chosen_from_the_list_and_other_is_said(world: World) -> None:
    incident = declared(world)
    for code, other in (("T77", ""), ("T99", " ")):
        with pytest.raises(Invalid):
            triage.choose_type(incident.id, code, other, by=world.team, now=NOW, seen=incident.version)
    triage.choose_type(incident.id, "T99", "Ligature point", by=world.team, now=NOW, seen=incident.version)
    assert fresh(incident).incident_type_other == "Ligature point"


def test_acknowledged_once(world: World) -> None:
    incident = declared(world)
    triage.acknowledge(incident.id, by=world.team, now=NOW, seen=incident.version)
    assert fresh(incident).acknowledged_at == NOW
    with pytest.raises(Refused, match="acknowledged already"):
        triage.acknowledge(incident.id, by=world.team, now=NOW, seen=fresh(incident).version)


# PSIRF


@pytest.fixture
def psirf(world: World) -> Incident:
    organisations.move_to_psirf(organisation_id=world.trust, from_on=date(2026, 5, 1), by=None, now=NOW)
    return reported(world.reporter)


@pytest.mark.clause("5.2.2", facet="its learning responses are ready")
def test_learning_response_is_chosen_with_a_reason_and_shown_to_the_icb(
    world: World, psirf: Incident
) -> None:
    with pytest.raises(Refused, match="has no such step"):
        declare(psirf, world.lead)
    triage.choose_learning_response(
        psirf.id,
        "swarm_huddle",
        "Our plan asks for it.",
        answers={"screening": "no"},
        by=world.lead,
        now=NOW,
        seen=psirf.version,
    )
    case = fresh(psirf)
    assert (case.status, case.learning_response) == (Status.INVESTIGATING, "swarm_huddle")
    assert case.identified_at == case.reported_at
    assert changes(psirf)["learning_response"] == ("", "swarm_huddle")
    assert level_of(world, psirf) == AccessLevel.CASE


def test_never_event_under_psirf_is_investigated(world: World, psirf: Incident) -> None:
    def choose(response: str) -> None:
        triage.choose_learning_response(
            psirf.id,
            response,
            "It is listed.",
            never_event_code="3",
            answers={"screening": "no"},
            by=world.lead,
            now=NOW,
            seen=psirf.version,
        )

    with pytest.raises(Invalid, match="PSII"):
        choose("after_action_review")
    choose("psii")
    assert fresh(psirf).never_event_code == "3"


def test_learning_response_off_the_list_is_refused(world: World, psirf: Incident) -> None:
    with pytest.raises(Invalid) as refused:
        triage.choose_learning_response(psirf.id, "rca", " ", by=world.lead, now=NOW, seen=psirf.version)
    assert set(refused.value.problems) == {"response", "reason", "screening"}
