"""Forms of this room. They ask policy what is wrong, keep what was typed and change nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from sightline.incidents.selectors.case_bodies import BodyRow, QuestionRow
from sightline.policy.body_facts import Asked, Known
from sightline.policy.body_questions import BODY_QUESTIONS, problems_of_answers
from sightline.policy.external_bodies import (
    REASON_LENGTH,
    REFERENCE_LENGTH,
    ROLE_LENGTH,
    Settling,
    problems_of_settling,
)
from sightline.policy.questionnaire import Problem
from sightline.policy.working_days import LONDON
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import ChoiceField, DateField3, LongTextField, TextField, TimeField


class _Says(CheckedForm):
    """A form that shows the problems of policy beside its fields."""

    def say(self, problems: Iterable[Problem]) -> None:
        """Adds each problem beside its field, once; one without a field stands in the summary."""
        for problem in problems:
            field = problem.field if problem.field in self.fields else None
            if field is None or field not in self.errors:
                self.add_error(field, problem.message)


class QuestionsForm(_Says):
    """Each question with its three answers, and the day that a yes needs. What is left open is not answered."""

    def __init__(self, data: Any, *, questions: Sequence[QuestionRow], today: datetime.date) -> None:
        super().__init__(data)
        self._today = today
        self._codes = [row.code for row in questions]
        self._before = {row.code: Asked(row.answer, row.on) for row in questions if row.answer is not None}
        for row in questions:
            asked = BODY_QUESTIONS[row.code]
            self.fields[row.code] = ChoiceField(
                label=asked.text,
                help_text=asked.help,
                choices=Known.choices(),
                required=False,
                inline=not asked.asks_day,
                initial=row.answer.value if row.answer else None,
                reveals={Known.YES.value: [f"{row.code}_on"]} if asked.asks_day else {},
            )
            if asked.asks_day:
                self.fields[f"{row.code}_on"] = DateField3(
                    label=asked.asks_day, subject=asked.asks_day, required=False, initial=row.on
                )

    @property
    def answers(self) -> dict[str, Asked]:
        """What was chosen, by code of the question."""
        return {
            code: Asked(
                Known(chosen),
                self.cleaned_data.get(f"{code}_on") if chosen == Known.YES.value else None,
            )
            for code in self._codes
            if (chosen := self.cleaned_data.get(code))
        }

    def clean(self) -> None:
        self.say(problems_of_answers(self.answers, today=self._today))
        if not self.errors and not any(
            self._before.get(code) != given for code, given in self.answers.items()
        ):
            self.add_error(None, "Answer at least one question, or change an answer.")


class SettlingForm(_Says):
    """What became of one body: told, not needed, or not told after all."""

    told_on = DateField3(label="Day it was told", subject="The day it was told", required=False)
    told_time = TimeField(label="Time it was told", subject="The time it was told", required=False)
    by_role = TextField(
        label="Told by, by role",
        help_text="For example, matron of the ward. Do not name anyone.",
        required=False,
        max_characters=ROLE_LENGTH,
    )
    reason = LongTextField(
        label="Reason, or a note",
        help_text="Needed unless it was told. Do not name anyone.",
        rows=4,
        required=False,
        max_characters=REASON_LENGTH,
    )

    def __init__(
        self, data: Any, *, row: BodyRow, happened_on: datetime.date | None, now: datetime.datetime
    ) -> None:
        super().__init__(data)
        self._row, self._happened_on, self._now = row, happened_on, now
        offered = [each for each in Settling if each is not Settling.STILL_TO_TELL or not row.is_open]
        self.fields["settling"] = ChoiceField(
            label="What became of it?",
            choices=[(each.value, each.label) for each in offered],
            required=False,
            reveals={Settling.TOLD.value: ["told_on", "told_time", "by_role", "reference"]},
        )
        self.fields["reference"] = TextField(
            unchecked="reference",
            label=f"{row.evidence} (optional)",
            required=False,
            max_characters=REFERENCE_LENGTH,
            width=20,
        )

    @property
    def chosen(self) -> Settling | None:
        """What was chosen, if anything was."""
        chosen = self.cleaned_data.get("settling")
        return Settling(chosen) if chosen else None

    @property
    def told_at(self) -> datetime.datetime | None:
        """The moment in London, once day and time are there."""
        day, at = self.cleaned_data.get("told_on"), self.cleaned_data.get("told_time")
        return datetime.datetime.combine(day, at, tzinfo=LONDON) if day and at else None

    def typed(self, name: str) -> str:
        """What stands in a field of words."""
        return str(self.cleaned_data.get(name) or "")

    def clean(self) -> None:
        self.say(
            problems_of_settling(
                self.chosen,
                told_at=self.told_at,
                by_role=self.typed("by_role"),
                reference=self.typed("reference"),
                reason=self.typed("reason"),
                clause=self._row.clause,
                is_open=self._row.is_open,
                happened_on=self._happened_on,
                now=self._now,
            )
        )
