"""Codes, passwords and passkeys as people type or show them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password

from sightline.organisations.services import Invited
from sightline.policy.second_factor import CodeFound, CodeJudged
from sightline.web.nhsuk.fields import Drawing, TextField


class CodeField(TextField):
    """Digits of an app or of a list; spaces in between are how apps show them."""

    def __init__(self, label: str, help_text: str) -> None:
        typed = forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        )
        super().__init__(
            label=label, help_text=help_text, missing="Enter the code.", subject="The code", widget=typed
        )

    def clean(self, value: Any) -> str:
        """The digits alone."""
        digits = "".join(str(super().clean(value)).split())
        if not (digits.isascii() and digits.isdigit() and len(digits) in (6, 8)):
            raise forms.ValidationError("Enter the 6 digits of the app, or the 8 digits of a recovery code.")
        return digits


class PasswordField(Drawing, forms.CharField):
    """A password, taken as it is typed, spaces and all."""

    def __init__(self, label: str, missing: str, autocomplete: str, help_text: str = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            strip=False,
            max_length=500,
            error_messages={"required": missing, "max_length": "Enter at most 500 characters."},
            widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        )


class AppForm(forms.Form):
    """The first code of an app that was just set up."""

    code = CodeField("Code that the app shows", "6 digits. A new one comes every 30 seconds.")


class CodeForm(forms.Form):
    """A code at sign-in, or when proving again."""

    code = CodeField("Code", "The 6 digits of your app, or one of your recovery codes of 8 digits.")


class PasswordForm(forms.Form):
    """The password again."""

    password = PasswordField("Password", "Enter your password", "current-password")


class ChoosePasswordForm(forms.Form):
    """A password that its owner chooses, twice, so that a slip of the finger locks nobody out."""

    password = PasswordField(
        "Choose a password",
        "Enter the password you choose",
        "new-password",
        "At least 12 characters. Three or four words that nobody would put together are best.",
    )
    again = PasswordField("The same again", "Enter the same password again", "new-password")

    def __init__(self, data: Any = None, *, invited: Invited) -> None:
        super().__init__(data)
        self.person = get_user_model()(username=invited.username, full_name=invited.full_name)

    def clean_password(self) -> str:
        """Long enough, on no list of common ones, and not the person's own name."""
        chosen = str(self.cleaned_data["password"])
        validate_password(chosen, self.person)
        return chosen

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        given = super().clean() or {}
        if "password" in given and "again" in given and given["password"] != given["again"]:
            self.add_error("again", "The two passwords are not the same")
        return given


class PasskeyForm(forms.Form):
    """What the browser hands over of a passkey, as JSON."""

    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "The passkey gave no answer. Try again, or use another way",
            "invalid": "The passkey gave no answer. Try again, or use another way",
        },
    )

    def clean_credential(self) -> dict[str, Any]:
        """An object with the parts that a passkey answers with; everything in it is judged by the library."""
        given = self.cleaned_data["credential"]
        parts = given.get("response") if isinstance(given, dict) else None
        texts = isinstance(parts, dict) and all(
            isinstance(each, str | list | int | None) for each in parts.values()
        )
        if not texts:
            raise forms.ValidationError("The passkey gave no answer. Try again, or use another way")
        return dict(given)


class NewPasskeyForm(PasskeyForm):
    """A new passkey and what its owner calls it."""

    name = TextField(
        label="What do you call it?",
        help_text="For example, work laptop, or key on my key ring.",
        missing="Enter a name for the passkey.",
        subject="The name",
        max_characters=60,
    )


def words_of(judged: CodeJudged) -> str:
    """Why a code was not taken, for beside its field."""
    if judged.found is CodeFound.USED:
        return "That code has been used. Wait for the next one, which comes within 30 seconds, and enter that"
    if judged.found is CodeFound.CLOCK_WRONG:
        minutes = abs(judged.minutes_ahead)
        way = "ahead" if judged.minutes_ahead > 0 else "behind"
        return (
            f"Your phone’s clock is about {minutes} minute{'' if minutes == 1 else 's'} {way}. Set its time to automatic in "
            "its settings, then enter the next code"
        )
    return "That code is not right. Check that you read it from Sightline in your app, and enter the one shown now"
