"""The plan of the two years: the same twice, nothing in the future, and something due tomorrow whatever day it is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from sightline.demonstration import cases
from sightline.demonstration.earlier import STORIES as TOLD_IN_TURNS
from sightline.demonstration.plans import CALENDAR, DAYS, Days, Entry, after, before, moment
from sightline.demonstration.region import PRACTICES
from sightline.demonstration.seeds import stories_of
from sightline.demonstration.seeds_mild import DOWNGRADED
from sightline.policy.deadlines import DEADLINES, DeadlineKind, Unit
from sightline.policy.terms import Framework
from sightline.policy.working_days import add_working_days, is_working_day, london_day

FRIDAY = date(2027, 4, 16)
BANK_HOLIDAY_EVE = date(2026, 12, 24)
SUNDAY = date(2026, 11, 22)
BANK_HOLIDAY = date(2027, 3, 29)
WEDNESDAY = date(2027, 9, 8)
ANCHORS = (FRIDAY, BANK_HOLIDAY_EVE, SUNDAY, BANK_HOLIDAY, WEDNESDAY)
_LENGTHS = {row.kind: row for row in DEADLINES[Framework.SIF_2015]}


def _by_story(plan: tuple[Entry, ...]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in plan:
        found.setdefault(entry.story, []).append(entry)
    return found


def test_plan_is_the_same_twice() -> None:
    assert cases.plan(FRIDAY) == cases.plan(FRIDAY)
    assert cases.plan(FRIDAY) != cases.plan(SUNDAY)


@pytest.mark.parametrize("today", ANCHORS)
def test_plan_lies_before_today_and_fills_two_years(today: date) -> None:
    plan = cases.plan(today)
    assert all(moment(today - timedelta(days=DAYS + 1), 0) < entry.at < moment(today, 0) for entry in plan)
    sent = Counter(
        (london_day(entry.at).year, london_day(entry.at).month)
        for entry in plan
        if entry.act == "send_report"
    )
    assert len(sent) in (24, 25)
    assert [entry.at for entry in plan] == sorted(entry.at for entry in plan)
    whole_months = sorted(sent)[1:-1]
    assert all(5 <= sent[month] <= 40 for month in whole_months)


@pytest.mark.parametrize("today", ANCHORS)
def test_of_what_is_told_in_turns_winter_has_more_than_summer(today: date) -> None:
    keys = {story.key for story in TOLD_IN_TURNS}
    months = Counter(
        london_day(entry.at).month
        for entry in cases.plan(today)
        if entry.act == "send_report" and entry.story in keys
    )
    winter, summer = (sum(months[month] for month in span) for span in ((12, 1, 2), (6, 7, 8)))
    assert winter > summer * 1.3


@pytest.mark.parametrize("today", ANCHORS)
def test_plan_takes_each_case_in_the_order_it_was_written(today: date) -> None:
    for key, entries in _by_story(cases.plan(today)).items():
        acts = [entry.act for entry in entries]
        assert acts[0] in ("send_report", "begin_draft"), key
        for earlier, later in (
            ("declare", "acknowledge"),
            ("declare", "submit_initial_review"),
            ("submit_initial_review", "accept_initial_review"),
            ("write_report", "sign_off_report"),
            ("sign_off_report", "submit_report"),
            ("submit_report", "begin_review"),
            ("accept_report", "close"),
        ):
            if earlier in acts and later in acts:
                assert acts.index(earlier) < acts.index(later), f"{key}: {later} before {earlier}"


@pytest.mark.parametrize("today", ANCHORS)
def test_something_is_due_tomorrow_whatever_day_it_is(today: date) -> None:
    row = _LENGTHS[DeadlineKind.FEEDBACK_ON_REPORT]
    assert row.unit is Unit.CALENDAR_DAYS
    sent_on = today + timedelta(days=1) - timedelta(days=row.length)
    waiting = [
        key
        for key, entries in _by_story(cases.plan(today)).items()
        if any(entry.act == "submit_report" and london_day(entry.at) == sent_on for entry in entries)
        and not {"accept_report", "return_report"} & {entry.act for entry in entries}
    ]
    assert waiting


@pytest.mark.parametrize("today", ANCHORS)
def test_reviews_and_reports_are_due_on_the_next_working_day(today: date) -> None:
    following = Days(today).next_working_day
    assert is_working_day(following)
    assert following > today
    due = Counter(
        kind
        for entries in _by_story(cases.plan(today)).values()
        for entry in entries
        for kind, sent in (
            (DeadlineKind.INITIAL_REVIEW, "submit_initial_review"),
            (DeadlineKind.FINAL_REPORT, "submit_report"),
        )
        if entry.act == "declare"
        and add_working_days(london_day(entry.at), _LENGTHS[kind].length) == following
        and sent not in {other.act for other in entries}
    )
    assert due[DeadlineKind.INITIAL_REVIEW] >= 1
    assert due[DeadlineKind.FINAL_REPORT] >= 1


@pytest.mark.parametrize("today", ANCHORS)
def test_people_act_on_working_days_except_when_they_report(today: date) -> None:
    at_weekends = {
        (entry.act, entry.story)
        for entry in cases.plan(today)
        if entry.act not in ("send_report", "begin_draft")
        and not is_working_day(london_day(entry.at), CALENDAR)
    }
    # The one report that is due tomorrow may have to be sent on whatever day that makes it.
    assert {act for act, _ in at_weekends} <= {"submit_report"}
    assert len(at_weekends) <= 3


def test_working_days_are_counted_from_the_last_one_before_today() -> None:
    days = Days(date(2026, 12, 29))
    assert days.ago(1) == date(2026, 12, 24)
    assert days.ago(2) == date(2026, 12, 23)
    assert before(date(2026, 12, 29), 1) == date(2026, 12, 24)
    assert after(date(2026, 12, 26), 0) == date(2026, 12, 29)


def test_an_act_that_has_not_happened_is_refused() -> None:
    course = cases.courses(FRIDAY)[0]
    with pytest.raises(ValueError, match="has not happened"):
        course.put(FRIDAY, "acknowledge", "icb.team")


def test_every_story_is_told_once_and_in_its_own_words() -> None:
    told = {entry.story for entry in cases.plan(FRIDAY)}
    assert told == set(cases.STORIES) | {cases.BEGUN.key}
    stories = list(cases.STORIES.values())
    assert (
        len({story.happened for story in stories})
        == len({story.headline for story in stories})
        == len(stories)
    )
    assert all(len(story.headline) <= 120 for story in stories)
    assert 390 <= len(stories) <= 415


def test_practices_have_few_cases_and_trusts_most() -> None:
    by_provider = Counter(story.provider for story in cases.STORIES.values())
    of_practices = [by_provider[key] for key in PRACTICES]
    assert len(PRACTICES) == 20
    assert min(of_practices) >= 1
    assert max(of_practices) <= 10
    trusts = sum(by_provider[key] for key in ("castlebrook", "nethercote", "stourbrook", "fennimore"))
    assert trusts > 0.7 * sum(by_provider.values())


def test_no_text_holds_what_could_be_a_number_of_a_patient() -> None:
    for story in cases.STORIES.values():
        told = " ".join((story.headline, story.happened, story.safe, story.found, story.why))
        assert not re.search(r"\d{3}[ -]?\d{3}[ -]?\d{4}", told), story.key
        assert "{" not in told, story.key


def test_a_seed_without_words_for_its_stories_is_refused() -> None:
    seed = DOWNGRADED[0]
    with pytest.raises(ValueError, match="is to grow"):
        list(stories_of(replace(seed, count=1000)))
