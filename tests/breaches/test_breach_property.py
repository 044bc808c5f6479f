"""Who sees which breach, whatever the region: the filter, the rules and the wall agree, for every hat and part."""

from __future__ import annotations

import itertools
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import event, given
from hypothesis import strategies as st

from sightline.audit import scope
from sightline.breaches.breach_filter import breaches_of, shown_links
from sightline.breaches.models import Breach, BreachLink, BreachTask
from sightline.breaches.selectors.breach_list import assured_among, parts_in
from sightline.organisations.models import Organisation
from sightline.policy.breach_access import BreachPart, BreachStanding, parts_shown
from sightline.policy.facts import Actor
from sightline.policy.permissions import may_see
from tests.incidents.random_worlds import Region, built, regions
from tests.incidents.test_access_property import quickly, undone

pytestmark = pytest.mark.django_db
_numbers = itertools.count(1)

#: A breach: controller, who reported it from where, the cases it is linked to and whether each link still stands.
draws = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(0, 9),
        st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=2, unique_by=lambda pair: pair[0]),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.clause("11.1c", facet="each role sees only what is its own")
@quickly
@given(region=regions(), drawn=draws)
def test_each_hat_sees_the_breaches_and_parts_that_the_rules_say_and_the_wall_takes_none_away(
    region: Region, drawn: list[tuple[int, int, int, list[tuple[int, bool]]]]
) -> None:
    with undone():
        world = built(region)
        now = world.now
        places = list(Organisation.objects.order_by("ods_code"))
        cases = list(world.facts)
        standing: dict[UUID, BreachStanding] = {}
        linked: dict[UUID, set[UUID]] = {}
        for controller, origin, reporter, links in drawn:
            breach = Breach.objects.create(
                reference=f"IG-2099-{next(_numbers)}",
                controller=places[controller % len(places)],
                reported_from=places[origin % len(places)],
                reported_by=world.actors[reporter % len(world.actors)].person_id,
                reported_at=now,
                title="Letters",
                what_happened="They went astray.",
                kinds=["integrity"],
                happened_on=now.date(),
            )
            BreachTask.objects.create(breach=breach, what="Look", made_at=now)
            ids = set()
            for index, stands in links if cases else []:
                key = cases[index % len(cases)]
                if key in ids:
                    continue
                ended = None if stands else now - timedelta(hours=1)
                BreachLink.objects.create(
                    breach=breach,
                    incident_id=key,
                    linked_at=now,
                    linked_by=breach.reported_by,
                    until_at=ended,
                )
                if stands:
                    ids.add(key)
            linked[breach.id] = ids
            standing[breach.id] = BreachStanding(
                breach.controller_id,
                breach.reported_from_id,
                breach.reported_by,
                cases=tuple(world.facts[key] for key in ids),
            )
        for actor in world.actors:
            with scope.within(scope.of(actor, now=now)):
                rows = {breach.id: breach for breach in breaches_of(actor, now=now)}
                expected = {key for key, each in standing.items() if parts_shown(actor, each)}
                assert set(rows) == expected, actor
                assured = assured_among(actor, list(rows), now=now)
                for key, breach in rows.items():
                    parts = parts_in(actor, breach, assured)
                    assert parts == parts_shown(actor, standing[key]), actor
                    if parts == {BreachPart.SUMMARY}:
                        event("a summary alone")
                    # A link to a case that this hat does not see, limited or not, is not there.
                    links_shown = set(
                        shown_links(actor, now=now)
                        .filter(breach=breach)
                        .values_list("incident_id", flat=True)
                    )
                    assert links_shown == {
                        each for each in linked[key] if may_see(actor, world.facts[each])
                    }, actor
                if connection.vendor == "postgresql":
                    behind = set(Breach.objects.values_list("id", flat=True))
                    assert behind <= {key for key in standing if could(actor, standing[key])}, actor
                    assert set(BreachTask.objects.values_list("breach_id", flat=True)) == behind
        event("some breach is not seen" if len(standing) else "none")


def could(actor: Actor, breach: BreachStanding) -> bool:
    """What the wall may show at most: an organisation's own, a person's own, and by a case that it lets through."""
    own = actor.organisation_id in (breach.controller_id, breach.reported_from_id)
    by_case = any(case.admits(actor) or case.reporter_id == actor.person_id for case in breach.cases)
    return own or actor.person_id == breach.reported_by or by_case
