"""Out of hours: when it is, which incidents the on-call Director is told of, and what follows (clauses 4.5f.1 to 4.5f.3).

The policy names incidents likely to reach the media. The Serious Incident Framework expects immediate contact for further
ones (reference 1.3, T2). Each is a rule with its own tag, so that people see which document asks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sightline.policy.editions import Dated, Editions
from sightline.policy.questionnaire import Answer, chosen
from sightline.policy.reckoning import Tag
from sightline.policy.terms import Term
from sightline.policy.three_answers import Ask, Finding, all_of, any_of, known, unknown
from sightline.policy.working_days import (
    ENGLAND_AND_WALES,
    LONDON,
    Calendar,
    add_working_days,
    is_working_day,
    london_day,
)

FRAMEWORK = "Serious Incident Framework 2015; from knowledge"


class Period(Term):
    """What time of the week it is in London."""

    OFFICE_HOURS = "office_hours", "Office hours"
    EVENING = "evening", "Evening"
    NIGHT = "night", "Night"
    WEEKEND = "weekend", "Weekend"
    BANK_HOLIDAY = "bank_holiday", "Bank holiday"


@dataclass(frozen=True)
class OfficeHours:
    """When the office is open on a working day: from ``opens`` up to ``closes``, in London; night begins at ``night``."""

    opens: time
    closes: time
    night: time
    tag: Tag
    source: str
    clause: str = "4.5f.1"


#: Editable: the policy says "out of hours" and gives none, so an ICB agrees its own (``local_default_rows``).
OFFICE_HOURS: Editions[OfficeHours] = Editions(
    "Office hours",
    (
        Dated(
            OfficeHours(
                time(9), time(17), time(22), Tag.LOCAL_DEFAULT, "The ICB's own hours, a local default."
            ),
            date(2015, 4, 1),
        ),
    ),
)


def period_at(
    moment: datetime, *, calendar: Calendar = ENGLAND_AND_WALES, hours: Editions[OfficeHours] = OFFICE_HOURS
) -> Period:
    """The period an aware moment falls in, by the clock people see in London.

    A bank holiday at a weekend is a bank holiday. The night after a Friday is Saturday's from midnight on.

    Raises:
        ValueError: the moment has no time zone.
        LookupError: no office hours hold on that day.
    """
    day = london_day(moment)
    if day in calendar.holidays:
        return Period.BANK_HOLIDAY
    if day.weekday() >= 5:
        return Period.WEEKEND
    open_hours, at = _hours_on(day, hours), moment.astimezone(LONDON).time()
    if open_hours.opens <= at < open_hours.closes:
        return Period.OFFICE_HOURS
    return Period.EVENING if open_hours.closes <= at < open_hours.night else Period.NIGHT


def _hours_on(day: date, hours: Editions[OfficeHours]) -> OfficeHours:
    found = hours.on(day)
    if found is None:
        raise LookupError(f"No office hours hold on {day:%d %B %Y}.")
    return found


_ASK_BANK_HOLIDAY = Ask(
    "bank_holiday", "Is this day a bank holiday? The list does not reach this year.", "4.5f.1"
)


def is_out_of_hours(
    moment: datetime, *, calendar: Calendar = ENGLAND_AND_WALES, hours: Editions[OfficeHours] = OFFICE_HOURS
) -> Finding:
    """Whether the office is closed; not known in office hours of a year whose bank holidays are not known."""
    period = period_at(moment, calendar=calendar, hours=hours)
    if period is Period.OFFICE_HOURS and not calendar.knows(london_day(moment)):
        return unknown(_ASK_BANK_HOLIDAY)
    return known(period is not Period.OFFICE_HOURS, _ASK_BANK_HOLIDAY)


@dataclass(frozen=True)
class AlertRule:
    """One kind of incident that somebody is told of at once, and the question that shows it."""

    code: str
    label: str
    question: str
    tag: str
    source: str
    clause: str


POLICY = "policy"
ALERT_RULES: Mapping[str, AlertRule] = {
    row.code: row
    for row in (
        AlertRule(
            "media",
            "Likely to reach the media",
            "Is it likely to reach the media?",
            POLICY,
            "The policy, on-call Director.",
            clause="4.5f.1",
        ),
        AlertRule(
            "major_incident",
            "A major incident plan was activated",
            "Was a major incident plan activated?",
            Tag.NATIONAL.value,
            FRAMEWORK,
            clause="3.4g",
        ),
        AlertRule(
            "public_concern",
            "Significant public concern",
            "Is there, or may there be, significant public concern?",
            Tag.NATIONAL.value,
            FRAMEWORK,
            clause="3.4h",
        ),
        AlertRule(
            "police_or_agency",
            "The police or another agency are involved",
            "Are the police, or another agency outside health, involved?",
            Tag.NATIONAL.value,
            FRAMEWORK,
            clause="3.4c",
        ),
    )
}


def _ask(code: str) -> Ask:
    rule = ALERT_RULES[code]
    return Ask(f"alert_{code}", rule.question, rule.clause)


def alerts_from(answers: Mapping[str, bool | None]) -> dict[str, Finding]:
    """By rule, whether it holds; a rule that nobody has answered is not known."""
    return {code: known(answers.get(code), _ask(code)) for code in ALERT_RULES}


def alert_answers(
    *,
    circumstances: Collection[str],
    criteria: Collection[str],
    sub_answers: Mapping[str, Answer],
    media_interest: str = "",
    another_agency: bool | None = None,
) -> dict[str, bool | None]:
    """What a report and a judgement already say to each rule; None where neither does.

    ``circumstances`` are those of the report, empty while it is not answered. "A service closed, or a major incident was
    called" does not say which, and "no police" says nothing of another agency (``another_agency``): each leaves its
    question open. ``media_interest`` is StEIS's answer, "yes" or "no".
    """
    ticked = set(circumstances)
    is_answered = bool(ticked) and "not_sure" not in ticked
    media = {"reported": True, "likely": True, "not_likely": False}
    said_of_media = {media.get(code) for code in chosen(sub_answers, "b8_media")} | {
        {"yes": True, "no": False}.get(media_interest)
    }
    denied = False if is_answered else None
    police = "police" in ticked or "yes" in chosen(sub_answers, "b3_police")
    no_police = is_answered or "no" in chosen(sub_answers, "b3_police")
    concerned = "public_concern" in ticked or "concern" in chosen(sub_answers, "b8_media")
    return {
        "media": _yes_before_no(said_of_media | ({None} if "public_concern" in ticked else {denied})),
        "major_incident": True if "B7" in criteria else None if "service_stopped" in ticked else denied,
        "public_concern": True if concerned or "B8" in criteria else denied,
        "police_or_agency": True if police or another_agency else another_agency if no_police else None,
    }


def _yes_before_no(said: Collection[bool | None]) -> bool | None:
    return True if True in said else False if False in said else None


def on_call_director_is_told(
    answers: Mapping[str, bool | None],
    moment: datetime,
    *,
    calendar: Calendar = ENGLAND_AND_WALES,
    hours: Editions[OfficeHours] = OFFICE_HOURS,
) -> Finding:
    """Whether the on-call Director is told now: out of hours, and at least one rule holds.

    In office hours the patient safety team is told instead (T2). Where it is not known, ask now rather than wait.
    """
    return all_of(
        (is_out_of_hours(moment, calendar=calendar, hours=hours), any_of(alerts_from(answers).values()))
    )


def reasons(answers: Mapping[str, bool | None]) -> tuple[AlertRule, ...]:
    """The rules that hold, in order: why somebody was told."""
    return tuple(ALERT_RULES[code] for code, found in alerts_from(answers).items() if found.is_yes)


def specialist_told_by(
    told_at: datetime,
    *,
    calendar: Calendar = ENGLAND_AND_WALES,
    hours: Editions[OfficeHours] = OFFICE_HOURS,
) -> date:
    """The last day on which the on-call Director tells the Patient Safety Specialist: the next working day (4.5f.3).

    A night belongs to the evening before: told at three on a Tuesday morning, the next working day is that Tuesday.
    It ends at midnight in London (``working_days.end_of_day``).
    """
    day = london_day(told_at)
    before_opening = told_at.astimezone(LONDON).time() < _hours_on(day, hours).opens
    if before_opening and is_working_day(day, calendar):
        return day
    return add_working_days(day, 1, calendar)
