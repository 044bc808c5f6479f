"""Forms of this room. They ask policy what is wrong, keep what was typed and change nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django import forms

from sightline.incidents.errors import Invalid
from sightline.organisations import selectors as organisations
from sightline.policy.breach_acts import (
    CLAUSE,
    MOST_PEOPLE,
    REASON_LENGTH,
    STORY_LENGTH,
    TITLE_LENGTH,
)
from sightline.policy.breach_grid import BreachKind
from sightline.policy.found_words import Choice
from sightline.policy.questionnaire import Problem
from sightline.policy.working_days import LONDON
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import (
    ChoiceField,
    DateField3,
    LongTextField,
    MultipleChoiceField,
    NumberField,
    Refusal,
    TextField,
    TimeField,
)

T = TypeVar("T")
NAME_NOBODY = "Do not name patients or staff."
_TRUTH = {"yes": True, "no": False}


def sure(label: str, help_text: str = "", clause: str = "12e") -> ChoiceField:
    return ChoiceField(
        label=label,
        help_text=help_text,
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known yet")],
        required=False,
        inline=True,
        clause=clause,
    )


def reason_field(label: str = "Why?", help_text: str = "", required: bool = True) -> LongTextField:
    return LongTextField(
        label=label,
        help_text=f"{help_text} {NAME_NOBODY}".strip(),
        missing="Say why.",
        required=required,
        clause=CLAUSE if required else "",
        max_characters=REASON_LENGTH,
        rows=4,
    )


class BreachForm(CheckedForm):
    """A form of this room: problems of policy beside its fields, and moments from a day and a time."""

    #: A breach is no case, whose lead would settle what is held.
    may_say = frozenset({Choice.CHANGE, Choice.KEEP})

    @property
    def drawn(self) -> list[str]:
        """Fields in their order, but for those that a choice reveals: they are drawn under it."""
        revealed = {
            name
            for field in self.fields.values()
            for names in getattr(field, "reveals", {}).values()
            for name in names
        }
        return [name for name in self.fields if name not in revealed]

    def say(self, problems: Iterable[Problem]) -> None:
        """Adds each problem beside its field; one without a field stands in the summary."""
        for problem in problems:
            field = problem.field if problem.field in self.fields else None
            if field is None or field not in self.errors:
                self.add_error(field, Refusal(problem))

    def take(self, act: Callable[[], T]) -> T | None:
        """Does it; what a service refuses of what was typed stands beside its field, and the answer is None."""
        try:
            return act()
        except Invalid as problem:
            self.say(Problem(name, words, problem.clauses[name]) for name, words in problem.problems.items())
            return None

    def typed(self, name: str) -> str:
        """What stands in a field of words."""
        return str(self.cleaned_data.get(name) or "")

    def truth(self, name: str) -> bool | None:
        """Yes, no, or None where it is not known."""
        return _TRUTH.get(self.typed(name))

    def moment(self, name: str) -> datetime.datetime | None:
        """The moment in London of ``<name>_on`` and ``<name>_time``, once both are there.

        Where the clocks go back, an hour is there twice: the first is meant, so that no hour is given away.
        """
        day, at = self.cleaned_data.get(f"{name}_on"), self.cleaned_data.get(f"{name}_time")
        return datetime.datetime.combine(day, at, tzinfo=LONDON) if day and at else None

    def require_moment(self, name: str, words: str) -> None:
        """Says that a day or a time is missing, beside the one that is."""
        for field in (f"{name}_on", f"{name}_time"):
            if not self.cleaned_data.get(field) and field not in self.errors:
                self.add_error(field, Refusal(Problem(field, words, CLAUSE)))
                return


def find_controller(typed: str, today: datetime.date) -> tuple[UUID | None, str]:
    """The organisation that was typed by code or name, or why it is not known which."""
    if not typed.strip():
        return None, "Enter the name or the ODS code of the organisation."
    exact = organisations.organisation_by_code(typed)
    if exact is not None:
        return exact.id, ""
    found = organisations.search(typed, limit=6, on=today)
    if len(found) == 1:
        return found[0].id, ""
    if not found:
        return None, f"Nothing found for “{typed.strip()[:60]}”. Try one word of its name."
    some = "; ".join(f"{row.name} ({row.ods_code})" for row in found[:5])
    return None, f"Several were found: {some}{' and more' if len(found) > 5 else ''}. Enter the code of one."


class ReportForm(BreachForm):
    """What a report of a breach asks: one page, for anybody at work."""

    controller = ChoiceField(
        label="Whose data are they?",
        help_text="The organisation that decides how the data are used, the controller: most often the one that gives the "
        "care. Its information-governance lead is told.",
        choices=[("ours", "My organisation's"), ("other", "Another organisation's")],
        reveals={"ours": ["aware_on", "aware_time"], "other": ["other_name"]},
        missing="Choose whose data they are.",
        clause=CLAUSE,
    )
    aware_on = DateField3(
        label="On which day did somebody in your organisation become aware of it?",
        help_text="The 72 hours run from then, through nights, weekends and bank holidays.",
        subject="The day",
        required=False,
    )
    aware_time = TimeField(label="At what time?", subject="The time", required=False)
    other_name = TextField(
        label="Its name or ODS code", required=False, max_characters=100, unchecked="search"
    )
    title = TextField(
        label="In a few words",
        help_text=f"For example, letters sent to a former address. {NAME_NOBODY}",
        missing="Say in a few words what happened.",
        max_characters=TITLE_LENGTH,
        clause=CLAUSE,
    )
    what_happened = LongTextField(
        label="What happened?",
        help_text=f"Which information, where it went or was lost, and what was done at once. {NAME_NOBODY}",
        missing="Say what happened.",
        max_characters=STORY_LENGTH,
        clause="3.4a",
    )
    kinds = MultipleChoiceField(
        label="What was broken?",
        choices=BreachKind.choices(),
        missing="Choose what was broken: at least one.",
        clause="3.4a",
    )
    happened_on = DateField3(
        label="When did it happen?",
        help_text="If that is not known, the first day it may have been.",
        subject="The day it happened",
        missing="Say when it happened.",
        clause=CLAUSE,
    )
    happened_time = TimeField(
        label="At what time (if known)?", subject="The time it happened", required=False
    )
    people_count = NumberField(
        label="How many people's data (if known)?",
        subject="The number of people",
        required=False,
        width=10,
        min_value=0,
        max_value=MOST_PEOPLE,
    )
    special_data = sure(
        "Are data on health, or of another special kind, concerned?",
        "Such as ethnic origin, belief or sex life.",
    )
    people_at_risk = sure(
        "Are people at risk concerned?", "Such as children, or adults who cannot protect themselves."
    )
    incident = TextField(
        unchecked="search",
        label="Number of the serious incident it belongs to (if there is one)",
        help_text="Like SL-2026-0412. You can only choose a record that you can see.",
        required=False,
        max_characters=20,
        width=20,
    )

    #: Made with the page, so that a form sent twice is one breach.
    sent_key = forms.CharField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, data: Any, *, own: UUID, today: datetime.date, **given: Any) -> None:
        super().__init__(data, **given)
        self._own, self._today = own, today
        self.controller_id: UUID | None = None

    @property
    def is_ours(self) -> bool:
        """Whether the data are of the organisation of whoever reports."""
        return self.controller_id == self._own

    def clean_sent_key(self) -> UUID | None:
        """None where it is none: no person typed it."""
        try:
            return UUID(self.typed("sent_key"))
        except ValueError:
            return None

    def clean(self) -> None:
        chosen = self.cleaned_data.get("controller")
        if chosen == "ours":
            self.controller_id = self._own
            self.require_moment(
                "aware", "Say when your organisation became aware of it: the day and the time."
            )
        elif chosen == "other" and "other_name" not in self.errors:
            self.controller_id, problem = find_controller(self.typed("other_name"), self._today)
            if self.controller_id == self._own:
                problem = "That is your own organisation: choose “My organisation's” above."
            if problem:
                self.add_error("other_name", problem)
