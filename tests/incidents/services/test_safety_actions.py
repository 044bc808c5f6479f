"""Actions of the plan: what will change, whose it is, by when; done with evidence; verified by someone else."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from sightline.audit import selectors as audit
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import SafetyAction
from sightline.incidents.services import safety_actions
from sightline.policy.terms import Part
from tests import stages
from tests.factories import NOW, World, declared

pytestmark = pytest.mark.django_db


@pytest.mark.clause("4.7.15", facet="an action belongs to one organisation")
def test_action_is_numbered_owned_and_audited(world: World) -> None:
    incident = stages.with_action(world, declared(world))
    incident = stages.with_action(world, incident, text="  Buy other wires  ", strength="strong")
    first, second = SafetyAction.objects.all()
    assert (first.number, second.number) == (1, 2)
    assert (second.text, second.strength, second.organisation_id) == (
        "Buy other wires",
        "strong",
        world.trust,
    )
    entries = audit.entries_for(incident.id, parts=[Part.ACTIONS.value], limit=50)
    assert {"text", "owner_role", "due_on", "strength", "organisation_id"} <= {row.field for row in entries}


@pytest.mark.clause("1.1d", facet="an action has an owner and evidence that it was done")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  "}, "text"),
        ({"owner_role": ""}, "owner_role"),
        ({"due_on": date(2026, 11, 15)}, "due_on"),
        ({"due_on": date(2046, 11, 15)}, "due_on"),
        ({"strength": "firm"}, "strength"),
        ({"organisation_id": UUID(int=9)}, "organisation_id"),
    ],
)
def test_action_that_does_not_say_enough_is_refused(
    world: World, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        stages.with_action(world, declared(world), **changes)
    assert set(wrong.value.problems) == {field}
    assert not SafetyAction.objects.exists()


def test_action_is_the_providers_to_add(world: World) -> None:
    incident = declared(world)
    for actor, error in ((world.team, Refused), (world.executive, Refused), (world.outsider, NotVisible)):
        with pytest.raises(error):
            safety_actions.add_action(incident.id, **stages.ACTION, by=actor, now=NOW, seen=incident.version)
    with pytest.raises(Stale):
        safety_actions.add_action(
            incident.id, **stages.ACTION, by=world.lead, now=NOW, seen=incident.version - 1
        )
    assert not SafetyAction.objects.exists()


@pytest.mark.clause("1.1d", facet="an action has an owner and evidence that it was done")
@pytest.mark.clause("2.2d", facet="an action is done only with evidence")
@pytest.mark.clause("4.3f", facet="each is done with evidence and verified")
def test_action_is_done_once_with_evidence_and_verified_by_someone_else(world: World) -> None:
    incident = stages.with_action(world, declared(world))
    action = SafetyAction.objects.get()
    with pytest.raises(Invalid) as wrong:
        safety_actions.complete_action(
            incident.id, action.id, " ", by=world.lead, now=NOW, seen=incident.version
        )
    assert set(wrong.value.problems) == {"evidence"}
    with pytest.raises(Invalid, match="not recorded as done"):
        safety_actions.verify_action(
            incident.id, action.id, "Seen.", by=world.team, now=NOW, seen=incident.version
        )
    safety_actions.complete_action(
        incident.id, action.id, "Audit of 20 lines.", by=world.investigator, now=NOW, seen=incident.version
    )
    incident = stages.now_of(incident)
    action.refresh_from_db()
    assert (action.completed_by, action.evidence) == (world.investigator.person_id, "Audit of 20 lines.")
    with pytest.raises(Invalid, match="done already"):
        safety_actions.complete_action(
            incident.id, action.id, "Again.", by=world.lead, now=NOW, seen=incident.version
        )
    with pytest.raises(Refused):
        safety_actions.verify_action(
            incident.id, action.id, "Seen.", by=world.lead, now=NOW, seen=incident.version
        )
    safety_actions.verify_action(
        incident.id, action.id, "Audit seen.", by=world.team, now=NOW, seen=incident.version
    )
    action.refresh_from_db()
    assert (action.verified_by, action.verification) == (world.team.person_id, "Audit seen.")


def test_action_of_another_case_does_not_exist_here(world: World) -> None:
    stages.with_action(world, declared(world))
    other = declared(world)
    with pytest.raises(NotVisible):
        safety_actions.complete_action(
            other.id, SafetyAction.objects.get().id, "Done.", by=world.lead, now=NOW, seen=other.version
        )
