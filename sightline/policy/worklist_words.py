"""How one line of a worklist says when: a few words in bold and the date below, from a due date alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.deadlines import DEADLINES
from sightline.policy.lengths import Unit, counted, days_between, say_day
from sightline.policy.terms import Framework
from sightline.policy.working_days import Calendar

_UNITS = {(framework, row.kind): row.unit for framework, rows in DEADLINES.items() for row in rows}


@dataclass(frozen=True)
class DueWords:
    """``short`` stands out ("1 working day overdue"); ``detail`` is the date ("was due Thursday 19 November 2026")."""

    short: str
    detail: str
    is_overdue: bool


def say_due(
    kind: DeadlineKind, framework: Framework, due_on: date, *, today: date, calendar: Calendar
) -> DueWords:
    """The words for something still owed, counted in working days where its rule is, else in calendar days."""
    unit = _UNITS.get((framework, kind), Unit.CALENDAR_DAYS)
    counts_working = unit is Unit.WORKING_DAYS
    noun = "working day" if counts_working else "day"
    if due_on < today:
        over = days_between(due_on, today, unit, calendar) if counts_working else (today - due_on).days
        short = f"{counted(over, noun)} overdue" if over else f"Overdue since midnight {due_on:%A}"
        return DueWords(short, f"was due {say_day(due_on)}", True)
    if due_on == today:
        return DueWords("Today", say_day(due_on), False)
    if due_on == today + timedelta(days=1):
        return DueWords("Tomorrow", say_day(due_on), False)
    left = days_between(today, due_on, unit, calendar) if counts_working else (due_on - today).days
    return DueWords(f"In {counted(left, noun)}", say_day(due_on), False)
