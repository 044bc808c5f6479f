"""What is done about a breach, and what stops it: the tables of the rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from sightline.policy.breach_acts import (
    ADDS_ONLY,
    FINISHED_BY,
    OFFERED,
    BreachAct,
    BreachState,
    EarlierLevel,
    FirstTask,
    clock_ends,
    grid_day,
    problems_of_awareness,
    problems_of_grade,
    problems_of_people,
    problems_of_report,
    problems_of_unlikely,
    refusal,
    say_clock,
    state_in_words,
    stops_of_closing,
    withdraws_unlikely,
)
from sightline.policy.breach_grid import BreachFacts

NOW = datetime(2027, 4, 30, 12, 0, tzinfo=UTC)
AWARE = datetime(2027, 4, 29, 13, 20, tzinfo=UTC)
DAY = date(2027, 4, 28)
TRUST = UUID(int=1)


def state(**changes: Any) -> BreachState:
    names = BreachFacts.__dataclass_fields__
    facts: dict[str, Any] = {
        "controller_id": TRUST,
        "aware_at": AWARE,
        "special_data": False,
        "people_at_risk": False,
        "high_risk": False,
    }
    facts |= {name: value for name, value in changes.items() if name in names}
    others = {name: value for name, value in changes.items() if name not in names}
    return BreachState(BreachFacts(**facts), DAY, **others)


def fields(problems: Any) -> list[str]:
    return [problem.field for problem in problems]


@pytest.mark.clause("11.2", facet="the 72 hours are counted")
def test_the_hours_run_through_the_weekend_and_are_said_as_people_say_them() -> None:
    ends = clock_ends(state())
    assert ends == AWARE + timedelta(hours=72)
    assert ends is not None
    assert say_clock(ends, NOW) == "by 14:20 on Sunday 2 May 2027, in 49 hours"
    assert say_clock(ends, ends - timedelta(minutes=119)).endswith("in 119 minutes")
    assert say_clock(ends, ends + timedelta(hours=5)) == "was due by 14:20 on Sunday 2 May 2027, 5 hours ago"


@pytest.mark.parametrize(
    ("aware_at", "words"),
    [
        # The clocks go forward on 28 March 2027, and back on 31 October: 72 hours that really pass.
        (datetime(2027, 3, 26, 9, 30, tzinfo=UTC), "by 10:30 on Monday 29 March 2027, in 72 hours"),
        (datetime(2027, 10, 29, 8, 30, tzinfo=UTC), "by 08:30 on Monday 1 November 2027, in 72 hours"),
        # Good Friday and Easter Monday stop nothing.
        (datetime(2026, 4, 2, 16, 0, tzinfo=UTC), "by 17:00 on Sunday 5 April 2026, in 72 hours"),
    ],
)
@pytest.mark.clause("11.2", facet="the 72 hours are counted")
def test_72_hours_are_hours_that_pass_whatever_the_clocks_do(aware_at: datetime, words: str) -> None:
    ends = clock_ends(state(aware_at=aware_at))
    assert ends is not None
    assert say_clock(ends, aware_at) == words


@pytest.mark.parametrize(
    "changes",
    [
        {"aware_at": None},
        {"told_at": NOW},
        {"unlikely_at": NOW},
        {"is_closed": True},
        {"controller_id": None},
    ],
)
def test_no_hours_run_once_it_was_told_decided_or_closed_nor_before_the_controller_is_aware(
    changes: dict[str, Any],
) -> None:
    assert clock_ends(state(**changes)) is None


def report(**changes: Any) -> list[str]:
    known: dict[str, Any] = {
        "title": "Letters",
        "what_happened": "They went astray.",
        "kinds": ["availability"],
        "happened_on": DAY,
        "happened_time": None,
        "aware_at": AWARE,
        "aware_is_ours": True,
        "people_count": None,
        "now": NOW,
    }
    return fields(problems_of_report(**{**known, **changes}))


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({}, []),
        ({"title": " "}, ["title"]),
        ({"title": "x" * 121}, ["title"]),
        ({"what_happened": ""}, ["what_happened"]),
        ({"kinds": []}, ["kinds"]),
        ({"kinds": ["theft"]}, ["kinds"]),
        ({"people_count": -1}, ["people_count"]),
        ({"happened_on": None}, ["happened_on"]),
        ({"happened_on": date(2027, 5, 1)}, ["happened_on", "aware_on"]),
        ({"aware_at": None}, ["aware_on"]),
        ({"aware_at": None, "aware_is_ours": False}, []),
        ({"aware_at": NOW + timedelta(minutes=1)}, ["aware_on"]),
        ({"happened_on": date(2027, 4, 29), "happened_time": time(14, 21)}, ["aware_on"]),
        ({"happened_on": date(2027, 4, 29), "happened_time": time(14, 20)}, []),
        ({"happened_on": date(2027, 4, 30), "happened_time": time(13, 1)}, ["happened_time", "aware_on"]),
    ],
)
def test_what_stops_a_report(changes: dict[str, Any], problems: list[str]) -> None:
    assert report(**changes) == problems


def test_nobody_is_aware_before_it_happened_nor_in_the_future() -> None:
    assert fields(problems_of_awareness(None, DAY, None, now=NOW)) == ["aware_on"]
    before = datetime(2027, 4, 27, 22, 59, tzinfo=UTC)
    # Midnight in London of 28 April is 23:00 of the day before in UTC.
    assert fields(problems_of_awareness(before, DAY, None, now=NOW)) == ["aware_on"]
    assert problems_of_awareness(before + timedelta(minutes=1), DAY, None, now=NOW) == ()


@pytest.mark.clause("12e", facet="the severity is graded by today's grid")
def test_a_grade_needs_both_scores_and_what_they_rest_on() -> None:
    def given(likelihood: int | None, severity: int | None, reason: str = "Because.", on: date = DAY) -> Any:
        return fields(
            problems_of_grade(likelihood=likelihood, severity=severity, reason=reason, earlier="", on=on)
        )

    assert given(1, 5) == []
    assert given(None, 6) == ["likelihood", "severity"]
    assert given(3, 2, " ") == ["reason"]
    assert given(None, None, on=date(2018, 5, 24)) == ["earlier_level"]
    earlier = problems_of_grade(
        likelihood=None,
        severity=None,
        reason="By the checklist.",
        earlier=EarlierLevel.REPORTED.value,
        on=date(2018, 5, 24),
    )
    assert earlier == ()


def test_the_grid_is_that_of_the_day_the_controller_became_aware() -> None:
    late = datetime(2018, 5, 24, 23, 30, tzinfo=UTC)
    assert grid_day(late, date(2018, 5, 1)) == date(2018, 5, 25)
    assert grid_day(None, date(2018, 5, 1)) == date(2018, 5, 1)


def test_a_risk_is_unlikely_only_once_it_is_graded_and_with_a_reason() -> None:
    assert fields(problems_of_unlikely(state(), "No.", now=NOW)) == ["reason"]
    low = state(likelihood=2, severity=2, is_graded=True)
    assert problems_of_unlikely(low, "Nobody opened it.", now=NOW) == ()
    assert fields(problems_of_unlikely(low, " ", now=NOW)) == ["reason"]
    high = state(likelihood=3, severity=2, is_graded=True)
    assert fields(problems_of_unlikely(high, "", now=NOW)) == ["reason"]
    assert problems_of_unlikely(high, "It was encrypted.", now=NOW) == ()


def test_a_grade_that_reaches_the_thresholds_takes_back_that_a_risk_is_unlikely() -> None:
    decided = state(likelihood=3, severity=2, unlikely_at=NOW)
    assert withdraws_unlikely(decided)
    assert not withdraws_unlikely(replace(decided, facts=replace(decided.facts, likelihood=2)))
    # 5 by 1 is a product of 5 and tells nobody.
    assert not withdraws_unlikely(replace(decided, facts=replace(decided.facts, likelihood=5, severity=1)))
    assert not withdraws_unlikely(replace(decided, unlikely_at=None))


def test_people_are_told_or_it_says_why_not() -> None:
    def given(told: bool | None, at: datetime | None = None, why: str = "") -> list[str]:
        return fields(problems_of_people(told=told, told_at=at, why_not=why, aware_at=AWARE, now=NOW))

    assert given(None) == ["told"]
    assert given(True) == ["told_on"]
    assert given(True, NOW) == []
    assert given(True, NOW + timedelta(hours=1)) == ["told_on"]
    assert given(True, AWARE - timedelta(minutes=1)) == ["told_on"]
    assert given(False) == ["reason"]
    assert given(False, None, "The key was never out.") == []


def test_everything_that_stops_closing_is_said_at_once() -> None:
    bare = state(open_tasks=2, high_risk=None)
    assert len(stops_of_closing(bare, "")) == 5
    ready = state(likelihood=3, severity=2, is_graded=True, told_at=NOW)
    assert stops_of_closing(ready, "Addresses are checked at each visit.") == ()
    grave = replace(ready, facts=replace(ready.facts, high_risk=True))
    assert len(stops_of_closing(grave, "Learned.")) == 1
    assert stops_of_closing(replace(grave, people_told_at=NOW), "Learned.") == ()
    assert stops_of_closing(replace(grave, people_not_told_why="Not reachable."), "Learned.") == ()


@pytest.mark.parametrize("act", OFFERED)
def test_a_closed_breach_takes_nothing_but_its_reopening(act: BreachAct) -> None:
    assert bool(refusal(act, state(is_closed=True))) is (act is not BreachAct.REOPEN)
    assert refusal(BreachAct.REOPEN, state())


def test_what_waits_for_something_else_says_for_what() -> None:
    assert "Grade it first" in refusal(BreachAct.TELL_PEOPLE, state())
    assert not refusal(BreachAct.TELL_PEOPLE, state(is_graded=True))
    assert "told already" in refusal(BreachAct.DECIDE_UNLIKELY, state(told_at=NOW))
    assert not refusal(BreachAct.DECIDE_UNLIKELY, state())


def test_the_first_tasks_are_done_by_what_they_ask_for() -> None:
    assert set(FINISHED_BY) == set(FirstTask)
    assert not set().union(*FINISHED_BY.values()) & ADDS_ONLY


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"is_closed": True}, "Closed"),
        ({"told_at": NOW}, "ICO told"),
        ({"unlikely_at": NOW}, "Risk unlikely"),
        ({"aware_at": None}, "Awareness not recorded"),
        ({"is_graded": True}, "ICO to be told"),
        ({}, "To be graded"),
    ],
)
def test_how_it_stands_in_words(changes: dict[str, Any], words: str) -> None:
    assert state_in_words(state(**changes)) == words
