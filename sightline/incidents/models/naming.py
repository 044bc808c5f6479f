"""Who may see a restricted case, who opened one without being named, and who looked at which case."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident, both_or_neither
from sightline.policy.restricted import OpeningOutcome
from sightline.policy.terms import Role


class Named(models.Model):
    """One person, or everyone of a role, at one organisation may see a restricted case, since when, until when and why.

    Read by ``visible_to`` for restricted cases alone. ``person`` empty: everyone of ``role``; ``role`` empty: the person
    in whichever role they have there. ``by_opening``: not named, but opened it, to read until ``until_at``.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="named")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=40, blank=True, choices=Role.choices())
    by_opening = models.BooleanField(default=False)
    why = models.TextField()
    clause = models.CharField(max_length=20)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    named_by = models.UUIDField(
        null=True, help_text="empty where it followed from one organisation taking over another"
    )

    class Meta:
        indexes = [models.Index(fields=["incident", "organisation"], name="named_on_a_case")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | ~models.Q(role=""), name="names_somebody"
            ),
            models.CheckConstraint(
                condition=models.Q(by_opening=False) | models.Q(person__isnull=False, until_at__isnull=False),
                name="opened_by_one_for_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.person_id or self.role}"


class Opening(models.Model):
    """Someone who is not named opened a restricted case for some hours: why, and what a review of that found."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="openings")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40, choices=Role.choices())
    reason = models.TextField()
    opened_at = models.DateTimeField(db_index=True)
    until_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=20, blank=True, choices=OpeningOutcome.choices())
    review_note = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["opened_at"],
                condition=models.Q(reviewed_at__isnull=True),
                name="openings_to_review",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=both_or_neither("reviewed_at", "reviewed_by"), name="reviewed_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.opened_at}"


class Look(models.Model):
    """Someone looked at one page of a case, in one role, within one hour: when first and when last.

    People are keys, so that nothing holds back what a person who left has seen.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="looks")
    person_id = models.UUIDField()
    organisation_id = models.UUIDField()
    role = models.CharField(max_length=40, choices=Role.choices())
    page = models.CharField(max_length=60)
    hour_at = models.DateTimeField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person_id", "organisation_id", "role", "page", "hour_at"],
                name="one_look_an_hour",
            )
        ]
        indexes = [models.Index(fields=["incident", "-id"], name="looks_newest_first")]

    def __str__(self) -> str:
        return f"{self.page} {self.first_at}"
