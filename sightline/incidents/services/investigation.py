"""The final report on the provider's side: written, signed off by an executive, sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sightline.incidents.errors import Invalid
from sightline.incidents.models import InvestigationReport
from sightline.incidents.services.documents import NewDocument, keep_document
from sightline.incidents.services.steps import taking
from sightline.policy.facts import Actor
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

    After a return, the first save begins the next numbered version, from the words of the last.
    """
    with taking(Action.WRITE_REPORT, incident_id, by=by, now=now, seen=seen) as step:
        report = step.record.current_report
        kept = None if document is None else keep_document(step, document)
        words = {"summary": summary.strip(), "causes": causes.strip(), "lessons": lessons.strip()}
        if report is None:
            last = step.record.reports[0] if step.record.reports else None
            step.add(
                InvestigationReport(
                    incident=step.incident,
                    number=1 if last is None else last.number + 1,
                    document=kept or (last.document if last is not None else None),
                    written_at=now,
                    written_by=step.person_id,
                    **words,
                ),
                Part.INVESTIGATION,
            )
            return
        changes: dict[str, object] = {**words, "written_at": now, "written_by": step.person_id}
        if kept is not None:
            changes["document_id"] = kept.id
        differs = kept is not None or any(getattr(report, name) != text for name, text in words.items())
        if report.signed_off_at is not None and differs:
            changes.update(signed_off_at=None, signed_off_by=None, signed_off_statement="")
        step.change(report, Part.INVESTIGATION, **changes)


def sign_off_report(incident_id: UUID, statement: str, *, by: Actor, now: datetime, seen: int) -> None:
    """The provider's executive answers for the report and its action plan (4.4.2)."""
    with taking(Action.SIGN_OFF_REPORT, incident_id, by=by, now=now, seen=seen, note=statement) as step:
        report = step.record.current_report
        if report is None:
            raise Invalid({"statement": "There is no report to sign off."})
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
