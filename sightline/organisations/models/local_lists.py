"""What may be agreed locally and is handed to the rules as a fact."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sightline.audit.keys import new_key
from sightline.organisations.models.organisation import Place
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.local_lengths import AgreedLength
from sightline.policy.terms import Framework


class AddedBankHoliday(models.Model):
    """A bank holiday that cannot be computed, such as one proclaimed at short notice (reference 9).

    It counts for what was not done or ended by ``added_at``, until it is withdrawn; the row stays.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    day = models.DateField()
    title = models.CharField(max_length=100)
    source = models.CharField(max_length=200)
    added_at = models.DateTimeField(null=True, help_text="empty where it was always known")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "added_bank_holiday"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(withdrawn_at__isnull=True), name="one_added_holiday_a_day"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="added_holiday_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TimescaleVariation(models.Model):
    """A length agreed locally for one timescale, in that timescale's own unit (design decision 37).

    It changes how long, never what starts it. Without a Place it holds for the installation; a Place may only shorten.
    The row stays when it is over: ended by a last day, or taken back by one that begins on the same day.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.CharField(max_length=40)
    framework = models.CharField(max_length=20, choices=Framework.choices())
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="variations")
    length = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500)
    source = models.CharField(max_length=200, blank=True, help_text="the minute, letter or contract it is in")
    agreed_at = models.DateTimeField(null=True, help_text="when it was recorded")
    ended_at = models.DateTimeField(
        null=True, help_text="when its last day was recorded, where that was later"
    )
    ended_reason = models.CharField(max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(
        null=True, help_text="when another took its place from the first day on"
    )

    class Meta:
        db_table = "timescale_variation"
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="timescale_variation_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(length__gte=1), name="timescale_variation_length_counts"),
            models.CheckConstraint(condition=~Q(reason=""), name="timescale_variation_reasoned"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.length}"

    @property
    def as_agreed(self) -> AgreedLength:
        """What the rules know of it."""
        return AgreedLength(
            framework=Framework(self.framework),
            kind=DeadlineKind(self.kind),
            length=self.length,
            from_on=self.from_on,
            until_on=self.until_on,
            place_id=self.place_id,
        )
