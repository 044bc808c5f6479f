"""Figures that an ICB may set for itself: the shape of one, and which value holds on a day (design decision 39).

The default stands with the rule it is of, dated, with its tag and its source; ``local_default_rows`` lists them all. What
is agreed locally holds from a first to a last day and never before the day it was agreed on, so that what was decided
stays as it was judged. It holds for the whole installation: none of these rules asks at which Place something happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

from sightline.policy.editions import Dated, Editions
from sightline.policy.lengths import counted, say_day
from sightline.policy.reckoning import Tag
from sightline.policy.terms import Term

T = TypeVar("T")


class FigureUnit(Term):
    """What a figure counts; each value is a whole number of it."""

    PER_CENT = "per_cent", "in a hundred"
    SCORE = "score", "on a scale of 1 to 5"
    PEOPLE = "people", "counted"
    DAYS = "days", "calendar days"
    WORKING_DAYS = "working_days", "working days"
    HOURS = "hours", "hours"
    MONTHS = "months", "calendar months"
    YEARS = "years", "years"
    TIME_OF_DAY = "time_of_day", "minutes after midnight in London"
    CHOICE = "choice", "one of several"


class Stricter(Term):
    """Which way a figure asks more of people, or protects more of them."""

    HIGHER = "higher", "Higher is stricter"
    LOWER = "lower", "Lower is stricter"
    NEITHER = "neither", "Neither way is stricter"


@dataclass(frozen=True)
class Figure:
    """One figure of a rule: ``code`` is stored and never changes; ``words`` say what it is, after the rule's name.

    ``least`` and ``most``: what it may be set to, both included. ``defaults``: its own editions; before the first, the
    first. ``choices``: the words of a choice, by value.
    """

    code: str
    words: str
    unit: FigureUnit
    least: int
    most: int
    stricter: Stricter
    tag: Tag
    source: str
    clause: str
    defaults: Editions[int]
    choices: tuple[str, ...] = ()

    def default_on(self, day: date) -> int:
        """What holds on a day where nothing was agreed."""
        found = self.defaults.on(day)
        return (
            self.defaults.rows[0 if day < self.defaults.begins_on else -1].value if found is None else found
        )

    def say(self, value: int) -> str:
        """A value with its unit: "90%", "20 years", "09:00"."""
        if self.unit is FigureUnit.PER_CENT:
            return f"{value}%"
        nouns = {
            FigureUnit.YEARS: "year",
            FigureUnit.MONTHS: "month",
            FigureUnit.HOURS: "hour",
            FigureUnit.DAYS: "calendar day",
            FigureUnit.WORKING_DAYS: "working day",
        }
        if self.unit in nouns:
            return counted(value, nouns[self.unit])
        if self.unit is FigureUnit.TIME_OF_DAY:
            return f"{value // 60:02}:{value % 60:02}"
        return self.choices[value] if self.unit is FigureUnit.CHOICE else str(value)

    def is_looser(self, value: int, day: date) -> bool:
        """Whether a value asks less than the default of that day."""
        default = self.default_on(day)
        return {Stricter.HIGHER: value < default, Stricter.LOWER: value > default}.get(self.stricter, False)


@dataclass(frozen=True)
class FigureRule:
    """One rule with its figures. ``heading``: what it stands under on pages; ``label``: what it is called there.

    ``applied_by``: what asks it here, in words, "" where nothing does yet. ``in_order``: codes of figures of which none
    may be above the next; ``apart``: nor equal to it.
    """

    code: str
    heading: str
    label: str
    figures: tuple[Figure, ...]
    applied_by: str = ""
    in_order: tuple[str, ...] = ()
    apart: bool = False


@dataclass(frozen=True)
class AgreedFigure:
    """One value, in its figure's own unit, from a first to a last day; both belong to it. ``reason``: who agreed, and why."""

    code: str
    value: int
    from_on: date
    until_on: date | None = None
    reason: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the day lies in its time."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def meets(self, other: AgreedFigure) -> bool:
        """Whether both are of one figure and have a day in common."""
        begins_in_time = other.until_on is None or self.from_on <= other.until_on
        return (
            self.code == other.code
            and begins_in_time
            and (self.until_on is None or other.from_on <= self.until_on)
        )


def agreed_on(code: str, day: date, agreed: Iterable[AgreedFigure]) -> AgreedFigure | None:
    """What was agreed of a figure and holds on a day, or None where the default does.

    Where two meet, the one that began last counts: services refuse such a pair, and two people at one moment may still
    make it.
    """
    held = [row for row in agreed if row.code == code and row.holds_on(day)]
    return max(held, key=lambda row: row.from_on, default=None)


def value_on(figure: Figure, day: date, agreed: Iterable[AgreedFigure]) -> int:
    """The value of a figure in force on a day."""
    found = agreed_on(figure.code, day, agreed)
    return figure.default_on(day) if found is None else found.value


def turns(codes: Iterable[str], agreed: Iterable[AgreedFigure]) -> list[date]:
    """The days on which what was agreed of these figures begins, and those after its last; in order, each once."""
    wanted = set(codes)
    rows = [row for row in agreed if row.code in wanted]
    lasts = [row.until_on for row in rows if row.until_on is not None and row.until_on < date.max]
    return sorted({row.from_on for row in rows} | {last + timedelta(days=1) for last in lasts})


def editions_with(
    base: Editions[T],
    codes: Sequence[str],
    agreed: Sequence[AgreedFigure],
    put: Callable[[T, Mapping[str, AgreedFigure]], T],
) -> Editions[T]:
    """The editions of a rule with what was agreed of its figures: they are handed to the rule in place of its own.

    ``put`` gives an edition with some of its figures replaced, by code. Days before the first edition have none.
    """
    found = turns(codes, agreed)
    if not found:
        return base
    days = sorted({row.from_on for row in base.rows} | {day for day in found if day > base.begins_on})
    rows: list[Dated[T]] = []
    for place, day in enumerate(days):
        edition = next((row for row in base.rows if row.holds_on(day)), None)
        if edition is None:
            continue
        varied = {code: row for code in codes if (row := agreed_on(code, day, agreed))}
        last = days[place + 1] - timedelta(days=1) if place + 1 < len(days) else edition.until_on
        rows.append(Dated(put(edition.value, varied) if varied else edition.value, day, last))
    return Editions(base.name, tuple(rows))


def problem_with_value(figure: Figure, value: int) -> str:
    """Why a figure cannot be set to a value at all, in a sentence, or ``""``."""
    if figure.least <= value <= figure.most:
        return ""
    return f"It can be from {figure.say(figure.least)} to {figure.say(figure.most)}."


def problem_of_rule(rule: FigureRule, agreed: Sequence[AgreedFigure], *, since: date) -> str:
    """The first two figures of a rule that cannot stand together on a day from ``since`` on, in a sentence, or ``""``.

    What holds changes only when something agreed begins or is over, or an edition of a default does.
    """
    figures = {figure.code: figure for figure in rule.figures}
    ordered = [figures[code] for code in rule.in_order]
    begins = {row.from_on for figure in ordered for row in figure.defaults.rows}
    days = {since} | {day for day in {*turns(rule.in_order, agreed), *begins} if day >= since}
    for day in sorted(days):
        held = [(figure, value_on(figure, day, agreed)) for figure in ordered]
        for (low, lower), (high, higher) in pairwise(held):
            if lower > higher or (rule.apart and lower == higher):
                than = "below" if rule.apart else "at or below"
                return (
                    f"“{low.words}” must be {than} “{high.words}”. On {say_day(day)} they would be {low.say(lower)} and "
                    f"{high.say(higher)}."
                )
    return ""
