"""Forms of this room: the fields that only StEIS asks for, and the numbers other systems gave a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from sightline.policy import steis
from sightline.policy.declaring import OTHER_NUMBERS, problems_of_numbers
from sightline.policy.questionnaire import Problem
from sightline.policy.reporting_form import FieldKind
from sightline.policy.steis import SteisField
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import ChoiceField, DateField3, LongTextField, Refusal, TextField

_MOST_RADIOS = 8


class DetailsForm(CheckedForm):
    """The asked fields, as the rows of ``policy.steis`` have them. It may be saved with anything still missing."""

    def __init__(self, data: Any, *, answers: Mapping[str, str], about_a_patient: bool) -> None:
        super().__init__(data, initial=dict(answers))
        self.rows = steis.asked_fields(about_a_patient=about_a_patient)
        for row in self.rows:
            self.fields[row.code] = _field(row)

    @property
    def answers(self) -> dict[str, str]:
        """The answers by code, as typed."""
        return {row.code: str(self.cleaned_data.get(row.code) or "") for row in self.rows}

    def clean(self) -> None:
        for problem in steis.problems(self.answers):
            if problem.field not in self.errors:
                self.add_error(problem.field, Refusal(problem))


def _field(row: SteisField) -> forms.Field:
    label = row.label if row.stage or row.code == steis.MONTHS else f"{row.label} (optional)"
    given: dict[str, Any] = {"label": label, "help_text": row.help, "required": False}
    if row.choices:
        choices = [(choice.code, choice.label) for choice in row.choices]
        if len(choices) > _MOST_RADIOS:
            return ChoiceField(choices=[("", "Choose one"), *choices], select=True, **given)
        return ChoiceField(choices=choices, inline=len(choices) == 2, **given)
    if row.kind is FieldKind.TEXT:
        return LongTextField(rows=4, max_characters=steis.LONG, **given)
    if row.kind is FieldKind.NUMBER:
        return TextField(width=3, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **given)
    return TextField(max_characters=steis.SHORT, **given)


class NumbersForm(CheckedForm):
    """The log number StEIS gave, the day it was logged, and the numbers of other systems."""

    def __init__(
        self, data: Any, *, initial: Mapping[str, Any], happened_on: date | None, today: date
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self._happened_on, self._today = happened_on, today
        for number in OTHER_NUMBERS.values():
            is_steis = number.field == "steis_number"
            self.fields[number.field] = TextField(
                unchecked="reference",
                label="StEIS log number" if is_steis else number.label,
                help_text=number.help,
                max_characters=number.max_length,
                width=20,
                required=False,
            )
            if is_steis:
                self.fields["steis_logged_on"] = DateField3(
                    label="Logged on StEIS on",
                    help_text="The day somebody typed it in there. It moves no timescale.",
                    subject="The date it was logged",
                    required=False,
                )

    @property
    def numbers(self) -> dict[str, str]:
        """By field of ``OTHER_NUMBERS``."""
        return {name: self.cleaned_data.get(name, "") for name in OTHER_NUMBERS}

    def clean(self) -> None:
        numbers = self.numbers
        late = steis.problem_with_logged_on(
            self.cleaned_data.get("steis_logged_on"),
            number=numbers["steis_number"] or self["steis_number"].data or "",
            happened_on=self._happened_on,
            today=self._today,
        )
        for problem in [*problems_of_numbers(numbers), *([late] if late else [])]:
            self._say(problem)

    def _say(self, problem: Problem) -> None:
        if problem.field not in self.errors:
            self.add_error(problem.field, Refusal(problem))
