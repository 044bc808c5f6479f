"""How long: a number and a unit, read from words, counted from a day, and said again (reference 1.3 and 9).

Units are mixed on purpose. Working days skip weekends and bank holidays; calendar days, months and hours do
not, and are never rolled on to a working day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sightline.policy.terms import Term
from sightline.policy.working_days import Calendar, add_months, add_working_days, working_days_between


class Unit(Term):
    """The kind of day, or hour, in which a limit is counted."""

    IMMEDIATELY = "immediately", "immediately"
    WORKING_DAYS = "working_days", "working days"
    CALENDAR_DAYS = "calendar_days", "calendar days"
    MONTHS = "months", "months"
    CLOCK_HOURS = "clock_hours", "hours"
    AGREED = "agreed", "agreed case by case"


_UNITS = {
    "working": Unit.WORKING_DAYS,
    "calendar": Unit.CALENDAR_DAYS,
    "month": Unit.MONTHS,
    "hour": Unit.CLOCK_HOURS,
}
_WRITTEN = re.compile(
    r"(\d{1,4})\s+(?:(working|calendar)\s+days?|(?:calendar\s+)?(month)s?|(?:clock\s+)?(hour)s?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Length:
    """A limit: ``Length(60, Unit.WORKING_DAYS)`` reads "60 working days"."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        if self.unit in (Unit.IMMEDIATELY, Unit.AGREED):
            return self.unit.label
        return counted(self.number, self.unit.label.removesuffix("s"))


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 working day", "2 working days"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def parse_length(text: str) -> Length:
    """Reads "60 working days", "20 calendar days", "6 months" or "72 hours"; ValueError for anything else.

    "20 days" alone is refused, because working and calendar days are different rules. At most 9,999.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(
            f'"{text.strip()}" is not a length: write it like "60 working days", "20 calendar days", '
            '"6 months" or "72 hours".'
        )
    number, *words = match.groups()
    word = next(word for word in words if word)
    return Length(int(number), _UNITS[word.lower()])


def last_day(start: date, length: Length, calendar: Calendar) -> date:
    """The last day of a limit in days or months from ``start``, which is day 0.

    ValueError for hours, which run from a moment (see ``last_moment``), and where a day is agreed instead.
    """
    match length.unit:
        case Unit.IMMEDIATELY:
            return start
        case Unit.WORKING_DAYS:
            return add_working_days(start, length.number, calendar)
        case Unit.CALENDAR_DAYS:
            return start + timedelta(days=length.number)
        case Unit.MONTHS:
            return add_months(start, length.number)
        case Unit.CLOCK_HOURS:
            raise ValueError("Hours run from a moment, not from a day.")
        case Unit.AGREED:
            raise ValueError("The day is agreed case by case, and not counted.")


def last_moment(start: datetime, length: Length) -> datetime:
    """The moment a limit in hours ends, in UTC: hours that really pass, also when the clocks change."""
    if start.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return start.astimezone(UTC) + timedelta(hours=length.number)


def days_between(start: date, end: date, unit: Unit, calendar: Calendar) -> int:
    """Days after ``start`` up to and including ``end``: working days for that unit, else calendar days."""
    if unit is Unit.WORKING_DAYS:
        return working_days_between(start, end, calendar)
    return (end - start).days


def say_day(day: date) -> str:
    """A day as people say it: "Thursday 8 April 2027"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"
