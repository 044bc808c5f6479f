"""Small numbers: which figures are masked so that nobody can be picked out, and in which reports (design decision 36).

A figure below the threshold is masked. Zero is shown: it counts nobody. If a masked figure could still be worked out from
the total, further figures are masked, the smallest first, and in the last resort the total itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sightline.policy.editions import Dated, Editions
from sightline.policy.reckoning import Tag
from sightline.policy.terms import Term

MASK = "–"
MASKED_IN_WORDS = "Fewer than {threshold}, or masked so that a smaller figure cannot be worked out."


@dataclass(frozen=True)
class SuppressionRule:
    """Figures from 1 up to, not including, ``below`` are masked."""

    below: int
    tag: Tag
    source: str
    clause: str = "9.0a"

    def is_small(self, figure: int) -> bool:
        """Whether the figure itself must be masked; zero is not small."""
        return 0 < figure < self.below


#: Editable: an ICB may add an edition with another threshold.
RULES: Editions[SuppressionRule] = Editions(
    "Suppression of small numbers",
    (
        Dated(
            SuppressionRule(
                5, Tag.LOCAL_DEFAULT, "A local default, common in published NHS figures; from knowledge"
            ),
            date(2015, 4, 1),
        ),
    ),
)


class Audience(Term):
    """Who a report is for."""

    CASE_HANDLERS = "case_handlers", "People who handle the case"
    BOARD = "board", "Board and its committees"
    REGION = "region", "NHS England region"
    SURVEILLANCE_GROUP = "surveillance_group", "Surveillance group"
    PUBLIC = "public", "Anyone: published"


class Content(Term):
    """What a report shows."""

    CASE_LIST = "case_list", "A list of cases"
    INCIDENT_COUNTS = "incident_counts", "Counts of incidents by type, provider or month"
    PATIENT_CHARACTERISTICS = "patient_characteristics", "Counts by age, sex, ethnic group or the like"


def applies_to(content: Content, audience: Audience) -> bool:
    """Whether small figures are masked: in anything public, and in patients' characteristics for whomever.

    Never in case lists for Board, region or surveillance group, which must see each case (clauses 4.2.2, 4.6a.2, 4.6d.2).
    """
    return audience is Audience.PUBLIC or content is Content.PATIENT_CHARACTERISTICS


@dataclass(frozen=True)
class Masked:
    """Figures as they may be shown, None where masked; ``total`` likewise."""

    figures: tuple[int | None, ...]
    total: int | None

    def in_words(self) -> tuple[str, ...]:
        """Each figure as text."""
        return tuple(MASK if figure is None else f"{figure:,}" for figure in self.figures)


def suppress(figures: Sequence[int], rule: SuppressionRule) -> Masked:
    """The figures of one line and their total, masked.

    After it, each small figure could still be at least two different numbers, even to a reader who knows this rule, the
    total, and which figures were small.

    Raises:
        ValueError: a figure is negative.
    """
    if any(figure < 0 for figure in figures):
        raise ValueError("A count cannot be negative.")
    total = sum(figures)
    if rule.is_small(total):
        return Masked(tuple(None if rule.is_small(figure) else figure for figure in figures), None)
    hidden = {place for place, figure in enumerate(figures) if rule.is_small(figure)}
    spare = iter(_by_size(figures, hidden))
    while not _is_safe(figures, hidden, rule):
        place = next(spare, None)
        if place is None:
            return _show(figures, hidden, None)
        hidden.add(place)
    return _show(figures, hidden, total)


def _show(figures: Sequence[int], hidden: set[int], total: int | None) -> Masked:
    shown = (None if place in hidden else figure for place, figure in enumerate(figures))
    return Masked(tuple(shown), total)


def _by_size(figures: Sequence[int], hidden: set[int]) -> list[int]:
    """Places not hidden yet, the smallest figure first, zeros last: hiding nobody hides little."""
    left = [place for place in range(len(figures)) if place not in hidden]
    return sorted(left, key=lambda place: (figures[place] == 0, figures[place], place))


def _is_safe(figures: Sequence[int], hidden: set[int], rule: SuppressionRule) -> bool:
    """Whether each small figure could be two numbers or more, given the sum of all that are hidden."""
    small = [place for place in hidden if rule.is_small(figures[place])]
    if not small:
        return True
    known_sum = sum(figures[place] for place in hidden)
    others = len(small) - 1
    has_more = len(hidden) > len(small)
    possible = [
        value
        for value in range(1, rule.below)
        if any(
            _may_remain(known_sum - value - rest, rule, has_more)
            for rest in range(others, others * (rule.below - 1) + 1)
        )
    ]
    # The same for each of them: every small figure has the same range and the same neighbours.
    return len(possible) > 1


def _may_remain(rest: int, rule: SuppressionRule, has_more: bool) -> bool:
    """Whether figures that were hidden only to protect others, none of them small, could make up the rest."""
    return rest == 0 or (has_more and rest >= rule.below)


@dataclass(frozen=True)
class MaskedTable:
    """A table of rows and columns as it may be shown, None where masked."""

    rows: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


def suppress_table(rows: Sequence[Sequence[int]], rule: SuppressionRule) -> MaskedTable:
    """A table with its totals, masked so that no line gives away a small figure of its own.

    Lines are its rows, its columns, its row totals and its column totals. ``suppress`` is asked of each until nothing
    more is masked; a total that one line masks is a masked figure of another.

    Raises:
        ValueError: rows have different lengths, or a figure is negative.
    """
    if len({len(row) for row in rows}) > 1:
        raise ValueError("Every row has the same number of figures.")
    if any(figure < 0 for row in rows for figure in row):
        raise ValueError("A count cannot be negative.")
    height, width = len(rows), len(rows[0]) if rows else 0
    # The whole table with its totals: the last row and the last column.
    full = [[*row, sum(row)] for row in rows]
    full.append([sum(column) for column in zip(*full, strict=True)] if full else [0])
    hidden = {(y, x) for y, row in enumerate(full) for x, figure in enumerate(row) if rule.is_small(figure)}
    while more := _more_to_hide(full, hidden, rule):
        hidden |= more
    shown = [
        tuple(None if (y, x) in hidden else figure for x, figure in enumerate(row))
        for y, row in enumerate(full)
    ]
    return MaskedTable(
        rows=tuple(row[:width] for row in shown[:height]),
        row_totals=tuple(row[width] for row in shown[:height]),
        column_totals=shown[height][:width] if width else (),
        total=shown[height][width],
    )


def _more_to_hide(
    full: list[list[int]], hidden: set[tuple[int, int]], rule: SuppressionRule
) -> set[tuple[int, int]]:
    for line in _lines(len(full), len(full[0])):
        *places, total = line
        if total in hidden:
            continue
        figures = [full[y][x] for y, x in places]
        masked = {number for number, place in enumerate(places) if place in hidden}
        # One hidden figure alone is its total less the others, and would undo what it protects elsewhere.
        if len(masked) == 1 or not _is_safe(figures, masked, rule):
            spare = _by_size(figures, masked)
            return {places[spare[0]]} if spare else {total}
    return set()


def _lines(height: int, width: int) -> Iterator[list[tuple[int, int]]]:
    for y in range(height):
        yield [(y, x) for x in range(width)]
    for x in range(width):
        yield [(y, x) for y in range(height)]
