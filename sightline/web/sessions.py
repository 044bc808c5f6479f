"""Signing out people who walked away."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

TOUCHED = "touched_at_seconds"
RENEW_AFTER_SECONDS = 60


class IdleTimeout:
    """Renews a signed-in session at most once a minute.

    Django can renew at every request, but that writes to the database on every page read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A page that never looked at its session has none to renew, and must not be made to load one.
        if request.session.accessed and "_auth_user_id" in request.session:
            now = int(time.time())
            if now - request.session.get(TOUCHED, 0) >= RENEW_AFTER_SECONDS:
                request.session[TOUCHED] = now
        return response
