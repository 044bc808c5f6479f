"""Two publications that are harmless by themselves and together tell of one person: counts that subtract to a small number.

A count is of a set of cells, such as {"Ward 4, 2026", "Ward 5, 2026"}. Whoever has two counts of which one holds the other
has the difference too, and goes on with it; two counts of the same cells at two times tell how many came or went.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sightline.policy.suppression import SuppressionRule

#: More sets than this are not gone through: publish fewer counts, or check them by themselves.
MOST_SETS = 4000


@dataclass(frozen=True)
class Count:
    """One count as it was shown: of which cells, and the figure, None where it was masked."""

    of: frozenset[str]
    figure: int | None


@dataclass(frozen=True)
class Release:
    """What was, or would be, given out at one time: its name and its counts."""

    name: str
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Exposure:
    """A small number that follows from counts that are shown: of which cells, how many, in words for whoever publishes."""

    of: frozenset[str]
    figure: int
    words: str


@dataclass(frozen=True)
class _Known:
    figure: int
    how: str


def subtracts_to_small(earlier: Release, later: Release, rule: SuppressionRule) -> tuple[Exposure, ...]:
    """Small numbers that follow from two publications together, with how.

    Raises:
        ValueError: there are too many counts to go through.
    """
    found: dict[tuple[frozenset[str], int], Exposure] = {}

    def add(of: frozenset[str], figure: int, how: str) -> None:
        if rule.is_small(figure):
            found.setdefault((of, figure), Exposure(of, figure, _words(of, figure, how)))

    known: dict[frozenset[str], _Known] = {}
    for release in (earlier, later):
        for count in release.counts:
            if count.figure is None:
                continue
            told = _Known(count.figure, f"{count.figure} in {release.name}")
            before = known.get(count.of)
            if before is not None and before.figure != count.figure:
                add(count.of, abs(before.figure - count.figure), f"{before.how}, {told.how}")
            known[count.of] = told
            add(count.of, count.figure, told.how)
    for of, each in _differences(known):
        add(of, each.figure, each.how)
    return tuple(found.values())


def _differences(known: dict[frozenset[str], _Known]) -> Iterable[tuple[frozenset[str], _Known]]:
    """Every set that follows by taking one known set out of another, again and again."""
    reached = dict(known)
    new = list(known)
    while new:
        fresh = []
        for one in new:
            for other in list(reached):
                for large, small in ((one, other), (other, one)):
                    rest = large - small
                    if small < large and rest not in reached:
                        more, less = reached[large], reached[small]
                        if more.figure < less.figure:
                            # Figures of two times: what they were of has changed meanwhile, and says nothing here.
                            continue
                        reached[rest] = _Known(more.figure - less.figure, f"{more.how}, less {less.how}")
                        fresh.append(rest)
                        yield rest, reached[rest]
                        if len(reached) > MOST_SETS:
                            raise ValueError(
                                "There are too many counts to say whether they subtract to a person."
                            )
        new = fresh


def _words(of: frozenset[str], figure: int, how: str) -> str:
    named = ", ".join(sorted(of))
    people = "1 person" if figure == 1 else f"{figure} people"
    return f"Together they tell of {people} ({named}): {how}. Mask one of these counts, or give out fewer."
