"""Working days, held to published cases and to an oracle that counts one day at a time."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.policy.bank_holidays import BANK_HOLIDAYS
from sightline.policy.working_days import (
    ENGLAND_AND_WALES,
    Calendar,
    LateHoliday,
    add_months,
    add_working_days,
    end_of_day,
    is_working_day,
    london_day,
    working_days_between,
)

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "working_days" / "working_day_cases.json").read_text(
        encoding="utf-8"
    )
)
#: The Scottish holidays that the published assertions touch.
SCOTLAND = Calendar(
    frozenset(
        date.fromisoformat(day)
        for day in ["2016-01-01", "2016-01-04", "2017-12-25", "2017-12-26", "2018-01-01", "2018-01-02"]
    ),
    last_known_year=2018,
)
DAYS = st.dates(date(2012, 1, 1), date(2028, 6, 30))


def day(text: str) -> date:
    return date.fromisoformat(text)


def oracle(start: date, days: int, holidays: frozenset[date]) -> date:
    """Walks on one day at a time, ticking off every Monday to Friday that is no holiday."""
    at = start
    while days > 0:
        at += timedelta(days=1)
        if at.strftime("%a") not in ("Sat", "Sun") and at not in holidays:
            days -= 1
    return at


def test_all_published_cases_are_here() -> None:
    assert len(CASES["cases"]) == 526
    assert len(CASES["count_cases"]) == 200
    assert len(CASES["from_govuk_bank_holidays_test_suite"]) == 16


def test_due_date_is_as_published() -> None:
    wrong = [
        (case, found)
        for case in CASES["cases"]
        if (found := add_working_days(day(case["start"]), case["working_days"])) != day(case["due"])
    ]
    assert wrong == []


def test_count_is_as_published() -> None:
    wrong = [
        (case, found)
        for case in CASES["count_cases"]
        if (found := working_days_between(day(case["from"]), day(case["to"])))
        != case["working_days_after_from_up_to_and_including_to"]
    ]
    assert wrong == []


@pytest.mark.parametrize("case", CASES["from_govuk_bank_holidays_test_suite"], ids=str)
def test_published_assertion_of_the_bank_holidays_package_holds(case: dict[str, Any]) -> None:
    calendar = SCOTLAND if case.get("division") == "scotland" else ENGLAND_AND_WALES
    at = day(case["date"])
    answers: dict[str, Any] = {
        "is_holiday": at in calendar.holidays,
        "is_work_day": is_working_day(at, calendar),
        "next_work_day": add_working_days(at, 1, calendar).isoformat(),
        "prev_work_day": calendar.working_day_numbered(
            calendar.working_days_up_to(at - timedelta(days=1))
        ).isoformat(),
    }
    assert answers[case["op"]] == case["expected"]


GOLDEN = {
    "2022-07-04": ("2022-07-06", "2022-07-07", "2022-07-18", "2022-09-28"),
    "2026-03-27": ("2026-03-31", "2026-04-01", "2026-04-14", "2026-06-25"),
    "2026-03-28": ("2026-03-31", "2026-04-01", "2026-04-14", "2026-06-25"),
    "2026-04-02": ("2026-04-08", "2026-04-09", "2026-04-20", "2026-07-01"),
    "2026-09-01": ("2026-09-03", "2026-09-04", "2026-09-15", "2026-11-24"),
    "2026-12-23": ("2026-12-29", "2026-12-30", "2027-01-11", "2027-03-22"),
    "2027-03-25": ("2027-03-31", "2027-04-01", "2027-04-12", "2027-06-23"),
}


@pytest.mark.parametrize("start", GOLDEN)
def test_golden_table_of_the_reference(start: str) -> None:
    assert tuple(add_working_days(day(start), days).isoformat() for days in (2, 3, 10, 60)) == GOLDEN[start]


def test_every_year_from_2012_to_2028_has_its_holidays_and_none_falls_at_a_weekend() -> None:
    per_year = {year: sum(1 for each in BANK_HOLIDAYS if each.year == year) for year in range(2012, 2029)}
    assert len(BANK_HOLIDAYS) == 140 == sum(per_year.values())
    assert {year for year, number in per_year.items() if number != 8} == {2012, 2022, 2023}
    assert all(each.weekday() < 5 for each in BANK_HOLIDAYS)


@given(start=DAYS, days=st.integers(0, 300), extra=st.frozensets(DAYS, max_size=40))
def test_adding_agrees_with_counting_day_by_day(start: date, days: int, extra: frozenset[date]) -> None:
    calendar = ENGLAND_AND_WALES.with_late(map(LateHoliday, extra))
    assert add_working_days(start, days, calendar) == oracle(start, days, BANK_HOLIDAYS | extra)


@given(start=DAYS, length=st.integers(0, 400), extra=st.frozensets(DAYS, max_size=40))
def test_counting_agrees_with_counting_day_by_day(start: date, length: int, extra: frozenset[date]) -> None:
    calendar = ENGLAND_AND_WALES.with_late(map(LateHoliday, extra))
    span = [start + timedelta(days=offset) for offset in range(1, length + 1)]
    end = start + timedelta(days=length)
    assert working_days_between(start, end, calendar) == sum(is_working_day(each, calendar) for each in span)
    assert working_days_between(end, start, calendar) == -working_days_between(start, end, calendar)


@given(start=DAYS, days=st.integers(1, 300))
def test_due_date_is_a_working_day_that_many_working_days_on(start: date, days: int) -> None:
    due_on = add_working_days(start, days)
    assert is_working_day(due_on)
    assert working_days_between(start, due_on) == days


def test_no_days_is_the_start_itself_even_on_a_sunday() -> None:
    assert add_working_days(day("2026-11-22"), 0) == day("2026-11-22")


def test_negative_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be negative"):
        add_working_days(day("2026-11-22"), -1)
    with pytest.raises(ValueError, match="cannot be negative"):
        add_months(day("2026-11-22"), -1)


def test_a_date_outside_every_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="falls after year 9999"):
        add_months(date(9999, 8, 1), 6)
    assert add_months(date(9999, 1, 31), 11) == date(9999, 12, 31)
    with pytest.raises(ValueError, match="out of range"):
        add_working_days(date(9999, 12, 30), 5)
    with pytest.raises(ValueError, match="before year 1"):
        ENGLAND_AND_WALES.working_day_numbered(0)
    assert ENGLAND_AND_WALES.working_day_numbered(1) == date(1, 1, 1)


LATER = [
    LateHoliday(day("2026-06-19"), added_at=datetime(2026, 6, 1, 9, tzinfo=UTC)),
    LateHoliday(day("2026-06-22"), withdrawn_at=datetime(2026, 6, 1, 9, tzinfo=UTC)),
    LateHoliday(
        day("2026-06-23"),
        added_at=datetime(2026, 6, 2, 9, tzinfo=UTC),
        withdrawn_at=datetime(2026, 6, 3, 9, tzinfo=UTC),
    ),
]


@pytest.mark.parametrize(
    ("moment", "counted"),
    [
        ("2026-05-31T12:00", {"2026-06-22"}),
        # The moment itself counts as after.
        ("2026-06-01T09:00", {"2026-06-19"}),
        ("2026-06-02T09:00", {"2026-06-19", "2026-06-23"}),
        ("2026-06-03T09:00", {"2026-06-19"}),
    ],
)
def test_what_was_done_is_judged_by_the_holidays_known_at_that_moment(moment: str, counted: set[str]) -> None:
    calendar = ENGLAND_AND_WALES.with_late(LATER)
    assert calendar.holidays - BANK_HOLIDAYS == {day("2026-06-19")}
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    then = calendar.known_at(at)
    assert then.holidays == BANK_HOLIDAYS | {day(each) for each in counted}
    assert (then.first_known_year, then.last_known_year) == (
        ENGLAND_AND_WALES.first_known_year,
        ENGLAND_AND_WALES.last_known_year,
    )
    assert calendar.known_at(at) is then, "made once"
    assert ENGLAND_AND_WALES.known_at(at) is ENGLAND_AND_WALES


def test_a_holiday_proclaimed_later_moves_the_date_and_leaves_the_shared_calendar_alone() -> None:
    proclaimed = ENGLAND_AND_WALES.with_late([LateHoliday(day("2026-06-19"))])
    assert add_working_days(day("2026-06-18"), 1, proclaimed) == day("2026-06-22")
    assert add_working_days(day("2026-06-18"), 1) == day("2026-06-19")


def test_calendar_says_which_years_it_knows() -> None:
    assert ENGLAND_AND_WALES.knows(day("2012-01-01"))
    assert ENGLAND_AND_WALES.knows(day("2028-12-31"))
    assert not ENGLAND_AND_WALES.knows(day("2011-12-31"))
    assert not ENGLAND_AND_WALES.knows(day("2029-01-01"))
    assert not ENGLAND_AND_WALES.with_late([LateHoliday(day("2029-01-01"))]).knows(day("2029-01-01"))
    assert Calendar(frozenset(), last_known_year=2028).knows(date(1, 1, 1))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-06-30", 6, "2026-12-30"),
        ("2026-07-01", 6, "2027-01-01"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_months_keep_the_day_or_take_the_last_of_the_month(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("moment", "in_london"),
    [
        (datetime(2026, 1, 15, 23, 30, tzinfo=UTC), "2026-01-15"),
        (datetime(2026, 7, 15, 23, 30, tzinfo=UTC), "2026-07-16"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "2026-03-29"),
    ],
)
def test_the_day_is_the_day_in_london(moment: datetime, in_london: str) -> None:
    assert london_day(moment) == day(in_london)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        london_day(datetime(2026, 7, 15, 12))


@pytest.mark.parametrize(
    ("ends", "utc"),
    [
        ("2026-01-15", datetime(2026, 1, 16, 0, tzinfo=UTC)),
        ("2026-07-15", datetime(2026, 7, 15, 23, tzinfo=UTC)),
        # The clocks change during both days: the day ends at the midnight people see.
        ("2026-03-29", datetime(2026, 3, 29, 23, tzinfo=UTC)),
        ("2026-10-25", datetime(2026, 10, 26, 0, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_midnight_in_london(ends: str, utc: datetime) -> None:
    assert end_of_day(day(ends)) == utc
