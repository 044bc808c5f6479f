"""Asking again who is there, before what would do harm in the hands of somebody who found a screen unlocked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from sightline.web.access import View
from sightline.web.proof import AFTER_PROOF, come_back_here, is_fresh

P = ParamSpec("P")


def asks_again(back_to: str = "") -> Callable[[View[P]], View[P]]:
    """A view behind it is reached only with a proof of the last minutes; without one it is asked for, and comes back here.

    ``back_to``: the name of the page to come back to instead, of the same case if it is of one, with the same query. A file that is downloaded is no page:
    the one that asked would stay where it is.
    """

    def around(
        view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def asked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if is_fresh(request):
                return view(request, *args, **kwargs)
            come_back_here(request)
            if back_to:
                query = request.GET.urlencode()
                request.session[AFTER_PROOF] = reverse(back_to, kwargs=kwargs or None) + (
                    f"?{query}" if query else ""
                )
            return redirect("prove_again")

        return asked

    return around
