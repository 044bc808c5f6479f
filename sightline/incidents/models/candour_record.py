"""The Duty of Candour: does it apply, and each step with its own outcome."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident, both_or_neither


class CandourRecord(models.Model):
    """Whether the duty applies, who decided and why; who is the relevant person, by kind and never by name."""

    incident = models.OneToOneField(Incident, models.CASCADE, primary_key=True, related_name="candour")
    applies = models.BooleanField()
    test_answers = models.JSONField(
        default=dict, help_text="the three-part test, by the codes of policy.candour"
    )
    reason = models.TextField()
    opinion_of = models.CharField(
        max_length=200, help_text="the healthcare professional's role, never a name"
    )
    relevant_person = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=both_or_neither("decided_at", "decided_by"), name="candour_decision_pair"
            )
        ]

    def __str__(self) -> str:
        return "applies" if self.applies else "does not apply"


class CandourStep(models.Model):
    """One step as recorded: append-only, the latest of each code counts."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="candour_steps")
    code = models.CharField(max_length=4)
    outcome = models.CharField(max_length=30)
    done_on = models.DateField(null=True)
    by_role = models.CharField(max_length=200, blank=True, help_text="who did it, by role and never by name")
    detail = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        ordering = ["-recorded_at", "-id"]

    def __str__(self) -> str:
        return f"{self.code} {self.outcome}"
