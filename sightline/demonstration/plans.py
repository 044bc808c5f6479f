"""A plan: which act, by whom, at which moment, for which story. Made from the day alone, so that it is the same twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sightline.demonstration.stories import number_from
from sightline.policy.working_days import ENGLAND_AND_WALES, LONDON, add_working_days, is_working_day

CALENDAR = ENGLAND_AND_WALES
#: How far back the demonstration reaches: 24 months.
DAYS = 730


@dataclass(frozen=True)
class Entry:
    """One act of the plan. ``act`` is a key of ``load.ACTS``; ``what`` its arguments; people and places by key."""

    at: datetime
    story: str
    number: int
    act: str
    who: str
    what: Mapping[str, Any]


@dataclass(frozen=True)
class Days:
    """Days reckoned from the day of loading. Everything in a plan lies before that day begins."""

    today: date

    def ago(self, working_days: int) -> date:
        """The working day so many before today; 1 is the last one before it."""
        return CALENDAR.working_day_numbered(
            CALENDAR.working_days_up_to(self.today - timedelta(days=1)) + 1 - working_days
        )

    @property
    def next_working_day(self) -> date:
        """The first working day after today."""
        return add_working_days(self.today, 1)


def before(day: date, working_days: int) -> date:
    """The working day from which so many working days end on ``day``, a working day."""
    return CALENDAR.working_day_numbered(CALENDAR.working_days_up_to(day) - working_days)


def after(day: date, working_days: int) -> date:
    """So many working days on; 0 is the same day, or the next working day after a weekend or holiday."""
    return add_working_days(day, working_days or (0 if is_working_day(day) else 1))


def moment(day: date, minutes: int) -> datetime:
    """A moment of a day in London, as UTC."""
    return datetime.combine(day, time(minutes // 60, minutes % 60), LONDON).astimezone(UTC)


class Diary:
    """The acts of one story, each later on its day than the one put there before it."""

    def __init__(self, key: str, days: Days) -> None:
        self.key = key
        self.days = days
        self.entries: list[Entry] = []
        self._last_minute: dict[date, int] = {}

    def put(self, day: date, act: str, who: str, *, minute: int | None = None, **what: Any) -> datetime:
        """Adds an act in working hours, or at a minute of the day; ValueError if it has not happened yet."""
        if day >= self.days.today:
            raise ValueError(f"{self.key}: {act} on {day} has not happened by {self.days.today}.")
        number = len(self.entries)
        if minute is None:
            minute = self._minute_on(day, number)
        self._last_minute[day] = minute
        entry = Entry(moment(day, minute), self.key, number, act, who, what)
        self.entries.append(entry)
        return entry.at

    def has_come(self, day: date) -> bool:
        """Whether a day lies before the day of loading."""
        return day < self.days.today

    def _minute_on(self, day: date, number: int) -> int:
        step = number_from(40, self.key, str(number))
        if day in self._last_minute:
            return min(self._last_minute[day] + 8 + step, 23 * 60 + 58)
        return 8 * 60 + 40 + step * 6


def in_order(entries: list[Entry]) -> list[Entry]:
    """All acts as they happened, so that references and the audit trail run in the order of time."""
    return sorted(entries, key=lambda entry: (entry.at, entry.story, entry.number))
