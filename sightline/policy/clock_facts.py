"""Frozen inputs of the timescales: what happened to an incident and when, and lengths agreed locally.

Every moment is an aware datetime; every date is a day in London. Nothing here is computed from today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from sightline.policy.terms import Framework, Term
from sightline.policy.working_days import ENGLAND_AND_WALES, Calendar


class DeadlineKind(Term):
    """The timescales of an incident, each with the name people read (reference 1.3)."""

    REPORT_TO_ICB = "report_to_icb", "Report to the ICB"
    URGENT_CONTACT = "urgent_contact", "Urgent contact with the ICB"
    ACKNOWLEDGE = "acknowledge", "Acknowledgement by the ICB"
    INITIAL_REVIEW = "initial_review", "72-hour review"
    ANSWER_INITIAL_REVIEW = "answer_initial_review", "ICB's answer to the 72-hour review"
    CANDOUR_NOTIFICATION = "candour_notification", "Patient or relevant person informed"
    CANDOUR_LETTER = "candour_letter", "Follow-up letter"
    FINAL_REPORT = "final_report", "Final report"
    INDEPENDENT_REPORT = "independent_report", "Independent investigation report"
    ACKNOWLEDGE_REPORT = "acknowledge_report", "Acknowledgement of the final report"
    FEEDBACK_ON_REPORT = "feedback_on_report", "ICB's feedback on the final report"
    RESUBMISSION = "resubmission", "Report sent again"
    LEARNING_RESPONSE = "learning_response", "Learning response"


@dataclass(frozen=True)
class ReportRound:
    """One sending of the final report: received, acknowledged when review began, ended by accept or return.

    ``resubmit_by`` is the date agreed with the provider when the report was returned, if one was.
    """

    received_at: datetime
    began_at: datetime | None = None
    ended_at: datetime | None = None
    was_returned: bool = False
    resubmit_by: date | None = None


@dataclass(frozen=True)
class AgreedDate:
    """A day agreed for a learning response, and when that was agreed. The first of several is never lost."""

    due_on: date
    agreed_at: datetime


@dataclass(frozen=True)
class Extension:
    """More time, agreed by the commissioner: a new last day for one kind, and round where it happens again.

    It runs from the original due date, which is kept. ``retrospective`` says that it was agreed after the due
    date; the original then still counts as missed.
    """

    kind: DeadlineKind
    new_due_on: date
    granted_at: datetime
    retrospective: bool = False
    round: int = 1


@dataclass(frozen=True)
class ClockStop:
    """A pause asked for in writing by an outside body with primacy. Open while ``restarted_on`` is None.

    The stop day still counts as elapsed; the restart day is day 0 of what was left. ValueError if it ends
    before it begins.
    """

    stopped_on: date
    restarted_on: date | None = None

    def __post_init__(self) -> None:
        if self.restarted_on is not None and self.restarted_on < self.stopped_on:
            raise ValueError("A timescale cannot restart before the day it was stopped.")


@dataclass(frozen=True)
class ClockFacts:
    """What the timescales need to know of one incident.

    ``identified_at``: when it was identified as meeting the criteria, not when it happened (design decision
    7). ``discussion_requested_at`` and ``agreed_in_discussion_at``: a case discussed with the ICB is reported
    from when both agree. ``reported_at``: on the local system. ``level``: 1, 2 or 3 as agreed, else as
    proposed. ``commissioned_on``: the day a level 3 investigation was commissioned.
    ``initial_review_rounds``: pairs of sent and answered. ``candour_applies``: None while undecided.
    ``learning_dates``: those agreed for a learning response under PSIRF, in the order of agreeing.
    ``candour_letter_owed``: False where no letter follows, as when the person declined. ``lengths``: numbers
    agreed locally, each in its rule's own unit; ``local_lengths`` says which hold for a case.
    """

    framework: Framework
    identified_at: datetime | None = None
    discussion_requested_at: datetime | None = None
    agreed_in_discussion_at: datetime | None = None
    reported_at: datetime | None = None
    declared_at: datetime | None = None
    urgent: bool = False
    urgent_contact_at: datetime | None = None
    level: int | None = None
    commissioned_on: date | None = None
    acknowledged_at: datetime | None = None
    initial_review_rounds: tuple[tuple[datetime, datetime | None], ...] = ()
    report_rounds: tuple[ReportRound, ...] = ()
    candour_applies: bool | None = None
    candour_notified_at: datetime | None = None
    candour_letter_at: datetime | None = None
    candour_letter_owed: bool = True
    not_serious_at: datetime | None = None
    downgraded_at: datetime | None = None
    closed_at: datetime | None = None
    merged_at: datetime | None = None
    investigated_elsewhere: bool = False
    learning_dates: tuple[AgreedDate, ...] = ()
    learning_signed_at: datetime | None = None
    extensions: tuple[Extension, ...] = ()
    stops: tuple[ClockStop, ...] = ()
    lengths: Mapping[DeadlineKind, int] = field(default_factory=lambda: MappingProxyType({}))
    calendar: Calendar = ENGLAND_AND_WALES
