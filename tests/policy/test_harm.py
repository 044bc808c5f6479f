"""Levels of harm: LFPSE's two scales in plain words, apart from the thresholds of candour."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sightline.policy.candour import REGIMES
from sightline.policy.harm import PHYSICAL_HARM, PSYCHOLOGICAL_HARM, physical, psychological

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
