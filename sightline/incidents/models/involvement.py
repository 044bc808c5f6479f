"""Other organisations named in a case."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident, both_or_neither


class Involvement(models.Model):
    """Another organisation somebody named. Only one that accepted its part may see the case (4.7.10)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="involvements")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "organisation"], name="named_once"),
            models.CheckConstraint(
                condition=both_or_neither("accepted_at", "accepted_by"), name="involvement_accepted_pair"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation_id)
