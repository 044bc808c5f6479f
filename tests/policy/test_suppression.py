"""Small numbers (design decision 36): what is masked, what protects it, and in which reports."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.policy.reckoning import Tag
from sightline.policy.suppression import (
    RULES,
    Audience,
    Content,
    SuppressionRule,
    applies_to,
    suppress,
    suppress_table,
)

RULE = RULES.on(date(2026, 11, 20)) or pytest.fail("no rule")
#: A smaller threshold, so that every table can be tried.
BELOW_3 = SuppressionRule(3, Tag.LOCAL_DEFAULT, "For tests.")


@pytest.mark.parametrize(
    ("figures", "shown", "total"),
    [
        ([10, 20, 30], (10, 20, 30), 60),
        ([0, 20, 30], (0, 20, 30), 50),
        ([5, 20], (5, 20), 25),
        # Two small ones hide each other.
        ([4, 3, 20], (None, None, 20), 27),
        # One alone is the total less the others, so the next smallest goes with it.
        ([4, 20, 30], (None, None, 30), 54),
        ([1, 7, 0, 40], (None, None, 0, 40), 48),
        ([4, 30, 20], (None, 30, None), 54),
        # 1 and 6, or 2 and 5: enough.
        ([1, 6, 30], (None, None, 30), 37),
        # With 5 it would be sure that the other is 1: 20 goes too.
        ([1, 5, 20, 30], (None, None, None, 30), 56),
        # 1 and 1 make 2, which nothing else makes.
        ([1, 1, 20, 30], (None, None, None, 30), 52),
        # Nothing is left to hide behind; then the total goes.
        ([4, 4], (None, None), None),
        ([4, 4, 4], (None, None, None), None),
        # A small total tells as much as a small figure.
        ([3, 0, 0], (None, 0, 0), None),
        ([0, 0], (0, 0), 0),
        ([], (), 0),
    ],
)
def test_line_is_masked_until_no_small_figure_can_be_worked_out(
    figures: list[int], shown: tuple[int | None, ...], total: int | None
) -> None:
    masked = suppress(figures, RULE)
    assert (masked.figures, masked.total) == (shown, total)


def test_no_more_is_masked_than_must_be() -> None:
    # 1 and 2, or 2 and 1.
    assert suppress([1, 2, 10], BELOW_3).figures == (None, None, 10)
    assert RULES.begins_on == date(2015, 4, 1)


def test_masked_figures_are_words_nobody_takes_for_a_number() -> None:
    assert suppress([4, 1, 2000], RULE).in_words() == ("–", "–", "2,000")


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        suppress([3, -1], RULE)
    with pytest.raises(ValueError, match="negative"):
        suppress_table([[3, -1]], RULE)


@given(st.lists(st.integers(0, 12), max_size=6))
def test_every_small_figure_could_be_two_numbers_to_whoever_knows_which_are_small(figures: list[int]) -> None:
    masked = suppress(figures, BELOW_3)
    small = [place for place, figure in enumerate(figures) if BELOW_3.is_small(figure)]
    for place, figure in enumerate(figures):
        assert masked.figures[place] in ((None,) if place in small else (None, figure))
    if masked.total is None:
        return
    hidden = [place for place, figure in enumerate(masked.figures) if figure is None]
    left = masked.total - sum(figure for figure in masked.figures if figure is not None)
    domains = [(1, 2) if place in small else (0, *range(3, left + 1)) for place in hidden]
    fitting = [each for each in product(*domains) if sum(each) == left]
    for number, place in enumerate(hidden):
        if place in small:
            assert len({each[number] for each in fitting}) > 1, (figures, masked)


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), max_size=3))
def test_table_shows_no_total_that_counts_a_masked_figure(rows: list[list[int]]) -> None:
    masked = suppress_table(rows, RULE)
    for row, shown in zip(rows, masked.rows, strict=True):
        assert shown == tuple(None if RULE.is_small(figure) else figure for figure in row)
    lines = [*zip(rows, masked.rows, masked.row_totals, strict=True)]
    if rows:
        columns = zip(*rows, strict=True), zip(*masked.rows, strict=True)
        lines += [
            (list(column), shown, total)
            for column, shown, total in zip(*columns, masked.column_totals, strict=True)
        ]
    for figures, shown, total in lines:
        assert total == (None if None in shown else sum(figures))
    hides = any(None in row for row in masked.rows)
    assert masked.total == (None if hides else sum(map(sum, rows)))


def test_table_keeps_the_totals_that_tell_of_nobody() -> None:
    masked = suppress_table([[1, 50, 60], [20, 30, 40]], RULE)
    assert masked.rows == ((None, 50, 60), (20, 30, 40))
    assert (masked.row_totals, masked.column_totals, masked.total) == ((None, 90), (None, 80, 100), None)


def test_table_of_uneven_rows_is_refused_and_an_empty_one_is_empty() -> None:
    with pytest.raises(ValueError, match="same number"):
        suppress_table([[1, 2], [3]], RULE)
    assert suppress_table([], RULE).rows == ()


@pytest.mark.parametrize("audience", [Audience.BOARD, Audience.REGION, Audience.SURVEILLANCE_GROUP])
def test_case_lists_for_board_region_and_surveillance_group_are_whole(audience: Audience) -> None:
    assert not applies_to(Content.CASE_LIST, audience)
    assert not applies_to(Content.INCIDENT_COUNTS, audience)
    assert applies_to(Content.PATIENT_CHARACTERISTICS, audience)


@pytest.mark.parametrize("content", Content)
def test_anything_public_is_masked(content: Content) -> None:
    assert applies_to(content, Audience.PUBLIC)
    assert applies_to(content, Audience.CASE_HANDLERS) is (content is Content.PATIENT_CHARACTERISTICS)
