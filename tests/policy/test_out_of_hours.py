"""Out of hours (clauses 4.5f.1 to 4.5f.3): when it is, who is told of what, and until when it is handed on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from sightline.policy.out_of_hours import (
    ALERT_RULES,
    OFFICE_HOURS,
    OfficeHours,
    Period,
    alert_answers,
    alerts_from,
    is_out_of_hours,
    on_call_director_is_told,
    period_at,
    reasons,
    specialist_told_by,
)
from sightline.policy.reckoning import Tag
from sightline.policy.working_days import ENGLAND_AND_WALES, LONDON, LateHoliday

NOBODY = dict.fromkeys(ALERT_RULES, False)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


EVENING, OFFICE = london("2026-11-19T19:30"), london("2026-11-19T11:00")


@pytest.mark.parametrize(
    ("at", "period"),
    [
        ("2026-11-19T08:59:59", Period.NIGHT),
        ("2026-11-19T09:00", Period.OFFICE_HOURS),
        ("2026-11-19T16:59:59", Period.OFFICE_HOURS),
        ("2026-11-19T17:00", Period.EVENING),
        ("2026-11-19T21:59:59", Period.EVENING),
        ("2026-11-19T22:00", Period.NIGHT),
        ("2026-11-20T23:59:59", Period.NIGHT),
        ("2026-11-21T00:00", Period.WEEKEND),
        ("2026-11-21T12:00", Period.WEEKEND),
        ("2026-11-23T00:00", Period.NIGHT),
        ("2026-12-25T12:00", Period.BANK_HOLIDAY),
        # 26 December 2026 is a Saturday and its holiday is on the Monday.
        ("2026-12-26T12:00", Period.WEEKEND),
        ("2026-12-28T12:00", Period.BANK_HOLIDAY),
    ],
)
def test_period_is_that_of_the_clock_in_london(at: str, period: Period) -> None:
    assert period_at(london(at)) is period
    assert is_out_of_hours(london(at)).is_yes is (period is not Period.OFFICE_HOURS)


def test_summer_time_counts_and_utc_does_not() -> None:
    assert period_at(datetime(2026, 7, 15, 8, 30, tzinfo=UTC)) is Period.OFFICE_HOURS
    assert period_at(datetime(2026, 1, 15, 8, 30, tzinfo=UTC)) is Period.NIGHT
    assert period_at(datetime(2026, 7, 17, 23, 30, tzinfo=UTC)) is Period.WEEKEND
    with pytest.raises(ValueError, match="time zone"):
        period_at(datetime(2026, 7, 15, 12))


def test_a_holiday_proclaimed_late_closes_the_office() -> None:
    calendar = ENGLAND_AND_WALES.with_late([LateHoliday(date(2026, 11, 19))])
    assert period_at(OFFICE, calendar=calendar) is Period.BANK_HOLIDAY
    assert period_at(OFFICE) is Period.OFFICE_HOURS


def test_an_icb_has_its_own_hours_from_a_day_on() -> None:
    longer = OfficeHours(time(8), time(20), time(23), Tag.LOCAL_DEFAULT, "The ICB's own.")
    hours = OFFICE_HOURS.with_edition(longer, date(2026, 11, 19))
    assert period_at(EVENING, hours=hours) is Period.OFFICE_HOURS
    assert period_at(london("2026-11-18T19:30"), hours=hours) is Period.EVENING
    with pytest.raises(LookupError, match="31 March 2015"):
        period_at(london("2015-03-31T12:00"))
    assert period_at(london("2015-04-01T12:00")) is Period.OFFICE_HOURS
    assert {row.value.tag for row in OFFICE_HOURS.rows} == {Tag.LOCAL_DEFAULT}


def test_in_a_year_whose_holidays_are_not_known_office_hours_are_not_sure() -> None:
    unsure = is_out_of_hours(london("2031-11-19T11:00"))
    assert [ask.field for ask in unsure.asks] == ["bank_holiday"]
    assert is_out_of_hours(london("2031-11-19T19:30")).is_yes


@pytest.mark.parametrize("code", ALERT_RULES)
def test_each_rule_alone_alerts_out_of_hours_and_none_in_office_hours(code: str) -> None:
    known = {**NOBODY, code: True}
    assert on_call_director_is_told(known, EVENING).is_yes
    assert on_call_director_is_told(known, OFFICE).is_no
    assert [row.code for row in reasons(known)] == [code]


def test_of_an_incident_that_no_rule_names_nobody_is_told_at_night() -> None:
    assert on_call_director_is_told(NOBODY, EVENING).is_no
    assert reasons(NOBODY) == ()


def test_a_rule_that_nobody_answered_is_asked_and_not_taken_for_no() -> None:
    unanswered = {key: value for key, value in NOBODY.items() if key != "media"}
    finding = on_call_director_is_told(unanswered, EVENING)
    assert [ask.field for ask in finding.asks] == ["alert_media"]
    assert on_call_director_is_told({}, EVENING).is_unknown
    assert on_call_director_is_told({"police_or_agency": True}, EVENING).is_yes
    assert on_call_director_is_told({}, OFFICE).is_no


def test_the_policys_own_rule_and_the_frameworks_are_told_apart() -> None:
    assert {code: row.tag for code, row in ALERT_RULES.items()} == {
        "media": "policy",
        "major_incident": "national",
        "public_concern": "national",
        "police_or_agency": "national",
    }


def answers(**given: Any) -> dict[str, bool | None]:
    known: dict[str, Any] = {"circumstances": ("none",), "criteria": (), "sub_answers": {}}
    return alert_answers(**{**known, **given})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"circumstances": ()}, (None, None, None, None)),
        ({"circumstances": ("not_sure",)}, (None, None, None, None)),
        # The report asks of the police alone, so another agency stays open.
        ({}, (False, False, False, None)),
        ({"another_agency": False}, (False, False, False, False)),
        ({"circumstances": ("police",)}, (False, False, False, True)),
        ({"another_agency": True}, (False, False, False, True)),
        # It does not say whether a service closed or a plan was activated.
        ({"circumstances": ("service_stopped",)}, (False, None, False, None)),
        ({"circumstances": ("service_stopped",), "criteria": ("B7",)}, (False, True, False, None)),
        # The public is concerned; whether the media will be is not said.
        ({"circumstances": ("public_concern",)}, (None, False, True, None)),
        (
            {
                "circumstances": ("public_concern",),
                "sub_answers": {"b8_media": "likely"},
                "criteria": ("B8",),
            },
            (True, False, True, None),
        ),
        ({"sub_answers": {"b8_media": "concern"}, "criteria": ("B8",)}, (False, False, True, None)),
        ({"circumstances": (), "media_interest": "yes"}, (True, None, None, None)),
        ({"circumstances": (), "sub_answers": {"b8_media": "reported"}}, (True, None, None, None)),
        ({"circumstances": (), "sub_answers": {"b8_media": "not_likely"}}, (False, None, None, None)),
        ({"circumstances": (), "media_interest": "no"}, (False, None, None, None)),
        ({"sub_answers": {"b3_police": "yes"}}, (False, False, False, True)),
        ({"circumstances": (), "sub_answers": {"b3_police": "no"}}, (None, None, None, None)),
        (
            {"circumstances": (), "sub_answers": {"b3_police": "no"}, "another_agency": False},
            (None, None, None, False),
        ),
        (
            {"circumstances": (), "sub_answers": {"b3_police": "not_sure"}, "another_agency": False},
            (None, None, None, None),
        ),
    ],
)
def test_what_report_and_judgement_say_is_read_and_what_they_leave_open_stays_open(
    given: dict[str, Any], expected: tuple[bool | None, ...]
) -> None:
    assert tuple(answers(**given).values()) == expected


@pytest.mark.parametrize(
    ("told", "by"),
    [
        ("2026-11-19T19:30", "2026-11-20"),
        # A night belongs to the evening before.
        ("2026-11-19T03:00", "2026-11-19"),
        ("2026-11-19T08:59", "2026-11-19"),
        ("2026-11-19T09:00", "2026-11-20"),
        ("2026-11-20T23:00", "2026-11-23"),
        ("2026-11-21T03:00", "2026-11-23"),
        ("2026-11-22T12:00", "2026-11-23"),
        # Christmas Eve is a Thursday: Friday and Monday are holidays.
        ("2026-12-24T20:00", "2026-12-29"),
        ("2026-12-28T03:00", "2026-12-29"),
    ],
)
def test_the_specialist_is_told_by_the_end_of_the_next_working_day(told: str, by: str) -> None:
    assert specialist_told_by(london(told)) == date.fromisoformat(by)


def test_the_next_working_day_follows_the_office_hours_and_holidays_in_force() -> None:
    early = replace(OFFICE_HOURS.rows[0].value, opens=time(7))
    hours = OFFICE_HOURS.with_edition(early, date(2026, 11, 1))
    assert specialist_told_by(london("2026-11-19T08:00"), hours=hours) == date(2026, 11, 20)
    calendar = ENGLAND_AND_WALES.with_late([LateHoliday(date(2026, 11, 20))])
    assert specialist_told_by(EVENING, calendar=calendar) == date(2026, 11, 23)


def test_every_rule_names_its_question_source_and_clause() -> None:
    for code, finding in alerts_from({}).items():
        (ask,) = finding.asks
        assert ask.clause == ALERT_RULES[code].clause
        assert ask.question.endswith("?")
        assert ALERT_RULES[code].source
