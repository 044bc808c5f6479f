"""What was done for the installation, and how it went. Private to this package."""

from __future__ import annotations

from django.db import models


class UpkeepRecord(models.Model):
    """One backup, drill, restore or check of the chain.

    ``done_by`` is a command or job and its machine; the head of the audit chain is the one that the copy holds or the
    check proved, null and empty where none was reached.
    """

    kind = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    at = models.DateTimeField()
    done_by = models.CharField(max_length=200)
    detail = models.TextField()
    head_seq = models.BigIntegerField(null=True)
    head_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "upkeep_record"
        indexes = [models.Index(fields=["kind", "outcome", "at"], name="upkeep_record_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"
