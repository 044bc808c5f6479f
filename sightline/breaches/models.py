"""Tables of breaches. Private to this package: read by ``selectors``, written by ``services``."""

from __future__ import annotations

from django.db import models

from sightline.audit.keys import new_key
from sightline.policy.breach_acts import BreachAct, EarlierLevel, FirstTask


class Breach(models.Model):
    """One breach of information. The controller's hours run to ``clock_ends_at``, which is empty while none run.

    It names nobody, and no case: those it belongs to are in ``BreachLink``, so that the story of a case limited to named
    people does not come along with a breach.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    version = models.PositiveIntegerField(default=1)
    sent_key = models.UUIDField(null=True, help_text="of the form it came by: sent twice, it is one breach")
    controller = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    reported_from = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    reported_by = models.UUIDField()
    reported_at = models.DateTimeField()
    title = models.CharField(max_length=120)
    what_happened = models.TextField()
    kinds = models.JSONField(default=list)
    happened_on = models.DateField()
    happened_time = models.TimeField(null=True)
    aware_at = models.DateTimeField(
        null=True, help_text="when the controller became aware; nobody else's counts"
    )
    people_count = models.PositiveIntegerField(null=True)
    special_data = models.BooleanField(null=True)
    people_at_risk = models.BooleanField(null=True)
    high_risk = models.BooleanField(null=True)
    likelihood = models.PositiveSmallIntegerField(null=True)
    severity = models.PositiveSmallIntegerField(null=True)
    earlier_level = models.CharField(max_length=1, blank=True, choices=EarlierLevel.choices())
    grade_reason = models.TextField(blank=True)
    graded_at = models.DateTimeField(null=True)
    unlikely_at = models.DateTimeField(null=True)
    unlikely_reason = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True, help_text="when the ICO was told")
    why_late = models.TextField(blank=True)
    toolkit_reference = models.CharField(max_length=40, blank=True)
    toolkit_entered_at = models.DateTimeField(null=True)
    people_told_at = models.DateTimeField(null=True)
    people_not_told_why = models.TextField(blank=True)
    lessons = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    clock_ends_at = models.DateTimeField(
        null=True, help_text="the 72 hours that run now; an index for lists and jobs"
    )

    class Meta:
        indexes = [
            models.Index(fields=["controller", "clock_ends_at", "id"], name="breach_by_clock"),
            models.Index(fields=["controller", "-id"], name="breach_of_controller"),
            models.Index(fields=["reported_from", "-id"], name="breach_reported_from"),
            models.Index(fields=["reported_by", "-id"], name="breach_reported_by"),
            models.Index(
                fields=["clock_ends_at"],
                condition=models.Q(clock_ends_at__isnull=False),
                name="breach_clock_running",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reported_by", "sent_key"], name="breach_sent_once"),
        ]

    def __str__(self) -> str:
        return self.reference


class BreachEntry(models.Model):
    """What was done about a breach: its log, to which lines are only added. Measures taken are lines of it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    breach = models.ForeignKey(Breach, models.CASCADE, related_name="entries")
    version = models.PositiveIntegerField()
    act = models.CharField(max_length=30, choices=BreachAct.choices())
    words = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    role = models.CharField(max_length=40)
    organisation_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["breach", "id"], name="breach_entry_in_order")]

    def __str__(self) -> str:
        return f"{self.act} {self.made_at}"


class BreachTask(models.Model):
    """Something to do about a breach. ``assigned_to`` nobody by name is the information-governance lead."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    breach = models.ForeignKey(Breach, models.CASCADE, related_name="tasks")
    first = models.CharField(max_length=10, blank=True, choices=FirstTask.choices())
    what = models.CharField(max_length=300)
    assigned_to = models.UUIDField(null=True)
    due_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    outcome = models.TextField(blank=True, help_text="what was done")

    class Meta:
        indexes = [models.Index(fields=["breach", "done_at"], name="breach_task_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["breach", "first"],
                condition=models.Q(done_at__isnull=True) & ~models.Q(first=""),
                name="breach_first_task_once",
            )
        ]

    def __str__(self) -> str:
        return self.what


class BreachLink(models.Model):
    """A breach and a case are the same event, or belong together, since and until when. A row of the case too."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    breach = models.ForeignKey(Breach, models.CASCADE, related_name="links")
    incident = models.ForeignKey("incidents.Incident", models.CASCADE, related_name="+")
    linked_at = models.DateTimeField()
    linked_by = models.UUIDField()
    until_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["breach", "incident"],
                condition=models.Q(until_at__isnull=True),
                name="breach_linked_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.breach_id} {self.incident_id}"


class BreachSequence(models.Model):
    """The last number given in a year; moved by a relative update."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
