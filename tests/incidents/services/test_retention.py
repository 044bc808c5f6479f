"""How long a record is kept, and holds on it: set and lifted with a reason, by those who keep records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.models import Incident, LegalHold
from sightline.incidents.selectors.kept_records import register, retention_page
from sightline.incidents.services.legal_holds import lift_hold, set_hold
from sightline.policy.facts import Actor
from sightline.policy.terms import Role
from tests import assured_stages
from tests.factories import NOW, World, declared, reported

HOUR = timedelta(hours=1)
WHY = "A public inquiry asked for it."
#: Past twenty years and past ten.
LONG_AFTER, TEN_AFTER = datetime(2046, 11, 20, 12, 0, tzinfo=NOW.tzinfo), NOW + timedelta(days=3_660)


@pytest.fixture
def guardian(world: World) -> Actor:
    """The information-governance lead of the ICB."""
    return world.actor("icb", Role.INFORMATION_GOVERNANCE_LEAD)


def _due(actor: Actor, at: datetime) -> list[str]:
    found = register(actor, now=at)
    assert found is not None
    return [row.reference for row in found.due]


def _held(actor: Actor, at: datetime) -> list[str]:
    found = register(actor, now=at)
    assert found is not None
    return [row.reference for row in found.held]


@pytest.mark.clause("11.1a", facet="how long things are kept is set")
def test_a_serious_incident_is_kept_twenty_years_and_then_only_reviewed(
    world: World, guardian: Actor
) -> None:
    incident = assured_stages.closed(world)
    page = retention_page(guardian, incident.reference, now=NOW)
    assert page is not None
    assert page.retention.until == date(2046, 11, 16)
    assert _due(guardian, TEN_AFTER) == []
    assert _due(guardian, LONG_AFTER) == [incident.reference]
    assert Incident.objects.filter(id=incident.id).exists(), "nothing goes by a date alone"


@pytest.mark.clause("11.1a", facet="how long things are kept is set")
def test_a_hold_wins_over_every_date_until_it_is_lifted(world: World, guardian: Actor) -> None:
    incident = assured_stages.closed(world)
    hold = set_hold(incident.id, WHY, by=guardian, now=NOW)
    other = set_hold(incident.id, "A claim was made too.", by=world.specialist, now=NOW + HOUR)
    assert _due(guardian, LONG_AFTER) == []
    assert _held(guardian, LONG_AFTER) == [incident.reference]
    page = retention_page(guardian, incident.reference, now=LONG_AFTER)
    assert page is not None
    assert page.retention.why == ("Held: A claim was made too.", f"Held: {WHY}")
    lift_hold(hold, "The inquiry has reported.", by=world.specialist, now=NOW + 2 * HOUR)
    assert _due(guardian, LONG_AFTER) == [], "the other still stands"
    lift_hold(other, "The claim was settled.", by=guardian, now=NOW + 3 * HOUR)
    assert _held(guardian, LONG_AFTER) == []
    assert _due(guardian, LONG_AFTER) == [incident.reference]
    told = str(selectors.audit_trail(guardian, incident.reference, now=NOW + 4 * HOUR))
    assert all(words in told for words in (WHY, "The inquiry has reported.", "The claim was settled."))


def test_a_case_that_is_open_is_never_to_be_reviewed(world: World, guardian: Actor) -> None:
    incident = declared(world)
    assert _due(guardian, LONG_AFTER) == []
    page = retention_page(guardian, incident.reference, now=LONG_AFTER)
    assert page is not None
    assert page.retention.why == ("Something is still owed on the case.",)


@pytest.mark.parametrize("reason", ["", "   ", "inquiry", "two words", "word " * 500])
def test_a_hold_is_set_and_lifted_only_for_a_reason(world: World, guardian: Actor, reason: str) -> None:
    incident = declared(world)
    with pytest.raises(Invalid):
        set_hold(incident.id, reason, by=guardian, now=NOW)
    assert not LegalHold.objects.exists()
    hold = set_hold(incident.id, WHY, by=guardian, now=NOW)
    with pytest.raises(Invalid):
        lift_hold(hold, reason, by=guardian, now=NOW)
    assert LegalHold.objects.get().lifted_at is None


def test_the_same_hold_is_not_set_twice_nor_lifted_twice(world: World, guardian: Actor) -> None:
    incident = declared(world)
    hold = set_hold(incident.id, WHY, by=guardian, now=NOW)
    with pytest.raises(Invalid, match="stands already"):
        set_hold(incident.id, f"  {WHY} ", by=guardian, now=NOW)
    lift_hold(hold, "The inquiry has reported.", by=guardian, now=NOW)
    with pytest.raises(Invalid, match="lifted this hold already"):
        lift_hold(hold, "The inquiry has reported twice.", by=world.specialist, now=NOW)
    assert LegalHold.objects.get().lifted_reason == "The inquiry has reported."


@pytest.mark.parametrize(
    "who",
    [
        lambda world: world.lead,
        lambda world: world.team,
        lambda world: world.investigator,
        lambda world: world.reporter,
        lambda world: world.outsider,
        lambda world: world.actor("icb", Role.CHIEF_NURSE),
        lambda world: world.actor("other_trust", Role.INFORMATION_GOVERNANCE_LEAD),
        lambda world: world.actor("other_icb", Role.PATIENT_SAFETY_SPECIALIST),
    ],
)
def test_nobody_else_holds_a_record_or_learns_that_it_is_held(
    world: World, guardian: Actor, who: Callable[[World], Actor]
) -> None:
    incident, actor = declared(world), who(world)
    hold = set_hold(incident.id, WHY, by=guardian, now=NOW)
    with pytest.raises(NotVisible):
        set_hold(incident.id, "I want it kept.", by=actor, now=NOW)
    with pytest.raises(NotVisible):
        lift_hold(hold, "I want it gone.", by=actor, now=NOW)
    assert retention_page(actor, incident.reference, now=NOW) is None
    found = register(actor, now=NOW)
    assert found is None or (found.held, found.due) == ((), ())
    assert LegalHold.objects.get().lifted_at is None


def test_a_provider_keeps_what_the_icb_does_not_see(world: World) -> None:
    incident = reported(world.reporter)
    trust = world.actor("trust", Role.INFORMATION_GOVERNANCE_LEAD)
    set_hold(incident.id, WHY, by=trust, now=NOW)
    assert _held(trust, NOW) == [incident.reference]
    assert _held(world.actor("icb", Role.INFORMATION_GOVERNANCE_LEAD), NOW) == []
