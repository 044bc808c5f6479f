"""What became of other bodies to tell: asked for, told, not needed; and what was answered about them."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident
from sightline.policy.body_facts import Known
from sightline.policy.external_bodies import EntryKind


class BodyEntry(models.Model):
    """One entry about a rule of ``policy.external_bodies``, or an answer to one of its questions. Append-only.

    ``moment``: since when the record says so, or when the body was told. ``recorded_by`` is empty where the rules made it.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="body_entries")
    kind = models.CharField(max_length=20, choices=EntryKind.choices())
    code = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    moment = models.DateTimeField(null=True)
    by_role = models.CharField(max_length=100, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=20, choices=Known.choices(), blank=True)
    given_on = models.DateField(null=True, help_text="the day that goes with an answer")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    role = models.CharField(max_length=40, blank=True)
    organisation_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["recorded_at", "id"]
        verbose_name_plural = "body entries"

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
