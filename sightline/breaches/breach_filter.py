"""``breaches_of``: the one filter every read of breaches starts from; ``policy.breach_access`` as a condition."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sightline.audit.chain import storable
from sightline.breaches.models import Breach, BreachLink
from sightline.incidents.visibility import of_visible, visible_to
from sightline.policy.breach_access import PART_OF_CASE, BreachRelation, roles_in
from sightline.policy.facts import Actor


def breaches_of(actor: Actor, *, now: datetime) -> QuerySet[Breach]:
    """Breaches that exist for this hat at this moment. Default deny: no reason, no breach."""
    condition = Q(reported_by=actor.person_id)
    if actor.role in roles_in(BreachRelation.CONTROLLER):
        condition |= Q(controller_id=actor.organisation_id)
    if actor.role in roles_in(BreachRelation.REPORTED_FROM):
        condition |= Q(reported_from_id=actor.organisation_id)
    if actor.role in roles_in(BreachRelation.LEAD_COMMISSIONER):
        condition |= Q(Exists(assured_links(actor, now=now).filter(breach=OuterRef("pk"))))
    return Breach.objects.filter(condition)


def assured_links(actor: Actor, *, now: datetime) -> QuerySet[BreachLink]:
    """Standing links to cases that this hat sees for their lead commissioner."""
    return BreachLink.objects.filter(
        of_visible(actor, now=now, part=PART_OF_CASE, row_by_row=True),
        until_at__isnull=True,
        incident__lead_commissioner_id=actor.organisation_id,
    )


def shown_links(actor: Actor, *, now: datetime) -> QuerySet[BreachLink]:
    """Standing links to cases that exist for this hat: of the others it is not said that there are any."""
    return BreachLink.objects.filter(of_visible(actor, now=now, row_by_row=True), until_at__isnull=True)


def case_key(actor: Actor, reference: str, *, now: datetime) -> UUID | None:
    """The key of the case with this number, if it exists for this hat."""
    found = visible_to(actor, now=now).filter(reference=storable(reference).strip().upper())
    key: UUID | None = found.order_by().values_list("id", flat=True).first()
    return key
