"""StEIS: which fields are asked here, what is still missing at a stage, and what is wrong with an answer.

Nothing is sent to StEIS from here: people copy it and record the log number they are given (decisions 5 and 7).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from sightline.policy.questionnaire import Problem
from sightline.policy.reporting_form import FieldKind
from sightline.policy.steis_rows import (
    LONG,
    SHORT,
    STEIS_FIELDS,
    Origin,
    Stage,
    SteisField,
    SteisSection,
)
from sightline.policy.terms import Action, Status

__all__ = [
    "LOGGED",
    "LONG",
    "NOT_SENT",
    "SHORT",
    "STEIS_FIELDS",
    "Origin",
    "Stage",
    "SteisField",
    "SteisSection",
    "answer_in_words",
    "asked_fields",
    "missing",
    "needed_by",
    "problem_with_logged_on",
    "problems",
    "read_answers",
    "stage_of",
]

NOT_SENT = (
    "Sightline does not send anything to StEIS. Copy the text into StEIS, then record its log number here."
)
YEARS, MONTHS = "patient_age_years", "patient_age_months"
OLDEST_YEARS, OLDEST_MONTHS = 120, 23
_AGE_ONLY = "Give the age, never a date of birth."
_A_DATE = re.compile(
    r"\b\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*(?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+\d{4}\b",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"\bd\.?\s?o\.?\s?b\b|\bdate\s+of\s+birth\b|\bborn\b|\bbirthday\b", re.IGNORECASE)

#: Steps that the running log tells of. Discussion, notes and what a reporter is asked stay out of the national log.
LOGGED = frozenset(
    {
        Action.REQUEST_DISCUSSION,
        Action.DECLARE,
        Action.ACKNOWLEDGE,
        Action.AGREE_CLASSIFICATION,
        Action.CHALLENGE_CLASSIFICATION,
        Action.CONFIRM_NEVER_EVENT,
        Action.REJECT_NEVER_EVENT,
        Action.AGREE_LEVEL,
        Action.SUBMIT_INITIAL_REVIEW,
        Action.ACCEPT_INITIAL_REVIEW,
        Action.ASK_FOR_MORE,
        Action.RECORD_OTHER_BODY,
        Action.END_OTHER_BODY,
        Action.SUBMIT_REPORT,
        Action.RETURN_REPORT,
        Action.ACCEPT_REPORT,
        Action.DOWNGRADE,
        Action.CLOSE,
        Action.REOPEN,
        Action.RECEIVE_DUPLICATE,
        Action.CORRECT,
    }
)

_AT_REPORT = frozenset({Status.REPORT_SUBMITTED, Status.IN_REVIEW, Status.RETURNED})
_ORDER = tuple(Stage)


def asked_fields(*, about_a_patient: bool = True) -> tuple[SteisField, ...]:
    """The fields that are asked here, in the order of the form; those of a patient only where there is one."""
    return tuple(
        row
        for row in STEIS_FIELDS.values()
        if row.origin is Origin.ASKED and (about_a_patient or row.section is not SteisSection.PATIENT)
    )


def stage_of(status: Status) -> Stage:
    """How much StEIS needs of a case in this status."""
    if status is Status.CLOSED:
        return Stage.CLOSURE
    return Stage.REPORT if status in _AT_REPORT else Stage.FIRST_ENTRY


def needed_by(field: SteisField, stage: Stage) -> bool:
    """Whether the field must be filled in by this stage."""
    return field.stage is not None and _ORDER.index(field.stage) <= _ORDER.index(stage)


def missing(
    values: Mapping[str, str], stage: Stage, *, about_a_patient: bool = True
) -> tuple[SteisField, ...]:
    """The fields that must be filled in by this stage and are not, in the order of the form.

    ``values`` is by code. An age in months stands for the age in years. Under clause 3.1h the candour section is
    needed for each incident: where the duty does not apply, with the reason.
    """
    return tuple(
        row
        for row in STEIS_FIELDS.values()
        if needed_by(row, stage)
        and not values.get(row.code, "").strip()
        and (about_a_patient or row.section is not SteisSection.PATIENT)
        and not (row.code == YEARS and values.get(MONTHS, "").strip())
    )


def read_answers(stored: Mapping[str, object]) -> dict[str, str]:
    """The answers to asked fields, without what is empty or is no text, outer spaces removed."""
    return {
        row.code: text
        for row in asked_fields()
        if isinstance(given := stored.get(row.code), str) and (text := given.strip())
    }


def answer_in_words(field: SteisField, answer: str) -> str:
    """An answer as StEIS is given it: the label of a choice, else the words."""
    return next((choice.label for choice in field.choices if choice.code == answer), answer)


def problems(answers: Mapping[str, str]) -> tuple[Problem, ...]:
    """What is wrong with the answers given so far, each beside its field. An empty one is missing, not wrong."""
    given = read_answers(answers)
    found = []
    for code, answer in given.items():
        row = STEIS_FIELDS[code]
        if message := _problem_of(row, answer):
            found.append(Problem(code, message, clause=row.clause))
    if YEARS in given and MONTHS in given:
        words = "Give the age in years or in months, not both."
        found.append(Problem(MONTHS, words, clause=STEIS_FIELDS[MONTHS].clause))
    return tuple(found)


def _problem_of(row: SteisField, answer: str) -> str:
    if row.choices:
        known = {choice.code for choice in row.choices}
        return "" if answer in known else "Choose from the list."
    if row.kind is FieldKind.NUMBER:
        return _problem_of_age(row, answer)
    most = LONG if row.kind is FieldKind.TEXT else SHORT
    if len(answer) > most:
        return f"Use {most:,} characters or fewer. You have used {len(answer):,}."
    if _says_date_of_birth(row, answer):
        return _AGE_ONLY
    return ""


def _problem_of_age(row: SteisField, answer: str) -> str:
    if _A_DATE.search(answer):
        return _AGE_ONLY
    number = int(answer) if answer.isascii() and answer.isdigit() and len(answer) < 4 else None
    if row.code == MONTHS:
        in_range = number is not None and number <= OLDEST_MONTHS
        return "" if in_range else f"Enter the age in months, from 0 to {OLDEST_MONTHS}."
    if number is not None and number < 2:
        return "Under 2 years old, give the age in months instead."
    in_range = number is not None and number <= OLDEST_YEARS
    return "" if in_range else f"Enter the age in whole years, from 2 to {OLDEST_YEARS}."


def _says_date_of_birth(row: SteisField, answer: str) -> bool:
    """A date beside a word for birth; of a patient any full date, since nothing asked there needs one."""
    if not _A_DATE.search(answer):
        return False
    return row.section is SteisSection.PATIENT or _BIRTH.search(answer) is not None


def problem_with_logged_on(
    logged_on: date | None, *, number: str, happened_on: date | None, today: date
) -> Problem | None:
    """What is wrong with the day it was logged on StEIS. That day moves no timescale (decision 7)."""
    if logged_on is None:
        return None
    words = ""
    if not number.strip():
        words = "Give the log number that StEIS gave it on that day."
    elif logged_on > today:
        words = "The date it was logged cannot be in the future."
    elif happened_on is not None and logged_on < happened_on:
        words = "It cannot have been logged before it happened. Check the date."
    return Problem("steis_logged_on", words, clause="12i") if words else None
