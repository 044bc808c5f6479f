"""Asked once, handed out once, tried again after a wait, parked; paused and run by administrators only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from django_q.models import OrmQ
from django_q.signing import SignedPackage

from sightline.audit.selectors import entries_for
from sightline.incidents.models import Awaited, DueDate
from sightline.jobs import reconcile_due_dates, schedule, selectors, services, transport
from sightline.jobs.models import JobRun, RunState
from sightline.jobs.outcome import Outcome
from sightline.jobs.rhythm import Daily, Every
from sightline.organisations.errors import NotAdministrator
from sightline.policy.terms import Role
from tests import stages
from tests.factories import NOW, World, declared, reported

HOUR = timedelta(hours=1)


def clock(at: datetime = NOW) -> Callable[[], datetime]:
    return lambda: at


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A schedule of one hourly job; what it does is the last item of the list."""
    does: list[Any] = [lambda: Outcome("done")]
    row = schedule.Job("hourly", "Hourly", "", Every(60), lambda slot, now: does[-1]())
    monkeypatch.setattr(schedule, "JOBS", {"hourly": row})
    monkeypatch.setattr(selectors, "JOBS", {"hourly": row})
    return does


def sent() -> list[tuple[str, str]]:
    return [tuple(SignedPackage.loads(message.payload)["args"]) for message in OrmQ.objects.order_by("id")]


def test_daily_turns_follow_london_across_the_change_of_clocks() -> None:
    nightly = Daily(time(3, 0))
    before = datetime(2027, 3, 27, 12, tzinfo=UTC)
    assert nightly.latest(before) == datetime(2027, 3, 27, 3, tzinfo=UTC)
    assert nightly.next(before) == datetime(2027, 3, 28, 2, tzinfo=UTC)
    assert nightly.latest(datetime(2027, 3, 28, 1, 59, tzinfo=UTC)) == datetime(2027, 3, 27, 3, tzinfo=UTC)
    with pytest.raises(ValueError, match="clocks change"):
        Daily(time(1, 30))


