"""Editions of a list: none overlap, no day between two is lost, and a later one never rewrites an earlier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sightline.policy
from sightline.policy.clauses import CLAUSES
from sightline.policy.editions import Dated, EditionError, Editions, problem_of_editions

JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)
ROWS = [
    Dated("first", JUNE, JULY - timedelta(days=1)),
    Dated("second", JULY, AUGUST - timedelta(days=1)),
    Dated("third", AUGUST),
]
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_the_edition_of_a_day_is_found_to_the_day_in_whatever_order_they_are_given() -> None:
    editions = Editions("Limit", tuple(reversed(ROWS)))
    assert problem_of_editions("Limit", ROWS) == ""
    assert editions.begins_on == JUNE
    assert [editions.on(day) for day in (JUNE, date(2026, 6, 30), JULY, date(2026, 7, 31), AUGUST)] == [
        "first",
        "first",
        "second",
        "second",
        "third",
    ]
    assert editions.on(date(2026, 5, 31)) is None
    assert Editions("Limit", (Dated("only", JUNE, JUNE),)).on(JULY) is None


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((), "Limit: there is no edition."),
        ((Dated(1, JULY, JUNE),), "ends on Monday 1 June 2026, before it begins on Wednesday 1 July 2026."),
        ((Dated(1, JUNE, JULY), Dated(2, JULY)), "two editions hold on Wednesday 1 July 2026."),
        ((Dated(1, JUNE), Dated(2, JULY)), "two editions hold on Wednesday 1 July 2026."),
        ((Dated(1, JUNE, JUNE), Dated(2, JUNE)), "two editions hold on Monday 1 June 2026."),
        (
            (Dated(1, JUNE, date(2026, 6, 15)), Dated(2, JULY)),
            "no edition holds from Tuesday 16 June 2026 to Tuesday 30 June 2026.",
        ),
        # One day is a gap too.
        (
            (Dated(1, JUNE, date(2026, 6, 29)), Dated(2, JULY)),
            "no edition holds from Tuesday 30 June 2026 to Tuesday 30 June 2026.",
        ),
    ],
)
def test_overlap_gap_and_muddle_are_errors_that_name_the_days(rows: Any, words: str) -> None:
    assert problem_of_editions("Limit", rows).endswith(words)
    with pytest.raises(EditionError, match="Limit: "):
        Editions("Limit", rows)


def test_a_later_edition_ends_the_one_in_force_and_leaves_the_earlier_days_alone() -> None:
    before = Editions("Limit", (Dated(5, JUNE),))
    after = before.with_edition(10, AUGUST)
    assert [after.on(day) for day in (JUNE, date(2026, 7, 31), AUGUST)] == [5, 5, 10]
    assert before.on(AUGUST) == 5
    with pytest.raises(EditionError, match="begins after Saturday 1 August 2026, not on Saturday 1 August"):
        after.with_edition(7, AUGUST)


def test_a_later_edition_does_not_hide_days_that_were_already_lost() -> None:
    ended = Editions("Limit", (Dated(5, JUNE, date(2026, 6, 15)),))
    with pytest.raises(EditionError, match="no edition holds"):
        ended.with_edition(10, AUGUST)


@given(begins=st.lists(DAYS, min_size=1, max_size=6, unique=True), day=DAYS)
def test_editions_added_one_by_one_hold_on_exactly_one_each(begins: list[date], day: date) -> None:
    first, *later = sorted(begins)
    editions: Editions[date] = Editions("Limit", (Dated(first, first),))
    for each in later:
        editions = editions.with_edition(each, each)
    assert editions.on(day) == max((each for each in begins if each <= day), default=None)


def rules() -> Iterator[tuple[str, str, Any]]:
    """Every public value of every file of the policy: file, name, value."""
    folder = Path(sightline.policy.__file__).parent
    for path in sorted(folder.glob("*.py")):
        module = import_module(f"sightline.policy.{path.stem}")
        for name, value in vars(module).items():
            if name.isupper():
                yield path.name, name, value


def rows_in(value: Any) -> Iterator[Any]:
    """The rows a value holds, however deep."""
    if isinstance(value, Editions):
        for row in value.rows:
            yield row
            yield from rows_in(row.value)
    elif is_dataclass(value) and not isinstance(value, type):
        yield value
        for field in fields(value):
            yield from rows_in(getattr(value, field.name))
    elif isinstance(value, dict) or hasattr(value, "values"):
        for each in value.values():
            yield from rows_in(each)
    elif isinstance(value, tuple | list | frozenset | set):
        for each in value:
            yield from rows_in(each)


def test_every_row_of_the_rules_ends_after_it_begins_and_cites_a_clause_that_exists() -> None:
    dated = cited = 0
    for file, name, value in rules():
        for row in rows_in(value):
            begins = getattr(row, "from_on", None) or getattr(row, "active_from", None)
            ends = getattr(row, "until_on", None) or getattr(row, "active_to", None)
            dated += begins is not None
            assert begins is None or ends is None or begins <= ends, (file, name, row)
            clause = getattr(row, "clause", "")
            if isinstance(clause, str) and clause:
                cited += 1
                assert clause in CLAUSES, (file, name, row)
    assert (dated > 50, cited > 400) == (True, True)
