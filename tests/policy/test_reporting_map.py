"""Where answers go in LFPSE and StEIS: every field has a row, and every name is a real one."""

from __future__ import annotations

import json
from pathlib import Path

from sightline.policy.reporting_choices import CIRCUMSTANCES
from sightline.policy.reporting_form import FIELDS
from sightline.policy.reporting_map import MAPPING

DATA = Path(__file__).parents[1] / "data"
LFPSE = json.loads((DATA / "lfpse_v5_names.json").read_text(encoding="utf-8"))
COLUMNS = json.loads((DATA / "incident_system_columns.json").read_text(encoding="utf-8"))
#: Elements of the FHIR resource itself, which the taxonomy extends and does not list.
BASE = {"AdverseEvent.description", "AdverseEvent.date"}


def test_every_field_has_one_row() -> None:
    assert list(MAPPING) == list(FIELDS)


def test_lfpse_elements_are_real() -> None:
    elements = {row.lfpse_element for row in MAPPING.values()} - {""}
    assert elements <= {*LFPSE["elements"], *BASE}
    assert len(elements) >= 15


def test_lfpse_columns_are_real() -> None:
    assert {row.lfpse_column for row in MAPPING.values()} - {""} <= set(COLUMNS["LFPSE"])


def test_steis_columns_are_real_and_used_once() -> None:
    columns = [row.steis_column for row in MAPPING.values() if row.steis_column]
    assert set(columns) <= set(COLUMNS["STEIS"])
    assert len(columns) == len(set(columns))


def test_a_field_with_nowhere_to_go_says_why() -> None:
    for row in MAPPING.values():
        assert row.lfpse_element or row.steis_column or row.note, row.field


def test_circumstances_name_real_elements_and_codes() -> None:
    for row in CIRCUMSTANCES.values():
        if row.lfpse_element:
            assert row.lfpse_element in LFPSE["elements"]
            assert row.lfpse_code in LFPSE["codes"]["cqc-criteria-5"]


def test_the_reporters_name_is_written_nowhere() -> None:
    row = MAPPING["contact_name"]
    assert (row.lfpse_element, row.lfpse_column, row.steis_column) == ("", "", "")
