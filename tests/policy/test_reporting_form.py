"""The report: twelve questions anyone can answer in three minutes, and what hints they give."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sightline.policy.classification import CRITERIA
from sightline.policy.questionnaire import Answer
from sightline.policy.reporting_choices import AGE_BANDS, CIRCUMSTANCES, SETTINGS, SHIFTS, YES_NO_UNKNOWN
from sightline.policy.reporting_form import (
    BEFORE_YOU_START,
    DOES_NOT_REPLACE,
    FIELDS,
    QUESTIONS,
    answers_that_count,
    hinted_criteria,
    needs_urgent_contact,
    questions_for,
)

CODES = json.loads((Path(__file__).parents[1] / "data" / "lfpse_v5_names.json").read_text(encoding="utf-8"))[
    "codes"
]


def test_questions_are_the_twelve_in_order() -> None:
    assert [row.number for row in QUESTIONS] == list(range(1, 13))
    assert [row.name for row in QUESTIONS] == [
        "what_happened",
        "when",
        "where",
        "affected",
        "physical_harm",
        "psychological_harm",
        "immediate_action",
        "danger_now",
        "other_organisation",
        "circumstances",
        "recorded_elsewhere",
        "contact",
    ]


def test_only_the_number_from_elsewhere_may_be_left_out() -> None:
    assert [row.name for row in QUESTIONS if not row.required] == ["recorded_elsewhere"]


def test_questions_read_in_three_minutes() -> None:
    for row in QUESTIONS:
        assert row.question.endswith("?")
        assert len(row.question.split()) <= 12, row.name
        assert len(row.help.split()) <= 16, row.name
    words = sum(
        len(text.split())
        for row in QUESTIONS
        for text in (row.question, row.help, *(field.help for field in row.fields))
    )
    assert words < 260


def test_fixed_words_are_those_agreed() -> None:
    assert BEFORE_YOU_START == "Do not name anyone. If someone is in danger, act first."
    assert DOES_NOT_REPLACE == "This does not replace LFPSE or your local incident system."


@pytest.mark.clause("11.1a", facet="no more is asked and shown than is needed")
def test_nobody_is_asked_for_an_identity_of_a_patient() -> None:
    names = set(FIELDS)
    assert not any(word in name for name in names for word in ("birth", "nhs", "patient_name", "address"))
    assert {name for name in names if name.startswith("contact_")} == {
        "contact_name",
        "contact_email",
        "contact_phone",
    }


@pytest.mark.parametrize(
    ("choices", "system"),
    [
        (SHIFTS, "time-of-incident-brackets-5"),
        (SETTINGS, "service-type-5"),
        (AGE_BANDS, "age-brackets-5"),
        (YES_NO_UNKNOWN, "yes-no-unknown-codes-5"),
        (FIELDS["physical_harm"].choices, "level-of-physical-harm-5"),
        (FIELDS["psychological_harm"].choices, "level-of-psychological-harm-5"),
    ],
)
def test_choices_use_each_lfpse_code_once(choices: tuple[object, ...], system: str) -> None:
    codes = [code for choice in choices if (code := getattr(choice, "lfpse_code", ""))]
    assert sorted(codes) == sorted(CODES[system])


def test_harm_choices_carry_their_definitions() -> None:
    for name in ("physical_harm", "psychological_harm"):
        assert all(choice.help for choice in FIELDS[name].choices)


@pytest.mark.clause("2.1.2", facet="harm to people is asked")
@pytest.mark.parametrize(
    ("affected", "harm_asked"),
    [
        ("patient", True),
        ("staff", True),
        ("visitor", True),
        ("nobody_caught_in_time", False),
        ("nobody_yet", False),
    ],
)
def test_harm_is_asked_of_people_only(affected: str, harm_asked: bool) -> None:
    names = {row.name for row in questions_for({"affected": [affected]})}
    assert ("physical_harm" in names) is harm_asked
    assert ("psychological_harm" in names) is harm_asked
    assert len(names) == (12 if harm_asked else 10)


def test_answers_left_behind_do_not_count() -> None:
    answers: dict[str, Answer] = {
        "affected": ["nobody_caught_in_time"],
        "physical_harm": "severe",
        "what_happened": "A wrong bag was spotted.",
        "made_up": "x",
    }
    assert set(answers_that_count(answers)) == {"affected", "what_happened"}


@pytest.mark.parametrize(
    ("circumstances", "expected"),
    [
        (["death"], ("A1",)),
        (["service_stopped", "abuse"], ("A4", "B6", "B7")),
        (["none"], ()),
        (["unheard_of"], ()),
        ([], ()),
    ],
)
def test_circumstances_hint_at_criteria(circumstances: list[str], expected: tuple[str, ...]) -> None:
    assert hinted_criteria({"circumstances": circumstances}) == expected


def test_hints_are_criteria() -> None:
    assert {code for row in CIRCUMSTANCES.values() for code in row.hints} <= set(CRITERIA)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"danger_now": "yes"}, True),
        ({"danger_now": "not_sure"}, False),
        ({"circumstances": ["police"]}, True),
        ({"circumstances": ["public_concern"]}, True),
        ({"circumstances": ["service_stopped"]}, True),
        ({"circumstances": ["death", "information"]}, False),
        ({}, False),
    ],
)
def test_number_to_ring_is_shown_when_it_cannot_wait(answers: dict[str, Answer], expected: bool) -> None:
    assert needs_urgent_contact(answers) is expected
