"""Words that the personal-data check found: those held for redaction, and that some were kept and why (clause 11.1c)."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident
from sightline.policy.found_words import Settled
from sightline.policy.personal_data import PersonalDataKind
from sightline.policy.terms import Part, Relation


class HeldWords(models.Model):
    """Words taken out of what somebody typed, and where a mask stands in their place; emptied when they are settled.

    They stand nowhere else: lists, history, search and papers read the mask. ``number`` is theirs in the case.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="held_words")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=PersonalDataKind.choices())
    held_text = models.TextField(blank=True, help_text="empty once settled; never audited")
    places = models.JSONField(default=list, help_text="list of model, id, field and mask")
    part = models.CharField(max_length=20, choices=Part.choices())
    side = models.CharField(max_length=40, choices=Relation.choices(), help_text="whose lead settles them")
    organisation_id = models.UUIDField()
    held_at = models.DateTimeField()
    held_by = models.UUIDField(null=True, help_text="empty where the person reported in confidence")
    settled = models.CharField(max_length=20, choices=Settled.choices(), blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_why = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="one_mask_a_number")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class KeptWords(models.Model):
    """That words of a kind were kept in a field, how many times, and why: append-only, and never the words themselves."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="kept_words")
    model = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=PersonalDataKind.choices())
    count = models.PositiveIntegerField()
    reason = models.TextField()
    part = models.CharField(max_length=20, choices=Part.choices())
    fingerprint = models.CharField(
        max_length=64,
        help_text="of case and words, so that the same words are not asked again; never audited",
    )
    kept_at = models.DateTimeField()
    kept_by = models.UUIDField(null=True, help_text="empty where the person reported in confidence")
    role = models.CharField(max_length=40)
    organisation_id = models.UUIDField()

    class Meta:
        ordering = ["kept_at", "id"]
        indexes = [models.Index(fields=["incident", "fingerprint"], name="kept_words_known")]

    def __str__(self) -> str:
        return f"{self.count} {self.kind} in {self.field}"
