"""Reporting a breach, and what whoever handles it does: by the services, as people would."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from sightline.audit.selectors import entries_for
from sightline.breaches.errors import BreachRefused, BreachStale
from sightline.breaches.models import Breach, BreachEntry, BreachLink, BreachTask
from sightline.breaches.selectors.breach_list import breach_page, breaches_of_case, tasks_for
from sightline.breaches.selectors.breach_record import breach_view
from sightline.breaches.services import handling
from sightline.incidents.errors import Invalid, NotVisible
from sightline.notifications.models import Notice
from sightline.organisations import services as organisations
from sightline.policy.breach_acts import BreachAct
from sightline.policy.terms import Role
from tests.breaches.made import AWARE, graded, ig_lead, new, reported
from tests.factories import NOW, World, declared

pytestmark = pytest.mark.django_db


def open_tasks(breach: Breach) -> set[str]:
    return set(BreachTask.objects.filter(breach=breach, done_at__isnull=True).values_list("first", flat=True))


@pytest.mark.clause("3.4a", facet="the information-governance lead has a task")
@pytest.mark.clause("11.2", facet="the information-governance lead has a task")
def test_a_breach_that_anybody_reports_is_a_task_of_the_controllers_lead_at_once(world: World) -> None:
    lead = ig_lead(world)
    breach = reported(world)
    assert breach.clock_ends_at == AWARE + timedelta(hours=72)
    tasks = tasks_for(lead, now=NOW)
    assert len(tasks) == 2
    assert all("in 67 hours" in task.when for task in tasks)
    assert tasks_for(ig_lead(world, "icb"), now=NOW) == ()
    assert tasks_for(ig_lead(world, "other_trust"), now=NOW) == ()
    notice = Notice.objects.get(case_id=breach.id)
    assert (notice.recipient_id, notice.reference) == (lead.person_id, breach.reference)
    assert "letter" not in notice.text.lower()


def test_its_number_is_its_own_and_never_shaped_like_one_of_steis(world: World) -> None:
    first, second = reported(world), reported(world)
    assert (first.reference, second.reference) == ("IG-2026-0001", "IG-2026-0002")
    assert not re.fullmatch(r"\d{4}/\d+", first.reference)


def test_only_the_controllers_own_awareness_starts_its_hours(world: World) -> None:
    """The trust's nurse reports a breach of the practice's data: the trust's awareness starts nothing (decision 35)."""
    practice_lead = world.actor("practice", Role.PROVIDER_LEAD)
    breach = reported(world, controller_id=world.practice)
    assert (breach.aware_at, breach.clock_ends_at) == (None, None)
    # A practice has no lead of its own for this: its lead of patient safety acts for it.
    assert [task.when for task in tasks_for(practice_lead, now=NOW)] == ["", ""]
    with pytest.raises(BreachRefused):
        handling.record_aware(breach.id, NOW, "", by=ig_lead(world), now=NOW, seen=1)
    handling.record_aware(breach.id, NOW, "", by=practice_lead, now=NOW, seen=1)
    breach.refresh_from_db()
    assert breach.clock_ends_at == NOW + timedelta(hours=72)
    assert set(BreachTask.objects.values_list("due_at", flat=True)) == {breach.clock_ends_at}


def test_what_is_wrong_with_a_report_writes_nothing(world: World) -> None:
    for changes, field in (
        ({"aware_at": NOW + timedelta(hours=1)}, "aware_on"),
        ({"aware_at": datetime(2026, 11, 14, 12, tzinfo=UTC)}, "aware_on"),
        ({"controller_id": uuid4()}, "controller"),
        ({"incident": "SL-2026-9999"}, "incident"),
    ):
        with pytest.raises(Invalid) as refused:
            reported(world, **changes)
        assert field in refused.value.problems
    assert Breach.objects.count() == 0
    with pytest.raises(BreachRefused):
        reported(world, by=world.actor("icb", Role.READER), controller_id=world.icb)


