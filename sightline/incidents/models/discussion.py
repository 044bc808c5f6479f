"""What provider and ICB write to each other on a case, what the ICB writes to itself, and to the reporter."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident


class Message(models.Model):
    """One message, append-only. Its key is made with the form, so that a double click writes it once.

    ``audience``: ``shared`` between provider and lead commissioner, or ``icb`` for a note that only the ICB sees.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="messages")
    audience = models.CharField(max_length=20)
    side = models.CharField(max_length=20, help_text="provider or commissioner: who wrote it")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    text = models.TextField()
    asks = models.BooleanField(default=False)
    answer_by = models.DateField(null=True)
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    answered_at = models.DateTimeField(null=True, help_text="when a question was first answered")
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    role = models.CharField(max_length=40)

    class Meta:
        ordering = ["written_at", "id"]
        indexes = [
            models.Index(fields=["incident", "written_at"]),
            models.Index(
                fields=["answer_by"],
                condition=models.Q(asks=True, answered_at__isnull=True),
                name="message_unanswered",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer_by__isnull=True) | models.Q(asks=True),
                name="answer_by_of_a_question",
            )
        ]

    def __str__(self) -> str:
        return f"{self.audience} message"


class MessageLook(models.Model):
    """When a person last read the messages of one case: what others wrote later is unread."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="message_looks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "person", "organisation"], name="one_message_look")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.looked_at}"


class ReporterMessage(models.Model):
    """A question put to the person who reported, their answer, or what changed because they spoke up.

    ``written_by`` is empty where the reporter answered in confidence.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="reporter_messages")
    kind = models.CharField(max_length=20, help_text="question, answer or update")
    text = models.TextField()
    question = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["incident", "written_at"])]

    def __str__(self) -> str:
        return self.kind
