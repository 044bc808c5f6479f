"""Prints the measures from their rows."""

from __future__ import annotations

from sightline.policy.markdown import page, table, text
from sightline.policy.measures import COUNTED_BY, MEASURES, Measure


def measures_page() -> str:
    """Every measure: what it is evidence for, how it counts, and the editions of its threshold."""
    clauses = {clause_id for row in MEASURES.values() for clause_id in row.clauses}
    return page(
        "Measures",
        text(
            f"{len(MEASURES)} figures show whether {len(clauses)} clauses are kept; a clause without one cannot be kept",
            "by a figure that this product holds today. A case counts once, whatever happened to it how often, and",
            f"{COUNTED_BY}; years run from April to March. Where nothing is counted there is no evidence yet.",
        ),
        table(
            ("Clauses", "Good", "Which cases", "Met from, partially from", "Part a reader is shown"),
            map(_row, MEASURES.values()),
        ),
        text(
            "Every threshold is a dated local default: the policy and the national documents have none. An ICB may agree",
            "[another](defaults.md) from a day on.",
        ),
    )


def _row(row: Measure) -> tuple[str, ...]:
    editions = sorted(row.editions, key=lambda edition: edition.from_on)
    return (
        ", ".join(row.clauses),
        row.title,
        row.how,
        "<br>".join(
            f"{edition.met_from}%, {edition.partly_from}% from {edition.from_on.isoformat()} ({edition.tag.label}: "
            f"{edition.source})"
            for edition in editions
        ),
        row.part.label,
    )