@pytest.mark.clause("3.4a", facet="its severity is graded")
@pytest.mark.clause("11.2", facet="its severity is graded")
@pytest.mark.clause("12e", facet="the severity is graded by today's grid")
def test_a_grade_says_who_is_told_and_raises_the_least_for_special_data(world: World) -> None:
    lead = ig_lead(world)
    breach = graded(reported(world), lead, likelihood=3, severity=1)
    view = breach_view(lead, breach.reference, now=NOW)
    assert view is not None
    assert view.counted == (3, 2)
    assert [row.is_told for row in view.advice] == [True, False]
    assert open_tasks(breach) == {"tell"}
    here = [cell.words for line in view.grid for cell in line.cells if cell.is_here]
    assert here == ["Tell the ICO"]
    assert sum(cell.tells for line in view.grid for cell in line.cells) == 12


@pytest.mark.clause("12e", facet="the severity is graded by today's grid")
def test_figures_that_the_icb_agreed_for_the_grid_are_those_applied(world: World) -> None:
    organisations.vary_figure(
        code="grid:ico:severity",
        value=3,
        from_on=date(2026, 11, 16),
        reason="Agreed by the executive.",
        by=None,
        now=NOW,
    )
    lead = ig_lead(world)
    view = breach_view(lead, graded(reported(world), lead).reference, now=NOW)
    assert view is not None
    assert [row.is_told for row in view.advice] == [False, False]


def test_told_in_time_stops_the_hours_and_told_late_needs_its_reasons(world: World) -> None:
    lead = ig_lead(world)
    breach = graded(reported(world), lead)
    later = AWARE + timedelta(hours=73)
    with pytest.raises(Invalid) as refused:
        handling.record_told(breach.id, later, " ", by=lead, now=later, seen=breach.version)
    assert set(refused.value.problems) == {"why_late"}
    handling.record_told(
        breach.id,
        later,
        "The file was found late.",
        reference="T-77",
        by=lead,
        now=later,
        seen=breach.version,
    )
    breach.refresh_from_db()
    assert (breach.told_at, breach.clock_ends_at, breach.toolkit_reference) == (later, None, "T-77")
    assert open_tasks(breach) == set()
    view = breach_view(lead, breach.reference, now=later)
    assert view is not None
    assert view.ended_in_words == "after the 72 hours"


@pytest.mark.parametrize("at", [NOW + timedelta(minutes=1), AWARE - timedelta(minutes=1), None])
def test_nobody_is_told_in_the_future_nor_before_the_controller_knew(
    world: World, at: datetime | None
) -> None:
    lead = ig_lead(world)
    breach = graded(reported(world), lead)
    with pytest.raises(Invalid) as refused:
        handling.record_told(breach.id, at, "", by=lead, now=NOW, seen=breach.version)
    assert set(refused.value.problems) == {"told_on"}
    breach.refresh_from_db()
    assert breach.told_at is None


def test_a_later_grade_takes_back_that_a_risk_is_unlikely_and_the_hours_run_again(world: World) -> None:
    lead = ig_lead(world)
    breach = graded(reported(world), lead, likelihood=2)
    handling.decide_unlikely(breach.id, "Nobody opened them.", by=lead, now=NOW, seen=breach.version)
    breach.refresh_from_db()
    assert breach.clock_ends_at is None
    breach = graded(breach, lead, likelihood=4)
    assert breach.unlikely_at is None
    assert breach.clock_ends_at == AWARE + timedelta(hours=72)
    assert open_tasks(breach) == {"tell"}


