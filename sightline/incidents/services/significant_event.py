"""A significant event analysis: the concise investigation of a practice or care home, sent in one go (clause 4.4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sightline.audit.services import act
from sightline.incidents.models import Incident
from sightline.incidents.services.investigation import sign_off_report, submit_report, write_report
from sightline.incidents.services.safety_actions import add_action
from sightline.policy.facts import Actor


@dataclass(frozen=True)
class Analysis:
    """What happened, why, what was learned, one thing that will change, and who talked it over, by role."""

    summary: str
    causes: str
    lessons: str
    text: str
    owner_role: str
    due_on: date
    strength: str
    statement: str


def send_analysis(incident_id: UUID, analysis: Analysis, *, by: Actor, now: datetime, seen: int) -> None:
    """Writes, adds the action, signs and sends: all four steps, or none of them.

    Each is the step that any provider takes, with its own rules; a small provider may sign what it sends.
    """
    with act(by=by, now=now, clause="4.4.1"):
        write_report(
            incident_id,
            summary=analysis.summary,
            causes=analysis.causes,
            lessons=analysis.lessons,
            document=None,
            by=by,
            now=now,
            seen=seen,
        )
        add_action(
            incident_id,
            text=analysis.text,
            owner_role=analysis.owner_role,
            due_on=analysis.due_on,
            strength=analysis.strength,
            by=by,
            now=now,
            seen=_version(incident_id),
        )
        sign_off_report(incident_id, analysis.statement, by=by, now=now, seen=_version(incident_id))
        submit_report(incident_id, by=by, now=now, seen=_version(incident_id))


def _version(incident_id: UUID) -> int:
    """The version after our own last step, in the same transaction."""
    return Incident.objects.values_list("version", flat=True).get(id=incident_id)
