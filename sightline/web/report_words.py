"""A draft's answers as sentences and links, for the page that shows them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from sightline.incidents.selectors import DraftRow
from sightline.organisations import selectors as organisations
from sightline.policy import report_answers
from sightline.policy.questionnaire import Answer, Problem, chosen
from sightline.policy.report_answers import ORGANISATION_FIELDS, PAPER_FIELDS, WHERE, WRITTEN
from sightline.policy.reporting_form import (
    QUESTIONS,
    FieldKind,
    ReportField,
    ReportQuestion,
    is_asked,
    questions_for,
)
from sightline.web.wording import say_date

#: Fields whose label says nothing that the question has not said.
_SAID_BY_QUESTION = frozenset({"affected", "other_organisation", "contact"})


@dataclass(frozen=True)
class SummaryRow:
    """One question with its answers: pairs of label (empty where the question says it) and words."""

    question: str
    lines: tuple[tuple[str, str], ...]
    change: str


def summary_rows(draft: DraftRow) -> list[SummaryRow]:
    """Every question that is asked, answered or not."""
    answers = report_answers.sound(draft.answers)
    return [
        SummaryRow(
            question.question,
            tuple(_lines(question, answers)),
            f"{reverse('report_question', args=[draft.draft_id, question.number])}?then=check",
        )
        for question in questions_for(answers)
    ]


def problem_links(draft_id: UUID, problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Each problem with the address of the field it is about."""
    page_of = {row.name: (question, row) for question in QUESTIONS for row in question.fields}
    page_of |= {row.name: (QUESTIONS[WHERE - 1], row) for row in ORGANISATION_FIELDS}
    page_of |= {row.name: (QUESTIONS[WRITTEN - 1], row) for row in PAPER_FIELDS}
    links = []
    for problem in problems:
        question, row = page_of[problem.field]
        several = (len(question.fields) > 1 or row in PAPER_FIELDS) and row.name not in _SAID_BY_QUESTION
        message = named_problem(row.label, problem.message) if several else problem.message
        address = reverse("report_question", args=[draft_id, question.number])
        links.append(
            {"text": f"{question.question} {message}", "href": f"{address}?then=check#id_{problem.field}"}
        )
    return links


def named_problem(label: object, message: str) -> str:
    """A message with the field it is about, where several stand together: ``Which shift? Choose one.``"""
    return f"{label} {message}" if str(label).endswith("?") else f"{label}: {message}"


def draft_title(draft: DraftRow) -> str:
    """The beginning of what was typed, to tell one draft from another."""
    words = " ".join("".join(chosen(report_answers.sound(draft.answers), "what_happened")).split())
    if not words:
        return "Nothing written under “What happened?” yet"
    return words if len(words) <= 80 else words[:78].rsplit(" ", 1)[0] + "…"


def _lines(question: ReportQuestion, answers: Mapping[str, Answer]) -> Iterable[tuple[str, str]]:
    extra = ORGANISATION_FIELDS if question.number == WHERE and "happened_at" in answers else ()
    if question.number == WRITTEN and report_answers.is_from_paper(answers):
        extra = PAPER_FIELDS
    rows = [*extra, *question.fields]
    for row in rows:
        words = _said(row, answers) if is_asked(row, answers) else ""
        if words:
            is_plain = len(rows) == 1 or row.name in _SAID_BY_QUESTION
            yield ("" if is_plain else row.label.rstrip("?")), words


def _said(row: ReportField, answers: Mapping[str, Answer]) -> str:
    given = [part for part in chosen(answers, row.name) if part.strip()]
    if not given:
        return ""
    if row.kind is FieldKind.DATE:
        day = report_answers.date_of(given[0])
        return say_date(day) if day is not None else given[0]
    if row.kind is FieldKind.ORGANISATION:
        found = [organisations.organisation_by_code(code) for code in given]
        return ", ".join(one.name for one in found if one is not None)
    labels = {choice.code: choice.label for choice in row.choices}
    return ", ".join(labels.get(part, part) for part in given) if labels else given[0].strip()
