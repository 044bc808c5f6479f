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
    description = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size_bytes = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.UUIDField()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+", help_text="who put it here"
    )
    received_on = models.DateField(
        null=True,
        help_text="when it came by another way, such as a shared mailbox; receipt counts from upload",
    )

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "sha256", "kind"], name="one_document_a_content")
        ]

    def __str__(self) -> str:
        return self.name
