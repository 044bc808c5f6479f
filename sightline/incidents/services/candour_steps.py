"""The Duty of Candour: whether it applies, and each step with its outcome (clause 3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.models import CandourRecord, CandourStep
from sightline.incidents.services.steps import taking
from sightline.policy import candour
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Part
from sightline.policy.working_days import london_day


def decide_candour(
    incident_id: UUID,
    *,
    applies: bool,
    opinion_of: str,
    reason: str,
    relevant_person: str,
    test_answers: Mapping[str, str] | None = None,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """A professional's decision whether the duty applies, with the reason; never derived from a harm scale.

    ``opinion_of`` is the role of the healthcare professional. ``test_answers`` are "yes", "no" or "not_sure" by the
    codes of the three-part test: they inform, and are kept beside the decision. Deciding again replaces it.
    """
    with taking(Action.RECORD_CANDOUR, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        wrong = candour.problems_with_decision(
            applies=applies, opinion_of=opinion_of, reason=reason, relevant_person=relevant_person
        )
        if wrong:
            raise Invalid(wrong)
        given = test_answers or {}
        fields = {
            "applies": applies,
            "test_answers": {
                part.code: given[part.code] for part in candour.THREE_PART_TEST if given.get(part.code)
            },
            "opinion_of": opinion_of.strip(),
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
    by_role: str = "",
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Records the outcome of one step (D1 to D9). Append-only: a correction is a new row.

    ``by_role`` says who did it, by role. Raises NotVisible for a step there is not.
    """
    if code not in candour.STEPS:
        raise NotVisible(code)
    with taking(Action.RECORD_CANDOUR, incident_id, by=by, now=now, seen=seen, note=detail) as step:
        told = step.record.latest_candour_steps().get("D1")
        wrong = candour.problems_with_step(
            code,
            outcome=outcome,
            done_on=done_on,
            detail=detail,
            happened_on=step.incident.happened_on,
            told_on=None if told is None else told.done_on,
            today=london_day(now),
        )
        if wrong:
            raise Invalid(wrong)
        step.add(
            CandourStep(
                incident=step.incident,
                code=code,
                outcome=outcome,
                done_on=done_on,
                by_role=by_role.strip(),
                detail=detail.strip(),
                recorded_at=now,
                recorded_by=step.person_id,
            ),
            Part.CANDOUR,
        )
