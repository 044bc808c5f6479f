"""Who the lead commissioner is on a day (clause 4.7.1, design decision 8)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from sightline.organisations import selectors, services
from sightline.organisations.errors import Invalid, Unknown
from sightline.organisations.models import Contract
from tests.organisations.conftest import NOW, Make

START, END = date(2026, 4, 1), date(2027, 3, 31)
LATER = date(2027, 6, 1)


def contract(provider: UUID, commissioner: UUID, starts_on: date = START, ends_on: date | None = END) -> UUID:
    return services.make_contract(
        provider_id=provider,
        lead_commissioner_id=commissioner,
        title="Acute services",
        starts_on=starts_on,
        ends_on=ends_on,
        by=None,
        now=NOW,
    )


def close(organisation: UUID, on: date, successor: UUID | None) -> None:
    services.close_organisation(
        organisation_id=organisation, closed_on=on, successor_id=successor, by=None, now=NOW
    )


def lead(provider: UUID, on: date) -> UUID | None:
    found = selectors.lead_commissioner_of(provider, on)
    return found.id if found else None


@pytest.mark.clause("4.7.1", facet="the contract of the day decides who leads")
def test_the_holder_leads_on_both_dates_of_the_contract_and_between(icb: UUID, trust: UUID) -> None:
    contract(trust, icb)
    one = timedelta(days=1)
    assert [lead(trust, day) for day in (START - one, START, END, END + one)] == [None, icb, icb, None]


@pytest.mark.clause("4.7.1", facet="the contract of the day decides who leads")
def test_the_next_contract_moves_the_lead_on_its_first_day(make: Make, icb: UUID, trust: UUID) -> None:
    other = make("ZIB")
    contract(trust, icb)
    contract(trust, other, END + timedelta(days=1), None)
    assert lead(trust, END) == icb
    assert lead(trust, END + timedelta(days=1)) == other
    assert lead(trust, date(2040, 1, 1)) == other


def test_an_ended_contract_stops_leading_the_day_after(icb: UUID, trust: UUID) -> None:
    made = contract(trust, icb, ends_on=None)
    services.end_contract(contract_id=made, ends_on=date(2026, 9, 30), by=None, now=NOW)
    assert (lead(trust, date(2026, 9, 30)), lead(trust, date(2026, 10, 1))) == (icb, None)
    with pytest.raises(Invalid, match="ended by then"):
        services.end_contract(contract_id=made, ends_on=date(2026, 12, 31), by=None, now=NOW)
    with pytest.raises(Unknown):
        services.end_contract(contract_id=UUID(int=1), ends_on=END, by=None, now=NOW)


@pytest.mark.clause("4.7.1", facet="the contract of the day decides who leads")
def test_when_boards_merge_the_successor_leads_from_the_day_after(make: Make, icb: UUID, trust: UUID) -> None:
    merged, merged_again = make("ZIM"), make("ZIN")
    contract(trust, icb, ends_on=None)
    close(icb, date(2026, 9, 30), merged)
    close(merged, date(2027, 3, 31), merged_again)
    assert lead(trust, date(2026, 9, 30)) == icb
    assert lead(trust, date(2026, 10, 1)) == merged
    assert lead(trust, date(2027, 4, 1)) == merged_again


def test_a_board_that_closed_with_no_successor_leads_nothing(icb: UUID, trust: UUID) -> None:
    contract(trust, icb, ends_on=None)
    close(icb, date(2026, 9, 30), None)
    assert lead(trust, LATER) is None


def test_when_providers_merge_the_contract_with_the_old_one_still_counts(
    make: Make, icb: UUID, trust: UUID
) -> None:
    middle, merged = make("ZT2"), make("ZT3")
    contract(trust, icb, ends_on=None)
    close(trust, date(2026, 9, 30), middle)
    close(middle, date(2027, 3, 31), merged)
    assert lead(merged, LATER) == icb  # by way of two mergers
    assert lead(trust, LATER) == icb  # asked about a trust that is gone
    assert lead(merged, date(2026, 9, 30)) is None  # not before the merger
    assert lead(middle, date(2026, 9, 30)) is None  # the old trust's last day is still its own
    assert lead(middle, date(2026, 10, 1)) == icb


def test_the_merged_providers_own_contract_comes_before_an_inherited_one(
    make: Make, icb: UUID, trust: UUID
) -> None:
    merged, other = make("ZT3"), make("ZIB")
    contract(merged, other, date(2020, 1, 1), None)
    contract(trust, icb, ends_on=None)
    close(trust, date(2026, 9, 30), merged)
    assert lead(merged, LATER) == other


def test_without_provider_or_contract_there_is_no_lead(icb: UUID, trust: UUID) -> None:
    assert lead(trust, START) is None
    assert lead(UUID(int=1), START) is None


def test_a_lead_is_found_in_three_queries(icb: UUID, trust: UUID, django_assert_max_num_queries: Any) -> None:
    contract(trust, icb)
    with django_assert_max_num_queries(3):
        assert lead(trust, START) == icb


@pytest.mark.clause("4.7.1", facet="main contracts are kept with their dates")
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "clashes"),
    [
        (END, None, True),
        (date(2020, 1, 1), START, True),
        (date(2020, 1, 1), None, True),
        (END + timedelta(days=1), None, False),
        (date(2020, 1, 1), START - timedelta(days=1), False),
    ],
)
def test_a_provider_never_has_two_main_contracts_on_one_day(
    icb: UUID, trust: UUID, starts_on: date, ends_on: date | None, clashes: bool
) -> None:
    contract(trust, icb)
    if clashes:
        with pytest.raises(Invalid, match="another main contract"):
            contract(trust, icb, starts_on, ends_on)
    else:
        contract(trust, icb, starts_on, ends_on)


def test_a_contract_that_cannot_stand_is_refused(icb: UUID, trust: UUID) -> None:
    with pytest.raises(Invalid, match="two organisations"):
        contract(icb, icb)
    with pytest.raises(Invalid, match="last day"):
        contract(trust, icb, END, START)
    with pytest.raises(Unknown):
        contract(trust, UUID(int=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.create(
            provider_id=trust, lead_commissioner_id=icb, title="t", starts_on=END, ends_on=START
        )
