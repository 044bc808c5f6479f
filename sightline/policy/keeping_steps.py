"""Steps that keep a case rather than move it on: whose desk, discussion, documents, numbers, corrections, duplicates.

They are rows of the workflow like any other; ``workflow.py`` puts them into its table.
"""

from __future__ import annotations

from collections.abc import Mapping

from sightline.policy.closing import Condition
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.found_words import nothing_to_settle
from sightline.policy.permissions import permissions_for
from sightline.policy.terms import Action, Permission, Status
from sightline.policy.workflow_step import LEAD, OPEN_AND_SERIOUS, TEAM, Step, keep, step, to

S, P, A = Status, Permission, Action
EITHER = f"{LEAD} or {TEAM}"
#: Every status in which a case is worked on or was finished; not one that was joined to another.
_AFTER_DECIDING = (*OPEN_AND_SERIOUS, S.CLOSED, S.DOWNGRADED)
_ANY = (S.REPORTED, S.DISCUSSING, S.NOT_SERIOUS, *_AFTER_DECIDING)
_PSIRF_ANY = (S.REPORTED, S.INVESTIGATING, S.CLOSED)

#: These add something and overwrite nothing, so a page drawn before other steps may still take them.
ADDING_STEPS = frozenset(
    {
        A.POST_MESSAGE,
        A.ADD_NOTE,
        A.ADD_DOCUMENT,
        A.RECEIVE_DUPLICATE,
        A.ASK_REPORTER,
        A.ANSWER_AS_REPORTER,
        A.TELL_REPORTER,
        A.SETTLE_HELD,
        A.MAKE_REDACTED_COPY,
        A.CHECK_REDACTED_COPY,
    }
)


def keyed_only_for_small(own: Permission) -> Condition:
    """The ICB may key a step for a small provider on a report it keyed; whoever holds ``own`` does it themselves."""

    def only_for_small(facts: IncidentFacts, actor: Actor) -> str:
        if own in permissions_for(actor, facts):
            return ""
        if not facts.provider_is_small:
            return f"Only {LEAD} can do this; the ICB keys for practices and care homes alone."
        if not facts.keyed_by_commissioner:
            return f"Only {LEAD} can do this; the ICB keys only on a report that it keyed."
        return ""

    return only_for_small


#: Steps the ICB may key, each with the permission of whoever does it themselves.
KEYED_STEPS: Mapping[Action, Permission] = {
    A.DECLARE: P.DECIDE_SERIOUSNESS,
    A.SUBMIT_INITIAL_REVIEW: P.SUBMIT,
}


def is_keyed(action: Action, actor: Actor, facts: IncidentFacts) -> bool:
    """Whether taking the step keys it for a provider, which is then asked to confirm it (design decision 14)."""
    own = KEYED_STEPS.get(action)
    return own is not None and own not in permissions_for(actor, facts)


def _keyed_and_unconfirmed(facts: IncidentFacts, actor: Actor) -> str:
    return "" if facts.keyed_unconfirmed else "Nothing keyed by the ICB waits to be confirmed."


def _not_elsewhere_yet(facts: IncidentFacts, actor: Actor) -> str:
    return "Another body's investigation is recorded already." if facts.investigated_elsewhere else ""


def _elsewhere(facts: IncidentFacts, actor: Actor) -> str:
    return "" if facts.investigated_elsewhere else "No other body's investigation is recorded."


def _not_restricted_yet(facts: IncidentFacts, actor: Actor) -> str:
    return "It is restricted already: name people, or end what they may see." if facts.is_restricted else ""


def _restricted(facts: IncidentFacts, actor: Actor) -> str:
    return "" if facts.is_restricted else "It is not restricted: everyone with access sees it."


