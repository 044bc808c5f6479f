"""What a message, a note and a word to the reporter must say (clauses 4.3b, 4.3c)."""

from __future__ import annotations

from datetime import date

from sightline.policy.questionnaire import Problem

LONGEST_MESSAGE = 5_000
#: Said on the page of notes, because people write more freely where they think nobody reads it.
NOTES_DISCLOSABLE = (
    "Only people at the ICB see these notes. They are part of the record, and can be disclosed: to a coroner, "
    "a court, or the patient or family."
)
#: Working days offered for an answer, changed by whoever asks [local default; an ICB may set another, see
#: ``local_default_rows``].
ANSWER_WITHIN_WORKING_DAYS = 3


def problems_with_message(
    text: str, *, answer_by: date | None = None, asks: bool = False, today: date
) -> tuple[Problem, ...]:
    """What keeps a message, note or question from being written, beside its field."""
    found = []
    if not text.strip():
        found.append(Problem("text", "Write something first.", clause="4.3b"))
    elif len(text) > LONGEST_MESSAGE:
        words = f"What you write must be {LONGEST_MESSAGE} characters or fewer."
        found.append(Problem("text", words, clause="4.3b"))
    if asks and answer_by is None:
        found.append(Problem("answer_by", "Say by when you need an answer.", clause="4.3b"))
    elif asks and answer_by is not None and answer_by < today:
        found.append(Problem("answer_by", "The day must be today or later.", clause="4.3b"))
    return tuple(found)
