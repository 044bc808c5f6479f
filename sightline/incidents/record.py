"""One case loaded whole, and the facts that the rules ask of it. Private to this package."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from django.db import models

from sightline.audit.scope import everything, within
from sightline.incidents.learning_facts import learning_facts
from sightline.incidents.models import (
    BodyEntry,
    CandourRecord,
    CandourStep,
    ClassificationRecord,
    Disclosure,
    DiscussionView,
    Incident,
    InitialReview,
    InvestigationReport,
    Involvement,
    LearningDate,
    LearningRecord,
    Named,
    OtherInvestigation,
    OversightNote,
    Reporter,
    SafetyAction,
    StepTaken,
)
from sightline.incidents.naming import named_on, naming_of
from sightline.incidents.sharing import share_of, shares_on
from sightline.policy import candour as candour_rules
from sightline.policy import quality_assurance
from sightline.policy.clock_facts import AgreedDate
from sightline.policy.deadlines import ClockFacts, DeadlineKind, ReportRound
from sightline.policy.facts import IncidentFacts, stands_as_never_event
from sightline.policy.incident_types import PENDING_REVIEW
from sightline.policy.investigation_report import missing_from_report
from sightline.policy.small_providers import LEVEL_OF_SIGNIFICANT_EVENT_ANALYSIS, SMALL_PROVIDER_KINDS
from sightline.policy.terms import Action, Framework, OrganisationKind, Status
from sightline.policy.working_days import Calendar

#: Steps by which someone at the commissioner handled its own incident, so that another must close it.
HANDLING = frozenset(
    {
        Action.DECLARE,
        Action.JUDGE_NOT_SERIOUS,
        Action.SUBMIT_INITIAL_REVIEW,
        Action.WRITE_REPORT,
        Action.SIGN_OFF_REPORT,
        Action.SUBMIT_REPORT,
    }
)


@dataclass
class CaseRecord:
    """An incident and its rows, newest first where order matters."""

    incident: Incident
    involvements: list[Involvement]
    views: list[DiscussionView]
    initial_reviews: list[InitialReview]
    reports: list[InvestigationReport]
    candour_steps: list[CandourStep]
    actions: list[SafetyAction]
    steps: list[StepTaken]
    other_investigations: list[OtherInvestigation]
    learning: list[LearningRecord]
    learning_dates: list[LearningDate]
    oversight: list[OversightNote]
    #: Oldest first: the order in which they count.
    body_entries: list[BodyEntry] = field(default_factory=list)
    #: Of a restricted case, who was named at ``as_at``; without a moment nobody is, so that nothing opens by mistake.
    named: list[Named] = field(default_factory=list)
    #: What is shared of it at ``as_at``; without a moment nothing is.
    shares: list[Disclosure] = field(default_factory=list)
    as_at: datetime | None = None

    @property
    def current_learning(self) -> LearningRecord | None:
        """The learning response that counts now, under PSIRF; None while none is chosen."""
        return self.learning[0] if self.learning else None

    @property
    def other_body(self) -> OtherInvestigation | None:
        """The other body that investigates now, if one does."""
        newest = self.other_investigations[0] if self.other_investigations else None
        return newest if newest is not None and newest.ended_at is None else None

    @cached_property
    def classifications(self) -> list[ClassificationRecord]:
        """Every judgement, read when asked for: a page shows them, and no rule asks. Under PSIRF there is none."""
        if self.incident.framework == Framework.PSIRF:
            return []
        return list(self.incident.classifications.all())

    @property
    def reporter(self) -> Reporter | None:
        return getattr(self.incident, "reporter", None)

    @property
    def candour(self) -> CandourRecord | None:
        return getattr(self.incident, "candour", None)

    @property
    def current_report(self) -> InvestigationReport | None:
        """The version being written or judged; None where the next one is not begun.

        That is so after a return, and after a closed case is reopened: a version that was sent is never rewritten.
        """
        newest = self.reports[0] if self.reports else None
        if newest is None or newest.outcome == "returned":
            return None
        if newest.submitted_at is not None and self.incident.status == Status.INVESTIGATING:
            return None
        return newest

    def latest_candour_steps(self) -> dict[str, CandourStep]:
        """The last recorded outcome of each candour step, by code."""
        latest: dict[str, CandourStep] = {}
        for step in self.candour_steps:
            latest.setdefault(step.code, step)
        return latest

    def view_of(self, side: str) -> DiscussionView | None:
        """The latest view a side gave since the present discussion began."""
        since = self.incident.discussing_since
        for view in self.views:
            if view.side == side and since is not None and view.given_at >= since:
                return view
        return None


RELATED = (
    "provider",
    "place",
    "lead_commissioner",
    "responsible_commissioner",
    "reported_from",
    "reporter",
    "candour",
    "handler",
    "provider_lead",
    "merged_into",
)
#: What the facts of a case ask beside its own row: for a step, which shows nothing.
RELATED_OF_STEP = ("provider", "reporter", "candour")


def load_case(incident: Incident, *, now: datetime | None = None) -> CaseRecord:
    """Loads the rows of one incident: three queries, and one more for each kind of row that a step has made.

    ``now`` is asked for by whoever then asks what somebody may see: of a restricted case, nobody is named without it.
    """
    steps = list(incident.steps.all())
    taken = {step.action for step in steps}
    views: list[DiscussionView] = []
    if incident.discussing_since is not None:
        views = list(incident.views.all())
    return CaseRecord(
        incident=incident,
        involvements=list(incident.involvements.select_related("organisation")),
        views=views,
        initial_reviews=(
            list(incident.initial_reviews.select_related("document"))
            if Action.SUBMIT_INITIAL_REVIEW in taken
            else []
        ),
        reports=(list(incident.reports.select_related("document")) if Action.WRITE_REPORT in taken else []),
        candour_steps=list(incident.candour_steps.all()) if Action.RECORD_CANDOUR in taken else [],
        actions=(
            list(incident.safety_actions.select_related("organisation")) if Action.ADD_ACTION in taken else []
        ),
        steps=steps,
        other_investigations=(
            list(incident.other_investigations.all()) if Action.RECORD_OTHER_BODY in taken else []
        ),
        learning=_learning_of(incident) if Action.CHOOSE_LEARNING_RESPONSE in taken else [],
        learning_dates=(
            list(incident.learning_dates.all()) if Action.PLAN_LEARNING_RESPONSE in taken else []
        ),
        oversight=list(incident.oversight_notes.all()) if Action.RECORD_OVERSIGHT in taken else [],
        body_entries=list(incident.body_entries.all()),
        named=named_on(incident, now),
        shares=shares_on(incident, now) if Action.DISCLOSE in taken else [],
        as_at=now,
    )


def _learning_of(incident: Incident) -> list[LearningRecord]:
    # Of the case that a thematic review is read with, its number and whether it is signed are facts of this one.
    with within(everything("the case a response is read with")):
        return list(incident.learning_records.select_related("read_with"))


def reload_case(before: CaseRecord, taken: StepTaken, touched: Collection[type[models.Model]]) -> CaseRecord:
    """The case after a step: rows of the models it touched are read again, the others stand as they were loaded.

    The incident itself already has what the step set on it.
    """
    incident = before.incident
    return CaseRecord(
        incident=incident,
        involvements=before.involvements,
        views=list(incident.views.all()) if DiscussionView in touched else before.views,
        initial_reviews=(
            list(incident.initial_reviews.select_related("document"))
            if InitialReview in touched
            else before.initial_reviews
        ),
        reports=(
            list(incident.reports.select_related("document"))
            if InvestigationReport in touched
            else before.reports
        ),
        candour_steps=(
            list(incident.candour_steps.all()) if CandourStep in touched else before.candour_steps
        ),
        actions=(
            list(incident.safety_actions.select_related("organisation"))
            if SafetyAction in touched
            else before.actions
        ),
        steps=[taken, *before.steps],
        other_investigations=(
            list(incident.other_investigations.all())
            if OtherInvestigation in touched
            else before.other_investigations
        ),
        learning=_learning_of(incident) if LearningRecord in touched else before.learning,
        learning_dates=(
            list(incident.learning_dates.all()) if LearningDate in touched else before.learning_dates
        ),
        # No rule asks of them: what a step added is read when the case is loaded next.
        oversight=before.oversight,
        body_entries=list(incident.body_entries.all()) if BodyEntry in touched else before.body_entries,
        named=named_on(incident, before.as_at) if Named in touched else before.named,
        shares=shares_on(incident, before.as_at) if Disclosure in touched else before.shares,
        as_at=before.as_at,
    )


def candour_facts_of(record: CaseRecord) -> candour_rules.CandourFacts:
    """What ``policy.candour`` asks, from the rows."""
    decision = record.candour
    return candour_rules.CandourFacts(
        incident_on=record.incident.happened_on,
        applies=None if decision is None else decision.applies,
        reason="" if decision is None else decision.reason,
        opinion_of="" if decision is None else decision.opinion_of,
        relevant_person="" if decision is None else decision.relevant_person,
        steps={
            code: candour_rules.StepRecord(
                outcome=candour_rules.StepOutcome(step.outcome),
                on=step.done_on,
                note=step.detail,
            )
            for code, step in record.latest_candour_steps().items()
        },
    )


def access_facts_of(incident: Incident, *, now: datetime) -> IncidentFacts:
    """Only what ``policy.permissions`` asks, in two queries, three of a restricted case: not for deciding steps."""
    accepted = incident.involvements.filter(accepted_at__isnull=False)
    reporter: Reporter | None = getattr(incident, "reporter", None)
    return IncidentFacts(
        incident_id=incident.id,
        framework=Framework(incident.framework),
        status=Status(incident.status),
        provider_id=incident.provider_id,
        lead_commissioner_id=incident.lead_commissioner_id,
        responsible_commissioner_id=incident.responsible_commissioner_id,
        involved_ids=frozenset(accepted.values_list("organisation_id", flat=True)),
        place_id=incident.place_id,
        reporter_id=None if reporter is None else reporter.person_id,
        keyed_by_commissioner=incident.keyed_at is not None,
        was_shared=_was_shared(incident),
        restricted_kind=incident.restricted_kind,
        named=frozenset(naming_of(row) for row in named_on(incident, now)),
        shares=frozenset(share_of(row) for row in shares_on(incident, now)),
    )


def _was_shared(incident: Incident) -> bool:
    """Whether the commissioner has seen the case: it was discussed or declared, or under PSIRF investigated."""
    return (
        incident.declared_at is not None
        or incident.discussing_since is not None
        or incident.merged_from_status == Status.INVESTIGATING
    )


def facts_of(record: CaseRecord) -> IncidentFacts:
    """The facts of one loaded case, as it stands."""
    incident = record.incident
    report = record.current_report
    gaps = candour_rules.candour_gaps(candour_facts_of(record))
    reporter = record.reporter
    is_small = OrganisationKind(incident.provider.kind) in SMALL_PROVIDER_KINDS
    provider_view, commissioner_view = record.view_of("provider"), record.view_of("commissioner")
    handlers = frozenset(
        step.taken_by for step in record.steps if step.action in HANDLING and step.taken_by is not None
    )
    quality = quality_assurance.judge(
        {} if report is None else report.quality,
        never_event=stands_as_never_event(incident.never_event_code, incident.never_event_confirmed),
    )
    return IncidentFacts(
        incident_id=incident.id,
        framework=Framework(incident.framework),
        status=Status(incident.status),
        provider_id=incident.provider_id,
        lead_commissioner_id=incident.lead_commissioner_id,
        responsible_commissioner_id=incident.responsible_commissioner_id,
        involved_ids=frozenset(row.organisation_id for row in record.involvements if row.accepted_at),
        place_id=incident.place_id,
        reporter_id=None if reporter is None else reporter.person_id,
        reported_in_confidence=reporter is not None and reporter.in_confidence,
        never_event_code=incident.never_event_code,
        never_event_confirmed=incident.never_event_confirmed,
        provider_view="" if provider_view is None else provider_view.view,
        commissioner_view="" if commissioner_view is None else commissioner_view.view,
        acknowledged=incident.acknowledged_at is not None,
        classification_agreed=incident.classification_agreed,
        level_agreed=incident.agreed_level is not None,
        type_pending=incident.incident_type in ("", PENDING_REVIEW),
        second_look_requested=incident.second_look_at is not None,
        report_missing=missing_from_report(
            summary="" if report is None else report.summary,
            causes="" if report is None else report.causes,
            lessons="" if report is None else report.lessons,
            has_document=report is not None and report.document_id is not None,
            has_actions=bool(record.actions),
            is_analysis=is_small and incident.agreed_level == LEVEL_OF_SIGNIFICANT_EVENT_ANALYSIS,
        ),
        report_signed_off=report is not None and report.signed_off_at is not None,
        report_accepted=report is not None and report.outcome == "accepted",
        quality_unanswered=quality.unanswered,
        quality_not_met=quality.not_met,
        quality_overridden=report is not None and bool(report.override_reason),
        candour_undecided=record.candour is None,
        candour_missing=() if record.candour is None else tuple(gap.text for gap in gaps),
        open_actions=sum(1 for action in record.actions if action.completed_at is None),
        handler_ids=handlers,
        provider_is_small=is_small,
        keyed_by_commissioner=incident.keyed_at is not None,
        held_sides=incident.held_sides,
        keyed_unconfirmed=incident.keyed_at is not None and incident.keyed_confirmed_at is None,
        was_shared=_was_shared(incident),
        investigated_elsewhere=record.other_body is not None,
        restricted_kind=incident.restricted_kind,
        is_disposed=incident.disposed_at is not None,
        named=frozenset(naming_of(row) for row in record.named),
        shares=frozenset(share_of(row) for row in record.shares),
        **learning_facts(incident, record.current_learning, has_date=bool(record.learning_dates)),
    )


def _moment_of(day: object) -> datetime | None:
    """A day recorded without a time, as a moment on that day (noon UTC is the same day in London)."""
    if day is None:
        return None
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)  # type: ignore[attr-defined]


def _settled_on(step: CandourStep | None) -> datetime | None:
    """When a step ended for its timescale: not while it waits at the person's or the police's request."""
    if step is None or step.outcome == candour_rules.StepOutcome.WAITING:
        return None
    return _moment_of(step.done_on)


def clock_facts_of(
    record: CaseRecord, *, calendar: Calendar, lengths: Mapping[DeadlineKind, int]
) -> ClockFacts:
    """What ``policy.deadlines`` asks, from the rows."""
    incident = record.incident
    submitted = sorted(
        (report for report in record.reports if report.submitted_at is not None),
        key=lambda report: report.number,
    )
    reviews = sorted(record.initial_reviews, key=lambda review: review.number)
    latest = record.latest_candour_steps()
    return ClockFacts(
        framework=Framework(incident.framework),
        calendar=calendar,
        lengths=lengths,
        identified_at=incident.identified_at,
        discussion_requested_at=incident.discussing_since,
        agreed_in_discussion_at=incident.agreed_in_discussion_at,
        reported_at=incident.reported_at,
        declared_at=incident.declared_at,
        urgent=incident.urgent,
        level=incident.agreed_level or incident.proposed_level,
        commissioned_on=incident.commissioned_on,
        acknowledged_at=incident.acknowledged_at,
        initial_review_rounds=tuple((review.submitted_at, review.answered_at) for review in reviews),
        report_rounds=tuple(
            ReportRound(
                received_at=report.submitted_at,
                began_at=report.review_began_at,
                ended_at=report.outcome_at,
                was_returned=report.outcome == "returned",
                resubmit_by=report.resubmit_by,
            )
            for report in submitted
            if report.submitted_at is not None
        ),
        candour_applies=None if record.candour is None else record.candour.applies,
        candour_notified_at=_settled_on(latest.get("D1")),
        candour_letter_at=_settled_on(latest.get("D7")),
        candour_letter_owed=not candour_rules.falls_away("D7", candour_facts_of(record)),
        not_serious_at=incident.not_serious_at,
        downgraded_at=incident.downgraded_at,
        closed_at=incident.closed_at,
        merged_at=incident.merged_at,
        investigated_elsewhere=record.other_body is not None and record.other_body.sets_aside_final_report,
        learning_dates=tuple(AgreedDate(row.due_on, row.agreed_at) for row in record.learning_dates),
        learning_signed_at=None if record.current_learning is None else record.current_learning.signed_off_at,
    )