def test_turns_of_some_minutes_are_counted_from_midnight() -> None:
    quarter = Every(15)
    at = datetime(2027, 4, 8, 13, 7, tzinfo=UTC)
    assert (quarter.latest(at), quarter.next(at)) == (at.replace(minute=0), at.replace(minute=15))
    assert [Every(15).words, Every(60).words, Every(360).words] == [
        "Every 15 minutes",
        "Every hour",
        "Every 6 hours",
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("job")
def test_a_turn_is_one_run_however_many_workers_look() -> None:
    assert [services.tick(now=NOW), services.tick(now=NOW)] == [1, 0]
    assert len(sent()) == JobRun.objects.count() == 1
    # Two turns were missed: it runs once for the newest.
    assert services.tick(now=NOW + 3 * HOUR) == 2, "the new one, and the first which nobody was heard of"
    assert JobRun.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("job")
def test_what_a_dead_worker_held_is_handed_out_again() -> None:
    services.ask("hourly", "x", now=NOW)
    assert services.hand_out(now=NOW) == 1
    assert services.hand_out(now=NOW + timedelta(seconds=299)) == 0
    assert services.hand_out(now=NOW + timedelta(seconds=300)) == 1


@pytest.mark.django_db
def test_work_that_takes_long_is_left_to_the_worker_that_has_it() -> None:
    services.ask("check_audit_trail", "x", now=NOW)
    assert services.hand_out(now=NOW) == 1
    assert services.hand_out(now=NOW + timedelta(minutes=59)) == 0
    assert services.hand_out(now=NOW + HOUR) == 1


@pytest.mark.django_db
def test_work_that_this_version_does_not_know_is_put_before_a_person() -> None:
    services.ask("of_an_older_version", "x", now=NOW)
    assert services.hand_out(now=NOW) == 1
    for _ in range(services.MOST_ATTEMPTS):
        services.perform("of_an_older_version", "x", clock=clock())
    [parked] = selectors.background_work(now=NOW).parked
    assert parked.title == "of_an_older_version"


@pytest.mark.django_db
def test_delivered_twice_it_takes_effect_once(job: list[Any]) -> None:
    effects: list[str] = []
    job.append(lambda: Outcome("done", write=lambda: effects.append("x")))
    services.ask("hourly", "x", now=NOW)
    services.perform("hourly", "x", clock=clock())
    services.perform("hourly", "x", clock=clock())
    assert effects == ["x"]
    assert not services.ask("hourly", "x", now=NOW), "asked for again, it is the run that was"


@pytest.mark.django_db
def test_a_second_delivery_while_the_first_is_at_work_writes_nothing(job: list[Any]) -> None:
    effects: list[str] = []
    services.ask("hourly", "x", now=NOW)

    def meanwhile() -> Outcome:
        if not effects:
            effects.append("first")
            services.perform("hourly", "x", clock=clock())
        return Outcome("done", write=lambda: effects.append("written"))

    job.append(meanwhile)
    services.perform("hourly", "x", clock=clock())
    assert effects == ["first", "written"]


@pytest.mark.django_db
def test_what_fails_waits_longer_each_time_and_is_then_parked(job: list[Any]) -> None:
    def fails() -> Outcome:
        raise RuntimeError("the disk is full")

    job.append(fails)
    services.ask("hourly", "x", now=NOW)
    waits = []
    for _ in range(services.MOST_ATTEMPTS - 1):
        services.perform("hourly", "x", clock=clock())
        run = JobRun.objects.get()
        waits.append((run.next_at - NOW).total_seconds() / 60)
        assert (run.state, run.problem) == (RunState.WAITING.value, "RuntimeError: the disk is full")
    assert waits == [1, 5, 30, 120]
    services.perform("hourly", "x", clock=clock())
    assert JobRun.objects.get().state == RunState.PARKED.value
    [parked] = selectors.background_work(now=NOW).parked
    assert (parked.attempts, parked.words) == (5, "RuntimeError: the disk is full")


@pytest.mark.django_db
def test_an_effect_that_fails_leaves_nothing_behind(job: list[Any]) -> None:
    def half() -> None:
        JobRun.objects.create(job="half", slot="written", asked_at=NOW, next_at=NOW)
        raise RuntimeError("half way")

    job.append(lambda: Outcome("done", write=half))
    services.ask("hourly", "x", now=NOW)
    services.perform("hourly", "x", clock=clock())
    assert list(JobRun.objects.values_list("job", "state")) == [("hourly", "waiting")]


@pytest.mark.django_db
@pytest.mark.usefixtures("job")
def test_an_administrator_pauses_resumes_and_runs_and_it_is_in_the_trail(world: World) -> None:
    by = world.actor("icb", Role.ADMINISTRATOR)
    services.pause("hourly", by=by, now=NOW)
    services.pause("hourly", by=by, now=NOW)
    assert services.tick(now=NOW) == 0
    services.run_now("hourly", by=by, now=NOW)
    assert services.tick(now=NOW) == 0, "paused is paused, asked for or not"
    services.resume("hourly", by=by, now=NOW)
    assert services.tick(now=NOW) == 2
    assert [(row.field, row.model) for row in entries_for("", parts=None, limit=3)] == [
        ("paused_at", "job"),
        ("run", "job"),
        ("paused_at", "job"),
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("job")
@pytest.mark.parametrize("hat", [("trust", Role.ADMINISTRATOR), ("icb", Role.PATIENT_SAFETY_TEAM)])
def test_nobody_else_does(world: World, hat: tuple[str, Role]) -> None:
    by = world.actor(*hat)
    for act in (services.pause, services.resume, services.run_now):
        with pytest.raises(NotAdministrator):
            act("hourly", by=by, now=NOW)
    with pytest.raises(NotAdministrator):
        services.try_again(1, by=by, now=NOW)


@pytest.mark.django_db
def test_parked_work_is_tried_again_at_an_administrators_wish(world: World, job: list[Any]) -> None:
    JobRun.objects.create(job="hourly", slot="x", state="parked", attempts=5, asked_at=NOW, next_at=NOW)
    run = JobRun.objects.get()
    for _ in range(2):
        services.try_again(run.id, by=world.actor("icb", Role.ADMINISTRATOR), now=NOW)
    assert services.hand_out(now=NOW) == 1
    services.perform("hourly", "x", clock=clock())
    assert JobRun.objects.get(id=run.id).state == RunState.DONE.value


@pytest.mark.django_db
@pytest.mark.usefixtures("job")
def test_a_message_is_sent_only_if_what_asked_for_it_commits() -> None:
    def send_and_fail() -> None:
        with transaction.atomic():
            transport.send("hourly", "x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        send_and_fail()
    assert sent() == []


@pytest.mark.django_db
def test_due_dates_that_are_not_as_the_rules_say_are_an_alarm_and_stay(world: World) -> None:
    incident = declared(world)
    reported(world.reporter)
    stages.investigating(world)
    assert reconcile_due_dates.run("x", NOW).words == "3 open incidents, every date as the rules say."
    due = DueDate.objects.filter(incident=incident).first()
    assert due is not None
    DueDate.objects.filter(id=due.id).update(due_on=date(2030, 1, 1))
    found = reconcile_due_dates.run("x", NOW)
    assert found.is_alarm
    assert f"{incident.reference} (due dates)" in found.words
    assert DueDate.objects.get(id=due.id).due_on == date(2030, 1, 1), "it is not changed behind anyone's back"
    DueDate.objects.filter(incident=incident).delete()
    Awaited.objects.filter(incident=incident).delete()
    assert f"{incident.reference} (due dates, awaited steps)" in reconcile_due_dates.run("x", NOW).words


@pytest.mark.django_db
def test_every_job_of_the_schedule_runs(world: World) -> None:
    declared(world)
    for name in schedule.JOBS:
        services.ask(name, "x", now=NOW)
        services.perform(name, "x", clock=clock())
    assert set(JobRun.objects.values_list("state", "is_alarm")) == {("done", False)}


@pytest.mark.django_db
def test_a_worker_that_is_not_heard_of_is_said_to_be_silent() -> None:
    services.beat("one:1", started_at=NOW, now=NOW)
    services.beat("one:1", started_at=NOW, now=NOW + HOUR)
    services.beat("two:2", started_at=NOW, now=NOW)
    work = selectors.background_work(now=NOW + HOUR)
    assert {row.name: row.is_silent for row in work.workers} == {"one:1": False, "two:2": True}
    assert selectors.attention(now=NOW + HOUR) == ()
    assert selectors.attention(now=NOW + 2 * HOUR) == ("no worker is running",)


@pytest.mark.django_db
def test_an_alarm_stands_until_the_job_ran_again(job: list[Any]) -> None:
    services.beat("one:1", started_at=NOW, now=NOW)
    job.append(lambda: Outcome("three differ", is_alarm=True))
    services.ask("hourly", "x", now=NOW)
    services.perform("hourly", "x", clock=clock())
    services.ask("hourly", "y", now=NOW + HOUR)
    assert [row.words for row in selectors.background_work(now=NOW).alarms] == ["three differ"]
    assert selectors.attention(now=NOW) == ("an alarm",)
    job.append(lambda: Outcome("none differ"))
    services.perform("hourly", "y", clock=clock())
    assert selectors.background_work(now=NOW).alarms == ()
    assert selectors.attention(now=NOW) == ()
