"""Figures other than lengths that were agreed locally, and are handed to the rules as facts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sightline.audit.keys import new_key
from sightline.organisations.models.person import User
from sightline.policy.local_defaults import AgreedFigure


class FigureVariation(models.Model):
    """A value agreed locally for one figure of ``policy.local_default_rows``, for the whole installation.

    The row stays when it is over: ended by a last day, or taken back by one that begins on the same day. ``agreed_by``
    is empty where Sightline itself wrote it.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    figure = models.CharField(max_length=60)
    value = models.PositiveSmallIntegerField(help_text="in the figure's own unit")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500, help_text="who agreed it, and why")
    source = models.CharField(max_length=200, blank=True, help_text="the minute, letter or contract it is in")
    agreed_at = models.DateTimeField(help_text="when it was recorded")
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(
        null=True, help_text="when its last day was recorded, where that was later"
    )
    ended_reason = models.CharField(max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(
        null=True, help_text="when another took its place from the first day on"
    )

    class Meta:
        db_table = "figure_variation"
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="figure_variation_dates_in_order",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="figure_variation_reasoned"),
        ]

    def __str__(self) -> str:
        return f"{self.figure}: {self.value}"

    @property
    def as_agreed(self) -> AgreedFigure:
        """What the rules know of it."""
        return AgreedFigure(self.figure, self.value, self.from_on, self.until_on, self.reason)
