"""Forms of administrators. Services say what cannot stand; these ask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from sightline.policy.deadlines import Deadline
from sightline.policy.local_defaults import Figure, FigureUnit
from sightline.policy.terms import CandourRegime, OrganisationKind, Role
from sightline.web.nhsuk.fields import (
    ChoiceField,
    DateField3,
    EmailField,
    LongTextField,
    NumberField,
    TextField,
    TickField,
)

REASON_LENGTH = 500


def _reason(required: bool = True) -> LongTextField:
    return LongTextField(
        label="Why?" if required else "Why? (optional)",
        missing="Say why.",
        help_text="It is kept in the audit trail.",
        rows=3,
        max_characters=REASON_LENGTH,
        required=required,
    )


class OrganisationForm(forms.Form):
    """A new organisation."""

    ods_code = TextField(
        label="ODS code", missing="Enter the ODS code.", max_characters=10, width=10, subject="The ODS code"
    )
    name = TextField(label="Name", missing="Enter the name of the organisation.", subject="The name")
    kind = ChoiceField(
        label="What kind of organisation is it?",
        missing="Choose what kind of organisation it is.",
        choices=OrganisationKind.choices(),
    )
    candour_regime = ChoiceField(
        label="Which Duty of Candour applies to it?",
        missing="Choose which Duty of Candour applies.",
        choices=CandourRegime.choices(),
        choice_hints={
            CandourRegime.HEALTH_SERVICE_BODY.value: "NHS trusts and other NHS bodies.",
            CandourRegime.OTHER.value: "Practices, care homes, independent providers and hospices.",
        },
    )
    opened_on = DateField3(label="Its first day (optional)", subject="Its first day", required=False)
    source = TextField(
        label="Where do you know this from? (optional)", required=False, subject="Where you know this from"
    )


class NameForm(forms.Form):
    """The name people read."""

    name = TextField(label="Name", missing="Enter the name of the organisation.", subject="The name")
    reason = _reason(required=False)


class CloseOrganisationForm(forms.Form):
    """Its last day, and who takes over."""

    closed_on = DateField3(label="Its last day", subject="Its last day", missing="Enter its last day.")
    successor = TextField(
        label="ODS code of the organisation that takes over (optional)",
        help_text="The day after, it stands in this one's place: its contracts and all its cases go over.",
        required=False,
        max_characters=10,
        width=10,
    )
    people_too = TickField(
        label="Give everyone who has a role here the same role there, from the day after",
        required=False,
    )
    reason = _reason()


class PsirfForm(forms.Form):
    """The day of its move."""

    from_on = DateField3(
        label="First day under PSIRF",
        subject="The first day",
        help_text="Incidents identified there from that day on follow it. Leave it empty to take the date away.",
        required=False,
    )
    reason = _reason()


class PlaceForm(forms.Form):
    """A new Place of the board."""

    name = TextField(
        label="Name of the Place",
        missing="Enter the name of the Place.",
        max_characters=100,
        subject="The name",
    )


class InPlaceForm(forms.Form):
    """Where an organisation works."""

    def __init__(self, data: Any, *, places: Mapping[UUID, str]) -> None:
        super().__init__(data)
        self.fields["place"] = ChoiceField(
            label="Place",
            missing="Choose the Place.",
            choices=[(str(place), name) for place, name in places.items()],
        )


class ContractForm(forms.Form):
    """The main contract with a provider."""

    def __init__(self, data: Any, *, boards: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["lead_commissioner_id"] = ChoiceField(
            label="Who holds the main contract?",
            help_text="Its holder is the lead commissioner of the provider's incidents.",
            missing="Choose who holds the contract.",
            choices=[("", ""), *boards],
            select=True,
        )
        self.fields["title"] = TextField(
            label="What is it called?", missing="Enter what the contract is called.", subject="The title"
        )
        self.fields["starts_on"] = DateField3(
            label="First day", subject="The first day", missing="Enter the first day."
        )
        self.fields["ends_on"] = DateField3(
            label="Last day (optional)", subject="The last day", required=False
        )


class EndForm(forms.Form):
    """The last day of something, and why."""

    def __init__(self, data: Any, *, field: str, label: str) -> None:
        super().__init__(data)
        self.fields[field] = DateField3(label=label, subject="The last day", missing="Enter the last day.")
        self.fields["reason"] = _reason()


class DetailsForm(forms.Form):
    """How a person is called and reached."""

    full_name = TextField(label="Full name", missing="Enter the person’s full name.", subject="The name")
    email = EmailField(label="Work e-mail (optional)", required=False, max_length=254)


class RoleForm(forms.Form):
    """A role at one organisation."""

    def __init__(self, data: Any, *, roles: Sequence[Role], places: Mapping[UUID, str]) -> None:
        super().__init__(data)
        self.fields["role"] = ChoiceField(
            label="Role", missing="Choose the role.", choices=[(role.value, role.label) for role in roles]
        )
        if Role.PLACE_QUALITY_LEAD in roles:
            self.fields["place"] = ChoiceField(
                label="Place (only for a role at one Place)",
                choices=[("", "No Place"), *((str(place), name) for place, name in places.items())],
                required=False,
                select=True,
            )
        self.fields["from_on"] = DateField3(
            label="First day", subject="The first day", missing="Enter the first day."
        )


class ChangeRoleForm(RoleForm):
    """A role in place of another, from now, and why."""

    def __init__(self, data: Any, *, roles: Sequence[Role], places: Mapping[UUID, str]) -> None:
        super().__init__(data, roles=roles, places=places)
        del self.fields["from_on"]
        self.fields["reason"] = _reason()


class NewPersonForm(RoleForm, DetailsForm):
    """A person with their first role."""

    username = TextField(
        label="User name",
        missing="Enter the name they will sign in with.",
        help_text="What they sign in with, such as their work e-mail address.",
        max_characters=150,
        subject="The user name",
    )


class AccountForm(forms.Form):
    """Closing or opening an account."""

    reason = _reason()


class HolidayForm(forms.Form):
    """A bank holiday proclaimed after this release."""

    day = DateField3(label="The day", subject="The day", missing="Enter the day.")
    title = TextField(label="What is it for?", missing="Enter what the holiday is for.", max_characters=100)
    source = TextField(
        label="Where was it announced?", missing="Enter where it was announced.", subject="The source"
    )


class WithdrawForm(forms.Form):
    """A bank holiday that is none."""

    reason = _reason()


class VariationForm(forms.Form):
    """Another length for one timescale."""

    def __init__(
        self, data: Any, *, rule: Deadline, places: Mapping[UUID, str], has_others: bool = False
    ) -> None:
        super().__init__(data)
        self.fields["length"] = NumberField(
            label=f"New length, in {rule.unit.value.replace('_', ' ')}",
            subject="The length",
            missing="Enter the new length.",
            min_value=1,
            max_value=1000,
        )
        self.fields["place"] = ChoiceField(
            label="Where does it hold?",
            help_text="One Place may only shorten a timescale.",
            choices=[("", "Everywhere"), *((str(place), name) for place, name in places.items())],
            required=False,
            select=True,
        )
        self.fields["from_on"] = DateField3(
            label="First day", subject="The first day", missing="Enter the first day."
        )
        self.fields["until_on"] = DateField3(
            label="Last day (optional)", subject="The last day", required=False
        )
        self.fields["reason"] = LongTextField(
            label="Who agreed this, and why?",
            missing="Enter who agreed this, and why.",
            rows=3,
            max_characters=REASON_LENGTH,
        )
        self.fields["source"] = TextField(
            label="Where is it written down? (optional)",
            help_text="Such as the minutes of a meeting, a letter or a contract.",
            subject="The source",
            required=False,
        )
        if has_others:
            self.fields["supersede"] = TickField(
                label="It takes the place of one that it meets, which ends the day before", required=False
            )


class FigureForm(forms.Form):
    """Another value for one figure; ``value`` comes out as a whole number of the figure's own unit."""

    def __init__(self, data: Any, *, figure: Figure, has_others: bool) -> None:
        super().__init__(data)
        self.figure = figure
        self.fields["value"] = _value_of(figure)
        self.fields["from_on"] = DateField3(
            label="First day",
            subject="The first day",
            missing="Enter the first day.",
            help_text="Today or later: what was decided stays as it was judged.",
        )
        self.fields["until_on"] = DateField3(
            label="Last day (optional)", subject="The last day", required=False
        )
        self.fields["reason"] = LongTextField(
            label="Who agreed this, and why?",
            missing="Enter who agreed this, and why.",
            help_text="Everyone who signs in can read it.",
            rows=3,
            max_characters=REASON_LENGTH,
        )
        self.fields["source"] = TextField(
            label="Where is it written down? (optional)",
            help_text="Such as the minutes of a meeting, a letter or a contract.",
            subject="The source",
            required=False,
        )
        if has_others:
            self.fields["supersede"] = TickField(
                label="It takes the place of one that it meets, which ends the day before", required=False
            )

    def clean_value(self) -> int:
        """Minutes after midnight for a time of day, the place of a choice, and any other number as it is."""
        given = self.cleaned_data["value"]
        if self.figure.unit is not FigureUnit.TIME_OF_DAY:
            return int(given)
        found = re.fullmatch(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])", given, re.ASCII)
        if found is None:
            raise forms.ValidationError("Enter a time by the 24-hour clock, such as 09:00 or 18:30.")
        return int(found[1]) * 60 + int(found[2])


