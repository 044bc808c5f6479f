"""Words are found however they are written; what is merely alike is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.policy.same_words import holds_words, words_at


def found(text: str, words: str, *, spaced: bool = False) -> list[str]:
    return [text[start:end] for start, end in words_at(text, words, spaced=spaced)]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Mrs Okonkwo fell. OKONKWO was told.", "okonkwo", ["Okonkwo", "OKONKWO"]),
        ("Okonkwo's son and the Okonkwos", "Okonkwo", ["Okonkwo", "Okonkwos"]),
        # Accents, composed or not, on either side.
        ("Zoë and Zoe\u0308 and Zoe", "Zoë", ["Zoë", "Zoe\u0308", "Zoe"]),
        ("Łukasz Wójcik", "lukasz wojcik", ["Łukasz Wójcik"]),
        ("Weißmann", "Weissmann", ["Weißmann"]),
        # Ligatures, full width, hyphens that nobody sees, a line that ends within the word.
        ("the Oﬃcer", "officer", ["Oﬃcer"]),
        ("Ｓｍｉｔｈ", "Smith", ["Ｓｍｉｔｈ"]),
        ("Okon\u00adkwo, Okon\u200bkwo", "Okonkwo", ["Okon\u00adkwo", "Okon\u200bkwo"]),
        ("Okon-\nkwo", "Okonkwo", ["Okon-\nkwo"]),
        (
            "Adaeze\nOkonkwo and Adaeze\u00a0 Okonkwo",
            "Adaeze Okonkwo",
            ["Adaeze\nOkonkwo", "Adaeze\u00a0 Okonkwo"],
        ),
        ("O’Connor, OConnor, O'Connor", "O'Connor", ["O’Connor", "OConnor", "O'Connor"]),
        (
            "Smith-Jones, Smith Jones, Smith\u2013Jones",
            "Smith-Jones",
            ["Smith-Jones", "Smith Jones", "Smith\u2013Jones"],
        ),
        ("J. Smith and J Smith", "J Smith", ["J. Smith", "J Smith"]),
        (
            "999 000 0123, 9990000123, 999-000-0123",
            "9990000123",
            ["999 000 0123", "9990000123", "999-000-0123"],
        ),
        # Whole words only.
        ("Ann planned the annual review", "Ann", ["Ann"]),
        ("Mayor May may", "May", ["May", "may"]),
        ("Ward 41", "Ward 4", []),
        ("1Okonkwo2", "Okonkwo", []),
        # Signs of the pattern language are signs.
        ("a.b a+b", "a+b", ["a+b"]),
        ("cost (£5)", "(£5)", ["(£5)"]),
    ],
)
def test_words_are_found_however_they_are_written(text: str, words: str, expected: list[str]) -> None:
    assert found(text, words) == expected


def test_letters_drawn_one_by_one_are_found_when_asked_for() -> None:
    assert found("O k o n k w o fell", "Okonkwo") == []
    assert found("O k o n k w o fell", "Okonkwo", spaced=True) == ["O k o n k w o"]
    assert found("Okonk wo", "Okonkwo", spaced=True) == ["Okonk wo"]


@pytest.mark.parametrize("nothing", ["", " ", "...", "—", "\u200b", "'"])
def test_nothing_is_found_of_words_without_a_letter_or_digit(nothing: str) -> None:
    assert not holds_words(nothing)
    assert words_at("any ... text — at all", nothing) == ()


@given(st.text(max_size=200), st.text(max_size=20), st.booleans())
def test_any_text_may_be_asked(text: str, words: str, spaced: bool) -> None:
    spans = words_at(text, words, spaced=spaced)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@given(
    st.text("abcdefgh ÀÉîõü", min_size=1, max_size=12).filter(holds_words),
    st.text(" .,;\n", min_size=1, max_size=3),
)
def test_words_are_found_in_any_case_between_other_words(words: str, gap: str) -> None:
    text = f"Before{gap}{words.upper()}{gap}after"
    assert words_at(text, words)


def test_long_text_is_searched_in_a_blink() -> None:
    """Neither length nor repetition makes the search slow: 1 MB of what almost fits."""
    import time

    text = ("a-" * 500_000) + " end"
    begun = time.perf_counter()
    words_at(text, "a" * 60, spaced=True)
    assert time.perf_counter() - begun < 10
