"""What moves a due date and what does not: extensions, stopped timescales, hours, summer time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.policy.clock_facts import ClockStop, DeadlineKind, Extension
from sightline.policy.deadlines import DEADLINES
from sightline.policy.lengths import Length, Unit, last_day, last_moment, parse_length
from sightline.policy.reckoning import Deadline, Due, reckon
from sightline.policy.terms import Framework
from sightline.policy.timescale_words import Standing, state_of
from sightline.policy.working_days import ENGLAND_AND_WALES, add_working_days, working_days_between

ROWS = {row.kind: row for row in DEADLINES[Framework.SIF_2015]}
REPORT = ROWS[DeadlineKind.FINAL_REPORT]
INDEPENDENT = ROWS[DeadlineKind.INDEPENDENT_REPORT]
FEEDBACK = ROWS[DeadlineKind.FEEDBACK_ON_REPORT]
#: A breach told to the Information Commissioner: hours that run through weekends (reference 7).
BREACH = replace(FEEDBACK, length=72, unit=Unit.CLOCK_HOURS)

STARTS = st.dates(date(2013, 1, 1), date(2027, 6, 30))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text if "T" in text else f"{text}T12:00").replace(tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


def report(
    start: date | str = "2026-03-27",
    *,
    row: Deadline = REPORT,
    extensions: tuple[Extension, ...] = (),
    stops: tuple[ClockStop, ...] = (),
    done_at: datetime | None = None,
) -> Due:
    started = noon(day(start) if isinstance(start, str) else start)
    return reckon(
        row, started, calendar=ENGLAND_AND_WALES, extensions=extensions, stops=stops, done_at=done_at
    )


def extended_to(on: str, granted: str, *, retrospective: bool = False) -> Extension:
    return Extension(DeadlineKind.FINAL_REPORT, day(on), at(granted), retrospective)


def test_an_extension_keeps_the_original_date_beside_the_new_one() -> None:
    due = report(extensions=(extended_to("2026-07-16", "2026-06-20"),))
    assert (due.original_due_on, due.due_on, due.binding_on) == (
        day("2026-06-25"),
        day("2026-07-16"),
        day("2026-07-16"),
    )
    assert due.was_extended
    assert not due.missed(at("2026-07-01"))


@pytest.mark.parametrize(
    ("granted", "flag"), [("2026-06-26", False), ("2026-06-20", True), ("2026-06-26", True)]
)
def test_a_retrospective_extension_is_shown_and_the_original_still_counts_as_missed(
    granted: str, flag: bool
) -> None:
    due = report(
        extensions=(extended_to("2026-07-16", granted, retrospective=flag),), done_at=at("2026-07-10")
    )
    assert (due.due_on, due.binding_on) == (day("2026-07-16"), day("2026-06-25"))
    assert state_of(due, at("2026-07-11")).standing is Standing.DONE_IN_TIME
    assert due.missed(at("2026-07-11"))


def test_an_extension_agreed_on_the_last_day_is_in_time() -> None:
    assert not report(extensions=(extended_to("2026-07-16", "2026-06-25"),)).missed(at("2026-07-01"))


def test_a_second_extension_may_follow_within_the_first() -> None:
    due = report(
        extensions=(
            extended_to("2026-07-30", "2026-07-10"),
            extended_to("2026-07-16", "2026-06-20"),
        )
    )
    assert (due.due_on, due.binding_on) == (day("2026-07-30"), day("2026-07-30"))


def test_an_extension_to_an_earlier_day_changes_nothing() -> None:
    due = report(extensions=(extended_to("2026-06-01", "2026-05-20"),))
    assert due.due_on == due.original_due_on == day("2026-06-25")


@pytest.mark.parametrize(
    ("done", "now", "missed"),
    [
        (None, "2026-06-25T22:59", False),
        (None, "2026-06-25T23:00", True),
        ("2026-06-25T22:59", "2026-08-01", False),
        ("2026-06-26T08:00", "2026-08-01", True),
    ],
)
def test_missed_from_midnight_in_london_that_ends_the_last_day(
    done: str | None, now: str, missed: bool
) -> None:
    assert report(done_at=None if done is None else at(done)).missed(at(now)) is missed


def test_what_ended_in_time_was_not_missed_and_what_is_set_aside_never_is() -> None:
    ended = reckon(
        REPORT,
        at("2026-03-27"),
        calendar=ENGLAND_AND_WALES,
        ended_at=at("2026-05-01"),
        ended_because="closed",
    )
    assert not ended.missed(at("2026-09-01"))
    assert not ended.is_running
    aside = reckon(REPORT, at("2026-03-27"), calendar=ENGLAND_AND_WALES, set_aside="another body")
    assert not aside.missed(at("2026-09-01"))
    assert not aside.is_running


@given(start=STARTS, into=st.integers(0, 60), stopped=st.integers(1, 120))
def test_stopping_for_so_many_working_days_moves_the_date_by_as_many(
    start: date, into: int, stopped: int
) -> None:
    stopped_on = add_working_days(start, into)
    restarted_on = add_working_days(stopped_on, stopped)
    due = report(start, stops=(ClockStop(stopped_on, restarted_on),))
    assert due.due_on == add_working_days(due.original_due_on, stopped)
    assert working_days_between(restarted_on, due.due_on) == 60 - into


SPANS = st.tuples(st.integers(-20, 200), st.integers(0, 90))


@given(
    start=STARTS,
    spans=st.lists(SPANS, max_size=4),
    grants=st.lists(st.tuples(st.integers(0, 200), st.integers(1, 250), st.booleans()), max_size=3),
    row=st.sampled_from([REPORT, INDEPENDENT, ROWS[DeadlineKind.RESUBMISSION]]),
)
def test_nothing_ever_brings_a_date_forward(
    start: date,
    spans: list[tuple[int, int]],
    grants: list[tuple[int, int, bool]],
    row: Deadline,
) -> None:
    def later(days: int) -> date:
        return start + timedelta(days=days)

    stops = tuple(ClockStop(later(begins), later(begins + length)) for begins, length in spans)
    extensions = tuple(
        Extension(row.kind, later(new), noon(later(granted)), retrospective)
        for granted, new, retrospective in grants
    )
    due = report(start, row=row, stops=stops, extensions=extensions)
    assert due.original_due_on <= due.binding_on <= due.due_on
    assert due.stopped_on is None
    assert due.is_running
    # Order of entry is not a fact: the same rows in another order give the same dates.
    assert report(start, row=row, stops=stops[::-1], extensions=extensions[::-1]) == due


@given(start=STARTS, spans=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 60)), max_size=4))
def test_overlapping_stops_count_each_working_day_once(start: date, spans: list[tuple[int, int]]) -> None:
    begins = add_working_days(start, 1)
    stops = [
        ClockStop(add_working_days(begins, first), add_working_days(begins, first + length))
        for first, length in spans
    ]
    # An oracle of another kind: tick off day by day what was neither stopped nor a day off.
    left, on = 60, start
    while left:
        on += timedelta(days=1)
        stopped = any(stop.stopped_on < on <= (stop.restarted_on or on) for stop in stops)
        left -= working_days_between(on - timedelta(days=1), on) if not stopped else 0
    assert report(start, stops=tuple(stops)).due_on == on


def test_a_stop_after_the_last_day_rescues_nothing() -> None:
    due = report(stops=(ClockStop(day("2026-06-26")),))
    assert due.stopped_on is None
    assert due.is_running
    assert due.missed(at("2026-07-10"))


def test_a_stop_before_the_start_counts_from_the_start() -> None:
    due = report(stops=(ClockStop(day("2026-02-01"), day("2026-04-02")),))
    assert due.due_on == add_working_days(day("2026-06-25"), 4)


def test_while_stopped_it_neither_runs_nor_becomes_overdue() -> None:
    due = report(stops=(ClockStop(day("2026-06-23")),))
    assert (due.stopped_on, due.left_when_stopped, due.is_running) == (day("2026-06-23"), 2, False)
    assert state_of(due, at("2026-06-22")).standing is Standing.RUNNING
    assert state_of(due, at("2026-09-01")).standing is Standing.STOPPED
    assert not due.missed(at("2026-09-01"))


def test_what_is_done_while_stopped_is_done_in_time() -> None:
    due = report(stops=(ClockStop(day("2026-06-23")),), done_at=at("2026-09-05"))
    assert state_of(due, at("2026-09-06")).standing is Standing.DONE_IN_TIME
    assert not due.missed(at("2026-09-06"))
    assert due.stopped_on is None


def test_a_restart_after_it_was_done_no_longer_moves_it() -> None:
    due = report(stops=(ClockStop(day("2026-06-23"), day("2026-07-14")),), done_at=at("2026-07-07"))
    assert due.due_on == add_working_days(day("2026-06-25"), 10)


def test_a_count_from_before_the_known_holidays_is_warned_of() -> None:
    assert report("2011-12-20", row=ROWS[DeadlineKind.CANDOUR_NOTIFICATION]).beyond_calendar
    assert not report("2012-01-01", row=ROWS[DeadlineKind.CANDOUR_NOTIFICATION]).beyond_calendar


def test_done_on_a_saturday_while_stopped_on_the_last_day_is_in_time() -> None:
    due = report("2026-04-02", stops=(ClockStop(day("2026-07-01")),), done_at=at("2026-07-04"))
    assert state_of(due, at("2026-07-05")).standing is Standing.DONE_IN_TIME


def test_an_extension_agreed_during_a_stop_is_moved_only_by_the_days_after_it() -> None:
    stop = ClockStop(day("2026-06-01"), day("2026-07-15"))
    extension = extended_to("2026-08-20", "2026-07-08")
    due = report(stops=(stop,), extensions=(extension,))
    assert due.binding_on == due.due_on == add_working_days(day("2026-08-20"), 5)
    still_stopped = report(stops=(ClockStop(day("2026-06-01")),), extensions=(extension,))
    assert still_stopped.stopped_on == day("2026-06-01")
    assert still_stopped.due_on == day("2026-08-20")
    assert still_stopped.left_when_stopped == working_days_between(day("2026-07-08"), day("2026-08-20"))


def test_months_are_moved_by_the_calendar_days_stopped() -> None:
    due = report("2026-08-31", row=INDEPENDENT, stops=(ClockStop(day("2026-10-01"), day("2026-10-11")),))
    assert (due.original_due_on, due.due_on) == (day("2027-02-28"), day("2027-03-10"))


def test_feedback_and_candour_never_stop() -> None:
    stops = (ClockStop(day("2026-03-27")),)
    for row in ROWS.values():
        due = report(row=row, stops=stops)
        assert (due.stopped_on is not None) is row.stops
    assert {row.kind for row in ROWS.values() if row.stops} == {
        DeadlineKind.FINAL_REPORT,
        DeadlineKind.INDEPENDENT_REPORT,
        DeadlineKind.RESUBMISSION,
    }


def test_a_stop_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="cannot restart before"):
        ClockStop(day("2026-06-01"), day("2026-05-31"))


@pytest.mark.parametrize(
    ("started", "ends", "due_on"),
    [
        # 72 hours that really pass: one by the wall clock is lost in March and gained in October.
        ("2026-03-27T14:30", "2026-03-30T14:30", "2026-03-30"),
        ("2026-10-23T22:30", "2026-10-26T22:30", "2026-10-26"),
        ("2026-10-22T22:30", "2026-10-25T22:30", "2026-10-25"),
        ("2026-12-24T09:00", "2026-12-27T09:00", "2026-12-27"),
        ("2026-07-01T23:30", "2026-07-04T23:30", "2026-07-05"),
    ],
)
def test_hours_are_elapsed_hours_through_weekends_and_clock_changes(
    started: str, ends: str, due_on: str
) -> None:
    due = reckon(BREACH, at(started), calendar=ENGLAND_AND_WALES)
    assert due.ends_at == at(ends)
    assert due.due_on == day(due_on)
    assert not due.missed(at(ends) - timedelta(seconds=1))
    assert due.missed(at(ends))


def test_hours_need_a_moment_and_a_moment_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="from a moment"):
        reckon(BREACH, day("2026-03-27"), calendar=ENGLAND_AND_WALES)
    with pytest.raises(ValueError, match="time zone"):
        reckon(REPORT, datetime(2026, 3, 27, 12), calendar=ENGLAND_AND_WALES)
    with pytest.raises(ValueError, match="time zone"):
        reckon(BREACH, datetime(2026, 3, 27, 12), calendar=ENGLAND_AND_WALES)


def test_a_deadline_in_hours_that_was_extended_ends_with_the_new_day() -> None:
    extension = Extension(BREACH.kind, day("2026-04-02"), at("2026-03-28"))
    due = reckon(BREACH, at("2026-03-27T14:30"), calendar=ENGLAND_AND_WALES, extensions=[extension])
    assert due.ends_at == at("2026-04-02T23:00")
    assert not due.missed(at("2026-04-01"))


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("60 working days", Length(60, Unit.WORKING_DAYS)),
        ("1 working day", Length(1, Unit.WORKING_DAYS)),
        (" 20  Calendar Days ", Length(20, Unit.CALENDAR_DAYS)),
        ("6 months", Length(6, Unit.MONTHS)),
        ("1 calendar month", Length(1, Unit.MONTHS)),
        ("72 hours", Length(72, Unit.CLOCK_HOURS)),
        ("0 working days", Length(0, Unit.WORKING_DAYS)),
    ],
)
def test_lengths_are_read_as_people_write_them(text: str, length: Length) -> None:
    assert parse_length(text) == length
    assert parse_length(str(length)) == length


@pytest.mark.parametrize(
    "text", ["", "20 days", "-3 working days", "3.5 months", "sixty working days", "60", "99999 months"]
)
def test_what_is_not_a_length_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write it like"):
        parse_length(text)


def test_what_is_not_stopped_has_nothing_left_over_and_what_is_set_aside_is_plainly_not_missed() -> None:
    due = report()
    assert (due.stopped_on, due.left_when_stopped, due.round, due.beyond_calendar) == (None, 0, 1, False)
    set_aside = reckon(REPORT, noon(day("2026-03-27")), calendar=ENGLAND_AND_WALES, set_aside="elsewhere")
    assert set_aside.missed(at("2030-01-01")) is False


def test_hours_run_from_a_moment_and_a_moment_has_a_time_zone() -> None:
    hours = Length(72, Unit.CLOCK_HOURS)
    with pytest.raises(ValueError, match="from a moment, not from a day"):
        last_day(day("2026-11-20"), hours, ENGLAND_AND_WALES)
    with pytest.raises(ValueError, match="needs a time zone"):
        last_moment(datetime(2026, 11, 20, 12), hours)


def test_a_second_body_that_asks_on_the_day_the_first_lets_go_is_one_pause_from_the_first_day_on() -> None:
    paused = report(
        stops=(
            ClockStop(day("2026-04-07"), day("2026-04-14")),
            ClockStop(day("2026-04-14"), None),
        )
    )
    assert paused.stopped_on == day("2026-04-07")
    apart = report(
        stops=(
            ClockStop(day("2026-04-07"), day("2026-04-13")),
            ClockStop(day("2026-04-14"), None),
        )
    )
    assert apart.stopped_on == day("2026-04-14")


def test_a_day_that_is_agreed_has_no_number_and_none_is_counted() -> None:
    assert str(Length(0, Unit.AGREED)) == "agreed case by case"
    assert str(Length(0, Unit.IMMEDIATELY)) == "immediately"
    with pytest.raises(ValueError, match="agreed case by case"):
        last_day(day("2026-11-20"), Length(0, Unit.AGREED), ENGLAND_AND_WALES)
    (row,) = (row for row in DEADLINES[Framework.PSIRF] if row.unit is Unit.AGREED)
    assert row.rule == f"agreed case by case, {row.counted_from}"
