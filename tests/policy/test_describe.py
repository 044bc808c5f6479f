"""The reference pages say what the rules say, every row of them, and a page that does not is named."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sightline.policy.built import built_of
from sightline.policy.clauses import CLAUSES
from sightline.policy.deadlines import DEADLINES
from sightline.policy.describe import PAGES, main, stale_pages
from sightline.policy.permissions import GRANTS
from sightline.policy.reporting_map import MAPPING
from sightline.policy.terms import Action, Framework, Part, Role
from sightline.policy.workflow import WORKFLOW

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


def rows_of(page: str) -> list[list[str]]:
    """Cells of every table row; a row with another number of cells than its head would not be drawn."""
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in page.splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]


def test_pages_in_the_repository_are_current() -> None:
    assert stale_pages(FOLDER) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_table_has_as_many_cells_in_each_row_as_in_its_head(name: str) -> None:
    tables = re.findall(r"(?:^\|.*\n)+", PAGES[name](), flags=re.MULTILINE)
    assert tables
    for table in tables:
        assert len({len(row) for row in rows_of(table)}) == 1, table[:200]


def test_pages_are_the_same_each_time_they_are_printed() -> None:
    program = "from sightline.policy.describe import PAGES; print(*(write() for write in PAGES.values()))"
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            cwd=FOLDER.parents[1],
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert printed == {" ".join(write() for write in PAGES.values()) + "\n"}


def test_workflow_page_has_every_step_of_both_frameworks_with_its_clause() -> None:
    page = PAGES["workflow.md"]()
    assert page.count("stateDiagram-v2") == len(Framework)
    shown = [(row[0], row[-1]) for row in rows_of(page) if row[0] != "Step"]
    assert shown == [
        (step.action.label, step.clause) for steps in WORKFLOW.values() for step in steps.values()
    ]


def test_workflow_diagram_has_no_sign_that_its_reader_takes_for_its_own() -> None:
    arrows = [line for line in PAGES["workflow.md"]().splitlines() if re.match(r"    [a-z_]+ -->", line)]
    assert len(arrows) > 15
    for arrow in arrows:
        assert re.fullmatch(r"    [a-z_]+ --> [a-z_]+: [^:;\"]+", arrow), arrow


def test_conditions_of_a_step_are_named() -> None:
    rows = {row[0]: row for row in rows_of(PAGES["workflow.md"]())}
    assert rows["Close"][4].count("<br>") == len(WORKFLOW[Framework.SIF_2015][Action.CLOSE].conditions) - 1
    assert "candour complete" in rows["Close"][4]
    assert rows["Agree the level of investigation"][4] == "–"


def test_permissions_page_gives_the_reporters_name_to_one_role_only() -> None:
    matrix = [row for row in rows_of(PAGES["permissions.md"]()) if len(row) == 1 + len(Part)]
    head, *rows = matrix
    column = head.index(Part.REPORTER.label)
    assert {row[0] for row in rows if row[column] == "yes"} == {Role.INFORMATION_GOVERNANCE_LEAD.label}


def test_permissions_page_has_every_row_of_the_rules() -> None:
    before_limits = PAGES["permissions.md"]().partition("## 4. Cases limited")[0]
    shown = [(row[0], row[2]) for row in rows_of(before_limits) if len(row) == 3 and row[1] != "May"]
    assert sorted(shown) == sorted((grant.role.label, grant.clause) for grant in GRANTS)


def test_permissions_page_says_what_the_commissioner_sees_at_each_status() -> None:
    rows = {row[0]: row for row in rows_of(PAGES["permissions.md"]()) if len(row) == 4}
    assert rows["Not a serious incident"] == [
        "Not a serious incident",
        "The whole case",
        "Criteria and rationale only",
        "–",
    ]


def test_signature_is_asked_again_when_a_permission_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    def fingerprint() -> str:
        found = re.search(r"fingerprint `([0-9a-f]{12})`", PAGES["permissions.md"]())
        assert found
        return found[1]

    before = fingerprint()
    assert fingerprint() == before
    monkeypatch.setattr("sightline.policy.describe_access.MAY_REPORT", frozenset({Role.REPORTER}))
    assert fingerprint() != before


def test_deadlines_page_has_length_start_owner_clause_tag_and_source_of_each() -> None:
    rows = [row for row in rows_of(PAGES["deadlines.md"]()) if row[0] != "No."]
    rules = [rule for group in DEADLINES.values() for rule in group]
    assert len(rows) == len(rules)
    for row, rule in zip(rows, rules, strict=True):
        assert [row[0], row[1], row[4], row[6], row[7], row[8]] == [
            rule.number,
            rule.label,
            rule.owner.label,
            rule.clause,
            rule.tag.label,
            rule.source,
        ]
        assert row[3].startswith(rule.counted_from)
    assert ["T7", "20 calendar days"] in [[row[0], row[2]] for row in rows]


def test_clauses_page_says_of_every_clause_what_carries_it_how_much_is_built_and_what_proves_it() -> None:
    rows = {row[0]: row for row in rows_of(PAGES["clauses.md"]()) if row[0] != "Clause"}
    assert list(rows) == list(CLAUSES)
    for clause_id, row in rows.items():
        state = built_of(clause_id)
        assert row[4] == state.built.label + (
            f". Missing: {'; '.join(state.missing)}" if state.missing else ""
        )
        assert set(re.findall(r"`(tests/[^`]+)`", row[5])) == set(state.tests)
    assert rows["4.3d"][3].startswith("`incidents.services.review`")
    assert "Timescale T7" in rows["4.3d"][3]
    assert "Step: Close" in rows["4.3d"][3]
    assert rows["2.1.1"][3:] == ["–", "Nothing to build", "–"]


def test_report_mapping_page_has_every_field() -> None:
    rows = [row for row in rows_of(PAGES["report-mapping.md"]()) if row[0] != "Question"]
    assert [row[1] for row in rows] == [f"`{field}`" for field in MAPPING]


def test_check_names_the_stale_page_and_leaves_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 0
    assert main(["--check", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""
    stale = tmp_path / "deadlines.md"
    stale.write_text("| T4 | 90 working days |\n")
    (tmp_path / "clauses.md").unlink()
    (tmp_path / "notes.md").write_text("mine\n")
    assert main(["--check", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert f"{stale} is not what the rules say now." in said
    assert "clauses.md is missing." in said
    assert "notes.md is printed by no rule" in said
    assert "workflow.md" not in said
    assert stale.read_text() == "| T4 | 90 working days |\n"


def test_a_folder_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main(["--check"]) == 2
    assert main(["--chekc"]) == 2
    assert "Usage:" in capsys.readouterr().err
