"""Small numbers: which figures are masked so that nobody can be picked out, and in which reports (design decision 36).

A figure below the threshold is masked. Zero is shown: it counts nobody. If a masked figure could still be worked out from
the total, further figures are masked, the smallest first, and in the last resort the total itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sightline.policy.editions import Dated, Editions
from sightline.policy.feasible import Cell, Range, feasible
from sightline.policy.reckoning import Tag
from sightline.policy.terms import Term

MASK = "–"
MASKED_IN_WORDS = "Fewer than {threshold}, or masked so that a smaller figure cannot be worked out."


@dataclass(frozen=True)
class SuppressionRule:
    """Figures from 1 up to, not including, ``below`` are masked. Each could still be ``could_be`` different numbers."""

    below: int
    tag: Tag
    source: str
    clause: str = "9.0a"
    could_be: int = 2

    def is_small(self, figure: int) -> bool:
        """Whether the figure itself must be masked; zero is not small."""
        return 0 < figure < self.below


#: Editable: an ICB may agree another threshold (``local_default_rows``).
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
    return len(possible) >= rule.could_be


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
    """A table with its totals, masked so that nothing shown tells of a small figure.

    Small figures are masked, and so is every total that counts one of them: with rows, columns and a grand total on one
    page, what one total hides another gives away. For a line whose total matters more, ask ``suppress``, and never
    publish both of the same figures.

    Raises:
        ValueError: rows have different lengths, or a figure is negative.
    """
    if len({len(row) for row in rows}) > 1:
        raise ValueError("Every row has the same number of figures.")
    if any(figure < 0 for row in rows for figure in row):
        raise ValueError("A count cannot be negative.")
    shown = tuple(tuple(None if rule.is_small(figure) else figure for figure in row) for row in rows)
    return MaskedTable(
        rows=shown,
        row_totals=tuple(_total(row) for row in shown),
        column_totals=tuple(_total(column) for column in zip(*shown, strict=True)),
        total=_total([figure for row in shown for figure in row]),
    )


def suppress_with_totals(rows: Sequence[Sequence[int]], rule: SuppressionRule) -> MaskedTable:
    """A table with every total shown: further figures are masked, until no small one can be worked out from them.

    After it, each small figure could still be ``could_be`` different numbers, to a reader who knows this rule and which
    figures were small. Zeros stay. Where nothing is left to hide behind, the totals go instead (``suppress_table``).

    Raises:
        ValueError: rows have different lengths, or a figure is negative.
    """
    without = suppress_table(rows, rule)
    hidden = {place for place in _places(rows) if rule.is_small(rows[place[0]][place[1]])}
    totals = [*(sum(row) for row in rows), *(sum(column) for column in zip(*rows, strict=True))]
    if any(rule.is_small(total) for total in totals):
        return without
    while exposed := _exposed(rows, hidden, rule):
        spare = _nearest(rows, hidden, exposed, rule)
        if spare is None:
            return without
        hidden.add(spare)
    shown = tuple(
        tuple(None if (i, j) in hidden else figure for j, figure in enumerate(row))
        for i, row in enumerate(rows)
    )
    return MaskedTable(
        shown,
        tuple(sum(row) for row in rows),
        tuple(sum(column) for column in zip(*rows, strict=True)),
        sum(sum(row) for row in rows),
    )


def _places(rows: Sequence[Sequence[int]]) -> list[Cell]:
    return [(i, j) for i, row in enumerate(rows) for j in range(len(row))]


def _exposed(rows: Sequence[Sequence[int]], hidden: set[Cell], rule: SuppressionRule) -> Cell | None:
    """A small figure that could be too few numbers, or None. Those that hide others are known not to be small."""
    known = {
        (i, j): Range(1, rule.below - 1) if rule.is_small(rows[i][j]) else Range(rule.below, None)
        for i, j in hidden
    }
    for place in sorted(hidden):
        if rule.is_small(rows[place[0]][place[1]]):
            found = feasible(rows, known, place, enough=rule.below)
            if found.most is None or found.most - found.least + 1 < rule.could_be:
                return place
    return None


def _nearest(
    rows: Sequence[Sequence[int]], hidden: set[Cell], exposed: Cell, rule: SuppressionRule
) -> Cell | None:
    """What is hidden next: in the row or column of the exposed one, then in any that has a hidden figure; the smallest."""
    lines = {i for i, _ in hidden}, {j for _, j in hidden}

    def order(place: Cell) -> tuple[int, int, Cell]:
        beside = place[0] == exposed[0] or place[1] == exposed[1]
        crosses = place[0] in lines[0] and place[1] in lines[1]
        return (0 if crosses else 1 if beside else 2, rows[place[0]][place[1]], place)

    spare = [
        place for place in _places(rows) if place not in hidden and rows[place[0]][place[1]] >= rule.below
    ]
    return min(spare, key=order, default=None)


def _total(figures: Sequence[int | None]) -> int | None:
    """The sum, where every figure is shown."""
    known = [figure for figure in figures if figure is not None]
    return sum(known) if len(known) == len(figures) else None
