"""Papers attached to a case, kept under their hash outside the web root."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident
from sightline.policy.disclosing import ProtectedKind
from sightline.policy.found_words import TextCheck


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
    cleaned_sha256 = models.CharField(
        max_length=64, blank=True, help_text="of the copy without hidden details"
    )
    cleaned_bytes = models.PositiveIntegerField(null=True)
    no_copy_because = models.CharField(max_length=200, blank=True, help_text="why there is no such copy")
    scan = models.CharField(max_length=12, default="off", help_text="off, clean, waiting, infected")
    scanned_at = models.DateTimeField(null=True)
    signature = models.CharField(max_length=100, blank=True, help_text="what the scanner found")
    text_check = models.CharField(
        max_length=20,
        choices=TextCheck.choices(),
        default=TextCheck.NOT_CHECKED.value,
        help_text="what the personal-data check made of its text",
    )
    found_kinds = models.CharField(
        max_length=300, blank=True, help_text="what it found, by kind, never the words"
    )
    held_side = models.CharField(
        max_length=40, blank=True, help_text="whose lead settles it while it is held"
    )
    settled_why = models.TextField(blank=True)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="replaced_by",
        help_text="the held paper it is a copy of",
    )

    protected = models.CharField(
        max_length=20, blank=True, choices=ProtectedKind.choices(), help_text="why it is never shared"
    )
    protected_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "sha256", "kind"], name="one_document_a_content")
        ]
        # What waits, or has no copy, is rare and asked for each minute.
        indexes = [
            models.Index(fields=["scan"], name="documents_by_scan"),
            models.Index(fields=["cleaned_sha256"], name="documents_by_copy"),
        ]

    def __str__(self) -> str:
        return self.name
