"""Organisations and the Places of an Integrated Care Board."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sightline.audit.keys import new_key
from sightline.policy.terms import CandourRegime, OrganisationKind


class Organisation(models.Model):
    """A body that reports, provides, commissions or reads. Both dates are days on which it existed.

    ``kind`` is looked up or told, never read from the shape of the code (reference 11). ``psirf_from`` is the first
    day on which incidents identified there are handled under PSIRF (design decision 2). ``successor`` takes over on the
    day after ``closed_on``.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    ods_code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=32, choices=OrganisationKind.choices())
    candour_regime = models.CharField(max_length=32, choices=CandourRegime.choices())
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    psirf_from = models.DateField(null=True, blank=True)
    is_invented = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        db_table = "organisation"
        ordering = ["name", "ods_code"]
        indexes = [models.Index(fields=["kind", "name"], name="organisation_kind_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ods_code__regex=r"^[A-Z0-9]{3,10}$"), name="organisation_ods_code_shape"
            ),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(closed_on__gte=F("opened_on")),
                name="organisation_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | (Q(closed_on__isnull=False) & ~Q(successor=F("id"))),
                name="organisation_successor_after_closing",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A part of a board's area with its own quality committee."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    name = models.CharField(max_length=100)
    icb = models.ForeignKey(Organisation, models.PROTECT, related_name="places")

    class Meta:
        db_table = "place"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["icb", "name"], name="place_once_in_icb"),
            models.CheckConstraint(condition=~Q(name=""), name="place_named"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationPlace(models.Model):
    """An organisation works in a Place; it may work in several (design decision 9)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="works_in")
    place = models.ForeignKey(Place, models.PROTECT, related_name="worked_in_by")

    class Meta:
        db_table = "organisation_place"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "place"], name="organisation_once_in_place")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.place_id}"
