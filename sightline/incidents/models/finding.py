"""Views of the list that people keep."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sightline.audit.keys import new_key


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
