"""The provider's papers: the 72-hour review and the final report, each in numbered versions."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.document import Document
from sightline.incidents.models.incident import Incident, both_or_neither


class InitialReview(models.Model):
    """One 72-hour review as sent, and the ICB's answer to it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="initial_reviews")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    proposed_level = models.PositiveSmallIntegerField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField()
    submitted_by = models.UUIDField()
    outcome = models.CharField(max_length=20, blank=True)
    outcome_reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="one_initial_review_a_number"),
            models.CheckConstraint(
                condition=both_or_neither("answered_at", "answered_by"), name="initial_review_answer_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"72-hour review {self.number}"


class InvestigationReport(models.Model):
    """One version of the final report: written, signed off, sent, quality-assured, accepted or returned."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="reports")
    number = models.PositiveSmallIntegerField()
    summary = models.TextField(blank=True)
    causes = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    signed_off_at = models.DateTimeField(null=True)
    signed_off_by = models.UUIDField(null=True)
    signed_off_statement = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.UUIDField(null=True)
    review_began_at = models.DateTimeField(null=True)
    review_began_by = models.UUIDField(null=True)
    quality = models.JSONField(default=dict)
    override_reason = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    outcome_at = models.DateTimeField(null=True)
    outcome_by = models.UUIDField(null=True)
    feedback = models.TextField(blank=True)
    resubmit_by = models.DateField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="one_report_a_number"),
            models.CheckConstraint(
                condition=both_or_neither("signed_off_at", "signed_off_by"), name="report_sign_off_pair"
            ),
            models.CheckConstraint(
                condition=both_or_neither("submitted_at", "submitted_by"), name="report_submission_pair"
            ),
            models.CheckConstraint(
                condition=both_or_neither("outcome_at", "outcome_by"), name="report_outcome_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"final report {self.number}"
