"""The light forms, refused by the same rules as the full ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from sightline.incidents.services.significant_event import Analysis
from sightline.organisations.selectors import ReachableRow
from sightline.policy.action_plan import problems_with_action
from sightline.policy.action_strength import ActionStrength
from sightline.policy.investigation_report import REPORT_FORM
from sightline.policy.questionnaire import Problem
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import ChoiceField, DateField3, EmailField, LongTextField, Refusal, TextField

#: The words of an analysis are those of a report, and rest on the same clauses.
_CLAUSE = {row.code: row.clause for row in REPORT_FORM}


class AskForLinkForm(forms.Form):
    """The work e-mail of someone at a practice or care home."""

    email = EmailField(
        label="Your work e-mail address",
        help_text="The one your organisation gave to the Integrated Care Board.",
        missing="Enter your work e-mail address.",
    )


class SendLinkForm(forms.Form):
    """To whom a link is sent."""

    membership = ChoiceField(label="Send the link to", missing="Select who to send it to.")

    def __init__(self, data: Any = None, *, people: Sequence[ReachableRow], **given: Any) -> None:
        super().__init__(data, **given)
        choices: Any = [(str(row.membership_id), f"{row.person_name}, {row.email}") for row in people]
        self.fields["membership"].choices = choices  # type: ignore[attr-defined]


class ConfirmForm(CheckedForm):
    """What the provider adds when it confirms."""

    note = LongTextField(
        label="Anything to add? (optional)",
        help_text="No names of patients or staff.",
        required=False,
        subject="What you add",
        rows=3,
    )


class AnalysisForm(CheckedForm):
    """A significant event analysis in seven questions."""

    summary = LongTextField(
        label="What happened?",
        subject="What happened",
        missing="Say what happened.",
        rows=5,
        clause=_CLAUSE["summary"],
    )
    causes = LongTextField(
        label="Why did it happen?",
        help_text="What made it likely, such as how the work is set up. Not who was at fault.",
        subject="Why it happened",
        missing="Say why it happened.",
        rows=4,
        clause=_CLAUSE["causes"],
    )
    lessons = LongTextField(
        label="What did you learn?",
        subject="What you learned",
        missing="Say what you learned.",
        rows=3,
        clause=_CLAUSE["lessons"],
    )
    text = LongTextField(
        label="What will change?", help_text="One thing. More can be added later.", required=False,
        subject="What will change", rows=2, clause="4.3f",
    )  # fmt: skip
    strength = ChoiceField(
        label="How will it hold?",
        required=False,
        choices=(
            (ActionStrength.STRONG.value, "It cannot go wrong the same way again"),
            (ActionStrength.INTERMEDIATE.value, "A checklist, alert or second check helps"),
            (ActionStrength.WEAK.value, "People are reminded or trained"),
        ),
        clause="4.3f",
    )
    owner_role = TextField(
        label="Who sees to it?",
        help_text="Their role, for example practice manager.",
        required=False,
        subject="The owner",
        clause="4.3f",
    )
    due_on = DateField3(
        label="By when?", required=False, subject="The date", missing="Enter the date.", clause="4.3f"
    )
    statement = TextField(
        label="Who talked it over and agrees with it?",
        help_text="By role, for example two partners, the nurse and the practice manager.",
        subject="Who agrees",
        missing="Say who talked it over, by role.",
        clause="4.4.2",
    )

    def __init__(self, data: Any = None, *, today: date, **given: Any) -> None:
        super().__init__(data, **given)
        self._today = today

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        self._say(
            problems_with_action(
                text=typed.get("text") or "",
                owner_role=typed.get("owner_role") or "",
                due_on=typed.get("due_on"),
                strength=typed.get("strength") or "",
                today=self._today,
            )
        )
        return typed

    def _say(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if problem.field not in self.errors:
                self.add_error(problem.field, Refusal(problem))

    def analysis(self) -> Analysis:
        """The answers, once the form is valid."""
        given = self.cleaned_data
        return Analysis(
            summary=given["summary"],
            causes=given["causes"],
            lessons=given["lessons"],
            text=given["text"],
            owner_role=given["owner_role"],
            due_on=given["due_on"],
            strength=given["strength"],
            statement=f"Talked over and agreed by: {given['statement']}",
        )
