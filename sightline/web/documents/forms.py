"""Adding a paper, and the six headlines beside a 72-hour review that is written already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sightline.incidents.services.documents import NewDocument
from sightline.policy.document_kinds import (
    LONGEST_DESCRIPTION,
    DocumentKind,
    kind_words,
    kinds_of,
    problems_with_document,
)
from sightline.policy.initial_review_form import HEADLINES, INITIAL_REVIEW_FORM, problems_of_review
from sightline.policy.terms import Framework
from sightline.web.document_fields import PaperForm
from sightline.web.nhsuk.fields import ChoiceField, DateField3, LongTextField, Refusal, TextField


class AddDocumentForm(PaperForm):
    """One paper for the case."""

    def __init__(self, *given: Any, today: date, framework: Framework, **more: Any) -> None:
        super().__init__(*given, **more)
        self._today, self._framework = today, framework
        self.fields["kind"] = ChoiceField(
            label="What is it?",
            choices=kinds_of(framework),
            missing="Say what the document is.",
            clause="4.3b",
        )
        self.fields["description"] = TextField(
            label="In a few words (optional)",
            required=False,
            max_characters=LONGEST_DESCRIPTION,
            subject="The description",
        )
        self.fields["received_on"] = DateField3(
            label="If it came another way before: on which day?",
            help_text="For example to a shared mailbox. Shown beside it; receipt counts from when it is put here.",
            required=False,
            subject="The day it came",
        )
        self.order_fields(["kind", "document", "pasted", "description", "received_on"])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for problem in problems_with_document(
            kind=given.get("kind") or "",
            description=given.get("description") or "",
            received_on=given.get("received_on"),
            today=self._today,
        ):
            if problem.field not in self.errors:
                self.add_error(problem.field, Refusal(problem))
        return given

    def paper(self) -> NewDocument:
        """What was given, with what was said of it."""
        given = self.cleaned_data
        kind = DocumentKind(given["kind"])
        paper = super().paper()
        return replace(
            paper,
            name=kind_words(kind, self._framework) if paper.pasted else paper.name,
            kind=kind.value,
            description=given["description"],
            received_on=given["received_on"],
        )


class HeadlinesForm(PaperForm):
    """A 72-hour review as a document, with six headlines; ``on_the_case`` are reviews put there before."""

    kind = DocumentKind.INITIAL_REVIEW
    is_report = True

    def __init__(self, *given: Any, on_the_case: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self._on_the_case = on_the_case
        if on_the_case:
            self.fields["kept"] = ChoiceField(
                label="Which document?",
                choices=[*on_the_case, ("", "Another one: choose or paste it below")],
                required=False,
                initial=on_the_case[0][0],
            )
        for row in INITIAL_REVIEW_FORM:
            if row.code not in HEADLINES:
                continue
            words: dict[str, Any] = {
                "label": row.label,
                "help_text": row.help,
                "required": False,
                "clause": row.clause,
            }
            self.fields[row.code] = (
                ChoiceField(choices=[(each.code, each.label) for each in row.choices], **words)
                if row.choices
                else LongTextField(subject=row.label, rows=3, **words)
            )
        rows = [row.code for row in INITIAL_REVIEW_FORM if row.code in HEADLINES]
        self.order_fields(["kept", "document", "pasted", *rows])

    @property
    def headlines(self) -> list[str]:
        """The names of the six, in the order of the full form."""
        return [row.code for row in INITIAL_REVIEW_FORM if row.code in HEADLINES]

    @property
    def kept_id(self) -> str:
        """The key of the document on the case that was chosen; empty where another was given."""
        return str(self.cleaned_data.get("kept") or "")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data if self.cleaned_data.get("kept") else super().clean()
        answers = {code: str(given.get(code) or "") for code in self.headlines}
        for problem in problems_of_review(answers, has_document=True):
            if problem.field not in self.errors:
                self.add_error(problem.field, Refusal(problem))
        self.answers = answers
        return given