_LEADERS = (P.SUBMIT, P.ASSURE)
_TELLING = (P.TELL_BODIES, P.TELL_BODIES_AS_COMMISSIONER)
_GUARDIANS = (
    "the provider's patient-safety lead, executive or information-governance lead, or the ICB's Patient Safety "
    "Specialist, Chief Nurse or information-governance lead"
)
_SETTLERS = f"{LEAD}, or the ICB's patient safety team for what the ICB wrote"
_REDACTORS = f"{LEAD}, or the ICB's patient safety team or Patient Safety Specialist"
_CHECKERS = (
    "a second person: the provider's patient-safety lead, executive or information-governance lead, or the ICB's "
    "patient safety team, Patient Safety Specialist, Chief Nurse or information-governance lead"
)
_TELLERS = "the provider's patient-safety lead or investigator"
_EITHER_TELLER = f"{_TELLERS}, or for what the ICB tells {TEAM}"


def _guarding(statuses: tuple[Status, ...]) -> tuple[Step, ...]:
    """Limiting a case to named people, in whatever status; ``restricted`` says who must be left (11.1c)."""
    return (
        step(A.RESTRICT, keep(*statuses), P.RESTRICT, _GUARDIANS, "11.1c", _not_restricted_yet),
        step(A.LIFT_RESTRICTION, keep(*statuses), P.RESTRICT, _GUARDIANS, "11.1c", _restricted),
        step(A.NAME_PERSON, keep(*statuses), P.RESTRICT, _GUARDIANS, "11.1c", _restricted),
        step(A.END_NAMING, keep(*statuses), P.RESTRICT, _GUARDIANS, "11.1c", _restricted),
    )


_DISCLOSERS = (
    "the provider's patient-safety or information-governance lead, or at the ICB its patient safety team, Patient Safety "
    "Specialist or information-governance lead"
)
_APPROVERS = (
    "whoever stands for the Caldicott Guardian: the information-governance lead, the provider's executive or the ICB's "
    "Chief Nurse"
)


def _disclosing(statuses: tuple[Status, ...]) -> tuple[Step, ...]:
    """Sharing a case and disclosing it, in whatever status; ``disclosing`` says what must be asked first."""
    kept, changing = keep(*statuses), (P.DISCLOSE, P.APPROVE_DISCLOSURE)
    return (
        step(A.DISCLOSE, kept, P.DISCLOSE, _DISCLOSERS, "4.7.8"),
        step(A.APPROVE_DISCLOSURE, kept, P.APPROVE_DISCLOSURE, _APPROVERS, "11.1b"),
        step(A.REFUSE_DISCLOSURE, kept, P.APPROVE_DISCLOSURE, _APPROVERS, "11.1b"),
        step(A.WITHDRAW_DISCLOSURE, kept, changing, f"{_DISCLOSERS}, or {_APPROVERS}", "11.1a"),
        step(
            A.ACKNOWLEDGE_DISCLOSURE,
            kept,
            (P.ACKNOWLEDGE_DISCLOSURE, P.DISCLOSE),
            "whoever it was shared with; for a body outside, whoever disclosed it",
            "4.7.8",
        ),
        step(A.PROTECT_DOCUMENT, kept, P.CORRECT, "people who handle the case", "11.1a"),
    )


