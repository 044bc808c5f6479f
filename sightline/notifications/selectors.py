"""What a person reads of their notices, and what administrators read of the e-mails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from sightline.notifications import letters
from sightline.notifications.models import Mail, MailState, Notice
from sightline.policy.telling import NoticeKind

A_PAGE = 50
#: The number in the header is exact up to here, and then "99+".
COUNTED_TO = 99


@dataclass(frozen=True)
class NoticeRow:
    """One notice as its recipient reads it."""

    notice_id: UUID
    kind: NoticeKind
    case_id: UUID
    reference: str
    text: str
    made_at: datetime
    is_unread: bool


@dataclass(frozen=True)
class NoticePage:
    """At most ``A_PAGE`` notices, the newest first; ``older`` is the key to go on from, None on the last page."""

    rows: tuple[NoticeRow, ...]
    older: UUID | None


def _row(notice: Notice) -> NoticeRow:
    return NoticeRow(
        notice.id,
        NoticeKind(notice.kind),
        notice.case_id,
        notice.reference,
        notice.text,
        notice.made_at,
        notice.seen_at is None,
    )


def unread_of(person_id: UUID) -> Combinable:
    """How many notices a person has not read, from its own index: an expression for a query that each page asks anyway."""
    mine = Notice.objects.filter(recipient_id=person_id, seen_at__isnull=True).order_by()
    counted = mine.values("recipient_id").annotate(number=Count("id")).values("number")
    return Coalesce(Subquery(counted), 0)


def notices_of(person_id: UUID, *, before: UUID | None = None) -> NoticePage:
    """A page of a person's notices, older than the one of this key; one query."""
    mine = Notice.objects.filter(recipient_id=person_id).order_by("-id")
    if before is not None:
        mine = mine.filter(id__lt=before)
    found = list(mine[: A_PAGE + 1])
    rows = tuple(_row(notice) for notice in found[:A_PAGE])
    return NoticePage(rows, rows[-1].notice_id if len(found) > A_PAGE else None)


def notice_of(person_id: UUID, notice_id: UUID) -> NoticeRow | None:
    """One notice, if it is this person's."""
    found = Notice.objects.filter(id=notice_id, recipient_id=person_id).first()
    return None if found is None else _row(found)


@dataclass(frozen=True)
class Outbox:
    """How the e-mails stand. ``oldest_at``: since when the oldest waiting notice waits. ``problem``: one of those met, in short."""

    is_set_up: bool
    waiting: int
    oldest_at: datetime | None
    parked: int
    problem: str


def outbox() -> Outbox:
    """For the page of background work; two queries, neither of which grows with what was sent."""
    to_carry = Notice.objects.filter(by_email=True, mail__isnull=True).aggregate(
        count=Count("id"), oldest=Min("made_at")
    )
    is_waiting = Q(state=MailState.WAITING.value)
    open_ones = Mail.objects.filter(state__in=[MailState.PARKED.value, MailState.WAITING.value]).aggregate(
        count=Count("notices", filter=is_waiting),
        oldest=Min("notices__made_at", filter=is_waiting),
        parked=Count("id", filter=Q(state=MailState.PARKED.value), distinct=True),
        problem=Max("problem"),
    )
    return Outbox(
        letters.is_set_up(),
        to_carry["count"] + open_ones["count"],
        min((each for each in (to_carry["oldest"], open_ones["oldest"]) if each is not None), default=None),
        open_ones["parked"],
        open_ones["problem"] or "",
    )


def has_parked() -> bool:
    """Whether an e-mail was put aside; one query."""
    return Mail.objects.filter(state=MailState.PARKED.value).exists()


def wants_delivery(*, now: datetime) -> bool:
    """Whether there is something to send now; at most two cheap queries."""
    if not letters.is_set_up():
        return False
    return (
        Mail.objects.filter(state=MailState.WAITING.value, next_try_at__lte=now).exists()
        or Notice.objects.filter(by_email=True, mail__isnull=True).exists()
    )
