"""Pages for what Django itself refuses: unknown addresses, forgeries, faults of ours."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse

from sightline.web import kept_forms
from sightline.web.page import render


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for a request that could not be read, 413 for one that holds too much; its form must not be read again."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    status = 413 if too_large else 400
    return render(request, "errors/bad_request.jinja", status=status, too_large=too_large)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing there, or nothing for this hat; the two look the same."""
    return render(request, "errors/not_found.jinja", status=404)


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405 with what is ``allowed``: an address typed that only takes a form, or a method that no page sends."""
    page = render(request, "errors/not_allowed.jinja", status=405, takes_forms_only=allowed == "POST")
    page["Allow"] = allowed
    return page


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 outside the workflow."""
    return render(request, "errors/denied.jinja", status=403, reason=str(exception))


def failed(request: HttpRequest) -> HttpResponse:
    """500: says what to do, and that nothing was saved."""
    return render(request, "errors/server_error.jinja", status=500)


@login_not_required
def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token: shows what was typed, so that it is not lost."""
    return render(request, "errors/forgery.jinja", status=403, typed=kept_forms.typed_words(request))
