"""The stored due dates: an index for lists, always equal to what policy computes from the facts."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident


class DueDate(models.Model):
    """One timescale of one incident, refreshed in the transaction of every step. The original date stays."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="due_dates")
    kind = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField(default=1)
    side = models.CharField(max_length=20)
    started_on = models.DateField()
    original_due_on = models.DateField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    is_running = models.BooleanField()

    class Meta:
        ordering = ["due_on"]
        indexes = [models.Index(fields=["is_running", "due_on"])]
        constraints = [
            models.UniqueConstraint(fields=["incident", "kind", "round"], name="one_due_date_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"
