"""What a session has proved of who is at the keyboard, and when; who must prove more before going on (ADR 17)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from sightline.policy.second_factor import PROOF_LIVES_MINUTES, needs_second_factor
from sightline.web import kept_forms
from sightline.web.access import moment
from sightline.web.hats import BY_LINK_KEY, Hat

PROVED_AT = "proved_at_seconds"
#: Where somebody was going when a proof was asked for.
AFTER_PROOF = "after_proof"
#: Set by an identity provider that is trusted with the second factor.
BY_PROVIDER = "second_factor_by_provider"

ViewType = TypeVar("ViewType", bound=Callable[..., Any])


def before_second_factor(view: ViewType) -> ViewType:
    """Marks a view that people reach while they still lack the second factor that their role needs."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view


@receiver(user_logged_in)
def _came_in(request: HttpRequest, **_: Any) -> None:
    # The moment of signing in is the first proof, by whichever door.
    request.session[PROVED_AT] = moment().timestamp()


def proved(request: HttpRequest, *, factor_id: int = 0, kind: str = "") -> None:
    """Notes a proof given now, and changes the session's id, so that a copy of the old one is worth nothing."""
    request.session[PROVED_AT] = moment().timestamp()
    if factor_id:
        note_factor(request, request.user, factor_id=factor_id, kind=kind)
    request.session.cycle_key()


def note_factor(request: HttpRequest, user: Any, *, factor_id: int, kind: str) -> None:
    """Notes that this session has shown a second factor."""
    if not any(each.get("id") == factor_id for each in get_authentication_records(request, user)):
        record_authentication(request, user, method="mfa", id=factor_id, type=kind)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the last proof is young enough for what asks again."""
    age = moment().timestamp() - float(request.session.get(PROVED_AT, 0))
    return age <= PROOF_LIVES_MINUTES * 60


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether this session has shown more than a password."""
    records = get_authentication_records(request, request.user)
    return bool(request.session.get(BY_PROVIDER)) or any(each.get("method") == "mfa" for each in records)


def must_have_second_factor(request: HttpRequest) -> bool:
    """Whether any role of this person asks for one. A one-time link is a mailbox's proof, for one role, and stands alone."""
    hat: Hat | None = request.hat  # type: ignore[attr-defined]
    if not settings.SIGHTLINE_SECOND_FACTOR or hat is None or BY_LINK_KEY in request.session:
        return False
    return needs_second_factor([hat.role, *(other.role for other in hat.others)])


def come_back_here(request: HttpRequest) -> None:
    """Remembers where somebody was going, and what they typed, for after the proof."""
    if request.method == "POST":
        kept_forms.keep(request, kept_forms.ANOTHER_FIRST)
    request.session[AFTER_PROOF] = request.path if request.method == "POST" else request.get_full_path()


def go_on(request: HttpRequest) -> HttpResponse:
    """To where somebody was going before a proof was asked for."""
    wanted = request.session.pop(AFTER_PROOF, "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) if wanted else False
    return redirect(wanted if safe else reverse("today"))


class SecondFactorMiddleware:
    """Sends whoever lacks the second factor that one of their roles needs to set it up, and back afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or getattr(view, "before_second_factor", False):
            return None
        if not request.user.is_authenticated or not must_have_second_factor(request):
            return None
        if has_shown_second_factor(request):
            return None
        come_back_here(request)
        return redirect(reverse("second_factor"))
