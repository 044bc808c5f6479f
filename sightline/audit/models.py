"""The tables of the audit trail. Private to this package; append-only by triggers (migration 0002).

Every column but the sequence number is text, so that what is hashed is what is stored, byte for byte.
"""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One change, for ever: who it concerns and the hashes that hold the chain together."""

    seq = models.BigIntegerField(primary_key=True)
    schema_version = models.TextField()
    request_id = models.TextField(default="")
    at = models.TextField()
    model = models.TextField()
    object_id = models.TextField()
    subject_id = models.TextField(default="")
    payload_hash = models.TextField()
    previous_hash = models.TextField()
    entry_hash = models.TextField()

    class Meta:
        db_table = "audit_entry"
        indexes = [
            models.Index(fields=["subject_id", "-seq"], name="audit_entry_subject"),
            models.Index(fields=["model", "object_id", "-seq"], name="audit_entry_object"),
        ]

    def __str__(self) -> str:
        return f"Entry {self.seq}"


class AuditPayload(models.Model):
    """The values of an entry. They can be emptied once, leaving a reasoned tombstone; the chain still proves.

    ``part`` stays when the rest is emptied: it decides who may see that something was erased.
    """

    entry = models.OneToOneField(
        AuditEntry,
        primary_key=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_column="seq",
        related_name="payload",
    )
    salt = models.TextField()
    actor = models.TextField(default="")
    hat = models.TextField(default="")
    field = models.TextField(default="")
    old = models.TextField(default="")
    new = models.TextField(default="")
    part = models.TextField(default="")
    clause = models.TextField(default="")
    reason = models.TextField(default="")
    tombstone_reason = models.TextField(default="")
    tombstoned_at = models.TextField(default="")

    class Meta:
        db_table = "audit_payload"

    def __str__(self) -> str:
        return f"Values of entry {self.entry_id}"


class AuditHead(models.Model):
    """One row: the number and hash of the newest entry. Moving it is the lock that orders writers."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()
    entry_hash = models.TextField()

    class Meta:
        db_table = "audit_head"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_head_single_row")]

    def __str__(self) -> str:
        return f"Head at entry {self.seq}"
