"""Short ways to take the steps of a decision, for the tests of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sightline.audit.selectors import entries_for
from sightline.incidents.models import Incident, IncidentAccess
from sightline.incidents.services import triage
from sightline.policy.facts import Actor
from tests.factories import (
    NOW,
    World,
    declaration,
    judgement,
)

LATER = NOW + timedelta(days=1)


def fresh(incident: Incident) -> Incident:
    return Incident.objects.get(id=incident.id)


def changes(incident: Incident, model: str = "incident") -> dict[str, tuple[str, str]]:
    """Before and after of each field in the audit trail, the latest change of each."""
    rows = entries_for(incident.id, parts=None, limit=500)
    return {row.field: (row.old, row.new) for row in reversed(rows) if row.model == model}


def declare(incident: Incident, by: Actor, *, how: Any = None, seen: int | None = None, **more: Any) -> None:
    triage.declare(
        incident.id,
        how or judgement(),
        declaration(**more),
        by=by,
        now=NOW,
        seen=fresh(incident).version if seen is None else seen,
    )


def discuss(incident: Incident, by: Actor, view: str = "", **judged: Any) -> None:
    triage.request_discussion(
        incident.id, judgement(**judged), view, by=by, now=NOW, seen=fresh(incident).version
    )


def say(incident: Incident, by: Actor, view: str, now: Any = LATER) -> None:
    triage.record_view(
        incident.id, view, "Because of what we know.", by=by, now=now, seen=fresh(incident).version
    )


def not_serious(incident: Incident, by: Actor, **judged: Any) -> None:
    known = {"criteria": frozenset(), "sub_answers": {}, "rationale": "Nothing meets the criteria.", **judged}
    triage.judge_not_serious(incident.id, judgement(**known), by=by, now=NOW, seen=fresh(incident).version)


def level_of(world: World, incident: Incident) -> str | None:
    row = IncidentAccess.objects.filter(
        incident=incident, organisation_id=world.icb, until_at__isnull=True
    ).first()
    return None if row is None else row.level
