"""Today's evidence for each clause, as far as the reader may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sightline.policy.clauses import CLAUSES
from sightline.policy.facts import Actor
from sightline.policy.measures import Kept, Measure


@dataclass(frozen=True)
class Month:
    """One point of a trend: the first day of the month, and its figure."""

    on: date
    good: int
    total: int


@dataclass(frozen=True)
class Figure:
    """One measure as this reader sees it: this year so far, month by month, with the words of both."""

    measure: Measure
    good: int
    total: int
    kept: Kept
    sentence: str
    unmet: str
    trend: tuple[Month, ...]


@dataclass(frozen=True)
class Evidence:
    """What a clause stands on today. ``kept`` is the worst of its figures that have evidence."""

    kept: Kept
    figures: tuple[Figure, ...] = ()
    as_at: datetime | None = None


def evidence_for(actor: Actor, *, now: datetime) -> Mapping[str, Evidence]:
    """Every clause's evidence, this year (April to March), in the order of the policy; a few queries in all."""
    return {clause_id: Evidence(Kept.NOT_MEASURED) for clause_id in CLAUSES}
