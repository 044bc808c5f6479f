"""Form fields that take what people type, keep it, and say in plain words what is wrong with it.

Each takes, besides Django's arguments, how it is drawn (``Drawing``) and the words of its refusals: ``missing``,
when nothing was given, and ``subject``, which begins the other messages ("Date found must include a month").
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from sightline.audit.chain import storable
from sightline.policy.found_words import EXEMPT_FIELDS, WHAT_TO_DO, Answer, Choice, counted
from sightline.policy.personal_data import Found
from sightline.policy.questionnaire import Problem

Choices = Iterable[tuple[str, str]]


class Refusal(ValidationError):
    """What a rule refuses, with the clause it rests on, so that both stand beside the field."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.clause = problem.clause


class WordsFound(ValidationError):
    """Words that may say who somebody is: the text, what was found, how a page names it, and what may be said of it.

    ``said`` and ``wrong``: what was said already, and why that does not settle it.
    """

    def __init__(
        self,
        text: str,
        found: tuple[Found, ...],
        fingerprints: tuple[str, ...],
        choices: tuple[tuple[Choice, str], ...],
        said: Answer | None = None,
        wrong: str = "",
    ) -> None:
        self.text, self.found, self.fingerprints = text, found, fingerprints
        self.choices, self.said = choices, said
        super().__init__(wrong or f"Found: {counted(found)}. {WHAT_TO_DO}", code="words")


class Drawing:
    """How a field looks. Any Django field may carry these attributes; those that are not set are as here.

    ``choice_hints``: value → help under that choice. ``reveals``: value → names of fields shown when it is chosen
    (always shown without JavaScript). ``exclusive``: values that cannot be ticked with others. ``divider_before``:
    a value with "or" above it. ``inline``: choices side by side. ``legend_is_heading``: the question is the page's
    h1. ``label_size``: xl, l, m or s. ``width``: characters of an input (2, 3, 4, 5, 10, 20, 30). ``clause``: which
    clause asks for it, where it must be filled in; a small link under the input says so.
    """

    choice_hints: Mapping[str, str] = {}
    reveals: Mapping[str, Sequence[str]] = {}
    exclusive: frozenset[str] = frozenset()
    divider_before: str = ""
    inline: bool = False
    legend_is_heading: bool = False
    label_size: str = ""
    width: int = 0
    clause: str = ""

    def _take_drawing(self, given: dict[str, Any]) -> dict[str, Any]:
        """Keep the drawing's own arguments and hand on the rest."""
        for name in Drawing.__annotations__:
            if name in given:
                setattr(self, name, given.pop(name))
        return given


def subject_of(field: forms.Field, fallback: str) -> str:
    """What messages begin with: the field's subject, or its label where that is no question."""
    subject = getattr(field, "subject", "")
    label = str(field.label or "")
    return subject or (label if label and not label.endswith("?") else fallback)


class TextField(Drawing, forms.CharField):
    """Text on one line or many, kept as typed without the space around it, never cut.

    ``max_characters`` is checked here and said in a sentence; the browser is not told, because it would cut a
    paste without a word. Line ends count as one character, as people count them. A NUL, which a paste can hold
    and nobody can see, is kept as U+FFFD: both databases can store that, and a refusal would point at nothing.
    A ``CheckedForm`` looks it through for personal data, unless ``unchecked`` names why not (``EXEMPT_FIELDS``).
    """

    def __init__(
        self,
        *,
        missing: str = "Enter an answer",
        subject: str = "",
        max_characters: int = 200,
        rows: int = 0,
        unchecked: str = "",
        **given: Any,
    ) -> None:
        given.setdefault("widget", forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput())
        super().__init__(**self._take_drawing(given))
        self.subject = subject
        self.max_characters = max_characters
        if unchecked and unchecked not in EXEMPT_FIELDS:
            raise ValueError(f"No reason called {unchecked} leaves a text unchecked.")
        self.unchecked = unchecked
        self.error_messages["required"] = missing
        self.validators = [
            each for each in self.validators if not isinstance(each, ProhibitNullCharactersValidator)
        ]

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return storable(str(text)).replace("\r\n", "\n").replace("\r", "\n") if text else ""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > self.max_characters:
            raise ValidationError(
                f"{subject_of(self, 'Your answer')} must be {self.max_characters:,} characters or fewer. "
                f"You typed {len(value):,}.",
                code="too_long",
            )


