"""Whether one case may be read in the thematic review of another (PSIRF). Private to this package."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sightline.incidents.models import Incident, LearningRecord
from sightline.incidents.visibility import visible_to
from sightline.policy.facts import Actor
from sightline.policy.learning_responses import problem_with_reading_together
from sightline.policy.terms import Status


def lead_of(
    actor: Actor, incident_id: UUID, provider_id: UUID, response: str, reference: str, *, now: datetime
) -> tuple[Incident | None, str]:
    """The case that carries the review, and why it cannot carry this one; empty where it can, or where none is named."""
    if not reference:
        return None, ""
    lead = visible_to(actor, now=now).filter(reference__iexact=reference).order_by().first()
    own = None if lead is None else LearningRecord.objects.filter(incident=lead).first()
    refusal = problem_with_reading_together(
        response,
        is_found=lead is not None,
        is_same_case=lead is not None and lead.id == incident_id,
        same_provider=lead is not None and lead.provider_id == provider_id,
        leads="" if lead is None else lead.learning_response,
        is_open=lead is not None
        and lead.status == Status.INVESTIGATING
        and own is not None
        and own.read_with_id is None,
    )
    if not refusal and LearningRecord.objects.filter(read_with=incident_id).exists():
        refusal = "Other cases are read together with this one, so that it carries the review."
    return lead, refusal
