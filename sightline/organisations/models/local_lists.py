"""What may be agreed locally and is handed to the rules as a fact."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sightline.audit.keys import new_key
from sightline.organisations.models.organisation import Place
from sightline.policy.terms import Framework


class AddedBankHoliday(models.Model):
    """A bank holiday that cannot be computed, such as one proclaimed at short notice (reference 9)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    day = models.DateField(unique=True)
    title = models.CharField(max_length=100)
    source = models.CharField(max_length=200)

    class Meta:
        db_table = "added_bank_holiday"
        ordering = ["day"]

    def __str__(self) -> str:
        return self.title


class TimescaleVariation(models.Model):
    """A length agreed locally for one timescale, in that timescale's own unit (design decision 37).

    It changes how long, never what starts it. Without a Place it holds for the installation; a Place may only shorten.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.CharField(max_length=40)
    framework = models.CharField(max_length=20, choices=Framework.choices())
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="variations")
    length = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500)

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
