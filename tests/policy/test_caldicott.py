"""The Caldicott principles put to a disclosure (clauses 11.1a, 11.1b): what is not a yes does not go."""

from __future__ import annotations

from datetime import date

import pytest

from sightline.policy.caldicott import PRINCIPLES, passes, principles_on, problems_of_sharing

ON = date(2026, 11, 20)
ALL_YES = {row.code: "yes" for row in PRINCIPLES}


def fields(
    answers: dict[str, str],
    *,
    identifies: bool | None = False,
    agreed: bool = False,
    basis: str = "Article 6(1)(e)",
) -> list[str]:
    found = problems_of_sharing(
        answers, identifies_someone=identifies, guardian_agreed=agreed, lawful_basis=basis, on=ON
    )
    return [problem.field for problem in found]


@pytest.mark.parametrize(
    ("on", "number"),
    [
        (date(1997, 11, 30), 0),
        (date(1997, 12, 1), 6),
        (date(2013, 4, 25), 6),
        (date(2013, 4, 26), 7),
        (date(2020, 12, 7), 7),
        (date(2020, 12, 8), 8),
        (ON, 8),
    ],
)
def test_principles_are_those_of_the_day(on: date, number: int) -> None:
    assert [row.number for row in principles_on(on)] == list(range(1, number + 1))


@pytest.mark.parametrize("code", ALL_YES)
def test_each_principle_stops_it_alone_unless_the_guardian_agrees(code: str) -> None:
    assert passes(ALL_YES, on=ON).is_yes
    assert passes({**ALL_YES, code: "no"}, on=ON).is_no
    for answer in ("not_sure", ""):
        assert [ask.field for ask in passes({**ALL_YES, code: answer}, on=ON).asks] == [code]
    for answer in ("no", "not_sure"):
        assert fields({**ALL_YES, code: answer}) == ["guardian_agreed"]
        assert fields({**ALL_YES, code: answer}, agreed=True) == []


@pytest.mark.parametrize("code", ALL_YES)
def test_each_question_is_answered_whoever_agrees(code: str) -> None:
    left_out = {key: value for key, value in ALL_YES.items() if key != code}
    assert fields(left_out, agreed=True) == [code]
    assert fields({**ALL_YES, code: "perhaps"}, agreed=True) == [code]


def test_the_lawful_basis_is_always_recorded() -> None:
    assert fields(ALL_YES, agreed=True, basis="  ") == ["lawful_basis"]
    assert fields(ALL_YES) == []


@pytest.mark.parametrize("identifies", [True, None])
def test_what_may_identify_someone_is_the_guardians_to_allow(identifies: bool | None) -> None:
    assert fields(ALL_YES, identifies=identifies) == ["guardian_agreed"]
    assert fields(ALL_YES, identifies=identifies, agreed=True) == []
