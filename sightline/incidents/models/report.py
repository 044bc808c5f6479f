"""The report before it is sent, and who sent it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident


class ReportDraft(models.Model):
    """Answers kept as they are typed, for one person; deleted when sent, so that no link to a masked reporter stays."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"draft {self.id}"


class Reporter(models.Model):
    """Who reported and how to reach them: a protected field of its own, read only by the reporter and one named role.

    ``person`` is empty where the reporter asked for a code only.
    """

    incident = models.OneToOneField(Incident, models.CASCADE, primary_key=True, related_name="reporter")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    wish = models.CharField(max_length=20)
    name = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=300, blank=True)
    in_confidence = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "reporter"
