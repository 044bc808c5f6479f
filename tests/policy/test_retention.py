"""How long a record is kept: years, from which day, and the hold that wins (clause 11.1a)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sightline.policy.reckoning import Tag
from sightline.policy.retention import (
    RULES,
    CountedFrom,
    LegalHold,
    RetentionFacts,
    RetentionRule,
    longest,
    retention_of,
)

TODAY = date(2046, 11, 21)
CLOSED = RetentionFacts(
    serious=True, happened_on=date(2026, 11, 20), closed_on=date(2027, 3, 1), is_open=False
)
INQUIRY = LegalHold("a statutory inquiry", date(2030, 1, 1))
FROM_CLOSURE = RULES.with_edition(
    RetentionRule(20, 10, CountedFrom.CLOSURE, Tag.LOCAL_DEFAULT, "The ICB's own."), date(2027, 1, 1)
)


@pytest.mark.parametrize(("serious", "until"), [(True, date(2046, 11, 20)), (False, date(2036, 11, 20))])
def test_twenty_years_serious_and_ten_not_from_the_day_it_happened(serious: bool, until: date) -> None:
    kept = retention_of(replace(CLOSED, serious=serious), today=TODAY)
    assert kept.until == until
    assert kept.rule == f"{20 if serious else 10} years from the day it happened"
    assert kept.due_for_review


@pytest.mark.parametrize(("today", "due"), [(date(2046, 11, 20), False), (date(2046, 11, 21), True)])
def test_the_last_day_still_keeps_it(today: date, due: bool) -> None:
    assert retention_of(CLOSED, today=today).due_for_review is due


def test_of_29_february_the_last_day_is_the_28th_where_there_is_none() -> None:
    leap = replace(CLOSED, serious=False, happened_on=date(2028, 2, 29))
    assert retention_of(leap, today=TODAY).until == date(2038, 2, 28)


@pytest.mark.parametrize(
    ("until_on", "today", "due"),
    [
        (None, date(2099, 1, 1), False),
        (date(2050, 1, 1), date(2050, 1, 1), False),
        (date(2050, 1, 1), date(2050, 1, 2), True),
    ],
)
def test_a_hold_wins_over_any_date_while_it_stands(until_on: date | None, today: date, due: bool) -> None:
    kept = retention_of(replace(CLOSED, holds=(replace(INQUIRY, until_on=until_on),)), today=today)
    assert kept.due_for_review is due
    assert kept.finding.is_no is not due
    assert kept.why == (() if due else ("Held: a statutory inquiry.",))
    assert kept.until == date(2046, 11, 20)


def test_a_hold_is_certain_even_where_nothing_else_is_known() -> None:
    bare = RetentionFacts(serious=None, happened_on=None, is_open=False, holds=(INQUIRY,))
    assert retention_of(bare, today=TODAY).finding.is_no
    assert not INQUIRY.holds_on(date(2029, 12, 31))


def test_an_open_case_is_never_due() -> None:
    kept = retention_of(replace(CLOSED, is_open=True), today=date(2099, 1, 1))
    assert kept.finding.is_no
    assert kept.why == ("Something is still owed on the case.",)


def test_not_decided_whether_serious_is_kept_as_serious_and_asks() -> None:
    kept = retention_of(replace(CLOSED, serious=None), today=TODAY)
    assert kept.until == date(2046, 11, 20)
    assert [ask.field for ask in kept.finding.asks] == ["seriousness"]
    assert not kept.due_for_review


def test_a_day_that_is_not_known_is_asked_for_and_nothing_is_due() -> None:
    kept = retention_of(replace(CLOSED, happened_on=None), today=date(2099, 1, 1))
    assert (kept.until, [ask.field for ask in kept.finding.asks]) == (None, ["happened_on"])
    nothing = retention_of(RetentionFacts(None, None, is_open=False), today=TODAY)
    assert [ask.field for ask in nothing.finding.asks] == ["happened_on", "seriousness"]


def test_an_icb_may_count_from_closure_from_a_day_on() -> None:
    assert retention_of(CLOSED, today=date(2026, 12, 31), rules=FROM_CLOSURE).until == date(2046, 11, 20)
    assert retention_of(CLOSED, today=date(2027, 1, 1), rules=FROM_CLOSURE).until == date(2047, 3, 1)
    unclosed = retention_of(replace(CLOSED, closed_on=None), today=TODAY, rules=FROM_CLOSURE)
    assert [ask.field for ask in unclosed.finding.asks] == ["closed_on"]


def test_a_record_is_open_until_somebody_says_that_it_is_not() -> None:
    assert retention_of(RetentionFacts(True, date(1990, 1, 1)), today=TODAY).finding.is_no
    assert RULES.begins_on == date(2015, 4, 1)


def test_before_any_rule_it_says_so_rather_than_guess() -> None:
    with pytest.raises(LookupError, match="Tuesday 31 March 2015"):
        retention_of(CLOSED, today=date(2015, 3, 31))


def test_records_kept_together_are_kept_as_long_as_the_longest_and_unknown_is_not_shorter() -> None:
    serious = retention_of(CLOSED, today=TODAY)
    other = retention_of(replace(CLOSED, serious=False), today=TODAY)
    assert longest((serious, other)) == date(2046, 11, 20)
    assert longest((serious, retention_of(replace(CLOSED, happened_on=None), today=TODAY))) is None
    assert longest(()) is None
