"""A breach as the rules see it."""

from __future__ import annotations

from sightline.breaches.models import Breach
from sightline.organisations.figures import agreed_figures
from sightline.policy.breach_acts import BreachState
from sightline.policy.breach_grid import BreachFacts, Grid
from sightline.policy.editions import Editions
from sightline.policy.local_default_rows import breach_grids


def facts_of(breach: Breach) -> BreachFacts:
    """What the grid and the clock ask."""
    return BreachFacts(
        likelihood=breach.likelihood,
        severity=breach.severity,
        people_at_risk=breach.people_at_risk,
        special_data=breach.special_data,
        high_risk=breach.high_risk,
        controller_id=breach.controller_id,
        aware_at=breach.aware_at,
    )


def state_of(breach: Breach, *, open_tasks: int = 0) -> BreachState:
    """What has become of it so far."""
    return BreachState(
        facts=facts_of(breach),
        happened_on=breach.happened_on,
        told_at=breach.told_at,
        unlikely_at=breach.unlikely_at,
        people_told_at=breach.people_told_at,
        people_not_told_why=breach.people_not_told_why,
        earlier_level=breach.earlier_level,
        is_graded=breach.graded_at is not None,
        is_closed=breach.closed_at is not None,
        open_tasks=open_tasks,
    )


def grids_agreed() -> Editions[Grid]:
    """The grids under what the ICB agreed; one query."""
    return breach_grids(agreed_figures())
