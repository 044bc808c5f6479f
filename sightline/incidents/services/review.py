"""Quality assurance of the final report by the ICB: begun, recorded item by item, returned or accepted (4.3d)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sightline.incidents.errors import Invalid
from sightline.incidents.models import InvestigationReport
from sightline.incidents.services.steps import StepInHand, taking
from sightline.policy import quality_assurance
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Part

#: One item: ``{"rating": "met", "comment": "..."}``, by the codes of ``policy.quality_assurance``.
Quality = Mapping[str, Mapping[str, str]]


def begin_review(incident_id: UUID, *, by: Actor, now: datetime, seen: int) -> None:
    """The ICB acknowledges the report and begins to assure it."""
    with taking(Action.BEGIN_REVIEW, incident_id, by=by, now=now, seen=seen) as step:
        step.change(_report(step), Part.QUALITY_ASSURANCE, review_began_at=now, review_began_by=step.person_id)


def record_quality(incident_id: UUID, quality: Quality, *, by: Actor, now: datetime, seen: int) -> None:
    """Keeps the checklist as it stands, complete or not."""
    with taking(Action.RECORD_QUALITY_ASSURANCE, incident_id, by=by, now=now, seen=seen) as step:
        wrong = {
            problem.field: problem.message for problem in quality_assurance.problems(quality)
        }
        if wrong:
            raise Invalid(wrong)
        step.change(_report(step), Part.QUALITY_ASSURANCE, quality={c: dict(item) for c, item in quality.items()})


def return_report(
    incident_id: UUID, feedback: str, resubmit_by: date | None, *, by: Actor, now: datetime, seen: int
) -> None:
    """The ICB returns the report: with reasons item by item in the checklist, and in words."""
    with taking(Action.RETURN_REPORT, incident_id, by=by, now=now, seen=seen, note=feedback) as step:
        if not feedback.strip():
            raise Invalid({"feedback": "Say what the provider must do before sending it again."})
        _end(step, "returned", feedback, resubmit_by=resubmit_by)


def accept_report(
    incident_id: UUID, feedback: str, override_reason: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """The ICB accepts the report. An item not met needs the reason of one who may override (design decision 32)."""
    with taking(Action.ACCEPT_REPORT, incident_id, by=by, now=now, seen=seen, note=feedback) as step:
        if step.facts.quality_not_met and not override_reason.strip():
            raise Invalid(
                {"override_reason": "Items are not met. Give the reason for accepting the report all the same."}
            )
        if not feedback.strip():
            raise Invalid({"feedback": "Give the provider feedback: what was good, and what to carry forward."})
        _end(step, "accepted", feedback, override_reason=override_reason.strip())


def _end(step: StepInHand, outcome: str, feedback: str, **more: object) -> None:
    step.change(
        _report(step),
        Part.QUALITY_ASSURANCE,
        outcome=outcome,
        outcome_at=step.now,
        outcome_by=step.person_id,
        feedback=feedback.strip(),
        **more,
    )


def _report(step: StepInHand) -> InvestigationReport:
    report = step.record.current_report
    if report is None:
        raise Invalid({"report": "There is no report to assure."})
    return report
