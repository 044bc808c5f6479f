"""A contract that moves to another ICB in the middle of a case: who goes on seeing it, who does not, and why."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from sightline.incidents.models import Incident
from sightline.organisations import register
from sightline.organisations.services import contracts
from sightline.policy.terms import Role
from tests import factories
from tests.conftest import SignIn
from tests.factories import NOW, World

#: The first day of the next contract, at nine.
AFTER = datetime(2026, 12, 1, 9, 0, tzinfo=ZoneInfo("Europe/London"))


def moved_in_mid_case(world: World, at_now: time_machine.Traveller) -> Incident:
    """A case declared under one board, and it is the first morning of the contract with the other."""
    incident = factories.declared(world)
    (contract,) = register.contracts_of(world.trust)
    contracts.end_contract(
        contract_id=contract.contract_id, ends_on=date(2026, 11, 30), reason="It moves.", by=None, now=NOW
    )
    contracts.make_contract(
        provider_id=world.trust,
        lead_commissioner_id=world.other_icb,
        title="NHS Standard Contract",
        starts_on=date(2026, 12, 1),
        by=None,
        now=NOW,
    )
    at_now.move_to(AFTER)
    return incident


@pytest.mark.clause("4.7.1", facet="the contract of the day decides who leads")
@pytest.mark.clause("4.7.7")
def test_who_led_on_the_day_of_the_report_goes_on_and_the_next_sees_only_what_is_new(
    world: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    old = moved_in_mid_case(world, at_now)
    new = factories.declared(world, now=AFTER, happened_on="2026-12-01", happened_time="08:00")
    at_now.move_to(AFTER + timedelta(minutes=5))
    first, second = (sign_in(board, Role.PATIENT_SAFETY_TEAM) for board in ("icb", "other_icb"))
    seen = {
        (name, case.reference): client.get(reverse("incident", args=[case.reference])).status_code
        for name, client in (("first", first), ("second", second))
        for case in (old, new)
    }
    assert seen == {
        ("first", old.reference): 200,
        ("first", new.reference): 404,
        ("second", old.reference): 404,
        ("second", new.reference): 200,
    }
    assert old.reference.encode() not in second.get(reverse("incidents_export")).getvalue()
    assert new.reference.encode() not in first.get(reverse("incidents_export")).getvalue()
    # The first may still act: the case is not left without anyone who answers for it.
    assert first.get(reverse("assure_acknowledge", args=[old.reference])).status_code == 200


def test_who_can_see_says_that_it_is_the_first_and_why(
    world: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    case = moved_in_mid_case(world, at_now)
    page = (
        sign_in("trust", Role.PROVIDER_LEAD)
        .get(reverse("incident_access", args=[case.reference]))
        .content.decode()
    )
    assert "Avonmere Integrated Care Board" in page
    assert "It holds the main contract with the provider" in page
    assert "4.7.1" in page
    assert "Elsemere Integrated Care Board" not in page
