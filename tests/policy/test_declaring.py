"""What declaring asks besides the judgement: each answer, and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from sightline.policy.clauses import CLAUSES
from sightline.policy.declaring import (
    HEADLINE_LENGTH,
    OTHER_NUMBERS,
    TYPE_OTHER_LENGTH,
    WHY_LENGTH,
    Declaration,
    problem_with_type,
    problems_of_declaration,
)
from sightline.policy.incident_types import PENDING_REVIEW

NOW = datetime(2026, 11, 16, 17, 0, tzinfo=UTC)
HAPPENED = date(2026, 11, 10)
LEAD, OTHER_BOARD, PLACE, OTHER_PLACE = (UUID(int=number) for number in range(1, 5))
GOOD = Declaration(
    identified_at=NOW - timedelta(hours=1),
    incident_type="T33",
    proposed_level=2,
    headline="Guidewire left in after a central line",
)


def wrong(declaration: Declaration, places: tuple[UUID, ...] = (PLACE,)) -> list[str]:
    found = problems_of_declaration(
        declaration, happened_on=HAPPENED, place_ids=places, suggested_commissioner_id=LEAD, now=NOW
    )
    assert all(problem.clause in CLAUSES and problem.message.endswith(".") for problem in found)
    return [problem.field for problem in found]


def test_declaration_that_says_everything_is_accepted() -> None:
    assert wrong(GOOD) == []


@pytest.mark.parametrize(
    "identified_at", [None, NOW + timedelta(seconds=1), datetime(2026, 11, 9, 23, 59, tzinfo=UTC)]
)
def test_identified_is_after_it_happened_and_not_in_the_future(identified_at: datetime | None) -> None:
    assert wrong(replace(GOOD, identified_at=identified_at)) == ["identified_at"]


def test_identified_may_be_this_minute_or_the_day_it_happened() -> None:
    for identified_at in (NOW, datetime(2026, 11, 10, 0, 1, tzinfo=UTC)):
        assert wrong(replace(GOOD, identified_at=identified_at)) == []


def test_type_may_be_pending_until_closure() -> None:
    assert wrong(replace(GOOD, incident_type=PENDING_REVIEW)) == []


@pytest.mark.parametrize("code", ["", "T37", "SI"])
def test_type_is_one_of_the_list(code: str) -> None:
    assert wrong(replace(GOOD, incident_type=code)) == ["incident_type"]


def test_type_is_of_the_list_in_force() -> None:
    assert problem_with_type("T33", "", on=date(2015, 3, 31)) is not None
    assert problem_with_type("T33", "", on=date(2015, 4, 1)) is None


def test_type_other_is_said_in_words() -> None:
    assert wrong(replace(GOOD, incident_type="T99", incident_type_other=" ")) == ["incident_type_other"]
    assert wrong(replace(GOOD, incident_type="T99", incident_type_other="Ligature point")) == []
    too_long = "x" * (TYPE_OTHER_LENGTH + 1)
    assert wrong(replace(GOOD, incident_type="T99", incident_type_other=too_long)) == ["incident_type_other"]


@pytest.mark.clause("3.3.0", facet="a level of investigation is proposed")
@pytest.mark.parametrize("level", [None, 0, 4])
def test_level_is_one_of_three(level: int | None) -> None:
    assert wrong(replace(GOOD, proposed_level=level)) == ["proposed_level"]


def test_responsible_commissioner_may_be_unknown_or_as_suggested() -> None:
    for chosen in (None, LEAD):
        assert wrong(replace(GOOD, responsible_commissioner_id=chosen)) == []


@pytest.mark.clause("4.7.2", facet="another than the lead is explained")
def test_another_responsible_commissioner_is_explained() -> None:
    other = replace(GOOD, responsible_commissioner_id=OTHER_BOARD)
    assert wrong(other) == ["responsible_commissioner_why"]
    assert wrong(replace(other, responsible_commissioner_why="Registered there.")) == []
    too_long = "x" * (WHY_LENGTH + 1)
    assert wrong(replace(other, responsible_commissioner_why=too_long)) == ["responsible_commissioner_why"]


@pytest.mark.clause("4.7.13", facet="each case has its Place")
def test_place_is_asked_only_where_there_are_several() -> None:
    both = (PLACE, OTHER_PLACE)
    assert wrong(GOOD, places=()) == []
    assert wrong(GOOD, places=both) == ["place"]
    assert wrong(replace(GOOD, place_id=OTHER_PLACE), places=both) == []
    assert wrong(replace(GOOD, place_id=OTHER_PLACE)) == ["place"]


@pytest.mark.parametrize("headline", ["", "  ", "x" * (HEADLINE_LENGTH + 1)])
def test_headline_is_one_line(headline: str) -> None:
    assert wrong(replace(GOOD, headline=headline)) == ["headline"]


@pytest.mark.parametrize("number", ["2026/1", "2026/1234567", " 2026/1234 ", ""])
def test_steis_number_is_a_year_a_stroke_and_digits(number: str) -> None:
    assert wrong(replace(GOOD, numbers={"steis_number": number})) == []


@pytest.mark.parametrize(
    "number", ["2026-1234", "2026/12345678", "26/1234", "2026/", "٢٠٢٦/1234", "2026/12a"]
)
def test_steis_number_of_another_shape_is_refused(number: str) -> None:
    assert wrong(replace(GOOD, numbers={"steis_number": number})) == ["steis_number"]


@pytest.mark.parametrize("name", ["lfpse_number", "local_number"])
def test_other_numbers_have_no_shape_but_an_end(name: str) -> None:
    most = OTHER_NUMBERS[name].max_length
    assert wrong(replace(GOOD, numbers={name: "W" * most})) == []
    assert wrong(replace(GOOD, numbers={name: "W" * (most + 1)})) == [name]
