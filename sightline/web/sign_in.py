"""Signing in: with accounts an administrator made; nobody signs themselves up."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth, with its door for newcomers shut."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "Enter a username and password that belong together",
        "account_inactive": "This account has been closed. Ask your administrator",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page people arrive at says enough; "Successfully signed in as …" would only push it down."""


class SignInForm(LoginForm):  # type: ignore[misc]
    """Username and password, with words beside the field that is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Username"
        self.fields["login"].error_messages["required"] = "Enter your username"
        self.fields["password"].label = "Password"
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = "Enter your password"
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer to too many wrong passwords (django-axes), 429."""
    return render(request, "account/locked_out.jinja", status=429)


def demonstration_sign_ins() -> list[dict[str, str]]:
    """``[{"hat", "username", "password"}]`` as the demonstration wrote them; empty anywhere else."""
    if not settings.SIGHTLINE_DEMONSTRATION:
        return []
    try:
        rows = json.loads(settings.SIGHTLINE_SIGN_INS_FILE.read_text("utf-8"))
    except FileNotFoundError:
        return []
    return [{key: str(value) for key, value in row.items()} for row in rows]
