"""Names of cookies. In production each begins with ``__Host-``, so that no other host under the same domain can set one.

Browsers keep such a cookie only where it came over TLS, for the whole of this host and for no other.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse


def read_cookie(request: HttpRequest, name: str) -> str:
    """The value of a cookie of ours, "" without one."""
    return request.COOKIES.get(settings.SIGHTLINE_COOKIE_PREFIX + name, "")


def set_cookie(
    request: HttpRequest, response: HttpResponse, name: str, value: str, lives: timedelta | None = None
) -> None:
    """A cookie for this site alone, out of reach of scripts; until the browser closes, or for so long."""
    response.set_cookie(
        settings.SIGHTLINE_COOKIE_PREFIX + name,
        value,
        max_age=lives,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SIGHTLINE_COOKIE_PREFIX) or request.is_secure(),
    )


class _MessagesInCookie(CookieStorage):
    cookie_name = settings.SIGHTLINE_COOKIE_PREFIX + "messages"


class Messages(FallbackStorage):
    """Django's, under a name that keeps other hosts out."""

    storage_classes = (_MessagesInCookie, SessionStorage)
