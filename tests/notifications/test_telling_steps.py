"""A step tells those whose turn it is, once, in its own transaction, and nobody who may not see the case."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from sightline.incidents.models import DueDate, Incident, IncidentAccess
from sightline.incidents.selectors.due_notices import due_notices
from sightline.incidents.services import desk, initial_review, intake, triage
from sightline.jobs import clear_up, services, tell_timescales
from sightline.notifications import services as notifications
from sightline.notifications.models import Notice
from sightline.organisations import agreed
from sightline.organisations.services import accounts, cover, vary_figure
from sightline.policy.telling import NEWS_DAYS, NoticeKind
from sightline.policy.terms import Role
from sightline.policy.working_days import add_working_days, london_day
from tests import stages
from tests.architecture.cast import person
from tests.factories import NOW, World, declaration, declared, judgement, report_answers, reported

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(incident: Incident, kind: NoticeKind | None = None) -> set[UUID]:
    """Everyone who was told something of this case."""
    rows = Notice.objects.filter(case_id=incident.id)
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    return set(rows.values_list("recipient_id", flat=True))


@pytest.mark.clause("4.7.13", facet="the quality lead of that Place has it in view")
def test_a_declared_case_is_said_to_the_team_and_to_the_quality_lead_of_its_place_only(world: World) -> None:
    team, own_place = world.team.person_id, world.actor("icb", Role.PLACE_QUALITY_LEAD).person_id
    person("elsewhere", world.icb, Role.PLACE_QUALITY_LEAD, world.other_place)
    world.actor("icb", Role.CHIEF_EXECUTIVE)
    world.actor("other_icb", Role.PATIENT_SAFETY_TEAM)
    lead = world.lead.person_id
    assert told(declared(world)) == {lead, team, own_place}


def test_of_a_report_that_is_not_shared_the_icb_hears_nothing(world: World) -> None:
    assert world.team
    lead = world.lead.person_id
    assert told(reported(world.reporter)) == {lead}


def test_a_notice_has_reference_and_what_is_wanted_and_nothing_of_the_story(world: World) -> None:
    assert world.lead
    incident = reported(world.reporter)
    notice = Notice.objects.get(case_id=incident.id)
    assert (notice.reference, notice.text) == (
        incident.reference,
        "Someone reported an incident. Decide what it is.",
    )
    assert "guidewire" not in str(Notice.objects.values().get()).lower()


def test_whoever_took_the_step_is_not_told_of_it(world: World) -> None:
    other = person("second.lead", world.trust, Role.PROVIDER_LEAD)
    assert told(reported(world.lead)) == {other}


def test_a_lead_who_reports_in_confidence_is_told_like_every_other_lead(world: World) -> None:
    """Their missing among those told would name them."""
    other = person("second.lead", world.trust, Role.PROVIDER_LEAD)
    incident = reported(world.lead, contact="confidential")
    assert told(incident) == {other, world.lead.person_id}


def test_a_case_on_a_desk_is_that_persons_and_of_whoever_covers_them(world: World) -> None:
    away, covers = world.team.person_id, person("covers", world.icb, Role.PATIENT_SAFETY_SPECIALIST)
    person("colleague", world.icb, Role.PATIENT_SAFETY_TEAM)
    incident = declared(world)
    desk.allocate(incident.id, away, by=world.team, now=NOW, seen=incident.version)
    week = cover.Cover(away, covers, london_day(NOW), london_day(NOW) + 5 * DAY)
    cover.arrange_cover(week, by=world.team, now=NOW)
    initial_review.submit_initial_review(
        incident.id, stages.review_answers(), 2, by=world.lead, now=NOW, seen=stages.now_of(incident).version
    )
    assert told(incident, NoticeKind.DECISION_WANTED) == {away, covers}


def test_what_was_on_the_desk_of_someone_who_left_is_everybodys(world: World) -> None:
    gone, stays = person("gone", world.icb, Role.PATIENT_SAFETY_TEAM), world.team.person_id
    incident = declared(world)
    desk.allocate(incident.id, gone, by=world.team, now=NOW, seen=incident.version)
    accounts.set_account(person_id=gone, is_open=False, reason="Left.", by=None, now=NOW)
    initial_review.submit_initial_review(
        incident.id, stages.review_answers(), 2, by=world.lead, now=NOW, seen=stages.now_of(incident).version
    )
    assert told(incident, NoticeKind.DECISION_WANTED) == {stays}


def test_a_step_that_is_undone_leaves_no_notice(world: World) -> None:
    assert world.team
    incident = reported(world.reporter)
    before = Notice.objects.count()
    with pytest.raises(RuntimeError, match="the disk is full"), transaction.atomic():  # noqa: PT012
        triage.declare(incident.id, judgement(), declaration(), by=world.lead, now=NOW, seen=incident.version)
        assert Notice.objects.count() == before + 1
        raise RuntimeError("the disk is full")
    assert Notice.objects.count() == before


def test_said_again_it_is_shown_once_and_stays_read(world: World) -> None:
    assert world.team
    incident = declared(world)
    notice = Notice.objects.filter(recipient_id=world.team.person_id).get()
    notifications.read(notice.id, person_id=world.team.person_id, now=NOW)
    again = notifications.NewNotice(
        notice.recipient_id,
        NoticeKind(notice.kind),
        incident.id,
        notice.reference,
        notice.occasion,
        notice.text,
        notice.clause,
    )
    notifications.enqueue([again, again], now=NOW)
    assert Notice.objects.get(recipient_id=world.team.person_id).seen_at == NOW


def test_nobody_reads_for_another(world: World) -> None:
    assert world.lead
    reported(world.reporter)
    notifications.read(Notice.objects.get().id, person_id=world.executive.person_id, now=NOW)
    assert Notice.objects.get().seen_at is None


def test_sent_twice_a_report_is_said_once(world: World) -> None:
    assert world.lead
    draft_id = intake.begin_draft(by=world.reporter, now=NOW)
    intake.save_draft(draft_id, report_answers(), by=world.reporter, now=NOW)
    for _ in range(2):
        intake.send_report(draft_id, by=world.reporter, now=NOW)
    assert Notice.objects.count() == 1


# Timescales


@pytest.mark.clause("4.3a", facet="what the provider owes has a timescale")
def test_a_timescale_is_said_the_working_day_before_and_when_it_passed_each_once(world: World) -> None:
    assert world.team
    incident = declared(world)
    due_on = DueDate.objects.get(incident=incident, kind="acknowledge").due_on
    before = last_working_day_before(due_on)
    for day in (before, before, due_on, due_on + DAY, due_on + DAY, due_on + 2 * DAY):
        run_at(day)
    mine = Notice.objects.filter(recipient_id=world.team.person_id, occasion=f"due {due_on}")
    assert [row.kind for row in mine.order_by("id")] == ["due_soon", "overdue"]
    assert "Acknowledgement by the ICB" in mine[0].text


def test_an_overdue_timescale_of_the_provider_is_said_to_whoever_handles_it_at_the_icb(world: World) -> None:
    handler = person("handler", world.icb, Role.PATIENT_SAFETY_TEAM)
    incident = declared(world)
    due_on = DueDate.objects.get(incident=incident, kind="initial_review").due_on
    desk.allocate(incident.id, handler, by=world.team, now=NOW, seen=incident.version)
    run_at(due_on + DAY)
    rows = Notice.objects.filter(case_id=incident.id, kind="overdue", text__contains="72-hour review")
    assert set(rows.values_list("recipient_id", flat=True)) == {handler, world.lead.person_id}


def test_several_timescales_of_one_day_and_case_are_one_notice(world: World) -> None:
    incident = declared(world)
    DueDate.objects.filter(incident=incident, side="provider").update(due_on=london_day(NOW) + DAY)
    run_at(london_day(NOW))
    [row] = Notice.objects.filter(case_id=incident.id, kind="due_soon", recipient_id=world.lead.person_id)
    assert "72-hour review" in row.text or "timescales" in row.text


def test_years_of_what_is_overdue_are_no_news(world: World) -> None:
    incident = declared(world)
    DueDate.objects.filter(incident=incident).update(due_on=london_day(NOW) - (NEWS_DAYS + 1) * DAY)
    assert due_notices(now=NOW, calendar=agreed.calendar()) == []
    longer, today = NEWS_DAYS + 1, london_day(NOW)
    vary_figure(code="news_days", value=longer, from_on=today, reason="A long weekend.", by=None, now=NOW)
    assert due_notices(now=NOW, calendar=agreed.calendar()), "as agreed locally"


def test_of_timescales_only_those_are_told_who_are_shown_them(world: World) -> None:
    """A member of the team whose access ended hears nothing, and the reporter, who sees no timescales, neither."""
    assert world.team
    incident = declared(world)
    DueDate.objects.filter(incident=incident).update(due_on=london_day(NOW) + DAY)
    IncidentAccess.objects.filter(incident=incident, organisation_id=world.icb).update(until_at=NOW)
    assert {row.recipient_id for row in due_notices(now=NOW, calendar=agreed.calendar())} == {
        world.lead.person_id
    }


def test_more_cases_that_are_due_cost_no_more_queries(
    world: World, django_assert_max_num_queries: object
) -> None:
    assert world.team
    cases = [declared(world) for _ in range(4)]
    DueDate.objects.filter(incident__in=cases).update(due_on=london_day(NOW) + DAY)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert due_notices(now=NOW, calendar=agreed.calendar())


def test_what_was_read_long_ago_is_cleared_up_and_what_was_not_stays(world: World) -> None:
    assert world.lead
    reported(world.reporter)
    later = NOW + clear_up.KEEP_NOTICES + DAY
    services.ask("clear_up", "one", now=later)
    services.perform("clear_up", "one", clock=lambda: later)
    assert Notice.objects.count() == 1
    Notice.objects.update(seen_at=NOW)
    services.ask("clear_up", "two", now=later)
    services.perform("clear_up", "two", clock=lambda: later)
    assert Notice.objects.count() == 0


def last_working_day_before(day: date) -> date:
    calendar = agreed.calendar()
    earlier = day - DAY
    while add_working_days(earlier, 1, calendar) != day:
        earlier -= DAY
    return earlier


def run_at(day: date) -> None:
    """The job of that day, as the worker runs it."""
    at = NOW.replace(year=day.year, month=day.month, day=day.day)
    outcome = tell_timescales.run("", at)
    assert outcome.write is not None
    outcome.write()
