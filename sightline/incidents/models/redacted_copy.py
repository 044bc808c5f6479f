"""Redacted copies: the one somebody is marking words for, and those that were made, which never change but for their check."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.document import Document
from sightline.incidents.models.incident import Incident, both_or_neither
from sightline.policy.redacting import CopyFor, CopyOutcome


class RedactionDraft(models.Model):
    """Marks as they are made, for one person: places in texts of the case, never the words themselves.

    ``hashes`` says of each text which one was marked, so that marks of a text that changed since are known.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="redaction_drafts")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    copy_for = models.CharField(max_length=40, choices=CopyFor.choices())
    purpose = models.CharField(max_length=200)
    contents = models.JSONField(default=list)
    hashes = models.JSONField(default=dict)
    marks = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"redaction {self.id}"


class RedactedCopy(models.Model):
    """One copy: its document, what was done (``manifest``, without the words), and what a second person found.

    ``original``: the uploaded document it stands for; empty where it was made from the case itself. ``hash_key`` stays here: the
    hash of the original in the manifest is made with it, so that nobody can try names until one fits.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="redacted_copies")
    number = models.PositiveSmallIntegerField()
    document = models.OneToOneField(Document, models.PROTECT, related_name="redacted_copy")
    original = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    copy_for = models.CharField(max_length=40, choices=CopyFor.choices())
    purpose = models.CharField(max_length=200)
    manifest = models.JSONField()
    hash_key = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    made_in_role = models.CharField(max_length=40)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=20, blank=True, choices=CopyOutcome.choices())
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="one_redacted_copy_a_number"),
            models.CheckConstraint(
                condition=both_or_neither("checked_at", "checked_by"), name="redacted_copy_check_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"redacted copy {self.number}"
