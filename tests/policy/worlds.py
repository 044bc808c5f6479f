"""Facts and actors for tests of the rules: a provider, its lead commissioner, an outsider."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.terms import Framework, Role, Status

PROVIDER = UUID(int=1)
COMMISSIONER = UUID(int=2)
OUTSIDER = UUID(int=3)
OTHER_COMMISSIONER = UUID(int=4)
INVOLVED = UUID(int=5)
RECIPIENT = UUID(int=6)
PLACE = UUID(int=50)
OTHER_PLACE = UUID(int=51)
REPORTER = UUID(int=100)


def facts(**changes: Any) -> IncidentFacts:
    """A reported incident under SIF 2015 at the provider, in the Place."""
    known: dict[str, Any] = {
        "incident_id": UUID(int=1000),
        "framework": Framework.SIF_2015,
        "status": Status.REPORTED,
        "provider_id": PROVIDER,
        "lead_commissioner_id": COMMISSIONER,
        "place_id": PLACE,
        "reporter_id": REPORTER,
    }
    return IncidentFacts(**{**known, **changes})


def actor(role: Role, organisation: UUID = PROVIDER, person: int = 7, place: UUID | None = None) -> Actor:
    """A person in one role at one organisation."""
    return Actor(person_id=UUID(int=person), organisation_id=organisation, role=role, place_id=place)


LEAD = actor(Role.PROVIDER_LEAD)
EXECUTIVE = actor(Role.PROVIDER_EXECUTIVE)
INVESTIGATOR = actor(Role.INVESTIGATOR)
TEAM = actor(Role.PATIENT_SAFETY_TEAM, COMMISSIONER)
SPECIALIST = actor(Role.PATIENT_SAFETY_SPECIALIST, COMMISSIONER)
