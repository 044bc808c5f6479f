"""The Duty of Candour: whether it applies, and each step with its outcome (clause 3.1)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sightline.incidents.errors import Invalid
from sightline.incidents.models import CandourRecord, CandourStep
from sightline.incidents.services.steps import taking
from sightline.policy import candour
from sightline.policy.date_order import problem_with_candour_step
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Part
from sightline.policy.working_days import london_day


def decide_candour(
    incident_id: UUID,
    *,
    applies: bool,
    reason: str,
    relevant_person: str,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """A professional's decision whether the duty applies, with the reason; never derived from a harm scale."""
    with taking(Action.RECORD_CANDOUR, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        if not reason.strip():
            raise Invalid({"reason": "Say why the duty applies, or why it does not."})
        if applies and relevant_person not in candour.ROUTES:
            raise Invalid({"relevant_person": "Say who the relevant person is."})
        fields = {
            "applies": applies,
            "reason": reason.strip(),
            "relevant_person": relevant_person if applies else "",
            "decided_at": now,
            "decided_by": step.person_id,
        }
        existing = step.record.candour
        if existing is None:
            step.add(CandourRecord(incident=step.incident, **fields), Part.CANDOUR)
        else:
            step.change(existing, Part.CANDOUR, **fields)


def record_candour_step(
    incident_id: UUID,
    code: str,
    *,
    outcome: str,
    done_on: date | None,
    detail: str,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Records the outcome of one step (D1 to D9). Append-only: a correction is a new row."""
    with taking(Action.RECORD_CANDOUR, incident_id, by=by, now=now, seen=seen, note=detail) as step:
        wrong = {
            problem.field: problem.message
            for problem in candour.problems_with_step(code, outcome=outcome, done_on=done_on, detail=detail)
        }
        if done_on is not None:
            order = problem_with_candour_step(
                done_on, happened_on=step.incident.happened_on, today=london_day(now)
            )
            if order:
                wrong["done_on"] = order
        if wrong:
            raise Invalid(wrong)
        step.add(
            CandourStep(
                incident=step.incident,
                code=code,
                outcome=outcome,
                done_on=done_on,
                detail=detail.strip(),
                recorded_at=now,
                recorded_by=step.person_id,
            ),
            Part.CANDOUR,
        )
