"""What follows from the organisation a case belongs to: framework, commissioner and Place."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sightline.organisations import selectors as organisations


def provider_fields(
    provider_id: UUID, *, reported_on: date, identified_on: date | None = None
) -> dict[str, Any]:
    """Fields of a case at this provider. The contract counts on the day it was reported (design decision 8), the
    framework on the day it was identified (decision 2), which until then is the day it was reported."""
    lead_id, why = lead_commissioner(provider_id, reported_on)
    places = organisations.places_of(provider_id)
    return {
        "provider_id": provider_id,
        "framework": organisations.framework_of(provider_id, identified_on or reported_on).value,
        "place_id": places[0].place_id if len(places) == 1 else None,
        "lead_commissioner_id": lead_id,
        "lead_commissioner_why": why,
    }


def lead_commissioner(provider_id: UUID, on: date) -> tuple[UUID, str]:
    """The holder of the contract on the day reported; without one the home ICB decides (design decision 8)."""
    lead = organisations.lead_commissioner_of(provider_id, on)
    if lead is not None:
        return lead.id, "It holds the main contract with the provider on the day this was reported."
    home = organisations.home_icb()
    return home.id, "No contract with the provider is recorded, so the case comes to this ICB to settle."
