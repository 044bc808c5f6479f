"""Giving cases on, and cover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from sightline.incidents.selectors.desk import DeskRow
from sightline.organisations.services import Cover
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import ChoiceField, DateField3, MultipleChoiceField, TextField

NOBODY = "nobody"


def _named(row: DeskRow) -> tuple[str, str]:
    away = f", away, covered by {row.covered_by}" if row.covered_by else ""
    return str(row.person_id), f"{row.name} ({row.open_cases} open{away})"


class AllocateForm(CheckedForm):
    """One case, to one person or to nobody."""

    person = ChoiceField(label="Who handles it?", missing="Choose who handles it.", clause="4.3.0")
    note = TextField(
        label="What they should know (optional)", required=False, max_characters=200, subject="The note"
    )

    def __init__(self, data: Any = None, *, desks: Sequence[DeskRow], **given: Any) -> None:
        super().__init__(data, **given)
        choices: Any = [*(_named(row) for row in desks if not row.has_left), (NOBODY, "Nobody yet")]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]

    @property
    def person_id(self) -> UUID | None:
        """Who was chosen; None for nobody."""
        chosen = self.cleaned_data["person"]
        return None if chosen == NOBODY else UUID(chosen)


class ReallocateForm(CheckedForm):
    """Many cases, shared out among one or several people."""

    people = MultipleChoiceField(
        label="Share them out among",
        help_text="With several people, the cases go to them in turn.",
        missing="Choose at least one person.",
        clause="4.3.0",
    )
    note = TextField(
        label="What they should know (optional)", required=False, max_characters=200, subject="The note"
    )

    def __init__(self, data: Any = None, *, desks: Sequence[DeskRow], **given: Any) -> None:
        super().__init__(data, **given)
        choices: Any = [_named(row) for row in desks if not row.has_left]
        self.fields["people"].choices = choices  # type: ignore[attr-defined]

    @property
    def person_ids(self) -> list[UUID]:
        """Who was chosen, in the order of the page."""
        return [UUID(key) for key in self.cleaned_data["people"]]


class CoverForm(forms.Form):
    """Somebody is away, and somebody covers."""

    person = ChoiceField(label="Who is away?", select=True, missing="Choose who is away.")
    covered_by = ChoiceField(label="Who covers?", select=True, missing="Choose who covers.")
    from_on = DateField3(label="First day away", subject="The first day", missing="Enter the first day.")
    until_on = DateField3(label="Last day away", subject="The last day", missing="Enter the last day.")
    # Of a person's absence, and of no case.
    note = TextField(
        label="Note (optional)",
        unchecked="administration",
        required=False,
        max_characters=300,
        subject="The note",
    )

    def __init__(self, data: Any = None, *, desks: Sequence[DeskRow], **given: Any) -> None:
        super().__init__(data, **given)
        choices: Any = [
            ("", "Choose one"),
            *((str(row.person_id), row.name) for row in desks if not row.has_left),
        ]
        for name in ("person", "covered_by"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def cover(self) -> Cover:
        """What was asked, once the form is valid."""
        given = self.cleaned_data
        return Cover(
            UUID(given["person"]),
            UUID(given["covered_by"]),
            given["from_on"],
            given["until_on"],
            given["note"],
        )
