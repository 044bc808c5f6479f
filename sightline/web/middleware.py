"""What happens around every view: the request's id and hat, kept forms, and errors that become pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from sightline.audit.chain import storable
from sightline.audit.scope import of, within
from sightline.audit.services import request_id
from sightline.breaches.errors import BreachStale
from sightline.breaches.selectors import breach_record
from sightline.incidents import selectors
from sightline.incidents.errors import (
    Invalid,
    NotVisible,
    PersonalDataFound,
    Refused,
    Restricted,
    SharingEnded,
    Stale,
)
from sightline.incidents.selectors.restriction import case_of
from sightline.incidents.services import reading_log
from sightline.organisations.errors import NotAdministrator, Unknown
from sightline.policy.permissions import OWN_REPORT
from sightline.web import kept_forms, looking
from sightline.web.access import moment
from sightline.web.asking_page import asking_page
from sightline.web.error_pages import not_allowed, not_found
from sightline.web.hats import Hat, has_lost_hat, hat_of
from sightline.web.page import render

_A_FAULT = 500
GetResponse = Callable[[HttpRequest], HttpResponse]


class StorableMiddleware:
    """Keeps from every look-up what no database stores, before the first: there is no such address, nor such a cookie.

    PostgreSQL refuses to look for a NUL, which an address or a quoted cookie can hold.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if storable(request.path_info) != request.path_info:
            raise Http404("No address holds a NUL.")
        for name in [name for name, value in request.COOKIES.items() if storable(value) != value]:
            del request.COOKIES[name]
        return self.get_response(request)


class HatMiddleware:
    """Gives the request its id for the audit chain and the hat in use."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid4().hex)
        try:
            request.hat = hat_of(request, now=moment())  # type: ignore[attr-defined]
            response = self.get_response(request)
            kept_forms.remember_person(request, response)
            return response
        finally:
            request_id.reset(token)


class KeptFormMiddleware:
    """A form sent after the session ended is kept for whoever typed it, and they are asked to sign in again.

    Where it was the role that ended, a page says so once and shows what was typed: nobody acts in another role unawares.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        if request.user.is_authenticated and getattr(view, "login_required", True) and has_lost_hat(request):
            return render(
                request,
                "errors/hat_ended.jinja",
                status=403,
                hat=request.hat,  # type: ignore[attr-defined]
                typed=kept_forms.typed_words(request) if request.method == "POST" else (),
            )
        if (
            request.method != "POST"
            or request.user.is_authenticated
            or not getattr(view, "login_required", True)
        ):
            return None
        kept_forms.keep(request)
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")


class LooksMiddleware:
    """Notes a look where an answer shows a case: a page, also one drawn again with its mistakes, or a file."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = looking.begin()
        try:
            response = self.get_response(request)
            if response.status_code in (200, 422):
                self._note(request)
            return response
        finally:
            looking.end(token)

    def _note(self, request: HttpRequest) -> None:
        hat: Hat | None = getattr(request, "hat", None)
        match = request.resolver_match
        if hat is None or match is None or match.url_name is None:
            return
        page = looking.shown()
        if page is None:
            found = case_of(**match.kwargs) if match.url_name in looking.WITHOUT_CASE else None
        elif page.parts <= OWN_REPORT and page.facts.reported_in_confidence:
            # Whoever reported in confidence would be named by looking at their own report (4.3c).
            found = None
        else:
            found = page.incident_id, page.facts.is_restricted
        if found is not None:
            incident_id, is_restricted = found
            reading_log.saw(hat.actor, incident_id, match.url_name, at_once=is_restricted, now=moment())


class ScopeMiddleware:
    """What the database shows to a request: what the hat in use has access to, and nothing to whoever wears none.

    Only PostgreSQL has this wall. A request is one transaction there, written before its answer is sent; a fault of ours
    or of the database writes nothing.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        hat: Hat | None = request.hat  # type: ignore[attr-defined]
        if hat is None or connection.vendor != "postgresql":
            return self.get_response(request)
        is_whole = not connection.in_atomic_block
        with within(of(hat.actor, now=moment())):
            response = self.get_response(request)
            if is_whole and response.status_code >= _A_FAULT:
                transaction.set_rollback(True)
            return response


class ErrorPagesMiddleware:
    """Turns what services refuse, and methods that a view does not take, into pages, so that views hold no ``try``."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return not_allowed(request, response["Allow"])
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        typed = kept_forms.typed_words(request)
        if isinstance(error, NotVisible | Unknown):
            return not_found(request, error)
        if isinstance(error, Restricted):
            restricted = {"reference": error.reference, "typed": typed}
            return render(request, "errors/restricted.jinja", status=403, **restricted)
        if isinstance(error, SharingEnded):
            return render(request, "errors/sharing_ended.jinja", status=404, ended=error, typed=typed)
        if isinstance(error, Refused):
            return render(request, "errors/refused.jinja", status=403, refused=error, typed=typed)
        if isinstance(error, PermissionDenied | NotAdministrator):
            return render(request, "errors/denied.jinja", status=403, reason=str(error))
        if isinstance(error, PersonalDataFound):
            return asking_page(request, error)
        if isinstance(error, Invalid):
            return render(request, "errors/invalid.jinja", status=422, problems=error.lines, typed=typed)
        if isinstance(error, Stale | BreachStale):
            hat = request.hat  # type: ignore[attr-defined]
            missed: Sequence[Any]
            if isinstance(error, BreachStale):
                missed = breach_record.missed(error.reference, error.seen)
            else:
                missed = selectors.missed_steps(hat.actor, error.incident_id, error.seen, now=moment())
            sent_already = bool(missed) and all(step.person_id == hat.person_id for step in missed)
            if not sent_already:
                kept_forms.keep(request, kept_forms.OUT_OF_DATE)
            return render(
                request,
                "errors/stale.jinja",
                status=409,
                reference=error.reference,
                thing="breach" if isinstance(error, BreachStale) else "case",
                address=reverse(
                    "breach" if isinstance(error, BreachStale) else "incident", args=[error.reference]
                ),
                missed=missed,
                sent_already=sent_already,
                typed=typed,
            )
        return None
