"""A moment as people give it: a day and perhaps a time by the clock in London, or a moment in an address."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from sightline.policy.working_days import LONDON, end_of_day
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import DateField3, TimeField
from sightline.web.wording import say_moment

_TICK = timedelta(microseconds=1)
#: Days before are mistyped, and the ends of the calendar cannot be counted from.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class NotAMoment(ValueError):
    """What was given is none; the text says why, for the person who gave it. ``at_time``: the time is wrong, not the day."""

    def __init__(self, words: str, *, at_time: bool = False) -> None:
        super().__init__(words)
        self.at_time = at_time


def last_moment_of(day: date, at: time | None, *, now: datetime) -> datetime:
    """The last moment of a day, or of a minute of it, by the clock in London; never later than ``now``. In UTC.

    A minute counts to its end, so that "13:05" holds what a page says was done at 13:05; one that comes twice as clocks
    go back is the second. Raises ``NotAMoment`` for a day or minute to come, and for a minute that no clock showed.
    """
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise NotAMoment("Enter a day of the years 1900 to 2199")
    if at is None:
        begins, ends = end_of_day(day - timedelta(days=1)), end_of_day(day) - _TICK
    else:
        shown = datetime.combine(day, at.replace(second=0, microsecond=0, fold=1), LONDON)
        begins = shown.astimezone(UTC)
        if begins.astimezone(LONDON).time() != at.replace(second=0, microsecond=0):
            raise NotAMoment(
                f"There was no {at:%H:%M} on that day: the clocks went forward. Enter another time",
                at_time=True,
            )
        ends = begins + timedelta(minutes=1) - _TICK
    if begins > now:
        raise NotAMoment(
            "The moment must be now or in the past: nobody knows how the case will stand",
            at_time=at is not None and end_of_day(day - timedelta(days=1)) <= now,
        )
    return min(ends, now)


def moment_in(text: str, *, now: datetime) -> datetime:
    """A moment of an address: ``2027-04-08``, ``2027-04-08T13:05`` by the clock in London, or one with its zone, exactly.

    Raises ``NotAMoment``.
    """
    try:
        if len(text) == 10:
            return last_moment_of(date.fromisoformat(text), None, now=now)
        # A plus in an address is a space to whoever reads it.
        given = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except NotAMoment:
        raise
    except ValueError:
        raise NotAMoment("That address names no moment. Enter a day") from None
    if given.tzinfo is None:
        return last_moment_of(given.date(), given.time(), now=now)
    try:
        exactly = given.astimezone(UTC)
    except OverflowError:
        raise NotAMoment("Enter a day of the years 1900 to 2199") from None
    if exactly > now:
        raise NotAMoment("The moment must be now or in the past: nobody knows how the case will stand")
    return exactly


class MomentForm(CheckedForm):
    """Which moment: a day, and a time or its end."""

    on = DateField3(label="Day", subject="The day", missing="Enter a day.", label_size="s")
    time = TimeField(
        label="Time (optional)",
        subject="The time",
        required=False,
        label_size="s",
        help_text="For example, 14:30. Without one, as it stood when the day ended",
    )

    def __init__(self, data: Any, *, now: datetime, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.now = now
        #: The moment meant, in UTC, once the form is valid.
        self.at: datetime | None = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("on") is not None and "time" not in self.errors:
            try:
                self.at = last_moment_of(given["on"], given.get("time"), now=self.now)
            except NotAMoment as problem:
                self.refuse(problem)
        return given

    def refuse(self, problem: NotAMoment) -> None:
        """Says beside the field what is wrong."""
        if problem.at_time:
            self.add_error("time", str(problem))
        else:
            self.add_error("on", ValidationError(str(problem), code="day-month-year"))

    def before_the_first(self, first_at: datetime) -> None:
        """Says that there was no case yet."""
        self.refuse(NotAMoment(f"The case began on {say_moment(first_at)}. Enter that moment or a later one"))


def form_of(at: datetime, *, now: datetime) -> MomentForm:
    """The form as somebody would have filled it in for this moment."""
    shown = at.astimezone(LONDON)
    ended = at == end_of_day(shown.date()) - _TICK
    return MomentForm(
        {
            "on-day": str(shown.day),
            "on-month": str(shown.month),
            "on-year": str(shown.year),
            "time": "" if ended else f"{shown:%H:%M}",
        },
        now=now,
    )
