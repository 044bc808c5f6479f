"""Unknown is not false: three answers and how they combine."""

from __future__ import annotations

import pytest

from sightline.policy.three_answers import NO, YES, Answered, Ask, Finding, all_of, any_of, known, unknown

FIRST, SECOND = Ask("first", "Is it the first?", "3.2.1"), Ask("second", "Is it the second?", "3.5")
U1, U2 = unknown(FIRST), unknown(SECOND)


def test_a_missing_fact_is_neither_yes_nor_no_and_asks() -> None:
    finding = known(None, FIRST)
    assert (finding.is_yes, finding.is_no, finding.is_unknown) == (False, False, True)
    assert finding.asks == (FIRST,)
    assert (known(True, FIRST), known(False, FIRST)) == (YES, NO)
    assert (YES.is_yes, YES.is_no, NO.is_yes, NO.is_no) == (True, False, False, True)


@pytest.mark.parametrize(
    ("findings", "any_is", "all_is"),
    [
        ((), NO, YES),
        ((YES, YES), YES, YES),
        ((NO, NO), NO, NO),
        ((YES, NO), YES, NO),
        ((YES, U1), YES, U1),
        ((NO, U1), U1, NO),
        ((U1, U2), unknown(FIRST, SECOND), unknown(FIRST, SECOND)),
        ((U2, U1, U2), unknown(SECOND, FIRST), unknown(SECOND, FIRST)),
        ((U1, YES, NO), YES, NO),
    ],
)
def test_one_certain_answer_settles_it_and_else_every_open_question_is_asked_once(
    findings: tuple[Finding, ...], any_is: Finding, all_is: Finding
) -> None:
    assert any_of(findings) == any_is
    assert all_of(findings) == all_is
    assert any_of(iter(findings)) == any_is


@pytest.mark.parametrize(
    ("answer", "asks"), [(Answered.UNKNOWN, ()), (Answered.YES, (FIRST,)), (Answered.NO, (FIRST,))]
)
def test_what_is_not_known_asks_and_what_is_known_does_not(answer: Answered, asks: tuple[Ask, ...]) -> None:
    with pytest.raises(ValueError, match="asks a question"):
        Finding(answer, asks)
