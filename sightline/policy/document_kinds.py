"""What a paper is to a case, and what must be said of one (clause 4.3b, design decision 25)."""

from __future__ import annotations

from datetime import date

from sightline.policy.questionnaire import Problem
from sightline.policy.terms import Framework, Term

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
    REDACTED_COPY = "redacted_copy", "Redacted copy"


#: Kinds that a step of their own makes: nobody adds one as a paper (``redacting``).
MADE = frozenset({DocumentKind.REDACTED_COPY})


_UNDER_PSIRF = {
    DocumentKind.FINAL_REPORT: "Report of the learning response",
    DocumentKind.EVIDENCE: "Evidence that a safety action was done",
}


def kind_words(kind: DocumentKind, framework: Framework) -> str:
    """What a paper is called in the words of the framework of its case."""
    return _UNDER_PSIRF.get(kind, kind.label) if framework == Framework.PSIRF else kind.label


def kinds_of(framework: Framework) -> list[tuple[str, str]]:
    """The kinds that a case can have, as pairs of stored word and label; under PSIRF there is no first review."""
    return [
        (kind.value, kind_words(kind, framework))
        for kind in DocumentKind
        if kind not in MADE and (framework != Framework.PSIRF or kind is not DocumentKind.INITIAL_REVIEW)
    ]


def problems_with_document(
    *, kind: str, description: str, received_on: date | None, today: date
) -> tuple[Problem, ...]:
    """What keeps a paper from being added, beside its field."""
    found = []
    if kind not in set(DocumentKind) - MADE:
        found.append(Problem("kind", "Say what the document is.", clause="4.3b"))
    if kind == DocumentKind.OTHER and not description.strip():
        found.append(Problem("description", "Say in a few words what it is.", clause="4.3b"))
    if len(description) > LONGEST_DESCRIPTION:
        words = f"The description must be {LONGEST_DESCRIPTION} characters or fewer."
        found.append(Problem("description", words, clause="4.3b"))
    if received_on is not None and received_on > today:
        found.append(Problem("received_on", "It cannot have come after today.", clause="4.3a"))
    return tuple(found)
