"""In which order the dates of an incident can stand. Each function answers ``""`` or the problem in words."""

from __future__ import annotations

from datetime import date, datetime

from sightline.policy.working_days import london_day


def problem_with_happened(happened_on: date | None, *, today: date) -> str:
    """An incident has happened already (clause 1.1b)."""
    if happened_on is not None and happened_on > today:
        return "The date it happened cannot be in the future."
    if happened_on is not None and happened_on.year < 1948:
        return "The date it happened must be 1948 or later."
    return ""


def problem_with_found(found_on: date | None, *, happened_on: date | None, today: date) -> str:
    """It is found on the day it happened or afterwards, and not in the future."""
    if found_on is None:
        return ""
    if found_on > today:
        return "The date it was found cannot be in the future."
    if happened_on is not None and found_on < happened_on:
        return "It cannot have been found before it happened. Check both dates."
    return ""


def problem_with_written(
    written_at: datetime, *, happened_at: datetime | None, happened_on: date | None, now: datetime
) -> str:
    """A report on paper is written once it has happened, and not in the future (reference 1.3, T1).

    ``happened_at`` is the moment it happened, where it is known exactly.
    """
    if written_at > now:
        return "The time it was written cannot be in the future."
    before_the_day = happened_on is not None and london_day(written_at) < happened_on
    if before_the_day or (happened_at is not None and written_at < happened_at):
        return "It cannot have been written before it happened. Check both dates."
    return ""


def problem_with_declared(declared_at: datetime, *, identified_at: datetime | None, now: datetime) -> str:
    """It is declared once it is identified, and not in the future (reference 1.3, T1 and T4)."""
    if declared_at > now:
        return "The time it was declared cannot be in the future."
    if identified_at is not None and declared_at < identified_at:
        return "It cannot have been declared before it was identified. Check both."
    return ""


def problem_with_identified(identified_at: datetime, *, happened_on: date | None, now: datetime) -> str:
    """It is identified as meeting the criteria once it has happened, and not in the future (reference 1.3, T1)."""
    if identified_at > now:
        return "The time it was identified cannot be in the future."
    if happened_on is not None and london_day(identified_at) < happened_on:
        return "It cannot have been identified before it happened. Check both dates."
    return ""


def problem_with_action_due(due_on: date, *, today: date) -> str:
    """An action is planned for today or later (clause 4.3f)."""
    if due_on < today:
        return "The date an action is due cannot be in the past."
    if due_on.year > today.year + 10:
        return "The date an action is due must be within ten years."
    return ""


def problem_with_candour_step(done_on: date, *, happened_on: date | None, today: date) -> str:
    """Nobody is told before it happened, or in the future (clause 3.1b)."""
    if done_on > today:
        return "The date this was done cannot be in the future."
    if happened_on is not None and done_on < happened_on:
        return "The patient cannot have been told before it happened. Check both dates."
    return ""
