"""The 72-hour review: what it must hold before it is sent."""

from __future__ import annotations

import pytest

from sightline.policy.initial_review_form import (
    INITIAL_REVIEW_FORM,
    InitialReviewOutcome,
    ReviewSection,
    problems_of_review,
)

COMPLETE = {row.code: (row.choices[0].code if row.choices else "Said.") for row in INITIAL_REVIEW_FORM}
REQUIRED = [row.code for row in INITIAL_REVIEW_FORM if row.required]


def test_review_complete_can_be_sent() -> None:
    assert problems_of_review(COMPLETE) == ()


@pytest.mark.parametrize("code", REQUIRED)
def test_review_without_a_required_answer_says_which(code: str) -> None:
    for blank in ("", "  "):
        found = problems_of_review({**COMPLETE, code: blank})
        assert [problem.field for problem in found] == [code]


@pytest.mark.clause("2.2b", facet="terms of reference are asked for")
@pytest.mark.clause("4.3c", facet="support for staff is kept")
def test_review_asks_what_the_framework_asks() -> None:
    assert {
        "immediate_safety",
        "facts",
        "still_serious",
        "proposed_level",
        "people_affected",
        "staff_support",
        "media",
        "other_organisations",
        "safeguarding_police_coroner",
        "evidence_secured",
        "terms_of_reference",
    } <= set(REQUIRED)
    # The case lists other bodies with their limits, so that nobody is asked for them twice.
    assert "other_bodies" not in REQUIRED


def test_review_empty_names_every_required_answer() -> None:
    assert [problem.field for problem in problems_of_review({})] == REQUIRED


def test_review_level_is_one_of_three() -> None:
    found = problems_of_review({**COMPLETE, "proposed_level": "4"})
    assert [(problem.field, problem.clause) for problem in found] == [("proposed_level", "2.2b")]


def test_icb_may_accept_ask_change_level_or_downgrade() -> None:
    assert {outcome.value for outcome in InitialReviewOutcome} == {
        "accept",
        "ask_for_more",
        "change_level",
        "downgrade",
    }


def test_review_stands_under_its_headings_in_order() -> None:
    sections = [row.section for row in INITIAL_REVIEW_FORM]
    assert list(dict.fromkeys(sections)) == list(ReviewSection)
    assert sections == sorted(sections, key=list(ReviewSection).index)


def test_levels_say_what_each_is_for() -> None:
    levels = next(row for row in INITIAL_REVIEW_FORM if row.code == "proposed_level").choices
    assert [choice.code for choice in levels] == ["1", "2", "3"]
    assert all(choice.label.startswith("Level ") and choice.help for choice in levels)
