"""What people read: where a timescale stands, in days they can check on a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sightline.policy.clock_facts import ClockStop, DeadlineKind, Extension
from sightline.policy.deadlines import DEADLINES
from sightline.policy.lengths import Unit
from sightline.policy.reckoning import Due, reckon
from sightline.policy.terms import Framework
from sightline.policy.timescale_words import Standing, State, say, state_of
from sightline.policy.working_days import ENGLAND_AND_WALES

ROWS = {row.kind: row for row in DEADLINES[Framework.SIF_2015]}
INITIAL_REVIEW = ROWS[DeadlineKind.INITIAL_REVIEW]
FEEDBACK = ROWS[DeadlineKind.FEEDBACK_ON_REPORT]
REPORT = ROWS[DeadlineKind.FINAL_REPORT]
URGENT = ROWS[DeadlineKind.URGENT_CONTACT]
BREACH = replace(FEEDBACK, length=72, unit=Unit.CLOCK_HOURS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text if "T" in text else f"{text}T12:00").replace(tzinfo=UTC)


def due(start: str, row: Any = INITIAL_REVIEW, *, done: str | None = None, **more: Any) -> Due:
    done_at = None if done is None else at(done)
    return reckon(row, at(start), calendar=ENGLAND_AND_WALES, done_at=done_at, **more)


#: Identified on Monday 16 November 2026; the 72-hour review is due on Thursday 19.
REVIEW = "2026-11-16"


@pytest.mark.parametrize(
    ("start", "now", "words"),
    [
        (REVIEW, "2026-11-16", "due Thursday 19 November 2026, in 3 working days"),
        (REVIEW, "2026-11-17", "due Thursday 19 November 2026, in 2 working days"),
        (REVIEW, "2026-11-18", "due tomorrow, Thursday 19 November 2026"),
        (REVIEW, "2026-11-19", "due today"),
        # The last minute of the day in London, and the first that is past it.
        (REVIEW, "2026-11-19T23:59", "due today"),
        (REVIEW, "2026-11-20T00:00", "1 working day overdue, was due Thursday 19 November 2026"),
        (REVIEW, "2026-11-22", "1 working day overdue, was due Thursday 19 November 2026"),
        (REVIEW, "2026-11-23", "2 working days overdue, was due Thursday 19 November 2026"),
        # Due on a Friday: at the weekend it is overdue, and no working day has passed.
        ("2026-11-17", "2026-11-21", "overdue since midnight Friday, was due Friday 20 November 2026"),
        ("2026-11-17", "2026-11-23", "1 working day overdue, was due Friday 20 November 2026"),
        # Due on a Monday, seen on the Friday and at the weekend before it.
        ("2026-11-18", "2026-11-20", "due Monday 23 November 2026, in 1 working day"),
        ("2026-11-18", "2026-11-21", "due Monday 23 November 2026, in 1 working day"),
        ("2026-11-18", "2026-11-22", "due tomorrow, Monday 23 November 2026"),
        # Over Easter 2027: Good Friday 26 and Easter Monday 29 March do not count.
        ("2027-03-25", "2027-03-25", "due Thursday 1 April 2027, in 3 working days"),
        ("2027-03-25", "2027-03-29", "due Thursday 1 April 2027, in 3 working days"),
        ("2027-03-25", "2027-03-30", "due Thursday 1 April 2027, in 2 working days"),
    ],
)
def test_working_days_left_and_over(start: str, now: str, words: str) -> None:
    assert say(due(start), at(now)) == words


def test_three_working_days_from_the_monday_after_easter_week() -> None:
    assert say(due("2027-04-05"), at("2027-04-05")) == "due Thursday 8 April 2027, in 3 working days"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-10-29", "due Wednesday 18 November 2026, in 20 days"),
        ("2026-11-14", "due Wednesday 18 November 2026, in 4 days"),
        ("2026-11-22", "4 days overdue, was due Wednesday 18 November 2026"),
        ("2026-11-19", "1 day overdue, was due Wednesday 18 November 2026"),
    ],
)
def test_calendar_days_are_calendar_days_in_words_too(now: str, words: str) -> None:
    assert say(due("2026-10-29", FEEDBACK), at(now)) == words


@pytest.mark.parametrize(
    ("done", "standing", "words"),
    [
        ("2026-11-16", Standing.DONE_IN_TIME, "done in time, Monday 16 November 2026"),
        ("2026-11-19T23:59", Standing.DONE_IN_TIME, "done in time, Thursday 19 November 2026"),
        (
            "2026-11-23",
            Standing.DONE_OVERDUE,
            "done 2 working days overdue, Monday 23 November 2026",
        ),
    ],
)
def test_what_was_done_says_when_and_whether_in_time(done: str, standing: Standing, words: str) -> None:
    finished = due(REVIEW, done=done)
    assert state_of(finished, at("2026-12-24")).standing is standing
    assert say(finished, at("2026-12-24")) == words


def test_done_at_the_weekend_after_a_friday_is_overdue_by_less_than_a_working_day() -> None:
    finished = due("2026-11-17", done="2026-11-21")
    assert state_of(finished, at("2026-11-24")) == State(Standing.DONE_OVERDUE, 0)
    assert (
        say(finished, at("2026-11-24"))
        == "done overdue by less than a working day, Saturday 21 November 2026"
    )


def test_done_at_the_very_midnight_that_ends_the_day_is_overdue() -> None:
    finished = due(REVIEW, done="2026-11-20T00:00")
    assert state_of(finished, at("2026-11-24")) == State(Standing.DONE_OVERDUE, 1)


def test_as_it_stood_before_it_was_done() -> None:
    assert say(due(REVIEW, done="2026-11-23"), at("2026-11-18")) == "due tomorrow, Thursday 19 November 2026"


def test_days_count_in_the_unit_of_the_rule() -> None:
    assert state_of(due(REVIEW), at("2026-11-23")) == State(Standing.OVERDUE, 2)
    assert state_of(due("2026-10-29", FEEDBACK), at("2026-11-23")) == State(Standing.OVERDUE, 5)
    assert state_of(due(REVIEW), at("2026-11-16")) == State(Standing.RUNNING, 3)
    assert state_of(due(REVIEW), at("2026-11-19")) == State(Standing.DUE_TODAY, 0)
    assert state_of(due(REVIEW), at("2026-11-23")).is_overdue
    assert not state_of(due(REVIEW, done="2026-11-23"), at("2026-11-24")).is_overdue


def test_a_stopped_timescale_says_since_when_and_what_is_left() -> None:
    stopped = due("2026-03-27", REPORT, stops=[ClockStop(date(2026, 6, 23))])
    assert state_of(stopped, at("2026-08-01")) == State(Standing.STOPPED, 2)
    assert say(stopped, at("2026-08-01")) == "stopped since Tuesday 23 June 2026, with 2 working days left"


def test_an_agreed_date_at_a_weekend_is_said_without_counting_no_days() -> None:
    sunday = Extension(DeadlineKind.FINAL_REPORT, date(2026, 7, 19), at("2026-06-01"))
    extended = due("2026-03-27", REPORT, extensions=[sunday])
    assert say(extended, at("2026-07-17")) == "due Sunday 19 July 2026, before the next working day"
    assert say(extended, at("2026-07-18")) == "due tomorrow, Sunday 19 July 2026"


def test_done_to_a_date_agreed_afterwards_still_says_what_was_missed() -> None:
    late = Extension(DeadlineKind.FINAL_REPORT, date(2026, 7, 16), at("2026-06-30"))
    finished = due("2026-03-27", REPORT, done="2026-07-10", extensions=[late])
    assert say(finished, at("2026-07-11")) == (
        "done in time, Friday 10 July 2026, to a date agreed after Thursday 25 June 2026 was missed"
    )


def test_set_aside_and_ended_say_why() -> None:
    aside = due("2026-03-27", REPORT, set_aside="investigated by another body")
    assert say(aside, at("2026-08-01")) == "set aside: investigated by another body"
    ended = due("2026-03-27", REPORT, ended_at=at("2026-04-20"), ended_because="downgraded")
    assert say(ended, at("2026-08-01")) == "ended Monday 20 April 2026, when the incident was downgraded"
    assert say(ended, at("2026-04-19")) == "due Thursday 25 June 2026, in 47 working days"


def test_immediate_contact_is_due_immediately_then_overdue_in_days() -> None:
    assert say(due(REVIEW, URGENT), at(REVIEW)) == "due immediately"
    assert say(due(REVIEW, URGENT), at("2026-11-18")) == "2 days overdue, was due Monday 16 November 2026"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-03-27T15:00", "due 15:30 on Monday 30 March 2026, in 71 hours"),
        ("2026-03-29T14:30", "due tomorrow, 15:30 on Monday 30 March 2026"),
        ("2026-03-30T08:00", "due today by 15:30"),
        ("2026-03-30T14:45", "less than an hour overdue, was due 15:30 on Monday 30 March 2026"),
        ("2026-03-30T17:30", "3 hours overdue, was due 15:30 on Monday 30 March 2026"),
        ("2026-04-01T09:00", "2 days overdue, was due 15:30 on Monday 30 March 2026"),
    ],
)
def test_hours_are_said_with_the_time_in_london(now: str, words: str) -> None:
    assert say(due("2026-03-27T14:30", BREACH), at(now)) == words


def test_a_date_past_the_known_holidays_says_so_while_it_runs() -> None:
    words = say(due("2028-12-01", REPORT), at("2028-12-01"))
    assert words.endswith("; bank holidays for 2029 are not known yet, so check this date")


def test_never_says_late_or_clock() -> None:
    dues = [due(REVIEW, row) for row in ROWS.values()]
    texts = [say(each, at(now)) for each in dues for now in ("2026-11-16", "2026-11-20", "2027-09-01")]
    texts += [row.rule for row in ROWS.values()] + [standing.label for standing in Standing]
    assert not [text for text in texts if " late" in text or "clock" in text]
