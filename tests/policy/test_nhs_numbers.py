"""NHS Numbers are known by their check, as the published library knows them, and found however they are typed."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nhs_number.validate import calculate_checksum, is_valid

from sightline.policy.nhs_numbers import is_nhs_number
from sightline.policy.personal_data import Found, PersonalDataKind, numbers_split, personal_data_in
from tests.policy.identifier_maker import nhs_number as number_for_tests

CASES = json.loads(
    (Path(__file__).parents[1] / "data/personal_data/nhs_number_cases.json").read_text(encoding="utf-8")
)
#: What may stand between two digits: nothing, blanks that can be seen or not, line ends, dashes, dots.
BETWEEN = (
    "",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    "-",
    ".",
    " - ",
    "\u00a0",
    "\u2009",
    "\u200b",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\x85",
    "\u2011",
    "\u2013",
    "·",
)
DIGITS = {"plain": 0x30, "full-width": 0xFF10, "Arabic": 0x660, "mathematical": 0x1D7CE}


def numbers_in(text: str) -> list[str]:
    """What of a text is found to be an NHS Number, as it was typed."""
    return [found.text for found in personal_data_in(text) if found.kind is PersonalDataKind.NHS_NUMBER]


@pytest.mark.parametrize("number", CASES["valid"])
def test_a_valid_number_is_one(number: str) -> None:
    assert is_nhs_number(number)
    assert is_valid(number)
    assert numbers_in(f"Seen again ({number}) today.") == [number]


@pytest.mark.parametrize("number", CASES["invalid"])
def test_an_invalid_number_is_none(number: str) -> None:
    assert not is_nhs_number(number)
    assert numbers_in(f"Lot number {number} was recalled.") == []


@pytest.mark.parametrize("number", CASES["formatted_valid"])
def test_a_number_is_found_as_it_is_formatted(number: str) -> None:
    assert numbers_in(f"Ref {number}; seen.") == [number]


@pytest.mark.parametrize("text", CASES["adversarial_text"])
def test_a_number_that_hides_is_found(text: str) -> None:
    assert len(numbers_in(text)) == 1


@settings(max_examples=500, deadline=None)
@given(st.from_regex(r"[0-9]{10}", fullmatch=True))
def test_the_check_is_that_of_the_library(digits: str) -> None:
    """The library also asks which ranges were ever issued. We do not: a number that is none is set aside by a person."""
    if len(set(digits)) > 1:
        assert is_nhs_number(digits) == (calculate_checksum(digits[:9]) == int(digits[9]))
        assert is_nhs_number(digits) or not is_valid(digits)


@pytest.mark.parametrize("digit", "0123456789")
def test_one_digit_ten_times_is_no_number_though_it_passes(digit: str) -> None:
    assert not is_nhs_number(digit * 10)
    assert numbers_in(digit * 10) == []


@settings(max_examples=400, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    between=st.lists(st.sampled_from(BETWEEN), min_size=9, max_size=9),
    digits=st.sampled_from(sorted(DIGITS)),
    before=st.text(max_size=30),
    after=st.text(max_size=30),
)
def test_any_valid_number_is_found_with_anything_between_its_digits_in_any_text(
    seed: int, between: list[str], digits: str, before: str, after: str
) -> None:
    number = number_for_tests(Random(seed))
    typed = "".join(
        chr(DIGITS[digits] + int(sign)) + gap for sign, gap in zip(number, [*between, ""], strict=True)
    )
    # Digits that touch the number, or that only blanks part from it, belong to whatever they belong to.
    text = f"{before}a{typed}z{after}"
    start = len(before) + 1
    assert Found(start, start + len(typed), PersonalDataKind.NHS_NUMBER, typed) in personal_data_in(text)


@pytest.mark.parametrize(
    "text",
    [
        # Of a day and an hour, one in eleven passes.
        *(f"On 01.07.2021 {hour:02}:15 nothing was seen." for hour in range(24)),
        "4 13.07.2021 1",
        "0800-1015, ext 28613, bleep 2468",
        "Barcode 5012345678900 and 99434765919 are longer.",
        "07700 900123, 020 7946 0018 and +44 7700 900123 are telephones.",
        "The unit held 943 patients; 4765919 were seen elsewhere.",
        "BP 94/34 765919",
    ],
)
def test_other_digits_are_no_number(text: str) -> None:
    assert numbers_in(text) == []


@pytest.mark.parametrize(
    ("texts", "pieces"),
    [
        (["fell, NHS 943 476", "5919 in the bathroom"], [(0, "943 476"), (1, "5919")]),
        (["9434765", "", " \n", "919"], [(0, "9434765"), (3, "919")]),
        (["943", "476", "5919"], [(0, "943"), (1, "476"), (2, "5919")]),
        (["\u200bno 943\u200b476 ", "\u00a05919."], [(0, "943\u200b476"), (1, "5919")]),
    ],
)
def test_a_number_split_over_fields_is_found_and_its_fields_are_named(
    texts: list[str], pieces: list[tuple[int, str]]
) -> None:
    (split,) = numbers_split(texts)
    assert [(place, found.text) for place, found in split.pieces] == pieces
    for place, found in split.pieces:
        assert texts[place][found.start : found.end] == found.text


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["", ""],
        ["943 476 5919", "and nothing else"],
        ["943 476", "in the night", "5919"],
        ["aged 94", "347 patients"],
        ["943 476", "5918"],
    ],
)
def test_what_stands_whole_in_a_field_or_apart_is_not_split(texts: list[str]) -> None:
    assert numbers_split(texts) == ()
