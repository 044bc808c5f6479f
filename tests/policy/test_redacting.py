"""Redacted copies (11.1a): what is taken out is gone, what stays is as it was, and the manifest gives nothing away."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.policy.redacting import (
    LONGEST_WORDS,
    CopyContent,
    CopyOutcome,
    Mark,
    Piece,
    RedactionReason,
    counted_reasons,
    keyed_hash,
    loose_ends,
    marks_of,
    may_be_given_out,
    original_text,
    problem_with_checker,
    problems_with_check,
    problems_with_mark,
    redacted,
    runs_of,
    still_there,
    taken_words,
    with_marks,
)
from sightline.policy.same_words import words_at

R = RedactionReason
STORY = Piece(
    "narrative.0", "What happened", "Description", "Mrs Okonkwo fell. Nurse Hill found Okonkwo at ten."
)
ACTIONS = Piece("actions.1", "Actions", "Action 1", "Tell Mrs Okonkwo's son.")
BOTH = (STORY, ACTIONS)


def test_words_go_wherever_they_stand_and_their_reason_stands_there() -> None:
    marks = with_marks((), marks_of(BOTH, "okonkwo", R.THIRD_PARTY))
    assert redacted(STORY, marks) == (
        "Mrs [redacted: another person] fell. Nurse Hill found [redacted: another person] at ten."
    )
    assert redacted(ACTIONS, marks) == "Tell Mrs [redacted: another person]'s son."


def test_words_may_be_taken_out_of_one_text_alone() -> None:
    marks = marks_of(BOTH, "Okonkwo", R.THIRD_PARTY, within={"actions.1"})
    assert redacted(STORY, marks) == STORY.text
    assert "Okonkwo" not in redacted(ACTIONS, marks)


def test_another_reason_stands_in_its_own_words() -> None:
    marks = marks_of([STORY], "at ten", R.OTHER, "  a court order ")
    assert redacted(STORY, marks).endswith("found Okonkwo [redacted: a court order].")


def test_what_overlaps_is_one_mark_for_the_reason_given_first() -> None:
    first = marks_of([STORY], "Nurse Hill", R.STAFF)
    marks = with_marks(first, marks_of([STORY], "Hill found Okonkwo", R.THIRD_PARTY))
    assert redacted(STORY, marks) == "Mrs Okonkwo fell. [redacted: a member of staff] at ten."


@given(st.data())
def test_runs_are_the_text_and_marks_never_overlap(data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1, max_size=60))
    piece = Piece("p", "H", "L", text)
    spans = data.draw(
        st.lists(
            st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda s: s[0] < s[1]),
            max_size=6,
        )
    )
    marks = with_marks((), [Mark("p", start, end, R.STAFF) for start, end in spans])
    runs = runs_of(piece, marks)
    assert "".join(words for words, _ in runs) == text
    assert all(one.end <= two.start for one, two in pairwise(marks))
    gone = {place for start, end in spans for place in range(start, end)}
    kept = "".join(sign for place, sign in enumerate(text) if place not in gone)
    assert "".join(words for words, mark in runs if mark is None) == kept


def test_a_name_left_standing_elsewhere_is_said() -> None:
    marks = marks_of([STORY], "Mrs Okonkwo", R.THIRD_PARTY)
    said = {end.words: end.times for end in loose_ends(BOTH, marks)}
    assert said == {"Mrs Okonkwo": 1, "Okonkwo": 2}
    assert not loose_ends(BOTH, marks_of(BOTH, "Okonkwo", R.THIRD_PARTY))


def test_words_that_a_file_still_holds_are_named() -> None:
    assert still_there(["Okonkwo", "Hill"], "Mrs OKON-\nKWO fell") == ("Okonkwo",)
    assert still_there(["Okonkwo"], "O k o n k w o") == ("Okonkwo",)
    # What it is known to say, such as the reason that stands instead, is no trace.
    assert still_there(["person"], "[redacted: another person]", "[redacted: another person]") == ()
    assert still_there(["person"], "[redacted: another person] person", "[redacted: another person]") == (
        "person",
    )


@pytest.mark.clause("11.1a", facet="no more is asked and shown than is needed")
def test_manifest_counts_by_reason_and_says_nothing_of_the_words() -> None:
    marks = with_marks(
        (), (*marks_of(BOTH, "Okonkwo", R.THIRD_PARTY), *marks_of(BOTH, "Nurse Hill", R.STAFF))
    )
    said = counted_reasons(BOTH, marks)
    assert {(row["text"], row["reason"], row["redactions"]) for row in said} == {
        ("Description", "Another person", 2),
        ("Description", "A member of staff", 1),
        ("Action 1", "Another person", 1),
    }
    told = json.dumps(said)
    for words in taken_words(BOTH, marks):
        assert not words_at(told, words)
    assert all(set(row) == {"section", "text", "reason", "redactions"} for row in said)


def test_hash_of_the_original_cannot_be_tried_out_without_its_key() -> None:
    """With the copy and a plain hash, a name could be guessed until it fits: there are only so many names."""
    content = original_text(BOTH).encode()
    names = ["Smith", "Okonkwo", "Ndlovu"]
    told = keyed_hash("a key that stays here", content)
    guesses = {
        original_text([Piece(**{**vars(p), "text": p.text.replace("Okonkwo", n)}) for p in BOTH])
        for n in names
    }
    assert told not in {keyed_hash("", each.encode()) for each in guesses}
    assert told == keyed_hash("a key that stays here", content)
    assert told != keyed_hash("a key that stays here", content + b" ")


@pytest.mark.parametrize(
    ("given_words", "reason", "own", "field"),
    [
        ("", "staff", "", "words"),
        (" ... ", "staff", "", "words"),
        ("x" * (LONGEST_WORDS + 1), "staff", "", "words"),
        ("Okonkwo", "", "", "reason"),
        ("Okonkwo", "because", "", "reason"),
        ("Okonkwo", "other", " ", "own_words"),
        ("Okonkwo", "other", "x" * 201, "own_words"),
    ],
)
def test_a_mark_has_words_and_a_reason(given_words: str, reason: str, own: str, field: str) -> None:
    assert [
        problem.field for problem in problems_with_mark(words=given_words, reason=reason, own_words=own)
    ] == [field]


def test_a_mark_with_words_and_a_reason_stands() -> None:
    assert problems_with_mark(words="Okonkwo", reason="other", own_words="a court order") == ()


def test_the_second_look_is_anothers_and_taken_once() -> None:
    assert problem_with_checker(made_by=1, checks=1, outcome="")
    assert problem_with_checker(made_by=1, checks=2, outcome="") == ""
    assert problem_with_checker(made_by=1, checks=2, outcome="refused")
    assert [p.field for p in problems_with_check(outcome="", note="")] == ["outcome"]
    assert [p.field for p in problems_with_check(outcome="refused", note=" ")] == ["note"]
    assert problems_with_check(outcome="approved", note="") == ()


def test_only_a_copy_that_was_checked_may_be_given_out() -> None:
    assert [each for each in ("", *CopyOutcome) if may_be_given_out(each)] == [CopyOutcome.APPROVED]


def test_what_a_copy_holds_is_of_parts_that_a_person_is_shown() -> None:
    from sightline.policy.terms import Part

    assert not {content.part for content in CopyContent} & {Part.REPORTER, Part.ICB_NOTES, Part.HISTORY}
