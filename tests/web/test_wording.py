"""Dates are said as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sightline.web.wording import say_count, say_date, say_moment, say_month, say_plain_date, say_short_date


def test_date_is_said_in_full_and_in_short() -> None:
    assert say_date(date(2027, 4, 8)) == "Thursday 8 April 2027"
    assert say_short_date(date(2027, 4, 8)) == "Thu 8 Apr"
    assert say_plain_date(date(2027, 4, 8)) == "8 April 2027"
    assert say_month(date(2027, 4, 1)) == "April 2027"


def test_moment_is_said_in_london_in_winter_and_summer() -> None:
    assert say_moment(datetime(2026, 11, 16, 17, 42, tzinfo=UTC)) == "16 November 2026, 17:42"
    assert say_moment(datetime(2026, 7, 31, 23, 30, tzinfo=UTC)) == "1 August 2026, 00:30"


def test_moment_asked_as_a_day_is_the_day_in_london() -> None:
    assert say_date(datetime(2026, 7, 31, 23, 30, tzinfo=UTC)) == "Saturday 1 August 2026"


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 incidents"), (1, "1 incident"), (3, "3 incidents"), (1204, "1,204 incidents")]
)
def test_count_agrees_with_its_noun(number: int, said: str) -> None:
    assert say_count(number, "incident") == said


def test_count_uses_the_plural_given() -> None:
    assert say_count(2, "enquiry", "enquiries") == "2 enquiries"
