"""Under PSIRF: the learning response chosen, planned and written down, the dates agreed for it, and the ICB's oversight."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident, both_or_neither


class LearningRecord(models.Model):
    """One learning response: why it was chosen, its plan, who was engaged, what was learned, who signed it off.

    The newest of a case counts; one chosen before stays. ``facts`` are answers about what is required whatever the plan
    says, ``answers`` those to the questions of this response. ``read_with`` is the case that carries a thematic review.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="learning_records")
    number = models.PositiveSmallIntegerField()
    response = models.CharField(max_length=40)
    reason = models.TextField()
    facts = models.JSONField(default=dict)
    read_with = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="read_together")
    chosen_at = models.DateTimeField()
    chosen_by = models.UUIDField()
    led_by = models.CharField(max_length=200, blank=True, help_text="a role, never a name")
    terms = models.TextField(blank=True)
    planned_at = models.DateTimeField(null=True)
    planned_by = models.UUIDField(null=True)
    engagement = models.CharField(max_length=20, blank=True)
    engagement_words = models.TextField(blank=True)
    affected_ask = models.TextField(blank=True)
    engaged_at = models.DateTimeField(null=True)
    engaged_by = models.UUIDField(null=True)
    answers = models.JSONField(default=dict)
    written_at = models.DateTimeField(null=True)
    written_by = models.UUIDField(null=True)
    signed_off_at = models.DateTimeField(null=True)
    signed_off_by = models.UUIDField(null=True)
    signed_off_statement = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="one_learning_record_a_number"),
            models.CheckConstraint(
                condition=both_or_neither("planned_at", "planned_by"), name="learning_planned_pair"
            ),
            models.CheckConstraint(
                condition=both_or_neither("engaged_at", "engaged_by"), name="learning_engaged_pair"
            ),
            models.CheckConstraint(
                condition=both_or_neither("written_at", "written_by"), name="learning_written_pair"
            ),
            models.CheckConstraint(
                condition=both_or_neither("signed_off_at", "signed_off_by"), name="learning_signed_pair"
            ),
            models.CheckConstraint(
                condition=models.Q(read_with__isnull=True) | ~models.Q(read_with=models.F("incident")),
                name="not_read_with_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response} {self.number}"


class LearningDate(models.Model):
    """A date agreed for the learning response of a case, with the reason where it is not the first. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="learning_dates")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    reason = models.TextField(blank=True)
    agreed_at = models.DateTimeField()
    agreed_by = models.UUIDField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="one_learning_date_a_number")
        ]

    def __str__(self) -> str:
        return f"date {self.number}: {self.due_on}"


class OversightNote(models.Model):
    """What the ICB writes as it oversees a learning response. Append-only; it closes and returns nothing."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="oversight_notes")
    kind = models.CharField(max_length=20)
    mindset = models.CharField(max_length=20)
    text = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    role = models.CharField(max_length=40)

    class Meta:
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.recorded_at}"
