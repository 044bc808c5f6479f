"""The second wall before breaches: with the filter forgotten, PostgreSQL shows nothing of others. SQLite has none."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from sightline.audit import scope
from sightline.breaches.breach_walls import BREACH_WALLS
from sightline.breaches.models import Breach, BreachEntry, BreachLink, BreachTask
from sightline.breaches.selectors.breach_list import breach_page
from sightline.breaches.selectors.breach_record import breach_view
from sightline.incidents.models import Named
from sightline.incidents.services import restriction
from sightline.incidents.walls import WALLS
from sightline.policy.facts import Actor
from sightline.policy.terms import RestrictedKind, Role
from tests import stages
from tests.breaches.made import ig_lead, reported
from tests.factories import NOW, World, declared

pytestmark = pytest.mark.django_db


def is_walled() -> bool:
    return connection.vendor == "postgresql"


def test_every_table_of_a_breach_is_walled() -> None:
    tables = {model._meta.db_table for model in apps.get_app_config("breaches").get_models()}
    numbers_only = {"breaches_breachsequence"}
    assert tables - numbers_only == set(BREACH_WALLS) | {"breaches_breachlink"}
    assert "breaches_breachlink" in WALLS
    if not is_walled():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid "
            "WHERE relrowsecurity AND relforcerowsecurity AND polname = 'breach_walled' AND polcmd = '*'"
        )
        assert {name for (name,) in cursor} == set(BREACH_WALLS)


def there(actor: Actor) -> tuple[int, ...]:
    with scope.within(scope.of(actor, now=NOW)):
        return tuple(
            model._default_manager.count() for model in (Breach, BreachEntry, BreachTask, BreachLink)
        )


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_an_organisation_that_has_nothing_to_do_with_it_finds_no_row(world: World) -> None:
    incident = declared(world)
    reported(world, by=world.lead, incident=incident.reference)
    assert there(ig_lead(world)) == (1, 1, 2, 1)
    assert there(ig_lead(world, "icb")) == (1, 1, 2, 1)
    nothing = (0, 0, 0, 0) if is_walled() else (1, 1, 2, 1)
    for stranger in (ig_lead(world, "other_trust"), ig_lead(world, "other_icb"), ig_lead(world, "practice")):
        assert there(stranger) == nothing
    with scope.within(scope.NOTHING):
        assert Breach.objects.count() == (0 if is_walled() else 1)


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
def test_a_case_limited_to_named_people_is_not_given_away_by_its_breach(world: World) -> None:
    """ADR 18: whoever is not named sees the breach of their own data, and nothing of the case."""
    incident = declared(world)
    lead, of_icb = ig_lead(world), ig_lead(world, "icb")
    breach = reported(world, by=world.lead, incident=incident.reference)
    assert world.specialist
    incident = stages.now_of(incident)
    restriction.restrict(
        incident.id,
        RestrictedKind.STAFF.value,
        "A concern about a member of staff.",
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    executive = world.actor("trust", Role.PROVIDER_EXECUTIVE)
    assert linked_cases(lead, breach.reference) == (incident.reference,), "named with the case"
    assert linked_cases(of_icb, breach.reference) == (incident.reference,), "named with the case"
    assert linked_cases(executive, breach.reference) == (), "sees the breach, and not that there is a case"
    assert breach_page(executive, now=NOW).rows[0].reference == breach.reference
    with scope.within(scope.of(executive, now=NOW)):
        assert BreachLink.objects.exists() is not is_walled()
    named = Named.objects.get(
        incident=incident, organisation_id=world.icb, role=Role.INFORMATION_GOVERNANCE_LEAD.value
    )
    incident = stages.now_of(incident)
    restriction.end_naming(
        incident.id,
        named.id,
        "It concerns a friend of theirs.",
        by=world.lead,
        now=NOW,
        seen=incident.version,
    )
    assert linked_cases(of_icb, breach.reference) is None, "the summary came with the case, and goes with it"
    assert there(of_icb) == ((0, 0, 0, 0) if is_walled() else (1, 1, 2, 1))


def linked_cases(hat: Actor, reference: str) -> tuple[str, ...] | None:
    """The cases that a hat is shown beside a breach; None where it does not see the breach."""
    with scope.within(scope.of(hat, now=NOW)):
        view = breach_view(hat, reference, now=NOW)
    return None if view is None else tuple(link.incident_reference for link in view.links)
