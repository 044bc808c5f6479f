"""Telling people, once: written with the change, shown in the product, and carried by e-mail where that is set up.

The life of an e-mail: ``bundle`` puts the notices of one person that no e-mail carries yet into one; ``deliver`` claims
it by a conditional update that sets its next attempt on by a lease, hands it to the mail server, and writes that it is
sent. A worker that dies in between leaves it to be claimed again when the lease is over. If it died after the mail server
had said yes, the e-mail goes out a second time: with the same Message-ID, by which mail programs know it for the same one.
What fails waits longer each time and is put aside for a person after ``MOST_ATTEMPTS``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPResponseException
from uuid import UUID

from django.db import transaction
from django.db.models import F

from sightline.audit.services import act
from sightline.notifications import letters
from sightline.notifications.models import Mail, MailState, Notice
from sightline.policy.facts import Actor
from sightline.policy.telling import NoticeKind

log = logging.getLogger(__name__)

#: Waits after the first, second … attempt that failed.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
MOST_ATTEMPTS = len(BACK_OFF) + 1
#: Longer than a run of ``AT_ONCE`` e-mails takes, each within ``EMAIL_TIMEOUT``.
LEASE = timedelta(minutes=20)
AT_ONCE = 50
#: What nobody could send for so long is not sent any more: it stands in the product [local default].
TOO_OLD = timedelta(days=7)


@dataclass(frozen=True)
class NewNotice:
    """What one person is to be told. ``occasion`` is the same each time the same thing is said."""

    recipient_id: UUID
    kind: NoticeKind
    case_id: UUID
    reference: str
    occasion: str
    text: str
    clause: str


@dataclass(frozen=True)
class Delivered:
    """What a run did: e-mails sent, failed to be tried again, put aside, and not needed after all."""

    sent: int = 0
    failed: int = 0
    parked: int = 0
    not_needed: int = 0


def enqueue(notices: Sequence[NewNotice], *, now: datetime) -> None:
    """Writes what people are told, in the caller's transaction; what was said before is not said again. One query."""
    by_email = letters.is_set_up()
    Notice.objects.bulk_create(
        [
            Notice(**vars(notice) | {"kind": notice.kind.value}, made_at=now, by_email=by_email)
            for notice in notices
        ],
        ignore_conflicts=True,
    )


# In the product


def read(notice_id: UUID, *, person_id: UUID, now: datetime) -> None:
    """The person opened it. Again, or somebody else's, changes nothing."""
    Notice.objects.filter(id=notice_id, recipient_id=person_id, seen_at__isnull=True).update(seen_at=now)


def read_all(up_to: UUID, *, person_id: UUID, now: datetime) -> int:
    """The person has read everything up to this one, the newest that their page showed; how many that were."""
    mine = Notice.objects.filter(recipient_id=person_id, seen_at__isnull=True, id__lte=up_to)
    return mine.update(seen_at=now)


def read_before(moment: datetime) -> None:
    """Everybody read what was made before: for a demonstration that begins with a past."""
    Notice.objects.filter(made_at__lt=moment, seen_at__isnull=True).update(seen_at=F("made_at"))


def forget(*, read_before: datetime) -> None:
    """Deletes notices read before, and e-mails that ended before and carry none that is still there."""
    Notice.objects.filter(seen_at__lt=read_before).delete()
    ended = Mail.objects.filter(ended_at__lt=read_before).exclude(state=MailState.PARKED.value)
    ended.filter(notices__isnull=True).delete()


# By e-mail


def bundle(*, now: datetime) -> None:
    """Puts the notices of each person that wait for an e-mail into one. Any number of workers may do so at once."""
    waiting = Notice.objects.filter(by_email=True, mail__isnull=True)
    waiting.filter(made_at__lt=now - TOO_OLD).update(by_email=False)
    people = waiting.order_by().values_list("recipient_id", flat=True).distinct()[:AT_ONCE]
    for person_id in list(people):
        with transaction.atomic():
            mail = Mail.objects.create(recipient_id=person_id, made_at=now, next_try_at=now)
            if not waiting.filter(recipient_id=person_id).update(mail=mail):
                mail.delete()


