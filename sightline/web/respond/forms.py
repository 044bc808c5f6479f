"""What the provider sends, asked in the words of ``policy`` and refused by the same functions as the services."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from sightline.incidents.selectors import CasePage
from sightline.incidents.selectors.case_sections import CandourSection
from sightline.incidents.services.document_receipt import Examined, examine
from sightline.incidents.services.documents import NewDocument
from sightline.policy import candour
from sightline.policy.action_plan import problems_with_action, problems_with_evidence
from sightline.policy.action_strength import STRENGTHS, ActionStrength
from sightline.policy.initial_review_form import INITIAL_REVIEW_FORM, ReviewRow, problems_of_review
from sightline.policy.investigation_report import REPORT_FORM, problems_with_statement
from sightline.policy.questionnaire import YES_NO_OR_NOT_SURE, Problem
from sightline.policy.terms import CandourRegime
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import (
    ChoiceField,
    DateField3,
    DocumentField,
    LongTextField,
    Refusal,
    TextField,
)

_YES_OR_NO = (("yes", "Yes, it applies"), ("no", "No, it does not apply"))


class AskedOfPolicy(CheckedForm):
    """A form whose refusals come from policy. A field that is wrong in itself is not refused twice."""

    def say(self, problems: Iterable[Problem]) -> None:
        """Puts each problem beside its field."""
        for problem in problems:
            if problem.field not in self.errors:
                self.add_error(problem.field, Refusal(problem))

    def typed(self, name: str) -> str:
        """What stands in a field of words or of one choice; empty where it is wrong in itself."""
        return str(self.cleaned_data.get(name) or "")


class InitialReviewForm(AskedOfPolicy):
    """The 72-hour review, row by row as ``policy.initial_review_form`` has it."""

    def __init__(self, data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        for row in INITIAL_REVIEW_FORM:
            self.fields[row.code] = _review_field(row)

    def clean(self) -> dict[str, Any]:
        self.say(problems_of_review(self.answers(with_level=True)))
        return self.cleaned_data

    def answers(self, *, with_level: bool = False) -> dict[str, str]:
        """The answers by code; the level apart, as the service takes it."""
        return {
            row.code: self.typed(row.code)
            for row in INITIAL_REVIEW_FORM
            if with_level or row.code != "proposed_level"
        }

    @property
    def proposed_level(self) -> int:
        """The level chosen, once the form is valid."""
        return int(self.typed("proposed_level"))


def _review_field(row: ReviewRow) -> forms.Field:
    label = row.label if row.required else f"{row.label} (optional)"
    clause = row.clause if row.required else ""
    if row.choices:
        return ChoiceField(
            label=label,
            help_text=row.help,
            required=False,
            choices=[(choice.code, choice.label) for choice in row.choices],
            choice_hints={choice.code: choice.help for choice in row.choices if choice.help},
            clause=clause,
        )
    return LongTextField(
        label=label, help_text=row.help, required=False, subject=row.label, rows=4, clause=clause
    )


def first_answers(page: CasePage) -> dict[str, str]:
    """What the page is drawn with: the last review, or what was reported and declared already."""
    reviews = page.investigation.initial_reviews if page.investigation else ()
    if reviews:
        return {**reviews[0].answers, "proposed_level": str(reviews[0].proposed_level)}
    level = page.investigation.proposed_level if page.investigation else None
    return {
        "immediate_safety": page.narrative.made_safe if page.narrative else "",
        "proposed_level": str(level or ""),
    }


class ReportForm(CheckedForm):
    """The final report in hand; it may be saved with anything still missing."""

    document = DocumentField(
        label="The report, as a document",
        required=False,
        max_bytes=settings.SIGHTLINE_DOCUMENT_BYTES,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
        clause="2.2b",
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, receive: Callable[..., Examined] = examine, **given: Any
    ) -> None:
        super().__init__(data, files, **given)
        self._receive = receive
        words: dict[str, forms.Field] = {
            row.code: LongTextField(
                label=row.label,
                help_text=row.help,
                required=False,
                subject=row.label,
                rows=8,
                clause=row.clause,
            )
            for row in REPORT_FORM
        }
        self.fields = {**words, **self.fields}
        most = settings.SIGHTLINE_DOCUMENT_BYTES // 1024 // 1024
        self.fields[
            "document"
        ].help_text = f"A PDF or a Word document (DOCX) of {most} MB or smaller. No names in it."

    def clean_document(self) -> NewDocument | None:
        """The file as received, once its content has been looked at."""
        file: UploadedFile | None = self.cleaned_data.get("document")
        if file is None:
            return None
        content = file.read()
        examined = self._receive(content, report=True)
        if examined.problem:
            raise ValidationError(examined.problem, code="refused")
        return NewDocument(file.name or "", content, examined=examined)


class SignOffForm(AskedOfPolicy):
    """An executive's statement, by which they answer for what they signed."""

    statement = LongTextField(
        label="Your statement",
        help_text="What you have checked and answer for. Your name, role and the time are recorded with it.",
        required=False,
        subject="Your statement",
        rows=4,
        clause="4.4.2",
    )

    def clean(self) -> dict[str, Any]:
        self.say(problems_with_statement(self.typed("statement")))
        return self.cleaned_data


