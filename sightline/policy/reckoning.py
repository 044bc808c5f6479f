"""One timescale reckoned: its rule, its start, the original last day and what moved it (reference 1.3).

The original date is never lost. An extension sets a later last day; a stop moves it by the days stopped; each
only applies to a timescale that had not already ended. A date agreed after the fact is shown, and does not
count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sightline.policy.clock_facts import ClockStop, DeadlineKind, Extension
from sightline.policy.lengths import Length, Unit, days_between, last_day, last_moment, say_day
from sightline.policy.terms import Framework, Relation, Term
from sightline.policy.working_days import Calendar, add_working_days, end_of_day, london_day


class Tag(Term):
    """Where a length comes from, shown beside the rule."""

    NATIONAL = "national", "national framework"
    LOCAL_DEFAULT = "local_default", "local default"
    STATUTE = "statute", "law"


@dataclass(frozen=True)
class Deadline:
    """One rule: who must do it, from which fact, within what, by which clause.

    ``number`` is its place in reference 1.3. ``stops``: an outside body may pause it. ``outlasts_case``: it
    stays owed after a downgrade or closure.
    """

    kind: DeadlineKind
    number: str
    framework: Framework
    owner: Relation
    starts_at_fact: str
    counted_from: str
    length: int
    unit: Unit
    clause: str
    tag: Tag
    source: str
    stops: bool = False
    outlasts_case: bool = False

    @property
    def label(self) -> str:
        """The name people read."""
        return self.kind.label

    @property
    def rule(self) -> str:
        """The rule in words: "3 working days from when it was identified"."""
        return self.rule_for(self.length)

    def rule_for(self, number: int) -> str:
        """The rule in words with a locally agreed number."""
        if self.unit is Unit.AGREED:
            return f"{self.unit.label}, {self.counted_from}"
        return f"{Length(number, self.unit)} from {self.counted_from}"


@dataclass(frozen=True)
class Due:
    """When one thing is due and what became of it; ``timescale_words`` says where it stands.

    ``original_due_on`` never moves. ``due_on`` is moved by extensions and stops. ``binding_on`` is what
    reports count: moved by stops and by extensions agreed in time, never by a retrospective one.
    ``stopped_on`` is set while it is stopped, with the days then left (in the rule's kind of day).
    ``beyond_calendar``: counted through a year whose bank holidays are not known; warn. ``set_aside`` and
    ``ended_because`` are reasons in words, empty when neither is so. ``rule`` is the rule in force, with
    local lengths.
    """

    deadline: Deadline
    round: int
    rule: str
    started_on: date
    original_due_on: date
    due_on: date
    binding_on: date
    calendar: Calendar = field(repr=False)
    exact_end: datetime | None = None
    done_at: datetime | None = None
    stopped_on: date | None = None
    left_when_stopped: int = 0
    ended_at: datetime | None = None
    ended_because: str = ""
    set_aside: str = ""
    beyond_calendar: bool = False

    @property
    def kind(self) -> DeadlineKind:
        """Which timescale this is."""
        return self.deadline.kind

    @property
    def ends_at(self) -> datetime:
        """The first moment past it, in UTC: the midnight in London that ends ``due_on``, or the hour."""
        if self.exact_end is not None and self.due_on == self.original_due_on:
            return self.exact_end
        return end_of_day(self.due_on)

    @property
    def is_running(self) -> bool:
        """Still owed: neither done, ended, set aside nor stopped. It may be overdue."""
        return not (self.done_at or self.ended_at or self.set_aside or self.stopped_on)

    @property
    def was_extended(self) -> bool:
        """Whether the last day is no longer the original one, by extension or stop."""
        return self.due_on != self.original_due_on

    def missed(self, now: datetime) -> bool:
        """Whether the date that counts in reports was missed by ``now``, or by when it was done or ended."""
        if self.set_aside and self.done_at is None:
            return False
        until = min(moment for moment in (now, self.done_at, self.ended_at) if moment is not None)
        if self.exact_end is not None and self.binding_on == self.original_due_on:
            return until >= self.exact_end
        day = london_day(until)
        return (day if self.stopped_on is None else min(day, self.stopped_on)) > self.binding_on


def reckon(
    deadline: Deadline,
    started: datetime | date,
    *,
    calendar: Calendar,
    number: int | None = None,
    agreed_on: date | None = None,
    done_at: datetime | None = None,
    ended_at: datetime | None = None,
    ended_because: str = "",
    set_aside: str = "",
    extensions: Iterable[Extension] = (),
    stops: Iterable[ClockStop] = (),
    round: int = 1,
) -> Due:
    """The due date of one rule from one start, with a local length or an agreed date in its place.

    ``started`` is an aware moment, or a day for limits not counted in hours. ValueError for a naive moment,
    for hours from a day, or for a local length below 1.
    """
    length = Length(deadline.length if number is None else number, deadline.unit)
    if number is not None and number < 1:
        raise ValueError(f"{deadline.label}: a local length is at least 1, not {number}.")
    started_on = london_day(started) if isinstance(started, datetime) else started
    exact_end = None
    if agreed_on is not None:
        original = agreed_on
    elif length.unit is Unit.CLOCK_HOURS:
        if not isinstance(started, datetime):
            raise ValueError("Hours run from a moment, not from a day.")
        exact_end = last_moment(started, length)
        original = london_day(exact_end)
    else:
        original = last_day(started_on, length, calendar)
    pauses = _merged(stops, started_on) if deadline.stops else []
    if done_at is not None:
        pauses = _until(london_day(done_at), pauses)
    granted = sorted(extensions, key=lambda extension: extension.granted_at)
    due_on, frozen_on = _moved(original, deadline.unit, calendar, granted, pauses, only_in_time=False)
    binding_on, _ = _moved(original, deadline.unit, calendar, granted, pauses, only_in_time=True)
    counts_working_days = deadline.unit is Unit.WORKING_DAYS
    return Due(
        deadline=deadline,
        round=round,
        rule=_rule(deadline, length, agreed_on),
        started_on=started_on,
        original_due_on=original,
        due_on=due_on,
        binding_on=binding_on,
        calendar=calendar,
        exact_end=exact_end,
        done_at=done_at,
        stopped_on=None if frozen_on is None else pauses[-1].stopped_on,
        left_when_stopped=0
        if frozen_on is None
        else days_between(frozen_on, due_on, deadline.unit, calendar),
        ended_at=ended_at if done_at is None else None,
        ended_because=ended_because if done_at is None else "",
        set_aside=set_aside if done_at is None else "",
        beyond_calendar=counts_working_days and not (calendar.knows(started_on) and calendar.knows(due_on)),
    )


def _rule(deadline: Deadline, length: Length, agreed_on: date | None) -> str:
    if agreed_on is None:
        return deadline.rule_for(length.number)
    if deadline.unit is Unit.AGREED:
        # The day stands beside it, and may be agreed anew.
        return deadline.rule
    return f"by {say_day(agreed_on)}, as agreed with the ICB"


def _merged(stops: Iterable[ClockStop], started_on: date) -> list[ClockStop]:
    # Overlapping requests of two bodies pause once; a stop before the start pauses from the start.
    merged: list[ClockStop] = []
    for stop in sorted(stops, key=lambda each: each.stopped_on):
        begins = max(stop.stopped_on, started_on)
        if stop.restarted_on is not None and stop.restarted_on <= begins:
            continue
        last = merged[-1] if merged else None
        if last is None or (last.restarted_on is not None and last.restarted_on < begins):
            merged.append(ClockStop(begins, stop.restarted_on))
        elif last.restarted_on is not None:
            ends = None if stop.restarted_on is None else max(last.restarted_on, stop.restarted_on)
            merged[-1] = ClockStop(last.stopped_on, ends)
    return merged


def _until(done_on: date, stops: list[ClockStop]) -> list[ClockStop]:
    # What is done during a stop ends the stop for it, and is never held overdue for days that did not count.
    return [
        ClockStop(stop.stopped_on, done_on if stop.restarted_on is None else min(stop.restarted_on, done_on))
        for stop in stops
        if stop.stopped_on < done_on
    ]


def _moved(
    due_on: date,
    unit: Unit,
    calendar: Calendar,
    extensions: list[Extension],
    stops: list[ClockStop],
    *,
    only_in_time: bool,
) -> tuple[date, date | None]:
    """The last day after extensions and stops, in the order they happened.

    With it, while a stop is open, the day from which what is left is counted.
    """
    for day, extension, stop in _in_order(extensions, stops):
        if day > due_on and (stop is not None or only_in_time):
            continue
        if extension is not None and not (only_in_time and extension.retrospective):
            # More time never shortens: a date earlier than the one in force changes nothing.
            due_on = max(due_on, extension.new_due_on)
        elif stop is not None and stop.restarted_on is None:
            return due_on, day
        elif stop is not None and stop.restarted_on is not None:
            days = days_between(day, stop.restarted_on, unit, calendar)
            # With no day left over a weekend restart, the restart day itself is the last.
            due_on = max(_later(due_on, days, unit, calendar), stop.restarted_on)
    return due_on, None


def _in_order(
    extensions: list[Extension], stops: list[ClockStop]
) -> list[tuple[date, Extension | None, ClockStop | None]]:
    # A stop is cut where an extension was agreed during it: its days before are in the old date, those after
    # move the new one. On the same day the extension comes first.
    grants = [london_day(extension.granted_at) for extension in extensions]
    events: list[tuple[date, Extension | None, ClockStop | None]] = [
        (day, extension, None) for day, extension in zip(grants, extensions, strict=True)
    ]
    for stop in stops:
        begins = stop.stopped_on
        for cut in grants:
            if begins < cut and (stop.restarted_on is None or cut < stop.restarted_on):
                events.append((begins, None, ClockStop(begins, cut)))
                begins = cut
        events.append((begins, None, ClockStop(begins, stop.restarted_on)))
    return sorted(events, key=lambda event: (event[0], event[1] is None))


def _later(day: date, days: int, unit: Unit, calendar: Calendar) -> date:
    if unit is Unit.WORKING_DAYS:
        return add_working_days(day, days, calendar)
    return day + timedelta(days=days)
