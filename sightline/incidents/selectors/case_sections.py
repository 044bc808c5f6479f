"""The sections of the case page as typed rows: made only for the parts a hat is shown, so that a page cannot leak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sightline.incidents.models import InvestigationReport
from sightline.incidents.record import CaseRecord, candour_facts_of
from sightline.policy import incident_types, never_events
from sightline.policy.candour import STEPS, candour_owed, falls_away
from sightline.policy.terms import Role

MASKED = "Reporter, in confidence"


class Names:
    """Names of the people who acted on a case; a masked one has none. ``withheld``: nobody is named at all."""

    def __init__(self, people: Mapping[UUID, str], *, withheld: bool = False) -> None:
        self._people = people
        self._withheld = withheld

    def of(self, person_id: UUID | None) -> str:
        """The name, or words where there is none."""
        if self._withheld:
            return "A member of staff"
        if person_id is None:
            return MASKED
        return self._people.get(person_id, "Someone no longer here")


@dataclass(frozen=True)
class Narrative:
    """What was reported, as typed. Codes are those of ``policy.reporting_form``."""

    what_happened: str
    happened_on: date | None
    happened_time: time | None
    happened_when: str
    happened_shift: str
    happened_about: str
    found_on: date | None
    site: str
    setting: str
    team: str
    affected: tuple[str, ...]
    affected_count: int | None
    age_band: str
    physical_harm: str
    psychological_harm: str
    made_safe: str
    still_dangerous: str
    others_involved: str
    others_in_words: str
    other_organisations: tuple[str, ...]
    circumstances: tuple[str, ...]
    near_miss: bool
    reported_from: str
    second_look_at: datetime | None
    second_look_reason: str


@dataclass(frozen=True)
class ClassificationRow:
    """One judgement as it was made."""

    outcome: str
    criteria: tuple[str, ...]
    sub_answers: Mapping[str, Any]
    nhs_funded: str
    natural_course: str
    natural_course_override: str
    near_miss: bool
    likelihood: int | None
    consequences: tuple[tuple[str, int | None], ...]
    never_event_code: str
    advice: Mapping[str, Any]
    rationale: str
    made_at: datetime
    who: str


@dataclass(frozen=True)
class ViewRow:
    """One view given in a discussion."""

    side: str
    view: str
    reason: str
    given_at: datetime
    who: str


@dataclass(frozen=True)
class ClassificationSection:
    """Is it serious: judgements newest first, views, what the ICB said, type, level and Never Event."""

    judgements: tuple[ClassificationRow, ...]
    views: tuple[ViewRow, ...]
    identified_at: datetime | None
    incident_type: str
    incident_type_label: str
    never_event_code: str
    never_event_name: str
    never_event_edition: str
    never_event_confirmed: bool | None
    icb_agreed: bool | None
    natural_course_review_on: date | None
    discussing_since: datetime | None
    agreed_in_discussion_at: datetime | None


@dataclass(frozen=True)
class CandourStepRow:
    """The latest record of one step."""

    code: str
    outcome: str
    done_on: date | None
    by_role: str
    detail: str
    recorded_at: datetime
    who: str


@dataclass(frozen=True)
class CandourSection:
    """Whether the duty applies and how far it is done; ``applies`` None while undecided.

    ``owed``: steps not yet taken that do not keep the case open, as sentence and clause.
    """

    regime: str
    applies: bool | None
    test_answers: Mapping[str, str]
    opinion_of: str
    reason: str
    relevant_person: str
    decided_at: datetime | None
    decided_by: str
    steps: Mapping[str, CandourStepRow]
    fallen_away: frozenset[str]
    owed: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class InitialReviewRow:
    """One 72-hour review and its answer."""

    number: int
    answers: Mapping[str, str]
    proposed_level: int
    submitted_at: datetime
    submitted_by: str
    outcome: str
    outcome_reason: str
    answered_at: datetime | None
    answered_by: str
    document_id: UUID | None
    document_name: str


@dataclass(frozen=True)
class ReportRow:
    """One version of the final report, without what the ICB said of it."""

    number: int
    summary: str
    causes: str
    lessons: str
    document_id: UUID | None
    document_name: str
    written_at: datetime
    written_by: str
    signed_off_at: datetime | None
    signed_off_by: str
    signed_off_statement: str
    submitted_at: datetime | None


@dataclass(frozen=True)
class QualityRow:
    """What the ICB said of one version: item by item, and in the end."""

    number: int
    quality: Mapping[str, Mapping[str, str]]
    review_began_at: datetime | None
    outcome: str
    outcome_at: datetime | None
    outcome_by: str
    feedback: str
    override_reason: str
    resubmit_by: date | None


@dataclass(frozen=True)
class InvestigationSection:
    """Levels, 72-hour reviews and reports, newest first."""

    proposed_level: int | None
    agreed_level: int | None
    initial_reviews: tuple[InitialReviewRow, ...]
    reports: tuple[ReportRow, ...]


@dataclass(frozen=True)
class ActionRow:
    """One action of the plan."""

    action_id: UUID
    number: int
    organisation_name: str
    text: str
    owner_role: str
    due_on: date
    strength: str
    completed_at: datetime | None
    completed_by: str
    completed_by_id: UUID | None
    evidence: str
    verified_at: datetime | None
    verified_by: str
    verification: str


def narrative_of(record: CaseRecord) -> Narrative:
    """The report as it was made."""
    incident = record.incident
    return Narrative(
        what_happened=incident.what_happened,
        happened_on=incident.happened_on,
        happened_time=incident.happened_time,
        happened_when=incident.happened_when,
        happened_shift=incident.happened_shift,
        happened_about=incident.happened_about,
        found_on=incident.found_on,
        site=incident.site,
        setting=incident.setting,
        team=incident.team,
        affected=tuple(incident.affected),
        affected_count=incident.affected_count,
        age_band=incident.age_band,
        physical_harm=incident.physical_harm,
        psychological_harm=incident.psychological_harm,
        made_safe=incident.made_safe,
        still_dangerous=incident.still_dangerous,
        others_involved=incident.others_involved,
        others_in_words=incident.others_in_words,
        other_organisations=tuple(row.organisation.name for row in record.involvements),
        circumstances=tuple(incident.circumstances),
        near_miss=incident.near_miss,
        reported_from=incident.reported_from.name,
        second_look_at=incident.second_look_at,
        second_look_reason=incident.second_look_reason,
    )


def classification_of(record: CaseRecord, names: Names) -> ClassificationSection:
    """Every judgement and view, and what the ICB said to it."""
    incident = record.incident
    code = incident.never_event_code
    type_row = incident_types.INCIDENT_TYPES.get(incident.incident_type)
    return ClassificationSection(
        judgements=tuple(
            ClassificationRow(
                outcome=row.outcome,
                criteria=tuple(row.criteria),
                sub_answers=row.sub_answers,
                nhs_funded=row.nhs_funded,
                natural_course=row.natural_course,
                natural_course_override=row.natural_course_override,
                near_miss=row.near_miss,
                likelihood=row.likelihood,
                consequences=(
                    ("Staff", row.consequence_staff),
                    ("Patients", row.consequence_patients),
                    ("Organisation", row.consequence_organisation),
                ),
                never_event_code=row.never_event_code,
                advice=row.advice,
                rationale=row.rationale,
                made_at=row.made_at,
                who=f"{names.of(row.made_by)}, {Role(row.role).label}",
            )
            for row in record.classifications
        ),
        views=tuple(
            ViewRow(
                row.side,
                row.view,
                row.reason,
                row.given_at,
                f"{names.of(row.given_by)}, {Role(row.role).label}",
            )
            for row in record.views
        ),
        identified_at=incident.identified_at,
        incident_type=incident.incident_type,
        incident_type_label=incident.incident_type_other or ("" if type_row is None else type_row.label),
        never_event_code=code,
        never_event_name=never_events.never_event(code).name if code else "",
        never_event_edition=incident.never_event_edition,
        never_event_confirmed=incident.never_event_confirmed,
        icb_agreed=incident.classification_agreed,
        natural_course_review_on=incident.natural_course_review_on,
        discussing_since=incident.discussing_since,
        agreed_in_discussion_at=incident.agreed_in_discussion_at,
    )


def candour_of(record: CaseRecord, names: Names) -> CandourSection:
    """The candour section: the decision and the latest record of each step."""
    decision = record.candour
    facts = candour_facts_of(record)
    return CandourSection(
        regime=record.incident.provider.candour_regime,
        applies=None if decision is None else decision.applies,
        test_answers={} if decision is None else decision.test_answers,
        opinion_of="" if decision is None else decision.opinion_of,
        reason="" if decision is None else decision.reason,
        relevant_person="" if decision is None else decision.relevant_person,
        decided_at=None if decision is None else decision.decided_at,
        decided_by="" if decision is None else names.of(decision.decided_by),
        steps={
            code: CandourStepRow(
                code=code,
                outcome=step.outcome,
                done_on=step.done_on,
                by_role=step.by_role,
                detail=step.detail,
                recorded_at=step.recorded_at,
                who=names.of(step.recorded_by),
            )
            for code, step in record.latest_candour_steps().items()
        },
        fallen_away=frozenset(code for code in STEPS if falls_away(code, facts)),
        owed=tuple((gap.sentence, gap.clause) for gap in candour_owed(facts)),
    )


def investigation_of(record: CaseRecord, names: Names) -> InvestigationSection:
    """Reviews and reports, without the ICB's quality assurance."""
    incident = record.incident
    return InvestigationSection(
        proposed_level=incident.proposed_level,
        agreed_level=incident.agreed_level,
        initial_reviews=tuple(
            InitialReviewRow(
                number=row.number,
                answers=row.answers,
                proposed_level=row.proposed_level,
                submitted_at=row.submitted_at,
                submitted_by=names.of(row.submitted_by),
                outcome=row.outcome,
                outcome_reason=row.outcome_reason,
                answered_at=row.answered_at,
                answered_by=names.of(row.answered_by) if row.answered_by else "",
                document_id=row.document_id,
                document_name=row.document.name if row.document else "",
            )
            for row in record.initial_reviews
        ),
        reports=tuple(_report_row(row, names) for row in record.reports),
    )


