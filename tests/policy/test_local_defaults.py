"""Figures an ICB may set: each dated with tag and source, which holds on a day, and the rules under what was agreed."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from sightline import policy
from sightline.policy import breach_grid, local_default_rows, out_of_hours, retention
from sightline.policy.body_rule import Warrant
from sightline.policy.breach_grid import BreachFacts, must_be_told
from sightline.policy.clauses import CLAUSES
from sightline.policy.local_default_rows import (
    FIGURE_RULES,
    FIGURES,
    breach_grids,
    figure_on,
    measure_under,
    office_hours,
    retention_rules,
    suppression_rules,
)
from sightline.policy.local_defaults import AgreedFigure, problem_of_rule, problem_with_value
from sightline.policy.measures import MEASURES, Kept, kept
from sightline.policy.out_of_hours import is_out_of_hours
from sightline.policy.reckoning import Tag
from sightline.policy.retention import RetentionFacts, retention_of

DAY, BEFORE, LAST, AFTER = date(2027, 6, 1), date(2027, 5, 31), date(2027, 8, 31), date(2027, 9, 1)
MEASURE = MEASURES["final_report"]


def agreed(code: str, value: int, from_on: date = DAY, until_on: date | None = LAST) -> AgreedFigure:
    return AgreedFigure(code, value, from_on, until_on, "Agreed by the Board.")


def test_every_figure_is_dated_and_says_where_it_comes_from() -> None:
    assert len(FIGURES) == sum(len(rule.figures) for rule in FIGURE_RULES), "no code twice"
    for code, (rule, figure) in FIGURES.items():
        assert figure.source.strip(), code
        assert figure.clause in CLAUSES, code
        assert figure.tag in (Tag.LOCAL_DEFAULT, Tag.NATIONAL, Tag.STATUTE), code
        if figure.tag is Tag.STATUTE:
            assert re.search(r"Act \d{4}|UK GDPR", figure.source), "which law it is"
        assert len(code) <= 60
        assert set(rule.in_order) <= {each.code for each in rule.figures}
        for edition in figure.defaults.rows:
            assert problem_with_value(figure, edition.value) == "", code
        assert problem_of_rule(rule, (), since=DAY) == "", code
    assert figure_on("retention:serious", DAY, ()) == retention.RULES.rows[-1].value.serious_years
    assert figure_on("hours:closes", DAY, ()) == 17 * 60


def rows_of(found: Any, depth: int = 0) -> Iterator[Any]:
    """Every frozen row that a module holds, in mappings and sequences too."""
    if dataclasses.is_dataclass(found) and not isinstance(found, type):
        yield found
        for field in dataclasses.fields(found):
            yield from rows_of(getattr(found, field.name), depth + 1)
    elif isinstance(found, Mapping) and depth < 6:
        for value in found.values():
            yield from rows_of(value, depth + 1)
    elif isinstance(found, (tuple, list, frozenset)) and depth < 6:
        for value in found:
            yield from rows_of(value, depth + 1)


def test_nothing_tagged_a_local_default_or_from_knowledge_lacks_its_source() -> None:
    """Of every row of the rules that carries a tag, wherever it stands."""
    wanted = {Tag.LOCAL_DEFAULT, Tag.NATIONAL, Warrant.FROM_KNOWLEDGE, Warrant.LOCAL_DEFAULT}
    seen: set[str] = set()
    for info in pkgutil.iter_modules(policy.__path__):
        module = importlib.import_module(f"sightline.policy.{info.name}")
        for name, value in list(vars(module).items()):
            for row in () if name.startswith("__") else rows_of(value):
                tags = {getattr(row, "tag", None), getattr(row, "warrant", None)}
                if tags & wanted:
                    assert getattr(row, "source", "").strip(), f"{info.name}.{name}: {row!r:.200}"
                    seen.add(type(row).__name__)
    assert {
        "Deadline",
        "Threshold",
        "Grid",
        "RetentionRule",
        "SuppressionRule",
        "OfficeHours",
        "Figure",
    } <= seen
    assert {"BodyRule", "AlertRule"} & seen, "rows by warrant too"


def test_a_measure_is_held_to_what_was_agreed_on_its_days_and_to_the_default_on_others() -> None:
    rows = [agreed("met:final_report", 80), agreed("partly:final_report", 40, LAST)]
    row = measure_under(MEASURE, rows)
    assert [kept(82, 100, row, on=day) for day in (BEFORE, DAY, LAST, AFTER)] == [
        Kept.PARTIALLY_MET,
        Kept.MET,
        Kept.MET,
        Kept.PARTIALLY_MET,
    ]
    assert [kept(50, 100, row, on=day) for day in (DAY, LAST, AFTER)] == [
        Kept.NOT_MET,
        Kept.PARTIALLY_MET,
        Kept.NOT_MET,
    ]
    assert "Agreed by the Board." in row.threshold_on(DAY).source
    assert "90% and 75%" in row.threshold_on(DAY).source
    assert row.threshold_on(AFTER).source == MEASURE.threshold_on(AFTER).source
    assert measure_under(MEASURE, [agreed("met:initial_review", 10)]) is MEASURE
    upside_down = measure_under(MEASURE, [agreed("met:final_report", 50)])
    assert upside_down.threshold_on(DAY).met_from == 90, "partially above met: the default counts"


def test_rules_take_what_was_agreed_for_the_days_it_holds() -> None:
    facts = BreachFacts(likelihood=3, severity=3, people_at_risk=False, special_data=False)
    grids = breach_grids([agreed("grid:dhsc_nhse:severity", 3)])
    told = [must_be_told("dhsc_nhse", facts, on=day, grids=grids) for day in (BEFORE, DAY, AFTER)]
    assert [finding.is_yes for finding in told] == [False, True, False]
    assert breach_grids([]) is breach_grid.GRIDS
    hours = office_hours([agreed("hours:closes", 18 * 60 + 30, until_on=None)])
    at = datetime(2027, 6, 1, 17, 15, tzinfo=UTC)
    assert is_out_of_hours(at, hours=hours).is_no, "a quarter past six in summer, on a Tuesday"
    assert is_out_of_hours(at, hours=out_of_hours.OFFICE_HOURS).is_yes
    wider = suppression_rules([agreed("suppression:could_be", 3)])
    assert [wider.on(day).could_be for day in (BEFORE, DAY, AFTER)] == [2, 3, 2]  # type: ignore[union-attr]
    rules = suppression_rules([agreed("suppression:below", 8)])
    assert [rules.on(day).below for day in (BEFORE, DAY, LAST, AFTER)] == [5, 8, 8, 5]  # type: ignore[union-attr]


def test_retention_counts_from_what_was_agreed() -> None:
    record = RetentionFacts(False, date(2010, 1, 1), closed_on=date(2012, 3, 1), is_open=False)
    rules = retention_rules([agreed("retention:other", 15), agreed("retention:from", 1)])
    assert retention_of(record, today=DAY, rules=rules).until == date(2027, 3, 1)
    assert retention_of(record, today=AFTER, rules=rules).until == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("met:final_report", 101, "It can be from 0% to 100%."),
        ("grid:ico:severity", 0, "It can be from 1 to 5."),
        ("hours:night", 1440, "It can be from 00:00 to 23:59."),
        ("suppression:below", 1, "It can be from 2 to 100."),
        ("retention:serious", 101, "It can be from 1 year to 100 years."),
    ],
)
def test_a_figure_has_a_range(code: str, value: int, words: str) -> None:
    assert problem_with_value(FIGURES[code][1], value) == words


def test_figures_of_one_rule_stay_in_their_order_on_every_day() -> None:
    rule = FIGURES["met:final_report"][0]
    assert problem_of_rule(rule, [agreed("met:final_report", 75)], since=DAY) == "", "the same is allowed"
    later = [agreed("met:final_report", 95), agreed("partly:final_report", 92, until_on=None)]
    assert problem_of_rule(rule, later, since=DAY) == (
        "“Partially met from” must be at or below “Met from”. On Wednesday 1 September 2027 they would be 92% and 90%."
    )
    hours = FIGURES["hours:opens"][0]
    assert "09:00 and 09:00" in problem_of_rule(hours, [agreed("hours:closes", 9 * 60)], since=DAY)


def test_what_is_looser_than_the_default_is_said() -> None:
    assert FIGURES["met:final_report"][1].is_looser(89, DAY)
    assert not FIGURES["met:final_report"][1].is_looser(91, DAY)
    assert FIGURES["grid:ico:severity"][1].is_looser(3, DAY)
    assert not FIGURES["hours:opens"][1].is_looser(0, DAY)


def test_what_nothing_applies_is_not_said_to_be_applied() -> None:
    nothing = {rule.code for rule in FIGURE_RULES if not rule.applied_by}
    assert nothing == {"retention", "suppression", "hours"}
    assert local_default_rows.codes_of("hours") == ("hours:opens", "hours:closes", "hours:night")


def test_every_figure_of_a_rule_reaches_it() -> None:
    bodies = ("ico", "dhsc_nhse", "least")
    codes = [f"grid:{body}:{axis}" for body in bodies for axis in ("likelihood", "severity")]
    assert set(codes) == set(local_default_rows.codes_of("grid"))
    grid = breach_grids([agreed(code, place % 5 + 1) for place, code in enumerate(codes)]).on(DAY)
    assert grid is not None
    assert [(row.body, row.likelihood_from, row.severity_from) for row in grid.thresholds] == [
        ("ico", 1, 2),
        ("dhsc_nhse", 3, 4),
    ]
    assert (grid.least_likelihood, grid.least_severity) == (5, 1)
    kept_for = retention_rules([agreed("retention:serious", 30), agreed("retention:other", 12)]).on(DAY)
    assert kept_for is not None
    assert (kept_for.serious_years, kept_for.other_years) == (30, 12)
    at = {"hours:opens": 8 * 60 + 30, "hours:closes": 18 * 60, "hours:night": 23 * 60 + 15}
    hours = office_hours([agreed(code, minutes) for code, minutes in at.items()]).on(DAY)
    assert hours is not None
    assert (hours.opens, hours.closes, hours.night) == (time(8, 30), time(18), time(23, 15))
