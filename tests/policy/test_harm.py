"""Levels of harm: LFPSE's two scales in plain words, apart from the thresholds of candour."""

from __future__ import annotations

import ast
import json
from datetime import date
from pathlib import Path

import pytest

from sightline.policy.candour import REGIMES
from sightline.policy.harm import (
    HARM_SCALES,
    NRLS_HARM,
    PHYSICAL_HARM,
    PSYCHOLOGICAL_HARM,
    physical,
    psychological,
    scales_on,
)

CODES = json.loads((Path(__file__).parents[1] / "data" / "lfpse_v5_names.json").read_text(encoding="utf-8"))[
    "codes"
]


@pytest.mark.parametrize(
    ("code", "lfpse"),
    [("none", "5"), ("low", "4"), ("moderate", "3"), ("severe", "2"), ("died", "1"), ("not_known", "")],
)
def test_physical_harm_has_lfpses_code(code: str, lfpse: str) -> None:
    assert physical(code).lfpse_code == lfpse


@pytest.mark.parametrize(
    ("code", "lfpse"), [("none", "4"), ("low", "3"), ("moderate", "2"), ("severe", "1"), ("not_known", "")]
)
def test_psychological_harm_has_lfpses_code(code: str, lfpse: str) -> None:
    assert psychological(code).lfpse_code == lfpse


def test_scales_use_every_code_of_lfpse() -> None:
    assert {row.lfpse_code for row in PHYSICAL_HARM} - {""} == set(CODES["level-of-physical-harm-5"])
    assert {row.lfpse_code for row in PSYCHOLOGICAL_HARM} - {""} == set(
        CODES["level-of-psychological-harm-5"]
    )


def test_severity_rises_down_the_form_and_is_open_where_not_known() -> None:
    for scale in (PHYSICAL_HARM, PSYCHOLOGICAL_HARM):
        known = [row.severity for row in scale if row.severity is not None]
        assert known == list(range(len(scale) - 1))
        assert scale[-1].code == "not_known"
        assert scale[-1].severity is None


def test_nobody_dies_on_the_psychological_scale() -> None:
    with pytest.raises(KeyError, match="no grade of psychological harm called 'died'"):
        psychological("died")


def test_a_grade_says_nothing_of_candour() -> None:
    fields = set(vars(physical("moderate")))
    assert fields == {"code", "label", "definition", "lfpse_code", "severity", "clause"}
    thresholds = {row.code for regime in REGIMES.values() for row in regime.thresholds}
    assert "low" not in thresholds
    assert "none" not in thresholds


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        (date(2003, 10, 31), []),
        (date(2021, 6, 30), ["nrls"]),
        (date(2021, 7, 1), ["lfpse_physical", "lfpse_psychological", "nrls"]),
        (date(2024, 6, 30), ["lfpse_physical", "lfpse_psychological", "nrls"]),
        (date(2024, 7, 1), ["lfpse_physical", "lfpse_psychological"]),
    ],
)
def test_nrls_was_withdrawn_at_the_end_of_june_2024(on: date, codes: list[str]) -> None:
    assert [scale.code for scale in scales_on(on)] == codes


def test_the_withdrawn_scale_has_its_five_grades_and_no_code_of_lfpse() -> None:
    assert [row.code for row in NRLS_HARM] == ["none", "low", "moderate", "severe", "death"]
    assert {row.lfpse_code for row in NRLS_HARM} == {""}
    assert "withdrawn" in HARM_SCALES["nrls"].label


def test_nothing_turns_a_grade_of_one_scale_into_another_or_into_a_threshold_of_candour() -> None:
    """Harm and candour do not know each other, and a function of harm gives back the scale it was asked for."""
    policy = Path(__file__).parents[2] / "sightline" / "policy"
    for name in ("harm.py", "candour.py", "candour_rows.py", "classification.py", "criteria.py"):
        tree = ast.parse((policy / name).read_text(encoding="utf-8"))
        imported = {
            node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
        }
        others = {"harm.py": {"sightline.policy.candour", "sightline.policy.candour_rows"}}
        assert not imported & others.get(name, {"sightline.policy.harm"}), name
    tree = ast.parse((policy / "harm.py").read_text(encoding="utf-8"))
    takes_a_grade = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(each.annotation or ast.Name("")) == "HarmGrade" for each in node.args.args)
    ]
    assert takes_a_grade == []
