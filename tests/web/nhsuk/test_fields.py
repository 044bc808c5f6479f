"""What people type is understood, kept, or refused in a sentence."""

from __future__ import annotations

import datetime

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from sightline.web.nhsuk.fields import (
    ChoiceField,
    DateField3,
    DocumentField,
    EmailField,
    LongTextField,
    MultipleChoiceField,
    NumberField,
    TextField,
    TimeField,
    read_time,
)


class DayForm(forms.Form):
    found = DateField3(
        label="When was it found?", subject="Date found", missing="Enter the date it was found"
    )


def day_form(day: str, month: str, year: str) -> DayForm:
    return DayForm({"found-day": day, "found-month": month, "found-year": year})


def errors(form: forms.Form, name: str) -> list[str]:
    return [str(message) for message in form.errors.get(name, [])]


@pytest.mark.parametrize("month", ["4", "04", "apr", "April", "APRIL", "Apr."])
def test_date_is_understood_with_the_month_as_number_or_name(month: str) -> None:
    form = day_form(" 8 ", month, "2027")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["found"] == datetime.date(2027, 4, 8)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("", "", ""), "Enter the date it was found"),
        (("8", "", "2027"), "Date found must include a month"),
        (("8", "", ""), "Date found must include a month and a year"),
        (("", "4", "2027"), "Date found must include a day"),
        (("8", "4", "27"), "Date found must have a year of 4 numbers, such as 2026"),
        (("8", "4", "20271"), "Date found must have a year of 4 numbers, such as 2026"),
        (("31", "4", "2027"), "Date found must be a real date"),
        (("29", "2", "2027"), "Date found must be a real date"),
        (("8", "13", "2027"), "Date found must be a real date: the month is a number from 1 to 12"),
        (("8", "ma", "2027"), "Date found must be a real date: the month is a number from 1 to 12"),
        (("x", "4", "2027"), "Date found must be a real date: the day is a number from 1 to 31"),
        (("0", "4", "2027"), "Date found must be a real date"),
        (("1", "1", "0000"), "Date found must be a real date"),
        (("٨", "4", "2027"), "Date found must be a real date: the day is a number from 1 to 31"),
    ],
)
def test_date_refusal_says_what_is_wrong(typed: tuple[str, str, str], message: str) -> None:
    assert errors(day_form(*typed), "found") == [message]


def test_date_may_be_left_out_where_it_is_optional() -> None:
    class Optional(forms.Form):
        found = DateField3(required=False)

    form = Optional({"found-day": "", "found-month": "", "found-year": ""})
    assert form.is_valid()
    assert form.cleaned_data["found"] is None


def test_question_is_never_the_beginning_of_a_message() -> None:
    class Asked(forms.Form):
        happened = DateField3(label="When did it happen?")

    assert errors(Asked({"happened-day": "8", "happened-year": "2026"}), "happened") == [
        "Date must include a month"
    ]


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_date_of_any_real_day_comes_back(day: datetime.date) -> None:
    form = day_form(str(day.day), str(day.month), str(day.year))
    assert form.is_valid()
    assert form.cleaned_data["found"] == day


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14:30", (14, 30)),
        ("1430", (14, 30)),
        ("14.30", (14, 30)),
        ("2.30pm", (14, 30)),
        ("2:30 PM", (14, 30)),
        ("2.30 p.m.", (14, 30)),
        ("2pm", (14, 0)),
        ("12am", (0, 0)),
        ("12pm", (12, 0)),
        ("9:05", (9, 5)),
        ("0905", (9, 5)),
        ("midday", (12, 0)),
        ("Midnight", (0, 0)),
        ("00:00", (0, 0)),
    ],
)
def test_time_is_understood_as_people_type_it(typed: str, expected: tuple[int, int]) -> None:
    assert read_time(typed) == datetime.time(*expected)


