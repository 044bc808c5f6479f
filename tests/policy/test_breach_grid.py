"""A breach of information: every square of the grid, whose 72 hours they are, and what is asked when it is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from sightline.policy.breach_grid import (
    BODIES,
    CENTRE,
    GRIDS,
    HOURS,
    ICO,
    LIKELIHOOD,
    SEVERITY,
    TOOLS,
    BreachFacts,
    Grid,
    TellThreshold,
    anybody_is_told,
    clock_runs_for,
    must_be_told,
    notify_by,
    people_are_told,
    problems_of_notice,
    scores_counted,
)
from sightline.policy.reckoning import Tag

ON = date(2026, 11, 20)
PROVIDER, ICB = UUID(int=1), UUID(int=2)
# Rows are likelihood 1 to 5, columns severity 1 to 5. n: nobody, i: the ICO, b: the ICO and the centre.
TOLD = ("nnnnn", "nnnnn", "niibb", "niibb", "niibb")
PLAIN = BreachFacts(people_at_risk=False, special_data=False)


def breach(likelihood: int | None = None, severity: int | None = None) -> BreachFacts:
    return replace(PLAIN, likelihood=likelihood, severity=severity)


def test_square_tells_by_both_thresholds_and_never_by_their_product() -> None:
    for likelihood, severity in product(range(1, 6), repeat=2):
        facts = breach(likelihood, severity)
        said = TOLD[likelihood - 1][severity - 1]
        assert must_be_told(ICO, facts, on=ON).is_yes is (said in "ib"), (likelihood, severity)
        assert must_be_told(CENTRE, facts, on=ON).is_yes is (said == "b"), (likelihood, severity)
        assert anybody_is_told(facts, on=ON).is_yes is (said != "n")
        assert scores_counted(facts, on=ON) == (likelihood, severity)


@pytest.mark.parametrize("flag", ["people_at_risk", "special_data"])
def test_people_at_risk_and_special_data_count_as_2_by_2_at_least(flag: str) -> None:
    concerned: dict[str, Any] = {flag: True}
    lifted = replace(breach(1, 1), **concerned)
    assert scores_counted(lifted, on=ON) == (2, 2)
    assert must_be_told(ICO, lifted, on=ON).is_no
    # A severity of 1 is lifted to 2, and a likelihood of 3 is then enough.
    assert must_be_told(ICO, breach(3, 1), on=ON).is_no
    assert must_be_told(ICO, replace(breach(3, 1), **concerned), on=ON).is_yes
    assert scores_counted(replace(breach(4, 5), **concerned), on=ON) == (4, 5)


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        (
            BreachFacts(),
            {"breach_likelihood", "breach_severity", "breach_people_at_risk", "breach_special_data"},
        ),
        (breach(None, 4), {"breach_likelihood"}),
        (breach(4, None), {"breach_severity"}),
        # Who is concerned lifts the likelihood to 2 at most, which is below every threshold.
        (BreachFacts(severity=4), {"breach_likelihood"}),
        # Only where severity 1 could be lifted does it matter who is concerned.
        (BreachFacts(likelihood=3, severity=1), {"breach_people_at_risk", "breach_special_data"}),
        (BreachFacts(likelihood=3, severity=1, special_data=False), {"breach_people_at_risk"}),
    ],
)
def test_what_is_not_known_is_asked_and_only_what_could_change_the_answer(
    facts: BreachFacts, asked: set[str]
) -> None:
    finding = must_be_told(ICO, facts, on=ON)
    assert {ask.field for ask in finding.asks} == asked


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (breach(2, None), False),
        (breach(None, 1), False),
        (BreachFacts(likelihood=2, severity=5), False),
        (BreachFacts(likelihood=3, severity=2), True),
        (BreachFacts(likelihood=3, severity=1, people_at_risk=True), True),
        (BreachFacts(likelihood=4, people_at_risk=True), True),
    ],
)
def test_what_cannot_change_the_answer_is_not_asked(facts: BreachFacts, told: bool) -> None:
    finding = must_be_told(ICO, facts, on=ON)
    assert (finding.is_yes, finding.is_no) == (told, not told)


def test_before_the_law_of_2018_no_grid_is_loaded_and_it_asks_rather_than_says_no() -> None:
    for body in BODIES:
        assert must_be_told(body, breach(1, 1), on=date(2018, 5, 24)).is_unknown
        assert must_be_told(body, breach(1, 1), on=date(2018, 5, 25)).is_no
    assert scores_counted(breach(1, 1), on=date(2018, 5, 24)) is None


def test_a_later_edition_of_the_grid_counts_from_its_day() -> None:
    stricter = Grid((TellThreshold(ICO, 2, 2),), 2, 2, Tag.LOCAL_DEFAULT, "The ICB's own.")
    grids = GRIDS.with_edition(stricter, date(2027, 1, 1))
    assert must_be_told(ICO, breach(2, 2), on=date(2026, 12, 31), grids=grids).is_no
    assert must_be_told(ICO, breach(2, 2), on=date(2027, 1, 1), grids=grids).is_yes
    # A body the edition does not name is not told.
    assert must_be_told(CENTRE, breach(5, 5), on=date(2027, 1, 1), grids=grids).is_no


@pytest.mark.parametrize("score", [0, 6, True, 2.5])
def test_scores_off_the_scale_are_refused(score: int) -> None:
    with pytest.raises(ValueError, match="whole number from 1 to 5"):
        BreachFacts(likelihood=score)
    with pytest.raises(ValueError, match="whole number from 1 to 5"):
        BreachFacts(severity=score)


def test_no_such_body_says_so() -> None:
    with pytest.raises(KeyError):
        must_be_told("press", breach(5, 5), on=ON)


# Whose clock it is (design decision 35)


def test_the_72_hours_are_the_controllers_and_the_icb_has_none_but_its_own() -> None:
    providers = BreachFacts(controller_id=PROVIDER, aware_at=datetime(2026, 11, 20, 16, 0, tzinfo=UTC))
    assert clock_runs_for(PROVIDER, providers).is_yes
    assert clock_runs_for(ICB, providers).is_no
    assert clock_runs_for(ICB, replace(providers, controller_id=ICB)).is_yes
    unsettled = clock_runs_for(ICB, BreachFacts())
    assert [ask.field for ask in unsettled.asks] == ["breach_controller"]


def test_hours_run_through_weekends_and_a_change_of_the_clocks_from_the_controllers_own_awareness() -> None:
    friday = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    known = BreachFacts(controller_id=PROVIDER, aware_at=friday)
    assert notify_by(known) == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    # Clocks go forward on 28 March 2027: three days by the clock on the wall would be an hour short.
    spring = datetime.fromisoformat("2027-03-27T10:00+00:00")
    assert notify_by(replace(known, aware_at=spring)) == datetime(2027, 3, 30, 10, 0, tzinfo=UTC)
    assert str(HOURS) == "72 hours"


def test_without_controller_or_awareness_the_question_comes_back_and_no_hour_is_guessed() -> None:
    first, second = notify_by(BreachFacts()), notify_by(BreachFacts(controller_id=PROVIDER))
    assert not isinstance(first, datetime)
    assert not isinstance(second, datetime)
    assert (first.field, second.field) == ("breach_controller", "breach_aware_at")


AWARE = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
FULL = replace(breach(4, 3), controller_id=PROVIDER, aware_at=AWARE)


@pytest.mark.parametrize(
    ("facts", "told_after", "late", "not_told", "fields"),
    [
        (FULL, timedelta(hours=72), "", "", []),
        (FULL, timedelta(hours=72, seconds=1), "", "", ["why_late"]),
        (FULL, timedelta(hours=80), "The system was down.", "", []),
        (FULL, timedelta(seconds=-1), "", "", ["told_at"]),
        (FULL, timedelta(0), "", "", []),
        (FULL, timedelta(days=10), "Late.", "", []),
        (FULL, timedelta(days=30), "Late.", "", ["told_at"]),
        (FULL, None, "", "", ["why_not_told"]),
        (FULL, None, "", "Encrypted, and the key is safe.", []),
        (replace(FULL, severity=1), None, "", "", []),
        (replace(FULL, severity=None), None, "", "No.", ["breach_severity"]),
        (replace(FULL, aware_at=None), None, "", "", ["breach_aware_at"]),
        (replace(FULL, controller_id=None), timedelta(hours=1), "", "", ["breach_controller"]),
    ],
)
def test_notice_is_recorded_in_time_or_with_its_reason(
    facts: BreachFacts, told_after: timedelta | None, late: str, not_told: str, fields: list[str]
) -> None:
    found = problems_of_notice(
        facts,
        told_at=None if told_after is None else AWARE + told_after,
        why_late=late,
        why_not_told=not_told,
        on=ON,
        now=AWARE + timedelta(days=10),
    )
    assert [problem.field for problem in found] == fields


def test_people_concerned_are_told_where_the_risk_is_high_and_it_is_asked_where_nobody_said() -> None:
    assert people_are_told(replace(FULL, high_risk=True)).is_yes
    assert people_are_told(replace(FULL, high_risk=False)).is_no
    assert people_are_told(FULL).is_unknown


def test_scales_have_five_steps_and_the_tool_its_name_of_the_day() -> None:
    assert [row.value for row in LIKELIHOOD] == [row.value for row in SEVERITY] == [1, 2, 3, 4, 5]
    assert "Information Governance Toolkit" in str(TOOLS.on(date(2018, 3, 31)))
    assert TOOLS.begins_on == date(2013, 6, 1)
    assert "Data Security and Protection" in str(TOOLS.on(date(2018, 4, 1)))
