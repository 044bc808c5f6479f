"""What was proposed to be erased for good, and what another person made of it: the record that stays (ADR 27)."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident, both_or_neither
from sightline.policy.disposing import ErasureKind


class Erasure(models.Model):
    """One proposal and its decision: words of one field of one row, or the record as a whole. Decided once, never changed.

    ``erased_words`` stand here only until it is decided, and never in the trail. The counts and the head of the trail are
    those of the certificate: ``head_seq`` and ``head_hash`` as they were when it was done.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="erasures")
    kind = models.CharField(max_length=20, choices=ErasureKind.choices())
    reason = models.TextField()
    clause = models.CharField(max_length=20)
    rule = models.CharField(max_length=300, blank=True, help_text="of keeping, as it was when it was agreed")
    of_model = models.CharField(max_length=40, blank=True)
    of_id = models.CharField(max_length=40, blank=True)
    of_field = models.CharField(max_length=60, blank=True)
    erased_words = models.TextField(blank=True, help_text="empty once decided; never audited")
    instead = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    role = models.CharField(max_length=40)
    organisation_id = models.UUIDField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_role = models.CharField(max_length=40, blank=True)
    decided_organisation_id = models.UUIDField(null=True)
    agreed = models.BooleanField(null=True)
    refused_reason = models.TextField(blank=True)
    rows_erased = models.PositiveIntegerField(null=True)
    papers_erased = models.PositiveIntegerField(null=True)
    entries_erased = models.PositiveIntegerField(null=True)
    head_seq = models.BigIntegerField(null=True)
    head_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        indexes = [
            models.Index(
                fields=["-proposed_at", "-id"],
                condition=models.Q(decided_at__isnull=True),
                name="erasures_that_wait",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=both_or_neither("decided_at", "decided_by"), name="erasure_decided_pair"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
                name="erasure_by_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True) | models.Q(erased_words=""),
                name="erasure_keeps_no_words",
            ),
            models.UniqueConstraint(
                fields=["incident"],
                condition=models.Q(kind=ErasureKind.DISPOSE.value, decided_at__isnull=True),
                name="one_disposal_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.proposed_at}"
