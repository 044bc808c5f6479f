"""What is wrong with a report, beside its field. A draft may leave anything out; sending may not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sightline.policy.date_order import problem_with_found, problem_with_happened
from sightline.policy.near_miss import NOBODY
from sightline.policy.questionnaire import Answer, Problem, chosen, is_answered
from sightline.policy.reporting_form import FIELDS, QUESTIONS, FieldKind, ReportField, is_asked


def problems_of_page(number: int, answers: Mapping[str, Answer], *, today: date) -> tuple[Problem, ...]:
    """What is wrong with one page, beside the field it concerns; empty when it is fit to send."""
    question = QUESTIONS[number - 1]
    found = []
    for field in question.fields:
        if is_asked(field, answers) and (message := problem_of_field(field, answers)):
            found.append(Problem(field.name, message, clause=question.clause))
    if found:
        return tuple(found)
    if question.name == "when":
        happened, seen = _day(answers, "happened_on"), _day(answers, "found_on")
        if message := problem_with_happened(happened, today=today):
            found.append(Problem("happened_on", message, clause=question.clause))
        if message := problem_with_found(seen, happened_on=happened, today=today):
            found.append(Problem("found_on", message, clause=question.clause))
    wants_answer = question.name == "contact" and is_asked(FIELDS["contact_email"], answers)
    if wants_answer and not any(is_answered(answers, name) for name in ("contact_email", "contact_phone")):
        words = "Give an e-mail address or a phone number, or choose the code only."
        found.append(Problem("contact_email", words, clause=question.clause))
    return tuple(found)


def problems_of_report(answers: Mapping[str, Answer], *, today: date) -> tuple[Problem, ...]:
    """Everything that stops the report from being sent, in the order of the pages."""
    return tuple(
        problem
        for question in QUESTIONS
        for problem in problems_of_page(question.number, answers, today=today)
    )


def _day(answers: Mapping[str, Answer], name: str) -> date | None:
    written = chosen(answers, name)
    if not written or not written[0].strip() or not is_asked(FIELDS[name], answers):
        return None
    return date.fromisoformat(written[0].strip())


_ALONE = {
    "affected": frozenset(member.value for member in NOBODY),
    "circumstances": frozenset({"none", "not_sure"}),
}


def problem_of_field(field: ReportField, answers: Mapping[str, Answer]) -> str:
    """What is wrong with the answer to one field that is asked, or ``""``."""
    if not is_answered(answers, field.name):
        return _ASK.get(field.kind, "Answer this question.") if field.required else ""
    given = chosen(answers, field.name)
    if field.choices:
        if not {choice.code for choice in field.choices}.issuperset(given):
            return "Choose from the list."
        if len(given) > 1 and _ALONE.get(field.name, frozenset()).intersection(given):
            return "That answer stands alone. Choose it, or choose others."
        return ""
    if len(given[0]) > field.max_length:
        return f"Use {field.max_length:,} characters or fewer. You have used {len(given[0]):,}."
    return _misread(field.kind, given[0].strip())


_ASK = {
    FieldKind.TEXT: "Write a few words.",
    FieldKind.LINE: "Fill this in.",
    FieldKind.DATE: "Enter the date.",
    FieldKind.TIME: "Enter the time.",
    FieldKind.CHOICE: "Choose one.",
    FieldKind.MULTI: "Choose at least one.",
}


def _misread(kind: FieldKind, text: str) -> str:
    """What is wrong with how a date, time, number or address is written, or ``""``."""
    if kind is FieldKind.DATE:
        try:
            date.fromisoformat(text)
        except ValueError:
            return "Enter a real date."
    if kind is FieldKind.TIME:
        hours, _, minutes = text.partition(":")
        digits = f"{hours}{minutes}"
        if not (digits.isascii() and digits.isdigit() and len(minutes) == 2 and 1 <= len(hours) <= 2):
            return "Enter a time like 14:30."
        if int(hours) > 23 or int(minutes) > 59:
            return "Enter a time like 14:30."
    if kind is FieldKind.NUMBER and not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1_000_000):
        return "Enter a whole number, 1 or more."
    if kind is FieldKind.EMAIL and ("@" not in text[1:-1] or any(letter.isspace() for letter in text)):
        return "Enter an e-mail address, like name@example.org."
    return ""
