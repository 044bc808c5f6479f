"""Two publications whose counts subtract to a person are caught before the second goes out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.policy.reckoning import Tag
from sightline.policy.subtracting import Count, Release, subtracts_to_small
from sightline.policy.suppression import RULES, SuppressionRule

RULE = RULES.on(date(2026, 11, 20)) or pytest.fail("no rule")
WARDS = frozenset({"Ward 4", "Ward 5", "Ward 6"})


def release(name: str, **counts: int | None) -> Release:
    """``release("May", w4_w5=12)``: 12 in the wards 4 and 5."""
    return Release(
        name,
        tuple(
            Count(frozenset(f"Ward {each[1:]}" for each in of.split("_")), figure)
            for of, figure in counts.items()
        ),
    )


def test_all_and_all_but_one_tell_of_that_one() -> None:
    found = subtracts_to_small(release("the May report", w4_w5_w6=25), release("the reply", w4_w5=24), RULE)
    assert [(each.of, each.figure) for each in found] == [(frozenset({"Ward 6"}), 1)]
    assert found[0].words == (
        "Together they tell of 1 person (Ward 6): 25 in the May report, less 24 in the reply. "
        "Mask one of these counts, or give out fewer."
    )


def test_a_count_that_grew_by_a_few_tells_of_them() -> None:
    found = subtracts_to_small(release("May", w4=12), release("June", w4=14), RULE)
    assert [each.figure for each in found] == [2]
    assert "2 people" in found[0].words
    assert subtracts_to_small(release("May", w4=12), release("June", w4=17), RULE) == ()
    assert subtracts_to_small(release("May", w4=12), release("June", w4=12), RULE) == ()


def test_a_masked_figure_is_worked_out_from_the_total_and_the_others() -> None:
    """Masked in both; the one shows the total, the other the rest."""
    earlier = release("May", w4=None, w5=10, w4_w5_w6=33)
    later = release("the reply", w4=None, w6=20)
    found = subtracts_to_small(earlier, later, RULE)
    assert (frozenset({"Ward 4"}), 3) in {(each.of, each.figure) for each in found}


def test_what_is_masked_tells_nothing() -> None:
    assert (
        subtracts_to_small(release("May", w4=None, w4_w5=20), release("June", w4=None, w5=None), RULE) == ()
    )


def test_a_small_number_shown_by_itself_is_said_too() -> None:
    assert [each.figure for each in subtracts_to_small(release("May"), release("June", w4=3), RULE)] == [3]


def test_counts_that_fell_are_no_difference_of_sets() -> None:
    """Fewer in all three than before in two: figures of two times, not a negative number of people."""
    found = subtracts_to_small(release("May", w4_w5=30), release("June", w4_w5_w6=20), RULE)
    assert found == ()


def test_too_many_to_go_through_is_said() -> None:
    names = [f"c{n}" for n in range(14)]
    counts = tuple(Count(frozenset(names[: n + 1]), 10 * (n + 1)) for n in range(14))
    more = tuple(Count(frozenset(names[n::2]), 10 * len(names[n::2])) for n in range(14))
    every = tuple(Count(frozenset(names) - {a, b}, 120) for a in names for b in names if a < b)
    with pytest.raises(ValueError, match="too many"):
        subtracts_to_small(Release("a", counts + more), Release("b", every), RULE)


@given(
    st.dictionaries(st.sampled_from(sorted(WARDS)), st.integers(0, 12), min_size=3),
    st.lists(st.sets(st.sampled_from(sorted(WARDS)), min_size=1), min_size=2, max_size=6),
)
def test_attacker_with_two_tables_finds_nobody_who_was_not_said(
    wards: dict[str, int], asked: list[set[str]]
) -> None:
    """The attacker takes any shown count from any other that holds it; whoever they find small was said before."""
    rule = SuppressionRule(4, Tag.LOCAL_DEFAULT, "For tests.")
    counts = []
    for of in asked:
        figure = sum(wards[each] for each in of)
        counts.append(Count(frozenset(of), None if rule.is_small(figure) else figure))
    half = len(counts) // 2
    said = subtracts_to_small(Release("a", tuple(counts[:half])), Release("b", tuple(counts[half:])), rule)
    shown = {count.of: count.figure for count in counts if count.figure is not None}
    for _ in range(3):
        for one, figure in list(shown.items()):
            for other, less in list(shown.items()):
                if other < one:
                    shown.setdefault(one - other, figure - less)
    worked_out = {(of, figure) for of, figure in shown.items() if rule.is_small(figure)}
    assert worked_out <= {(each.of, each.figure) for each in said}
    # And nothing is said that is not so.
    assert all(sum(wards[each] for each in exposure.of) == exposure.figure for exposure in said)
