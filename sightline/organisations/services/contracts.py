"""The main contract with each provider, whose holder is its lead commissioner (clause 4.7.1)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from sightline.audit.services import act
from sightline.organisations.errors import Invalid, Unknown
from sightline.organisations.models import Contract, Organisation
from sightline.organisations.services.authority import require_administrator
from sightline.policy.facts import Actor

CONTRACT = "organisations.Contract"


def make_contract(
    *,
    provider_id: UUID,
    lead_commissioner_id: UUID,
    title: str,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor | None,
    now: datetime,
) -> UUID:
    """Record the main contract with a provider, in force on both dates and between; return its id.

    ``Invalid`` if a provider would have two on one day: there would be two lead commissioners.
    """
    require_administrator(by)
    if provider_id == lead_commissioner_id:
        raise Invalid("lead_commissioner_id", "A contract is between two organisations.")
    if ends_on and ends_on < starts_on:
        raise Invalid("ends_on", "The last day must be the first day or later.")
    if Organisation.objects.filter(id__in=[provider_id, lead_commissioner_id]).count() != 2:
        raise Unknown("There is no such provider or commissioner.")
    others = Contract.objects.filter(provider_id=provider_id).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    )
    if ends_on:
        others = others.filter(starts_on__lte=ends_on)
    if others.exists():
        raise Invalid(
            "starts_on", "The provider has another main contract in part of that time. End it first."
        )
    with act(by=by, now=now, clause="4.7.1") as acted:
        made = Contract.objects.create(
            provider_id=provider_id,
            lead_commissioner_id=lead_commissioner_id,
            title=title.strip(),
            starts_on=starts_on,
            ends_on=ends_on,
        )
        facts = {
            "provider_id": provider_id,
            "lead_commissioner_id": lead_commissioner_id,
            "title": made.title,
            "starts_on": starts_on,
            "ends_on": ends_on,
        }
        acted.record(model=CONTRACT, object_id=made.id, field="made", old="", new=facts)
    return made.id


def end_contract(
    *, contract_id: UUID, ends_on: date, reason: str = "", by: Actor | None, now: datetime
) -> None:
    """Make ``ends_on`` the last day of a contract. It may be brought forward, never put off: make a new one."""
    require_administrator(by)
    found = Contract.objects.filter(id=contract_id).first()
    if found is None:
        raise Unknown(f"There is no contract {contract_id}.")
    if ends_on < found.starts_on:
        raise Invalid("ends_on", "The last day must be the first day or later.")
    with act(by=by, now=now, clause="4.7.1", reason=reason) as acted:
        changed = Contract.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=ends_on), id=contract_id
        ).update(ends_on=ends_on)
        if not changed:
            raise Invalid("ends_on", "This contract has ended by then already.")
        acted.record(model=CONTRACT, object_id=found.id, field="ends_on", old=found.ends_on, new=ends_on)
