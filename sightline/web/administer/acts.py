"""One act of an administrator on one page: a form, what it does, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sightline.organisations import selectors as organisations
from sightline.organisations.errors import Invalid
from sightline.policy.terms import Role
from sightline.web.access import HatView, View, hat_required
from sightline.web.hats import Hat
from sightline.web.page import render

P = ParamSpec("P")
page = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class ActPage:
    """What a page says around its form. ``back`` is an address and its words."""

    title: str
    submit: str
    back: tuple[str, str]
    lead: str = ""
    clause: str = ""


def administers_all(hat: Hat) -> bool:
    """Whether this hat administers the home ICB, and with it every organisation."""
    return hat.role is Role.ADMINISTRATOR and hat.organisation_id == organisations.home_icb().id


def administrator_required(view: HatView[P]) -> View[P]:
    """For administrators of any organisation; the services decide what each may change."""

    @wraps(view)
    def checked(request: HttpRequest, hat: Hat, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if hat.role is not Role.ADMINISTRATOR:
            raise PermissionDenied("This page is for administrators.")
        return view(request, hat, *args, **kwargs)

    return hat_required(checked)


def home_administrator_required(
    view: Callable[Concatenate[HttpRequest, Hat, P], HttpResponseBase],
) -> View[P]:
    """For administrators of the home ICB."""

    @wraps(view)
    def checked(request: HttpRequest, hat: Hat, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not administers_all(hat):
            raise PermissionDenied("This page is for administrators of the Integrated Care Board.")
        return view(request, hat, *args, **kwargs)

    return administrator_required(checked)


def act_page(
    request: HttpRequest,
    form: Form,
    around: ActPage,
    do: Callable[[dict[str, Any]], str],
    *,
    done: str,
    template: str = "administer/act.jinja",
    **more: Any,
) -> HttpResponse:
    """Draws the form, or does what was sent and goes where ``do`` says; what cannot stand is said beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            address = do(form.cleaned_data)
        except Invalid as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.problem)
        else:
            messages.success(request, done)
            return redirect(address)
    status = 422 if request.method == "POST" else 200
    return render(request, template, status=status, form=form, around=around, **more)
