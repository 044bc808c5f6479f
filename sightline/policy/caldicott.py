"""The eight Caldicott principles as questions put to each disclosure, and who must approve it (clauses 11.1a, 11.1b)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sightline.policy.questionnaire import YES_NO_OR_NOT_SURE, Problem
from sightline.policy.reckoning import Tag
from sightline.policy.three_answers import NO, YES, Ask, Finding, all_of, unknown

SOURCE = "National Data Guardian, the Caldicott principles, December 2020; from knowledge"
GUARDIAN = "Caldicott Guardian"


@dataclass(frozen=True)
class Principle:
    """One principle in our words, and the question it puts to a disclosure; "yes" lets it go on."""

    number: int
    code: str
    text: str
    question: str
    from_on: date
    clause: str = "11.1b"
    tag: Tag = Tag.NATIONAL
    source: str = SOURCE


_FIRST_SIX, _SEVENTH, _EIGHTH = date(1997, 12, 1), date(2013, 4, 26), date(2020, 12, 8)

PRINCIPLES: tuple[Principle, ...] = (
    Principle(
        1,
        "purpose",
        "Say what confidential information is used for, and why.",
        "Is the purpose written down, and is it a good reason to share?",
        _FIRST_SIX,
    ),
    Principle(
        2,
        "necessary",
        "Use confidential information only where the purpose needs it.",
        "Does the purpose need confidential information, so that nothing less would do?",
        _FIRST_SIX,
    ),
    Principle(
        3,
        "minimum",
        "Use no more of it than the purpose needs.",
        "Is it the least that will do: parts left out, figures small enough to name someone masked?",
        _FIRST_SIX,
    ),
    Principle(
        4,
        "need_to_know",
        "Let only those see it who need to.",
        "Does it go only to people who need to know it?",
        _FIRST_SIX,
    ),
    Principle(
        5,
        "responsibilities",
        "See that everyone who has it knows their duty to keep it safe.",
        "Does whoever receives it know what they may do with it, and for how long?",
        _FIRST_SIX,
    ),
    Principle(
        6,
        "law",
        "Keep to the law.",
        "Is there a lawful basis for sharing it, and is it recorded?",
        _FIRST_SIX,
        clause="11.1a",
    ),
    Principle(
        7,
        "duty_to_share",
        "The duty to share for good care matters as much as the duty to protect.",
        "Have you weighed what harm could come of not sharing it?",
        _SEVENTH,
    ),
    Principle(
        8,
        "no_surprises",
        "Tell patients how their information is used, so that nothing surprises them.",
        "Would the patient, or who acts for them, expect it to be used like this, or have they been told?",
        _EIGHTH,
    ),
)
#: How each question is answered.
CHOICES = YES_NO_OR_NOT_SURE


def principles_on(day: date) -> tuple[Principle, ...]:
    """The principles that held on a day; the seventh came in 2013 and the eighth in 2020."""
    return tuple(row for row in PRINCIPLES if row.from_on <= day)


def passes(answers: Mapping[str, str], *, on: date) -> Finding:
    """Whether a disclosure meets every principle: a question not answered, or "not sure", is not a yes."""
    return all_of(_finding(row, answers.get(row.code, "")) for row in principles_on(on))


def _finding(row: Principle, answer: str) -> Finding:
    if answer == "yes":
        return YES
    return NO if answer == "no" else unknown(Ask(row.code, row.question, row.clause))


def problems_of_sharing(
    answers: Mapping[str, str],
    *,
    identifies_someone: bool | None,
    guardian_agreed: bool,
    lawful_basis: str,
    on: date,
) -> tuple[Problem, ...]:
    """What stops a disclosure, each beside its field; empty when it may go.

    ``identifies_someone`` None, not known, counts as yes: the Guardian then decides. A principle that is not met, or of
    which nobody is sure, is also the Guardian's to decide.
    """
    found = [
        Problem(row.code, f"Answer: {row.question}", clause=row.clause)
        for row in principles_on(on)
        if answers.get(row.code, "") not in {choice.code for choice in CHOICES}
    ]
    if not lawful_basis.strip():
        found.append(Problem("lawful_basis", "Record the lawful basis for sharing it.", clause="11.1a"))
    if found or guardian_agreed:
        return tuple(found)
    if identifies_someone is not False:
        words = f"It can identify someone, or may do so. The {GUARDIAN} must agree first."
        found.append(Problem("guardian_agreed", words, clause="11.1b"))
    elif not passes(answers, on=on).is_yes:
        words = f"Not every principle is met. Change what is shared, or ask the {GUARDIAN}."
        found.append(Problem("guardian_agreed", words, clause="11.1b"))
    return tuple(found)
