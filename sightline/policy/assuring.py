"""What the ICB must say with each of its answers, beyond the checklist of ``quality_assurance``.

Forms and services ask the same functions; each names the field beside which a problem is said.
"""

from __future__ import annotations

from datetime import date

from sightline.policy.classification import INVESTIGATION_LEVELS
from sightline.policy.questionnaire import Problem

CONFIRM, REJECT = "confirm", "reject"
#: A date to send a report again is agreed within this many days.
LONGEST_RESUBMISSION_DAYS = 366


def problems_of_challenge(reason: str) -> tuple[Problem, ...]:
    """A challenge says why (2.2a)."""
    return _said("reason", reason, "Say why the ICB does not agree.", "2.2a")


def problems_of_never_event_answer(answer: str, reason: str) -> tuple[Problem, ...]:
    """Confirmed, or rejected with a reason (3.3d)."""
    if answer not in (CONFIRM, REJECT):
        return (Problem("answer", "Confirm the Never Event, or reject it.", clause="3.3d"),)
    if answer == REJECT:
        return _said("reason", reason, "Say why it is not a Never Event.", "3.3d")
    return ()


def problems_of_level(level: int | None, *, proposed: int | None, reason: str) -> tuple[Problem, ...]:
    """A level other than the one proposed needs a reason (2.2b)."""
    if level not in INVESTIGATION_LEVELS:
        return (Problem("level", "Choose a level of investigation.", clause="2.2b"),)
    if level != proposed:
        return _said("reason", reason, "Say why the level differs from the one proposed.", "2.2b")
    return ()


def problems_of_asking_for_more(reason: str) -> tuple[Problem, ...]:
    """The provider is told what is wanted (4.3d)."""
    return _said("reason", reason, "Say what else the ICB needs to know.", "4.3d")


def problems_of_feedback(feedback: str, *, returning: bool) -> tuple[Problem, ...]:
    """Every report is answered in words (4.3a)."""
    if returning:
        return _said("feedback", feedback, "Say what the provider must do before sending it again.", "4.3a")
    words = "Give the provider feedback: what was good, and what to carry forward."
    return _said("feedback", feedback, words, "4.3a")


def problems_of_resubmission(resubmit_by: date | None, *, today: date) -> tuple[Problem, ...]:
    """A date agreed for sending the report again lies ahead; without one the usual length counts (T9)."""
    if resubmit_by is None:
        return ()
    if resubmit_by <= today:
        return (Problem("resubmit_by", "The date to send it again must be in the future.", clause="4.3d"),)
    if (resubmit_by - today).days > LONGEST_RESUBMISSION_DAYS:
        return (Problem("resubmit_by", "The date to send it again must be within a year.", clause="4.3d"),)
    return ()


def problems_of_downgrade(reason: str) -> tuple[Problem, ...]:
    """The facts that show it is not a serious incident (2.2a, reference 1.6)."""
    return _said("reason", reason, "Say which facts show that it does not meet SI criteria.", "2.2a")


def problems_of_reopening(reason: str) -> tuple[Problem, ...]:
    """Why a closed or downgraded case is taken up again (4.3e)."""
    return _said("reason", reason, "Say why the case is reopened.", "4.3e")


def problems_of_closing(*, open_actions: int, monitoring_of_actions: str) -> tuple[Problem, ...]:
    """Actions may be outstanding if it is said how they are followed to proof (4.3f, reference 1.7)."""
    if not open_actions:
        return ()
    words = "Actions are outstanding. Say how they will be followed until done."
    return _said("monitoring_of_actions", monitoring_of_actions, words, "4.3f")


def why_not_verified(*, is_done: bool, is_verified: bool, by_who_did_it: bool) -> str:
    """Why this person cannot verify this action now, or ``""`` (2.2d)."""
    if not is_done:
        return "This action is not recorded as done yet."
    if is_verified:
        return "This action is verified already."
    if by_who_did_it:
        return "You recorded this action as done, so someone else must verify it."
    return ""


def problems_of_verification(verification: str) -> tuple[Problem, ...]:
    """Whoever verifies says what they looked at (2.2d)."""
    return _said("verification", verification, "Say what you checked.", "2.2d")


def _said(field: str, text: str, message: str, clause: str) -> tuple[Problem, ...]:
    return () if text.strip() else (Problem(field, message, clause=clause),)