def test_it_is_closed_with_what_was_learned_once_everything_is_done_and_reopened_with_a_reason(
    world: World,
) -> None:
    lead = ig_lead(world)
    breach = graded(reported(world), lead, high_risk=True)
    with pytest.raises(Invalid) as refused:
        handling.close(breach.id, "Addresses are checked.", by=lead, now=NOW, seen=breach.version)
    assert refused.value.problems
    handling.record_told(breach.id, NOW, "", by=lead, now=NOW, seen=breach.version)
    breach.refresh_from_db()
    handling.tell_people(
        breach.id, told=True, told_at=NOW, reason="By letter.", by=lead, now=NOW, seen=breach.version
    )
    breach.refresh_from_db()
    handling.add_task(
        breach.id,
        "Check addresses",
        assigned_to=world.lead.person_id,
        due_at=None,
        by=lead,
        now=NOW,
        seen=breach.version,
    )
    task = BreachTask.objects.get(what="Check addresses")
    assert [row.what for row in tasks_for(world.lead, now=NOW)] == ["Check addresses"]
    handling.finish_task(breach.id, task.id, "Done.", by=lead, now=NOW, seen=breach.version)
    breach.refresh_from_db()
    handling.close(breach.id, "Addresses are checked.", by=lead, now=NOW, seen=breach.version)
    breach.refresh_from_db()
    assert breach.closed_at == NOW
    with pytest.raises(BreachRefused):
        handling.add_measure(breach.id, "More.", by=lead, now=NOW, seen=breach.version)
    handling.reopen(breach.id, "Another letter came back.", by=lead, now=NOW, seen=breach.version)
    breach.refresh_from_db()
    assert breach.closed_at is None


def test_every_change_is_in_the_trail_with_before_and_after(world: World) -> None:
    lead = ig_lead(world)
    breach = graded(reported(world), lead)
    handling.record_aware(
        breach.id, AWARE - timedelta(hours=1), "The ward knew first.", by=lead, now=NOW, seen=breach.version
    )
    entries = entries_for(breach.id, parts=None, limit=100)
    changed = {(entry.model, entry.field): (entry.old, entry.new) for entry in reversed(entries)}
    assert changed["breach", "likelihood"] == ("", "3")
    old, new_ = changed["breach", "aware_at"]
    assert (old[:16], new_[:16]) == ("2026-11-16T12:00", "2026-11-16T11:00")
    assert ("breachentry", "act") in changed


def test_of_two_at_once_the_second_is_told_and_writes_nothing(world: World) -> None:
    lead = ig_lead(world)
    breach = reported(world)
    handling.add_measure(breach.id, "The letters were fetched back.", by=lead, now=NOW, seen=1)
    # A line in the log makes nothing out of date, and is not made so.
    graded_by_an_older_page = handling.Grade(3, 2, "Opened.", special_data=False)
    handling.grade(breach.id, graded_by_an_older_page, by=lead, now=NOW, seen=1)
    with pytest.raises(BreachStale):
        handling.record_told(breach.id, NOW, "", by=lead, now=NOW, seen=1)
    handling.add_measure(breach.id, "The list was corrected.", by=lead, now=NOW, seen=1)
    breach.refresh_from_db()
    assert (breach.told_at, breach.version) == (None, 4)
    measures = BreachEntry.objects.filter(breach=breach, act=BreachAct.ADD_MEASURE.value)
    assert measures.count() == 2


def test_another_controller_handles_it_from_its_own_awareness_and_the_first_sees_it_no_more(
    world: World,
) -> None:
    lead = ig_lead(world)
    breach = graded(reported(world, by=world.actor("icb", Role.PATIENT_SAFETY_TEAM)), lead)
    assert breach.aware_at is None
    handling.record_aware(breach.id, NOW, "", by=lead, now=NOW, seen=breach.version)
    breach.refresh_from_db()
    handling.change_controller(
        breach.id, world.other_trust, "Their clinic sent them.", by=lead, now=NOW, seen=breach.version
    )
    breach.refresh_from_db()
    assert (breach.controller_id, breach.aware_at, breach.clock_ends_at) == (world.other_trust, None, None)
    assert breach_view(lead, breach.reference, now=NOW) is None
    theirs = ig_lead(world, "other_trust")
    view = breach_view(theirs, breach.reference, now=NOW)
    assert view is not None
    assert view.may_handle


