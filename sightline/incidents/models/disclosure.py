"""What was shared or disclosed of a case, the protocols that stand behind it, and what another ICB shared with us."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident, both_or_neither
from sightline.policy.disclosing import Method, Subject
from sightline.policy.disclosure_kinds import DisclosureKind
from sightline.policy.terms import Relation


class SharingProtocol(models.Model):
    """An agreement by which an organisation shares with another, or with a group of them: what, on which basis, since when."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", help_text="whose register it is in"
    )
    partner = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    group_name = models.CharField(max_length=200, blank=True, help_text="where it is with several")
    what = models.TextField()
    basis = models.CharField(max_length=300)
    document_reference = models.CharField(max_length=200)
    from_on = models.DateField()
    review_on = models.DateField()
    added_at = models.DateTimeField()
    added_by = models.UUIDField()
    reviewed_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["review_on", "id"]
        indexes = [models.Index(fields=["organisation", "review_on"], name="protocols_by_review")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(partner__isnull=False) | ~models.Q(group_name=""),
                name="protocol_with_somebody",
            ),
            models.CheckConstraint(condition=both_or_neither("ended_on", "ended_by"), name="protocol_ended"),
        ]

    def __str__(self) -> str:
        return self.document_reference


class Disclosure(models.Model):
    """A case, or parts of it, shared with an organisation on the register or sent to a body outside.

    ``recipient`` is whom it was disclosed to and stays; ``open_to`` is who may read it here now, which is another where
    that organisation was taken over. ``in_force_at``: when it went, at once or with the guardian's approval. ``until_at``:
    the first moment at which it is over. Parts are stored words.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="disclosures")
    reference = models.CharField(max_length=20, help_text="of the case, for whoever no longer sees it")
    kind = models.CharField(max_length=40, choices=DisclosureKind.choices())
    recipient = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    open_to = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    recipient_name = models.CharField(max_length=200, help_text="of a body or office, never of a person")
    parts = models.JSONField(default=list)
    purpose = models.TextField()
    method = models.CharField(max_length=20, choices=Method.choices())
    protocol = models.ForeignKey(SharingProtocol, models.PROTECT, null=True, related_name="disclosures")

    subject = models.CharField(max_length=20, choices=Subject.choices())
    identifies = models.BooleanField(null=True, help_text="empty where it is not known, which counts as yes")
    article_6 = models.CharField(max_length=20, blank=True)
    article_9 = models.CharField(max_length=20, blank=True)
    confidentiality = models.CharField(max_length=20)
    caldicott = models.JSONField(default=dict)

    request_reference = models.CharField(max_length=200, blank=True)
    requested_on = models.DateField(null=True)
    provider_reference = models.CharField(max_length=200, blank=True)
    legal_power = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, help_text="when an answer is wanted, by law or by who asks")
    expires_on = models.DateField(null=True)
    until_at = models.DateTimeField(null=True)

    side = models.CharField(max_length=40, choices=Relation.choices(), help_text="which party discloses it")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    needs_approval = models.BooleanField()
    approved_by = models.UUIDField(null=True)
    approval_note = models.TextField(blank=True)
    in_force_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refused_by = models.UUIDField(null=True)
    refused_reason = models.TextField(blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_note = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["incident", "-id"], name="disclosures_of_a_case"),
            models.Index(fields=["open_to", "-id"], name="disclosures_to_one"),
            models.Index(fields=["recipient", "-id"], name="disclosures_made_to_one"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recipient__isnull=True, open_to__isnull=True)
                | models.Q(recipient__isnull=False, open_to__isnull=False, until_at__isnull=False),
                name="shared_until_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(needs_approval=False)
                | models.Q(in_force_at__isnull=True)
                | models.Q(approved_by__isnull=False),
                name="approved_before_it_goes",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("proposed_by")),
                name="approved_by_another",
            ),
            models.CheckConstraint(
                condition=both_or_neither("acknowledged_at", "acknowledged_by"), name="acknowledged_pair"
            ),
            models.CheckConstraint(
                condition=both_or_neither("withdrawn_at", "withdrawn_by"), name="withdrawn_pair"
            ),
            models.CheckConstraint(
                condition=both_or_neither("refused_at", "refused_by"), name="refused_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.recipient_name}"

    @property
    def waits(self) -> bool:
        """Whether the guardian is still to say yes or no."""
        return self.in_force_at is None and self.refused_at is None and self.withdrawn_at is None


class ReceivedCase(models.Model):
    """What another lead commissioner told us of a case that it leads and we may be responsible for (4.7.8, the other way)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", help_text="who received it"
    )
    lead = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    their_reference = models.CharField(max_length=60)
    received_on = models.DateField()
    what_told = models.TextField()
    concern = models.TextField(help_text="why it concerns us as responsible commissioner")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_note = models.TextField(blank=True)

    class Meta:
        ordering = ["-received_on", "-id"]
        indexes = [models.Index(fields=["organisation", "-received_on"], name="received_newest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "lead", "their_reference", "received_on"], name="received_once"
            ),
            models.CheckConstraint(
                condition=both_or_neither("acknowledged_at", "acknowledged_by"), name="received_acknowledged"
            ),
        ]

    def __str__(self) -> str:
        return self.their_reference
