"""What a final report must hold before an executive can sign it off (reference 1.7, clauses 2.2b, 4.3f, 4.4.2)."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.policy.questionnaire import Problem

#: Causes are looked for here (the families of contributory factors; Serious Incident Framework 2015, from knowledge).
CONTRIBUTORY_FACTORS = (
    "patient",
    "individual staff",
    "task",
    "communication",
    "team",
    "education and training",
    "equipment and resources",
    "working conditions",
    "organisation and strategy",
)


@dataclass(frozen=True)
class ReportRow:
    """One part of the report that is written in words."""

    code: str
    label: str
    help: str
    clause: str


REPORT_FORM: tuple[ReportRow, ...] = (
    ReportRow(
        "summary",
        "Summary",
        "What happened and why, so that someone who reads nothing else understands it. No names.",
        clause="2.2b",
    ),
    ReportRow(
        "causes",
        "Causes found",
        "Care delivery problems and service delivery problems, what contributed to each, and the root causes. "
        f"Look at: {', '.join(CONTRIBUTORY_FACTORS)}.",
        clause="4.3d",
    ),
    ReportRow(
        "lessons",
        "Lessons",
        "What others could learn from this, written so that it can be shared.",
        clause="1.1c",
    ),
)


def missing_from_report(
    *,
    summary: str,
    causes: str,
    lessons: str,
    has_document: bool,
    has_actions: bool,
    is_analysis: bool = False,
) -> tuple[str, ...]:
    """What is still missing, in words; empty when the report can be signed off.

    ``is_analysis``: a small provider's significant event analysis, whose words are the whole report (4.4.1).
    """
    missing = []
    if not has_document and not is_analysis:
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


def problems_with_statement(statement: str) -> tuple[Problem, ...]:
    """What keeps an executive from signing: whoever signs says in words what they answer for (4.4.2)."""
    if statement.strip():
        return ()
    return (Problem("statement", "Say what you have checked and answer for.", clause="4.4.2"),)