def _value_of(figure: Figure) -> forms.Field:
    missing = "Enter the new value."
    if figure.unit is FigureUnit.CHOICE:
        choices = [(str(value), words) for value, words in enumerate(figure.choices)]
        return ChoiceField(label=figure.words, missing="Choose one.", choices=choices)
    if figure.unit is FigureUnit.TIME_OF_DAY:
        return TextField(
            label=figure.words, missing=missing, help_text="By the 24-hour clock, such as 18:30.", width=5
        )
    return NumberField(
        label=f"{figure.words}, {figure.unit.label}",
        subject="The value",
        missing=missing,
        help_text=f"From {figure.say(figure.least)} to {figure.say(figure.most)}.",
        min_value=figure.least,
        max_value=figure.most,
    )


class PreviewForm(forms.Form):
    """Whose eyes to look through."""

    def __init__(self, data: Any, *, code: str, roles: Sequence[Role], places: Mapping[UUID, str]) -> None:
        super().__init__(data, initial={"code": code})
        self.fields["code"] = TextField(
            label="ODS code of the organisation",
            missing="Enter the ODS code of the organisation.",
            max_characters=10,
            width=10,
        )
        self.fields["role"] = ChoiceField(
            label="Role",
            missing="Choose the role.",
            choices=[("", ""), *((role.value, role.label) for role in roles)],
            select=True,
        )
        self.fields["place"] = ChoiceField(
            label="Place (only for a role at one Place)",
            choices=[("", "No Place"), *((str(place), name) for place, name in places.items())],
            required=False,
            select=True,
        )
        self.fields["reason"] = _reason()
