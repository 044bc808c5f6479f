"""Which step follows which: one table per framework, and ``decide``, which the pages and the services both ask.

A step that is refused says why in words, with the clause. Conditions are small functions of facts and actor that
answer ``""`` when they are content.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sightline.policy.closing import (
    CLOSING_STOPS,
    Condition,
    by_another_person,
    candour_complete,
    candour_decided,
)
from sightline.policy.disposing import CLAUSE as DISPOSING_CLAUSE
from sightline.policy.disposing import DISPOSED_ALREADY
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.framework_words import status_words
from sightline.policy.keeping_steps import (
    ADDING_STEPS,
    KEEPING_PSIRF,
    KEEPING_SIF_2015,
    keyed_only_for_small,
)
from sightline.policy.permissions import GRANTS, may_see, permissions_for
from sightline.policy.terms import Action, Framework, Permission, Relation, Role, Status
from sightline.policy.workflow_step import LEAD, LEARNERS, OPEN_AND_SERIOUS, TEAM, Step, keep, step, to


@dataclass(frozen=True)
class Decision:
    """The answer of ``decide``: allowed or not, why not, by which clause, and where the incident goes.

    ``waits``: the step is this person's and its time has come, but something must be done first.
    """

    allowed: bool
    reason: str
    clause: str
    target: Status | None = None
    waits: bool = False


def _no_never_event(facts: IncidentFacts, actor: Actor) -> str:
    if facts.is_never_event:
        return "It is on the Never Events list for the day it happened, so it can only be declared."
    return ""


def _not_a_standing_never_event(facts: IncidentFacts, actor: Actor) -> str:
    if facts.is_never_event:
        return "It is recorded as a Never Event. Reject the Never Event first, with a reason."
    return ""


def _agreed(view: str, words: str) -> Condition:
    def both_sides_agree(facts: IncidentFacts, actor: Actor) -> str:
        if facts.status != Status.DISCUSSING:
            return ""
        silent = [
            side
            for side, given in (("the provider", facts.provider_view), ("the ICB", facts.commissioner_view))
            if not given
        ]
        if silent:
            return f"It is under discussion, and {' and '.join(silent)} has not recorded a view."
        if facts.provider_view != view or facts.commissioner_view != view:
            return (
                f"It is under discussion. It moves on when the provider and the ICB both record that {words}."
            )
        return ""

    return both_sides_agree


_BOTH_SAY_SERIOUS = _agreed("serious", "it meets SI criteria")
_BOTH_SAY_NOT = _agreed("not_serious", "it does not meet SI criteria")


def _has_never_event(facts: IncidentFacts, actor: Actor) -> str:
    return "" if facts.never_event_code else "It is not recorded as a Never Event."


def _not_yet_acknowledged(facts: IncidentFacts, actor: Actor) -> str:
    return "It has been acknowledged already." if facts.acknowledged else ""


def _report_written(facts: IncidentFacts, actor: Actor) -> str:
    if facts.report_missing:
        return "The final report still needs: " + "; ".join(facts.report_missing) + "."
    return ""


def _report_signed(facts: IncidentFacts, actor: Actor) -> str:
    return "" if facts.report_signed_off else "An executive has not signed off the final report."


def _report_unsigned(facts: IncidentFacts, actor: Actor) -> str:
    return "This version of the report is signed off already." if facts.report_signed_off else ""


def _executive_unless_small(facts: IncidentFacts, actor: Actor) -> str:
    """A practice or care home has no executive beside its lead: who sends the analysis signs it (4.4.1)."""
    if Permission.SIGN_OFF in permissions_for(actor, facts) or facts.provider_is_small:
        return ""
    return "Only the provider's executive can do this."


def _quality_assured(facts: IncidentFacts, actor: Actor) -> str:
    if facts.quality_unanswered:
        some = facts.quality_unanswered
        return f"{some} quality-assurance {'item has' if some == 1 else 'items have'} no answer yet."
    if facts.quality_not_met and not facts.quality_overridden:
        may_override = Permission.OVERRIDE_QUALITY_ASSURANCE in permissions_for(actor, facts)
        if not may_override:
            return (
                "These quality-assurance items are not met: "
                + "; ".join(facts.quality_not_met)
                + ". The Patient Safety Specialist or Chief Nurse may accept the report with a reason."
            )
    return ""


def _not_yet_accepted(facts: IncidentFacts, actor: Actor) -> str:
    return "The report has been accepted already." if facts.report_accepted else ""


def _required_response_settled(facts: IncidentFacts, actor: Actor) -> str:
    """A response that is required whatever the plan says stands, and nothing is open that could require one."""
    if facts.response_refused:
        return facts.response_refused
    if facts.response_unknown:
        questions = " ".join(facts.response_unknown)
        return f"It is not known yet whether a response is required. Choose again, with an answer to: {questions}"
    return ""


def _learning_written(facts: IncidentFacts, actor: Actor) -> str:
    """Its own record is whole, or that of the thematic review it is read in."""
    if facts.read_with:
        if facts.read_with_is_signed:
            return ""
        return f"It is read together with {facts.read_with}, whose thematic review is not signed off."
    if facts.learning_missing:
        return "The learning response still needs: " + "; ".join(facts.learning_missing) + "."
    return ""


def _planned(facts: IncidentFacts, actor: Actor) -> str:
    return "" if facts.learning_planned else "No date was agreed yet: plan the learning response first."


def _carries_its_own(facts: IncidentFacts, actor: Actor) -> str:
    """What is read in another case's thematic review is planned and written there."""
    return f"It is read together with {facts.read_with}: write there." if facts.read_with else ""


