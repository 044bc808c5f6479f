"""An action says what, who, when and how strong; done means shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sightline.policy.action_plan import problems_with_action, problems_with_evidence

TODAY = date(2026, 11, 16)
WHOLE: dict[str, Any] = {
    "text": "Count wires out",
    "owner_role": "Head of theatres",
    "due_on": date(2027, 3, 31),
    "strength": "strong",
}


def test_action_whole_has_no_problem() -> None:
    assert problems_with_action(**WHOLE, today=TODAY) == ()
    assert problems_with_action(**{**WHOLE, "due_on": TODAY}, today=TODAY) == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", " "),
        ("owner_role", ""),
        ("due_on", None),
        ("due_on", date(2026, 11, 15)),
        ("strength", ""),
        ("strength", "STRONG"),
    ],
)
def test_action_without_a_part_says_which(field: str, value: object) -> None:
    found = problems_with_action(**{**WHOLE, field: value}, today=TODAY)
    assert [(problem.field, problem.clause) for problem in found] == [(field, "4.3f")]


@pytest.mark.clause("2.2d", facet="an action is done only with evidence")
def test_action_done_needs_evidence() -> None:
    assert [problem.field for problem in problems_with_evidence("\n")] == ["evidence"]
    assert problems_with_evidence("Audit of 20 lines") == ()
