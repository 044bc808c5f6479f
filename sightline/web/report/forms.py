"""One form for every question of the report, made from the rows of ``policy.reporting_form``.

What was typed is kept in the draft whether or not it is right, so a form gives two things: ``typed``, the answers as
they stand in its fields, and its errors, which are the problems the policy finds in them.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms

from sightline.audit.chain import storable
from sightline.policy import report_answers
from sightline.policy.found_words import EXEMPT_ANSWERS
from sightline.policy.permissions import GRANTS
from sightline.policy.questionnaire import chosen, is_answered
from sightline.policy.report_answers import (
    ORGANISATION_FIELDS,
    PAPER_FIELDS,
    WHERE,
    WRITTEN,
    is_from_paper,
)
from sightline.policy.reporting_form import FieldKind, ReportField, ReportQuestion, is_asked
from sightline.policy.terms import Permission
from sightline.policy.working_days import london_day
from sightline.web.checked_form import CheckedForm
from sightline.web.look_up import LookUp
from sightline.web.nhsuk import fields as nhs
from sightline.web.nhsuk.fields import DateParts, Refusal
from sightline.web.report_words import named_problem

#: Answers that stand alone, with "or" above the first of them.
_ALONE = {
    "affected": ("nobody_caught_in_time", "nobody_yet"),
    "circumstances": ("none", "not_sure"),
}
_MOST_RADIOS = 10
#: The time stands under each of two answers, so it needs two inputs.
_ABOUT_TIME = "about_time"


class QuestionForm(CheckedForm):
    """One question. ``asks_where`` adds the organisation it happened at, for the staff of a board."""

    def __init__(
        self,
        question: ReportQuestion,
        answers: Mapping[str, Any],
        data: Mapping[str, Any] | None,
        *,
        wanted: str,
        asks_where: bool,
        now: datetime.datetime,
        suggested: Mapping[str, str],
    ) -> None:
        super().__init__(data)
        self.question = question
        self.now = now
        self._answers = dict(answers)
        self._asks_where = asks_where and question.number == WHERE
        self.rows = [
            *(PAPER_FIELDS if question.number == WRITTEN and is_from_paper(answers) else ()),
            *(ORGANISATION_FIELDS if self._asks_where else ()),
            *question.fields,
        ]
        if question.name == "when":
            # The day first, whatever is known of the hour.
            self.rows.sort(key=lambda row: row.name != "happened_on")
        self.look_up = self._looked_up(wanted)
        for row in self.rows:
            self.fields[row.name] = self._field(row)
            self.initial[row.name] = _initial(row, answers, suggested)
        if "happened_time" in self.fields:
            self.fields[_ABOUT_TIME] = nhs.TimeField(label="About what time?", required=False)
            self.initial[_ABOUT_TIME] = self.initial["happened_time"]
        if self._lookup_row is not None:
            self.fields["find"] = nhs.TextField(
                label="Look it up by name",
                required=False,
                unchecked="search",
                help_text="Type part of its name, then choose Find.",
            )
            self.initial["find"] = wanted
        self._reveal()

    # How it is drawn

    @property
    def _lookup_row(self) -> ReportField | None:
        return next((row for row in self.rows if row.kind is FieldKind.ORGANISATION), None)

    def _looked_up(self, wanted: str) -> LookUp | None:
        row = self._lookup_row
        if row is None:
            return None
        codes = list(chosen(report_answers.sound(self._answers), row.name))
        if self.is_bound:
            posted = self.data.getlist(row.name) if hasattr(self.data, "getlist") else []
            codes = [*posted, *codes]
        return LookUp(wanted, codes, providers=row.name == "happened_at_code", today=london_day(self.now))

    def _field(self, row: ReportField) -> forms.Field:
        given: dict[str, Any] = {"label": row.label, "help_text": row.help, "required": False}
        if row.kind is FieldKind.TEXT:
            return nhs.LongTextField(max_characters=row.max_length, rows=8, **given)
        if row.kind is FieldKind.LINE:
            unchecked = EXEMPT_ANSWERS.get(row.name, "")
            return nhs.TextField(max_characters=row.max_length, unchecked=unchecked, **given)
        if row.kind is FieldKind.DATE:
            if row.name == "happened_on":
                given["help_text"] = "For example, 16 11 2026. Leave it empty if you are not sure of the day."
            return nhs.DateField3(subject="The date", **given)
        if row.kind is FieldKind.TIME:
            return nhs.TimeField(**given)
        if row.kind is FieldKind.NUMBER:
            return nhs.NumberField(min_value=1, max_value=1_000_000, subject="The number", **given)
        if row.kind is FieldKind.EMAIL:
            return nhs.EmailField(**given)
        if row.kind is FieldKind.ORGANISATION:
            given["choices"] = self.look_up.choices if self.look_up is not None else []
            given["help_text"] = self.look_up.words if self.look_up is not None else ""
            return (
                nhs.ChoiceField(**given)
                if row.name == "happened_at_code"
                else nhs.MultipleChoiceField(**given)
            )
        given["choices"] = [(choice.code, choice.label) for choice in row.choices]
        given["choice_hints"] = {choice.code: choice.help for choice in row.choices if choice.help}
        if row.name == "contact":
            given["choice_hints"] = _who_sees()
        if row.kind is FieldKind.MULTI:
            alone = _ALONE.get(row.name, ())
            given |= {"exclusive": frozenset(alone), "divider_before": alone[0] if alone else ""}
            return nhs.MultipleChoiceField(**given)
        if len(row.choices) > _MOST_RADIOS:
            given["choices"] = [("", "Choose one"), *given["choices"]]
            return nhs.ChoiceField(select=True, **given)
        return nhs.ChoiceField(**given)

    def _reveal(self) -> None:
        """Puts a field that depends on one answer of this page under that answer."""
        under: dict[str, dict[str, list[str]]] = {}
        for row in self.rows:
            if row.only_if is None or row.only_if[0] not in self.fields:
                continue
            parent, answers = row.only_if
            if row.name == "happened_time":
                under.setdefault(parent, {}).setdefault("exact", []).append(row.name)
                under[parent].setdefault("about", []).append(_ABOUT_TIME)
            elif len(answers) == 1:
                under.setdefault(parent, {}).setdefault(next(iter(answers)), []).append(row.name)
        for parent, reveals in under.items():
            self.fields[parent].reveals = reveals  # type: ignore[attr-defined]
        hidden = {name for reveals in under.values() for names in reveals.values() for name in names}
        self.plain = [row.name for row in self.rows if row.name not in hidden]
        if len(self.plain) == 1:
            # One thing on the page: the question itself is its label and the page's heading.
            only: Any = self.fields[self.plain[0]]
            only.label, only.help_text = self.question.question, self.question.help or only.help_text
            only.legend_is_heading = True

    def looks_through(self, name: str) -> bool:
        """An answer that is no longer asked for is not stored."""
        row = next((each for each in self.rows if each.name == name), None)
        shaped = report_answers.sound({**self._answers, **self.typed})
        return row is None or row.only_if is None or is_asked(row, shaped)

    # What it gives

    @property
    def typed(self) -> dict[str, Any]:
        """The answers as they stand in the fields, right or wrong, as a draft keeps them."""
        self.errors  # noqa: B018  (cleans the form)
        kept = {row.name: self._as_stored(row.name) for row in self.rows}
        if _ABOUT_TIME in self.fields and kept.get("happened_precision") == "about":
            kept["happened_time"] = self._as_stored(_ABOUT_TIME)
        if kept.get("from_paper") == "":
            # It stays a paper report until somebody answers that it is none.
            kept["from_paper"] = "yes"
        if kept.get("contact") == "code_only":
            # Whoever asks for a code only leaves no name, not even in a draft.
            kept |= dict.fromkeys(("contact_name", "contact_email", "contact_phone"), "")
        return kept

    def _as_stored(self, name: str) -> Any:
        if name in self._read:
            value = self._read[name]
            if isinstance(value, datetime.time):
                return f"{value:%H:%M}"
            if isinstance(value, datetime.date):
                return value.isoformat()
            return "" if value is None else value if isinstance(value, list) else str(value)
        field = self.fields[name]
        raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        if isinstance(raw, DateParts | list):
            return [_plain(part) for part in raw]
        return _plain(raw)

    @property
    def keepable(self) -> dict[str, Any]:
        """Those of the answers that are short enough to be kept, and hold nothing that nobody answered for."""
        return {
            name: answer
            for name, answer in self.typed.items()
            if _length(answer) <= _LONGEST and name not in self.fields_with_words
        }

    @property
    def is_too_long(self) -> bool:
        """Whether something typed is too long to be kept, so that its page must not be left."""
        return any(_length(answer) > _LONGEST for answer in self.typed.values())

    @property
    def wants_to_find(self) -> str:
        """The name to look up: Find was chosen, or a name was typed and not yet looked up."""
        wanted = _plain(self.data.get("find", "")).strip() if "find" in self.fields else ""
        asked = "look_up" in self.data or wanted != _plain(self.data.get("found", "")).strip()
        parent = self._lookup_row.only_if if self._lookup_row is not None else None
        chose = parent is not None and (
            "look_up" in self.data or self.data.get(parent[0]) in {*parent[1], "", None}
        )
        return wanted if asked and chose else ""

    def answers_to_find(self) -> dict[str, Any]:
        """The answers, with the one that the look-up belongs to chosen."""
        row = self._lookup_row
        opens = {row.only_if[0]: next(iter(row.only_if[1]))} if row is not None and row.only_if else {}
        return self.keepable | opens

    def clean(self) -> dict[str, Any]:
        self._read = dict(self.cleaned_data)
        answers = {**self._answers, **self.typed}
        shaped = report_answers.sound(answers)
        precision = chosen(shaped, "happened_precision")
        left_behind = [row.name for row in self.rows if row.only_if is not None and not is_asked(row, shaped)]
        left_behind += [] if precision == ("about",) else [_ABOUT_TIME]
        left_behind += [] if precision == ("exact",) else ["happened_time"]
        for name in left_behind:
            self.errors.pop(name, None)
        for problem in report_answers.problems(
            answers, now=self.now, questions=(self.question.number,), organisation=self._asks_where
        ):
            name = problem.field
            if name == "happened_time" and precision == ("about",):
                name = _ABOUT_TIME
            if name not in self.errors:
                blank = len(self.plain) > 1 and not is_answered(shaped, problem.field)
                words = named_problem(self.fields[name].label, problem.message) if blank else problem.message
                self.add_error(name, Refusal(replace(problem, message=words)))
        return self.cleaned_data


_LONGEST = report_answers.MOST_CHARACTERS_KEPT


def _plain(value: object) -> str:
    return storable(str(value or ""))


def _length(answer: Any) -> int:
    return sum(len(part) for part in answer) if isinstance(answer, list) else len(answer)


def _initial(row: ReportField, answers: Mapping[str, Any], suggested: Mapping[str, str]) -> Any:
    stored = answers.get(row.name)
    if stored is None:
        return suggested.get(row.name)
    if row.kind is FieldKind.DATE:
        if isinstance(stored, list) and len(stored) == 3:
            return DateParts(*(str(part) for part in stored))
        return report_answers.date_of(str(stored))
    several = row.kind is FieldKind.MULTI or row.name == "other_organisation_code"
    if several:
        return list(chosen(report_answers.sound(answers), row.name))
    return str(stored) if isinstance(stored, str | int) else None


def _who_sees() -> dict[str, str]:
    """Who will and will not learn who reported, for each way of being told."""
    told = sorted(
        {row.role.label for row in GRANTS if Permission.SEE_CONFIDENTIAL_REPORTER in row.permissions}
    )
    return {
        "named": "Those who handle the incident see who you are, in time at the Integrated Care Board too.",
        "confidential": (
            f"Only the {' and the '.join(told).lower()} of the organisation sees who you are. The patient-safety "
            "lead, your manager and the Integrated Care Board do not, and your name is in no history or export."
        ),
        "code_only": (
            "Nobody sees who you are: we do not keep it. The code is then your only way back to the report, and "
            "you cannot ask for a second look."
        ),
    }


class SecondLookForm(CheckedForm):
    """What the reporter thinks was missed."""

    reason = nhs.LongTextField(
        label="What do you think was missed?",
        help_text="A sentence or two is enough. No names.",
        missing="Say what you think was missed.",
        clause="4.3c",
        subject="What you think was missed",
        rows=6,
    )


class CodeForm(CheckedForm):
    """The code a report was given."""

    code = nhs.TextField(
        label="Your code",
        help_text="Four groups of five letters and numbers. Capitals and dashes do not matter.",
        missing="Enter your code.",
        subject="Your code",
        width=30,
        max_characters=1_000_000,
        unchecked="sign_in",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )
