"""Signing in: with accounts an administrator made; nobody signs themselves up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from ipaddress import ip_address
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


def name_tried(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Whose sign-in a try is counted against, for django-axes.

    The name is "login" on the page and where axes asks whether it is locked, "username" where allauth says that it
    failed. Capitals do not tell people apart when they sign in, so they do not when it is counted.
    """
    given = credentials or {}
    return str(given.get("username") or given.get("login") or request.POST.get("login", "")).strip().lower()


def address_of_visitor(request: HttpRequest) -> str:
    """The network address that tries are counted against.

    Behind a proxy it is the last of X-Forwarded-For, which our own proxy wrote; those before it are anybody's word.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.SIGHTLINE_BEHIND_PROXY:
        return peer
    last = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    host = last.partition(":")[0] if last.count(":") == 1 else last.strip("[]")  # some add the port
    try:
        return str(ip_address(host))
    except ValueError:
        return peer


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
