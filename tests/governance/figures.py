"""Figures as the job would count them, put behind the pages and commands through one seam."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sightline.governance.selectors import clause_rows
from sightline.governance.selectors.evidence import Evidence, Figure, Month
from sightline.policy.built import Built, BuiltState
from sightline.policy.clauses import CLAUSES
from sightline.policy.measures import Kept, Measure, Threshold, kept
from sightline.policy.reckoning import Tag
from sightline.policy.terms import Part

COUNTED_AT = datetime(2026, 11, 16, 3, 0, tzinfo=UTC)
TOLD = Measure(
    code="told_in_person",
    clauses=("3.1b",),
    sentence="{good} of {total} told within 10 working days",
    unmet="{unmet} overdue",
    part=Part.CANDOUR,
    how="Invented for a test.",
    editions=(Threshold(date(2015, 4, 1), 95, 80, Tag.LOCAL_DEFAULT, "Invented for a test."),),
)


def figure(good: int, total: int, measure: Measure = TOLD, **months: tuple[int, int]) -> Figure:
    """A figure of this year; months as ``oct=(3, 4)``."""
    numbers = {"sep": 9, "oct": 10, "nov": 11}
    return Figure(
        measure=measure,
        good=good,
        total=total,
        kept=kept(good, total, measure),
        sentence=measure.sentence.format(good=good, total=total),
        unmet=measure.unmet.format(unmet=total - good),
        trend=tuple(Month(date(2026, numbers[name], 1), *counts) for name, counts in months.items()),
        threshold=measure.editions[0],
        from_on=date(2026, 4, 1),
        to_on=date(2027, 3, 31),
    )


def evidence(*figures: Figure) -> Evidence:
    """What a clause stands on: the worst of its figures that counted something."""
    order = [Kept.NOT_MET, Kept.PARTIALLY_MET, Kept.MET, Kept.NO_EVIDENCE]
    worst = min((each.kept for each in figures), key=order.index)
    return Evidence(worst, figures, COUNTED_AT)


def put(
    monkeypatch: pytest.MonkeyPatch,
    found: Mapping[str, Evidence],
    built: Mapping[str, BuiltState] | None = None,
) -> list[Any]:
    """These clauses have this evidence and are built so; the others nothing. Gives the actors who asked."""
    asked: list[Any] = []

    def evidence_for(actor: Any, *, now: datetime) -> Mapping[str, Evidence]:
        asked.append(actor)
        return {each: found.get(each, Evidence(Kept.NOT_MEASURED)) for each in CLAUSES}

    states = built or {}
    monkeypatch.setattr(clause_rows, "evidence_for", evidence_for)
    monkeypatch.setattr(
        clause_rows, "built_of", lambda clause_id: states.get(clause_id, BuiltState(Built.NOT_YET))
    )
    return asked