@pytest.mark.parametrize(
    "typed", ["2", "14", "25:00", "14:60", "13pm", "0am", "half two", "14:30:00x", "-1:30", "٢pm"]
)
def test_time_that_could_be_misread_is_refused(typed: str) -> None:
    class Asked(forms.Form):
        time = TimeField(label="What time?", subject="Time it happened")

    assert errors(Asked({"time": typed}), "time") == [
        "Time it happened must be a time, such as 14:30 or 2.30pm"
    ]


class StoryForm(forms.Form):
    what_happened = LongTextField(label="What happened", missing="Enter what happened")


def test_long_text_over_its_limit_is_refused_with_both_numbers() -> None:
    form = StoryForm({"what_happened": "x" * 100_000})
    assert errors(form, "what_happened") == [
        "What happened must be 10,000 characters or fewer. You typed 100,000."
    ]


def test_long_text_at_its_limit_is_accepted_whole() -> None:
    form = StoryForm({"what_happened": "é" * 10_000})
    assert form.is_valid()
    assert form.cleaned_data["what_happened"] == "é" * 10_000


def test_text_is_kept_as_typed_without_the_space_around_it() -> None:
    form = StoryForm({"what_happened": "  First line\r\n\r\n  second   line <b>\r\n "})
    assert form.is_valid()
    assert form.cleaned_data["what_happened"] == "First line\n\n  second   line <b>"


def test_line_ends_count_as_one_character() -> None:
    class Short(forms.Form):
        note = TextField(max_characters=3, rows=2)

    assert Short({"note": "a\r\nb"}).is_valid()


def test_text_of_spaces_is_missing() -> None:
    assert errors(StoryForm({"what_happened": " \r\n "}), "what_happened") == ["Enter what happened"]


def test_exclusive_choice_stands_alone() -> None:
    class Asked(forms.Form):
        apply = MultipleChoiceField(
            choices=[("death", "Death"), ("none", "None of these")], exclusive=frozenset({"none"})
        )

    assert Asked(QueryDict("apply=none")).is_valid()
    assert Asked(QueryDict("apply=death")).is_valid()
    assert errors(Asked(QueryDict("apply=death&apply=none")), "apply") == [
        "Select “None of these” on its own, or select the others without it"
    ]


def test_choice_not_offered_is_refused() -> None:
    class Asked(forms.Form):
        harm = ChoiceField(choices=[("low", "Low")], missing="Select the harm you know of")

    assert errors(Asked({"harm": "made up"}), "harm") == ["Select one of the answers shown"]
    assert errors(Asked({}), "harm") == ["Select the harm you know of"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("four", "Number of people must be a whole number, such as 4"),
        ("4.5", "Number of people must be a whole number, such as 4"),
        ("0", "Number of people must be 1 or more"),
        ("1000", "Number of people must be 999 or fewer"),
    ],
)
def test_number_refusal_says_what_is_wrong(typed: str, message: str) -> None:
    class Asked(forms.Form):
        people = NumberField(label="Number of people", min_value=1, max_value=999)

    assert errors(Asked({"people": typed}), "people") == [message]


def test_email_refusal_shows_the_form() -> None:
    class Asked(forms.Form):
        email = EmailField()

    assert errors(Asked({"email": "nurse at ward"}), "email") == [
        "Enter an e-mail address in the right form, such as name@example.nhs.uk"
    ]


def sent(content: bytes) -> MultiValueDict[str, UploadedFile]:
    return MultiValueDict({"report": [SimpleUploadedFile("report.pdf", content)]})


def test_document_over_its_limit_is_refused_in_megabytes() -> None:
    class Asked(forms.Form):
        report = DocumentField(max_bytes=1024 * 1024)

    form = Asked({}, sent(b"x" * 3 * 1024 * 1024))
    assert errors(form, "report") == ["The file must be 1 MB or smaller. Yours is 3 MB"]
    assert errors(Asked({}, sent(b"")), "report") == ["The file is empty. Choose another one"]
