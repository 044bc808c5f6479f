"""A moment as people type it, by the clock in London: the end of a day or of a minute, and what is wrong with the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from sightline.web.cases.moments import NotAMoment, last_moment_of, moment_in

NOW = datetime(2027, 6, 1, 9, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "means"),
    [
        # Winter, summer, and the days on which the clocks change: 23 and 25 hours long.
        (date(2027, 1, 5), None, datetime(2027, 1, 5, 23, 59, 59, 999999, UTC)),
        (date(2027, 5, 5), None, datetime(2027, 5, 5, 22, 59, 59, 999999, UTC)),
        (date(2027, 3, 28), None, datetime(2027, 3, 28, 22, 59, 59, 999999, UTC)),
        (date(2026, 10, 25), None, datetime(2026, 10, 25, 23, 59, 59, 999999, UTC)),
        (date(2027, 1, 5), time(13, 5), datetime(2027, 1, 5, 13, 5, 59, 999999, UTC)),
        (date(2027, 5, 5), time(13, 5), datetime(2027, 5, 5, 12, 5, 59, 999999, UTC)),
        # 01:30 comes twice: the second, so that nothing of the first is left out.
        (date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 1, 30, 59, 999999, UTC)),
        # Today has not ended, nor has this minute.
        (date(2027, 6, 1), None, NOW),
        (date(2027, 6, 1), time(10, 0), NOW),
    ],
)
def test_a_day_or_a_minute_is_meant_to_its_end(day: date, at: time | None, means: datetime) -> None:
    assert last_moment_of(day, at, now=NOW) == means


@pytest.mark.parametrize(
    ("day", "at", "words", "at_time"),
    [
        (date(2027, 6, 2), None, "now or in the past", False),
        (date(2027, 6, 2), time(0, 0), "now or in the past", False),
        (date(2027, 6, 1), time(10, 1), "now or in the past", True),
        (date(2027, 3, 28), time(1, 30), "no 01:30 on that day: the clocks went forward", True),
        (date(1, 1, 1), None, "years 1900 to 2199", False),
        (date(9999, 12, 31), None, "years 1900 to 2199", False),
    ],
)
def test_what_is_no_moment_says_why_and_beside_which_field(
    day: date, at: time | None, words: str, at_time: bool
) -> None:
    with pytest.raises(NotAMoment, match=words) as refused:
        last_moment_of(day, at, now=NOW)
    assert refused.value.at_time is at_time


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2027-01-05", datetime(2027, 1, 5, 23, 59, 59, 999999, UTC)),
        ("2027-05-05T13:05", datetime(2027, 5, 5, 12, 5, 59, 999999, UTC)),
        ("2027-05-05T13:05:07.000001+00:00", datetime(2027, 5, 5, 13, 5, 7, 1, UTC)),
        ("2027-05-05T13:05:07 00:00", datetime(2027, 5, 5, 13, 5, 7, 0, UTC)),
    ],
)
def test_an_address_names_a_day_a_minute_or_an_exact_moment(text: str, means: datetime) -> None:
    assert moment_in(text, now=NOW) == means


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2027-13-01", "2027-02-30", "2027-06-02", "2030-01-01T00:00:00+00:00", "9" * 400]
    + ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "\x00", "2027-05-05T25:00", "½½½½-½½-½½"],
)
def test_an_address_that_names_none_is_refused_and_never_a_fault(text: str) -> None:
    with pytest.raises(NotAMoment):
        moment_in(text, now=NOW)
