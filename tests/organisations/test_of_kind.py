"""Short lists of every organisation of a kind."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sightline.organisations import selectors
from sightline.policy.terms import OrganisationKind
from tests.organisations.conftest import Make


def test_boards_are_those_that_exist_that_day_by_name(make: Make, icb: UUID, trust: UUID) -> None:
    merged = make(
        "ZMG",
        "Aldermere Integrated Care Board",
        kind=OrganisationKind.ICB,
        opened_on=date(2022, 7, 1),
        closed_on=date(2026, 3, 31),
    )
    boards = OrganisationKind.ICB
    assert [row.id for row in selectors.of_kind(boards, date(2026, 3, 31))] == [merged, icb]
    assert [row.id for row in selectors.of_kind(boards, date(2026, 4, 1))] == [icb]
    assert selectors.of_kind(boards, date(2022, 6, 30)) == []
