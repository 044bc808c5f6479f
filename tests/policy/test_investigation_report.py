"""What a final report must hold before it is signed, and what signing asks."""

from __future__ import annotations

import pytest

from sightline.policy.investigation_report import (
    REPORT_FORM,
    missing_from_report,
    problems_with_statement,
)

WHOLE = {"summary": "S", "causes": "C", "lessons": "L", "has_document": True, "has_actions": True}


def test_report_whole_misses_nothing() -> None:
    assert missing_from_report(**WHOLE) == ()  # type: ignore[arg-type]


@pytest.mark.clause("1.1b", facet="what was learned is kept")
@pytest.mark.clause("2.2c", facet="lessons are kept")
@pytest.mark.clause("4.7.12", facet="the report must give the causes found")
@pytest.mark.parametrize(
    ("part", "blank", "words"),
    [
        ("summary", " ", "a summary"),
        ("causes", "", "the causes found"),
        ("lessons", "\n", "the lessons"),
        ("has_document", False, "the report itself, as a document"),
        ("has_actions", False, "at least one action, with its owner and date"),
    ],
)
def test_report_without_a_part_says_which(part: str, blank: object, words: str) -> None:
    assert missing_from_report(**{**WHOLE, part: blank}) == (words,)  # type: ignore[arg-type]


def test_report_asks_in_words_for_what_it_must_hold() -> None:
    assert [row.code for row in REPORT_FORM] == ["summary", "causes", "lessons"]
    assert "communication" in REPORT_FORM[1].help


@pytest.mark.clause("4.4.2", facet="who signed, when and with which words is kept")
def test_statement_is_in_words() -> None:
    assert [problem.field for problem in problems_with_statement("  ")] == ["statement"]
    assert problems_with_statement("I have read it.") == ()


@pytest.mark.clause("4.4.1", facet="it has a light form")
def test_the_words_of_a_significant_event_analysis_are_the_whole_report() -> None:
    without = {**WHOLE, "has_document": False}
    assert missing_from_report(**without, is_analysis=True) == ()  # type: ignore[arg-type]
    assert missing_from_report(**without) == ("the report itself, as a document",)  # type: ignore[arg-type]
