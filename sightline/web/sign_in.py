"""Signing in: with accounts an administrator made; nobody signs themselves up."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import secrets
from functools import lru_cache
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from sightline.web import lock_out
from sightline.web.hats import provider_in_use

_LOG = logging.getLogger("sightline.sign_in")


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

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Our own ``step_up`` asks, before the library would."""
        return False

    def logout(self, request: HttpRequest) -> None:
        """Ends our session. That of an identity provider is not ours to end, and whoever sits here next may find it open."""
        provider = settings.SIGHTLINE_OIDC.get(provider_in_use(request))
        super().logout(request)
        if provider is not None:
            messages.info(
                request,
                f"You are signed out of Sightline. Your session at {provider.name} may go on: on a computer that others "
                "use, sign out there too, or lock it.",
            )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Judges a try to sign in, counted before it is judged."""
        name = str(credentials.get("username", "")).strip().lower()
        places = lock_out.take_place(request, name, address_of_visitor(request))
        found = super().authenticate(request, **credentials)
        if found is not None:
            lock_out.uncount(places)
        return found

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """The device is known from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        lock_out.remember_device(request, response, user.get_username())
        return response


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors in our words, their secrets unreadable in the database and in its backups."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The passkey was not recognised. Try again, or use another way",
    }

    def encrypt(self, text: str) -> str:
        return _lock(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _lock(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # The installation's key was changed: no code matches a secret that nobody has, and people set it up anew.
            _LOG.error("A second factor was made under another SIGHTLINE_SECRET_KEY and cannot be read.")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """People are told by our own notices, not by the library's letters."""


@lru_cache(maxsize=2)
def _lock(secret: str) -> Fernet:
    key = hashlib.sha256(f"sightline.second_factor {secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


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


def demonstration_sign_ins() -> list[dict[str, str]]:
    """``[{"hat", "username", "password"}]`` as the demonstration wrote them; empty anywhere else."""
    if not settings.SIGHTLINE_DEMONSTRATION:
        return []
    try:
        rows = json.loads(settings.SIGHTLINE_SIGN_INS_FILE.read_text("utf-8"))
    except FileNotFoundError:
        return []
    return [{key: str(value) for key, value in row.items()} for row in rows]
