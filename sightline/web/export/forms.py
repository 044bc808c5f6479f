"""What a case is taken out for."""

from __future__ import annotations

from django import forms

from sightline.policy.found_words import Choice
from sightline.policy.retention import CLAUSE, LONGEST_REASON, problem_with_reason
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import LongTextField


class PurposeForm(CheckedForm):
    """The purpose, which stands in the archive and in the audit trail."""

    #: It goes with the file: no name, whatever the reason.
    may_say = frozenset({Choice.CHANGE})

    purpose = LongTextField(
        label="What is it for?",
        help_text="Such as a subject-access request or an inquiry, with its reference. No names: "
        "the words stand in the archive and in the audit trail",
        missing="Say what it is for.",
        subject="What it is for",
        clause=CLAUSE,
        max_characters=LONGEST_REASON,
        rows=3,
    )

    def clean_purpose(self) -> str:
        """The rule's own words where it is no purpose."""
        purpose: str = self.cleaned_data["purpose"]
        if problem := problem_with_reason(purpose):
            raise forms.ValidationError(problem)
        return purpose