S, P, A = Status, Permission, Action

_SIF_2015 = (
    step(A.SEND_REPORT, to(S.REPORTED, S.DRAFT), P.READ_OWN, "whoever wrote the draft", "1.1b"),
    step(A.REQUEST_SECOND_LOOK, keep(S.NOT_SERIOUS), P.READ_OWN, "the person who reported it", "4.3c"),
    step(
        A.DECLARE,
        to(S.DECLARED, S.REPORTED, S.DISCUSSING),
        (P.DECIDE_SERIOUSNESS, P.KEY_FOR_PROVIDER),
        *(LEAD, "3.2.1", keyed_only_for_small(P.DECIDE_SERIOUSNESS), _BOTH_SAY_SERIOUS),
    ),
    step(
        A.REQUEST_DISCUSSION,
        to(S.DISCUSSING, S.REPORTED),
        *(P.DECIDE_SERIOUSNESS, LEAD, "3.2.2", _no_never_event),
    ),
    step(
        A.AGREE_IN_DISCUSSION,
        keep(S.DISCUSSING),
        (P.DECIDE_SERIOUSNESS, P.DISCUSS_AS_COMMISSIONER),
        "the provider's patient-safety lead and the ICB",
        "3.2.2",
    ),
    step(
        A.JUDGE_NOT_SERIOUS,
        to(S.NOT_SERIOUS, S.REPORTED, S.DISCUSSING),
        *(P.DECIDE_SERIOUSNESS, LEAD, "3.2.1", _no_never_event, _BOTH_SAY_NOT),
    ),
    step(A.RECONSIDER, to(S.REPORTED, S.NOT_SERIOUS), P.DECIDE_SERIOUSNESS, LEAD, "3.2.1"),
    step(A.ACKNOWLEDGE, keep(*OPEN_AND_SERIOUS), P.ASSURE, TEAM, "4.3a", _not_yet_acknowledged),
    step(A.AGREE_CLASSIFICATION, keep(*OPEN_AND_SERIOUS), P.ASSURE, TEAM, "2.2a"),
    step(
        A.CHALLENGE_CLASSIFICATION,
        {**keep(*OPEN_AND_SERIOUS), S.NOT_SERIOUS: S.DISCUSSING},
        *(P.ASSURE, TEAM, "2.2a"),
    ),
    step(A.CONFIRM_NEVER_EVENT, keep(*OPEN_AND_SERIOUS), P.ASSURE, TEAM, "3.3d", _has_never_event),
    step(A.REJECT_NEVER_EVENT, keep(*OPEN_AND_SERIOUS), P.ASSURE, TEAM, "3.3d", _has_never_event),
    step(A.AGREE_LEVEL, keep(*OPEN_AND_SERIOUS), P.ASSURE, TEAM, "2.2b"),
    step(
        A.CHOOSE_TYPE,
        keep(*OPEN_AND_SERIOUS),
        *((P.DECIDE_SERIOUSNESS, P.ASSURE), f"{LEAD} or {TEAM}", "12i"),
    ),
    step(
        A.SUBMIT_INITIAL_REVIEW,
        to(S.INITIAL_REVIEW_SUBMITTED, S.DECLARED),
        *((P.SUBMIT, P.KEY_FOR_PROVIDER), LEAD, "1.1b", keyed_only_for_small(P.SUBMIT)),
    ),
    # Accepting agrees the level in the same step (``assuring.problems_of_level``).
    step(
        A.ACCEPT_INITIAL_REVIEW,
        to(S.INVESTIGATING, S.INITIAL_REVIEW_SUBMITTED),
        *(P.ASSURE, TEAM, "4.3d"),
    ),
    step(A.ASK_FOR_MORE, to(S.DECLARED, S.INITIAL_REVIEW_SUBMITTED), P.ASSURE, TEAM, "4.3d"),
    step(
        A.DOWNGRADE,
        to(S.DOWNGRADED, *OPEN_AND_SERIOUS),
        *(P.CLOSE, TEAM, "2.2a", _not_a_standing_never_event, by_another_person),
    ),
    step(
        A.RECORD_CANDOUR,
        keep(S.REPORTED, S.DISCUSSING, S.NOT_SERIOUS, *OPEN_AND_SERIOUS, S.CLOSED, S.DOWNGRADED),
        *(P.RECORD_CANDOUR, LEAD, "3.1h"),
    ),
    step(
        A.WRITE_REPORT,
        keep(S.INVESTIGATING, S.RETURNED),
        *((P.SUBMIT, P.INVESTIGATE), "the provider's investigator or patient-safety lead", "2.2b"),
    ),
    step(
        A.SIGN_OFF_REPORT,
        keep(S.INVESTIGATING, S.RETURNED),
        *((P.SIGN_OFF, P.SUBMIT), "the provider's executive", "4.4.2", _executive_unless_small),
        *(_report_written, _report_unsigned),
    ),
    step(
        A.SUBMIT_REPORT,
        to(S.REPORT_SUBMITTED, S.INVESTIGATING, S.RETURNED),
        *(P.SUBMIT, LEAD, "1.1b", _report_written, _report_signed, candour_decided),
    ),
    step(A.BEGIN_REVIEW, to(S.IN_REVIEW, S.REPORT_SUBMITTED), P.ASSURE, TEAM, "4.3a"),
    step(A.RECORD_QUALITY_ASSURANCE, keep(S.IN_REVIEW), P.ASSURE, TEAM, "4.3d", _not_yet_accepted),
    step(A.RETURN_REPORT, to(S.RETURNED, S.IN_REVIEW), P.ASSURE, TEAM, "4.3d", _not_yet_accepted),
    step(
        A.ACCEPT_REPORT,
        keep(S.IN_REVIEW),
        *(P.ASSURE, TEAM, "4.3d", _not_yet_accepted, _quality_assured),
    ),
    step(
        A.CLOSE,
        to(S.CLOSED, S.IN_REVIEW),
        *(P.CLOSE, TEAM, "4.3d"),
        *(stop.condition for stop in CLOSING_STOPS),
    ),
    step(A.REOPEN, to(S.INVESTIGATING, S.CLOSED, S.DOWNGRADED), P.CLOSE, TEAM, "4.3e"),
    step(
        A.ADD_ACTION,
        keep(*OPEN_AND_SERIOUS, S.CLOSED),
        *(P.MANAGE_ACTIONS, "the provider", "4.3f"),
    ),
    step(
        A.COMPLETE_ACTION,
        keep(*OPEN_AND_SERIOUS, S.CLOSED),
        *(P.MANAGE_ACTIONS, "the provider", "4.3f"),
    ),
    step(A.VERIFY_ACTION, keep(*OPEN_AND_SERIOUS, S.CLOSED), P.VERIFY_ACTIONS, TEAM, "2.2d"),
)

