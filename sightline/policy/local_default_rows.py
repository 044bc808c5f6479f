"""Every figure that an ICB may set for itself, read from the rule it is of, and each such rule under what was agreed.

Lengths of timescales and limits to tell other bodies are agreed elsewhere: see ``local_lengths``. A figure is read from
the editions of its rule and is written nowhere twice; its tag and its source are the rule's own.

One file because the rows of one list are read beside each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from types import MappingProxyType
from typing import TypeVar

from sightline.policy.breach_grid import BODIES, GRIDS, Grid, TellThreshold
from sightline.policy.breach_limits import WARNING_OF_BREACHES
from sightline.policy.disclosing_limits import LIMITS as DISCLOSING_LIMITS
from sightline.policy.editions import Dated, Editions
from sightline.policy.local_defaults import (
    AgreedFigure,
    Figure,
    FigureRule,
    FigureUnit,
    Stricter,
    agreed_on,
    editions_with,
    turns,
    value_on,
)
from sightline.policy.measure_shape import Measure, Threshold
from sightline.policy.measures import MEASURES
from sightline.policy.out_of_hours import OFFICE_HOURS, OfficeHours
from sightline.policy.reckoning import Tag
from sightline.policy.restricted import OPENING_HOURS as DEFAULT_OPENING_HOURS
from sightline.policy.retention import RULES as RETENTION_RULES
from sightline.policy.retention import CountedFrom, RetentionRule
from sightline.policy.suppression import RULES as SUPPRESSION_RULES
from sightline.policy.suppression import SuppressionRule
from sightline.policy.telling import NEWS_DAYS as DEFAULT_NEWS_DAYS
from sightline.policy.writing import ANSWER_WITHIN_WORKING_DAYS

T = TypeVar("T")
_Varied = Mapping[str, AgreedFigure]

_MEASURES = "When a figure of the policy is met"
_INFORMATION = "Information governance"
_HOURS = "Hours and messages"
_MINUTES_OF_A_DAY = 24 * 60


def _read(editions: Editions[T], get: Callable[[T], int]) -> Editions[int]:
    """One figure of each edition of a rule."""
    return Editions(
        editions.name, tuple(Dated(get(row.value), row.from_on, row.until_on) for row in editions.rows)
    )


def _newest(editions: Editions[T]) -> T:
    return editions.rows[-1].value


# When a measure is met


def met_code(measure: str) -> str:
    """The code of the figure from which a measure is met."""
    return f"met:{measure}"


def partly_code(measure: str) -> str:
    """The code of the figure from which a measure is partially met."""
    return f"partly:{measure}"


def _of_measure(measure: Measure) -> FigureRule:
    ordered = sorted(measure.editions, key=lambda edition: edition.from_on)
    ends = [later.from_on for later in ordered[1:]]
    newest = ordered[-1]

    def figure(code: str, words: str, get: Callable[[Threshold], int]) -> Figure:
        first = Editions(measure.code, (Dated(get(ordered[0]), ordered[0].from_on),))
        for edition, day in zip(ordered[1:], ends, strict=True):
            first = first.with_edition(get(edition), day)
        return Figure(
            code,
            words,
            FigureUnit.PER_CENT,
            0,
            100,
            Stricter.HIGHER,
            newest.tag,
            newest.source,
            measure.clauses[0],
            first,
        )

    partly, met = partly_code(measure.code), met_code(measure.code)
    return FigureRule(
        f"measure:{measure.code}",
        _MEASURES,
        measure.title,
        (
            figure(met, "Met from", lambda edition: edition.met_from),
            figure(partly, "Partially met from", lambda edition: edition.partly_from),
        ),
        applied_by="How the policy is being met",
        in_order=(partly, met),
    )


def measure_under(measure: Measure, agreed: Sequence[AgreedFigure]) -> Measure:
    """A measure with its thresholds as agreed locally: further editions, so that each day still has one.

    A pair that two people made at one moment and that cannot stand counts as the default: partially above met.
    """
    met, partly = met_code(measure.code), partly_code(measure.code)
    found = turns((met, partly), agreed)
    if not found:
        return measure
    days = sorted({*found, *(edition.from_on for edition in measure.editions)})
    editions = []
    for day in days:
        default = measure.threshold_on(day)
        rows = [row for code in (met, partly) if (row := agreed_on(code, day, agreed))]
        by_code = {row.code: row.value for row in rows}
        met_from, partly_from = by_code.get(met, default.met_from), by_code.get(partly, default.partly_from)
        if rows and partly_from <= met_from:
            source = (
                f"Agreed locally, where the default is {default.met_from}% and {default.partly_from}%: "
                + " ".join(dict.fromkeys(row.reason for row in rows))
            )
            editions.append(Threshold(day, met_from, partly_from, Tag.LOCAL_DEFAULT, source))
        else:
            editions.append(replace(default, from_on=day))
    return replace(measure, editions=tuple(editions))


# Breaches of information


def _grid_code(body: str, axis: str) -> str:
    return f"grid:{body}:{axis}"


def _threshold(grid: Grid, body: str) -> TellThreshold:
    return next(row for row in grid.thresholds if row.body == body)


def _of_grid() -> FigureRule:
    newest = _newest(GRIDS)

    def figure(code: str, words: str, stricter: Stricter, clause: str, get: Callable[[Grid], int]) -> Figure:
        unit, tag, source = FigureUnit.SCORE, newest.tag, newest.source
        return Figure(code, words, unit, 1, 5, stricter, tag, source, clause, _read(GRIDS, get))

    told = []
    for body, label in BODIES.items():
        clause = _threshold(newest, body).clause
        told += [
            figure(
                _grid_code(body, "likelihood"),
                f"{label}: likelihood from",
                Stricter.LOWER,
                clause,
                lambda grid, body=body: _threshold(grid, body).likelihood_from,  # type: ignore[misc]
            ),
            figure(
                _grid_code(body, "severity"),
                f"{label}: severity from",
                Stricter.LOWER,
                clause,
                lambda grid, body=body: _threshold(grid, body).severity_from,  # type: ignore[misc]
            ),
        ]
    least = [
        figure(
            _grid_code("least", axis),
            f"Least {axis} where people at risk or special data are concerned",
            Stricter.HIGHER,
            "12e",
            lambda grid, axis=axis: getattr(grid, f"least_{axis}"),  # type: ignore[misc]
        )
        for axis in ("likelihood", "severity")
    ]
    return FigureRule(
        "grid",
        _INFORMATION,
        "Who is told of a breach of information",
        (*told, *least),
        applied_by="Grading a breach, and telling of it",
    )


def _put_grid(grid: Grid, varied: _Varied) -> Grid:
    def of(body: str, axis: str, default: int) -> int:
        row = varied.get(_grid_code(body, axis))
        return default if row is None else row.value

    return replace(
        grid,
        thresholds=tuple(
            replace(
                row,
                likelihood_from=of(row.body, "likelihood", row.likelihood_from),
                severity_from=of(row.body, "severity", row.severity_from),
            )
            for row in grid.thresholds
        ),
        least_likelihood=of("least", "likelihood", grid.least_likelihood),
        least_severity=of("least", "severity", grid.least_severity),
    )


def breach_grids(agreed: Sequence[AgreedFigure]) -> Editions[Grid]:
    """The grids of ``breach_grid``, for its ``grids=``."""
    return editions_with(GRIDS, codes_of("grid"), agreed, _put_grid)


# Small numbers

_SUPPRESS, _COULD_BE = "suppression:below", "suppression:could_be"


def _of_suppression() -> FigureRule:
    newest = _newest(SUPPRESSION_RULES)

    def figure(code: str, words: str, most: int, get: Callable[[SuppressionRule], int]) -> Figure:
        of, higher, defaults = newest, Stricter.HIGHER, _read(SUPPRESSION_RULES, get)
        return Figure(code, words, FigureUnit.PEOPLE, 2, most, higher, of.tag, of.source, of.clause, defaults)

    figures = (
        figure(_SUPPRESS, "Figures are masked below", 100, lambda rule: rule.below),
        figure(_COULD_BE, "Numbers that a masked figure could still be", 20, lambda rule: rule.could_be),
    )
    return FigureRule("suppression", _INFORMATION, "Small numbers", figures)


def suppression_rules(agreed: Sequence[AgreedFigure]) -> Editions[SuppressionRule]:
    """The rules of ``suppression``; ``suppress`` takes the one of a day."""
    return editions_with(
        SUPPRESSION_RULES,
        [_SUPPRESS, _COULD_BE],
        agreed,
        _put_suppression,
    )


def _put_suppression(rule: SuppressionRule, varied: _Varied) -> SuppressionRule:
    values = {code: row.value for code, row in varied.items()}
    return replace(
        rule, below=values.get(_SUPPRESS, rule.below), could_be=values.get(_COULD_BE, rule.could_be)
    )


# How long records are kept

_SERIOUS, _OTHER, _COUNTED_FROM = "retention:serious", "retention:other", "retention:from"
_STARTS = tuple(CountedFrom)


def _of_retention() -> FigureRule:
    newest = _newest(RETENTION_RULES)

    def figure(
        code: str,
        words: str,
        unit: FigureUnit,
        least: int,
        most: int,
        stricter: Stricter,
        get: Callable[[RetentionRule], int],
        choices: tuple[str, ...] = (),
    ) -> Figure:
        defaults = _read(RETENTION_RULES, get)
        source, clause = newest.source, newest.clause
        return Figure(code, words, unit, least, most, stricter, newest.tag, source, clause, defaults, choices)

    years, higher = FigureUnit.YEARS, Stricter.HIGHER
    return FigureRule(
        "retention",
        _INFORMATION,
        "How long a record is kept",
        (
            figure(_OTHER, "Other incidents", years, 1, 100, higher, lambda rule: rule.other_years),
            figure(_SERIOUS, "Serious incidents", years, 1, 100, higher, lambda rule: rule.serious_years),
            figure(
                _COUNTED_FROM,
                "Counted from",
                FigureUnit.CHOICE,
                0,
                len(_STARTS) - 1,
                Stricter.NEITHER,
                lambda rule: _STARTS.index(rule.counted_from),
                tuple(each.label for each in _STARTS),
            ),
        ),
        in_order=(_OTHER, _SERIOUS),
    )


def _put_retention(rule: RetentionRule, varied: _Varied) -> RetentionRule:
    values = {code: row.value for code, row in varied.items()}
    return replace(
        rule,
        serious_years=values.get(_SERIOUS, rule.serious_years),
        other_years=values.get(_OTHER, rule.other_years),
        counted_from=_STARTS[values.get(_COUNTED_FROM, _STARTS.index(rule.counted_from))],
    )


def retention_rules(agreed: Sequence[AgreedFigure]) -> Editions[RetentionRule]:
    """The rules of ``retention``, for its ``rules=``."""
    return editions_with(RETENTION_RULES, codes_of("retention"), agreed, _put_retention)


# Office hours

_TIMES = ("opens", "closes", "night")


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _of_hours() -> FigureRule:
    newest = _newest(OFFICE_HOURS)
    words = ("The office opens at", "The office closes at", "Night begins at")
    figures = tuple(
        Figure(
            f"hours:{name}",
            said,
            FigureUnit.TIME_OF_DAY,
            0,
            _MINUTES_OF_A_DAY - 1,
            Stricter.NEITHER,
            newest.tag,
            newest.source,
            newest.clause,
            _read(OFFICE_HOURS, lambda hours, name=name: _minutes(getattr(hours, name))),  # type: ignore[misc]
        )
        for name, said in zip(_TIMES, words, strict=True)
    )
    order = tuple(figure.code for figure in figures)
    return FigureRule("hours", _HOURS, "Out of hours", figures, in_order=order, apart=True)


def _put_hours(hours: OfficeHours, varied: _Varied) -> OfficeHours:
    def at(name: str, default: time) -> time:
        row = varied.get(f"hours:{name}")
        return default if row is None else time(*divmod(row.value, 60))

    return replace(
        hours,
        opens=at("opens", hours.opens),
        closes=at("closes", hours.closes),
        night=at("night", hours.night),
    )


def office_hours(agreed: Sequence[AgreedFigure]) -> Editions[OfficeHours]:
    """The hours of ``out_of_hours``, for its ``hours=``."""
    return editions_with(OFFICE_HOURS, codes_of("hours"), agreed, _put_hours)


# Days that carry no rule with a name of its own


def _days(code: str, label: str, words: str, unit: FigureUnit, days: int, clause: str, by: str) -> FigureRule:
    defaults = Editions(label, (Dated(days, _FROM_THE_FIRST),))
    figure = Figure(
        code, words, unit, 1, 60, Stricter.NEITHER, Tag.LOCAL_DEFAULT, _OF_NO_DOCUMENT, clause, defaults
    )
    return FigureRule(code, _HOURS, label, (figure,), applied_by=by)


NEWS_DAYS, ANSWER_WITHIN, OPENING_HOURS = "news_days", "answer_within", "opening_hours"
_OF_NO_DOCUMENT = "A local default of November 2026; no national document has one."
_FROM_THE_FIRST = date(2015, 4, 1)


# All of them

FIGURE_RULES: tuple[FigureRule, ...] = (
    *map(_of_measure, MEASURES.values()),
    _of_grid(),
    _of_retention(),
    _of_suppression(),
    _of_hours(),
    _days(
        NEWS_DAYS,
        "Timescales that have passed",
        "Told for",
        FigureUnit.DAYS,
        DEFAULT_NEWS_DAYS,
        "4.3a",
        "What people are told of each day",
    ),
    _days(
        ANSWER_WITHIN,
        "Questions between provider and ICB",
        "An answer is asked for within",
        FigureUnit.WORKING_DAYS,
        ANSWER_WITHIN_WORKING_DAYS,
        "4.3b",
        "The day offered to whoever asks",
    ),
    _days(
        OPENING_HOURS,
        "Restricted cases",
        "Someone not named may read one that they opened for",
        FigureUnit.HOURS,
        DEFAULT_OPENING_HOURS,
        "11.1c",
        "Opening a restricted case",
    ),
    *DISCLOSING_LIMITS,
    WARNING_OF_BREACHES,
)
#: Every figure by its code, with the rule it is of.
FIGURES: Mapping[str, tuple[FigureRule, Figure]] = MappingProxyType(
    {figure.code: (rule, figure) for rule in FIGURE_RULES for figure in rule.figures}
)


def figure_on(code: str, day: date, agreed: Sequence[AgreedFigure]) -> int:
    """The value of a figure in force on a day.

    Raises:
        KeyError: there is no such figure.
    """
    return value_on(FIGURES[code][1], day, agreed)


def codes_of(rule: str) -> tuple[str, ...]:
    """The codes of the figures of one rule."""
    return tuple(figure.code for each in FIGURE_RULES if each.code == rule for figure in each.figures)
