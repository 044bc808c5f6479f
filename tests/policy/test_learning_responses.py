"""Learning responses under PSIRF: the rows, and what is wrong with a choice."""

from __future__ import annotations

from datetime import date

import pytest

from sightline.policy.clauses import CLAUSES
from sightline.policy.learning_responses import (
    ELSEWHERE,
    LEARNING_RESPONSES,
    PSII,
    REQUIRE_PSII,
    problems_of_response,
)

ON = date(2026, 11, 16)


def wrong(response: str, reason: str = "The plan says so.", **more: object) -> list[str]:
    return [problem.field for problem in problems_of_response(response, reason, **more)]  # type: ignore[arg-type]


def test_responses_are_plain_with_their_source_and_clause() -> None:
    assert list(LEARNING_RESPONSES) == [
        "psii",
        "after_action_review",
        "swarm_huddle",
        "mdt_review",
        "thematic_review",
        "local_learning",
    ]
    sourced = [(row.source, row.clause) for row in LEARNING_RESPONSES.values()]
    sourced += [(row.source, row.clause) for row in REQUIRE_PSII]
    assert all(source and clause in CLAUSES for source, clause in sourced)
    assert all(row.definition.endswith(".") for row in LEARNING_RESPONSES.values())
    assert all(event and body for event, body in ELSEWHERE)


@pytest.mark.parametrize("response", LEARNING_RESPONSES)
def test_plan_may_ask_for_any_response_whatever_the_harm(response: str) -> None:
    assert wrong(response) == []


@pytest.mark.parametrize("response", ["", "level_2", "declare"])
def test_response_off_the_list_is_refused(response: str) -> None:
    assert wrong(response) == ["response"]


def test_response_needs_a_reason() -> None:
    assert wrong(PSII, "  ") == ["reason"]


def test_never_event_is_investigated_by_psii() -> None:
    for response in LEARNING_RESPONSES:
        expected = [] if response == PSII else ["response"]
        assert wrong(response, never_event_code="3", incident_on=ON) == expected


@pytest.mark.parametrize(("code", "on"), [("16", ON), ("99", ON), ("3", None), ("3", date(2017, 1, 1))])
def test_never_event_is_one_on_the_list_of_the_day(code: str, on: date | None) -> None:
    assert wrong(PSII, never_event_code=code, incident_on=on) == ["never_event"]