class LongTextField(TextField):
    """Several lines of text: 10,000 characters unless told otherwise."""

    def __init__(self, *, max_characters: int = 10_000, rows: int = 6, **given: Any) -> None:
        super().__init__(max_characters=max_characters, rows=rows, **given)


class ChoiceField(Drawing, forms.ChoiceField):
    """One of several, as radios; ``select=True`` for a long list."""

    def __init__(self, *, missing: str = "Select an answer", select: bool = False, **given: Any) -> None:
        given.setdefault("widget", forms.Select() if select else forms.RadioSelect())
        super().__init__(**self._take_drawing(given))
        self.error_messages["required"] = missing
        self.error_messages["invalid_choice"] = "Select one of the answers shown"


class MultipleChoiceField(Drawing, forms.MultipleChoiceField):
    """Any of several, as checkboxes; an ``exclusive`` value such as "none" stands alone."""

    def __init__(self, *, missing: str = "Select all that apply", **given: Any) -> None:
        given.setdefault("widget", forms.CheckboxSelectMultiple())
        super().__init__(**self._take_drawing(given))
        self.error_messages["required"] = missing
        self.error_messages["invalid_choice"] = "Select from the answers shown"

    def validate(self, value: Any) -> None:
        super().validate(value)
        alone = [chosen for chosen in value if chosen in self.exclusive]
        if alone and len(value) > 1:
            labels = {str(key): str(label) for key, label in self.widget.choices}
            raise ValidationError(
                f"Select “{labels[alone[0]]}” on its own, or select the others without it", code="exclusive"
            )


class NumberField(Drawing, forms.IntegerField):
    """A whole number of people or days, drawn as a short text input."""

    def __init__(self, *, missing: str = "Enter a number", subject: str = "", **given: Any) -> None:
        given.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        given.setdefault("width", 4)
        super().__init__(**self._take_drawing(given))
        self.subject = subject
        self.error_messages["required"] = missing

    def clean(self, value: Any) -> Any:
        begins = subject_of(self, "Your answer")
        self.error_messages["invalid"] = f"{begins} must be a whole number, such as 4"
        for validator in self.validators:
            limit = getattr(validator, "limit_value", None)
            if getattr(validator, "code", "") == "min_value":
                validator.message = f"{begins} must be {limit} or more"  # type: ignore[attr-defined]
            elif getattr(validator, "code", "") == "max_value":
                validator.message = f"{begins} must be {limit} or fewer"  # type: ignore[attr-defined]
        return super().clean(value)


class DateParts(NamedTuple):
    """A date as typed into its three inputs."""

    day: str
    month: str
    year: str


