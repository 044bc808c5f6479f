"""Contracts, because the holder of the main one is the lead commissioner."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sightline.audit.keys import new_key
from sightline.organisations.models.organisation import Organisation


class Contract(models.Model):
    """The main contract with a provider, in force on both dates and between them (clause 4.7.1)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="contracts_provided")
    lead_commissioner = models.ForeignKey(Organisation, models.PROTECT, related_name="contracts_led")
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "contract"
        indexes = [models.Index(fields=["provider", "starts_on"], name="contract_provider_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="contract_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(provider=F("lead_commissioner")), name="contract_between_two_organisations"
            ),
            models.UniqueConstraint(fields=["provider", "starts_on"], name="contract_one_start_a_day"),
        ]

    def __str__(self) -> str:
        return self.title