def _both(any_status: tuple[Status, ...], shared: tuple[Status, ...]) -> tuple[Step, ...]:
    """Rows that both frameworks have: ``shared`` are the statuses in which the ICB sees the case."""
    return (
        step(A.ALLOCATE, keep(*any_status), P.ALLOCATE, EITHER, "4.3.0"),
        step(A.POST_MESSAGE, keep(*shared), P.DISCUSS, "people who handle the case at either side", "4.3b"),
        step(A.ADD_NOTE, keep(*any_status), P.WRITE_NOTES, TEAM, "4.3g"),
        step(A.ADD_DOCUMENT, keep(*any_status), P.ADD_DOCUMENTS, "people who handle the case", "4.3b"),
        step(A.RECORD_NUMBERS, keep(*any_status), _LEADERS, EITHER, "12i"),
        step(A.CORRECT, keep(*any_status), P.CORRECT, EITHER, "4.3a"),
        step(A.REROUTE, keep(S.REPORTED), P.DECIDE_SERIOUSNESS, LEAD, "1.1b"),
        step(A.RECEIVE_DUPLICATE, keep(*any_status), P.MERGE, EITHER, "4.3a"),
        step(A.SEPARATE, to(S.REPORTED, S.DUPLICATE), P.MERGE, EITHER, "4.3a"),
        step(A.CONFIRM_KEYED, keep(*any_status), P.SUBMIT, LEAD, "4.4.1", _keyed_and_unconfirmed),
        step(A.ANSWER_BODY_QUESTIONS, keep(*any_status), P.TELL_BODIES, _TELLERS, "2.2f"),
        step(A.RECORD_BODY_TOLD, keep(*any_status), _TELLING, _EITHER_TELLER, "2.2f"),
        step(A.RECORD_BODY_NOT_NEEDED, keep(*any_status), _TELLING, _EITHER_TELLER, "2.2f"),
        step(
            A.SETTLE_HELD,
            keep(*any_status, S.DUPLICATE),
            P.SETTLE_HELD,
            _SETTLERS,
            "11.1c",
            nothing_to_settle,
        ),
        step(A.MAKE_REDACTED_COPY, keep(*any_status), P.REDACT, _REDACTORS, "11.1a"),
        step(A.CHECK_REDACTED_COPY, keep(*any_status), P.CHECK_REDACTION, _CHECKERS, "11.1a"),
        *_guarding((*any_status, S.DUPLICATE)),
        *_disclosing((*any_status, S.DUPLICATE)),
        step(
            A.ASK_REPORTER,
            keep(*any_status),
            P.ANSWER_REPORTER,
            "people who handle it at the provider",
            "4.3c",
        ),
        step(
            A.TELL_REPORTER,
            keep(*any_status),
            P.ANSWER_REPORTER,
            "people who handle it at the provider",
            "4.3c",
        ),
        step(
            A.ANSWER_AS_REPORTER,
            keep(*any_status, S.DUPLICATE),
            *(P.READ_OWN, "the person who reported it", "4.3c"),
        ),
    )


KEEPING_SIF_2015: tuple[Step, ...] = (
    *_both(_ANY, (S.DISCUSSING, *_AFTER_DECIDING)),
    step(A.RECORD_STEIS_DETAILS, keep(S.DISCUSSING, *_AFTER_DECIDING), _LEADERS, EITHER, "12i"),
    step(
        A.MERGE,
        to(S.DUPLICATE, S.REPORTED, S.DISCUSSING, S.NOT_SERIOUS, *OPEN_AND_SERIOUS),
        *(P.MERGE, EITHER, "4.3a"),
    ),
    step(
        A.RECORD_OTHER_BODY,
        keep(*OPEN_AND_SERIOUS),
        *((P.SUBMIT, P.ASSURE), EITHER, "4.3h", _not_elsewhere_yet),
    ),
    step(A.END_OTHER_BODY, keep(*OPEN_AND_SERIOUS, S.CLOSED), _LEADERS, EITHER, "4.3h", _elsewhere),
)
KEEPING_PSIRF: tuple[Step, ...] = (
    *_both(_PSIRF_ANY, (S.INVESTIGATING, S.CLOSED)),
    step(A.MERGE, to(S.DUPLICATE, S.REPORTED, S.INVESTIGATING), P.MERGE, EITHER, "4.3a"),
    step(A.RECORD_OTHER_BODY, keep(S.INVESTIGATING), _LEADERS, EITHER, "4.3h", _not_elsewhere_yet),
    step(A.END_OTHER_BODY, keep(S.INVESTIGATING, S.CLOSED), _LEADERS, EITHER, "4.3h", _elsewhere),
)
