"""Other words in the place of held ones, or that they are no personal data."""

from __future__ import annotations

from typing import Any

from sightline.incidents.services.held_documents import problem_with_copy
from sightline.policy.found_words import (
    LONGEST_REASON,
    LONGEST_REPLACEMENT,
    Settled,
    counted,
    problem_with_replacement,
    problem_with_why,
)
from sightline.policy.personal_data import personal_data_in
from sightline.web.checked_form import CheckedForm
from sightline.web.document_fields import PaperForm
from sightline.web.nhsuk.fields import ChoiceField, LongTextField, TextField


class SettleForm(CheckedForm):
    """How held words are settled."""

    how = ChoiceField(
        label="What should happen with them?",
        choices=(
            (Settled.REDACTED.value, "Other words take their place"),
            (Settled.NOT_PERSONAL.value, "They are not personal data: they stand as they were typed"),
        ),
        reveals={Settled.REDACTED.value: ["replacement"], Settled.NOT_PERSONAL.value: ["why"]},
        missing="Say what should happen with them.",
        clause="11.1c",
    )
    replacement = TextField(
        label="What stands there instead?",
        help_text="For example Patient A, or Nurse 1. The words themselves are gone for good.",
        required=False,
        max_characters=LONGEST_REPLACEMENT,
        subject="The words",
    )
    why = LongTextField(
        label="Why are they not personal data?",
        help_text="Do not repeat the words. Your reason is logged.",
        required=False,
        max_characters=LONGEST_REASON,
        subject="The reason",
        rows=3,
    )

    @property
    def is_redacted(self) -> bool:
        """Whether other words take their place."""
        return bool(self.cleaned_data["how"] == Settled.REDACTED.value)

    def looks_through(self, name: str) -> bool:
        """Both fields have a rule of their own, which takes no answer but other words."""
        return False

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        rules = {
            Settled.REDACTED.value: ("replacement", problem_with_replacement),
            Settled.NOT_PERSONAL.value: ("why", problem_with_why),
        }
        name, rule = rules.get(given.get("how", ""), ("", None))
        if rule is not None and name not in self.errors and (problem := rule(given.get(name) or "")):
            self.add_error(name, problem)
        return given


class SettleDocumentForm(PaperForm):
    """How a held paper is settled."""

    how = ChoiceField(
        label="What should happen with it?",
        choices=(
            (Settled.REDACTED.value, "A redacted copy takes its place: give it below"),
            (Settled.NOT_PERSONAL.value, "It holds no personal data: say why below"),
        ),
        missing="Say what should happen with it.",
        clause="11.1c",
    )
    why = LongTextField(
        label="Why is it not personal data?",
        help_text="Do not repeat the words. Your reason is logged.",
        required=False,
        max_characters=LONGEST_REASON,
        subject="The reason",
        rows=3,
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["document"].label = "The redacted copy"
        self.order_fields(["how", "document", "pasted", "why"])

    @property
    def is_redacted(self) -> bool:
        """Whether a copy takes its place."""
        return bool(self.cleaned_data["how"] == Settled.REDACTED.value)

    def looks_through(self, name: str) -> bool:
        """The reason has a rule of its own."""
        return False

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("how") == Settled.NOT_PERSONAL.value:
            if "why" not in self.errors and (problem := problem_with_why(given.get("why") or "")):
                self.add_error("why", problem)
            return given
        given = super().clean()
        pasted = given.get("pasted") or ""
        found = self._examined.found if self._examined is not None else counted(personal_data_in(pasted))
        name = "document" if self._examined is not None else "pasted"
        if name not in self.errors and (problem := problem_with_copy(found)):
            self.add_error(name, problem)
        return given