# PSIRF has no threshold of seriousness: the provider's plan chooses the response and the provider signs it off,
# the ICB oversees (design decision 2, reference 6.1).
_PSIRF = (
    step(A.SEND_REPORT, to(S.REPORTED, S.DRAFT), P.READ_OWN, "whoever wrote the draft", "1.1b"),
    # Chosen again when more is known: what was chosen before stays on the case.
    step(
        A.CHOOSE_LEARNING_RESPONSE,
        to(S.INVESTIGATING, S.REPORTED, S.INVESTIGATING),
        *(P.DECIDE_SERIOUSNESS, LEAD, "5.2.2"),
    ),
    step(
        A.PLAN_LEARNING_RESPONSE,
        keep(S.INVESTIGATING),
        *(P.DECIDE_SERIOUSNESS, LEAD, "2.2b", _carries_its_own),
    ),
    step(
        A.AGREE_ANOTHER_DATE,
        keep(S.INVESTIGATING),
        *(P.DECIDE_SERIOUSNESS, LEAD, "2.2b", _carries_its_own, _planned),
    ),
    step(
        A.ENGAGE_AFFECTED,
        keep(S.INVESTIGATING),
        *((P.DECIDE_SERIOUSNESS, P.INVESTIGATE), LEARNERS, "3.1d"),
    ),
    step(
        A.WRITE_LEARNING_RECORD,
        keep(S.INVESTIGATING),
        *((P.DECIDE_SERIOUSNESS, P.INVESTIGATE), LEARNERS, "2.2b", _carries_its_own),
    ),
    step(
        A.SIGN_OFF_LEARNING_RESPONSE,
        to(S.CLOSED, S.INVESTIGATING),
        *((P.SIGN_OFF, P.SUBMIT), "the provider's executive", "4.4.2", _executive_unless_small),
        *(_required_response_settled, _learning_written, candour_decided, candour_complete),
    ),
    # The ICB supports, asks and offers help. It closes nothing here and returns nothing (reference 6.1).
    step(A.RECORD_OVERSIGHT, keep(S.INVESTIGATING, S.CLOSED), P.ASSURE, TEAM, "5.2.2"),
    step(
        A.RECORD_CANDOUR,
        keep(S.REPORTED, S.INVESTIGATING, S.CLOSED),
        *(P.RECORD_CANDOUR, LEAD, "3.1h"),
    ),
    step(A.ADD_ACTION, keep(S.INVESTIGATING, S.CLOSED), P.MANAGE_ACTIONS, "the provider", "4.3f"),
    step(A.COMPLETE_ACTION, keep(S.INVESTIGATING, S.CLOSED), P.MANAGE_ACTIONS, "the provider", "4.3f"),
    step(A.VERIFY_ACTION, keep(S.INVESTIGATING, S.CLOSED), P.VERIFY_ACTIONS, TEAM, "2.2d"),
)

