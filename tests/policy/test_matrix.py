"""Who may do what, when, in full: a change of one permission shows as the line that says so."""

from __future__ import annotations

import difflib

import pytest

from sightline.policy import permissions
from sightline.policy.permissions import grant_for
from sightline.policy.terms import Action, Framework, Permission, Relation, Role, Status
from sightline.policy.workflow import WORKFLOW, decide, roles_for
from tests.policy.matrix import HEAD, KEPT, PARTIES, WORLDS, case, lines, lines_of, person

AGREED = KEPT.read_text(encoding="utf-8").removeprefix(HEAD).splitlines()
_ROWS = [line.split(" | ") for line in AGREED]
#: Those that say who sees what, and who may take which step.
MAY = [row for row in _ROWS if row[1] == "sees" or (row[1] in set(Action) and row[2] in PARTIES)]


@pytest.mark.clause("4.1", facet="each role may do what one table says")
def test_the_whole_matrix_is_as_it_was_agreed() -> None:
    """When this fails, read the lines: each is somebody who may do more, or less, than before."""
    found = list(difflib.unified_diff(AGREED, lines(), "agreed", "now", n=0, lineterm=""))
    assert not found, "\n".join(["", *found[:60], "If it is meant: .venv/bin/python -m tests.policy.matrix"])


@pytest.mark.clause("4.7.7")
def test_in_the_agreed_matrix_outsiders_and_responsible_commissioners_do_not_appear() -> None:
    assert {row[2] for row in MAY} == set(PARTIES) - {"outsider", "responsible_commissioner"}


def test_in_the_agreed_matrix_every_step_of_both_frameworks_is_somebodys() -> None:
    assert {(row[0], row[1]) for row in MAY} - {(each.value, "sees") for each in Framework} == {
        (framework.value, action.value) for framework, steps in WORKFLOW.items() for action in steps
    }


def test_in_the_agreed_matrix_whoever_may_take_a_step_is_named_for_it() -> None:
    """A worklist asks ``roles_for``: it must not leave out, or add, who may."""
    relations = {"provider": Relation.PROVIDER, "lead_commissioner": Relation.LEAD_COMMISSIONER}
    may: dict[tuple[str, str, str], set[str]] = {}
    for framework, action, party, roles, _ in MAY:
        if action != "sees" and party in relations:
            may.setdefault((framework, action, party), set()).update(roles.split())
    for (framework, action, party), found in may.items():
        named = roles_for(Action(action), Framework(framework), relations[party])
        assert found == {role.value for role in named}, (action, party)


@pytest.mark.parametrize("world", WORLDS)
def test_whoever_does_not_see_it_may_take_no_step_whatever_its_status(world: str) -> None:
    for framework in Framework:
        for status in Status:
            known = case(framework, status, "outsider", world)
            for action in WORKFLOW[framework]:
                decision = decide(action, person("outsider", Role.PATIENT_SAFETY_TEAM), known)
                assert (decision.allowed, decision.clause) == (False, "4.7.7")


def test_one_permission_more_is_seen_in_one_line_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    grant = grant_for(Relation.PROVIDER, Role.PROVIDER_EXECUTIVE)
    assert grant is not None
    more = permissions.Grant(
        grant.relation, grant.role, grant.permissions | {Permission.MERGE}, grant.parts, grant.clause
    )
    monkeypatch.setitem(permissions._BY_PAIR, (grant.relation, grant.role), more)
    some = (Action.DECLARE, Action.MERGE, Action.RECEIVE_DUPLICATE, Action.SEPARATE, Action.CORRECT)
    gained = [line.split(" | ") for line in lines_of(*some) if line not in AGREED]
    assert {(step, party) for _, step, party, _, _ in gained} == {
        (action.value, party)
        for action in (Action.MERGE, Action.RECEIVE_DUPLICATE, Action.SEPARATE)
        for party in ("provider", "own_case")
    }
    assert all("provider_executive" in roles.split() for _, _, _, roles, _ in gained)
