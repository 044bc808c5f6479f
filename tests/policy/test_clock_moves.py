"""In which order corrected dates can stand, and what is said of each timescale that a correction moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.policy.clock_moves import CorrectedDates, clock_moves, problems
from sightline.policy.deadlines import ClockFacts, DeadlineKind, due_dates
from sightline.policy.terms import Framework

NOW = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)
DECLARED = NOW - timedelta(hours=1)
DATES = CorrectedDates(
    happened_on=date(2026, 11, 12),
    happened_time=time(11),
    found_on=date(2026, 11, 13),
    identified_at=datetime(2026, 11, 13, 15, 0, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({}, None, ""),
        ({"happened_on": date(2026, 11, 17), "found_on": None}, "happened_on", "in the future"),
        ({"happened_on": None}, "happened_on", "Enter the date it happened"),
        (
            {"happened_on": date(2026, 11, 16), "happened_time": time(18), "found_on": None},
            "happened_time",
            "future",
        ),
        ({"found_on": date(2026, 11, 11)}, "found_on", "before it happened"),
        ({"identified_at": None}, "identified_at", "Enter when it was identified"),
        ({"identified_at": NOW + timedelta(minutes=1)}, "identified_at", "in the future"),
        ({"identified_at": datetime(2026, 11, 11, 9, tzinfo=UTC)}, "identified_at", "before it happened"),
        (
            {"identified_at": datetime(2026, 11, 12, 9, tzinfo=UTC), "found_on": None},
            "identified_at",
            "it happened",
        ),
        ({"identified_at": datetime(2026, 11, 12, 12, tzinfo=UTC)}, "identified_at", "before it was found"),
        (
            {"identified_at": DECLARED + timedelta(minutes=1)},
            "identified_at",
            "declared before it was identified",
        ),
    ],
)
def test_dates_stand_in_the_order_in_which_things_happen(
    changes: dict[str, Any], field: str | None, words: str
) -> None:
    found = problems(replace(DATES, **changes), reason="Mistyped.", declared_at=DECLARED, now=NOW)
    if field is None:
        assert found == ()
    else:
        assert words in {problem.field: problem.message for problem in found}[field]


def test_a_reason_is_asked() -> None:
    found = problems(DATES, reason=" ", declared_at=DECLARED, now=NOW)
    assert [problem.field for problem in found] == ["reason"]


def facts(identified_at: datetime) -> ClockFacts:
    return ClockFacts(Framework.SIF_2015, identified_at=identified_at, reported_at=NOW, declared_at=DECLARED)


def test_a_timescale_that_was_met_and_then_is_not_is_said_in_plain_words() -> None:
    before, after = facts(NOW - timedelta(hours=2)), facts(datetime(2026, 11, 10, 9, tzinfo=UTC))
    moves = {move.kind: move for move in clock_moves(due_dates(before), due_dates(after), now=NOW)}
    report = moves[DeadlineKind.REPORT_TO_ICB]
    assert report.becomes_unmet
    assert report.words.startswith("met in time → now done 2 working days overdue")
    assert (report.old_due_on, report.new_due_on) == (date(2026, 11, 18), date(2026, 11, 12))
    final = moves[DeadlineKind.FINAL_REPORT]
    assert (final.moves, final.becomes_unmet, final.words) == (False, False, "unchanged")


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_correcting_back_moves_everything_back(first: int, second: int) -> None:
    one, other = (due_dates(facts(DECLARED - timedelta(hours=hours))) for hours in (first, second))
    there, back = clock_moves(one, other, now=NOW), clock_moves(other, one, now=NOW)
    assert [(m.kind, m.old_due_on, m.new_due_on) for m in there] == [
        (m.kind, m.new_due_on, m.old_due_on) for m in back
    ]
    assert not any(move.moves for move in clock_moves(one, one, now=NOW))
    # None moves without being listed as moved.
    starts = {(due.kind, due.round): due.started_on for due in one}
    moved = {(move.kind, move.round) for move in there if move.moves}
    assert all(
        starts[due.kind, due.round] == due.started_on for due in other if (due.kind, due.round) not in moved
    )
