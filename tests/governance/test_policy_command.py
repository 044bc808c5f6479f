"""``sightline policy``: every clause with what is built and what is kept, as one role may see it."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sightline.policy.built import Built, BuiltState
from sightline.policy.clauses import CLAUSES
from sightline.policy.terms import Role
from tests.factories import World
from tests.governance.figures import evidence, figure, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
KEYS = ["id", "kind", "text", "built", "kept", "evidence", "tests"]


def run(*given: str, **options: Any) -> tuple[str, str]:
    """What the command prints and what it warns of."""
    out, err = io.StringIO(), io.StringIO()
    call_command("policy", *given, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_json_has_every_clause_once_in_the_order_of_the_policy(world: World) -> None:
    said, warned = run("--json")
    rows = json.loads(said)
    assert [row["id"] for row in rows] == list(CLAUSES)
    assert {tuple(row) for row in rows} == {tuple(KEYS)}
    assert warned == ""


def test_json_and_table_hold_built_and_kept_apart(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    state = BuiltState(Built.PARTLY, ("tests/policy/test_candour.py::test_telling",), ("the letter",))
    put(monkeypatch, {"3.1b": evidence(figure(3, 4)), "3.1e": evidence(figure(4, 4))}, {"3.1b": state})
    row = next(row for row in json.loads(run("--json")[0]) if row["id"] == "3.1b")
    assert (row["built"], row["kept"], row["tests"]) == ("partly", "not_met", list(state.tests))
    assert row["evidence"] == [
        {
            "measure": "told_in_person",
            "kept": "not_met",
            "good": 3,
            "total": 4,
            "sentence": "3 of 4 told within 10 working days",
        }
    ]
    table = run()[0]
    assert "3.1 Duty of Candour" in table
    line = next(line for line in table.splitlines() if line.strip().startswith("3.1b"))
    assert line.split()[:5] == ["3.1b", "Partly", "built", "Not", "met"]
    assert "3 of 4 told within 10 working days" in table
    assert "Missing: the letter" in table
    assert [row["id"] for row in json.loads(run("--json", "--not-met")[0])] == ["3.1b"]
    assert "3.1e" not in run("--not-met")[0]


def test_figures_are_those_of_the_home_boards_specialist_or_of_whoever_is_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = put(monkeypatch, {})
    run("--json")
    assert (asked[-1].role, asked[-1].organisation_id) == (Role.PATIENT_SAFETY_SPECIALIST, world.icb)
    specialist, lead = world.specialist, world.lead
    run("--json")
    assert asked[-1] == specialist
    run("--json", "--as", "provider_lead@r9a")
    assert asked[-1] == lead
    quality_lead = world.actor("icb", Role.PLACE_QUALITY_LEAD)
    run("--json", "--as", world.username("icb", Role.PLACE_QUALITY_LEAD))
    assert asked[-1] == quality_lead, "with the Place whose cases they see"


@pytest.mark.parametrize(
    ("hat", "words"),
    [
        (
            "nobody.we.know",
            "neither the username of somebody with a role today, nor a role at an organisation",
        ),
        ("provider_lead@ZZZ9", "There is no organisation with the code ZZZ9"),
        ("provider_lead@R9B", "Nobody is Patient-safety lead at Nethercote Hospital today"),
        ("emperor@R9A", "The roles are: reporter, provider_lead,"),
    ],
)
def test_role_that_is_not_there_is_said(world: World, hat: str, words: str) -> None:
    with pytest.raises(CommandError) as refused:
        run("--as", hat)
    assert words in str(refused.value)


@pytest.mark.usefixtures("db")
def test_installation_without_its_board_shows_nobodys_figures_and_says_so(settings: Any) -> None:
    settings.SIGHTLINE_HOME_ICB = ""
    said, warned = run("--json")
    assert len(json.loads(said)) == len(CLAUSES)
    assert warned.startswith("Nobody's figures: Set SIGHTLINE_HOME_ICB")
    assert "name a role with --as" in warned
