"""The wall and the filter, whatever the region: the wall takes nothing from the filter, and shows no case without access.

On SQLite, which has no wall, the same regions show that every case is there without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Q
from hypothesis import event, given

from sightline.audit import scope
from sightline.incidents import walls
from sightline.incidents.models import Disclosure, Incident, IncidentAccess, Reporter
from sightline.incidents.selectors.counting import counted_by_access
from sightline.incidents.selectors.restriction import is_closed_to
from sightline.incidents.visibility import visible_in_turn, visible_to
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.permissions import is_own_report, may_see, parts_for
from sightline.policy.restricted import may_open
from sightline.policy.terms import Part
from tests.incidents.random_worlds import Region, built, regions
from tests.incidents.test_access_property import quickly, undone

pytestmark = pytest.mark.django_db


def theirs(actor: Actor, now: datetime) -> set[UUID]:
    """Cases that an organisation has access to, whatever the role, and those that the person reported."""
    access = IncidentAccess.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=now), organisation_id=actor.organisation_id
    )
    own = Reporter.objects.filter(person_id=actor.person_id)
    return set(access.values_list("incident_id", flat=True)) | set(own.values_list("incident_id", flat=True))


def told_to(actor: Actor) -> set[UUID]:
    """Cases of which something was once in force for their organisation."""
    rows = Disclosure.objects.filter(recipient_id=actor.organisation_id, in_force_at__isnull=False)
    return set(rows.values_list("incident_id", flat=True))


def shown_at_most(actor: Actor, facts: Mapping[UUID, IncidentFacts], now: datetime) -> set[UUID]:
    """Of those, what is not limited to others: whoever reported a case keeps it."""
    return {key for key in theirs(actor, now) if facts[key].admits(actor) or is_own_report(actor, facts[key])}


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
@quickly
@given(region=regions())
def test_behind_the_wall_the_filter_shows_what_the_rules_say_and_without_it_no_case_of_others_is_there(
    region: Region,
) -> None:
    with undone():
        world = built(region)
        every = set(world.facts)
        # Drafts and what follows a case by its key alone are held by tests of their own.
        rows_of_cases = [
            model
            for model in apps.get_models()
            if model._meta.db_table in walls.WALLS and hasattr(model, "incident_id")
        ]
        references = {
            row.id: row.reference for row in Incident.objects.filter(id__in=every).exclude(restricted_kind="")
        }
        for actor in world.actors:
            is_walled = connection.vendor == "postgresql"
            rows, there = every, every
            if is_walled:
                rows = theirs(actor, world.now)
                there = shown_at_most(actor, world.facts, world.now)
            with scope.within(scope.of(actor, now=world.now)):
                shown = set(visible_to(actor, now=world.now).values_list("id", flat=True))
                assert shown == {key for key, facts in world.facts.items() if may_see(actor, facts)}, actor
                by_access = visible_in_turn(actor, now=world.now)[0].count()
                assert counted_by_access(actor, now=world.now, most=9) in (by_access, None), actor
                for part in Part:
                    parted = set(visible_to(actor, now=world.now, part=part).values_list("id", flat=True))
                    rules = {key for key, facts in world.facts.items() if part in parts_for(actor, facts)}
                    assert parted == rules, (actor, part)
                for key, reference in references.items():
                    may = may_open(actor, world.facts[key])
                    assert is_closed_to(actor, reference, now=world.now) is may, actor
                assert set(Incident.objects.values_list("id", flat=True)) == there, actor
                for model in rows_of_cases:
                    found = set(model._default_manager.order_by().values_list("incident_id", flat=True))
                    # What was disclosed to them stays on their record; the case it is of does not (ADR 23).
                    own = told_to(actor) if model is Disclosure and is_walled else set()
                    assert found <= rows | own, (model.__name__, actor)
            event("a case of others" if every - rows else "every case is theirs")
            if rows - there:
                event("a case limited to others")
