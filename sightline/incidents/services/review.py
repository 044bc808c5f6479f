"""Quality assurance of the final report by the ICB: begun, recorded item by item, returned or accepted (4.3d)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sightline.incidents.errors import Invalid
from sightline.incidents.models import InvestigationReport
from sightline.incidents.services.steps import StepInHand, taking
from sightline.policy import quality_assurance
from sightline.policy.assuring import problems_of_feedback, problems_of_resubmission
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.quality_assurance import Quality
from sightline.policy.questionnaire import Problem
from sightline.policy.terms import Action, Part
from sightline.policy.working_days import london_day


def begin_review(incident_id: UUID, *, by: Actor, now: datetime, seen: int) -> None:
    """The ICB acknowledges the report and begins to assure it."""
    with taking(Action.BEGIN_REVIEW, incident_id, by=by, now=now, seen=seen) as step:
        step.change(
            _report(step), Part.QUALITY_ASSURANCE, review_began_at=now, review_began_by=step.person_id
        )


def record_quality(
    incident_id: UUID, quality: Quality, feedback: str = "", *, by: Actor, now: datetime, seen: int
) -> None:
    """Keeps the checklist and the feedback as they stand, complete or not. The provider does not see them yet."""
    with taking(Action.RECORD_QUALITY_ASSURANCE, incident_id, by=by, now=now, seen=seen) as step:
        _keep(step, quality)
        step.change(_report(step), Part.QUALITY_ASSURANCE, feedback=feedback.strip())


def return_report(
    incident_id: UUID,
    feedback: str,
    resubmit_by: date | None,
    *,
    by: Actor,
    now: datetime,
    seen: int,
    quality: Quality | None = None,
) -> None:
    """The ICB returns the report: with reasons item by item in the checklist, and in words.

    ``quality``: the checklist as it is now, where it was changed since it was saved. ``resubmit_by``: the date
    agreed for sending it again; without one the usual length counts (T9).
    Raises Invalid where there is no feedback, or an item with a fault says nothing of it.
    """
    with taking(Action.RETURN_REPORT, incident_id, by=by, now=now, seen=seen, note=feedback) as step:
        final = _report(step).quality if quality is None else quality
        _refuse(
            *problems_of_feedback(feedback, returning=True),
            *problems_of_resubmission(resubmit_by, today=london_day(now)),
            *quality_assurance.problems_of_return(final, never_event=step.facts.is_never_event),
        )
        _end(step, "returned", feedback, final, resubmit_by=resubmit_by)


def accept_report(
    incident_id: UUID,
    feedback: str,
    override_reason: str,
    *,
    by: Actor,
    now: datetime,
    seen: int,
    quality: Quality | None = None,
) -> None:
    """The ICB accepts the report. An item not met needs the reason of one who may override (design decision 32).

    ``quality``: the checklist as it is now, where it was changed since it was saved.
    Raises Refused where an item is unrated, or not met and this role may not override; Invalid where words lack.
    """

    def as_typed(facts: IncidentFacts) -> Mapping[str, object]:
        if quality is None:
            return {}
        standing = quality_assurance.judge(quality, never_event=facts.is_never_event)
        return {"quality_unanswered": standing.unanswered, "quality_not_met": standing.not_met}

    with taking(
        Action.ACCEPT_REPORT, incident_id, by=by, now=now, seen=seen, note=feedback, given=as_typed
    ) as step:
        final = _report(step).quality if quality is None else quality
        _refuse(
            *problems_of_feedback(feedback, returning=False),
            *quality_assurance.problems_of_acceptance(
                final, never_event=step.facts.is_never_event, role=by.role, override_reason=override_reason
            ),
        )
        overridden = override_reason.strip() if step.facts.quality_not_met else ""
        _end(step, "accepted", feedback, final, override_reason=overridden)


def _keep(step: StepInHand, quality: Quality) -> None:
    _refuse(*quality_assurance.problems(quality))
    step.change_items(_report(step), Part.QUALITY_ASSURANCE, "quality", quality)


def _end(step: StepInHand, outcome: str, feedback: str, quality: Quality, **more: object) -> None:
    _keep(step, quality)
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


def _refuse(*found: Problem) -> None:
    if found:
        raise Invalid(found)
