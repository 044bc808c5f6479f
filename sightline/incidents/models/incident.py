"""The case itself, the numbering of cases, and the steps taken on each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Upper

from sightline.audit.keys import new_key
from sightline.policy.terms import Action, Framework, Relation, RestrictedKind, Status

#: Where a case counts what is held for redaction, by the side whose lead settles it.
HELD_OF = {Relation.PROVIDER: "held_of_provider", Relation.LEAD_COMMISSIONER: "held_of_commissioner"}


def both_or_neither(at: str, by: str) -> models.Q:
    """Condition of a table: a moment and the person who acted then are recorded together."""
    return models.Q(**{f"{at}__isnull": True, f"{by}__isnull": True}) | models.Q(
        **{f"{at}__isnull": False, f"{by}__isnull": False}
    )


class Incident(models.Model):
    """One event as the person reporting it told it, and what was decided about it since.

    ``version`` moves with every step; a step is taken only against the version its page was drawn from.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    framework = models.CharField(max_length=20, choices=Framework.choices())
    status = models.CharField(max_length=30, choices=Status.choices(), db_index=True)
    version = models.PositiveIntegerField(default=1)
    headline = models.CharField(max_length=200)

    provider = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    provider_why = models.CharField(
        max_length=300, blank=True, help_text="empty where it happened or was reported there"
    )
    place = models.ForeignKey("organisations.Place", models.PROTECT, null=True, blank=True, related_name="+")
    lead_commissioner = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    lead_commissioner_why = models.CharField(max_length=300, blank=True)
    responsible_commissioner = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    responsible_commissioner_why = models.CharField(max_length=300, blank=True)
    reported_from = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")

    # What was reported (the twelve questions).
    what_happened = models.TextField()
    happened_on = models.DateField(null=True)
    happened_time = models.TimeField(null=True)
    happened_when = models.CharField(max_length=20)
    happened_shift = models.CharField(max_length=20, blank=True)
    happened_about = models.CharField(max_length=200, blank=True)
    found_on = models.DateField(null=True)
    site = models.CharField(max_length=200, blank=True)
    setting = models.CharField(max_length=40, blank=True)
    team = models.CharField(max_length=200, blank=True)
    affected = models.JSONField(default=list)
    affected_count = models.PositiveIntegerField(null=True)
    age_band = models.CharField(max_length=20, blank=True)
    physical_harm = models.CharField(max_length=20)
    psychological_harm = models.CharField(max_length=20)
    made_safe = models.TextField(blank=True)
    still_dangerous = models.CharField(max_length=20)
    others_involved = models.CharField(max_length=20)
    others_in_words = models.CharField(max_length=200, blank=True)
    circumstances = models.JSONField(default=list)
    near_miss = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    steis_number = models.CharField(max_length=50, blank=True, db_index=True)
    lfpse_number = models.CharField(max_length=50, blank=True, db_index=True)
    local_number = models.CharField(max_length=50, blank=True, db_index=True)
    tracking_code_hash = models.CharField(max_length=64, unique=True)
    draft_id = models.UUIDField(unique=True, help_text="the draft it was sent from: one draft, one incident")
    reported_at = models.DateTimeField(db_index=True)
    entered_at = models.DateTimeField(
        null=True, help_text="when a report written on paper was typed in; empty where it was typed at once"
    )
    keyed_at = models.DateTimeField(null=True, help_text="when the ICB last keyed something for the provider")
    keyed_by = models.UUIDField(null=True)
    keyed_confirmed_at = models.DateTimeField(null=True)
    keyed_confirmed_by = models.UUIDField(null=True)

    # Whose desk it is on, at the ICB and at the provider.
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="at the ICB"
    )
    provider_lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    # Joined to the lead record of the same event.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")
    merged_at = models.DateTimeField(null=True)
    merged_from_status = models.CharField(max_length=30, choices=Status.choices(), blank=True)

    # What was decided since.
    identified_at = models.DateTimeField(null=True)
    discussing_since = models.DateTimeField(null=True)
    agreed_in_discussion_at = models.DateTimeField(null=True)
    declared_at = models.DateTimeField(null=True)
    not_serious_at = models.DateTimeField(null=True)
    second_look_at = models.DateTimeField(null=True)
    second_look_reason = models.TextField(blank=True)
    incident_type = models.CharField(max_length=10, blank=True)
    incident_type_other = models.CharField(max_length=200, blank=True)
    never_event_code = models.CharField(max_length=4, blank=True)
    never_event_edition = models.CharField(max_length=100, blank=True)
    never_event_confirmed = models.BooleanField(null=True)
    natural_course_review_on = models.DateField(null=True)
    proposed_level = models.PositiveSmallIntegerField(null=True)
    agreed_level = models.PositiveSmallIntegerField(null=True)
    commissioned_on = models.DateField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    classification_agreed = models.BooleanField(null=True)
    learning_response = models.CharField(max_length=40, blank=True)
    downgraded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    monitoring_of_actions = models.TextField(blank=True)
    held_of_provider = models.PositiveIntegerField(
        default=0, help_text="words and papers of the provider's side held for redaction"
    )
    held_of_commissioner = models.PositiveIntegerField(default=0, help_text="the same of the commissioner's")
    disposed_at = models.DateTimeField(
        null=True, help_text="when its texts, papers and history were erased for good"
    )
    restricted_kind = models.CharField(
        max_length=20,
        blank=True,
        default="",
        choices=RestrictedKind.choices(),
        help_text="why only named people see it",
    )

    class Meta:
        ordering = ["-reported_at", "-id"]
        indexes = [
            models.Index(fields=["-reported_at", "-id"]),
            models.Index(fields=["provider", "status"]),
            models.Index(fields=["lead_commissioner", "status"], name="lead_commissioner_status"),
            # The list of one organisation, newest first, and the list in the order of organisations.
            models.Index(fields=["provider", "-reported_at", "-id"], name="provider_newest_first"),
            # The same of one type: counted and read without going through every other.
            models.Index(
                fields=["provider", "incident_type", "-reported_at", "-id"], name="provider_type_newest_first"
            ),
            models.Index(fields=["handler", "status"]),
            models.Index(fields=["happened_on"]),
            models.Index(Upper("steis_number"), name="steis_in_capitals"),
            models.Index(Upper("lfpse_number"), name="lfpse_in_capitals"),
            models.Index(Upper("local_number"), name="local_in_capitals"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(declared_at__isnull=True) | models.Q(identified_at__isnull=False),
                name="declared_needs_identified",
            ),
            models.CheckConstraint(condition=both_or_neither("keyed_at", "keyed_by"), name="keyed_pair"),
            models.CheckConstraint(
                condition=both_or_neither("keyed_confirmed_at", "keyed_confirmed_by"),
                name="keyed_confirmed_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def held_sides(self) -> frozenset[Relation]:
        """Whose words or papers are held for redaction now."""
        return frozenset(side for side, name in HELD_OF.items() if getattr(self, name))


class StepTaken(models.Model):
    """A step of the workflow that someone took: append-only, what rules and the case's timeline read.

    ``version`` is the incident's version after the step, so that a stale page can be told what it missed.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="steps")
    action = models.CharField(max_length=40, choices=Action.choices())
    version = models.PositiveIntegerField()
    from_status = models.CharField(max_length=30, choices=Status.choices())
    to_status = models.CharField(max_length=30, choices=Status.choices())
    taken_at = models.DateTimeField(db_index=True)
    taken_by = models.UUIDField(null=True, help_text="empty where the person reported in confidence")
    role = models.CharField(max_length=40)
    organisation_id = models.UUIDField()
    note = models.TextField(blank=True)
    clause = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-version", "-taken_at"]
        constraints = [models.UniqueConstraint(fields=["incident", "version"], name="one_step_a_version")]

    def __str__(self) -> str:
        return f"{self.action} v{self.version}"


class ReferenceSequence(models.Model):
    """The last number given in a year; moved by a relative update."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
