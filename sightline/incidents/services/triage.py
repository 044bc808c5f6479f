"""Is it serious? Declaring, discussing, judging not serious, and what the ICB says to it (clauses 3.2 to 3.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sightline.audit.services import act
from sightline.incidents.errors import Invalid
from sightline.incidents.models import ClassificationRecord, DiscussionView
from sightline.incidents.services.learning_response import (
    choose_learning_response,
    sign_off_learning_response,
)
from sightline.incidents.services.steps import StepInHand, taking
from sightline.organisations import selectors as organisations
from sightline.policy import never_events
from sightline.policy.assuring import (
    CONFIRM,
    REJECT,
    problems_of_challenge,
    problems_of_level,
    problems_of_never_event_answer,
)
from sightline.policy.classification import (
    CRITERIA,
    Answers,
    NaturalCourse,
    Outcome,
    advise,
    is_listed_never_event,
    problems,
)
from sightline.policy.date_order import problem_with_found
from sightline.policy.declaring import (
    OTHER_NUMBERS,
    RESPONSIBLE_SUGGESTED,
    Declaration,
    problem_with_type,
    problems_of_declaration,
)
from sightline.policy.facts import Actor
from sightline.policy.permissions import permissions_for
from sightline.policy.questionnaire import Problem
from sightline.policy.report_says import with_report
from sightline.policy.terms import Action, OrganisationKind, Part, Permission, Status
from sightline.policy.working_days import london_day

__all__ = [
    "Declaration",
    "Judgement",
    "acknowledge",
    "acknowledge_and_agree",
    "agree_classification",
    "agree_level",
    "challenge_classification",
    "choose_learning_response",
    "choose_type",
    "declare",
    "judge_not_serious",
    "reconsider",
    "record_view",
    "request_discussion",
    "set_level",
    "settle_never_event",
    "sign_off_learning_response",
]

_COMMISSIONERS = (OrganisationKind.ICB, OrganisationKind.NHS_REGION)


@dataclass(frozen=True)
class Judgement:
    """What the person judging entered: their answers to the criteria, and why they decide as they do."""

    answers: Answers
    rationale: str
    natural_course_override: str = ""
    review_on: date | None = None


def declare(
    incident_id: UUID,
    judgement: Judgement,
    declaration: Declaration,
    *,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """The provider declares a serious incident. T1 and T3 run from identified, T4 from this moment (decision 7).

    A case reported on paper may have been declared by phone or on paper before: then T1 ends and T4 runs from then.

    Where both sides agreed to it in a discussion, the ICB's view there is its agreement to the classification.
    """
    note, given = judgement.rationale, _given(judgement)
    with taking(Action.DECLARE, incident_id, by=by, now=now, seen=seen, note=note, given=given) as step:
        judgement = _as_recorded(step, judgement)
        _check(step, judgement, Outcome.DECLARE, _problems_of_declaring(step, declaration))
        _record(step, judgement, Outcome.DECLARE)
        step.set(
            identified_at=declaration.identified_at,
            declared_at=declaration.declared_at or now,
            not_serious_at=None,
            classification_agreed=True if step.facts.status == Status.DISCUSSING else None,
            incident_type=declaration.incident_type,
            incident_type_other=declaration.incident_type_other.strip(),
            proposed_level=declaration.proposed_level,
            headline=declaration.headline.strip(),
            responsible_commissioner_id=declaration.responsible_commissioner_id,
            responsible_commissioner_why=_why_responsible(step, declaration),
            natural_course_review_on=_review_on(judgement),
            **{name: number.strip() for name, number in declaration.numbers.items() if name in OTHER_NUMBERS},
        )
        if declaration.place_id is not None:
            step.set(place_id=declaration.place_id)
        _set_never_event(step, judgement)


def request_discussion(
    incident_id: UUID, judgement: Judgement, view: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """The provider asks the ICB to discuss a borderline case, and says what it thinks itself (3.2.2).

    ``view`` is ``"serious"``, ``"not_serious"``, or empty where the provider has none yet.
    """
    note, given = judgement.rationale, _given(judgement)
    with taking(
        Action.REQUEST_DISCUSSION, incident_id, by=by, now=now, seen=seen, note=note, given=given
    ) as step:
        judgement = _as_recorded(step, judgement)
        wrong = () if view in ("", *_VIEWS) else (_NO_VIEW,)
        _check(step, judgement, Outcome.DISCUSS, wrong)
        _record(step, judgement, Outcome.DISCUSS)
        step.set(discussing_since=now, agreed_in_discussion_at=None)
        if view:
            _add_view(step, "provider", view, judgement.rationale)


_VIEWS = ("serious", "not_serious")
_NO_VIEW = Problem("view", "Say whether it meets SI criteria.", clause="3.2.2")


def record_view(incident_id: UUID, view: str, reason: str, *, by: Actor, now: datetime, seen: int) -> None:
    """One side says what it thinks; when both say the same, the case can move.

    Agreement on *serious* starts T1, at the moment it was first reached: saying the same again moves nothing.
    """
    with taking(Action.AGREE_IN_DISCUSSION, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        if view not in _VIEWS:
            raise Invalid([_NO_VIEW])
        _need(reason, "reason", "Give the reason for this view.")
        side = _side_of(step)
        _add_view(step, side, view, reason)
        other = step.facts.commissioner_view if side == "provider" else step.facts.provider_view
        agreed_at = step.incident.agreed_in_discussion_at or now
        step.set(agreed_in_discussion_at=agreed_at if view == other == "serious" else None)


def _side_of(step: StepInHand) -> str:
    """Whose view this is. In the ICB's own incident one person never speaks for both sides (decision 14)."""
    if not step.facts.is_commissioners_own:
        return "provider" if step.by.organisation_id == step.facts.provider_id else "commissioner"
    for side in ("provider", "commissioner"):
        given = step.record.view_of(side)
        if given is not None and given.given_by == step.person_id:
            return side
    handles = Permission.DECIDE_SERIOUSNESS in permissions_for(step.by, step.facts)
    return "provider" if handles and not step.facts.provider_view else "commissioner"


