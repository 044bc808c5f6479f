"""Loads and authorises: the first line of every view. Default deny, and 404 to outsiders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from sightline.incidents import selectors
from sightline.incidents.errors import Refused, Restricted, SharingEnded, Stale
from sightline.incidents.selectors import CasePage, restriction
from sightline.incidents.selectors.disclosure import ended_sharing
from sightline.incidents.selectors.restriction import GuardedCase
from sightline.policy.permissions import MAY_REPORT
from sightline.policy.terms import Action
from sightline.web import looking
from sightline.web.hats import Hat
from sightline.web.page import render

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
HatView = Callable[Concatenate[HttpRequest, Hat, P], HttpResponseBase]


def moment() -> datetime:
    """Now: the one place of the web entrance that asks the clock."""
    return timezone.now()


def hat_required(view: HatView[P]) -> View[P]:
    """Hands the view the hat in use; someone without a role is told so (403)."""

    @wraps(view)
    def with_hat(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        hat: Hat | None = request.hat  # type: ignore[attr-defined]
        if hat is None:
            return render(request, "errors/no_role.jinja", status=403)
        return view(request, hat, *args, **kwargs)

    return with_hat


def reporter_required(view: HatView[P]) -> View[P]:
    """As ``hat_required``, for roles that may report."""

    @wraps(view)
    def with_reporter(
        request: HttpRequest, hat: Hat, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if hat.role not in MAY_REPORT:
            raise PermissionDenied("This role cannot report incidents.")
        return view(request, hat, *args, **kwargs)

    return hat_required(with_reporter)


def load_case(hat: Hat, reference: str) -> CasePage:
    """The case as this hat sees it. Raises Http404 where it does not exist for them.

    Restricted where it is limited to others than this hat: asked of whatever is not there, so that it takes as long.
    """
    page = selectors.case_page(hat.actor, reference, now=moment())
    if page is None:
        raise _absent(hat, reference)
    looking.shows(page)
    return page


def _absent(hat: Hat, reference: str) -> Exception:
    now = moment()
    if restriction.is_closed_to(hat.actor, reference, now=now):
        return Restricted(reference)
    ended = ended_sharing(hat.actor, reference, now=now)
    if ended is not None:
        return SharingEnded(reference, ended.disclosure_id, ended.at, is_withdrawn=ended.is_withdrawn)
    return Http404("There is no such incident, or you cannot see it.")


def load_case_for(hat: Hat, reference: str, *actions: Action) -> CasePage:
    """The case, where at least one of these steps may be taken now.

    Raises Http404 to outsiders, and Refused (a page with the reason and its clause) where none is allowed.
    """
    page = load_case(hat, reference)
    _require(page, actions)
    return page


def load_case_to_act(
    request: HttpRequest, hat: Hat, reference: str, *actions: Action, or_waiting: bool = False
) -> CasePage:
    """As ``load_case_for``, for a page with a form; with ``or_waiting`` also while the step waits for its stops.

    A form sent twice, or after somebody else moved the case on, is out of date and not forbidden: Stale.
    """
    page = load_case(hat, reference)
    try:
        _require_to_act(request, page, actions, or_waiting=or_waiting)
    except Refused:
        if request.method != "POST":
            raise
        # What the page was read from is several questions of the database. Between two of them somebody may have moved the
        # case on, so that it is no longer allowed and yet seems up to date: read again, it says which of the two it is.
        page = load_case(hat, reference)
        _require_to_act(request, page, actions, or_waiting=or_waiting)
    return page


def load_guarded_to_act(request: HttpRequest, hat: Hat, reference: str, action: Action) -> GuardedCase:
    """As ``load_case_to_act``, for limiting a case to named people: it needs little of the case."""
    case = restriction.guarded_case(hat.actor, reference, now=moment())
    if case is None:
        raise _absent(hat, reference)
    looking.shows(case)
    _require_to_act(request, case, [action])
    return case


def _require_to_act(
    request: HttpRequest, page: CasePage | GuardedCase, actions: Sequence[Action], *, or_waiting: bool = False
) -> None:
    decisions = [page.decisions.get(action) for action in actions]
    if any(each is not None and (each.allowed or (or_waiting and each.waits)) for each in decisions):
        return
    if request.method == "POST" and seen_version(request, page) != page.version:
        raise Stale(page.incident_id, page.reference, seen_version(request, page))
    _require(page, actions)


def _require(page: CasePage | GuardedCase, actions: Sequence[Action]) -> None:
    refusals = [(action, page.decisions.get(action)) for action in actions]
    if any(decision is not None and decision.allowed for _, decision in refusals):
        return
    for action, decision in refusals:
        if decision is not None:
            raise Refused(action, decision, page.reference)
    raise Http404("This step is not part of the framework of the incident.")


def seen_version(request: HttpRequest, page: CasePage | GuardedCase) -> int:
    """The version of the incident the form was drawn from; a form without one is out of date."""
    value: Any = request.POST.get("seen", "")
    return (
        int(value)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10
        else -1
    )
