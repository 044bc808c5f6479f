"""What is to be different: a span of days, another framework, other lengths. It stands in the address, and is only read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from sightline.incidents.selectors.replay import Span
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.deadlines import DEADLINES
from sightline.policy.replaying import OtherRules
from sightline.policy.terms import Framework
from sightline.web.nhsuk.fields import ChoiceField, DateField3, NumberField

#: Dates outside are mistyped, and the ends of the calendar cannot be counted from.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
OWN = "own"
RULES = {row.kind: row for rows in DEADLINES.values() for row in rows if row.length}


def length_field(kind: DeadlineKind) -> str:
    """The name under which the new length of a timescale stands in the address."""
    return f"length_{kind.value}"


class ReplayForm(forms.Form):
    """A span, and what is different in it."""

    first = DateField3(label="First day", subject="The first day", missing="Enter the first day.")
    last = DateField3(label="Last day", subject="The last day", missing="Enter the last day.")
    framework = ChoiceField(
        label="Framework",
        missing="Choose a framework, or leave each case under its own.",
        choices=[(OWN, "Leave each case under its own"), *Framework.choices()],
    )

    def __init__(self, data: Any, *, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        for kind, rule in RULES.items():
            self.fields[length_field(kind)] = NumberField(
                label=f"{rule.label}, in {rule.unit.label}",
                subject=rule.label,
                help_text=f"The rule has {rule.length}.",
                required=False,
                min_value=1,
                max_value=1000,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("first", "last"):
            day = given.get(name)
            if day is not None and not _FIRST_DAY <= day <= _LAST_DAY:
                self.add_error(
                    name, forms.ValidationError("Enter a day of the years 1900 to 2199.", code="year")
                )
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error(
                "last",
                forms.ValidationError("The last day must be the first day or later.", code="day-month-year"),
            )
        if not self.errors and not self.other.in_words:
            self.add_error("framework", "Choose another framework, or enter at least one new length.")
        return given

    @property
    def span(self) -> Span:
        """The days that were asked for; only of a form that is valid."""
        return Span(self.cleaned_data["first"], self.cleaned_data["last"])

    @property
    def other(self) -> OtherRules:
        """What is to be different."""
        given = self.cleaned_data
        return OtherRules(
            framework=None if given["framework"] == OWN else Framework(given["framework"]),
            lengths={kind: given[length_field(kind)] for kind in RULES if given.get(length_field(kind))},
        )

    @property
    def lengths(self) -> list[forms.BoundField]:
        """The fields of new lengths, in the order of the rules."""
        return [self[length_field(kind)] for kind in RULES]

    @property
    def has_lengths(self) -> bool:
        """Whether a length was entered, rightly or wrongly, so that the fields stand open."""
        return any(field.value() for field in self.lengths)
