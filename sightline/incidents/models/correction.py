"""Corrections of a case, and other bodies that investigate it."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident, both_or_neither


class Correction(models.Model):
    """One correction: what stood and what stands now, why, and each timescale that it moved. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="corrections")
    changes = models.JSONField(help_text="list of field, old and new, as words")
    clocks = models.JSONField(
        default=list, help_text="list of kind, round, old and new due day, what became of it"
    )
    reason = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    role = models.CharField(max_length=40)
    organisation_id = models.UUIDField()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"correction {self.made_at}"


class OtherInvestigation(models.Model):
    """Another body investigates: who, its reference, since when, and what becomes of T4 (design decision 31)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="other_investigations")
    body = models.CharField(max_length=40)
    body_in_words = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    began_on = models.DateField()
    expected_on = models.DateField(null=True, help_text="that body's own date for its report")
    sets_aside_final_report = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    ended_on = models.DateField(null=True)
    ended_note = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=models.Q(ended_at__isnull=True),
                name="one_other_body_at_a_time",
            ),
            models.CheckConstraint(
                condition=both_or_neither("ended_at", "ended_by"), name="other_body_ended_pair"
            ),
        ]

    def __str__(self) -> str:
        return self.body