def _report_row(row: InvestigationReport, names: Names) -> ReportRow:
    return ReportRow(
        number=row.number,
        summary=row.summary,
        causes=row.causes,
        lessons=row.lessons,
        document_id=row.document_id,
        document_name=row.document.name if row.document is not None else "",
        written_at=row.written_at,
        written_by=names.of(row.written_by),
        signed_off_at=row.signed_off_at,
        signed_off_by=names.of(row.signed_off_by) if row.signed_off_by else "",
        signed_off_statement=row.signed_off_statement,
        submitted_at=row.submitted_at,
    )


def quality_of(record: CaseRecord, names: Names, *, is_commissioner: bool) -> tuple[QualityRow, ...]:
    """Quality assurance of each version sent. The provider reads it once the ICB has answered, not while it works."""
    return tuple(
        QualityRow(
            number=row.number,
            quality=row.quality,
            review_began_at=row.review_began_at,
            outcome=row.outcome,
            outcome_at=row.outcome_at,
            outcome_by=names.of(row.outcome_by) if row.outcome_by else "",
            feedback=row.feedback,
            override_reason=row.override_reason,
            resubmit_by=row.resubmit_by,
        )
        for row in record.reports
        if row.submitted_at is not None and (row.outcome or is_commissioner)
    )


def actions_of(record: CaseRecord, names: Names) -> tuple[ActionRow, ...]:
    """The action plan in its order."""
    return tuple(
        ActionRow(
            action_id=row.id,
            number=row.number,
            organisation_name=row.organisation.name,
            text=row.text,
            owner_role=row.owner_role,
            due_on=row.due_on,
            strength=row.strength,
            completed_at=row.completed_at,
            completed_by=names.of(row.completed_by) if row.completed_by else "",
            completed_by_id=row.completed_by,
            evidence=row.evidence,
            verified_at=row.verified_at,
            verified_by=names.of(row.verified_by) if row.verified_by else "",
            verification=row.verification,
        )
        for row in record.actions
    )
