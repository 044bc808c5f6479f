"""The whole of who may do what, when: framework, step, relation, roles and status, a line for those that may the same.

The lines are kept in ``tests/data/who_may_what.txt``. A change of the rules shows as lines that come and go; once it is
meant, write them anew and read the difference before committing it:

    .venv/bin/python -m tests.policy.matrix
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sightline.policy.facts import Actor, IncidentFacts, Naming, Share
from sightline.policy.permissions import GRANTS, OPENABLE, may_see, parts_for
from sightline.policy.terms import Action, Framework, Part, Permission, Relation, RestrictedKind, Role, Status
from sightline.policy.workflow import WORKFLOW, decide, is_out_of_date
from sightline.policy.workflow_step import OPEN_AND_SERIOUS
from tests.policy.worlds import (
    COMMISSIONER,
    INVOLVED,
    OTHER_COMMISSIONER,
    OUTSIDER,
    PLACE,
    PROVIDER,
    RECIPIENT,
    REPORTER,
    facts,
)

KEPT = Path(__file__).parents[1] / "data" / "who_may_what.txt"
HEAD = """\
# Who may do what, when: framework | step | relation | roles | status, with the one it leads to where that is another.
# Written by `python -m tests.policy.matrix`; read the difference before committing it.
# A step that waits for something first is given with the worlds in which it may be taken (tests/policy/matrix.py).
# At the end: what each holds, what each step needs of it, and after what a page drawn for a step is out of date.
# "open" is every status from declared to returned, "all" every status but draft.
"""
#: Organisations by what they are to the case; ``own_report`` is whoever reported it, ``own_case`` the ICB's own incident.
PARTIES: Mapping[str, UUID] = {
    "provider": PROVIDER,
    "lead_commissioner": COMMISSIONER,
    "responsible_commissioner": OTHER_COMMISSIONER,
    "involved": INVOLVED,
    "shared": RECIPIENT,
    "outsider": OUTSIDER,
    "own_report": PROVIDER,
    "own_case": COMMISSIONER,
}
#: Everything that a disclosure can open.
_SHARE = Share(UUID(int=2000), RECIPIENT, OPENABLE, datetime(2027, 1, 1, tzinfo=UTC))
_SETTLED: dict[str, Any] = {
    "classification_agreed": True,
    "level_agreed": True,
    "type_pending": False,
    "candour_undecided": False,
    "was_shared": True,
}
#: What is recorded of a case; a step with conditions is tried in each.
WORLDS: Mapping[str, dict[str, Any]] = {
    "plain": {},
    "settled": _SETTLED,
    "recorded": {
        **_SETTLED,
        "acknowledged": True,
        "report_signed_off": True,
        "report_accepted": True,
        "provider_view": "serious",
        "commissioner_view": "serious",
        "investigated_elsewhere": True,
        "learning_planned": True,
        "held_sides": frozenset({Relation.PROVIDER, Relation.LEAD_COMMISSIONER}),
    },
    "agreed_not": {"provider_view": "not_serious", "commissioner_view": "not_serious"},
    "keyed": {
        "provider_is_small": True,
        "keyed_by_commissioner": True,
        "keyed_unconfirmed": True,
        "candour_undecided": False,
    },
    "never_event": {**_SETTLED, "never_event_code": "1", "report_accepted": True},
    # Everyone of every party is named: what a limited case offers to those it is left to.
    "limited": {
        **_SETTLED,
        "restricted_kind": RestrictedKind.STAFF.value,
        "named": frozenset(Naming(each, None, role) for each in set(PARTIES.values()) for role in Role),
    },
}


@cache
def case(framework: Framework, status: Status, party: str, world: str = "plain") -> IncidentFacts:
    """A case in one status and world."""
    own = {"provider_id": COMMISSIONER} if party == "own_case" else {}
    return facts(
        framework=framework,
        status=status,
        responsible_commissioner_id=OTHER_COMMISSIONER,
        involved_ids=frozenset({INVOLVED}),
        shares=frozenset({_SHARE}),
        **own,
        **WORLDS[world],
    )


@cache
def person(party: str, role: Role) -> Actor:
    """Somebody in this role, in the Place of the case."""
    who = REPORTER if party == "own_report" else UUID(int=7)
    return Actor(who, PARTIES[party], role, PLACE)


def lines() -> list[str]:
    """Every line, in the order of the terms."""
    return [
        *_what_each_sees(),
        *lines_of(*Action),
        *_what_each_holds(),
        *_what_each_step_needs(),
        *_what_makes_a_page_out_of_date(),
    ]


def lines_of(*actions: Action) -> list[str]:
    """The lines of these steps."""
    return list(_what_each_may(frozenset(actions)))


def _pairs() -> Iterator[tuple[str, Role]]:
    for party in PARTIES:
        # Whoever reported it follows it in any role; the role of a reporter stands for all that have nothing more.
        yield from ((party, role) for role in Role if party != "own_report" or role is Role.REPORTER)


def _what_each_sees() -> Iterator[str]:
    for framework in Framework:
        rows: dict[tuple[str, str], list[Role]] = {}
        for party, role in _pairs():
            by_parts: dict[frozenset[Part], list[str]] = {}
            for status in Status:
                # A duplicate is shown as far as it was shared before, which the settled world says.
                known = case(framework, status, party, "settled")
                if may_see(person(party, role), known):
                    by_parts.setdefault(parts_for(person(party, role), known), []).append(status.value)
            seen = "; ".join(f"{_short(statuses)}: {_parts(parts)}" for parts, statuses in by_parts.items())
            if seen:
                rows.setdefault((party, seen), []).append(role)
        for (party, seen), roles in rows.items():
            yield f"{framework} | sees | {party} | {' '.join(roles)} | {seen}"


def _parts(parts: frozenset[Part]) -> str:
    left_out = [part.value for part in Part if part not in parts]
    if len(left_out) > len(parts):
        return " ".join(part.value for part in Part if part in parts)
    return f"every part but {' '.join(left_out)}" if left_out else "every part"


def _short(cells: list[str]) -> str:
    """The cells with the six open statuses, and all of them, named together."""
    for name, statuses in (
        ("all", [each for each in Status if each is not Status.DRAFT]),
        ("open", OPEN_AND_SERIOUS),
    ):
        if set(cells) >= {status.value for status in statuses}:
            rest = [cell for cell in cells if cell not in set(statuses)]
            return " ".join([name, *rest])
    return " ".join(cells)


def _what_each_may(actions: frozenset[Action]) -> Iterator[str]:
    visible = [
        (framework, party, role, status)
        for framework in Framework
        for party, role in _pairs()
        for status in Status
        # Access follows the status, what was shared before and what the ICB keyed.
        if any(
            may_see(person(party, role), case(framework, status, party, world))
            for world in ("settled", "keyed")
        )
    ]
    for framework, steps in WORKFLOW.items():
        for action, step in steps.items():
            if action not in actions:
                continue
            cells: dict[tuple[str, Role], list[str]] = {}
            for known, party, role, status in visible:
                # In any other status nobody takes it: ``test_workflow`` proves that for every role.
                if (
                    known is framework
                    and status in step.moves
                    and (cell := _cell(action, framework, party, role, status, bool(step.conditions)))
                ):
                    cells.setdefault((party, role), []).append(cell)
            rows: dict[tuple[str, str], list[Role]] = {}
            for (party, role), found in cells.items():
                rows.setdefault((party, _short(found)), []).append(role)
            for (party, cell), roles in rows.items():
                yield f"{framework} | {action} | {party} | {' '.join(roles)} | {cell}"


def _what_each_holds() -> Iterator[str]:
    for row in GRANTS:
        held = " ".join(each.value for each in Permission if each in row.permissions)
        yield f"any | holds | {row.relation} | {row.role} | {held} ({row.clause})"


def _what_each_step_needs() -> Iterator[str]:
    for framework, steps in WORKFLOW.items():
        for action, step in steps.items():
            needed = " or ".join(each.value for each in Permission if each in step.permissions)
            yield f"{framework} | needs | {action} | {needed} | {step.clause}"


def _what_makes_a_page_out_of_date() -> Iterator[str]:
    """By the step a page was drawn for: steps that do so, beside any that moved the status."""
    for action in Action:
        others = [other.value for other in Action if is_out_of_date(action, [(other, False)])]
        moved = "a move" if all(is_out_of_date(action, [(other, True)]) for other in Action) else "no move"
        named = "every step" if len(others) == len(Action) else " ".join(others) or "no step"
        yield f"any | out_of_date | {action} | {moved} | {named}"


def _cell(action: Action, framework: Framework, party: str, role: Role, status: Status, waits: bool) -> str:
    """``status>target``, with the worlds in which it may be taken where that is not all of them; ``""`` for never."""
    by, allowed, target = person(party, role), [], status
    tried = list(WORLDS) if waits or status in (Status.REPORTED, Status.DUPLICATE) else ["plain"]
    for world in tried:
        decision = decide(action, by, case(framework, status, party, world))
        if decision.allowed and decision.target is not None:
            allowed.append(world)
            target = decision.target
    if not allowed:
        return ""
    words = status.value if target is status else f"{status}>{target}"
    return words + ("" if allowed == tried else f"({','.join(allowed)})")


if __name__ == "__main__":
    KEPT.write_text(HEAD + "\n".join(lines()) + "\n", encoding="utf-8")
    print(f"{len(lines())} lines written to {KEPT.name}.")
