"""A protocol, its review, and what another lead commissioner told us."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from sightline.incidents.services.sharing_registers import (
    PROTOCOL_CLAUSE,
    RECEIVED_CLAUSE,
    NewProtocol,
    NewReceived,
)
from sightline.policy.found_words import Choice
from sightline.policy.restricted import LONGEST_REASON, problem_with_reason
from sightline.web.checked_form import CheckedForm
from sightline.web.nhsuk.fields import ChoiceField, DateField3, LongTextField, TextField


class ProtocolForm(forms.Form):
    """An agreement to share, with one organisation or with a group."""

    partner = ChoiceField(
        label="With which organisation?",
        help_text="Leave it empty if it is with a group.",
        select=True,
        required=False,
        clause=PROTOCOL_CLAUSE,
    )
    group_name = TextField(
        label="Or with which group?",
        help_text="For example the quality surveillance group.",
        required=False,
        subject="The name of the group",
    )
    what = LongTextField(
        label="What is shared by it?",
        missing="Say what is shared by it.",
        max_characters=LONGEST_REASON,
        rows=3,
        clause=PROTOCOL_CLAUSE,
    )
    basis = TextField(
        label="On which basis?", missing="Say on which basis.", max_characters=300, clause=PROTOCOL_CLAUSE
    )
    document_reference = TextField(
        label="Where is the document kept?",
        help_text="A reference by which it is found.",
        missing="Say where the document is kept.",
        clause=PROTOCOL_CLAUSE,
    )
    from_on = DateField3(
        label="From which day does it hold?",
        missing="Enter the day it holds from.",
        subject="The day it holds from",
        clause=PROTOCOL_CLAUSE,
    )
    review_on = DateField3(
        label="When is it reviewed?",
        missing="Enter the day it is reviewed.",
        subject="The day of its review",
        clause=PROTOCOL_CLAUSE,
    )

    def __init__(self, data: Any = None, *, partners: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["partner"].choices = [("", "Choose one"), *partners]  # type: ignore[attr-defined]

    def protocol(self) -> NewProtocol:
        """What was typed."""
        given = dict(self.cleaned_data)
        partner = given.pop("partner")
        return NewProtocol(partner_id=UUID(partner) if partner else None, **given)


class ReviewProtocolForm(forms.Form):
    """After a review: the next one, or the end."""

    outcome = ChoiceField(
        label="What did the review find?",
        choices=[("goes_on", "It goes on"), ("ends", "It ends today")],
        missing="Say whether it goes on.",
        clause=PROTOCOL_CLAUSE,
    )
    review_on = DateField3(
        label="When is it reviewed next?",
        help_text="Only if it goes on.",
        required=False,
        subject="The day of its next review",
    )
    reason = LongTextField(
        label="What is that based on?",
        missing="Say why.",
        subject="The reason",
        max_characters=LONGEST_REASON,
        rows=3,
        clause=PROTOCOL_CLAUSE,
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "reason" in given and (problem := problem_with_reason(given["reason"])):
            self.add_error("reason", problem)
        return given


class ReceivedForm(CheckedForm):
    """What another lead commissioner told us of one of its cases."""

    #: Not a case of ours, whose lead would settle what is held.
    may_say = frozenset({Choice.CHANGE, Choice.KEEP})

    lead = ChoiceField(
        label="Which commissioner leads the case?",
        select=True,
        missing="Choose the commissioner that leads the case.",
        clause=RECEIVED_CLAUSE,
    )
    their_reference = TextField(
        unchecked="reference",
        label="Their reference of the case",
        missing="Enter their reference of the case.",
        max_characters=60,
        width=20,
        clause=RECEIVED_CLAUSE,
    )
    received_on = DateField3(
        label="When did it come?",
        missing="Enter the day it came.",
        subject="The day it came",
        clause=RECEIVED_CLAUSE,
    )
    what_told = LongTextField(
        label="What did they tell us?",
        help_text="Do not name patients or staff.",
        missing="Say what they told us.",
        clause=RECEIVED_CLAUSE,
    )
    concern = LongTextField(
        label="Why does it concern us as responsible commissioner?",
        missing="Say why it concerns us as responsible commissioner.",
        max_characters=LONGEST_REASON,
        rows=3,
        clause=RECEIVED_CLAUSE,
    )

    def __init__(self, data: Any = None, *, leads: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["lead"].choices = [("", "Choose one"), *leads]  # type: ignore[attr-defined]

    def received(self) -> NewReceived:
        """What was typed."""
        given = dict(self.cleaned_data)
        return NewReceived(lead_id=UUID(given.pop("lead")), **given)