class CandourDecisionForm(AskedOfPolicy):
    """Whether the duty applies: the three-part test informs, a healthcare professional decides."""

    applies = ChoiceField(
        label="Does the Duty of Candour apply?",
        required=False,
        choices=_YES_OR_NO,
        reveals={"yes": ["relevant_person"]},
        label_size="m",
        clause="3.1h",
    )
    relevant_person = ChoiceField(
        label="Who is the relevant person?",
        help_text=f"Do not name anyone. {candour.RELATIVES_NEED_CONSENT}",
        required=False,
        choices=[(route.code, route.label) for route in candour.ROUTES.values()],
        choice_hints={route.code: route.help for route in candour.ROUTES.values() if not route.is_patient},
        clause="3.1a",
    )
    opinion_of = TextField(
        label="Whose professional opinion is this?",
        help_text="The role of the healthcare professional, not their name. For example, consultant anaesthetist.",
        required=False,
        subject="The role",
        clause="3.1.0",
    )
    reason = LongTextField(
        label="Why does it apply, or why not?",
        help_text="What was considered. Do not name anyone.",
        required=False,
        subject="The reason",
        rows=4,
        clause="3.1h",
    )

    def __init__(self, data: Any = None, *, section: CandourSection, **given: Any) -> None:
        known = {} if section.applies is None else _decided(section)
        super().__init__(data, initial=known, **given)
        regime = candour.REGIMES.get(CandourRegime(section.regime))
        threshold_help = f"That is: it {regime.verb} one of the harms listed above." if regime else ""
        test: dict[str, forms.Field] = {
            part.code: ChoiceField(
                label=part.question,
                help_text=threshold_help if part.code == "threshold" else part.help,
                required=False,
                choices=[(choice.code, choice.label) for choice in YES_NO_OR_NOT_SURE],
                inline=True,
            )
            for part in candour.THREE_PART_TEST
        }
        self.fields = {**test, **self.fields}

    def clean(self) -> dict[str, Any]:
        self.say(
            candour.problems_with_decision(
                applies=self.answer,
                opinion_of=self.typed("opinion_of"),
                reason=self.typed("reason"),
                relevant_person=self.typed("relevant_person"),
            )
        )
        return self.cleaned_data

    @property
    def answer(self) -> bool | None:
        """Whether the duty applies; None where it is not said."""
        return {"yes": True, "no": False}.get(self.typed("applies"))

    def test_answers(self) -> dict[str, str]:
        """The three-part test as answered, by code."""
        return {part.code: self.typed(part.code) for part in candour.THREE_PART_TEST}


