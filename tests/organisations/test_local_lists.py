"""Added bank holidays and lengths agreed locally."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from sightline.audit.models import AuditPayload
from sightline.organisations import agreed, register, services
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
    with pytest.raises(Invalid, match="already") as caught:
        services.add_bank_holiday(day=date(2027, 12, 27), title="Christmas", source="s", by=None, now=NOW)
    assert caught.value.field == "day"
    for field, facts in {"day": {}, "title": {"title": " "}, "source": {"source": ""}}.items():
        given: dict[str, Any] = {"day": date(2027, 6, 9), "title": "Again", "source": "s"} | facts
        with pytest.raises(Invalid) as caught:
            services.add_bank_holiday(**given, by=None, now=NOW)
        assert caught.value.field == field


def test_a_holiday_is_withdrawn_with_its_reason_and_may_be_added_again(db: None) -> None:
    day = date(2027, 6, 9)
    given: dict[str, Any] = {"day": day, "title": "A jubilee", "source": "Proclamation"}
    services.add_bank_holiday(**given, by=None, now=NOW)
    (row,) = register.added_holidays()
    with pytest.raises(Invalid, match="Say why"):
        services.withdraw_bank_holiday(holiday_id=row.holiday_id, reason=" ", by=None, now=NOW)
    assert day in agreed.calendar().holidays
    services.withdraw_bank_holiday(holiday_id=row.holiday_id, reason="It is in 2028.", by=None, now=NOW)
    assert day not in agreed.calendar().holidays
    (row,) = register.added_holidays()
    assert (row.withdrawn_at, row.withdrawn_reason) == (NOW, "It is in 2028.")
    with pytest.raises(Unknown):
        services.withdraw_bank_holiday(holiday_id=row.holiday_id, reason="Again", by=None, now=NOW)
    services.add_bank_holiday(**given, by=None, now=NOW)
    assert day in agreed.calendar().holidays
    assert len(register.added_holidays()) == 2


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


def test_two_of_one_timescale_never_meet(db: None, place: UUID) -> None:
    vary(50, from_on=date(2026, 5, 1))
    for given, field, words in (
        ({"from_on": date(2026, 6, 1)}, "from_on", "50 working days hold everywhere from Friday 1 May 2026."),
        ({"from_on": date(2026, 5, 1)}, "from_on", "or let this one take its place"),
        ({"from_on": date(2026, 4, 1)}, "until_on", "let this one end the day before that"),
        ({"from_on": date(2026, 4, 1), "until_on": date(2026, 5, 1)}, "until_on", "from Friday 1 May 2026"),
        # What begins later is never cut off at its beginning.
        ({"from_on": date(2026, 4, 1), "supersede": True}, "until_on", "or earlier"),
    ):
        with pytest.raises(Invalid, match=words) as caught:
            vary(45, **given)
        assert caught.value.field == field
        assert [row.length for row in agreed.rows()] == [50]
    # Beside it in time, for a Place, and for another framework there is room.
    vary(45, from_on=date(2026, 4, 1), until_on=date(2026, 4, 30))
    vary(45, place_id=place, from_on=date(2026, 5, 1))
    assert lengths_agreed(on=date(2026, 4, 30)) == {FINAL: 45}
    assert lengths_agreed() == {FINAL: 50}


def test_one_takes_the_place_of_another_and_both_stay_on_record(db: None) -> None:
    vary(50, source="Minutes of 3 March 2026")
    vary(45, from_on=date(2026, 6, 1), supersede=True, reason="Reviewed", source="Minutes of 5 May 2026")
    assert lengths_agreed(on=date(2026, 5, 31)) == {FINAL: 50}
    assert lengths_agreed(on=date(2026, 6, 1)) == {FINAL: 45}
    # Typed wrongly: one that begins on the same day takes its whole place.
    vary(46, from_on=date(2026, 6, 1), supersede=True, reason="It is 46")
    assert lengths_agreed(on=date(2026, 6, 1)) == {FINAL: 46}
    rows = {row.length: row for row in register.variations()}
    assert (rows[50].until_on, rows[50].ended_reason) == (date(2026, 5, 31), "Reviewed")
    assert rows[50].source == "Minutes of 3 March 2026"
    assert rows[45].withdrawn_at == NOW
    assert rows[45].ended_reason == "It is 46"
    assert [row.length for row in rows.values() if not row.is_over(DAY)] == [46]
    fields = AuditPayload.objects.order_by("entry__seq").values_list("field", "reason")
    assert list(fields)[-5:] == [
        ("agreed", "Agreed by the Board"),
        ("until_on", "Reviewed"),
        ("agreed", "Reviewed"),
        ("withdrawn", "It is 46"),
        ("agreed", "It is 46"),
    ]


def test_a_place_may_only_shorten(place: UUID) -> None:
    with pytest.raises(Invalid, match="may only shorten") as caught:
        vary(NATIONAL + 1, place_id=place)
    assert caught.value.field == "length"
    vary(40, place_id=place)
    assert lengths_agreed(place) == {FINAL: 40}
    assert lengths_agreed() == {}  # elsewhere nothing changes


@pytest.mark.clause("5.1.2")
def test_no_change_makes_a_place_longer_than_what_holds_without_it(place: UUID) -> None:
    """The installation shortens, ends what was longer, or the Place outlasts it: each is said, and changes nothing."""
    trial = vary(NATIONAL + 20, until_on=date(2026, 5, 31))
    with pytest.raises(Invalid, match="which hold from Monday 1 June 2026 on") as caught:
        vary(NATIONAL + 10, place_id=place)
    assert caught.value.field == "length"
    vary(NATIONAL + 10, place_id=place, until_on=date(2026, 5, 31))
    vary(50, place_id=place, from_on=date(2026, 6, 1))
    with pytest.raises(Invalid, match="50 working days hold in Vale from Monday 1 June 2026") as caught:
        vary(45, from_on=date(2026, 7, 1))
    assert caught.value.field == "length"
    with pytest.raises(Invalid, match="End the length of the Place first") as caught:
        services.end_variation(
            variation_id=trial, until_on=date(2026, 4, 30), reason="Ended", by=None, now=NOW
        )
    assert caught.value.field == "until_on"
    assert lengths_agreed(place, on=date(2026, 5, 31)) == {FINAL: NATIONAL + 10}
    assert lengths_agreed(place, on=date(2026, 7, 1)) == {FINAL: 50}
    assert lengths_agreed(on=date(2026, 7, 1)) == {}
    vary(50, from_on=date(2026, 7, 1))  # as long as the Place's: neither is longer


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
