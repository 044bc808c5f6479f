"""Where a timescale stands at a moment, and how people say it. Never a percentage, never "late"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sightline.policy.lengths import Unit, counted, days_between, say_day
from sightline.policy.reckoning import Due
from sightline.policy.terms import Term
from sightline.policy.working_days import LONDON, london_day


class Standing(Term):
    """Where a timescale stands; the label is what a tag on the page says."""

    DONE_IN_TIME = "done_in_time", "in time"
    DONE_OVERDUE = "done_overdue", "done overdue"
    RUNNING = "running", "running"
    DUE_TODAY = "due_today", "due today"
    OVERDUE = "overdue", "overdue"
    STOPPED = "stopped", "stopped"
    SET_ASIDE = "set_aside", "set aside"
    ENDED = "ended", "ended"


@dataclass(frozen=True)
class State:
    """A standing and its distance from the due date, never negative.

    ``days`` counts working days for rules in working days, else calendar days: those left while running or
    stopped, those over when overdue or done overdue, else 0. ``hours`` is the same in whole hours, for rules
    in hours only.
    """

    standing: Standing
    days: int = 0
    hours: int | None = None

    @property
    def is_overdue(self) -> bool:
        """Still owed and past its due date."""
        return self.standing is Standing.OVERDUE


def state_of(due: Due, now: datetime) -> State:
    """Where it stands at ``now`` (aware). What was done, or ended, after ``now`` has not happened yet."""
    if due.done_at is not None and due.done_at <= now:
        if due.done_at < due.ends_at:
            return State(Standing.DONE_IN_TIME)
        return State(Standing.DONE_OVERDUE, _days_over(due, due.done_at), _hours_over(due, due.done_at))
    if due.set_aside:
        return State(Standing.SET_ASIDE)
    if due.ended_at is not None and due.ended_at <= now:
        return State(Standing.ENDED)
    today = london_day(now)
    if due.stopped_on is not None and due.stopped_on <= today:
        return State(Standing.STOPPED, due.left_when_stopped)
    if now >= due.ends_at:
        return State(Standing.OVERDUE, _days_over(due, now), _hours_over(due, now))
    hours = None if not _is_in_hours(due) else (due.ends_at - now) // timedelta(hours=1)
    if today == due.due_on:
        return State(Standing.DUE_TODAY, 0, hours)
    return State(Standing.RUNNING, _days_from(due, today), hours)


def say(due: Due, now: datetime) -> str:
    """Where it stands in plain words, in lower case: "due Thursday 8 April 2027, in 3 working days"."""
    state = state_of(due, now)
    words = _WORDS[state.standing](due, now, state)
    if state.standing in (Standing.RUNNING, Standing.STOPPED) and due.beyond_calendar:
        words += f"; bank holidays for {due.due_on.year} are not known yet, so check this date"
    return words


def _say_done_in_time(due: Due, now: datetime, state: State) -> str:
    words = f"done in time, {_say_moment(due.done_at)}"
    if due.missed(now):
        words += f", to a date agreed after {say_day(due.binding_on)} was missed"
    return words


def _say_done_overdue(due: Due, now: datetime, state: State) -> str:
    return f"done {_say_over(due, state)}, {_say_moment(due.done_at)}"


def _say_running(due: Due, now: datetime, state: State) -> str:
    today = london_day(now)
    if due.due_on == today + timedelta(days=1):
        return f"due tomorrow, {_say_end(due)}"
    if state.hours is not None:
        return f"due {_say_end(due)}, in {counted(state.hours, 'hour')}"
    if state.days == 0:
        # An agreed date on a Sunday, seen on Friday: no working day lies between.
        return f"due {_say_end(due)}, before the next working day"
    return f"due {_say_end(due)}, in {counted(state.days, _noun(due))}"


def _say_due_today(due: Due, now: datetime, state: State) -> str:
    if due.deadline.unit is Unit.IMMEDIATELY:
        return "due immediately"
    if state.hours is not None:
        return f"due today by {due.ends_at.astimezone(LONDON):%H:%M}"
    return "due today"


def _say_overdue(due: Due, now: datetime, state: State) -> str:
    if not state.days and not state.hours and not _is_in_hours(due):
        # Due on Friday and seen on Saturday: overdue, though no working day has passed.
        return f"overdue since midnight {due.due_on:%A}, was due {_say_end(due)}"
    return f"{_say_over(due, state)}, was due {_say_end(due)}"


def _say_stopped(due: Due, now: datetime, state: State) -> str:
    since = due.stopped_on or due.started_on
    return f"stopped since {say_day(since)}, with {counted(state.days, _noun(due))} left"


def _say_set_aside(due: Due, now: datetime, state: State) -> str:
    return f"set aside: {due.set_aside}"


def _say_ended(due: Due, now: datetime, state: State) -> str:
    return f"ended {_say_moment(due.ended_at)}, when the incident was {due.ended_because}"


_WORDS = {
    Standing.DONE_IN_TIME: _say_done_in_time,
    Standing.DONE_OVERDUE: _say_done_overdue,
    Standing.RUNNING: _say_running,
    Standing.DUE_TODAY: _say_due_today,
    Standing.OVERDUE: _say_overdue,
    Standing.STOPPED: _say_stopped,
    Standing.SET_ASIDE: _say_set_aside,
    Standing.ENDED: _say_ended,
}


def _say_over(due: Due, state: State) -> str:
    if state.hours is not None and state.days == 0:
        return f"{counted(state.hours, 'hour')} overdue" if state.hours else "less than an hour overdue"
    if state.days == 0:
        return "overdue by less than a working day"
    return f"{counted(state.days, _noun(due))} overdue"


def _say_end(due: Due) -> str:
    if _is_in_hours(due):
        return f"{due.ends_at.astimezone(LONDON):%H:%M} on {say_day(due.due_on)}"
    return say_day(due.due_on)


def _say_moment(moment: datetime | None) -> str:
    return "" if moment is None else say_day(london_day(moment))


def _noun(due: Due) -> str:
    return "working day" if due.deadline.unit is Unit.WORKING_DAYS else "day"


def _is_in_hours(due: Due) -> bool:
    return due.exact_end is not None and due.due_on == due.original_due_on


def _days_from(due: Due, day: date) -> int:
    return days_between(day, due.due_on, due.deadline.unit, due.calendar)


def _days_over(due: Due, moment: datetime) -> int:
    return max(0, days_between(due.due_on, london_day(moment), due.deadline.unit, due.calendar))


def _hours_over(due: Due, moment: datetime) -> int | None:
    return (moment - due.ends_at) // timedelta(hours=1) if _is_in_hours(due) else None