WORKFLOW: Mapping[Framework, Mapping[Action, Step]] = {
    Framework.SIF_2015: {row.action: row for row in (*_SIF_2015, *KEEPING_SIF_2015)},
    Framework.PSIRF: {row.action: row for row in (*_PSIRF, *KEEPING_PSIRF)},
}


_REPORT_STEPS = frozenset({A.WRITE_REPORT, A.SIGN_OFF_REPORT, A.ADD_ACTION})
_ASSURANCE_STEPS = frozenset({A.RECORD_QUALITY_ASSURANCE, A.ACCEPT_REPORT, A.RETURN_REPORT})
_CLASSIFICATION_STEPS = frozenset({A.AGREE_CLASSIFICATION, A.CHALLENGE_CLASSIFICATION})
_NEVER_EVENT_STEPS = frozenset({A.CONFIRM_NEVER_EVENT, A.REJECT_NEVER_EVENT})

#: What else, taken by someone meanwhile, makes a page out of date that was drawn to take a step. The step itself
#: always does (it was sent twice, or two people had the same thought), and so does whatever moved the status; but a
#: step that only adds (``ADDING_STEPS``) overwrites nothing and is never out of date.
OUT_OF_DATE_AFTER: Mapping[Action, frozenset[Action]] = {
    A.SIGN_OFF_REPORT: _REPORT_STEPS,
    A.SUBMIT_REPORT: _REPORT_STEPS,
    A.WRITE_REPORT: frozenset({A.SIGN_OFF_REPORT}),
    A.RECORD_QUALITY_ASSURANCE: _ASSURANCE_STEPS,
    A.RETURN_REPORT: _ASSURANCE_STEPS,
    A.ACCEPT_REPORT: _ASSURANCE_STEPS,
    A.AGREE_CLASSIFICATION: _CLASSIFICATION_STEPS,
    A.CHALLENGE_CLASSIFICATION: _CLASSIFICATION_STEPS,
    A.CONFIRM_NEVER_EVENT: _NEVER_EVENT_STEPS,
    A.REJECT_NEVER_EVENT: _NEVER_EVENT_STEPS,
    A.ACCEPT_INITIAL_REVIEW: frozenset({A.AGREE_LEVEL}),
    A.VERIFY_ACTION: frozenset({A.COMPLETE_ACTION}),
    A.CONFIRM_KEYED: frozenset({A.DECLARE, A.SUBMIT_INITIAL_REVIEW, A.CORRECT}),
    A.MERGE: frozenset({A.RECEIVE_DUPLICATE, A.CORRECT}),
    A.RECORD_BODY_TOLD: frozenset({A.RECORD_BODY_NOT_NEEDED}),
    A.RECORD_BODY_NOT_NEEDED: frozenset({A.RECORD_BODY_TOLD}),
    A.LIFT_RESTRICTION: frozenset({A.NAME_PERSON, A.END_NAMING}),
    A.END_NAMING: frozenset({A.NAME_PERSON}),
    A.APPROVE_DISCLOSURE: frozenset({A.REFUSE_DISCLOSURE, A.WITHDRAW_DISCLOSURE, A.PROTECT_DOCUMENT}),
    A.REFUSE_DISCLOSURE: frozenset({A.APPROVE_DISCLOSURE, A.WITHDRAW_DISCLOSURE}),
    A.WITHDRAW_DISCLOSURE: frozenset({A.APPROVE_DISCLOSURE, A.REFUSE_DISCLOSURE}),
    A.ACKNOWLEDGE_DISCLOSURE: frozenset({A.WITHDRAW_DISCLOSURE}),
    # A correction is judged by every date that its page showed.
    A.CORRECT: frozenset(Action),
    # These end the case, so they are taken only by someone who has seen everything.
    A.CLOSE: frozenset(Action),
    A.DOWNGRADE: frozenset(Action),
    A.SIGN_OFF_LEARNING_RESPONSE: frozenset(Action),
    # The questions of a record are those of the response chosen: another choice asks others.
    A.WRITE_LEARNING_RECORD: frozenset({A.CHOOSE_LEARNING_RESPONSE}),
    A.PLAN_LEARNING_RESPONSE: frozenset({A.CHOOSE_LEARNING_RESPONSE, A.AGREE_ANOTHER_DATE}),
    A.AGREE_ANOTHER_DATE: frozenset({A.PLAN_LEARNING_RESPONSE}),
}


