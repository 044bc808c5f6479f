"""What a final report must hold before an executive can sign it off (reference 1.7, clauses 2.2b, 4.3f, 4.4.2)."""

from __future__ import annotations


def missing_from_report(
    *, summary: str, causes: str, lessons: str, has_document: bool, has_actions: bool
) -> tuple[str, ...]:
    """What is still missing, in words; empty when the report can be signed off."""
    missing = []
    if not has_document:
        missing.append("the report itself, as a document")
    if not summary.strip():
        missing.append("a summary")
    if not causes.strip():
        missing.append("the causes found")
    if not lessons.strip():
        missing.append("the lessons")
    if not has_actions:
        missing.append("at least one action, with its owner and date")
    return tuple(missing)
