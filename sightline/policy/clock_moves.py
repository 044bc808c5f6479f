"""Correcting a record: in which order the corrected dates can stand, and which timescales the correction moves.

A correction never hides: a timescale that was met and no longer is, is said in words before it is confirmed
(design decision 12).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.date_order import (
    problem_with_declared,
    problem_with_found,
    problem_with_happened,
    problem_with_identified,
)
from sightline.policy.questionnaire import Problem
from sightline.policy.reckoning import Due
from sightline.policy.timescale_words import Standing, say, state_of
from sightline.policy.working_days import LONDON, london_day

REASON_LENGTH = 2_000


@dataclass(frozen=True)
class CorrectedDates:
    """The dates as they are to stand; ``identified_at`` is None where it was never declared."""

    happened_on: date | None
    happened_time: time | None
    found_on: date | None
    identified_at: datetime | None


def problems(
    dates: CorrectedDates, *, reason: str, declared_at: datetime | None, now: datetime
) -> tuple[Problem, ...]:
    """What stops these dates from standing, each beside its field; empty when nothing does."""
    today = london_day(now)
    said = {
        "happened_on": problem_with_happened(dates.happened_on, today=today) or _day_missing(dates),
        "happened_time": _problem_with_time(dates, now),
        "found_on": problem_with_found(dates.found_on, happened_on=dates.happened_on, today=today),
        "identified_at": _problem_with_identified(dates, declared_at, now),
        "reason": _problem_with_reason(reason),
    }
    return tuple(Problem(field, words, clause="4.3a") for field, words in said.items() if words)


def _day_missing(dates: CorrectedDates) -> str:
    if dates.happened_time is not None and dates.happened_on is None:
        return "Enter the date it happened, or leave the time empty too."
    return ""


def _happened_at(dates: CorrectedDates) -> datetime | None:
    """The moment it happened, where day and time are both known."""
    if dates.happened_on is None or dates.happened_time is None:
        return None
    return datetime.combine(dates.happened_on, dates.happened_time, tzinfo=LONDON)


def _problem_with_time(dates: CorrectedDates, now: datetime) -> str:
    happened_at = _happened_at(dates)
    if happened_at is not None and dates.happened_on == london_day(now) and happened_at > now:
        return "The time it happened cannot be in the future."
    return ""


def _problem_with_identified(dates: CorrectedDates, declared_at: datetime | None, now: datetime) -> str:
    identified_at, happened_at = dates.identified_at, _happened_at(dates)
    if identified_at is None:
        return "" if declared_at is None else "Enter when it was identified."
    if words := problem_with_identified(identified_at, happened_on=dates.happened_on, now=now):
        return words
    if dates.found_on is not None and london_day(identified_at) < dates.found_on:
        return "It cannot have been identified before it was found. Check both dates."
    if happened_at is not None and identified_at < happened_at:
        return "It cannot have been identified before it happened. Check both."
    if declared_at is not None:
        return problem_with_declared(declared_at, identified_at=identified_at, now=now)
    return ""


def _problem_with_reason(reason: str) -> str:
    if not reason.strip():
        return "Say why the record is corrected."
    if len(reason.strip()) > REASON_LENGTH:
        return f"Use {REASON_LENGTH:,} characters or fewer."
    return ""


@dataclass(frozen=True)
class ClockMove:
    """One timescale before and after. A side is None where the timescale does not run there.

    ``becomes_unmet``: it was not missed before, and is after. ``words`` say what becomes of it.
    """

    kind: DeadlineKind
    round: int
    old_due_on: date | None
    new_due_on: date | None
    words: str
    becomes_unmet: bool
    moves: bool


def clock_moves(before: Iterable[Due], after: Iterable[Due], *, now: datetime) -> tuple[ClockMove, ...]:
    """Every timescale on either side, in the order of the rules, with what the correction does to it."""
    old = {(due.kind, due.round): due for due in before}
    new = {(due.kind, due.round): due for due in after}
    return tuple(_move(old.get(key), new.get(key), key, now) for key in {**old, **new})


def _move(old: Due | None, new: Due | None, key: tuple[DeadlineKind, int], now: datetime) -> ClockMove:
    becomes_unmet = new is not None and new.missed(now) and not (old is not None and old.missed(now))
    return ClockMove(
        kind=key[0],
        round=key[1],
        old_due_on=None if old is None else old.due_on,
        new_due_on=None if new is None else new.due_on,
        words=_words(old, new, now),
        becomes_unmet=becomes_unmet,
        moves=_placed(old) != _placed(new),
    )


def _placed(due: Due | None) -> tuple[date, date, date] | None:
    return None if due is None else (due.started_on, due.original_due_on, due.due_on)


def _words(old: Due | None, new: Due | None, now: datetime) -> str:
    if old is None:
        return f"starts: {say(new, now)}" if new is not None else ""
    if new is None:
        return "no longer runs"
    was, becomes = say(old, now), say(new, now)
    if was == becomes:
        return "unchanged" if _placed(old) == _placed(new) else f"still {becomes}"
    return f"{_short(old, now)} → now {becomes}"


_SHORT = {
    Standing.DONE_IN_TIME: "met in time",
    Standing.RUNNING: "was running",
    Standing.DUE_TODAY: "was due today",
}


def _short(due: Due, now: datetime) -> str:
    return _SHORT.get(state_of(due, now).standing) or say(due, now).split(",")[0]
