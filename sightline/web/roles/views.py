"""Changing roles: one switch where someone has several."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sightline.web.access import hat_required
from sightline.web.hats import Hat, wear
from sightline.web.page import render


@require_http_methods(["GET", "HEAD", "POST"])
@hat_required
def roles(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Every role this person has; choosing one begins its worklist."""
    if request.method == "POST" and wear(request, request.POST.get("membership", "")):
        return redirect("today")
    return render(request, "roles/roles.jinja", hat=hat, choices=(hat, *hat.others))