def judge_not_serious(
    incident_id: UUID, judgement: Judgement, *, by: Actor, now: datetime, seen: int
) -> None:
    """The provider records that it is not a serious incident: local learning, and the reporter is told why."""
    note, given = judgement.rationale, _given(judgement)
    with taking(
        Action.JUDGE_NOT_SERIOUS, incident_id, by=by, now=now, seen=seen, note=note, given=given
    ) as step:
        judgement = _as_recorded(step, judgement)
        _check(step, judgement, Outcome.NOT_SERIOUS)
        _record(step, judgement, Outcome.NOT_SERIOUS)
        step.set(not_serious_at=now, second_look_at=None, second_look_reason="", classification_agreed=None)


def reconsider(incident_id: UUID, reason: str, *, by: Actor, now: datetime, seen: int) -> None:
    """The provider looks again, because the reporter asked or something new came to light."""
    with taking(Action.RECONSIDER, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        _need(reason, "reason", "Say why it is looked at again.")
        step.set(not_serious_at=None)


def acknowledge(incident_id: UUID, *, by: Actor, now: datetime, seen: int) -> None:
    """The ICB acknowledges a declared incident."""
    with taking(Action.ACKNOWLEDGE, incident_id, by=by, now=now, seen=seen) as step:
        step.set(acknowledged_at=now)


def acknowledge_and_agree(incident_id: UUID, *, by: Actor, now: datetime, seen: int) -> None:
    """Both at once: two steps of the case, taken together or not at all.

    Both are judged by the version that the page showed, so that a challenge made meanwhile stops them.
    """
    with act(by=by, now=now):
        acknowledge(incident_id, by=by, now=now, seen=seen)
        agree_classification(incident_id, by=by, now=now, seen=seen)


def agree_classification(incident_id: UUID, *, by: Actor, now: datetime, seen: int) -> None:
    """The ICB agrees that it meets SI criteria."""
    with taking(Action.AGREE_CLASSIFICATION, incident_id, by=by, now=now, seen=seen) as step:
        step.set(classification_agreed=True)


def challenge_classification(incident_id: UUID, reason: str, *, by: Actor, now: datetime, seen: int) -> None:
    """The ICB does not agree. One judged not serious is opened for discussion; a declared one carries the challenge."""
    with taking(Action.CHALLENGE_CLASSIFICATION, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        _refuse(problems_of_challenge(reason))
        step.set(classification_agreed=False)
        if step.facts.status == Status.NOT_SERIOUS:
            step.set(not_serious_at=None, discussing_since=now, agreed_in_discussion_at=None)
            _add_view(step, "commissioner", "serious", reason)


def settle_never_event(
    incident_id: UUID, confirmed: bool, reason: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """The ICB confirms the Never Event, or rejects it with a reason (3.3d)."""
    action = Action.CONFIRM_NEVER_EVENT if confirmed else Action.REJECT_NEVER_EVENT
    with taking(action, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        _refuse(problems_of_never_event_answer(CONFIRM if confirmed else REJECT, reason))
        step.set(never_event_confirmed=confirmed)


def agree_level(incident_id: UUID, level: int, reason: str, *, by: Actor, now: datetime, seen: int) -> None:
    """The ICB agrees the level of investigation; a level other than proposed needs a reason. T4 never starts anew."""
    with taking(Action.AGREE_LEVEL, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        set_level(step, level, reason)


def set_level(step: StepInHand, level: int, reason: str) -> None:
    """Sets the agreed level within a step; level 3 is commissioned on the day it is agreed."""
    _refuse(problems_of_level(level, proposed=step.incident.proposed_level, reason=reason))
    step.set(agreed_level=level)
    if level == 3 and step.incident.commissioned_on is None:
        step.set(commissioned_on=london_day(step.now))


def choose_type(
    incident_id: UUID, incident_type: str, other: str = "", *, by: Actor, now: datetime, seen: int
) -> None:
    """Settles the incident type, which may stay pending until closure."""
    with taking(Action.CHOOSE_TYPE, incident_id, by=by, now=now, seen=seen) as step:
        problem = problem_with_type(incident_type, other, on=london_day(now))
        if problem:
            raise Invalid([problem])
        step.set(incident_type=incident_type, incident_type_other=other.strip())


def _refuse(found: tuple[Problem, ...]) -> None:
    if found:
        raise Invalid(found)


def _need(text: str, name: str, message: str) -> None:
    if not text.strip():
        raise Invalid({name: message})


def _given(judgement: Judgement) -> Mapping[str, Any]:
    """What the form says that the rules must already know: a listed Never Event can only be declared."""
    answers = judgement.answers
    return {"never_event_code": (answers.never_event_code or "") if is_listed_never_event(answers) else ""}


def _as_recorded(step: StepInHand, judgement: Judgement) -> Judgement:
    """The judgement with what the record itself says: the day it happened, a death, answers that are asked."""
    answers, incident = judgement.answers, step.incident
    if incident.happened_on is None and answers.incident_on is not None:
        step.set(happened_on=answers.incident_on)
    asked = {row.code for code in answers.criteria & set(CRITERIA) for row in CRITERIA[code].sub_questions}
    answers = replace(
        answers,
        sub_answers={code: answer for code, answer in answers.sub_answers.items() if code in asked},
        incident_on=incident.happened_on or answers.incident_on,
        near_miss_scores=answers.near_miss_scores if answers.near_miss else None,
    )
    answers = with_report(
        answers,
        affected=incident.affected,
        physical_harm=incident.physical_harm,
        psychological_harm=incident.psychological_harm,
        circumstances=incident.circumstances,
    )
    if not answers.asks_natural_course:
        answers = replace(answers, natural_course=None)
    return replace(judgement, answers=answers)


def _check(step: StepInHand, judgement: Judgement, outcome: Outcome, more: Iterable[Problem] = ()) -> None:
    today = london_day(step.now)
    found = problems(
        judgement.answers,
        outcome,
        judgement.rationale,
        override_reason=judgement.natural_course_override,
        review_on=judgement.review_on,
        today=today,
    )
    wrong = {problem.field: problem.message for problem in (*found, *more)}
    order = problem_with_found(step.incident.found_on, happened_on=judgement.answers.incident_on, today=today)
    if order and step.incident.happened_on is None:
        wrong.setdefault("incident_on", order)
    if wrong:
        raise Invalid(wrong)


def _problems_of_declaring(step: StepInHand, declaration: Declaration) -> tuple[Problem, ...]:
    incident = step.incident
    found = problems_of_declaration(
        declaration,
        happened_on=incident.happened_on,
        place_ids=[row.place_id for row in organisations.places_of(incident.provider_id)],
        suggested_commissioner_id=incident.lead_commissioner_id,
        now=step.now,
        from_paper=incident.entered_at is not None,
    )
    chosen = declaration.responsible_commissioner_id
    if chosen is not None and chosen != incident.lead_commissioner_id:
        row = organisations.organisations([chosen]).get(chosen)
        if row is None or row.kind not in _COMMISSIONERS:
            words = "Choose a commissioner from the list."
            found = (*found, Problem("responsible_commissioner", words, clause="4.7.2"))
    return found


def _why_responsible(step: StepInHand, declaration: Declaration) -> str:
    chosen, why = declaration.responsible_commissioner_id, declaration.responsible_commissioner_why.strip()
    if chosen is not None and chosen == step.incident.lead_commissioner_id:
        return why or RESPONSIBLE_SUGGESTED
    return why


def _review_on(judgement: Judgement) -> date | None:
    """The day to look again, which only a death not yet explained has."""
    unknown = judgement.answers.natural_course is NaturalCourse.NOT_YET_KNOWN
    return judgement.review_on if unknown else None


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
            near_miss=bool(answers.near_miss),
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
    """Records which item of which list, or none; what the ICB said of another item no longer stands."""
    code, on = judgement.answers.never_event_code or "", judgement.answers.incident_on
    edition = never_events.list_on(on).label if code and on is not None else ""
    step.set(never_event_code=code, never_event_edition=edition)
    if code != step.incident.never_event_code:
        step.set(never_event_confirmed=None)


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
