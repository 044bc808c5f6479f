"""What a paper is to a case, and what must be said of one (clause 4.3b, design decision 25)."""

from __future__ import annotations

from datetime import date

from sightline.policy.questionnaire import Problem
from sightline.policy.terms import Term

LONGEST_DESCRIPTION = 200


class DocumentKind(Term):
    """The papers of a case, by what they are for."""

    INITIAL_REVIEW = "initial_review", "72-hour review"
    FINAL_REPORT = "final_report", "Final report"
    CANDOUR_LETTER = "candour_letter", "Follow-up letter (Duty of Candour)"
    EVIDENCE = "evidence", "Evidence that an action was done"
    TERMS_OF_REFERENCE = "terms_of_reference", "Terms of reference"
    RECORD = "record", "Record, statement or timeline"
    OTHER = "other", "Something else"


def problems_with_document(
    *, kind: str, description: str, received_on: date | None, today: date
) -> tuple[Problem, ...]:
    """What keeps a paper from being added, beside its field."""
    found = []
    if kind not in set(DocumentKind):
        found.append(Problem("kind", "Say what the document is.", clause="4.3b"))
    if kind == DocumentKind.OTHER and not description.strip():
        found.append(Problem("description", "Say in a few words what it is.", clause="4.3b"))
    if len(description) > LONGEST_DESCRIPTION:
        words = f"The description must be {LONGEST_DESCRIPTION} characters or fewer."
        found.append(Problem("description", words, clause="4.3b"))
    if received_on is not None and received_on > today:
        found.append(Problem("received_on", "It cannot have come after today.", clause="4.3a"))
    return tuple(found)
