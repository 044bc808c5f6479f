"""Actions: added by the provider, done with evidence, verified by someone else (2.2d, 4.3f)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.models import SafetyAction
from sightline.incidents.services.investigation import undo_sign_off
from sightline.incidents.services.steps import StepInHand, taking
from sightline.policy.action_plan import problems_with_action, problems_with_evidence
from sightline.policy.assuring import problems_of_verification, why_not_verified
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Part
from sightline.policy.working_days import london_day


def add_action(
    incident_id: UUID,
    *,
    text: str,
    owner_role: str,
    due_on: date,
    strength: str,
    organisation_id: UUID | None = None,
    by: Actor,
    now: datetime,
    seen: int,
) -> UUID:
    """Adds an action to the plan and returns its id; for the provider unless another organisation of the case is named.

    An executive signs the report with its plan, so an action added to a signed report undoes the sign-off.
    """
    with taking(Action.ADD_ACTION, incident_id, by=by, now=now, seen=seen, note=text) as step:
        wrong = problems_with_action(
            text=text, owner_role=owner_role, due_on=due_on, strength=strength, today=london_day(now)
        )
        if wrong:
            raise Invalid(wrong)
        if organisation_id is not None and not step.facts.relations_of(organisation_id):
            raise Invalid({"organisation_id": "Choose an organisation that is part of this case."})
        row = SafetyAction(
            incident=step.incident,
            number=max((row.number for row in step.record.actions), default=0) + 1,
            organisation_id=organisation_id or step.facts.provider_id,
            text=text.strip(),
            owner_role=owner_role.strip(),
            due_on=due_on,
            strength=strength,
            added_at=now,
            added_by=step.person_id,
        )
        step.add(row, Part.ACTIONS)
        undo_sign_off(step)
        return row.id


def complete_action(
    incident_id: UUID, action_id: UUID, evidence: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """Records an action as done, with the evidence that shows it."""
    with taking(Action.COMPLETE_ACTION, incident_id, by=by, now=now, seen=seen, note=evidence) as step:
        row = _action(step, action_id)
        if wrong := problems_with_evidence(evidence):
            raise Invalid(wrong)
        if row.completed_at is not None:
            raise Invalid({"evidence": "This action is recorded as done already."})
        step.change(
            row, Part.ACTIONS, completed_at=now, completed_by=step.person_id, evidence=evidence.strip()
        )


def verify_action(
    incident_id: UUID, action_id: UUID, verification: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """Someone other than who did it says that the evidence shows it was done (2.2d)."""
    with taking(Action.VERIFY_ACTION, incident_id, by=by, now=now, seen=seen, note=verification) as step:
        row = _action(step, action_id)
        why_not = why_not_verified(
            is_done=row.completed_at is not None,
            is_verified=row.verified_at is not None,
            by_who_did_it=row.completed_by == step.person_id,
        )
        if why_not:
            raise Invalid({"verification": why_not})
        if wrong := problems_of_verification(verification):
            raise Invalid(wrong)
        step.change(
            row, Part.ACTIONS, verified_at=now, verified_by=step.person_id, verification=verification.strip()
        )


def _action(step: StepInHand, action_id: UUID) -> SafetyAction:
    for row in step.record.actions:
        if row.id == action_id:
            return row
    raise NotVisible(str(action_id))
