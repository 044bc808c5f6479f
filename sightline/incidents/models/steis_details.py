"""What StEIS asks and nothing else in a case holds."""

from __future__ import annotations

from django.db import models

from sightline.incidents.models.incident import Incident


class SteisDetails(models.Model):
    """Answers by the codes of ``policy.steis``, and the day the incident was logged on StEIS, which moves no clock."""

    incident = models.OneToOneField(Incident, models.CASCADE, primary_key=True, related_name="steis_details")
    answers = models.JSONField(default=dict)
    steis_logged_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    def __str__(self) -> str:
        return "StEIS details"
