"""Whose desk: named at each side, given on by the dozen, covered in leave, never by outsiders (clause 4.3.0)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import Incident
from sightline.incidents.selectors import desk as reading
from sightline.incidents.selectors import morning as mornings
from sightline.incidents.services import desk, triage
from sightline.organisations.errors import Invalid as WrongCover
from sightline.organisations.errors import Unknown
from sightline.organisations.models import Membership
from sightline.organisations.services import Cover, arrange_cover, end_cover, people
from sightline.policy.facts import Actor
from sightline.policy.terms import Role
from sightline.policy.working_days import ENGLAND_AND_WALES
from tests import stages
from tests.factories import NOW, World, declared, reported

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def give(incident: Incident, to: Actor | None, by: Actor, seen: int | None = None) -> Incident:
    desk.allocate(
        incident.id,
        None if to is None else to.person_id,
        by=by,
        now=NOW,
        seen=stages.now_of(incident).version if seen is None else seen,
    )
    return stages.now_of(incident)


def on_desk(actor: Actor, now: datetime) -> bool:
    return bool(mornings.desk_counts(actor, mornings.own_desk(actor, now=now), now=now).own)


def test_each_side_names_its_own_person(world: World) -> None:
    incident = declared(world)
    assert give(incident, world.specialist, world.team).handler_id == world.specialist.person_id
    after = give(incident, world.lead, world.lead)
    assert (after.handler_id, after.provider_lead_id) == (world.specialist.person_id, world.lead.person_id)
    assert give(incident, None, world.team).handler_id is None


def test_a_case_is_given_only_to_someone_who_handles_cases_there_now(world: World) -> None:
    incident = declared(world)
    for wrong in (world.lead, world.actor("icb", Role.ANALYST), world.outsider):
        with pytest.raises(Invalid) as said:
            give(incident, wrong, world.team)
        assert set(said.value.problems) == {"person"}
    assert stages.now_of(incident).handler_id is None


def test_two_people_who_take_the_same_case_the_second_is_told(world: World) -> None:
    incident = declared(world)
    drawn = incident.version
    give(incident, world.team, world.team, drawn)
    with pytest.raises(Stale):
        give(incident, world.specialist, world.specialist, drawn)
    assert stages.now_of(incident).handler_id == world.team.person_id


def test_giving_on_makes_no_other_page_out_of_date(world: World) -> None:
    incident = declared(world)
    drawn = incident.version
    give(incident, world.team, world.team)
    triage.acknowledge(incident.id, by=world.team, now=NOW, seen=drawn)


def test_outsiders_and_readers_give_nothing_on(world: World) -> None:
    incident = declared(world)
    for actor in (world.outsider, world.reporter, world.executive, world.actor("icb", Role.CHIEF_EXECUTIVE)):
        with pytest.raises((NotVisible, Refused)):
            give(incident, world.team, actor)


def test_a_handler_who_leaves_has_their_cases_shared_out(world: World) -> None:
    cases = [give(declared(world), world.team, world.team) for _ in range(7)]
    give(cases[6], world.specialist, world.specialist)
    row = next(row for row in reading.desks(world.team, now=NOW) if row.person_id == world.team.person_id)
    assert (row.open_cases, row.has_left) == (6, False)
    on_desk = reading.cases_of(world.team, world.team.person_id, now=NOW)
    to = [world.specialist.person_id, world.actor("icb", Role.CHIEF_NURSE).person_id]
    stale = (cases[6].id, cases[6].version)
    given = desk.allocate_many(
        [*((row.incident_id, row.version) for row in on_desk), stale], to, by=world.team, now=NOW
    )
    assert [row.problem for row in given] == [""] * 6 + ["it was given to someone else meanwhile"]
    handlers = [stages.now_of(case).handler_id for case in cases[:6]]
    assert sorted(handlers.count(person) for person in to) == [3, 3]


def test_someone_who_left_still_shows_with_what_they_had(world: World) -> None:
    incident = give(declared(world), world.team, world.team)
    membership = world.team.person_id
    for row in Membership.objects.filter(person_id=membership):
        people.leave(membership_id=row.id, on=TODAY, by=None, now=NOW)
    later = NOW + timedelta(days=2)
    left = next(row for row in reading.desks(world.specialist, now=later) if row.person_id == membership)
    assert (left.has_left, left.open_cases) == (True, 1)
    assert incident.handler_id == membership


def test_unallocated_cases_stand_out_and_others_cases_do_not(world: World) -> None:
    give(declared(world), world.team, world.team)
    nobody = declared(world)
    reported(world.reporter)
    (row,) = reading.cases_of(world.team, None, now=NOW)
    assert row.reference == nobody.reference
    assert reading.cases_of(world.actor("other_icb", Role.PATIENT_SAFETY_TEAM), None, now=NOW) == ()
    desk_of_team = mornings.own_desk(world.team, now=NOW)
    assert mornings.desk_counts(world.team, desk_of_team, now=NOW) == mornings.DeskCounts(nobodys=1, own=1)
    assert on_desk(world.team, NOW)
    assert not on_desk(world.specialist, NOW)


def test_a_desk_given_on_whole_does_not_push_out_what_came_overnight(world: World) -> None:
    came = declared(world)
    for _ in range(mornings.MOST_ROWS + 2):
        case = declared(world)
        desk.allocate(
            case.id,
            world.team.person_id,
            by=world.specialist,
            now=NOW + timedelta(hours=1),
            seen=case.version,
        )
    morning = mornings.morning(
        world.team, since=NOW - timedelta(hours=1), now=NOW + timedelta(hours=2), calendar=ENGLAND_AND_WALES
    )
    assert len(morning.left_for_you) == len(morning.overnight) == mornings.MOST_ROWS
    assert came.provider.name in {row.provider_name for row in morning.overnight}


def test_what_others_left_is_shown_and_what_i_took_is_not(world: World) -> None:
    left, own = declared(world), declared(world)
    desk.allocate(
        left.id,
        world.team.person_id,
        note="Family meets on Friday.",
        by=world.specialist,
        now=NOW,
        seen=left.version,
    )
    give(own, world.team, world.team)
    morning = mornings.morning(
        world.team, since=NOW - timedelta(hours=1), now=NOW, calendar=ENGLAND_AND_WALES
    )
    assert [(row.reference, row.why) for row in morning.left_for_you] == [
        (left.reference, "Put on your desk by Patient Safety Specialist of icb: Family meets on Friday.")
    ]


def test_overnight_begins_at_five_on_the_last_working_day() -> None:
    monday = NOW.replace(hour=8)
    friday_evening = mornings.evening_before(monday, ENGLAND_AND_WALES)
    assert (friday_evening.date(), friday_evening.hour) == (date(2026, 11, 13), 17)


def test_cover_puts_the_cases_of_whoever_is_away_on_my_desk(world: World) -> None:
    incident = give(declared(world), world.team, world.team)
    cover = Cover(world.team.person_id, world.specialist.person_id, TODAY, TODAY + timedelta(days=4), "Leave")
    made = arrange_cover(cover, by=world.specialist, now=NOW)
    assert on_desk(world.specialist, NOW)
    assert not on_desk(world.specialist, NOW + timedelta(days=5))
    row = next(
        row for row in reading.desks(world.specialist, now=NOW) if row.person_id == world.team.person_id
    )
    assert row.away_until == TODAY + timedelta(days=4)
    assert stages.now_of(incident).handler_id == world.team.person_id, "the case stays theirs"
    end_cover(cover_id=made, by=world.team, now=NOW)
    assert not on_desk(world.specialist, NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until_on": TODAY - timedelta(days=1), "from_on": TODAY - timedelta(days=3)}, "until_on"),
        ({"until_on": TODAY - timedelta(days=1)}, "until_on"),
        ({"person_id": uuid4()}, "person"),
        ({"covered_by_id": uuid4()}, "covered_by"),
    ],
)
def test_cover_that_cannot_be_says_why(world: World, changes: dict[str, object], field: str) -> None:
    given = {
        "person_id": world.team.person_id,
        "covered_by_id": world.specialist.person_id,
        "from_on": TODAY,
        "until_on": TODAY,
        **changes,
    }
    with pytest.raises(WrongCover) as wrong:
        arrange_cover(Cover(**given), by=world.team, now=NOW)  # type: ignore[arg-type]
    assert wrong.value.field == field


def test_nobody_covers_for_themselves_or_twice_and_outsiders_arrange_nothing(world: World) -> None:
    cover = Cover(world.team.person_id, world.specialist.person_id, TODAY, TODAY)
    with pytest.raises(Unknown):
        arrange_cover(cover, by=world.actor("icb", Role.ANALYST), now=NOW)
    with pytest.raises(WrongCover):
        arrange_cover(cover, by=world.lead, now=NOW)
    arrange_cover(cover, by=world.team, now=NOW)
    with pytest.raises(WrongCover, match="covered in part"):
        arrange_cover(cover, by=world.team, now=NOW)
    with pytest.raises(WrongCover, match="themselves"):
        arrange_cover(Cover(world.team.person_id, world.team.person_id, TODAY, TODAY), by=world.team, now=NOW)


@pytest.mark.clause("4.3.0", facet="what each provider has overdue is shown")
def test_the_monthly_call_sets_overdue_because_of_us_beside_because_of_them(world: World) -> None:
    stages.reviewed(world)
    declared(world)
    later = NOW + timedelta(days=30)
    (row,) = reading.waiting_by_provider(world.team, now=later)
    assert (row.open_cases, row.on_them, row.on_us) == (2, 1, 2)
    assert row.on_them_overdue >= 1
    assert row.on_us_overdue == 2
    found = reading.waiting_at(world.team, row.code, now=later)
    assert found is not None
    name, theirs, ours = found
    assert name == "Castlebrook University Hospitals"
    assert [line.text for line in theirs] == ["the provider sends its 72-hour review"]
    assert "the ICB answers the 72-hour review" in {line.text for line in ours}
    assert reading.waiting_at(world.outsider, row.code, now=later) is None
