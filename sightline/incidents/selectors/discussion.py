"""Messages and notes of a case, what is unread, and questions that wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from sightline.incidents.models import Incident, Message, MessageLook
from sightline.incidents.services.discussion import COMMISSIONER, ICB_ONLY, PROVIDER, SHARED
from sightline.incidents.visibility import visible_to
from sightline.organisations import selectors as organisations
from sightline.policy.facts import Actor
from sightline.policy.terms import Part, Role
from sightline.policy.working_days import london_day

MOST_MESSAGES = 500
MOST_CASES = 50


@dataclass(frozen=True)
class MessageRow:
    """One message: who wrote it in which role, whether it is new to the reader, and what became of a question."""

    message_id: UUID
    text: str
    who: str
    role: str
    organisation_name: str
    is_own_side: bool
    is_new: bool
    written_at: datetime
    asks: bool
    answer_by: date | None
    is_overdue: bool
    answered_at: datetime | None
    answers_text: str


@dataclass(frozen=True)
class Conversation:
    """The messages of a case, oldest first; ``open_questions`` wait; ``read_by_other`` is the other side's last look."""

    messages: tuple[MessageRow, ...]
    open_questions: tuple[MessageRow, ...]
    read_by_other: datetime | None

    def to_answer(self, key: str) -> MessageRow | None:
        """The open question of the other side with this key, as it stands in an address."""
        asked = [row for row in self.open_questions if not row.is_own_side]
        return next((row for row in asked if str(row.message_id) == key), None)


@dataclass(frozen=True)
class WaitingMessage:
    """A case with something unread, or a question that waits for this side.

    ``question`` is the first to answer, ``latest`` the last that was not read; either may be empty.
    """

    reference: str
    headline: str
    provider_name: str
    unread: int
    answer_by: date | None
    is_overdue: bool
    question: str
    latest: str


def conversation(actor: Actor, incident_id: UUID, *, now: datetime) -> Conversation:
    """What provider and ICB wrote to each other: five queries. Empty to whoever is not shown it."""
    shown = visible_to(actor, now=now, part=Part.DISCUSSION).filter(id=incident_id)
    incident = shown.only("id", "provider_id").first()
    if incident is None:
        return Conversation((), (), None)
    rows = list(
        Message.objects.filter(incident=incident, audience=SHARED).select_related("organisation", "answers")[
            :MOST_MESSAGES
        ]
    )
    looks = MessageLook.objects.filter(incident=incident).values_list(
        "person_id", "organisation_id", "looked_at"
    )
    looked_at = max((at for person, _, at in looks if person == actor.person_id), default=None)
    others = [at for _, organisation, at in looks if organisation != actor.organisation_id]
    messages = _rows(rows, actor, incident.provider_id, looked_at, now)
    waiting = tuple(row for row in messages if row.asks and row.answered_at is None)
    return Conversation(messages, waiting, max(others, default=None))


def notes(actor: Actor, incident_id: UUID, *, now: datetime) -> tuple[MessageRow, ...] | None:
    """What the ICB wrote to itself; None where this hat is not shown it: for a provider there are no notes."""
    incident = (
        visible_to(actor, now=now, part=Part.ICB_NOTES)
        .only("id", "provider_id")
        .filter(id=incident_id)
        .first()
    )
    if incident is None:
        return None
    rows = Message.objects.filter(incident=incident, audience=ICB_ONLY).select_related(
        "organisation", "answers"
    )
    return _rows(list(rows[:MOST_MESSAGES]), actor, incident.provider_id, None, now)


def _rows(
    rows: list[Message], actor: Actor, provider_id: UUID, looked_at: datetime | None, now: datetime
) -> tuple[MessageRow, ...]:
    people = organisations.people({row.written_by for row in rows})
    own = PROVIDER if actor.organisation_id == provider_id else COMMISSIONER
    today = london_day(now)
    return tuple(
        MessageRow(
            message_id=row.id,
            text=row.text,
            who=people[row.written_by].full_name if row.written_by in people else "",
            role=Role(row.role).label,
            organisation_name=row.organisation.name,
            is_own_side=row.side == own,
            is_new=row.side != own and (looked_at is None or row.written_at > looked_at),
            written_at=row.written_at,
            asks=row.asks,
            answer_by=row.answer_by,
            is_overdue=row.asks
            and row.answered_at is None
            and row.answer_by is not None
            and row.answer_by < today,
            answered_at=row.answered_at,
            answers_text=row.answers.text if row.answers else "",
        )
        for row in rows
    )


def _unread(actor: Actor) -> Q:
    """Messages of the other side after this person's last look at the case."""
    looked = MessageLook.objects.filter(
        incident=OuterRef("incident"), person_id=actor.person_id, looked_at__gte=OuterRef("written_at")
    )
    return Q(~Exists(looked), ~Q(organisation_id=actor.organisation_id), audience=SHARED)


def unread_on(actor: Actor, incident_id: UUID) -> int:
    """How many messages of the other side on one case this person has not read, where it is shown them."""
    return Message.objects.filter(_unread(actor), incident_id=incident_id).count()


def _questions_to(actor: Actor) -> QuerySet[Message]:
    return Message.objects.filter(audience=SHARED, asks=True, answered_at__isnull=True).exclude(
        organisation_id=actor.organisation_id
    )


def _unread_or_asked(actor: Actor) -> QuerySet[Message, Any]:
    """Keys of cases with a message that this person did not read, or with a question to this side."""
    not_read = Message.objects.filter(_unread(actor)).order_by().values("incident_id")
    return not_read.union(_questions_to(actor).order_by().values("incident_id"))


def waiting_messages(actor: Actor, *, now: datetime) -> tuple[WaitingMessage, ...]:
    """Cases with something unread or a question for this side, the most pressing first; bounded, one query."""
    questions = _questions_to(actor).filter(incident=OuterRef("pk")).order_by(F("answer_by").asc())
    not_read = Message.objects.filter(_unread(actor), incident=OuterRef("pk"))
    unread = not_read.order_by().values("incident").annotate(count=Count("id")).values("count")
    cases = (
        visible_to(actor, now=now, part=Part.DISCUSSION)
        # Keys first: few cases have any, and they are found by an index, however many cases there are.
        .filter(id__in=_unread_or_asked(actor))
        .select_related("provider")
        .annotate(
            unread_count=Subquery(unread),
            answer_by=Subquery(questions.values("answer_by")[:1]),
            question=Subquery(questions.values("text")[:1]),
            latest=Subquery(not_read.order_by("-written_at", "-id").values("text")[:1]),
        )
        .filter(Q(unread_count__gt=0) | Q(answer_by__isnull=False))
        .order_by(F("answer_by").asc(nulls_last=True), "-reported_at")[:MOST_CASES]
    )
    today = london_day(now)
    return tuple(_waiting(case, today) for case in cases)


def _waiting(case: Incident, today: date) -> WaitingMessage:
    answer_by: date | None = case.answer_by  # type: ignore[attr-defined]
    return WaitingMessage(
        reference=case.reference,
        headline=case.headline,
        provider_name=case.provider.name,
        unread=case.unread_count or 0,  # type: ignore[attr-defined]
        answer_by=answer_by,
        is_overdue=answer_by is not None and answer_by < today,
        question=case.question or "",  # type: ignore[attr-defined]
        latest=case.latest or "",  # type: ignore[attr-defined]
    )
