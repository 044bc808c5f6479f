"""Why a case is limited to named people, who they are, why one is opened all the same, and what a review found."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sightline.incidents.selectors.restriction import OUTCOMES, CouldBe
from sightline.incidents.services.restriction import Chosen
from sightline.policy.restricted import CLAUSE, KIND_HINTS, LONGEST_REASON, problem_with_reason
from sightline.policy.terms import RestrictedKind, Role
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import ChoiceField, LongTextField, MultipleChoiceField


def _reason(label: str, help_text: str) -> LongTextField:
    return LongTextField(
        label=label,
        help_text=help_text,
        missing="Say why.",
        subject="The reason",
        clause=CLAUSE,
        max_characters=LONGEST_REASON,
        rows=4,
    )


def _chosen(value: str) -> Chosen:
    person, organisation, role = value.split("@")
    return Chosen(UUID(person), UUID(organisation), Role(role))


def _in_words(row: CouldBe) -> tuple[str, str]:
    return row.value, f"{row.label}, {row.organisation_name}"


class ReasonForm(CheckedForm):
    """A reason that people will read."""

    reason = _reason("Why?", "It stays on the record of the case. Do not name patients or staff.")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "reason" in given and (problem := problem_with_reason(given["reason"])):
            self.add_error("reason", problem)
        return given


class RestrictForm(ReasonForm):
    """Why a case is limited, and who goes on seeing it beside those named at once."""

    kind = ChoiceField(
        label="Why is it limited?",
        choices=[(kind.value, kind.label) for kind in RestrictedKind],
        choice_hints={kind.value: hint for kind, hint in KIND_HINTS.items()},
        missing="Choose why it is limited.",
        clause=CLAUSE,
    )
    chosen = MultipleChoiceField(
        label="Who else must go on with it?",
        help_text="Tick everyone who must go on seeing this case. The others stop seeing it at once.",
        required=False,
    )
    field_order = ("kind", "reason", "chosen")

    def __init__(self, data: Any = None, *, people: Sequence[CouldBe], **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["chosen"].choices = [_in_words(row) for row in people]  # type: ignore[attr-defined]

    @property
    def people(self) -> tuple[Chosen, ...]:
        """Who was ticked."""
        return tuple(_chosen(value) for value in self.cleaned_data["chosen"])


class NameForm(ReasonForm):
    """One more person."""

    person = ChoiceField(label="Who?", select=True, missing="Choose who is named.", clause=CLAUSE)
    field_order = ("person", "reason")

    def __init__(self, data: Any = None, *, people: Sequence[CouldBe], **given: Any) -> None:
        super().__init__(data, **given)
        choices: list[Any] = [("", "Choose one")]
        for organisation, rows in groupby(people, key=lambda row: row.organisation_name):
            choices += [(row.value, f"{row.label}, {organisation}") for row in rows]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Chosen:
        """Who was chosen."""
        return _chosen(self.cleaned_data["person"])


class OpenForm(ReasonForm):
    """Why someone who is not named must read the case now."""

    reason = _reason(
        "Why must you read it now?",
        "Those who guard the case read this and judge by it. Do not name patients or staff.",
    )


class ReviewForm(CheckedForm):
    """What a review of an opening found."""

    outcome = ChoiceField(
        label="What did you find?", choices=OUTCOMES, missing="Choose what you found.", clause=CLAUSE
    )
    note = _reason("What is that based on?", "Whom you asked, and what follows. Do not name patients.")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "note" in given and (problem := problem_with_reason(given["note"])):
            self.add_error("note", problem)
        return given
