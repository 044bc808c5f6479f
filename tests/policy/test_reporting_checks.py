"""What is wrong with a report, beside the field it concerns."""

from __future__ import annotations

from datetime import date

import pytest

from sightline.policy.questionnaire import Answer
from sightline.policy.reporting_checks import problems_of_page, problems_of_report

TODAY = date(2026, 11, 20)
GOOD: dict[str, Answer] = {
    "what_happened": "A wrong bag of fluid was hung and taken down.",
    "happened_precision": "exact",
    "happened_on": "2026-11-16",
    "happened_time": "11:00",
    "site": "Main building",
    "setting": "hospital",
    "affected": ["patient"],
    "physical_harm": "none",
    "psychological_harm": "not_known",
    "immediate_action": "Line flushed, patient watched.",
    "danger_now": "no",
    "other_organisation": "not_sure",
    "circumstances": ["none"],
    "contact": "code_only",
}


def fields_wrong(**changes: Answer) -> list[str]:
    return [problem.field for problem in problems_of_report({**GOOD, **changes}, today=TODAY)]


def test_report_fit_to_send_has_no_problems() -> None:
    assert problems_of_report(GOOD, today=TODAY) == ()


@pytest.mark.clause("2.1.2", facet="what was done at once is kept")
@pytest.mark.clause("3.2a", facet="the kind of service is asked")
@pytest.mark.clause("3.2a.ii", facet="the harm is graded")
@pytest.mark.clause("4.7.10", facet="whether others were involved is asked of every report")
@pytest.mark.parametrize("name", GOOD)
def test_each_answer_is_needed(name: str) -> None:
    left_out = {key: value for key, value in GOOD.items() if key != name}
    found = [problem.field for problem in problems_of_report(left_out, today=TODAY)]
    # Without a precision its date is not asked; without "affected" the harm is not either.
    assert found == [name]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"happened_on": "2026-11-21"}, "happened_on"),
        ({"happened_on": "2026-02-30"}, "happened_on"),
        ({"happened_on": "last week"}, "happened_on"),
        ({"happened_time": "25:00"}, "happened_time"),
        ({"happened_time": "half past"}, "happened_time"),
        ({"happened_time": "11:6"}, "happened_time"),
        ({"found_on": "2026-11-15"}, "found_on"),
        ({"found_on": "2026-11-21"}, "found_on"),
        ({"how_many": "0"}, "how_many"),
        ({"how_many": "²"}, "how_many"),
        ({"how_many": "some"}, "how_many"),
        ({"setting": "moon"}, "setting"),
        ({"affected": ["patient", "nobody_yet"]}, "affected"),
        ({"circumstances": ["none", "death"]}, "circumstances"),
        ({"circumstances": ["not_sure", "death"]}, "circumstances"),
        ({"what_happened": "x" * 100_000}, "what_happened"),
        ({"what_happened": "   \n "}, "what_happened"),
        ({"local_number": "x" * 51}, "local_number"),
    ],
)
def test_wrong_answer_is_said_beside_its_field(changes: dict[str, Answer], field: str) -> None:
    assert fields_wrong(**changes) == [field]


def test_text_too_long_says_how_long() -> None:
    (problem,) = problems_of_page(1, {"what_happened": "x" * 100_000}, today=TODAY)
    assert problem.message == "Use 20,000 characters or fewer. You have used 100,000."


@pytest.mark.parametrize(
    "changes",
    [
        {"happened_precision": "shift", "happened_shift": "night", "happened_time": ""},
        {"happened_precision": "not_sure", "happened_about": "Some time in October", "happened_on": ""},
        {"happened_time": "9:05"},
        {"found_on": "2026-11-16"},
        {"affected": ["patient", "staff"], "how_many": "2", "age_band": "years_66_85"},
        {"affected": ["nobody_caught_in_time"], "physical_harm": "", "psychological_harm": ""},
        {"circumstances": ["death", "police"]},
        {"contact": "named", "contact_name": "Sam", "contact_email": "sam@example.org"},
        {"contact": "confidential", "contact_name": "Sam", "contact_phone": "024 7600 0000"},
    ],
)
def test_other_ways_of_answering_are_fit(changes: dict[str, Answer]) -> None:
    assert fields_wrong(**changes) == []


def test_an_answer_wants_a_way_to_reach_the_reporter() -> None:
    assert fields_wrong(contact="named", contact_name="Sam") == ["contact_email"]
    assert fields_wrong(contact="named", contact_name="Sam", contact_email="sam") == ["contact_email"]


def test_page_looks_at_itself_only() -> None:
    assert problems_of_page(11, {}, today=TODAY) == ()
    assert [problem.field for problem in problems_of_page(7, {}, today=TODAY)] == ["immediate_action"]
