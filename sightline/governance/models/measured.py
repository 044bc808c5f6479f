"""The figures that show whether clauses are kept, as counted when the job last ran."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Measured(models.Model):
    """One measure, of one provider under one lead commissioner at one Place, of the cases of one month.

    ``is_shared``: whether the lead commissioner is shown the part of those cases that the measure is about. A reader is
    shown the sum of the rows it may see, of the newest ``as_at``.
    """

    measure = models.CharField(max_length=60)
    month_on = models.DateField(help_text="its first day")
    provider = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    lead_commissioner = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    place = models.ForeignKey("organisations.Place", models.PROTECT, null=True, related_name="+")
    is_shared = models.BooleanField()
    good = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    as_at = models.DateTimeField()

    class Meta:
        db_table = "measured"
        constraints = [
            models.CheckConstraint(condition=Q(good__lte=F("total")), name="measured_good_within_total"),
        ]
        indexes = [
            models.Index(fields=["provider", "month_on"], name="measured_of_provider"),
            models.Index(fields=["lead_commissioner", "month_on"], name="measured_of_commissioner"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.month_on}: {self.good} of {self.total}"
