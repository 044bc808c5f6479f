"""Whether a clause is being kept: the figures that show it, and the thresholds they are held to.

About an installation in one year, April to March (design decision 39), never about the product: see ``built``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sightline.policy.terms import Part, Term


class Kept(Term):
    """The answer of a clause's figures."""

    MET = "met", "Met"
    PARTIALLY_MET = "partially_met", "Partially met"
    NOT_MET = "not_met", "Not met"
    NO_EVIDENCE = "no_evidence", "No evidence yet"
    NOT_MEASURED = "not_measured", "Not measured by a figure"


@dataclass(frozen=True)
class Measure:
    """One figure: of so many cases (``total``), how many were as the clauses ask (``good``).

    ``sentence`` is filled with ``good`` and ``total``: "{good} of {total} reported to the ICB within 2 working days".
    ``unmet`` names the others as a link does: "{unmet} overdue". ``part``: of the case that a reader must be shown to
    see the figure.
    """

    code: str
    clauses: tuple[str, ...]
    sentence: str
    unmet: str
    part: Part
    met_from: int
    partly_from: int
    tag: str
    source: str


MEASURES: Mapping[str, Measure] = MappingProxyType({})


def kept(good: int, total: int, measure: Measure) -> Kept:
    """Whether a figure is within its thresholds, in per cent; nothing counted is no evidence."""
    if total == 0:
        return Kept.NO_EVIDENCE
    if good * 100 >= measure.met_from * total:
        return Kept.MET
    if good * 100 >= measure.partly_from * total:
        return Kept.PARTIALLY_MET
    return Kept.NOT_MET
