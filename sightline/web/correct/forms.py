"""Forms of this room. They ask policy what is wrong, keep what was typed and change nothing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms

from sightline.incidents.selectors.corrections import AsRecorded
from sightline.incidents.services.corrections import CorrectionWish
from sightline.organisations import selectors as organisations
from sightline.policy.clock_moves import REASON_LENGTH, CorrectedDates
from sightline.policy.other_bodies import (
    NOTE_LENGTH,
    OTHER_BODIES,
    REFERENCE_LENGTH,
    WORDS_LENGTH,
    Investigating,
    problems_of_ending,
    problems_of_other_body,
)
from sightline.policy.questionnaire import Problem
from sightline.policy.working_days import LONDON
from sightline.web.checked_form import CheckedForm
from sightline.web.look_up import LookUp
from sightline.web.nhsuk.fields import (
    ChoiceField,
    DateField3,
    LongTextField,
    Refusal,
    TextField,
    TickField,
    TimeField,
)

#: Where a problem with a moment is said: at its day.
_FIELD_OF = {"identified_at": "identified_on"}
_BEFORE_YES = "Tick the box: a timescale that was met is then overdue."


class _Says(CheckedForm):
    """A form that shows the problems of policy beside its fields."""

    def say(self, problems: Sequence[Problem]) -> None:
        """Adds each problem beside its field, once; one without a field stands in the summary."""
        for problem in problems:
            name = _FIELD_OF.get(problem.field, problem.field)
            field = name if name in self.fields else None
            if field is None or field not in self.errors:
                self.add_error(field, Refusal(problem))


def _reason(label: str, missing: str, help_text: str = "") -> LongTextField:
    return LongTextField(
        label=label, missing=missing, help_text=help_text, rows=4, max_characters=REASON_LENGTH, clause="4.3a"
    )


class ChooseForm(_Says):
    """The record that leads, by its reference."""

    lead = TextField(
        unchecked="reference",
        label="Reference of the record that leads",
        help_text="Like SL-2026-0412. You can only choose a record that you can see.",
        missing="Enter the reference of the record that leads.",
        max_characters=20,
        width=20,
        clause="4.3a",
    )


class JoinForm(_Says):
    """Why both are about one event."""

    reason = _reason("Why are both about the same event?", "Say why both are about the same event.")


class SeparateForm(_Says):
    """Why they are two events after all."""

    reason = _reason("Why are they two events after all?", "Say why they are two events after all.")


class CorrectionForm(_Says):
    """The dates as they are to stand; the ICB may also choose another organisation."""

    happened_on = DateField3(label="Date it happened", subject="The date it happened", required=False)
    happened_time = TimeField(
        label="Time it happened (optional)", subject="The time it happened", required=False
    )
    found_on = DateField3(
        label="Date it was found (optional)", subject="The date it was found", required=False
    )

    def __init__(self, data: Any, *, recorded: AsRecorded, today: datetime.date, is_psirf: bool) -> None:
        identified = recorded.identified_at.astimezone(LONDON) if recorded.identified_at else None
        super().__init__(
            data,
            initial={
                "happened_on": recorded.happened_on,
                "happened_time": _clock(recorded.happened_time),
                "found_on": recorded.found_on,
                "identified_on": identified.date() if identified else None,
                "identified_time": _clock(identified.time()) if identified else "",
            },
        )
        if identified is not None:
            self.fields["identified_on"] = DateField3(
                label="Date it was identified"
                if is_psirf
                else "Date it was identified as meeting SI criteria",
                subject="The date it was identified",
                missing="Enter when it was identified.",
                clause="4.3a",
            )
            self.fields["identified_time"] = TimeField(
                label="Time it was identified", missing="Enter the time it was identified.", clause="4.3a"
            )
        self.look_up = None
        if recorded.may_move_organisation:
            self.look_up = _add_look_up(
                self, today, "Organisation it belongs to (only if it is the wrong one)"
            )
        self.fields["reason"] = _reason("Why is the record corrected?", "Say why the record is corrected.")
        self.fields["accept"] = TickField(
            label="I have read what becomes overdue, and the correction is right.", required=False
        )

    @property
    def wish(self) -> CorrectionWish:
        """How the record is to stand."""
        given = self.cleaned_data
        day, time = given.get("identified_on"), given.get("identified_time")
        chosen = organisations.organisation_by_code(given.get("provider_code") or "")
        return CorrectionWish(
            CorrectedDates(
                happened_on=given.get("happened_on"),
                happened_time=given.get("happened_time"),
                found_on=given.get("found_on"),
                identified_at=datetime.datetime.combine(day, time, tzinfo=LONDON) if day and time else None,
            ),
            provider_id=None if chosen is None else chosen.id,
        )

    def ask_to_accept(self) -> None:
        """Asks to confirm what becomes overdue."""
        self.add_error("accept", _BEFORE_YES)


def _clock(at: datetime.time | None) -> str:
    return "" if at is None else f"{at:%H:%M}"


def _add_look_up(form: forms.Form, today: datetime.date, label: str) -> LookUp:
    """Adds the search by name, and the list of what it found."""
    given = form.data if form.is_bound else form.initial
    code = str(given.get("provider_code") or "")
    look_up = LookUp(str(given.get("find") or ""), [code] if code else [], providers=True, today=today)
    form.fields["find"] = TextField(
        unchecked="search",
        label=label,
        help_text="Type part of its name, then choose Find.",
        required=False,
        max_characters=100,
    )
    form.fields["provider_code"] = ChoiceField(
        label="Choose the organisation", help_text=look_up.words, choices=look_up.choices, required=False
    )
    return look_up


class SendOnForm(_Says):
    """The organisation where it happened, and why it belongs there. Without ``sending`` it only looks up."""

    def __init__(self, data: Any, *, today: datetime.date, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.look_up = _add_look_up(self, today, "Organisation where it happened")
        self.fields["reason"] = _reason(
            "Why does it belong there?",
            "Say why it belongs there.",
            "The organisation reads this. Do not name anyone.",
        )


class OtherBodyForm(_Says):
    """Who investigates, since when, and what becomes of the final report."""

    body = ChoiceField(
        label="Who investigates?",
        missing="Choose who investigates.",
        choices=[(row.code, row.label) for row in OTHER_BODIES.values()],
        choice_hints={row.code: row.meaning for row in OTHER_BODIES.values()},
        required=False,
    )
    body_in_words = TextField(
        label="Which other body? (only for another body)", required=False, max_characters=WORDS_LENGTH
    )
    reference = TextField(
        unchecked="reference",
        label="Its reference (optional)",
        required=False,
        max_characters=REFERENCE_LENGTH,
        width=20,
    )
    began_on = DateField3(label="When did it begin?", subject="The day it began", required=False)
    expected_on = DateField3(
        label="When does it expect to report? (optional)",
        subject="The day it expects to report",
        help_text="Its own date. It does not move the provider's timescales.",
        required=False,
    )
    sets_aside = ChoiceField(
        choices=[
            ("yes", "It is set aside while that body investigates"),
            ("no", "It is still due, beside that body's investigation"),
        ],
        required=False,
    )
    note = LongTextField(label="Note (optional)", rows=4, required=False, max_characters=NOTE_LENGTH)

    def __init__(
        self, data: Any, *, happened_on: datetime.date | None, today: datetime.date, what: str
    ) -> None:
        super().__init__(data)
        self.fields["sets_aside"].label = f"What becomes of the provider's {what}?"
        self._happened_on, self._today = happened_on, today

    @property
    def given(self) -> Investigating:
        """What was entered."""
        given = self.cleaned_data
        return Investigating(
            body=given.get("body", ""),
            began_on=given.get("began_on"),
            sets_aside={"yes": True, "no": False}.get(given.get("sets_aside", "")),
            body_in_words=given.get("body_in_words", ""),
            reference=given.get("reference", ""),
            expected_on=given.get("expected_on"),
            note=given.get("note", ""),
        )

    def clean(self) -> None:
        self.say(problems_of_other_body(self.given, happened_on=self._happened_on, today=self._today))


class EndOtherBodyForm(_Says):
    """When the other body's investigation ended."""

    ended_on = DateField3(label="When did it end?", subject="The day it ended", required=False)
    note = LongTextField(
        label="What came of it? (optional)", rows=4, required=False, max_characters=NOTE_LENGTH
    )

    def __init__(self, data: Any, *, began_on: datetime.date, today: datetime.date) -> None:
        super().__init__(data)
        self._began_on, self._today = began_on, today

    def clean(self) -> None:
        given = self.cleaned_data
        self.say(
            problems_of_ending(
                given.get("ended_on"), given.get("note", ""), began_on=self._began_on, today=self._today
            )
        )
