"""A message, with an answer-by day where it asks; a note; a word to the reporter."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms

from sightline.policy.writing import LONGEST_MESSAGE, problems_with_message
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import DateField3, LongTextField, Refusal, TickField


class WrittenForm(CheckedForm):
    """Words, and a key made with the form so that sending twice writes once."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = LongTextField(
        label="Your message",
        help_text="Do not name patients or staff.",
        required=False,
        subject="Your message",
        max_characters=LONGEST_MESSAGE,
        rows=4,
    )

    def __init__(self, data: Any = None, *, today: date, label: str = "", **given: Any) -> None:
        super().__init__(data, **given)
        self._today = today
        self.initial.setdefault("key", uuid4())
        if label:
            self.fields["text"].label = label

    @property
    def shown_key(self) -> str:
        """The key as the page carries it: the one that was sent, else a new one."""
        return str(self["key"].value() or uuid4())

    @property
    def key_given(self) -> UUID:
        """The key of what is written; a form that lost its own gets a new one."""
        return self.cleaned_data.get("key") or uuid4()

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for problem in problems_with_message(given.get("text") or "", today=self._today):
            if problem.field not in self.errors:
                self.add_error(problem.field, Refusal(problem))
        return given


class MessageForm(WrittenForm):
    """A message to the other side."""

    asks = TickField(label="I need an answer", required=False)
    answer_by = DateField3(label="By when?", required=False, subject="The day", missing="Enter a day.")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for problem in problems_with_message(
            given.get("text") or "",
            asks=bool(given.get("asks")),
            answer_by=given.get("answer_by"),
            today=self._today,
        ):
            if problem.field not in self.errors:
                self.add_error(problem.field, Refusal(problem))
        return given

    @property
    def asked_by(self) -> date | None:
        """By when an answer is wanted; None where none is."""
        return self.cleaned_data["answer_by"] if self.cleaned_data.get("asks") else None
