"""What will change: the actions of a report's plan, followed to proof."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.document import Document
from sightline.incidents.models.incident import Incident, both_or_neither


class SafetyAction(models.Model):
    """One action: which organisation, owned by which role, by when, how strong, done with what evidence."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="safety_actions")
    number = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    text = models.TextField()
    owner_role = models.CharField(max_length=200)
    due_on = models.DateField()
    strength = models.CharField(max_length=20)
    added_at = models.DateTimeField()
    added_by = models.UUIDField()
    completed_at = models.DateTimeField(null=True)
    completed_by = models.UUIDField(null=True)
    evidence = models.TextField(blank=True)
    evidence_document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    verified_by = models.UUIDField(null=True)
    verification = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [
            # Actions of a desk, soonest first: those proved done are left out.
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(verified_at__isnull=True),
                name="action_not_verified",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="one_action_a_number"),
            models.CheckConstraint(
                condition=both_or_neither("completed_at", "completed_by"), name="action_completed_pair"
            ),
            models.CheckConstraint(
                condition=both_or_neither("verified_at", "verified_by"), name="action_verified_pair"
            ),
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True) | models.Q(completed_at__isnull=False),
                name="action_verified_after_completed",
            ),
        ]

    def __str__(self) -> str:
        return f"action {self.number}"
