"""Figures agreed locally: what the rules are given, and what pages show of each with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet

from sightline.organisations.errors import Unknown
from sightline.organisations.models import FigureVariation
from sightline.policy.local_default_rows import FIGURE_RULES, FIGURES
from sightline.policy.local_defaults import AgreedFigure, Figure, FigureRule, agreed_on


@dataclass(frozen=True)
class FigureLine:
    """A value agreed locally, with its days, who recorded it and why. ``withdrawn_at``: another took its place at once."""

    variation_id: UUID
    code: str
    value: int
    from_on: date
    until_on: date | None
    reason: str
    source: str
    agreed_at: datetime
    agreed_by: str
    ended_at: datetime | None
    ended_reason: str
    withdrawn_at: datetime | None

    @property
    def figure(self) -> Figure:
        """What it is a value of."""
        return FIGURES[self.code][1]

    @property
    def rule(self) -> FigureRule:
        """The rule its figure is of."""
        return FIGURES[self.code][0]

    @property
    def in_words(self) -> str:
        """The value with its unit."""
        return self.figure.say(self.value)

    def is_over(self, on: date) -> bool:
        """Whether it holds on no day from that one on."""
        return self.withdrawn_at is not None or (self.until_on is not None and self.until_on < on)


@dataclass(frozen=True)
class FigureRow:
    """One figure as it stands on a day: the default, what holds instead, and everything ever agreed of it, newest first.

    ``in_force`` and ``default`` are in words.
    """

    figure: Figure
    default: str
    in_force: str
    is_agreed: bool
    is_looser: bool
    lines: tuple[FigureLine, ...]


def agreed_figures() -> list[AgreedFigure]:
    """Every value agreed locally that was not taken back, in the order in which they begin: one query.

    Of a figure that a later release no longer has, nothing.
    """
    found = FigureVariation.objects.filter(withdrawn_at__isnull=True).order_by("from_on", "id")
    return [row.as_agreed for row in found if row.figure in FIGURES]


def figure_lines(code: str = "") -> tuple[FigureLine, ...]:
    """Every value ever agreed, of one figure where it is named: those without an end and the newest first."""
    found = FigureVariation.objects.order_by(F("until_on").desc(nulls_first=True), "-from_on", "id")
    return _lines(found.filter(figure=code) if code else found)


def figure_line(variation_id: UUID) -> FigureLine:
    """One of them; ``Unknown`` without it."""
    found = _lines(FigureVariation.objects.filter(id=variation_id))
    if not found:
        raise Unknown(f"There is no figure {variation_id}.")
    return found[0]


def figure_rows(on: date) -> list[tuple[str, list[tuple[FigureRule, list[FigureRow]]]]]:
    """Under each heading every rule with its figures as they stand on a day: one query."""
    lines = figure_lines()
    standing = [
        AgreedFigure(line.code, line.value, line.from_on, line.until_on, line.reason)
        for line in lines
        if line.withdrawn_at is None
    ]
    found: dict[str, list[tuple[FigureRule, list[FigureRow]]]] = {}
    for rule in FIGURE_RULES:
        rows = [_row(figure, on, standing, lines) for figure in rule.figures]
        found.setdefault(rule.heading, []).append((rule, rows))
    return list(found.items())


def _row(figure: Figure, on: date, standing: list[AgreedFigure], lines: tuple[FigureLine, ...]) -> FigureRow:
    held = agreed_on(figure.code, on, standing)
    default = figure.default_on(on)
    value = default if held is None else held.value
    return FigureRow(
        figure=figure,
        default=figure.say(default),
        in_force=figure.say(value),
        is_agreed=held is not None,
        is_looser=figure.is_looser(value, on),
        lines=tuple(line for line in lines if line.code == figure.code),
    )


def _lines(found: QuerySet[FigureVariation]) -> tuple[FigureLine, ...]:
    return tuple(
        FigureLine(
            variation_id=row.id,
            code=row.figure,
            value=row.value,
            from_on=row.from_on,
            until_on=row.until_on,
            reason=row.reason,
            source=row.source,
            agreed_at=row.agreed_at,
            agreed_by=row.agreed_by.full_name if row.agreed_by else "",
            ended_at=row.ended_at,
            ended_reason=row.ended_reason,
            withdrawn_at=row.withdrawn_at,
        )
        for row in found.select_related("agreed_by")
        if row.figure in FIGURES
    )
