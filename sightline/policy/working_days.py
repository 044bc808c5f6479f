"""What counts as a working day, and arithmetic on days in London (reference 9).

A working day is Monday to Friday except bank holidays in England and Wales. The day something starts is day
0. A start on a weekend or holiday counts from the next working day by itself: that day is day 1. Nothing here
asks what day it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sightline.policy.bank_holidays import BANK_HOLIDAYS, FIRST_KNOWN_YEAR, LAST_KNOWN_YEAR

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class LateHoliday:
    """A holiday added after the calendar was published, or added and withdrawn again.

    ``added_at`` None: it was always known. ``withdrawn_at`` None: it stands.
    """

    day: date
    added_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def was_known(self, at: datetime) -> bool:
        """Whether it counted at a moment, by what was recorded then."""
        is_added = self.added_at is None or self.added_at <= at
        return is_added and (self.withdrawn_at is None or self.withdrawn_at > at)


@dataclass(frozen=True)
class Calendar:
    """The holidays known, and for which years. Outside those years a date is computed, and must warn.

    ``late``: those that were added or withdrawn by hand, with when; ``holidays`` has those that stand.
    """

    holidays: frozenset[date]
    last_known_year: int
    first_known_year: int = 1
    late: tuple[LateHoliday, ...] = ()
    #: Ordinals of the holidays on weekdays, in order, and the working days that come before each.
    _ordinals: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _working_days_before: tuple[int, ...] = field(init=False, repr=False, compare=False)
    #: The calendar at earlier moments, by the late holidays that counted then; few, and made once.
    _then: dict[frozenset[date], Calendar] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        ordinals = tuple(sorted(day.toordinal() for day in self.holidays if day.weekday() < 5))
        before = tuple(_weekdays_up_to(ordinal) - index - 1 for index, ordinal in enumerate(ordinals))
        object.__setattr__(self, "_ordinals", ordinals)
        object.__setattr__(self, "_working_days_before", before)

    def with_late(self, late: Iterable[LateHoliday]) -> Calendar:
        """This calendar with holidays added or withdrawn by hand; those that it has itself are nothing new."""
        rows = tuple(row for row in late if row.day not in self.holidays)
        standing = frozenset(row.day for row in rows if row.withdrawn_at is None)
        return Calendar(self.holidays | standing, self.last_known_year, self.first_known_year, rows)

    def known_at(self, moment: datetime) -> Calendar:
        """The calendar as it was known at a moment: what was done or ended then is judged by it, and stays so judged."""
        if not self.late:
            return self
        then = frozenset(row.day for row in self.late if row.was_known(moment))
        if then not in self._then:
            published = self.holidays - {row.day for row in self.late}
            self._then[then] = Calendar(published | then, self.last_known_year, self.first_known_year)
        return self._then[then]

    def knows(self, day: date) -> bool:
        """Whether the holidays of that day's year are known, so that a count reaching it can be relied on."""
        return self.first_known_year <= day.year <= self.last_known_year

    def working_days_up_to(self, day: date) -> int:
        """Working days from the beginning of the calendar (1 January 0001) up to and including ``day``."""
        ordinal = day.toordinal()
        return _weekdays_up_to(ordinal) - bisect_right(self._ordinals, ordinal)

    def working_day_numbered(self, number: int) -> date:
        """The working day of that number in ``working_days_up_to``; ValueError before year 1 or past 9999."""
        weekday_number = number + bisect_left(self._working_days_before, number)
        if weekday_number < 1:
            raise ValueError("No such date: it falls before year 1.")
        weeks, weekday = divmod(weekday_number - 1, 5)
        return date.fromordinal(weeks * 7 + weekday + 1)


def _weekdays_up_to(ordinal: int) -> int:
    # Ordinal 1 is a Monday, so whole weeks are five weekdays each and the rest of a week at most five.
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


ENGLAND_AND_WALES = Calendar(BANK_HOLIDAYS, LAST_KNOWN_YEAR, FIRST_KNOWN_YEAR)


def is_working_day(day: date, calendar: Calendar = ENGLAND_AND_WALES) -> bool:
    """Monday to Friday and not a holiday of the calendar."""
    return day.weekday() < 5 and day not in calendar.holidays


def add_working_days(start: date, days: int, calendar: Calendar = ENGLAND_AND_WALES) -> date:
    """The ``days``-th working day after ``start``; ``start`` itself when ``days`` is 0.

    ValueError when ``days`` is negative or the answer lies past year 9999.
    """
    if days < 0:
        raise ValueError("A number of working days cannot be negative.")
    if days == 0:
        return start
    return calendar.working_day_numbered(calendar.working_days_up_to(start) + days)


def working_days_between(start: date, end: date, calendar: Calendar = ENGLAND_AND_WALES) -> int:
    """Working days after ``start`` up to and including ``end``; negative when ``end`` comes first."""
    return calendar.working_days_up_to(end) - calendar.working_days_up_to(start)


def add_months(start: date, months: int) -> date:
    """That day of the month so many months on, or the month's last: 31 August and 6 is 28 February.

    ValueError when ``months`` is negative or the answer lies past year 9999.
    """
    if months < 0:
        raise ValueError("A number of months cannot be negative.")
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if year > date.max.year:
        raise ValueError("No such date: it falls after year 9999.")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def london_day(moment: datetime) -> date:
    """The day it is in London at an aware moment; ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return moment.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """The first moment that is past ``day`` in London (the next midnight), in UTC."""
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), LONDON)
    return midnight.astimezone(UTC)
