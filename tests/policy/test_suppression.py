"""Small numbers (design decision 36): what is masked, what protects it, and in which reports."""

from __future__ import annotations

import time
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
    MaskedTable,
    SuppressionRule,
    applies_to,
    suppress,
    suppress_table,
    suppress_with_totals,
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


# Tables whose totals are shown


def _agrees(
    rows: list[list[int]], masked: MaskedTable, rule: SuppressionRule
) -> dict[tuple[int, int], set[int]]:
    """The attacker: every table that agrees with what is shown, and what each hidden figure is in one of them.

    They know the rule, and which hidden figures were small.
    """
    width = len(rows[0])
    ranges = {
        (i, j): range(1, rule.below) if rule.is_small(rows[i][j]) else range(rule.below, 20)
        for i, row in enumerate(masked.rows)
        for j, figure in enumerate(row)
        if figure is None
    }
    lines = []
    for i, row in enumerate(masked.rows):
        choices = [[figure] if figure is not None else ranges[i, j] for j, figure in enumerate(row)]
        fits = [line for line in product(*choices) if masked.row_totals[i] in (None, sum(line))]
        lines.append(fits)
    found: dict[tuple[int, int], set[int]] = {place: set() for place in ranges}
    for table in product(*lines):
        sums = [sum(line[j] for line in table) for j in range(width)]
        if all(shown in (None, each) for shown, each in zip(masked.column_totals, sums, strict=True)) and (
            masked.total in (None, sum(sums))
        ):
            for i, j in found:
                found[i, j].add(table[i][j])
    return found


@given(
    st.integers(2, 3).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 7), min_size=width, max_size=width), min_size=2, max_size=3
        )
    ),
    st.sampled_from([(3, 2), (4, 2), (4, 3)]),
)
def test_attacker_cannot_work_out_a_small_figure_of_a_table_with_totals(
    rows: list[list[int]], lengths: tuple[int, int]
) -> None:
    rule = SuppressionRule(lengths[0], Tag.LOCAL_DEFAULT, "For tests.", could_be=lengths[1])
    masked = suppress_with_totals(rows, rule)
    for i, row in enumerate(masked.rows):
        for j, figure in enumerate(row):
            assert figure in (None, rows[i][j])
            assert not (figure is not None and rule.is_small(figure))
            assert figure is not None or rows[i][j] > 0
    shown = [each for each in (*masked.row_totals, *masked.column_totals, masked.total) if each is not None]
    assert not any(rule.is_small(each) for each in shown)
    for (i, j), values in _agrees(rows, masked, rule).items():
        if rule.is_small(rows[i][j]):
            assert len(values) >= rule.could_be, (rows, masked)


@pytest.mark.clause("9.0a", facet="trends by characteristic hide small numbers")
def test_totals_stay_where_other_figures_can_hide_a_small_one() -> None:
    masked = suppress_with_totals([[2, 20, 30], [25, 15, 40], [50, 60, 70]], RULE)
    assert masked.row_totals == (52, 80, 180)
    assert masked.column_totals == (77, 95, 140)
    assert masked.total == 312
    assert masked.rows[0][0] is None
    hidden = [figure for row in masked.rows for figure in row if figure is None]
    # One in its row, one in its column, and the one where those two meet.
    assert len(hidden) == 4
    assert masked.rows[2] == (50, 60, 70)


def test_totals_go_where_nothing_is_left_to_hide_behind() -> None:
    masked = suppress_with_totals([[2, 0], [0, 9]], RULE)
    assert masked == suppress_table([[2, 0], [0, 9]], RULE)
    assert masked.total is None


def test_a_wider_range_hides_more() -> None:
    rows = [[1, 6, 30, 40], [5, 7, 20, 30], [60, 50, 40, 30]]
    narrow = suppress_with_totals(rows, RULE)
    wide = suppress_with_totals(rows, SuppressionRule(5, Tag.LOCAL_DEFAULT, "For tests.", could_be=4))
    count = [sum(figure is None for row in each.rows for figure in row) for each in (narrow, wide)]
    assert count[0] <= count[1]
    assert wide.rows[0][0] is None


@pytest.mark.parametrize("rows", [[[1, 2], [3]], [[-1, 4]]])
def test_a_table_that_is_none_is_refused(rows: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"Every row|negative"):
        suppress_with_totals(rows, RULE)


def test_a_table_of_a_region_is_masked_in_a_moment() -> None:
    rows = [[(7 * i + 11 * j) % 23 for j in range(20)] for i in range(30)]
    begun = time.perf_counter()
    masked = suppress_with_totals(rows, RULE)
    assert time.perf_counter() - begun < 5
    assert masked.total == sum(map(sum, rows))
