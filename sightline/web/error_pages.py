"""Pages for what Django itself refuses: unknown addresses, forgeries, faults of ours."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from sightline.incidents import selectors
from sightline.policy.facts import Actor
from sightline.web import kept_forms
from sightline.web.access import moment
from sightline.web.hats import Hat, HatChoice
from sightline.web.page import render


def malformed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for a request that could not be read, 413 for one that holds too much; its form must not be read again."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    status = 413 if too_large else 400
    return render(request, "errors/bad_request.jinja", status=status, too_large=too_large)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing there, or nothing for this hat; the two look the same, but to whoever has a role that sees it."""
    return render(
        request,
        "errors/not_found.jinja",
        status=404,
        seen_as=_roles_that_see(request),
        next=request.path,
        typed=kept_forms.typed_words(request) if request.method == "POST" else (),
    )


def _roles_that_see(request: HttpRequest) -> list[HatChoice]:
    """Other roles of this person that see the case whose address this is."""
    hat: Hat | None = getattr(request, "hat", None)
    found = getattr(request, "resolver_match", None)
    reference = found.kwargs.get("reference") if found else None
    if hat is None or not reference:
        return []
    return [
        other
        for other in hat.others
        if selectors.is_seen(
            Actor(
                person_id=hat.person_id,
                organisation_id=other.organisation_id,
                role=other.role,
                place_id=other.place_id,
            ),
            str(reference),
            now=moment(),
        )
    ]


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405 with what is ``allowed``: an address typed that only takes a form, or a method that no page sends."""
    page = render(request, "errors/not_allowed.jinja", status=405, takes_forms_only=allowed == "POST")
    page["Allow"] = allowed
    return page


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 outside the workflow."""
    return render(request, "errors/denied.jinja", status=403, reason=str(exception))


#: Of a disk that is full, over its quota, at a limit, read-only or failing.
_OF_THE_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}
_RETRY_SECONDS = 30


def failed(request: HttpRequest) -> HttpResponse:
    """500: says what to do, and that nothing was saved; 503 where the database or the disk is away or full.

    Django calls this while the error is being handled, wherever it was raised: in a view, or in what is around it.
    """
    if is_away(sys.exc_info()[1]):
        return cannot_save(request)
    return render(request, "errors/server_error.jinja", status=500)


def is_away(error: BaseException | None) -> bool:
    """Whether this is the database or the disk, which come back by themselves or by an operator, and no fault of ours."""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.errno in _OF_THE_DISK:
            return True
        # SQLite says the same of a table or column that is missing, which trying again does not mend.
        if isinstance(cause, OperationalError | InterfaceError) and not str(cause).startswith("no such "):
            return True
    return False


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def cannot_save(request: HttpRequest) -> HttpResponse:
    """503, drawn without a session, a person or anything else that is in the database; what was typed is shown."""
    typed: list[tuple[str, str]] = []
    # What was sent cannot be read where the disk that its files go to is full.
    with suppress(OSError):
        typed = kept_forms.typed_words(request)
    around = {"request": None, "typed": typed, "was_sent": request.method == "POST"}
    page = render_to_string("errors/cannot_save.jinja", around)
    return HttpResponse(
        page, status=503, headers={"Retry-After": str(_RETRY_SECONDS), "Cache-Control": "no-store"}
    )


@login_not_required
def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token: shows what was typed, so that it is not lost."""
    return render(request, "errors/forgery.jinja", status=403, typed=kept_forms.typed_words(request))
