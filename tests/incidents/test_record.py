"""A case is loaded whole: what no step has made is not asked for, and nothing that is there is missed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sightline.incidents.models import Incident
from sightline.incidents.record import load_case
from sightline.incidents.services import other_body
from sightline.policy.other_bodies import Investigating
from tests import stages
from tests.factories import NOW, World, declared

pytestmark = pytest.mark.django_db


def elsewhere(world: World) -> Incident:
    incident = stages.investigating(world)
    other_body.record_other_body(
        incident.id,
        Investigating(body="mnsi", began_on=NOW.date(), sets_aside=True),
        by=world.team,
        now=NOW,
        seen=incident.version,
    )
    return incident


@pytest.mark.parametrize(
    "make", [declared, stages.investigating, stages.written, stages.submitted, stages.returned, elsewhere]
)
def test_nothing_that_is_there_is_missed(world: World, make: Callable[[World], Incident]) -> None:
    incident = Incident.objects.get(id=make(world).id)
    record = load_case(incident)
    assert record.initial_reviews == list(incident.initial_reviews.all())
    assert record.reports == list(incident.reports.all())
    assert record.candour_steps == list(incident.candour_steps.all())
    assert record.actions == list(incident.safety_actions.all())
    assert record.other_investigations == list(incident.other_investigations.all())
    assert record.classifications == list(incident.classifications.all())
