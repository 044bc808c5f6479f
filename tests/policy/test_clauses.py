"""The clauses are the policy's own, no more and no fewer, and every rule cites one that exists."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from sightline import policy
from sightline.policy.built import Built, built_of
from sightline.policy.clauses import CLAUSES, ClauseKind, clause

IDS = (Path(__file__).parents[1] / "data" / "clause_ids.txt").read_text(encoding="utf-8").split()
FOLDER = Path(next(iter(policy.__path__)))


def test_clauses_are_those_of_the_policy_in_its_order() -> None:
    assert len(IDS) == 144
    assert list(CLAUSES) == IDS


def test_clause_says_what_it_asks_in_one_sentence() -> None:
    for row in CLAUSES.values():
        assert row.text.endswith("."), row
        assert row.text[0].isupper(), row
        assert row.text.count(". ") == 0, row
        assert 15 < len(row.text) < 110, row
    assert len({row.text for row in CLAUSES.values()}) == len(CLAUSES)


def test_clause_says_what_the_product_has_to_do_and_what_must_be_proved() -> None:
    for row in CLAUSES.values():
        assert row.capability or row.kind is ClauseKind.CONTEXT, row
        assert not row.capability or (row.capability[0].isupper() and row.capability.endswith(".")), row
        assert len(row.capability) < 110, row
        assert bool(row.capability) or not (row.facets or row.carried_by), row
        assert len(row.facets) == len(set(row.facets)), row
        for facet in row.facets:
            assert 8 < len(facet) < 80, row
            assert facet.strip(" .") == facet, row


def test_clause_is_carried_by_something_that_is_there_once_anything_of_it_is_proved() -> None:
    for row in CLAUSES.values():
        begun = built_of(row.id).built in {Built.BUILT, Built.PARTLY}
        assert bool(row.carried_by) is begun, f"{row.id}: carried_by and its proofs do not agree"
        path = FOLDER.parent.joinpath(*row.carried_by.split("."))
        assert path.is_dir() or path.with_suffix(".py").exists(), row


@pytest.mark.parametrize(
    ("clause_id", "kind"),
    [
        ("3.1h", ClauseKind.SYSTEM),
        ("4.5d", ClauseKind.EVIDENCE),
        ("12a", ClauseKind.CONTEXT),
    ],
)
def test_clause_kind_says_what_software_can_do(clause_id: str, kind: ClauseKind) -> None:
    assert clause(clause_id).kind is kind


def test_clause_unknown_says_so() -> None:
    with pytest.raises(KeyError, match=r"no clause '3\.9z'"):
        clause("3.9z")


@cache
def cited(path: Path) -> list[str]:
    """Every text given as ``clause=`` in a module, which is read once."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        keyword.value.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "clause"
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
    ]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_clause_cited_exists(path: Path) -> None:
    assert set(cited(path)) <= set(CLAUSES)


@pytest.mark.parametrize(
    "name",
    [
        "criteria",
        "classification",
        "candour_rows",
        "quality_assurance",
        "near_miss",
        "harm",
        "reporting_form",
        "reporting_choices",
        "initial_review_form",
        "action_strength",
    ],
)
def test_rules_cite_clauses(name: str) -> None:
    assert cited(FOLDER / f"{name}.py")


def test_duty_of_candour_is_cited_bullet_by_bullet() -> None:
    everywhere = {clause_id for path in FOLDER.glob("*.py") for clause_id in cited(path)}
    assert {f"3.1{letter}" for letter in "abcdefgh"} <= everywhere
    assert {f"3.4{letter}" for letter in "abcdefgh"} <= everywhere
    assert {"3.2a.i", "3.2a.ii", "3.2a.iii", "3.2a.iv", "3.3.0", "3.5", "3.6.0", "3.6a", "3.6b"} <= everywhere
