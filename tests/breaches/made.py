"""Breaches for tests, made by the real services."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sightline.breaches.models import Breach
from sightline.breaches.services import handling, reporting
from sightline.breaches.services.handling import Grade
from sightline.breaches.services.reporting import NewBreach
from sightline.policy.facts import Actor
from sightline.policy.terms import Role
from tests.factories import NOW, World

AWARE = NOW - timedelta(hours=5)


def ig_lead(world: World, organisation: str = "trust") -> Actor:
    """The information-governance lead of an organisation."""
    return world.actor(organisation, Role.INFORMATION_GOVERNANCE_LEAD)


def new(world: World, **changes: Any) -> NewBreach:
    """A report of a breach of the trust's data, complete and plain."""
    known: dict[str, Any] = {
        "controller_id": world.trust,
        "title": "Clinic letters sent to former addresses",
        "what_happened": "Forty letters went to addresses that patients had left.",
        "kinds": ("confidentiality",),
        "happened_on": date(2026, 11, 15),
        "aware_at": AWARE,
    }
    return NewBreach(**{**known, **changes})


def reported(world: World, *, by: Actor | None = None, now: datetime = NOW, **changes: Any) -> Breach:
    """A breach that was just reported, by a reporter of the trust unless told otherwise."""
    sent = reporting.report_breach(new(world, **changes), by=by or world.reporter, now=now)
    return Breach.objects.get(id=sent.breach_id)


def graded(breach: Breach, by: Actor, *, now: datetime = NOW, **changes: Any) -> Breach:
    """The same breach graded: 3 by 2, which reaches the ICO's thresholds, unless told otherwise."""
    breach.refresh_from_db()
    known: dict[str, Any] = {
        "likelihood": 3,
        "severity": 2,
        "reason": "Some letters were opened.",
        "special_data": True,
        "people_at_risk": False,
        "high_risk": False,
    }
    handling.grade(breach.id, Grade(**{**known, **changes}), by=by, now=now, seen=breach.version)
    breach.refresh_from_db()
    return breach
