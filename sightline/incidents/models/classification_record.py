"""The judgement of seriousness, and the views given in a discussion."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident


class ClassificationRecord(models.Model):
    """One judgement by the provider: what was considered, what the rules advised, what a person decided and why."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="classifications")
    outcome = models.CharField(max_length=20)
    criteria = models.JSONField(default=list)
    sub_answers = models.JSONField(default=dict)
    nhs_funded = models.CharField(max_length=20)
    natural_course = models.CharField(max_length=20, blank=True)
    natural_course_override = models.TextField(blank=True)
    near_miss = models.BooleanField(default=False)
    likelihood = models.PositiveSmallIntegerField(null=True)
    consequence_staff = models.PositiveSmallIntegerField(null=True)
    consequence_patients = models.PositiveSmallIntegerField(null=True)
    consequence_organisation = models.PositiveSmallIntegerField(null=True)
    never_event_code = models.CharField(max_length=4, blank=True)
    advice = models.JSONField(default=dict)
    rationale = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    role = models.CharField(max_length=40)
    organisation_id = models.UUIDField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.outcome


class DiscussionView(models.Model):
    """What one side said in a discussion: by name and time, the latest of each side counts."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="views")
    side = models.CharField(max_length=20)
    view = models.CharField(max_length=20)
    reason = models.TextField()
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    role = models.CharField(max_length=40)
    organisation_id = models.UUIDField()

    class Meta:
        ordering = ["-given_at", "-id"]

    def __str__(self) -> str:
        return f"{self.side}: {self.view}"
