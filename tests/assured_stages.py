"""A case brought to each stage of the ICB's side by the real services; each returns the incident as it stands."""

from __future__ import annotations

from datetime import datetime

from sightline.incidents.models import Incident
from sightline.incidents.services import closure, review, triage
from sightline.policy.quality_assurance import checklist_for
from tests import stages
from tests.factories import NOW, World
from tests.stages import now_of

FEEDBACK = "Clear and thorough. Share the lesson about counting wires."
Checklist = dict[str, dict[str, str]]


def checklist(**changes: dict[str, str]) -> Checklist:
    """Every item met, but for those given."""
    met = {item.code: {"rating": "met", "comment": ""} for item in checklist_for(never_event=False)}
    return {**met, **changes}


NOT_MET = {"rating": "not_met", "comment": "One person investigated alone."}


def in_review(world: World, *, now: datetime = NOW) -> Incident:
    """The ICB has begun to assure the final report."""
    incident = stages.submitted(world, now=now)
    review.begin_review(incident.id, by=world.team, now=now, seen=incident.version)
    return now_of(incident)


def accepted(world: World, *, now: datetime = NOW) -> Incident:
    """The ICB accepted the report with everything met; nothing else is settled."""
    incident = in_review(world, now=now)
    review.accept_report(
        incident.id, FEEDBACK, "", quality=checklist(), by=world.team, now=now, seen=incident.version
    )
    return now_of(incident)


def candour_complete(world: World, incident: Incident, *, now: datetime = NOW) -> Incident:
    """Every step of the duty that closing asks for is done."""
    for code in ("D1", "D2", "D3", "D4", "D6", "D7"):
        incident = stages.candour_step(world, incident, code, now=now)
    return incident


def ready_to_close(world: World, *, now: datetime = NOW) -> Incident:
    """Nothing stands in the way of closing; one action is outstanding."""
    incident = candour_complete(world, accepted(world, now=now), now=now)
    triage.agree_classification(incident.id, by=world.team, now=now, seen=incident.version)
    return now_of(incident)


def closed(world: World, *, now: datetime = NOW) -> Incident:
    """The case is closed, and it is said how its action is followed."""
    incident = ready_to_close(world, now=now)
    closure.close(
        incident.id, "", "Monthly, at the quality meeting.", by=world.team, now=now, seen=incident.version
    )
    return now_of(incident)
