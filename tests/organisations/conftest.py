"""A handful of invented organisations, made through the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from sightline.organisations import services
from sightline.policy.terms import CandourRegime, OrganisationKind

NOW = datetime(2027, 4, 8, 12, 5, tzinfo=UTC)

Make = Callable[..., UUID]


@pytest.fixture
def make(db: None) -> Make:
    """Add an organisation: ``make("ZT1", "Castlebrook")``; other facts as keywords."""

    def add(code: str, name: str = "", **facts: Any) -> UUID:
        defaults: dict[str, Any] = {
            "kind": OrganisationKind.NHS_TRUST,
            "candour_regime": CandourRegime.HEALTH_SERVICE_BODY,
            "is_invented": True,
            "by": None,
            "now": NOW,
        }
        return services.create_organisation(
            ods_code=code, name=name or f"Organisation {code}", **(defaults | facts)
        )

    return add


@pytest.fixture
def icb(make: Make, settings: Any) -> UUID:
    """The home Integrated Care Board."""
    settings.SIGHTLINE_HOME_ICB = "ZAV"
    return make(
        "ZAV",
        "Avonmere Integrated Care Board",
        kind=OrganisationKind.ICB,
        candour_regime=CandourRegime.NONE,
        opened_on=date(2022, 7, 1),
    )


@pytest.fixture
def trust(make: Make) -> UUID:
    """An acute trust."""
    return make("ZT1", "Castlebrook University Hospitals NHS Trust", opened_on=date(1998, 4, 1))


@pytest.fixture
def person(db: None) -> UUID:
    """Somebody who works somewhere."""
    return services.create_person(username="a.person", full_name="Alex Person", by=None, now=NOW)
