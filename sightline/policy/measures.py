"""Whether a clause is being kept: the figures that show it, and the thresholds they are held to.

About an installation in one year, April to March (design decision 39), never about the product: see ``built``. A case
belongs to the month in which it was *reported*, whatever is counted of it: the one day that every case has and no step
moves. So the figures of a month go on changing until its last case has ended. A clause that has no row here is not
measured by a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from sightline.policy.measure_rows import ROWS
from sightline.policy.measure_shape import Measure, Threshold
from sightline.policy.permissions import relations_reading
from sightline.policy.terms import Relation, Role, Term

__all__ = [
    "COUNTED_BY",
    "MEASURES",
    "Kept",
    "Measure",
    "Threshold",
    "kept",
    "measures_of",
    "relations_counting",
    "reporting_year",
    "worst",
]

COUNTED_BY = "by the month in which a case was reported"
#: An organisation is counted by the cases it answers for, not by those in which it merely took part.
_ANSWERING = frozenset({Relation.PROVIDER, Relation.LEAD_COMMISSIONER})


class Kept(Term):
    """The answer of a clause's figures."""

    MET = "met", "Met"
    PARTIALLY_MET = "partially_met", "Partially met"
    NOT_MET = "not_met", "Not met"
    NO_EVIDENCE = "no_evidence", "No evidence yet"
    NOT_MEASURED = "not_measured", "Not measured by a figure"


#: Every measure by its code, in the order of the rows.
MEASURES: Mapping[str, Measure] = MappingProxyType({row.code: row for row in ROWS})
_WORST_FIRST = (Kept.NOT_MET, Kept.PARTIALLY_MET, Kept.MET)


def kept(good: int, total: int, measure: Measure, *, on: date | None = None) -> Kept:
    """Whether a figure is within the threshold in force on a day; nothing counted is no evidence.

    Without a day the newest edition counts.
    """
    if total == 0:
        return Kept.NO_EVIDENCE
    met_from, partly_from = measure.met_from, measure.partly_from
    if on is not None:
        edition = measure.threshold_on(on)
        met_from, partly_from = edition.met_from, edition.partly_from
    if good * 100 >= met_from * total:
        return Kept.MET
    if good * 100 >= partly_from * total:
        return Kept.PARTIALLY_MET
    return Kept.NOT_MET


def worst(answers: Iterable[Kept]) -> Kept:
    """The worst of the answers that rest on evidence; without any, no evidence."""
    given = set(answers)
    return next((answer for answer in _WORST_FIRST if answer in given), Kept.NO_EVIDENCE)


def measures_of(clause_id: str) -> tuple[Measure, ...]:
    """The measures that show whether a clause is kept; empty where no figure can."""
    return tuple(row for row in MEASURES.values() if clause_id in row.clauses)


def relations_counting(measure: Measure, role: Role) -> frozenset[Relation]:
    """As what its organisation is counted for a reader of this role; empty where the role is shown no such figure."""
    return relations_reading(measure.part, role) & _ANSWERING


def reporting_year(day: date) -> tuple[date, date]:
    """First and last day of the year a day lies in: 1 April to 31 March."""
    first = date(day.year if day.month >= 4 else day.year - 1, 4, 1)
    return first, date(first.year + 1, 3, 31)
