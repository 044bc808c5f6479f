"""The 72-hour review: what the provider tells the ICB first, and how the ICB may answer (clause 2.2b)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sightline.policy.classification import INVESTIGATION_LEVELS
from sightline.policy.questionnaire import (
    YES_NO_OR_NOT_SURE,
    Answer,
    AnswerKind,
    Choice,
    Problem,
    is_answered,
)
from sightline.policy.terms import Term

SOURCE = "Serious Incident Framework 2015, initial review; from knowledge"


class InitialReviewOutcome(Term):
    """How the ICB answers."""

    ACCEPT = "accept", "Accept"
    ASK_FOR_MORE = "ask_for_more", "Ask for more"
    CHANGE_LEVEL = "change_level", "Accept, at another level"
    DOWNGRADE = "downgrade", "Downgrade (de-log on StEIS)"


class ReviewSection(Term):
    """The headings of the form, in order."""

    KNOWN = "known", "What is known"
    SERIOUSNESS = "seriousness", "SI criteria"
    INVESTIGATION = "investigation", "The investigation"
    PEOPLE = "people", "People affected, and staff"
    OTHERS = "others", "Other organisations and bodies"


@dataclass(frozen=True)
class ReviewRow:
    """One field of the form, under one of its headings."""

    code: str
    label: str
    help: str
    kind: AnswerKind
    required: bool
    clause: str
    section: ReviewSection
    choices: tuple[Choice, ...] = ()


_TEXT, _CHOICE = AnswerKind.TEXT, AnswerKind.CHOICE

INITIAL_REVIEW_FORM: tuple[ReviewRow, ...] = (
    ReviewRow(
        "immediate_safety",
        "Immediate action taken",
        "What has been done to keep people safe, and does it hold?",
        _TEXT,
        required=True,
        clause="2.1.2",
        section=ReviewSection.KNOWN,
    ),
    ReviewRow(
        "facts",
        "What is known now",
        "What happened and in what order. No names.",
        _TEXT,
        required=True,
        clause="2.2b",
        section=ReviewSection.KNOWN,
    ),
    ReviewRow(
        "evidence_secured",
        "Evidence secured",
        "Records, equipment, rotas, recordings.",
        _TEXT,
        required=True,
        clause="2.2b",
        section=ReviewSection.KNOWN,
    ),
    ReviewRow(
        "still_serious",
        "Does it still meet SI criteria?",
        "If not, say so: the ICB decides on a downgrade.",
        _CHOICE,
        required=True,
        clause="2.2a",
        section=ReviewSection.SERIOUSNESS,
        choices=YES_NO_OR_NOT_SURE,
    ),
    ReviewRow(
        "still_serious_reason",
        "Why, or why not",
        "Which criteria, and what has changed since it was declared.",
        _TEXT,
        required=True,
        clause="3.2.1",
        section=ReviewSection.SERIOUSNESS,
    ),
    ReviewRow(
        "proposed_level",
        "Proposed level of investigation",
        "The ICB agrees the level.",
        _CHOICE,
        required=True,
        clause="2.2b",
        section=ReviewSection.INVESTIGATION,
        choices=tuple(
            Choice(str(number), level.label, f"{level.used_for} {level.output}")
            for number, level in INVESTIGATION_LEVELS.items()
        ),
    ),
    ReviewRow(
        "lead_investigator",
        "Who will lead the investigation",
        "Their role, not their name.",
        _TEXT,
        required=True,
        clause="2.2b",
        section=ReviewSection.INVESTIGATION,
    ),
    ReviewRow(
        "terms_of_reference",
        "Proposed terms of reference",
        "What the investigation will ask, and what the patient or family want answered.",
        _TEXT,
        required=True,
        clause="2.2b",
        section=ReviewSection.INVESTIGATION,
    ),
    ReviewRow(
        "people_affected",
        "Patient or relevant person informed",
        "Who has been spoken to, how they are supported, and what they asked.",
        _TEXT,
        required=True,
        clause="3.1b",
        section=ReviewSection.PEOPLE,
    ),
    ReviewRow(
        "staff_support",
        "Support for staff",
        "How those involved are being looked after.",
        _TEXT,
        required=True,
        clause="4.3c",
        section=ReviewSection.PEOPLE,
    ),
    ReviewRow(
        "other_organisations",
        "Other organisations involved",
        "Who they are, and who has been alerted. Write “none” if there are none.",
        _TEXT,
        required=True,
        clause="4.7.10",
        section=ReviewSection.OTHERS,
    ),
    ReviewRow(
        "other_bodies",
        "Other bodies told, beyond those listed",
        "Only what the case does not list: the others are recorded there, each with its reference.",
        _TEXT,
        required=False,
        clause="2.2f",
        section=ReviewSection.OTHERS,
    ),
    ReviewRow(
        "safeguarding_police_coroner",
        "Safeguarding, police and coroner",
        "Whether each is involved, and since when.",
        _TEXT,
        required=True,
        clause="4.3h",
        section=ReviewSection.OTHERS,
    ),
    ReviewRow(
        "media",
        "Media and communications",
        "Whether interest is likely, and who is handling it.",
        _TEXT,
        required=True,
        clause="4.5e",
        section=ReviewSection.OTHERS,
    ),
    ReviewRow(
        "anything_else",
        "Anything else the ICB should know",
        "",
        _TEXT,
        required=False,
        clause="4.3b",
        section=ReviewSection.OTHERS,
    ),
)


#: What is asked beside a review that the provider wrote as a document already: the headlines, and no more.
HEADLINES = frozenset(
    {"facts", "immediate_safety", "still_serious", "proposed_level", "people_affected", "staff_support"}
)


def problems_of_review(answers: Mapping[str, Answer], *, has_document: bool = False) -> tuple[Problem, ...]:
    """What must still be filled in before the review can be sent; empty when it can.

    With a document the headlines are enough: the rest is in it.
    """
    found = []
    for row in INITIAL_REVIEW_FORM:
        known = {choice.code for choice in row.choices}
        is_wanted = row.required and (not has_document or row.code in HEADLINES)
        if is_wanted and not is_answered(answers, row.code):
            word = "Choose an answer" if row.choices else "Fill in"
            found.append(Problem(row.code, f"{word}: {row.label.lower()}.", clause=row.clause))
        elif known and is_answered(answers, row.code) and answers[row.code] not in known:
            found.append(Problem(row.code, "Choose from the list.", clause=row.clause))
    return tuple(found)
