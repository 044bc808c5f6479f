"""Is it serious? Declaring, discussing, judging not serious, and what the ICB says to it (clauses 3.2 to 3.6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sightline.incidents.errors import Invalid
from sightline.incidents.models import ClassificationRecord, DiscussionView
from sightline.incidents.services.steps import StepInHand, taking
from sightline.policy import incident_types, never_events
from sightline.policy.classification import Answers, Outcome, advise, problems
from sightline.policy.date_order import problem_with_identified
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Part
from sightline.policy.working_days import london_day


@dataclass(frozen=True)
class Judgement:
    """What the person judging entered: their answers to the criteria, and why they decide as they do."""

    answers: Answers
    rationale: str
    natural_course_override: str = ""
    review_on: date | None = None


@dataclass(frozen=True)
class Declaration:
    """What declaring asks besides the judgement."""

    identified_at: datetime
    incident_type: str
    proposed_level: int
    headline: str
    incident_type_other: str = ""
    responsible_commissioner_id: UUID | None = None
    responsible_commissioner_why: str = ""
    place_id: UUID | None = None
    numbers: dict[str, str] = field(default_factory=dict)


def declare(
    incident_id: UUID,
    judgement: Judgement,
    declaration: Declaration,
    *,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """The provider declares a serious incident. T1 and T3 run from identified, T4 from this moment (decision 7)."""
    with taking(
        Action.DECLARE,
        incident_id,
        by=by,
        now=now,
        seen=seen,
        note=judgement.rationale,
        given={"never_event_code": judgement.answers.never_event_code or ""},
    ) as step:
        _check(step, judgement, Outcome.DECLARE)
        wrong: dict[str, str] = {}
        problem = problem_with_identified(
            declaration.identified_at, happened_on=step.incident.happened_on, now=now
        )
        if problem:
            wrong["identified_at"] = problem
        if declaration.incident_type not in {row.code for row in incident_types.types_on(london_day(now))}:
            wrong["incident_type"] = "Choose an incident type from the list."
        elif declaration.incident_type == incident_types.OTHER and not declaration.incident_type_other.strip():
            wrong["incident_type_other"] = "Say what type of incident it is."
        if declaration.proposed_level not in (1, 2, 3):
            wrong["proposed_level"] = "Choose a level of investigation."
        if wrong:
            raise Invalid(wrong)
        _record(step, judgement, Outcome.DECLARE)
        step.set(
            identified_at=declaration.identified_at,
            declared_at=now,
            not_serious_at=None,
            incident_type=declaration.incident_type,
            incident_type_other=declaration.incident_type_other,
            proposed_level=declaration.proposed_level,
            headline=declaration.headline.strip() or step.incident.headline,
            responsible_commissioner_id=declaration.responsible_commissioner_id,
            responsible_commissioner_why=declaration.responsible_commissioner_why,
            natural_course_review_on=judgement.review_on,
            **declaration.numbers,
        )
        if declaration.place_id is not None:
            step.set(place_id=declaration.place_id)
        _set_never_event(step, judgement)


def request_discussion(
    incident_id: UUID, judgement: Judgement, view: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """The provider asks the ICB to discuss a borderline case, and says what it thinks itself (3.2.2)."""
    with taking(
        Action.REQUEST_DISCUSSION,
        incident_id,
        by=by,
        now=now,
        seen=seen,
        note=judgement.rationale,
        given={"never_event_code": judgement.answers.never_event_code or ""},
    ) as step:
        _check(step, judgement, Outcome.DISCUSS)
        _record(step, judgement, Outcome.DISCUSS)
        _set_never_event(step, judgement)
        step.set(discussing_since=now, agreed_in_discussion_at=None)
        if view:
            _add_view(step, "provider", view, judgement.rationale)


def record_view(
    incident_id: UUID, view: str, reason: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """One side says what it thinks; when both say the same, the case can move. Agreement on *serious* starts T1."""
    with taking(Action.AGREE_IN_DISCUSSION, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        if view not in ("serious", "not_serious"):
            raise Invalid({"view": "Say whether it meets SI criteria."})
        if not reason.strip():
            raise Invalid({"reason": "Give the reason for this view."})
        side = "provider" if by.organisation_id == step.facts.provider_id else "commissioner"
        if step.facts.is_commissioners_own:
            side = "commissioner" if step.facts.provider_view else "provider"
        _add_view(step, side, view, reason)
        other = step.facts.commissioner_view if side == "provider" else step.facts.provider_view
        step.set(agreed_in_discussion_at=now if view == other == "serious" else None)


def judge_not_serious(
    incident_id: UUID, judgement: Judgement, *, by: Actor, now: datetime, seen: int
) -> None:
    """The provider records that it is not a serious incident: local learning, and the reporter is told why."""
    with taking(
        Action.JUDGE_NOT_SERIOUS,
        incident_id,
        by=by,
        now=now,
        seen=seen,
        note=judgement.rationale,
        given={"never_event_code": judgement.answers.never_event_code or ""},
    ) as step:
        _check(step, judgement, Outcome.NOT_SERIOUS)
        _record(step, judgement, Outcome.NOT_SERIOUS)
        step.set(not_serious_at=now, second_look_at=None, second_look_reason="")


def reconsider(incident_id: UUID, reason: str, *, by: Actor, now: datetime, seen: int) -> None:
    """The provider looks again, because the reporter asked or something new came to light."""
    with taking(Action.RECONSIDER, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        _need(reason, "reason", "Say why it is looked at again.")
        step.set(not_serious_at=None)


def acknowledge(incident_id: UUID, *, by: Actor, now: datetime, seen: int) -> None:
    """The ICB acknowledges a declared incident."""
    with taking(Action.ACKNOWLEDGE, incident_id, by=by, now=now, seen=seen) as step:
        step.set(acknowledged_at=now)


def agree_classification(incident_id: UUID, *, by: Actor, now: datetime, seen: int) -> None:
    """The ICB agrees that it meets SI criteria."""
    with taking(Action.AGREE_CLASSIFICATION, incident_id, by=by, now=now, seen=seen) as step:
        step.set(classification_agreed=True)


def challenge_classification(
    incident_id: UUID, reason: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """The ICB does not agree. One judged not serious is opened for discussion; a declared one carries the challenge."""
    with taking(Action.CHALLENGE_CLASSIFICATION, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        _need(reason, "reason", "Say why the ICB does not agree.")
        step.set(classification_agreed=False)
        if step.incident.not_serious_at is not None:
            step.set(not_serious_at=None, discussing_since=now, agreed_in_discussion_at=None)
            _add_view(step, "commissioner", "serious", reason)


def settle_never_event(
    incident_id: UUID, confirmed: bool, reason: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """The ICB confirms the Never Event, or rejects it with a reason (3.3d)."""
    action = Action.CONFIRM_NEVER_EVENT if confirmed else Action.REJECT_NEVER_EVENT
    with taking(action, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        if not confirmed:
            _need(reason, "reason", "Say why it is not a Never Event.")
        step.set(never_event_confirmed=confirmed)


def agree_level(
    incident_id: UUID, level: int, reason: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """The ICB agrees the level of investigation; a level other than proposed needs a reason. T4 never starts anew."""
    with taking(Action.AGREE_LEVEL, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        set_level(step, level, reason)


def set_level(step: StepInHand, level: int, reason: str) -> None:
    """Sets the agreed level within a step; level 3 is commissioned on the day it is agreed."""
    if level not in (1, 2, 3):
        raise Invalid({"level": "Choose a level of investigation."})
    if level != step.incident.proposed_level and not reason.strip():
        raise Invalid({"reason": "Say why the level differs from the one proposed."})
    step.set(agreed_level=level)
    if level == 3 and step.incident.commissioned_on is None:
        step.set(commissioned_on=london_day(step.now))


def choose_type(
    incident_id: UUID, incident_type: str, other: str = "", *, by: Actor, now: datetime, seen: int
) -> None:
    """Settles the incident type, which may stay pending until closure."""
    with taking(Action.CHOOSE_TYPE, incident_id, by=by, now=now, seen=seen) as step:
        if incident_type not in {row.code for row in incident_types.types_on(london_day(now))}:
            raise Invalid({"incident_type": "Choose an incident type from the list."})
        step.set(incident_type=incident_type, incident_type_other=other.strip())


def choose_learning_response(
    incident_id: UUID, response: str, reason: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """Under PSIRF the provider chooses the response its plan asks for; there is no threshold of seriousness."""
    with taking(Action.CHOOSE_LEARNING_RESPONSE, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        _need(response, "response", "Choose a learning response.")
        _need(reason, "reason", "Say why the plan asks for this response.")
        step.set(learning_response=response, identified_at=step.incident.reported_at)


def sign_off_learning_response(
    incident_id: UUID, statement: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """Under PSIRF the provider's executive signs the response off; the ICB oversees and does not close (reference 6.1)."""
    with taking(
        Action.SIGN_OFF_LEARNING_RESPONSE, incident_id, by=by, now=now, seen=seen, note=statement
    ) as step:
        _need(statement, "statement", "Say what was learned and what changes.")
        step.set(closed_at=now)


