"""Who may see what, who is awaited, and when a hat last looked."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sightline.audit.keys import new_key
from sightline.incidents.models.incident import Incident
from sightline.policy.terms import AccessLevel, Action, Relation


class IncidentAccess(models.Model):
    """One organisation may see one incident, since when, until when, why and by which clause.

    Until when: a moment to come ends it by itself. Written by ``services.access`` from what ``policy.permissions.expected_access`` answers; read by ``visible_to``.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="access")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=AccessLevel.choices())
    reason = models.CharField(max_length=40, choices=Relation.choices())
    why = models.CharField(max_length=300)
    clause = models.CharField(max_length=20)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    disclosure = models.ForeignKey(
        "incidents.Disclosure",
        models.CASCADE,
        null=True,
        related_name="access",
        help_text="by which it was given",
    )
    parts = models.CharField(
        max_length=300,
        blank=True,
        help_text="|summary|narrative|: what was shared; empty where its level says it",
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "incident"], name="access_by_organisation")]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "organisation", "reason"],
                condition=models.Q(until_at__isnull=True),
                name="one_standing_access",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(reason=Relation.SHARED.value)
                    & ~models.Q(parts="")
                    & models.Q(until_at__isnull=False)
                )
                | (~models.Q(reason=Relation.SHARED.value) & models.Q(parts="")),
                name="shared_parts_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.level}"


class Awaited(models.Model):
    """A step an organisation is awaited for: an index for worklists, made anew with every step."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="awaited")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    relation = models.CharField(max_length=40, choices=Relation.choices())
    action = models.CharField(max_length=40, choices=Action.choices())
    text = models.CharField(max_length=200)
    deadline = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(null=True)
    clause = models.CharField(max_length=20)
    is_main = models.BooleanField()
    since = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "action"]),
            models.Index(
                fields=["due_on"],
                condition=models.Q(is_main=True, due_on__isnull=False),
                name="main_step_by_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class LastLook(models.Model):
    """When a person, in one membership, last opened their worklist: what is newer is new to them."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    membership_id = models.UUIDField()
    looked_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True, help_text="the visit before: what the page counts from")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "membership_id"], name="one_look_a_membership")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.looked_at}"
