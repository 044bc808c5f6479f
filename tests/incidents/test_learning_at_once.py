"""Two people on one learning response at the very same moment, each with a connection of their own."""

from __future__ import annotations

from functools import partial

import pytest

from sightline.audit.verification import verify
from sightline.incidents.errors import Refused, Stale
from sightline.incidents.models import Incident, LearningRecord, StepTaken
from sightline.incidents.services import learning_response as learning
from sightline.policy.terms import Action, Status
from tests import stages
from tests.factories import NOW, World
from tests.incidents.crossing import must_be_in_line
from tests.web.report.test_sending_at_once import at_once, head, protection_aside

__all__ = ["head", "protection_aside"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_now", "head")]


def test_of_two_who_write_and_one_who_signs_at_once_each_signs_or_writes_what_stands(world: World) -> None:
    incident = stages.candour_decided(world, stages.learned(world), applies=False, relevant_person="")
    seen = incident.version
    other = {**stages.REVIEWED, "learned": "Count twice."}
    answers = at_once(
        partial(
            learning.sign_off_learning_response, incident.id, "So.", by=world.executive, now=NOW, seen=seen
        ),
        partial(
            learning.write_learning_record, incident.id, other, by=world.investigator, now=NOW, seen=seen
        ),
        partial(learning.write_learning_record, incident.id, other, by=world.lead, now=NOW, seen=seen),
    )
    lost = [each for each in answers if each is not None]
    assert len(lost) == 2
    assert all(isinstance(each, Stale | Refused) for each in lost), lost
    row, after = LearningRecord.objects.get(incident=incident), Incident.objects.get(id=incident.id)
    taken = StepTaken.objects.filter(incident=incident, version__gt=seen)
    assert after.version == seen + taken.count() == seen + 1
    if after.status == Status.CLOSED:
        assert row.answers == stages.REVIEWED, "what was signed is what was read"
    else:
        assert (row.answers["learned"], row.signed_off_at) == ("Count twice.", None)
        assert taken[0].action == Action.WRITE_LEARNING_RECORD
    must_be_in_line(incident.id)
    # These tests take rows away afterwards, which triggers would not let them: the chain itself is asked.
    assert verify().broken_at is None
