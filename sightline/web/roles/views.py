"""Changing roles: one switch where someone has several."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from sightline.web.access import hat_required
from sightline.web.hats import Hat, wear
from sightline.web.page import render


@require_http_methods(["GET", "HEAD", "POST"])
@hat_required
def roles(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Every role this person has; choosing one begins its worklist, or leads back to what it sees."""
    if request.method == "POST" and wear(request, request.POST.get("membership", "")):
        wanted = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
        return redirect(wanted if is_ours else reverse("today"))
    return render(request, "roles/roles.jinja", hat=hat, choices=(hat, *hat.others))
