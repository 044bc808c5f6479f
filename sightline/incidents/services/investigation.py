"""The final report on the provider's side: written, signed off by an executive, sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sightline.incidents.errors import Invalid
from sightline.incidents.models import Document, InvestigationReport
from sightline.incidents.services.documents import NewDocument, keep_document, sha256_of
from sightline.incidents.services.steps import StepInHand, taking
from sightline.policy.facts import Actor
from sightline.policy.investigation_report import problems_with_statement
from sightline.policy.terms import Action, Part


def write_report(
    incident_id: UUID,
    *,
    summary: str,
    causes: str,
    lessons: str,
    document: NewDocument | None,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Saves the report in hand, complete or not. A change after sign-off undoes the sign-off.

    After a return, the first save begins the next numbered version; it keeps the document of the last one until
    another is given. Without ``document`` the one there stays. Raises Invalid where the file cannot be kept.
    """
    with taking(Action.WRITE_REPORT, incident_id, by=by, now=now, seen=seen) as step:
        report = step.record.current_report
        before = report or (step.record.reports[0] if step.record.reports else None)
        kept = _keep_if_new(step, document, None if before is None else before.document)
        words = {"summary": summary.strip(), "causes": causes.strip(), "lessons": lessons.strip()}
        if report is None:
            step.add(
                InvestigationReport(
                    incident=step.incident,
                    number=1 if before is None else before.number + 1,
                    document=kept or (before.document if before is not None else None),
                    written_at=now,
                    written_by=step.person_id,
                    **words,
                ),
                Part.INVESTIGATION,
            )
            return
        if kept is None and all(getattr(report, name) == text for name, text in words.items()):
            return
        changes: dict[str, object] = {**words, "written_at": now, "written_by": step.person_id}
        if kept is not None:
            changes["document_id"] = kept.id
        step.change(report, Part.INVESTIGATION, **changes)
        undo_sign_off(step)


def undo_sign_off(step: StepInHand) -> None:
    """Whoever signed answers for the report and its plan as they read them: a change asks for a new signature."""
    report = step.record.current_report
    if report is not None and report.signed_off_at is not None and report.submitted_at is None:
        step.change(
            report, Part.INVESTIGATION, signed_off_at=None, signed_off_by=None, signed_off_statement=""
        )


def _keep_if_new(step: StepInHand, document: NewDocument | None, last: Document | None) -> Document | None:
    """Keeps a file, unless it is the one that the report carries already."""
    if document is None or (last is not None and last.sha256 == sha256_of(document.content)):
        return None
    return keep_document(step, document)


def sign_off_report(incident_id: UUID, statement: str, *, by: Actor, now: datetime, seen: int) -> None:
    """The provider's executive answers for the report and its action plan (4.4.2)."""
    with taking(Action.SIGN_OFF_REPORT, incident_id, by=by, now=now, seen=seen, note=statement) as step:
        report = step.record.current_report
        if report is None:
            raise Invalid({"statement": "There is no report to sign off."})
        if wrong := problems_with_statement(statement):
            raise Invalid(wrong)
        step.change(
            report,
            Part.INVESTIGATION,
            signed_off_at=now,
            signed_off_by=step.person_id,
            signed_off_statement=statement.strip(),
        )


def submit_report(incident_id: UUID, *, by: Actor, now: datetime, seen: int) -> None:
    """The provider sends the signed report. The ICB's 20 calendar days start anew with each submission (T7)."""
    with taking(Action.SUBMIT_REPORT, incident_id, by=by, now=now, seen=seen) as step:
        report = step.record.current_report
        if report is None:
            raise Invalid({"report": "There is no report to send."})
        step.change(report, Part.INVESTIGATION, submitted_at=now, submitted_by=step.person_id)