def _need(text: str, name: str, message: str) -> None:
    if not text.strip():
        raise Invalid({name: message})


def _check(step: StepInHand, judgement: Judgement, outcome: Outcome) -> None:
    found = problems(
        judgement.answers,
        outcome,
        judgement.rationale,
        override_reason=judgement.natural_course_override,
        review_on=judgement.review_on,
        today=london_day(step.now),
    )
    if found:
        raise Invalid({problem.field: problem.message for problem in found})


def _record(step: StepInHand, judgement: Judgement, outcome: Outcome) -> None:
    answers = judgement.answers
    advice = advise(answers)
    scores = answers.near_miss_scores
    step.add(
        ClassificationRecord(
            incident=step.incident,
            outcome=outcome.value,
            criteria=sorted(answers.criteria),
            sub_answers=_plain(answers.sub_answers),
            nhs_funded=answers.nhs_funded.value if answers.nhs_funded is not None else "",
            natural_course=answers.natural_course.value if answers.natural_course is not None else "",
            natural_course_override=judgement.natural_course_override,
            near_miss=answers.near_miss,
            likelihood=None if scores is None else scores.likelihood,
            consequence_staff=None if scores is None else scores.staff,
            consequence_patients=None if scores is None else scores.patients,
            consequence_organisation=None if scores is None else scores.organisation,
            never_event_code=answers.never_event_code or "",
            advice={
                "recommendation": str(advice.recommendation),
                "reasons": [[reason.text, reason.clause] for reason in advice.reasons],
            },
            rationale=judgement.rationale.strip(),
            made_at=step.now,
            made_by=step.person_id,
            role=step.by.role.value,
            organisation_id=step.by.organisation_id,
        ),
        Part.CLASSIFICATION,
    )


def _plain(sub_answers: Any) -> dict[str, Any]:
    return {
        code: list(value) if isinstance(value, (tuple, set, frozenset)) else value
        for code, value in sub_answers.items()
    }


def _set_never_event(step: StepInHand, judgement: Judgement) -> None:
    code = judgement.answers.never_event_code or ""
    step.set(never_event_code=code)
    if code:
        edition = never_events.list_on(judgement.answers.incident_on or london_day(step.incident.reported_at))
        step.set(never_event_edition=edition.label)


def _add_view(step: StepInHand, side: str, view: str, reason: str) -> None:
    step.add(
        DiscussionView(
            incident=step.incident,
            side=side,
            view=view,
            reason=reason.strip(),
            given_at=step.now,
            given_by=step.person_id,
            role=step.by.role.value,
            organisation_id=step.by.organisation_id,
        ),
        Part.CLASSIFICATION,
    )
