"""Dates, moments and counts as people say them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def say_date(day: date) -> str:
    """``Thursday 8 April 2027``. A moment is taken as its day in London."""
    local = _day(day)
    return f"{local:%A} {local.day} {local:%B %Y}"


def say_short_date(day: date) -> str:
    """``Thu 8 Apr``, where the year is plain from what stands around it."""
    local = _day(day)
    return f"{local:%a} {local.day} {local:%b}"


def say_plain_date(day: date) -> str:
    """``8 April 2027``, where the weekday says nothing."""
    local = _day(day)
    return f"{local.day} {local:%B %Y}"


def say_month(day: date) -> str:
    """``April 2027``."""
    return f"{_day(day):%B %Y}"


def say_moment(moment: datetime) -> str:
    """``16 November 2026, 17:42`` in London; the moment must be aware."""
    local = moment.astimezone(LONDON)
    return f"{local.day} {local:%B %Y}, {local:%H:%M}"


def say_count(number: int, one: str, many: str = "") -> str:
    """``1 incident``, ``3 incidents``, ``1,204 incidents``; ``many`` where an s will not do."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _day(day: date) -> date:
    return day.astimezone(LONDON).date() if isinstance(day, datetime) else day
