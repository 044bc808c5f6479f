"""Lengths agreed locally: which of them holds on a day, and which cannot stand beside the others (decision 37).

**Which day decides.** A case keeps the lengths that held on the day it was identified, or reported until then; the two
timescales of the Duty of Candour, which run from the report whatever it is judged to be, those of the day it was reported.
So declaring a case changes the length of nothing that was done before. What is agreed later, ended or agreed anew changes
cases that count from its first day on, and no other, however long they stay open.

A Place may only shorten (clause 5.1.2): what holds without it is the rule, or what the installation agreed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.deadlines import DEADLINES
from sightline.policy.reckoning import Deadline
from sightline.policy.terms import Framework

#: They run from the report: what it is judged to be later gives them no other length.
RUN_FROM_REPORT = frozenset({DeadlineKind.CANDOUR_NOTIFICATION, DeadlineKind.CANDOUR_LETTER})
_NOTHING: Mapping[DeadlineKind, int] = MappingProxyType({})


@dataclass(frozen=True)
class AgreedLength:
    """One length, in its rule's own unit, for incidents identified from a first to a last day; both belong to it.

    Without a Place it holds for the whole installation.
    """

    framework: Framework
    kind: DeadlineKind
    length: int
    from_on: date
    until_on: date | None = None
    place_id: UUID | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the day lies in its time."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def meets(self, other: AgreedLength) -> bool:
        """Whether both are of one timescale at one Place and have a day in common."""
        same = (self.framework, self.kind, self.place_id) == (other.framework, other.kind, other.place_id)
        begins_in_time = other.until_on is None or self.from_on <= other.until_on
        return same and begins_in_time and (self.until_on is None or other.from_on <= self.until_on)


@dataclass(frozen=True)
class TooLong:
    """A Place's length that is longer, on a day, than what holds there without it."""

    agreed: AgreedLength
    on: date
    longest: int
    rule: Deadline


def in_force(
    agreed: Iterable[AgreedLength],
    framework: Framework,
    place_id: UUID | None,
    on: date,
    *,
    instead: Mapping[DeadlineKind, int] = _NOTHING,
) -> dict[DeadlineKind, int]:
    """The lengths for an incident identified on a day at a Place; timescales without one are absent.

    Where two of one timescale meet, the one that began last counts: services refuse such a pair, and two people at one
    moment may still make it. A Place's counts only where it is shorter than what holds without it, whatever became of
    that since. ``instead``: what to put in place of the installation's, for a replay.
    """
    rows = [row for row in agreed if row.framework is framework and row.holds_on(on)]
    if not rows and not instead:
        return {}
    rows.sort(key=lambda row: row.from_on)
    by_rule = {row.kind: row.length for row in DEADLINES[framework]}
    found = {row.kind: row.length for row in rows if row.place_id is None}
    found |= {kind: number for kind, number in instead.items() if kind in by_rule}
    at_place = {row.kind: row.length for row in rows if place_id is not None and row.place_id == place_id}
    for kind, length in at_place.items():
        if length < found.get(kind, by_rule[kind]):
            found[kind] = length
    return found


def counts_on(kind: DeadlineKind, *, identified_on: date | None, reported_on: date) -> date:
    """The day whose lengths hold for one timescale of a case."""
    return reported_on if kind in RUN_FROM_REPORT else identified_on or reported_on


def of_case(
    lengths: Callable[[date], Mapping[DeadlineKind, int]], *, identified_on: date | None, reported_on: date
) -> Mapping[DeadlineKind, int]:
    """The lengths of a case, each of its own day; ``lengths`` says what is in force there on a day."""
    found = lengths(identified_on or reported_on)
    if identified_on in (None, reported_on):
        return found
    others = {kind: length for kind, length in found.items() if kind not in RUN_FROM_REPORT}
    at_report = lengths(reported_on)
    return others | {kind: at_report[kind] for kind in RUN_FROM_REPORT if kind in at_report}


def meeting(agreed: Iterable[AgreedLength], new: AgreedLength) -> tuple[AgreedLength, ...]:
    """Those of the same timescale and Place that hold on a day of the new one; the earliest first."""
    return tuple(sorted((row for row in agreed if row.meets(new)), key=lambda row: row.from_on))


def too_long_at_a_place(agreed: Sequence[AgreedLength]) -> TooLong | None:
    """The first Place's length that is longer than what holds without it on any of its days; None where all are shorter.

    What holds changes only on the first day of a length and on the day after its last, so those days are all there is
    to ask.
    """
    lasts = [row.until_on for row in agreed if row.until_on is not None and row.until_on < date.max]
    turns = {row.from_on for row in agreed} | {last + timedelta(days=1) for last in lasts}
    for row in agreed:
        if row.place_id is None:
            continue
        rule = next(each for each in DEADLINES[row.framework] if each.kind is row.kind)
        for day in sorted(turn for turn in turns if row.holds_on(turn)):
            longest = in_force(agreed, row.framework, None, day).get(row.kind, rule.length)
            if row.length > longest:
                return TooLong(row, day, longest, rule)
    return None
