"""Papers that never enter what is shared or disclosed: protected investigation material, and legal advice (11.1a)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.models import Document
from sightline.incidents.services.steps import taking
from sightline.policy.disclosing import ProtectedKind
from sightline.policy.facts import Actor
from sightline.policy.restricted import problem_with_reason
from sightline.policy.terms import Action, Part


def protect(
    document_id: UUID, incident_id: UUID, kind: str, reason: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """Marks a paper as never shared, or with ``kind`` "" as any other again; at once for whoever it was shared with."""
    with taking(Action.PROTECT_DOCUMENT, incident_id, by=by, now=now, seen=seen, note=reason.strip()) as step:
        wrong: dict[str, str] = {}
        if kind and kind not in set(ProtectedKind):
            wrong["kind"] = "Choose why it is never shared."
        if problem := problem_with_reason(reason):
            wrong["reason"] = problem
        if wrong:
            raise Invalid(wrong)
        row = Document.objects.filter(id=document_id, incident=step.incident).first()
        if row is None:
            raise NotVisible(str(document_id))
        step.change(row, Part.SHARING, protected=kind, protected_reason=reason.strip())