def _decided(section: CandourSection) -> dict[str, str]:
    return {
        **section.test_answers,
        "applies": "yes" if section.applies else "no",
        "relevant_person": section.relevant_person,
        "opinion_of": section.opinion_of,
        "reason": section.reason,
    }


class CandourStepForm(AskedOfPolicy):
    """How one step of the duty ended, when, and in words."""

    outcome = ChoiceField(
        label="How did this step end?",
        help_text="If it has not been done yet, leave this page: “not yet” is not an outcome.",
        required=False,
        choices=candour.StepOutcome.choices(),
    )
    done_on = DateField3(
        label="When?",
        help_text="The day it was done, declined, or last attempted. For example, 16 11 2026.",
        required=False,
        subject="The date",
    )
    by_role = TextField(
        label="Who did it? (optional)",
        help_text="Their role, not their name. For example, consultant and ward manager.",
        required=False,
        subject="The role",
    )
    detail = LongTextField(
        label="What was done, or what was said",
        help_text="If nobody could be reached, describe every attempt. Do not name anyone.",
        required=False,
        subject="What was done",
        rows=5,
        clause="3.1g",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        step_code: str,
        happened_on: date | None,
        told_on: date | None,
        today: date,
        **given: Any,
    ) -> None:
        super().__init__(data, **given)
        for name in ("outcome", "done_on"):
            self.fields[name].clause = candour.STEPS[step_code].clause  # type: ignore[attr-defined]
        self._step_code = step_code
        self._known: Mapping[str, Any] = {"happened_on": happened_on, "told_on": told_on, "today": today}

    def clean(self) -> dict[str, Any]:
        self.say(
            candour.problems_with_step(
                self._step_code,
                outcome=self.typed("outcome"),
                done_on=self.cleaned_data.get("done_on"),
                detail=self.typed("detail"),
                **self._known,
            )
        )
        return self.cleaned_data


class ActionForm(AskedOfPolicy):
    """One action of the plan."""

    text = LongTextField(
        label="What will change?",
        help_text="One change, in words that someone outside the ward understands.",
        required=False,
        subject="The action",
        rows=3,
        clause="4.3f",
    )
    owner_role = TextField(
        label="Who owns it?",
        help_text="Their role, not their name. For example, head of theatres.",
        required=False,
        subject="The owner",
        clause="4.3f",
    )
    due_on = DateField3(
        label="When will it be done by?",
        help_text="For example, 31 3 2027.",
        required=False,
        subject="The date",
        missing="Enter the date it will be done by.",
        clause="4.3f",
    )
    strength = ChoiceField(
        label="How strong is it?",
        help_text="Strong actions hold without anyone having to remember them. A plan of weak ones will be challenged.",
        required=False,
        choices=ActionStrength.choices(),
        choice_hints={
            strength.value: f"{row.meaning} For example: {'; '.join(row.examples).lower()}."
            for strength, row in STRENGTHS.items()
        },
        clause="4.3f",
    )

    def __init__(self, data: Any = None, *, today: date, **given: Any) -> None:
        super().__init__(data, **given)
        self._today = today

    def clean(self) -> dict[str, Any]:
        self.say(
            problems_with_action(
                text=self.typed("text"),
                owner_role=self.typed("owner_role"),
                due_on=self.cleaned_data.get("due_on"),
                strength=self.typed("strength"),
                today=self._today,
            )
        )
        return self.cleaned_data


class EvidenceForm(AskedOfPolicy):
    """What shows that an action was done."""

    evidence = LongTextField(
        label="What shows that it was done?",
        help_text="What someone could look at: an audit with its date, a photograph, a page of the new guideline.",
        required=False,
        subject="The evidence",
        rows=5,
        clause="2.2d",
    )

    def clean(self) -> dict[str, Any]:
        self.say(problems_with_evidence(self.typed("evidence")))
        return self.cleaned_data