def is_out_of_date(action: Action, meanwhile: Iterable[tuple[Action, bool]]) -> bool:
    """Whether a page drawn before these steps may still take its own: pairs of step and whether it moved the status.

    A long form must not be refused because someone acknowledged the case while it was being typed.
    """
    if action in ADDING_STEPS:
        return False
    others = OUT_OF_DATE_AFTER.get(action, frozenset())
    return any(moved or taken == action or taken in others for taken, moved in meanwhile)


def decide(action: Action, actor: Actor, facts: IncidentFacts) -> Decision:
    """May this hat take this step now? Refuses in the order outsider, framework, role, status, condition."""
    step = WORKFLOW[facts.framework].get(action)
    if not may_see(actor, facts):
        return Decision(False, "You cannot see this incident.", "4.7.7")
    if step is None:
        return Decision(False, f"{facts.framework.label} has no such step.", "2.3a")
    if not step.permissions & permissions_for(actor, facts):
        return Decision(False, f"Only {step.who} can do this.", step.clause)
    if facts.status not in step.moves:
        return Decision(
            False,
            f"This cannot be done while the incident is: {status_words(facts.status, facts.framework).lower()}.",
            step.clause,
        )
    if facts.is_disposed:
        return Decision(False, DISPOSED_ALREADY, DISPOSING_CLAUSE)
    for condition in step.conditions:
        reason = condition(facts, actor)
        if reason:
            return Decision(False, reason, step.clause, waits=True)
    return Decision(True, "", step.clause, step.moves[facts.status])


def stops(action: Action, actor: Actor, facts: IncidentFacts) -> tuple[str, ...]:
    """Everything that must be done before this step, not only the first; empty where nothing stops it."""
    step = WORKFLOW[facts.framework].get(action)
    if step is None:
        return ()
    return tuple(reason for condition in step.conditions if (reason := condition(facts, actor)))


def roles_for(action: Action, framework: Framework, relation: Relation) -> frozenset[Role]:
    """Roles, at an organisation in this relation, that may take the step at all: who a worklist row is for."""
    step = WORKFLOW[framework].get(action)
    if step is None:
        return frozenset()
    return frozenset(
        grant.role for grant in GRANTS if grant.relation == relation and grant.permissions & step.permissions
    )
