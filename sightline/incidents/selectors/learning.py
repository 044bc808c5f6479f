"""Under PSIRF: the learning response of a case as typed rows, what is required, and the ICB's oversight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sightline.incidents.learning_facts import response_facts_of
from sightline.incidents.reading_together import lead_of
from sightline.incidents.record import CaseRecord
from sightline.incidents.selectors.case_sections import Names
from sightline.incidents.visibility import visible_to
from sightline.policy.facts import Actor
from sightline.policy.learning_record import Engagement
from sightline.policy.oversight import Mindset, OversightKind
from sightline.policy.required_responses import Need, Required, required_responses
from sightline.policy.terms import Framework, Part, Role, Status


@dataclass(frozen=True)
class LearningRow:
    """One learning response, the newest of a case first. Empty words and None where it has not come so far."""

    number: int
    response: str
    reason: str
    facts: Mapping[str, str]
    read_with: str
    chosen_at: datetime
    chosen_by: str
    led_by: str
    terms: str
    planned_at: datetime | None
    planned_by: str
    engagement: Engagement | None
    engagement_words: str
    affected_ask: str
    engaged_at: datetime | None
    engaged_by: str
    answers: Mapping[str, str]
    written_at: datetime | None
    written_by: str
    signed_off_at: datetime | None
    signed_off_by: str
    signed_off_statement: str


@dataclass(frozen=True)
class DateRow:
    """A date agreed, the first one in front."""

    due_on: date
    reason: str
    agreed_at: datetime
    agreed_by: str


@dataclass(frozen=True)
class OversightRow:
    """One note of the ICB."""

    kind: OversightKind
    mindset: Mindset
    text: str
    recorded_at: datetime
    who: str


@dataclass(frozen=True)
class LearningSection:
    """The responses chosen, newest first, and the dates agreed, oldest first."""

    responses: tuple[LearningRow, ...]
    dates: tuple[DateRow, ...]

    @property
    def current(self) -> LearningRow | None:
        """The response that counts now."""
        return self.responses[0] if self.responses else None


def learning_of(record: CaseRecord, names: Names) -> LearningSection:
    """The learning response of a case; empty under the other framework."""

    def name(person_id: UUID | None) -> str:
        return "" if person_id is None else names.of(person_id)

    return LearningSection(
        responses=tuple(
            LearningRow(
                number=row.number,
                response=row.response,
                reason=row.reason,
                facts=row.facts,
                read_with="" if row.read_with is None else row.read_with.reference,
                chosen_at=row.chosen_at,
                chosen_by=name(row.chosen_by),
                led_by=row.led_by,
                terms=row.terms,
                planned_at=row.planned_at,
                planned_by=name(row.planned_by),
                engagement=Engagement(row.engagement) if row.engagement else None,
                engagement_words=row.engagement_words,
                affected_ask=row.affected_ask,
                engaged_at=row.engaged_at,
                engaged_by=name(row.engaged_by),
                answers=row.answers,
                written_at=row.written_at,
                written_by=name(row.written_by),
                signed_off_at=row.signed_off_at,
                signed_off_by=name(row.signed_off_by),
                signed_off_statement=row.signed_off_statement,
            )
            for row in record.learning
        ),
        dates=tuple(
            DateRow(row.due_on, row.reason, row.agreed_at, name(row.agreed_by))
            for row in record.learning_dates
        ),
    )


def required_of(record: CaseRecord) -> tuple[Required, ...]:
    """What is required whatever the provider's plan says, or may be; empty under the other framework."""
    if record.incident.framework != Framework.PSIRF:
        return ()
    judged = required_responses(response_facts_of(record.incident, record.current_learning))
    return tuple(row for row in judged if row.need is not Need.NOT_REQUIRED)


def oversight_of(record: CaseRecord, names: Names) -> tuple[OversightRow, ...]:
    """The ICB's notes, oldest first."""
    return tuple(
        OversightRow(
            OversightKind(row.kind),
            Mindset(row.mindset),
            row.text,
            row.recorded_at,
            f"{names.of(row.recorded_by)}, {Role(row.role).label}",
        )
        for row in record.oversight
    )


def why_not_read_with(
    actor: Actor, incident_id: UUID, provider_id: UUID, response: str, reference: str, *, now: datetime
) -> str:
    """Why this case may not be read in the review of the one named; empty where it may. The service asks the same."""
    return lead_of(actor, incident_id, provider_id, response, reference, now=now)[1]


def read_together(actor: Actor, incident_id: UUID, *, now: datetime) -> tuple[tuple[str, str, Status], ...]:
    """Cases that are read in the thematic review of this one: reference, headline and status of those this hat sees."""
    shown = visible_to(actor, now=now, part=Part.INVESTIGATION).filter(
        learning_records__read_with=incident_id
    )
    rows = shown.order_by("reference").values_list("reference", "headline", "status")
    return tuple((reference, headline, Status(status)) for reference, headline, status in rows)
