"""Ending a case: closing, downgrading, reopening. Only the commissioner does these (reference 1.6, 1.7)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sightline.incidents.errors import Invalid
from sightline.incidents.services.initial_review import answer_initial_review
from sightline.incidents.services.steps import taking
from sightline.policy.assuring import problems_of_closing, problems_of_downgrade, problems_of_reopening
from sightline.policy.facts import Actor
from sightline.policy.questionnaire import Problem
from sightline.policy.terms import Action


def close(
    incident_id: UUID, note: str, monitoring_of_actions: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """Closes the case. Actions may still be open if it is said how they will be followed to proof (4.3f)."""
    with taking(Action.CLOSE, incident_id, by=by, now=now, seen=seen, note=note) as step:
        _refuse(
            problems_of_closing(
                open_actions=step.facts.open_actions, monitoring_of_actions=monitoring_of_actions
            )
        )
        step.set(closed_at=now, monitoring_of_actions=monitoring_of_actions.strip())


def downgrade(incident_id: UUID, reason: str, *, by: Actor, now: datetime, seen: int) -> None:
    """The commissioner agrees that it is not a serious incident after all. Candour and local learning go on."""
    with taking(Action.DOWNGRADE, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        _refuse(problems_of_downgrade(reason))
        answer_initial_review(step, "downgraded", reason)
        step.set(downgraded_at=now)


def reopen(incident_id: UUID, reason: str, *, by: Actor, now: datetime, seen: int) -> None:
    """Reopens a closed or downgraded case: it is under investigation again and its first timescales resume."""
    with taking(Action.REOPEN, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        _refuse(problems_of_reopening(reason))
        step.set(closed_at=None, downgraded_at=None)


def _refuse(found: tuple[Problem, ...]) -> None:
    if found:
        raise Invalid(found)
