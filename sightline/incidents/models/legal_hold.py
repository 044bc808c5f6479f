"""A reason for which nothing of a record may go, whatever its time of keeping."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident, both_or_neither


class LegalHold(models.Model):
    """One hold, such as an inquiry's or a claim's: why and since when, and why it was lifted. Several may stand at once."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="legal_holds")
    reason = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.UUIDField()
    role = models.CharField(max_length=40)
    organisation_id = models.UUIDField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-set_at", "-id"]
        indexes = [
            models.Index(
                fields=["-set_at", "-id"],
                condition=models.Q(lifted_at__isnull=True),
                name="holds_that_stand",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=both_or_neither("lifted_at", "lifted_by"), name="hold_lifted_pair"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True) | ~models.Q(lifted_reason=""),
                name="hold_lifted_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.set_at}"
