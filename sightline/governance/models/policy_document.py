"""The ICB's own policy document, as it was loaded: its version, its dates and its wording clause by clause."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key


class PolicyDocument(models.Model):
    """One version of the policy. The newest loaded is the one that pages show beside our words."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    title = models.CharField(max_length=200)
    version = models.CharField(max_length=40)
    ratified_on = models.DateField(null=True)
    review_due_on = models.DateField(null=True)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        db_table = "policy_document"
        ordering = ["-loaded_at"]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


class ClauseWording(models.Model):
    """What one clause says, in the words of that document."""

    document = models.ForeignKey(PolicyDocument, models.CASCADE, related_name="wordings")
    clause = models.CharField(max_length=20)
    wording = models.TextField()

    class Meta:
        db_table = "clause_wording"
        constraints = [
            models.UniqueConstraint(fields=["document", "clause"], name="one_wording_a_clause"),
        ]

    def __str__(self) -> str:
        return self.clause
