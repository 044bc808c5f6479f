"""Under PSIRF: the learning response is chosen by the provider's plan and signed off by its executive (reference 6.1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sightline.incidents.errors import Invalid
from sightline.incidents.services.steps import taking
from sightline.policy import learning_responses, never_events
from sightline.policy.facts import Actor
from sightline.policy.investigation_report import problems_with_statement
from sightline.policy.terms import Action


def choose_learning_response(
    incident_id: UUID,
    response: str,
    reason: str,
    *,
    by: Actor,
    now: datetime,
    seen: int,
    never_event_code: str = "",
) -> None:
    """Under PSIRF the provider chooses the response its plan asks for; there is no threshold of seriousness."""
    with taking(Action.CHOOSE_LEARNING_RESPONSE, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        happened_on = step.incident.happened_on
        found = learning_responses.problems_of_response(
            response, reason, never_event_code=never_event_code, incident_on=happened_on
        )
        if found:
            raise Invalid(found)
        step.set(learning_response=response, identified_at=step.incident.reported_at)
        if never_event_code and happened_on is not None:
            edition = never_events.list_on(happened_on).label
            step.set(never_event_code=never_event_code, never_event_edition=edition)


def sign_off_learning_response(
    incident_id: UUID, statement: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """Under PSIRF the provider's executive signs the response off; the ICB oversees and does not close (reference 6.1)."""
    with taking(
        Action.SIGN_OFF_LEARNING_RESPONSE, incident_id, by=by, now=now, seen=seen, note=statement
    ) as step:
        if wrong := problems_with_statement(statement):
            raise Invalid(wrong)
        step.set(closed_at=now)
