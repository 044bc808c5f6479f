"""Settling papers that were held for redaction: a redacted copy takes their place, or they hold no personal data (11.1c)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.models import Document
from sightline.incidents.services.document_receipt import examine
from sightline.incidents.services.documents import NewDocument, keep_document, sha256_of
from sightline.incidents.services.steps import StepInHand, taking
from sightline.policy.facts import Actor
from sightline.policy.found_words import TextCheck, may_settle, problem_with_why
from sightline.policy.terms import Action, Part, Relation

SAME_FILE = "This is the file that is held. Choose the copy in which the words are redacted."


def attach_redacted_copy(
    incident_id: UUID, document_id: UUID, copy: NewDocument, *, by: Actor, now: datetime, seen: int
) -> UUID:
    """Puts a redacted copy beside a held paper, which stays as it was received, for those who handle it; the copy's id.

    Raises Invalid where the check finds something in the copy too, NotVisible for what the other side put there.
    """
    with taking(Action.SETTLE_HELD, incident_id, by=by, now=now, seen=seen, note="Redacted copy") as step:
        held = _held(step, document_id)
        if sha256_of(copy.content) == held.sha256:
            raise Invalid({"document": SAME_FILE})
        examined = copy.examined or examine(copy.content, pasted=copy.pasted)
        if examined.text_check is TextCheck.HELD:
            raise Invalid({"document": problem_with_copy(examined.found)})
        row = keep_document(step, replace(copy, kind=held.kind, replaces_id=held.id, examined=examined))
        step.change(held, Part.DOCUMENTS, text_check=TextCheck.REPLACED.value)
        step.set(**step.held_one_more(Relation(held.held_side), more=-1))
        return row.id


def problem_with_copy(found: str) -> str:
    """Why a copy is not taken for redacted, where the check finds something in it; empty where it finds nothing."""
    return f"This copy still holds what the check finds: {found}. Redact it there too." if found else ""


def record_not_personal(
    incident_id: UUID, document_id: UUID, why: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """Records that a held paper holds no personal data, and why: it opens as other papers do."""
    with taking(Action.SETTLE_HELD, incident_id, by=by, now=now, seen=seen, note=why.strip()) as step:
        held = _held(step, document_id)
        if problem := problem_with_why(why):
            raise Invalid({"why": problem})
        step.change(held, Part.DOCUMENTS, text_check=TextCheck.NOT_PERSONAL.value, settled_why=why.strip())
        step.set(**step.held_one_more(Relation(held.held_side), more=-1))


def _held(step: StepInHand, document_id: UUID) -> Document:
    held = Document.objects.filter(
        id=document_id, incident=step.incident, text_check=TextCheck.HELD.value
    ).first()
    if held is None or not may_settle(step.by, step.facts, Relation(held.held_side)):
        raise NotVisible(str(document_id))
    return held
