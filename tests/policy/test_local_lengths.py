"""Which length agreed locally holds, and which cannot stand: for whatever was agreed, a Place never has longer."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.deadlines import DEADLINES
from sightline.policy.local_lengths import (
    AgreedLength,
    counts_on,
    in_force,
    meeting,
    of_case,
    too_long_at_a_place,
)
from sightline.policy.terms import Framework

BEGIN = date(2026, 4, 1)
PLACES = (None, UUID(int=1))
#: A short rule, and one of both frameworks: the others differ from them in nothing that counts here. Few days and few
#: Places, so that what was agreed meets often.
KINDS = (DeadlineKind.REPORT_TO_ICB, DeadlineKind.CANDOUR_LETTER)
DAYS = st.integers(0, 9).map(lambda days: BEGIN + timedelta(days=days))
RULE = {row.kind: row.length for rows in DEADLINES.values() for row in rows}


@st.composite
def lengths(draw: st.DrawFn) -> AgreedLength:
    kind = draw(st.sampled_from(KINDS))
    has_psirf = kind is DeadlineKind.CANDOUR_LETTER
    first, last = draw(DAYS), draw(st.none() | DAYS)
    return AgreedLength(
        framework=draw(st.sampled_from(Framework if has_psirf else [Framework.SIF_2015])),
        kind=kind,
        length=draw(st.integers(1, RULE[kind] + 5)),
        from_on=first,
        until_on=last if last is None else max(first, last),
        place_id=draw(st.sampled_from(PLACES)),
    )


@pytest.mark.clause("5.1.2")
@given(st.lists(lengths(), min_size=1, max_size=8))
def test_a_place_never_has_longer_than_what_holds_without_it(agreed: list[AgreedLength]) -> None:
    """On every day of it, in both frameworks, at every Place."""
    for day, place, framework in product(range(12), PLACES, Framework):
        on = BEGIN + timedelta(days=day)
        everywhere, there = in_force(agreed, framework, None, on), in_force(agreed, framework, place, on)
        for row in DEADLINES[framework]:
            assert there.get(row.kind, row.length) <= everywhere.get(row.kind, row.length)


@given(st.lists(lengths(), max_size=8))
def test_a_length_too_long_is_found_on_whatever_day_it_is(agreed: list[AgreedLength]) -> None:
    """By asking every day, which the rule does not: it asks those on which something begins or has ended."""
    days = [BEGIN + timedelta(days=day) for day in range(12)]
    longer = [
        (row, day)
        for row in agreed
        for day in days
        if row.place_id is not None
        and row.holds_on(day)
        and row.length > in_force(agreed, row.framework, None, day).get(row.kind, RULE[row.kind])
    ]
    found = too_long_at_a_place(agreed)
    assert (found is not None) == bool(longer)
    if found is not None:
        assert (found.agreed, found.on) in longer


def test_a_place_that_outlasts_what_it_leaned_on_is_too_long_the_day_after() -> None:
    final, last = DeadlineKind.FINAL_REPORT, BEGIN + timedelta(days=10)
    there = AgreedLength(Framework.SIF_2015, final, RULE[final] + 5, BEGIN, place_id=PLACES[1])
    agreed = [AgreedLength(Framework.SIF_2015, final, RULE[final] + 20, BEGIN, last), there]
    found = too_long_at_a_place(agreed)
    assert found is not None
    assert (found.agreed, found.on, found.longest) == (there, last + timedelta(days=1), RULE[final])


@given(lengths(), lengths())
def test_two_meet_where_a_day_has_both(one: AgreedLength, other: AgreedLength) -> None:
    same = (one.framework, one.kind, one.place_id) == (other.framework, other.kind, other.place_id)
    days = [BEGIN + timedelta(days=day) for day in range(12)]
    common = [day for day in days if one.holds_on(day) and other.holds_on(day)]
    assert one.meets(other) == other.meets(one) == (same and bool(common))
    assert meeting([one], other) == ((one,) if one.meets(other) else ())


def test_a_replay_puts_its_length_in_place_of_the_installations_and_a_place_keeps_what_is_shorter() -> None:
    final = DeadlineKind.FINAL_REPORT
    agreed = [
        AgreedLength(Framework.SIF_2015, final, 50, BEGIN),
        AgreedLength(Framework.SIF_2015, final, 40, BEGIN, place_id=PLACES[1]),
    ]
    for instead, everywhere, there in ((45, 45, 40), (70, 70, 40), (30, 30, 30)):
        given = {final: instead}
        assert in_force(agreed, Framework.SIF_2015, None, BEGIN, instead=given) == {final: everywhere}
        assert in_force(agreed, Framework.SIF_2015, PLACES[1], BEGIN, instead=given) == {final: there}
    assert in_force(agreed, Framework.PSIRF, None, BEGIN, instead={final: 45}) == {}


def test_each_timescale_of_a_case_has_the_length_of_its_own_day() -> None:
    """Candour runs from the report: identifying the case weeks later gives it no other length."""
    final, candour = DeadlineKind.FINAL_REPORT, DeadlineKind.CANDOUR_NOTIFICATION
    reported, identified = BEGIN, BEGIN + timedelta(days=20)
    agreed = [
        AgreedLength(Framework.SIF_2015, final, 50, identified),
        AgreedLength(Framework.SIF_2015, candour, 5, identified),
        AgreedLength(Framework.SIF_2015, candour, 8, reported, reported),
    ]

    def on(day: date) -> dict[DeadlineKind, int]:
        return in_force(agreed, Framework.SIF_2015, None, day)

    assert of_case(on, identified_on=None, reported_on=reported) == {candour: 8}
    assert of_case(on, identified_on=identified, reported_on=reported) == {final: 50, candour: 8}
    assert of_case(on, identified_on=identified, reported_on=reported + timedelta(days=1)) == {final: 50}
    for kind, day in ((final, identified), (candour, reported)):
        assert counts_on(kind, identified_on=identified, reported_on=reported) == day
