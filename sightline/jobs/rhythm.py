"""When a job's turn comes. Pure: slots are computed from a moment handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from sightline.policy.working_days import LONDON

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


class Rhythm(Protocol):
    """How often a job runs."""

    @property
    def words(self) -> str:
        """As people say it."""

    def latest(self, now: datetime) -> datetime:
        """The newest turn that is not after ``now`` (an aware moment), in UTC."""

    def next(self, now: datetime) -> datetime:
        """The first turn after ``now``, in UTC."""


@dataclass(frozen=True)
class Every:
    """Every so many minutes, counted from midnight UTC."""

    minutes: int

    @property
    def words(self) -> str:
        """As people say it."""
        if self.minutes == 1:
            return "Every minute"
        if self.minutes % 60:
            return f"Every {self.minutes} minutes"
        return "Every hour" if self.minutes == 60 else f"Every {self.minutes // 60} hours"

    def latest(self, now: datetime) -> datetime:
        """See ``Rhythm``."""
        step = timedelta(minutes=self.minutes)
        return _EPOCH + (now - _EPOCH) // step * step

    def next(self, now: datetime) -> datetime:
        """See ``Rhythm``."""
        return self.latest(now) + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Daily:
    """Every day at a time in London; not between 01:00 and 02:00, which happens twice or never when clocks change."""

    at: time

    def __post_init__(self) -> None:
        if self.at.hour == 1:
            raise ValueError("Between 01:00 and 02:00 the clocks change: choose another time.")

    @property
    def words(self) -> str:
        """As people say it."""
        return f"Every day at {self.at:%H:%M}"

    def latest(self, now: datetime) -> datetime:
        """See ``Rhythm``."""
        today = now.astimezone(LONDON).date()
        turn = datetime.combine(today, self.at, LONDON)
        if turn > now:
            turn = datetime.combine(today - timedelta(days=1), self.at, LONDON)
        return turn.astimezone(UTC)

    def next(self, now: datetime) -> datetime:
        """See ``Rhythm``."""
        day = self.latest(now).astimezone(LONDON).date() + timedelta(days=1)
        return datetime.combine(day, self.at, LONDON).astimezone(UTC)
