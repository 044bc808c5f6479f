"""Lists and defaults by edition: which one holds on a day, with no day claimed twice and none lost between two.

A threshold that a document or an ICB sets is an edition with the day it begins. A later one is added, never typed over
the earlier, so that what was decided under the earlier can still be explained.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Generic, TypeVar

from sightline.policy.lengths import say_day

T = TypeVar("T")


class EditionError(ValueError):
    """Editions of one list that overlap, leave days out, or end before they begin."""


@dataclass(frozen=True)
class Dated(Generic[T]):
    """One edition: ``value`` holds from ``from_on`` up to and including ``until_on``; None means without end."""

    value: T
    from_on: date
    until_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this edition holds on that day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True)
class Editions(Generic[T]):
    """All editions of one thing, the oldest first. ``name`` is what an error calls it.

    Raises:
        EditionError: there is none, one ends before it begins, two overlap, or days between two belong to none.
    """

    name: str
    rows: tuple[Dated[T], ...]

    def __post_init__(self) -> None:
        if problem := problem_of_editions(self.name, self.rows):
            raise EditionError(problem)
        object.__setattr__(self, "rows", tuple(sorted(self.rows, key=lambda row: row.from_on)))

    @property
    def begins_on(self) -> date:
        """The first day for which there is an edition."""
        return self.rows[0].from_on

    def on(self, day: date) -> T | None:
        """What holds on that day; None before the first edition and after a last one that ended."""
        return next((row.value for row in self.rows if row.holds_on(day)), None)

    def with_edition(self, value: T, from_on: date) -> Editions[T]:
        """These editions and a later one; the edition then in force ends the day before.

        Raises:
            EditionError: the new one would begin on or before the day the last one begins.
        """
        last = self.rows[-1]
        if from_on <= last.from_on:
            raise EditionError(
                f"{self.name}: a new edition begins after {say_day(last.from_on)}, not on {say_day(from_on)}."
            )
        day_before = from_on - timedelta(days=1)
        ended = last if last.until_on is not None else replace(last, until_on=day_before)
        return Editions(self.name, (*self.rows[:-1], ended, Dated(value, from_on)))


def problem_of_editions(name: str, rows: Iterable[Dated[T]]) -> str:
    """What is wrong with these editions of one thing, naming the days, or ``""``. Their order does not matter."""
    ordered = sorted(rows, key=lambda row: row.from_on)
    if not ordered:
        return f"{name}: there is no edition."
    for row in ordered:
        if row.until_on is not None and row.until_on < row.from_on:
            return f"{name}: an edition ends on {say_day(row.until_on)}, before it begins on {say_day(row.from_on)}."
    for earlier, later in pairwise(ordered):
        if earlier.holds_on(later.from_on):
            return f"{name}: two editions hold on {say_day(later.from_on)}."
        if earlier.until_on is not None and later.from_on - earlier.until_on > timedelta(days=1):
            first, last = earlier.until_on + timedelta(days=1), later.from_on - timedelta(days=1)
            return f"{name}: no edition holds from {say_day(first)} to {say_day(last)}."
    return ""