@pytest.mark.clause("11.2", facet="the information-governance lead has a task")
def test_a_link_shows_the_icb_the_summary_of_a_case_it_sees_and_ends_with_it(world: World) -> None:
    incident = declared(world)
    lead, of_icb = ig_lead(world), ig_lead(world, "icb")
    breach = reported(world, by=world.lead, incident=incident.reference)
    [row] = breaches_of_case(of_icb, incident.id, now=NOW)
    assert (row.reference, row.title, row.is_ours) == (breach.reference, "", False)
    view = breach_view(of_icb, breach.reference, now=NOW)
    assert view is not None
    assert (view.what_happened, view.log, view.tasks, view.may_handle) == ("", (), (), False)
    assert [link.incident_reference for link in view.links] == [incident.reference]
    assert breach_view(ig_lead(world, "other_icb"), breach.reference, now=NOW) is None
    link = BreachLink.objects.get()
    handling.unlink(breach.id, link.id, "Another event.", by=lead, now=NOW, seen=breach.version)
    assert breach_view(of_icb, breach.reference, now=NOW) is None
    assert breaches_of_case(of_icb, incident.id, now=NOW) == ()
    with pytest.raises(NotVisible):
        handling.unlink(breach.id, link.id, "Again.", by=lead, now=NOW, seen=breach.version + 1)


def test_a_case_that_whoever_links_does_not_see_cannot_be_linked(world: World) -> None:
    incident = declared(world)
    theirs = ig_lead(world, "other_trust")
    breach = reported(
        world, by=world.outsider, controller_id=world.other_trust, aware_at=AWARE, title="Their breach"
    )
    with pytest.raises(Invalid) as refused:
        handling.link(breach.id, incident.reference, by=theirs, now=NOW, seen=1)
    assert "that you can see" in refused.value.problems["reference"]
    assert not BreachLink.objects.exists()


def test_the_list_begins_with_the_hours_that_run_out_first_and_goes_on_by_key(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = ig_lead(world)
    over = reported(world, aware_at=NOW - timedelta(hours=80), happened_on=date(2026, 11, 10))
    soon = reported(world, aware_at=NOW - timedelta(hours=60), happened_on=date(2026, 11, 10))
    told = graded(reported(world), lead)
    handling.record_told(told.id, NOW, "", by=lead, now=NOW, seen=told.version)
    unknown = reported(world, by=world.team, aware_at=None)
    monkeypatch.setattr("sightline.breaches.selectors.breach_list.A_PAGE", 1)
    seen, after = [], None
    for _ in range(9):
        page = breach_page(lead, now=NOW, after=after)
        seen += [row.reference for row in page.rows]
        after = page.next_after
        if after is None:
            break
    assert seen == [each.reference for each in (over, soon, unknown, told)]
    assert "80" not in seen
    assert breach_page(lead, now=NOW).rows[0].clock.startswith("was due by")


@pytest.mark.clause("12e", facet="the older name is explained")
def test_a_breach_from_before_the_law_keeps_the_level_of_its_checklist(world: World) -> None:
    lead = ig_lead(world)
    day = date(2017, 3, 1)
    breach = reported(world, happened_on=day, aware_at=datetime(2017, 3, 2, 9, tzinfo=UTC))
    with pytest.raises(Invalid) as refused:
        graded(breach, lead)
    assert set(refused.value.problems) == {"earlier_level"}
    breach = graded(breach, lead, earlier_level="2")
    view = breach_view(lead, breach.reference, now=NOW)
    assert view is not None
    assert (breach.likelihood, view.grid) == (None, ())
    assert view.earlier_level.startswith("Level 2")
    assert view.tool.startswith("Information Governance Toolkit")


def test_whoever_reported_it_follows_what_they_wrote_and_no_more(world: World) -> None:
    breach = graded(reported(world), ig_lead(world))
    view = breach_view(world.reporter, breach.reference, now=NOW)
    assert view is not None
    assert view.what_happened == new(world).what_happened
    assert (view.grade_reason, view.log, view.advice) == ("", (), ())
    assert breach_view(world.investigator, breach.reference, now=NOW) is None
