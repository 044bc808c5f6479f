"""The 72-hour review: sent by the provider, answered by the ICB."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sightline.audit.services import act
from sightline.incidents.errors import Invalid
from sightline.incidents.models import Document, InitialReview
from sightline.incidents.services.documents import NewDocument, keep_document
from sightline.incidents.services.steps import StepInHand, taking
from sightline.incidents.services.triage import acknowledge, agree_classification, set_level
from sightline.policy.assuring import problems_of_asking_for_more
from sightline.policy.facts import Actor
from sightline.policy.initial_review_form import INITIAL_REVIEW_FORM, problems_of_review
from sightline.policy.terms import Action, Part

#: The row of the form that is kept as a number of its own.
LEVEL = "proposed_level"
#: What the ICB may owe still when the review is in, and can settle with the same answer.
SETTLED_WITH_ACCEPTANCE = {
    Action.ACKNOWLEDGE: acknowledge,
    Action.AGREE_CLASSIFICATION: agree_classification,
}
_CODES = tuple(row.code for row in INITIAL_REVIEW_FORM if row.code != LEVEL)


def submit_initial_review(
    incident_id: UUID,
    answers: Mapping[str, str],
    proposed_level: int,
    *,
    document: NewDocument | None = None,
    document_id: UUID | None = None,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """The provider sends the review; ``answers`` by the codes of ``policy.initial_review_form``, without the level.

    After the ICB asked for more it is sent anew, as the next number; what was sent before stays as it was.
    With the review as a ``document``, or one that is on the case already, its headlines are enough.
    Raises Invalid where a required answer is missing.
    """
    with taking(Action.SUBMIT_INITIAL_REVIEW, incident_id, by=by, now=now, seen=seen) as step:
        whole = {code: answers.get(code, "").strip() for code in _CODES}
        has_document = document is not None or document_id is not None
        wrong = problems_of_review({**whole, LEVEL: str(proposed_level)}, has_document=has_document)
        if wrong:
            raise Invalid(wrong)
        kept = keep_document(step, document) if document is not None else _on_the_case(step, document_id)
        step.add(
            InitialReview(
                incident=step.incident,
                number=len(step.record.initial_reviews) + 1,
                answers={code: text for code, text in whole.items() if text},
                proposed_level=proposed_level,
                document=kept,
                submitted_at=now,
                submitted_by=step.person_id,
            ),
            Part.INVESTIGATION,
        )
        step.set(proposed_level=proposed_level)


def _on_the_case(step: StepInHand, document_id: UUID | None) -> Document | None:
    if document_id is None:
        return None
    found = step.incident.documents.filter(id=document_id).first()
    if found is None:
        raise Invalid({"document": "That document is not on this case. Choose the file again."})
    return found


def accept_initial_review(
    incident_id: UUID,
    level: int,
    reason: str,
    *,
    also: Collection[Action] = (),
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """The ICB accepts the review and agrees the level: the investigation begins.

    ``also``: steps of ``SETTLED_WITH_ACCEPTANCE`` taken just before it, all of them together or none.
    """
    with act(by=by, now=now):
        for action, settle in SETTLED_WITH_ACCEPTANCE.items():
            if action in also:
                settle(incident_id, by=by, now=now, seen=seen)
        with taking(
            Action.ACCEPT_INITIAL_REVIEW, incident_id, by=by, now=now, seen=seen, note=reason
        ) as step:
            set_level(step, level, reason)
            answer_initial_review(step, "accepted", reason)


def ask_for_more(incident_id: UUID, reason: str, *, by: Actor, now: datetime, seen: int) -> None:
    """The ICB asks for more: the review is awaited again."""
    with taking(Action.ASK_FOR_MORE, incident_id, by=by, now=now, seen=seen, note=reason) as step:
        if wrong := problems_of_asking_for_more(reason):
            raise Invalid(wrong)
        answer_initial_review(step, "more_wanted", reason)


def answer_initial_review(step: StepInHand, outcome: str, reason: str) -> None:
    """Writes the ICB's answer on the review that waits for one, if there is one."""
    waiting = [review for review in step.record.initial_reviews if review.answered_at is None]
    if waiting:
        step.change(
            waiting[0],
            Part.INVESTIGATION,
            outcome=outcome,
            outcome_reason=reason.strip(),
            answered_at=step.now,
            answered_by=step.person_id,
        )
