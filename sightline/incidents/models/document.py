"""Papers attached to a case, kept under their hash outside the web root."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident


class Document(models.Model):
    """A paper as it was received. Receipt counts from the upload (design decision 25)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.UUIDField()

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name