class DateWidget3(forms.Widget):
    """Three text inputs, named ``<name>-day``, ``<name>-month`` and ``<name>-year``."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> DateParts:
        return DateParts(*(str(data.get(f"{name}-{part}", "") or "").strip() for part in DateParts._fields))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in DateParts._fields)

    def format_value(self, value: Any) -> DateParts:  # type: ignore[override]
        if isinstance(value, datetime.date):
            return DateParts(str(value.day), str(value.month), str(value.year))
        return value if isinstance(value, DateParts) else DateParts("", "", "")


MONTHS = "january february march april may june july august september october november december".split()


class DateField3(Drawing, forms.Field):
    """A day asked as day, month and year; the month may be a number or a name. Gives a ``date``, or None.

    What was typed stays in the three inputs. The code of a refusal names the inputs it is about, joined by "-".
    """

    widget = DateWidget3

    def __init__(self, *, missing: str = "Enter a date", subject: str = "", **given: Any) -> None:
        super().__init__(**self._take_drawing(given))
        self.subject = subject
        self.error_messages["required"] = missing

    def clean(self, value: DateParts | None) -> datetime.date | None:
        parts = value or DateParts("", "", "")
        begins = subject_of(self, "Date")
        absent = [name for name, typed in zip(DateParts._fields, parts, strict=True) if not typed]
        if len(absent) == 3:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="day-month-year")
            return None
        if absent:
            wanted = " and ".join(f"a {name}" for name in absent)
            raise ValidationError(f"{begins} must include {wanted}", code="-".join(absent))
        return self._real_date(parts, begins)

    def _real_date(self, parts: DateParts, begins: str) -> datetime.date:
        if not re.fullmatch(r"[0-9]{4}", parts.year):
            raise ValidationError(f"{begins} must have a year of 4 numbers, such as 2026", code="year")
        if not re.fullmatch(r"[0-9]{1,2}", parts.day):
            raise ValidationError(
                f"{begins} must be a real date: the day is a number from 1 to 31", code="day"
            )
        month = _month_number(parts.month)
        if month is None:
            raise ValidationError(
                f"{begins} must be a real date: the month is a number from 1 to 12", code="month"
            )
        try:
            return datetime.date(int(parts.year), month, int(parts.day))
        except ValueError:
            raise ValidationError(f"{begins} must be a real date", code="day-month-year") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return DateWidget3().format_value(initial) != (data or DateParts("", "", ""))


def _month_number(typed: str) -> int | None:
    if re.fullmatch(r"[0-9]{1,2}", typed):
        return int(typed) if 1 <= int(typed) <= 12 else None
    name = typed.lower().rstrip(".")
    found = [number for number, month in enumerate(MONTHS, 1) if len(name) >= 3 and month.startswith(name)]
    return found[0] if found else None


class TimeField(Drawing, forms.Field):
    """A time of day as people type it: 14:30, 1430, 2.30pm, 2pm, midday, midnight. Gives a ``time``, or None."""

    widget = forms.TextInput

    def __init__(self, *, missing: str = "Enter a time", subject: str = "", **given: Any) -> None:
        given.setdefault("width", 5)
        given.setdefault("help_text", "For example, 14:30 or 2.30pm")
        super().__init__(**self._take_drawing(given))
        self.subject = subject
        self.error_messages["required"] = missing

    def to_python(self, value: Any) -> datetime.time | None:
        typed = str(value or "").strip()
        if not typed:
            return None
        understood = read_time(typed)
        if understood is None:
            raise ValidationError(
                f"{subject_of(self, 'Time')} must be a time, such as 14:30 or 2.30pm", code="invalid"
            )
        return understood


def read_time(typed: str) -> datetime.time | None:
    """The time someone meant, or None; "2:30" without am or pm is taken on the 24-hour clock."""
    text = re.sub(r"\s+", "", typed.lower())
    named = {"midday": datetime.time(12), "noon": datetime.time(12), "midnight": datetime.time(0)}
    if text in named:
        return named[text]
    shape = re.fullmatch(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?(am|pm|a\.m\.?|p\.m\.?)?", text)
    if not shape:
        return None
    hour, minute, half = int(shape[1]), int(shape[2] or 0), (shape[3] or "")[:1]
    if not half and shape[2] is None:
        return None  # "2" alone could be morning or afternoon
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None


class EmailField(Drawing, forms.EmailField):
    """An e-mail address, checked for its shape only."""

    def __init__(self, *, missing: str = "Enter an e-mail address", **given: Any) -> None:
        given.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}))
        super().__init__(**self._take_drawing(given))
        self.error_messages["required"] = missing
        for validator in self.validators:
            validator.message = "Enter an e-mail address in the right form, such as name@example.nhs.uk"  # type: ignore[attr-defined]


class TickField(Drawing, forms.BooleanField):
    """One box to tick, such as a confirmation."""

    def __init__(self, *, missing: str = "Tick the box to go on", **given: Any) -> None:
        super().__init__(**self._take_drawing(given))
        self.error_messages["required"] = missing


class DocumentField(Drawing, forms.FileField):
    """A document to attach; ``max_bytes`` is said in megabytes."""

    def __init__(self, *, missing: str = "Choose a file", max_bytes: int, **given: Any) -> None:
        super().__init__(**self._take_drawing(given))
        self.max_bytes = max_bytes
        self.error_messages["required"] = missing
        self.error_messages["empty"] = "The file is empty. Choose another one"
        self.error_messages["invalid"] = "The file did not arrive. Choose it again"

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is not None and file.size > self.max_bytes:
            megabytes = self.max_bytes // (1024 * 1024)
            raise ValidationError(
                f"The file must be {megabytes} MB or smaller. Yours is {file.size / 1024 / 1024:.0f} MB",
                code="too_large",
            )
        return file
