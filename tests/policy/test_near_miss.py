"""Near misses (clause 3.6): every square of the grid, and what counts as one."""

from __future__ import annotations

import pytest

from sightline.policy.near_miss import (
    CONSEQUENCES,
    LIKELIHOOD,
    LIKELIHOOD_QUESTION,
    NOBODY,
    Affected,
    Band,
    NearMissAdvice,
    NearMissScores,
    assess,
    is_near_miss,
    near_miss_in_report,
)

# Rows are likelihood 1 to 5, columns the highest consequence 1 to 5.
BANDS = ("LLLMM", "LMMHH", "LMHHE", "MHHEE", "MHEEE")
# l: local learning, d: discuss, X: declare.
ADVICE = ("lllld", "llldd", "lldd" + "X", "ldd" + "XX", "ld" + "XXX")
BAND = {"L": Band.LOW, "M": Band.MODERATE, "H": Band.HIGH, "E": Band.EXTREME}
WORD = {"l": NearMissAdvice.LOCAL_LEARNING, "d": NearMissAdvice.DISCUSS, "X": NearMissAdvice.DECLARE}
GRID = [(likelihood, consequence) for likelihood in range(1, 6) for consequence in range(1, 6)]


@pytest.mark.clause("3.6a")
@pytest.mark.clause("3.6b", facet="the worst of them makes the score and its band")
@pytest.mark.clause("3.6.1", facet="what is not serious goes to local learning")
def test_near_miss_square() -> None:
    for likelihood, consequence in GRID:
        found = assess(NearMissScores(likelihood, staff=1, patients=consequence, organisation=1))
        assert found.score == likelihood * consequence
        assert found.band is BAND[BANDS[likelihood - 1][consequence - 1]], (likelihood, consequence)
        assert found.advice is WORD[ADVICE[likelihood - 1][consequence - 1]], (likelihood, consequence)
        assert {reason.clause for reason in found.reasons} <= {"3.6.0", "3.6a", "3.6b", "3.6.1"}


@pytest.mark.clause("3.6b", facet="the worst of them makes the score and its band")
@pytest.mark.parametrize("worst", ["staff", "patients", "organisation"])
def test_near_miss_takes_the_worst_of_three_consequences(worst: str) -> None:
    scores = {"staff": 1, "patients": 1, "organisation": 1, worst: 5}
    found = assess(NearMissScores(likelihood=2, **scores))
    assert (found.consequence, found.score) == (5, 10)


_HIGH, _MAJOR, _WORST = "A high risk is talked", "A major outcome that", "The worst outcome is"
_EXTREME, _LOCAL = "An extreme risk of", "Not every near miss"


@pytest.mark.clause("3.6.1")
@pytest.mark.parametrize(
    ("likelihood", "consequence", "score", "because"),
    [
        (2, 2, "Likelihood 2 times consequence 2 = 4, moderate.", [_LOCAL]),
        (1, 3, "Likelihood 1 times consequence 3 = 3, low.", [_LOCAL]),
        (4, 2, "Likelihood 4 times consequence 2 = 8, high.", [_HIGH]),
        (2, 4, "Likelihood 2 times consequence 4 = 8, high.", [_HIGH]),
        (3, 4, "Likelihood 3 times consequence 4 = 12, high.", [_HIGH, _MAJOR]),
        (4, 4, "Likelihood 4 times consequence 4 = 16, extreme.", [_MAJOR, _EXTREME]),
        (5, 3, "Likelihood 5 times consequence 3 = 15, extreme.", [_EXTREME]),
        (1, 5, "Likelihood 1 times consequence 5 = 5, moderate.", [_WORST]),
        (3, 5, "Likelihood 3 times consequence 5 = 15, extreme.", [_WORST, _EXTREME]),
    ],
)
def test_near_miss_says_why(likelihood: int, consequence: int, score: str, because: list[str]) -> None:
    first, *others = assess(NearMissScores(likelihood, 1, consequence, 1)).reasons
    assert first.text == score
    assert [" ".join(reason.text.split()[:4]) for reason in others] == [
        " ".join(words.split()[:4]) for words in because
    ]


def test_two_answers_say_that_nobody_was_reached() -> None:
    assert {Affected.NOBODY_CAUGHT_IN_TIME, Affected.NOBODY_YET} == NOBODY


def test_near_miss_rare_catastrophe_is_discussed_though_only_moderate() -> None:
    found = assess(NearMissScores(1, 1, 5, 1))
    assert found.band is Band.MODERATE
    assert found.advice is NearMissAdvice.DISCUSS
    assert any("however unlikely" in reason.text for reason in found.reasons)


@pytest.mark.parametrize("wrong", [0, 6, -1, 2.5, "3", True, None])
def test_near_miss_refuses_scores_off_the_scale(wrong: object) -> None:
    with pytest.raises(ValueError, match="whole number from 1 to 5"):
        NearMissScores(3, 3, 3, wrong)  # type: ignore[arg-type]


@pytest.mark.clause("3.6a")
@pytest.mark.clause("3.6b", facet="staff, patients and the organisation are each scored")
def test_near_miss_scales_have_five_steps_in_words() -> None:
    assert LIKELIHOOD_QUESTION.startswith("If nothing changed")
    assert [row.value for row in LIKELIHOOD] == [1, 2, 3, 4, 5]
    assert [row.code for row in CONSEQUENCES] == ["staff", "patients", "organisation"]
    for consequence in CONSEQUENCES:
        assert [row.value for row in consequence.scale] == [1, 2, 3, 4, 5]
        assert all(row.label and row.help for row in consequence.scale)


@pytest.mark.parametrize(
    ("affected", "expected"),
    [
        ({Affected.NOBODY_CAUGHT_IN_TIME}, True),
        (["nobody_caught_in_time"], True),
        ({Affected.NOBODY_YET}, False),
        ({Affected.PATIENT}, False),
        ({Affected.SERVICE_OR_INFORMATION}, False),
        ({Affected.NOBODY_CAUGHT_IN_TIME, Affected.PATIENT}, False),
        ((), False),
    ],
)
def test_near_miss_follows_from_who_was_affected(affected: list[str], expected: bool) -> None:
    assert is_near_miss(affected) is expected


@pytest.mark.clause("3.6.0")
def test_near_miss_is_asked_where_nobody_said_whom_it_affected() -> None:
    unsaid = near_miss_in_report(())
    assert [ask.field for ask in unsaid.asks] == ["affected"]
    assert near_miss_in_report(["nobody_caught_in_time"]).is_yes
    assert near_miss_in_report(["patient"]).is_no
    assert near_miss_in_report(["nobody_yet"]).is_no
