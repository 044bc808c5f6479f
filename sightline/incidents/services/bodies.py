"""Other bodies to tell: asked for by the rules with every step, answered about and settled by people (design decision 38)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sightline.incidents.bodies import entries_of
from sightline.incidents.errors import Invalid, NotVisible, Refused
from sightline.incidents.models import BodyEntry
from sightline.incidents.services.steps import StepInHand, taking
from sightline.policy.body_facts import Asked
from sightline.policy.body_questions import problems_of_answers
from sightline.policy.external_bodies import (
    BodyItem,
    EntryKind,
    Settling,
    answers_of,
    items_of,
    problem_with_side,
    problems_of_settling,
)
from sightline.policy.facts import Actor
from sightline.policy.permissions import permissions_for
from sightline.policy.terms import Action, Part
from sightline.policy.workflow import Decision
from sightline.policy.working_days import london_day


def answer_body_questions(
    incident_id: UUID, answers: Mapping[str, Asked], *, by: Actor, now: datetime, seen: int
) -> None:
    """Records answers by code of ``policy.body_questions``; those that say what stands already are left out.

    Each is a new entry, so that what was answered before stays to be read. What the rules make of it follows at once.
    """
    with taking(Action.ANSWER_BODY_QUESTIONS, incident_id, by=by, now=now, seen=seen) as step:
        if wrong := problems_of_answers(answers, today=london_day(now)):
            raise Invalid({problem.field: problem.message for problem in wrong})
        before = answers_of(entries_of(step.record.body_entries))
        changed = {code: given for code, given in answers.items() if before.get(code) != given}
        if not changed:
            raise Invalid({"": "Nothing differs from what was answered already."})
        for code, given in changed.items():
            _add(step, EntryKind.ANSWERED, code, answer=given.answer.value, given_on=given.on)


_ACTION_OF = {
    Settling.TOLD: Action.RECORD_BODY_TOLD,
    Settling.NOT_NEEDED: Action.RECORD_BODY_NOT_NEEDED,
    Settling.STILL_TO_TELL: Action.RECORD_BODY_TOLD,
}


def settle_body(
    incident_id: UUID,
    code: str,
    settling: Settling | None,
    *,
    told_at: datetime | None = None,
    by_role: str = "",
    reference: str = "",
    reason: str = "",
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Records that a body was told, need not be told, or was not told after all. Append-only: a correction is a new entry.

    ``by_role`` says who told it, by role. NotVisible where the case has no such item; Refused where the other side tells.
    """
    action = Action.RECORD_BODY_TOLD if settling is None else _ACTION_OF[settling]
    with taking(action, incident_id, by=by, now=now, seen=seen, note=reason.strip()) as step:
        item = _item(step, code)
        if reason_not := problem_with_side(item.rule, permissions_for(by, step.facts)):
            raise Refused(action, Decision(False, reason_not, item.rule.clause), step.incident.reference)
        wrong = problems_of_settling(
            settling,
            told_at=told_at,
            by_role=by_role,
            reference=reference,
            reason=reason,
            clause=item.rule.clause,
            is_open=item.is_open,
            happened_on=step.incident.happened_on,
            now=now,
        )
        if wrong or settling is None:
            raise Invalid({problem.field: problem.message for problem in wrong})
        if settling is Settling.TOLD:
            told = {"moment": told_at, "by_role": by_role.strip(), "reference": reference.strip()}
            _add(step, EntryKind.TOLD, code, words=reason.strip(), **told)
        else:
            _add(step, EntryKind(settling.value), code, words=reason.strip())


def _item(step: StepInHand, code: str) -> BodyItem:
    item = items_of(entries_of(step.record.body_entries)).get(code)
    if item is None:
        raise NotVisible(code)
    return item


def _add(step: StepInHand, kind: EntryKind, code: str, **fields: object) -> None:
    step.add(
        BodyEntry(
            incident=step.incident,
            kind=kind.value,
            code=code,
            recorded_at=step.now,
            recorded_by=step.person_id,
            role=step.by.role.value,
            organisation_id=step.by.organisation_id,
            **fields,
        ),
        Part.TIMESCALES,
    )
