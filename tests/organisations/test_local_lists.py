"""Added bank holidays and lengths agreed locally."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from sightline.organisations import agreed, services
from sightline.organisations.errors import Invalid, Unknown
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.deadlines import DEADLINES
from sightline.policy.terms import Framework
from sightline.policy.working_days import ENGLAND_AND_WALES, add_working_days
from tests.organisations.conftest import NOW

FINAL = DeadlineKind.FINAL_REPORT
DAY = date(2026, 6, 1)
NATIONAL = next(row.length for row in DEADLINES[Framework.SIF_2015] if row.kind == FINAL)


@pytest.fixture
def place(icb: UUID) -> UUID:
    return services.create_place(icb_id=icb, name="Vale", by=None, now=NOW)


def vary(length: int, **more: Any) -> UUID:
    defaults: dict[str, Any] = {
        "kind": FINAL,
        "framework": Framework.SIF_2015,
        "from_on": date(2026, 4, 1),
        "reason": "Agreed by the Board",
        "by": None,
        "now": NOW,
    }
    return services.vary_timescale(length=length, **(defaults | more))


def lengths_agreed(
    place_id: UUID | None = None, on: date = DAY, framework: Framework = Framework.SIF_2015
) -> Any:
    return agreed.lengths_for(framework, place_id, on)


def test_an_added_holiday_moves_the_due_date_by_a_day(db: None) -> None:
    start = date(2027, 6, 7)
    assert agreed.calendar() == ENGLAND_AND_WALES
    services.add_bank_holiday(
        day=date(2027, 6, 9), title="A day of celebration", source="Royal proclamation", by=None, now=NOW
    )
    assert add_working_days(start, 3, ENGLAND_AND_WALES) == date(2027, 6, 10)
    assert add_working_days(start, 3, agreed.calendar()) == date(2027, 6, 11)
    for field, facts in {"day": {}, "title": {"title": " "}, "source": {"source": ""}}.items():
        given: dict[str, Any] = {"day": date(2027, 6, 9), "title": "Again", "source": "s"} | facts
        with pytest.raises(Invalid) as caught:
            services.add_bank_holiday(**given, by=None, now=NOW)
        assert caught.value.field == field


def test_nothing_agreed_changes_nothing(db: None) -> None:
    assert lengths_agreed() == {}


def test_a_length_holds_between_its_dates_and_for_its_framework(db: None) -> None:
    vary(NATIONAL - 10, until_on=date(2027, 3, 31))
    assert lengths_agreed(on=date(2026, 3, 31)) == {}
    assert (
        lengths_agreed(on=date(2026, 4, 1)) == lengths_agreed(on=date(2027, 3, 31)) == {FINAL: NATIONAL - 10}
    )
    assert lengths_agreed(on=date(2027, 4, 1)) == {}
    assert lengths_agreed(framework=Framework.PSIRF) == {}


def test_the_one_that_began_last_counts(db: None) -> None:
    vary(50, from_on=date(2026, 5, 1))
    vary(45, from_on=date(2026, 4, 1))
    assert lengths_agreed() == {FINAL: 50}


def test_a_place_may_only_shorten(place: UUID) -> None:
    with pytest.raises(Invalid, match="may only shorten") as caught:
        vary(NATIONAL + 1, place_id=place)
    assert caught.value.field == "length"
    vary(40, place_id=place)
    assert lengths_agreed(place) == {FINAL: 40}
    assert lengths_agreed() == {}  # elsewhere nothing changes


def test_a_place_that_would_now_be_longer_gives_way(place: UUID) -> None:
    """The Place agreed first; then the whole installation agreed something shorter."""
    vary(50, place_id=place)
    vary(45)
    assert lengths_agreed(place) == lengths_agreed() == {FINAL: 45}


def test_a_place_that_leaned_on_a_longer_length_gives_way_when_that_ends(place: UUID) -> None:
    vary(NATIONAL + 20, until_on=date(2026, 5, 31))
    vary(NATIONAL + 10, place_id=place)
    assert lengths_agreed(place, on=date(2026, 5, 31)) == {FINAL: NATIONAL + 10}
    assert lengths_agreed(place, on=date(2026, 6, 1)) == {}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"length": 0}, "length"),
        ({"until_on": date(2026, 3, 31)}, "until_on"),
        ({"framework": Framework.PSIRF}, "kind"),
    ],
)
def test_a_variation_that_cannot_stand_is_refused(db: None, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        vary(**({"length": 10} | facts))
    assert caught.value.field == field


def test_a_variation_for_no_place_is_refused(db: None) -> None:
    with pytest.raises(Unknown):
        vary(10, place_id=UUID(int=1))
