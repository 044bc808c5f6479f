"""What the ICB must say with each of its answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sightline.policy import assuring
from sightline.policy.questionnaire import Problem

TODAY = date(2026, 11, 16)


def fields(found: tuple[Problem, ...]) -> list[str]:
    return [problem.field for problem in found]


@pytest.mark.parametrize(
    "asked",
    [
        assuring.problems_of_challenge,
        assuring.problems_of_asking_for_more,
        assuring.problems_of_downgrade,
        assuring.problems_of_reopening,
    ],
)
def test_answer_against_the_provider_needs_a_reason(asked: object) -> None:
    assert fields(asked("  \n")) == ["reason"]  # type: ignore[operator]
    assert asked("The fall was unwitnessed.") == ()  # type: ignore[operator]


@pytest.mark.clause("3.3d", facet="the ICB confirms or rejects it")
def test_never_event_is_confirmed_or_rejected_with_a_reason() -> None:
    assert fields(assuring.problems_of_never_event_answer("", "")) == ["answer"]
    assert assuring.problems_of_never_event_answer(assuring.CONFIRM, "") == ()
    assert fields(assuring.problems_of_never_event_answer(assuring.REJECT, "")) == ["reason"]
    assert assuring.problems_of_never_event_answer(assuring.REJECT, "It was left in on purpose.") == ()


@pytest.mark.parametrize(
    ("level", "proposed", "reason", "wrong"),
    [
        (2, 2, "", []),
        (3, 2, "", ["reason"]),
        (3, 2, "Three organisations are involved.", []),
        (None, 2, "", ["level"]),
        (4, 2, "Why not?", ["level"]),
        (1, None, "", ["reason"]),
    ],
)
def test_level_other_than_proposed_needs_a_reason(
    level: int | None, proposed: int | None, reason: str, wrong: list[str]
) -> None:
    assert fields(assuring.problems_of_level(level, proposed=proposed, reason=reason)) == wrong


def test_every_report_is_answered_in_words() -> None:
    returning = assuring.problems_of_feedback(" ", returning=True)
    accepting = assuring.problems_of_feedback("", returning=False)
    assert fields(returning) == fields(accepting) == ["feedback"]
    assert returning[0].message != accepting[0].message
    assert assuring.problems_of_feedback("Thank you.", returning=False) == ()


@pytest.mark.parametrize(
    ("days", "wrong"),
    [(None, []), (-1, ["resubmit_by"]), (0, ["resubmit_by"]), (1, []), (400, ["resubmit_by"])],
)
def test_date_to_send_again_lies_ahead(days: int | None, wrong: list[str]) -> None:
    agreed = None if days is None else TODAY + timedelta(days=days)
    assert fields(assuring.problems_of_resubmission(agreed, today=TODAY)) == wrong


@pytest.mark.clause("4.3f", facet="how they are followed is agreed before closing")
def test_case_with_actions_outstanding_needs_a_way_to_follow_them() -> None:
    assert assuring.problems_of_closing(open_actions=0, monitoring_of_actions="") == ()
    assert fields(assuring.problems_of_closing(open_actions=2, monitoring_of_actions=" ")) == [
        "monitoring_of_actions"
    ]
    assert assuring.problems_of_closing(open_actions=2, monitoring_of_actions="Monthly, at the CQRG.") == ()


@pytest.mark.clause("2.2d", facet="someone else verifies it, by name and time")
def test_action_is_verified_once_by_someone_who_did_not_do_it() -> None:
    done = {"is_done": True, "is_verified": False, "by_who_did_it": False}
    assert assuring.why_not_verified(**done) == ""
    assert "not recorded as done" in assuring.why_not_verified(**{**done, "is_done": False})
    assert "already" in assuring.why_not_verified(**{**done, "is_verified": True})
    assert "someone else" in assuring.why_not_verified(**{**done, "by_who_did_it": True})
    assert fields(assuring.problems_of_verification(" ")) == ["verification"]
