"""What may be done with words that the check found, and by whom (8.0b, 11.1c)."""

from __future__ import annotations

import pytest

from sightline.policy.found_words import (
    EXEMPT_ANSWERS,
    EXEMPT_FIELDS,
    LONGEST_REASON,
    Answer,
    Choice,
    choices_for,
    counted,
    fingerprint,
    found_in,
    mask,
    problem_with_answer,
    problem_with_replacement,
    short_mask,
)
from sightline.policy.personal_data import PersonalDataKind, personal_data_in
from sightline.policy.reporting_form import FIELDS
from sightline.policy.terms import Role

NUMBER, PHONE = PersonalDataKind.NHS_NUMBER, PersonalDataKind.PHONE


@pytest.mark.parametrize(
    ("kinds", "role", "offered"),
    [
        ([PHONE], Role.REPORTER, [Choice.CHANGE, Choice.KEEP, Choice.HOLD]),
        ([NUMBER], Role.REPORTER, [Choice.CHANGE, Choice.HOLD]),
        ([NUMBER, PHONE], Role.INVESTIGATOR, [Choice.CHANGE, Choice.HOLD]),
        ([NUMBER], Role.PROVIDER_LEAD, [Choice.CHANGE, Choice.KEEP, Choice.HOLD]),
        ([NUMBER, PHONE], Role.PATIENT_SAFETY_TEAM, [Choice.CHANGE, Choice.KEEP, Choice.HOLD]),
    ],
)
def test_everybody_may_hold_and_only_a_lead_says_that_it_is_no_number(
    kinds: list[PersonalDataKind], role: Role, offered: list[Choice]
) -> None:
    assert [choice for choice, _ in choices_for(kinds, role)] == offered


@pytest.mark.parametrize(
    ("answer", "kinds", "role", "words"),
    [
        (Answer(Choice.HOLD), [NUMBER], Role.REPORTER, ""),
        (Answer(Choice.CHANGE), [PHONE], Role.REPORTER, "Change the words"),
        (Answer(Choice.KEEP, "The ward's own line."), [PHONE], Role.REPORTER, ""),
        (Answer(Choice.KEEP, " "), [PHONE], Role.REPORTER, "Say why"),
        (Answer(Choice.KEEP, "x" * (LONGEST_REASON + 1)), [PHONE], Role.REPORTER, "characters or fewer"),
        (Answer(Choice.KEEP, "It is 07700 900123."), [PHONE], Role.REPORTER, "without the words"),
        (Answer(Choice.KEEP, "A serial number."), [NUMBER], Role.REPORTER, "Only those who lead"),
        (Answer(Choice.KEEP, "A serial number."), [NUMBER], Role.PROVIDER_LEAD, ""),
    ],
)
def test_an_answer_settles_words_or_says_why_not(
    answer: Answer, kinds: list[PersonalDataKind], role: Role, words: str
) -> None:
    problem = problem_with_answer(answer, kinds, role)
    assert words in problem
    assert bool(problem) is bool(words)


def test_a_number_over_two_texts_is_found_in_both_and_nothing_of_it_in_others() -> None:
    found = found_in(["Call 943 476", "", "5919 now", "at 14:30"])
    assert [[each.text for each in row] for row in found] == [["943 476"], [], ["5919"], []]


def test_a_fingerprint_is_the_same_however_the_words_are_spaced_and_another_for_others() -> None:
    one, other, third = (
        personal_data_in(text)[0] for text in ("943 476 5919", "943-476-5919", "401 023 2137")
    )
    assert fingerprint(one) == fingerprint(other)
    assert fingerprint(one) != fingerprint(third)
    assert "9434765919" not in fingerprint(one)


def test_what_stands_in_their_place_is_never_found_itself() -> None:
    for kind in PersonalDataKind:
        assert personal_data_in(f"The patient {mask(kind, 12)} fell. {short_mask(12)}") == ()


def test_a_replacement_must_identify_nobody() -> None:
    assert problem_with_replacement("Patient A") == ""
    assert problem_with_replacement("07700 900123") != ""


def test_what_was_found_is_counted_by_kind_and_never_named() -> None:
    found = personal_data_in("943 476 5919, then 401 023 2137, then 07700 900123")
    assert counted(found) == "NHS Number (2); Phone number"


def test_every_answer_that_is_exempt_is_one_of_the_report_with_a_reason() -> None:
    assert set(EXEMPT_ANSWERS) <= set(FIELDS)
    assert set(EXEMPT_ANSWERS.values()) <= set(EXEMPT_FIELDS)
