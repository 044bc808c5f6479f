"""A trust or a board that merges: its cases go to whoever took over, whole and on record, and nobody else gains one."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from sightline.audit.selectors import entries_for
from sightline.audit.verification import verify
from sightline.incidents.models import Awaited, Incident, IncidentAccess, Involvement, Named, SafetyAction
from sightline.incidents.record import facts_of, load_case
from sightline.incidents.selectors import case_page
from sightline.incidents.services import discussion, take_over
from sightline.incidents.services.restriction import open_restricted, restrict
from sightline.incidents.visibility import visible_to
from sightline.jobs import schedule, take_over_cases
from sightline.organisations.services import organisations, people
from sightline.policy.facts import Actor
from sightline.policy.permissions import expected_access
from sightline.policy.terms import Action, Part, RestrictedKind, Role
from tests import assured_stages, stages
from tests.factories import HOME_ICB, NOW, World, declared, reported, world
from tests.stages import now_of

pytestmark = pytest.mark.django_db

LAST_DAY = date(2026, 11, 20)
#: Midnight in London after its last day, and the evening before.
AFTER = NOW.replace(day=21, hour=0, minute=0)
ON_THE_DAY = NOW.replace(day=20, hour=23, minute=59)


def close(stage: World, what: str, successor: str | None) -> None:
    organisations.close_organisation(
        organisation_id=getattr(stage, what),
        closed_on=LAST_DAY,
        successor_id=getattr(stage, successor) if successor else None,
        reason="They merged.",
        by=None,
        now=NOW,
    )


def at(stage: World, where: str, actor: Actor) -> Actor:
    """The same person in the same role at the successor, from the day after."""
    people.join(
        person_id=actor.person_id,
        organisation_id=getattr(stage, where),
        role=actor.role,
        from_on=LAST_DAY + timedelta(days=1),
        place_id=actor.place_id,
        by=None,
        now=NOW,
    )
    return Actor(actor.person_id, getattr(stage, where), actor.role, actor.place_id)


def sees(actor: Actor, incident: Incident) -> bool:
    return visible_to(actor, now=AFTER).filter(id=incident.id).exists()


def assert_as_the_rules_say(incident: Incident) -> None:
    standing = IncidentAccess.objects.filter(incident=incident, until_at__isnull=True)
    facts = facts_of(load_case(now_of(incident), now=AFTER))
    assert {(row.organisation_id, row.reason, row.level) for row in standing} == {
        (grant.organisation_id, grant.relation.value, grant.level.value) for grant in expected_access(facts)
    }


@pytest.mark.clause(
    "4.7.1", facet="whoever takes over from an organisation that closed goes on with its cases"
)
def test_cases_of_a_trust_are_its_successors_from_the_day_after_and_nobody_elses() -> None:
    stage = world()
    open_case, seen_by_trust_alone = declared(stage), reported(stage.reporter)
    ended = assured_stages.closed(stage)
    others = declared(stage)
    Incident.objects.filter(id=others.id).update(provider_id=stage.practice)
    close(stage, "trust", "other_trust")
    assert not take_over.is_wanted(ON_THE_DAY)
    assert take_over.hand_on(ON_THE_DAY).handed_on == 0
    assert take_over.is_wanted(AFTER)
    before = {row.id: row.version for row in Incident.objects.all()}
    assert take_over.hand_on(AFTER).handed_on == 3
    assert not take_over.is_wanted(AFTER)
    for incident in (open_case, seen_by_trust_alone, ended):
        moved = now_of(incident)
        assert moved.provider_id == stage.other_trust
        assert moved.provider_why == (
            "It took over from Castlebrook University Hospitals, which closed on Friday 20 November 2026."
        )
        assert moved.version == before[moved.id] + 1
        assert moved.lead_commissioner_id == stage.icb
        assert moved.reported_from_id == stage.trust, "where it was reported from is what it was"
        assert sees(stage.outsider, incident), "the lead of the trust that took over"
        assert not sees(stage.lead, incident), "a role at a trust that has closed"
        assert_as_the_rules_say(incident)
    assert sees(stage.team, open_case)
    assert not sees(stage.team, seen_by_trust_alone), "the ICB sees no more than it did"
    assert now_of(others).provider_id == stage.practice
    assert not sees(stage.outsider, others)


def test_the_clocks_and_what_is_awaited_stay_and_the_successor_is_awaited_for_it() -> None:
    stage = world()
    incident = declared(stage)
    page = case_page(stage.lead, incident.reference, now=NOW)
    assert page is not None
    before = {(due.kind, due.round): due.due_on for due in page.dues}
    awaited = set(Awaited.objects.filter(organisation_id=stage.trust).values_list("action", "due_on"))
    assert awaited
    close(stage, "trust", "other_trust")
    take_over.hand_on(AFTER)
    page = case_page(stage.outsider, incident.reference, now=AFTER)
    assert page is not None
    assert {(due.kind, due.round): due.due_on for due in page.dues} == before
    assert not Awaited.objects.filter(organisation_id=stage.trust).exists()
    assert (
        set(Awaited.objects.filter(organisation_id=stage.other_trust).values_list("action", "due_on"))
        == awaited
    )
    assert page.may(Action.SUBMIT_INITIAL_REVIEW)


def test_it_is_on_record_who_took_over_and_the_trail_proves() -> None:
    stage = world()
    incident = declared(stage)
    close(stage, "trust", "other_trust")
    take_over.hand_on(AFTER)
    entries = entries_for(incident.id, parts=[Part.SUMMARY.value], limit=500)
    (moved,) = [entry for entry in entries if entry.field == "provider_id" and entry.old]
    assert (moved.old, moved.new) == (str(stage.trust), str(stage.other_trust))
    assert moved.clause == "4.7.1"
    assert moved.reason == (
        "Castlebrook University Hospitals closed on Friday 20 November 2026; Nethercote Hospital took over."
    )
    assert moved.hat == "", "nobody did it: Sightline did"
    ended = [entry for entry in entries if entry.model == "incidentaccess" and entry.field == "until_at"]
    assert len(ended) == 1
    assert verify().intact


def test_a_desk_that_nobody_sits_at_any_more_is_empty_and_whoever_came_along_keeps_theirs() -> None:
    stage = world()
    left, came = declared(stage), declared(stage)
    other = stage.actor("trust", Role.PATIENT_SAFETY_TEAM)
    Incident.objects.filter(id=left.id).update(provider_lead_id=stage.lead.person_id)
    Incident.objects.filter(id=came.id).update(
        provider_lead_id=other.person_id, handler_id=stage.team.person_id
    )
    at(stage, "other_trust", other)
    close(stage, "trust", "other_trust")
    take_over.hand_on(AFTER)
    assert now_of(left).provider_lead_id is None
    assert now_of(came).provider_lead_id == other.person_id
    assert now_of(came).handler_id == stage.team.person_id, "the ICB did not close"


@pytest.mark.clause(
    "4.7.1", facet="whoever takes over from an organisation that closed goes on with its cases"
)
def test_cases_of_a_board_are_led_by_its_successor() -> None:
    stage = world()
    incident = declared(stage)
    Incident.objects.filter(id=incident.id).update(responsible_commissioner_id=stage.icb)
    nurse = stage.actor("other_icb", Role.CHIEF_NURSE)
    assert not sees(nurse, incident)
    close(stage, "icb", "other_icb")
    take_over.hand_on(AFTER)
    moved = now_of(incident)
    assert moved.lead_commissioner_id == moved.responsible_commissioner_id == stage.other_icb
    assert "It took over from Avonmere" in moved.lead_commissioner_why
    assert "It took over from Avonmere" in moved.responsible_commissioner_why
    assert moved.provider_why == ""
    assert sees(nurse, incident)
    assert not sees(stage.specialist, incident)
    assert_as_the_rules_say(incident)


def test_mergers_are_followed_to_the_one_that_stands_and_only_once() -> None:
    stage = world()
    incident = declared(stage)
    close(stage, "trust", "ambulance")
    close(stage, "ambulance", "other_trust")
    take_over.hand_on(AFTER)
    assert now_of(incident).provider_id == stage.other_trust
    entries = entries_for(incident.id, parts=[Part.SUMMARY.value], limit=500)
    assert len([entry for entry in entries if entry.field == "provider_id" and entry.old]) == 1


def test_without_a_successor_that_stands_nothing_moves_and_nothing_is_asked_again() -> None:
    stage = world()
    incident = declared(stage)
    close(stage, "trust", None)
    assert not take_over.is_wanted(AFTER)
    close(stage, "other_trust", None)
    organisations.close_organisation(
        organisation_id=stage.trust, closed_on=LAST_DAY, successor_id=stage.other_trust, by=None, now=NOW
    )
    assert not take_over.is_wanted(AFTER), "its successor has closed too, and nobody took over"
    assert take_over.hand_on(AFTER) == take_over.Turn(0, 0)
    assert now_of(incident).provider_id == stage.trust


def test_involvement_and_outstanding_actions_go_over_and_what_is_done_stays() -> None:
    stage = world()
    incident = stages.with_action(stage, stages.with_action(stage, declared(stage)))
    done = SafetyAction.objects.filter(incident=incident).earliest("number")
    SafetyAction.objects.filter(incident=incident).update(organisation_id=stage.ambulance)
    SafetyAction.objects.filter(id=done.id).update(completed_at=NOW, completed_by=stage.lead.person_id)
    Involvement.objects.create(
        incident=incident,
        organisation_id=stage.ambulance,
        named_at=NOW,
        accepted_at=NOW,
        accepted_by=stage.lead.person_id,
    )
    close(stage, "ambulance", "practice")
    assert take_over.hand_on(AFTER).handed_on == 1
    (row,) = Involvement.objects.filter(incident=incident)
    assert row.organisation_id == stage.practice
    assert row.accepted_at is not None
    assert sees(stage.actor("practice", Role.PROVIDER_LEAD), incident)
    owners = dict(SafetyAction.objects.filter(incident=incident).values_list("id", "organisation_id"))
    assert owners.pop(done.id) == stage.ambulance, "who did it is what it was"
    assert set(owners.values()) == {stage.practice}
    assert_as_the_rules_say(incident)


def test_a_successor_that_was_named_too_accepts_what_was_accepted() -> None:
    stage = world()
    incident = declared(stage)
    for where, accepted in ((stage.ambulance, NOW), (stage.practice, None)):
        Involvement.objects.create(
            incident=incident,
            organisation_id=where,
            named_at=NOW,
            accepted_at=accepted,
            accepted_by=stage.lead.person_id if accepted else None,
        )
    close(stage, "ambulance", "practice")
    take_over.hand_on(AFTER)
    (row,) = Involvement.objects.filter(incident=incident)
    assert (row.organisation_id, row.accepted_at) == (stage.practice, NOW)
    assert not take_over.is_wanted(AFTER)


# Cases limited to named people

WHY = "A member of staff is accused of harming a patient."


def limited(stage: World) -> Incident:
    for where in ("icb", "trust"):
        stage.actor(where, Role.INFORMATION_GOVERNANCE_LEAD)
    stage.specialist  # noqa: B018 - hired before anybody is named
    incident = declared(stage)
    restrict(incident.id, RestrictedKind.STAFF.value, WHY, by=stage.lead, now=NOW, seen=incident.version)
    return now_of(incident)


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_of_a_limited_case_those_named_who_came_along_go_on_and_no_others_of_the_successor() -> None:
    stage = world()
    incident = limited(stage)
    open_restricted(incident.reference, "The coroner rang us this morning.", by=stage.executive, now=AFTER)
    lead, executive = at(stage, "other_trust", stage.lead), at(stage, "other_trust", stage.executive)
    governance = stage.actor("other_trust", Role.INFORMATION_GOVERNANCE_LEAD)
    close(stage, "trust", "other_trust")
    take_over.hand_on(AFTER)
    assert sees(lead, incident)
    assert sees(governance, incident), "answers for confidentiality there"
    assert not sees(executive, incident), "what they opened has ended"
    assert not sees(stage.outsider, incident), "in the same role, and not named"
    standing = Named.objects.filter(incident=incident, until_at__isnull=True)
    assert not standing.filter(organisation_id=stage.trust).exists()
    assert not standing.filter(by_opening=True).exists()
    assert set(standing.filter(organisation_id=stage.other_trust).values_list("named_by", flat=True)) == {
        None
    }
    assert_as_the_rules_say(incident)


def test_where_none_of_those_named_came_along_the_leads_of_the_successor_are_named() -> None:
    stage = world()
    incident = limited(stage)
    close(stage, "trust", "other_trust")
    take_over.hand_on(AFTER)
    assert sees(stage.outsider, incident), "somebody must be able to go on with it"
    assert not sees(stage.actor("other_trust", Role.INVESTIGATOR), incident)
    page = case_page(stage.outsider, incident.reference, now=AFTER)
    assert page is not None
    assert page.may(Action.SUBMIT_INITIAL_REVIEW)
    assert page.may(Action.LIFT_RESTRICTION)


# Bad days


def test_a_case_that_somebody_moves_at_that_moment_waits_for_the_next_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = world()
    incident, quiet = declared(stage), declared(stage)
    close(stage, "trust", "other_trust")
    claimed = take_over._claimed

    def after_a_message(read: Incident) -> bool:
        if read.id == incident.id:
            discussion.post_message(
                incident.id, "Which ward?", key=UUID(int=1), by=stage.team, now=AFTER, seen=read.version
            )
        return claimed(read)

    monkeypatch.setattr(take_over, "_claimed", after_a_message)
    assert take_over.hand_on(AFTER) == take_over.Turn(handed_on=1, left=1)
    assert now_of(incident).provider_id == stage.trust
    assert now_of(quiet).provider_id == stage.other_trust
    monkeypatch.undo()
    assert take_over.hand_on(AFTER) == take_over.Turn(handed_on=1, left=0)
    assert now_of(incident).provider_id == stage.other_trust


def test_the_job_runs_where_there_is_something_to_do_and_says_how_many(settings: Settings) -> None:
    settings.SIGHTLINE_HOME_ICB = HOME_ICB
    stage = world()
    declared(stage)
    job = schedule.JOBS["take_over_cases"]
    assert job.is_wanted is not None
    assert not job.is_wanted(AFTER)
    close(stage, "trust", "other_trust")
    assert job.is_wanted(AFTER)
    assert take_over_cases.run("slot", AFTER).words == "1 case handed on to whoever took over."
    assert not job.is_wanted(AFTER)


def test_while_no_organisation_closed_it_asks_once_a_minute_and_nothing_more() -> None:
    stage = world()
    declared(stage)
    with CaptureQueriesContext(connection) as asked:
        assert not take_over.is_wanted(AFTER)
    assert len(asked) == 1
