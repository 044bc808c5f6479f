"""What finding cases needs: views of the list that people keep, and the words of a case to search in."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident


class SavedView(models.Model):
    """A named set of filters of a list, for its owner or shared with everyone at the organisation."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(
        max_length=1000, blank=True, help_text="the filters, as they stand in the address"
    )
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "owner", "name"], name="one_view_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class SearchText(models.Model):
    """The words of one case to search in, with a whole number as key because SQLite's index needs one."""

    id = models.BigAutoField(primary_key=True)
    incident = models.OneToOneField(Incident, models.CASCADE, related_name="search_text")
    text = models.TextField()

    def __str__(self) -> str:
        return f"words of {self.incident_id}"