def deliver(
    *,
    address_of: Callable[[UUID], str],
    may_see: Callable[[UUID, Collection[UUID]], Collection[UUID]],
    now: datetime,
) -> Delivered:
    """Sends what is due, one e-mail at a time, at most ``AT_ONCE``.

    ``address_of`` a person: "" where they have none or left. ``may_see``: of these cases, those that the person may see
    now; of the others nothing is sent. A mail server that does not answer ends the run: the others would fail too.
    Where e-mail is not set up nothing is done.
    """
    if not letters.is_set_up():
        return Delivered()
    bundle(now=now)
    due = Mail.objects.filter(state=MailState.WAITING.value, next_try_at__lte=now).order_by(
        "next_try_at", "id"
    )
    counts = dict.fromkeys(("sent", "failed", "parked", "not_needed"), 0)
    with letters.Post() as post:
        for mail in list(due[:AT_ONCE]):
            claimed = Mail.objects.filter(
                id=mail.id,
                state=MailState.WAITING.value,
                next_try_at=mail.next_try_at,
                attempts=mail.attempts,
            ).update(next_try_at=now + LEASE, attempts=F("attempts") + 1)
            if not claimed:
                continue
            mail.attempts += 1
            if mail.attempts > MOST_ATTEMPTS:
                # Every attempt was begun and none came back: it kills its worker.
                counts["parked"] += 1
                _end(mail, MailState.PARKED, now=now, problem=mail.problem or "The worker died each time.")
                continue
            letter = _letter(mail, address_of, may_see)
            if letter is None:
                counts["not_needed"] += 1
                _end(mail, MailState.NOT_NEEDED, now=now)
                continue
            try:
                post.send(letter)
            except Exception as problem:
                # Whatever it is, such as an address that is none: the others are not held up by it.
                counts[_failed(mail, problem, now=now)] += 1
                if not post.answers:
                    break
            else:
                counts["sent"] += 1
                _end(mail, MailState.SENT, now=now)
    return Delivered(**counts)


def _letter(
    mail: Mail,
    address_of: Callable[[UUID], str],
    may_see: Callable[[UUID, Collection[UUID]], Collection[UUID]],
) -> letters.Letter | None:
    address = address_of(mail.recipient_id)
    notices = list(mail.notices.order_by("id"))
    if not address or not notices:
        return None
    shown = set(may_see(mail.recipient_id, {notice.case_id for notice in notices}))
    lines = [
        letters.Line(row.id, NoticeKind(row.kind), row.reference, row.text)
        for row in notices
        if row.case_id in shown
    ]
    return letters.Letter(mail.id, address, tuple(lines)) if lines else None


def _end(mail: Mail, state: MailState, *, now: datetime, problem: str = "") -> None:
    Mail.objects.filter(id=mail.id, state=MailState.WAITING.value).update(
        state=state.value, ended_at=now, problem=problem
    )


def _failed(mail: Mail, problem: Exception, *, now: datetime) -> str:
    """Writes that an attempt failed; the word under which it is counted. Said without what the server answered: that
    may hold the address."""
    code = f" {problem.smtp_code}" if isinstance(problem, SMTPResponseException) else ""
    words = f"{type(problem).__name__}{code}"
    log.warning("An e-mail could not be sent, attempt %d: %s", mail.attempts, words)
    if mail.attempts >= MOST_ATTEMPTS:
        log.error("An e-mail is put aside after %d attempts: %s", mail.attempts, words)
        _end(mail, MailState.PARKED, now=now, problem=words)
        return "parked"
    Mail.objects.filter(id=mail.id, state=MailState.WAITING.value).update(
        next_try_at=now + BACK_OFF[mail.attempts - 1], problem=words
    )
    return "failed"


def try_parked_again(*, by: Actor, now: datetime) -> int:
    """Puts every e-mail that was put aside back, with all its attempts; how many. The caller knows that ``by`` may."""
    with act(by=by, now=now) as trail:
        back = Mail.objects.filter(state=MailState.PARKED.value).update(
            state=MailState.WAITING.value, attempts=0, next_try_at=now, ended_at=None
        )
        if back:
            trail.record(
                model="notice_mail", object_id="parked", field="state", old="parked", new=f"waiting: {back}"
            )
    return back
