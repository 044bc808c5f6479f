"""Notices and the e-mails that carry them. Private to this package.

A row is written in the transaction of the change it speaks of, so there is no change without its notice and no notice
without its change. People and cases are keys: this package lies below the ones that own them.
"""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.policy.telling import NoticeKind
from sightline.policy.terms import Term


class MailState(Term):
    """How far an e-mail has come."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    PARKED = "parked", "Put aside after failing"
    NOT_NEEDED = "not_needed", "Not needed"


class Mail(models.Model):
    """One e-mail to one person, about one notice or several. Its key is its Message-ID, the same at every attempt."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    recipient_id = models.UUIDField()
    state = models.CharField(max_length=20, choices=MailState.choices(), default=MailState.WAITING.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="sent, put aside, or found not to be needed")
    problem = models.CharField(max_length=200, blank=True, help_text="never an address or a name")

    class Meta:
        db_table = "notice_mail"
        indexes = [models.Index(fields=["state", "next_try_at"], name="notice_mail_due")]

    def __str__(self) -> str:
        return f"{self.state} e-mail"


class Notice(models.Model):
    """One person is told one thing of one case. ``occasion`` tells it from others of its kind: a step, a due day."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    recipient_id = models.UUIDField()
    kind = models.CharField(max_length=30, choices=NoticeKind.choices())
    case_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    occasion = models.CharField(max_length=60)
    text = models.CharField(max_length=200)
    clause = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, help_text="when the person read it")
    by_email = models.BooleanField(default=False)
    # An index of its own below: most rows have no e-mail, and one over all would be taken for those that wait for one.
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, related_name="notices", db_index=False)

    class Meta:
        db_table = "notice"
        constraints = [
            # Delivered as often as it may be, it is shown once.
            models.UniqueConstraint(
                fields=["recipient_id", "case_id", "kind", "occasion"], name="notice_once_an_occasion"
            )
        ]
        indexes = [
            models.Index(fields=["recipient_id", "-id"], name="notice_of_a_person"),
            models.Index(
                fields=["recipient_id"], condition=models.Q(seen_at__isnull=True), name="notice_unread"
            ),
            models.Index(
                fields=["recipient_id"],
                condition=models.Q(by_email=True, mail__isnull=True),
                name="notice_to_mail",
            ),
            models.Index(fields=["mail"], condition=models.Q(mail__isnull=False), name="notice_of_a_mail"),
            models.Index(
                fields=["seen_at"], condition=models.Q(seen_at__isnull=False), name="notice_read_long_ago"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"
