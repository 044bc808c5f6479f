"""What is asked of a learning response, in the words of ``policy`` and refused by the same functions as the services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sightline.incidents.selectors.learning import LearningRow
from sightline.policy.learning_record import (
    RECORD_FORMS,
    ROLE_LENGTH,
    Engagement,
    problems_of_engagement,
    problems_of_new_date,
    problems_of_plan,
    problems_of_record,
)
from sightline.policy.oversight import Mindset, OversightKind, problems_of_oversight
from sightline.policy.questionnaire import Problem
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import ChoiceField, DateField3, LongTextField, Refusal, TextField


class _Says(CheckedForm):
    """A form whose refusals come from policy. A field that is wrong in itself is not refused twice."""

    def say(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if problem.field not in self.errors:
                self.add_error(problem.field if problem.field in self.fields else None, Refusal(problem))

    def typed(self, name: str) -> str:
        """What stands in a field of words or of one choice; empty where it is wrong in itself."""
        return str(self.cleaned_data.get(name) or "")


class PlanForm(_Says):
    """Who leads it, what it looks at, and the date agreed where none stands yet."""

    led_by = TextField(
        label="Who leads it?",
        help_text="Their role, not their name. For example, learning response lead of the surgical division.",
        required=False,
        subject="The role",
        max_characters=ROLE_LENGTH,
        clause="2.2b",
    )
    terms = LongTextField(
        label="What does it look at?",
        help_text="Its terms of reference: what is in, what is not, and what people who were affected want to know.",
        required=False,
        subject="The terms of reference",
        rows=6,
        clause="2.2b",
    )
    due_on = DateField3(
        label="By when do you agree to finish it?", required=False, subject="The date agreed", clause="2.2b"
    )

    def __init__(self, data: Any, *, row: LearningRow, has_date: bool, today: date, usual: str) -> None:
        super().__init__(data, initial={"led_by": row.led_by, "terms": row.terms})
        self._response, self._has_date, self._today = row.response, has_date, today
        if has_date:
            del self.fields["due_on"]
        else:
            self.fields[
                "due_on"
            ].help_text = f"There is no national limit. {usual} For example, {_example(today)}."

    def clean(self) -> None:
        self.say(
            problems_of_plan(
                self._response,
                led_by=self.typed("led_by"),
                terms=self.typed("terms"),
                due_on=self.cleaned_data.get("due_on"),
                has_date=self._has_date,
                today=self._today,
            )
        )


def _example(today: date) -> str:
    return f"31 3 {today.year + 1}"


class DateForm(_Says):
    """Another date, and why."""

    due_on = DateField3(
        label="Which date is agreed now?", required=False, subject="The date agreed", clause="2.2b"
    )
    reason = LongTextField(
        label="Why is another date agreed?",
        help_text="For example, that a family asked for more time. Do not name anyone.",
        required=False,
        subject="The reason",
        rows=4,
        clause="2.2b",
    )

    def __init__(self, data: Any, *, stands: date, today: date) -> None:
        super().__init__(data)
        self._stands, self._today = stands, today
        self.fields["due_on"].help_text = f"For example, {_example(today)}."

    def clean(self) -> None:
        self.say(
            problems_of_new_date(
                self.cleaned_data.get("due_on"),
                self.typed("reason"),
                stands=self._stands,
                today=self._today,
            )
        )


class AffectedForm(_Says):
    """How those affected are engaged, and what they ask."""

    outcome = ChoiceField(
        label="How are those affected engaged?",
        help_text="Patients, families and staff. If nobody has been asked yet, leave this page.",
        required=False,
        choices=Engagement.choices(),
        clause="3.1d",
    )
    words = LongTextField(
        label="What was done?",
        help_text="Who was asked, by kind and never by name, how, and what they wish. For example, the daughter of the patient.",
        required=False,
        subject="What was done",
        rows=4,
        clause="3.1d",
    )
    questions = LongTextField(
        label="What do they ask?",
        help_text="Their questions in their own words. The response answers them.",
        required=False,
        subject="What they ask",
        rows=5,
        clause="3.1d",
    )

    def __init__(self, data: Any, *, row: LearningRow) -> None:
        known = {
            "outcome": "" if row.engagement is None else row.engagement.value,
            "words": row.engagement_words,
            "questions": row.affected_ask,
        }
        super().__init__(data, initial=known)

    def clean(self) -> None:
        self.say(problems_of_engagement(*(self.typed(name) for name in ("outcome", "words", "questions"))))


class RecordForm(_Says):
    """The questions of the response chosen; it may be saved with some still open."""

    def __init__(self, data: Any, *, row: LearningRow) -> None:
        super().__init__(data, initial=dict(row.answers))
        self._response = row.response
        for asked in RECORD_FORMS[row.response]:
            self.fields[asked.code] = LongTextField(
                label=asked.label if asked.required else f"{asked.label} (optional)",
                help_text=asked.help,
                required=False,
                subject=asked.label.rstrip("?"),
                rows=5,
                clause="2.2b" if asked.required else "",
            )

    def clean(self) -> None:
        self.say(problems_of_record(self._response, self.answers()))

    def answers(self) -> Mapping[str, str]:
        """The answers by code."""
        return {name: self.typed(name) for name in self.fields}


class OversightForm(_Says):
    """One note of the ICB."""

    kind = ChoiceField(
        label="What does this note do?", required=False, choices=OversightKind.choices(), clause="5.2.2"
    )
    mindset = ChoiceField(
        label="Which principle of oversight do you have in view?",
        required=False,
        choices=Mindset.choices(),
        clause="5.2.2",
    )
    text = LongTextField(
        label="The note",
        help_text="The provider reads it. Nothing is returned or closed by it.",
        required=False,
        subject="The note",
        rows=6,
        clause="5.2.2",
    )

    def clean(self) -> None:
        self.say(problems_of_oversight(*(self.typed(name) for name in ("kind", "mindset", "text"))))
