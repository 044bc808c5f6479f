"""A length or a bank holiday changes, and with it every due date that it moves: one transaction, or nothing at all.

Which day decides which length is said in ``policy.local_lengths``: in short, the day the case was identified. So a change
moves only cases that count from its first day on, and where one of their timescales is decided already (done, or ended
with the case) the change is refused, with the first day from which it can hold. A bank holiday is a fact and cannot be
refused: what was done or ended before it was added or withdrawn stays as it was judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import UUID

from sightline.audit.services import act
from sightline.incidents.services.reckoning_anew import (
    DecidedWouldChange,
    MovedDate,
    reckon_anew,
    reckon_since,
)
from sightline.organisations import register, services
from sightline.organisations.errors import Invalid
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.facts import Actor
from sightline.policy.lengths import counted, say_day
from sightline.policy.terms import Framework


def agree_length(
    *,
    kind: DeadlineKind,
    framework: Framework,
    length: int,
    from_on: date,
    until_on: date | None = None,
    place_id: UUID | None = None,
    reason: str,
    source: str = "",
    supersede: bool = False,
    by: Actor,
    now: datetime,
) -> tuple[MovedDate, ...]:
    """Another length from a day on; gives the running dates that moved. ``Invalid`` as ``vary_timescale`` and where
    something decided would change, beside ``from_on``."""
    with act(by=by, now=now, reason=reason), _nothing_decided_changes("from_on"):
        services.vary_timescale(
            kind=kind,
            framework=framework,
            length=length,
            from_on=from_on,
            until_on=until_on,
            place_id=place_id,
            reason=reason,
            source=source,
            supersede=supersede,
            by=by,
            now=now,
        )
        return reckon_since(from_on, framework, reason=f"{kind.label}: another length agreed", by=by, now=now)


def end_length(
    variation_id: UUID, *, until_on: date, reason: str, by: Actor, now: datetime
) -> tuple[MovedDate, ...]:
    """The last day of a length agreed locally; gives the running dates that moved. ``Invalid`` as ``end_variation`` and
    where something decided would change, beside ``until_on``."""
    with act(by=by, now=now, reason=reason), _nothing_decided_changes("until_on"):
        services.end_variation(variation_id=variation_id, until_on=until_on, reason=reason, by=by, now=now)
        framework = register.variation(variation_id).framework
        first = until_on if until_on == date.max else until_on + timedelta(days=1)
        return reckon_since(first, framework, reason="A length agreed locally ends", by=by, now=now)


def add_holiday(*, day: date, title: str, source: str, by: Actor, now: datetime) -> tuple[MovedDate, ...]:
    """A bank holiday announced late; gives the running dates that moved."""
    with act(by=by, now=now, reason=source):
        services.add_bank_holiday(day=day, title=title, source=source, by=by, now=now)
        return reckon_anew(reason=f"Bank holiday added: {title.strip()}", by=by, now=now)


def withdraw_holiday(holiday_id: UUID, *, reason: str, by: Actor, now: datetime) -> tuple[MovedDate, ...]:
    """A bank holiday that was added is none; gives the running dates that moved."""
    with act(by=by, now=now, reason=reason):
        day = services.withdraw_bank_holiday(holiday_id=holiday_id, reason=reason, by=by, now=now)
        return reckon_anew(reason=f"Bank holiday withdrawn: {say_day(day)}", by=by, now=now)


@contextmanager
def _nothing_decided_changes(field: str) -> Iterator[None]:
    try:
        yield
    except DecidedWouldChange as refused:
        first = refused.last_on + timedelta(days=1)
        # Of a last day the first day without the length is the one after.
        day = first if field == "from_on" else refused.last_on
        name = "first" if field == "from_on" else "last"
        words = counted(refused.timescales, "timescale")
        raise Invalid(
            field,
            f"{words} done or ended already would be judged by another length. "
            f"The {name} day can be {say_day(day)} or later.",
        ) from refused
