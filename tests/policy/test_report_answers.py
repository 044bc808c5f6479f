"""A draft's answers read whole: sound ones as values, unsound ones as problems beside their question, never a crash."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.policy.report_answers import (
    MOST_ORGANISATIONS,
    ORGANISATION_FIELDS,
    PAPER_FIELDS,
    ReportAnswers,
    asks_organisation,
    problems,
    read,
    sound,
)
from sightline.policy.reporting_form import FIELDS
from sightline.policy.terms import OrganisationKind

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
GOOD: dict[str, Any] = {
    "what_happened": "  A wrong bag of fluid was hung and taken down.  ",
    "happened_precision": "exact",
    "happened_on": "2026-11-16",
    "happened_time": "9:05",
    "site": "Main building",
    "setting": "hospital",
    "affected": ["patient", "staff"],
    "how_many": 2,
    "age_band": "years_46_65",
    "physical_harm": "none",
    "psychological_harm": "not_known",
    "immediate_action": "Line flushed, patient watched.",
    "danger_now": "yes",
    "other_organisation": "yes",
    "other_organisation_code": ["R9B", "R9C", "R9B"],
    "circumstances": ["none"],
    "contact": "confidential",
    "contact_name": "A nurse",
    "contact_email": "nurse@castlebrook.example",
    "contact_phone": "0100",
}


def wrong(**changes: Any) -> list[tuple[str, str]]:
    return [(found.field, found.message) for found in problems({**GOOD, **changes}, now=NOW)]


def test_answers_become_typed_values() -> None:
    answers = read(GOOD)
    assert answers.what_happened == "A wrong bag of fluid was hung and taken down."
    assert (answers.happened_on, answers.happened_time) == (date(2026, 11, 16), time(9, 5))
    assert answers.affected == ("patient", "staff")
    assert answers.how_many == 2
    assert answers.other_organisation_code == ("R9B", "R9C")
    assert answers.how_to_reach == "nurse@castlebrook.example, 0100"
    assert problems(GOOD, now=NOW) == ()


def test_one_vocabulary_the_answers_are_named_as_the_fields_of_the_form() -> None:
    names = {field.name for field in fields(ReportAnswers)} - {"is_near_miss", "is_urgent"}
    assert names == {*FIELDS, *(field.name for field in (*ORGANISATION_FIELDS, *PAPER_FIELDS))}


def test_near_miss_follows_from_nobody_reached_never_from_no_harm() -> None:
    assert read({**GOOD, "affected": ["nobody_caught_in_time"]}).is_near_miss
    assert not read({**GOOD, "physical_harm": "none", "psychological_harm": "none"}).is_near_miss
    assert not read({**GOOD, "affected": ["nobody_yet"]}).is_near_miss


def test_danger_now_and_urgent_circumstances_are_urgent() -> None:
    assert read(GOOD).is_urgent
    assert not read({**GOOD, "danger_now": "no"}).is_urgent
    assert read({**GOOD, "danger_now": "no", "circumstances": ["police"]}).is_urgent


def test_answers_left_behind_by_another_answer_do_not_count() -> None:
    nobody = read({**GOOD, "affected": ["nobody_caught_in_time"]})
    assert (nobody.physical_harm, nobody.how_many, nobody.age_band) == ("", None, "")
    by_code = read({**GOOD, "contact": "code_only"})
    assert (by_code.contact_name, by_code.how_to_reach) == ("", "")
    alone = read({**GOOD, "other_organisation": "no"})
    assert alone.other_organisation_code == ()
    unsure = read({**GOOD, "happened_precision": "not_sure", "happened_about": "in October"})
    assert (unsure.happened_on, unsure.happened_about) == (None, "in October")


@pytest.mark.parametrize("stored", [{"a": 1}, [[1]], [None], 3.5, True])
def test_what_is_stored_malformed_is_a_problem_beside_its_question(stored: object) -> None:
    for name in sorted(set(FIELDS) - {"happened_shift", "happened_about", "found_on"}):
        found = problems({**GOOD, name: stored}, now=NOW)
        assert "Give it again" in " ".join(one.message for one in found if one.field == name), name
        assert all(one.clause for one in found)
        read({**GOOD, name: stored})


WORDS = st.text("ayes0129-/: é", max_size=8) | st.sampled_from(["yes", "2026-11-16", "patient", "provider"])
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS
JSON = PLAIN | st.lists(PLAIN, max_size=3) | st.dictionaries(WORDS, PLAIN, max_size=2)
NAMES = sorted({*FIELDS, *(field.name for field in (*ORGANISATION_FIELDS, *PAPER_FIELDS)), "something_else"})


@given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=8), st.booleans())
def test_no_stored_value_makes_reading_fail(stored: dict[str, object], organisation: bool) -> None:
    answers = {**GOOD, **stored}
    found = problems(answers, now=NOW, organisation=organisation)
    kept = read(answers)
    assert isinstance(kept, ReportAnswers)
    if not found:
        # Fit to send means that what every incident needs is there.
        assert kept.what_happened
        assert kept.affected
        assert kept.contact in {"named", "confidential", "code_only"}


def test_date_typed_in_parts_that_is_no_date_is_kept_and_is_a_problem() -> None:
    assert sound({"happened_on": ["31", "2", "2026"]}) == {"happened_on": "31/2/2026"}
    assert wrong(happened_on=["31", "2", "2026"]) == [("happened_on", "Enter a real date.")]
    # An ISO date in one of the boxes must not slip through as a date.
    assert wrong(happened_on=["2026-11-16", "", ""]) == [("happened_on", "Enter a real date.")]
    assert sound({"found_on": ["", "", ""]}) == {"found_on": ""}


def test_order_of_dates_is_told_beside_the_field() -> None:
    assert wrong(happened_on="2026-11-21") == [
        ("happened_on", "The date it happened cannot be in the future.")
    ]
    assert wrong(found_on="2026-11-15")[0][0] == "found_on"


@pytest.mark.clause("4.7.10", facet="whether others were involved is asked of every report")
def test_saying_yes_to_another_organisation_asks_which() -> None:
    missing = {"other_organisation_code": [], "other_organisation_words": " "}
    assert [name for name, _ in wrong(**missing)] == ["other_organisation_code"]
    assert wrong(other_organisation_code=[], other_organisation_words="The night ambulance") == []
    many = [f"R{number}" for number in range(MOST_ORGANISATIONS + 1)]
    assert [name for name, _ in wrong(other_organisation_code=many)] == ["other_organisation_code"]


@pytest.mark.clause("4.5g")
def test_staff_of_a_board_say_where_it_happened() -> None:
    assert asks_organisation(OrganisationKind.ICB)
    assert not asks_organisation(OrganisationKind.NHS_TRUST)

    def found(**more: str) -> list[str]:
        return [one.field for one in problems({**GOOD, **more}, now=NOW, organisation=True)]

    assert found() == ["happened_at"]
    assert found(happened_at="somewhere") == ["happened_at"]
    assert found(happened_at="provider") == ["happened_at_code"]
    assert found(happened_at="own") == []
    assert found(happened_at="provider", happened_at_code="R9A") == []
    assert read({**GOOD, "happened_at": "own", "happened_at_code": "R9A"}).happened_at_code == ""
    assert read({**GOOD, "happened_at": "provider", "happened_at_code": "R9A"}).happened_at_code == "R9A"


def test_one_page_can_be_asked_alone() -> None:
    nothing: dict[str, object] = {}
    assert {one.field for one in problems(nothing, now=NOW, questions=[1, 8])} == {
        "what_happened",
        "danger_now",
    }


PAPER = {"from_paper": "yes", "written_on": "2026-11-17", "written_time": "08:00"}


def test_a_paper_report_counts_from_when_it_was_written_in_london() -> None:
    assert read({**GOOD, **PAPER}).written_at == datetime(2026, 11, 17, 8, tzinfo=UTC)
    summer = {**PAPER, "written_on": "2026-07-01", "happened_on": "2026-06-30"}
    assert read({**GOOD, **summer}).written_at == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert read({**GOOD, **PAPER, "from_paper": "no"}).written_at is None
    assert read(GOOD).written_at is None


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({}, "", ""),
        ({"from_paper": "perhaps"}, "from_paper", "Choose from the list."),
        ({"written_on": None}, "written_on", "Enter the date."),
        ({"written_time": "25:00"}, "written_time", "Enter a time like 14:30."),
        ({"written_on": "2026-11-20", "written_time": "12:01"}, "written_on", "future"),
        ({"written_on": "2026-11-20", "written_time": "12:00"}, "", ""),
        ({"written_on": "2026-11-16", "written_time": "9:04"}, "written_on", "before it happened"),
        ({"written_on": "2026-11-16", "written_time": "9:05"}, "", ""),
        ({"written_on": "2026-11-15"}, "written_on", "before it happened"),
    ],
)
def test_when_a_paper_report_was_written_stands_between_the_event_and_now(
    changes: dict[str, Any], field: str, message: str
) -> None:
    found = wrong(**{**PAPER, **changes})
    assert [name for name, _ in found] == ([field] if field else [])
    assert all(message in words for _, words in found)


def test_about_what_time_it_happened_does_not_bind_the_paper_to_the_minute() -> None:
    about = {**PAPER, "happened_precision": "about", "written_on": "2026-11-16", "written_time": "9:00"}
    assert wrong(**about) == []
