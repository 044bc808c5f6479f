"""The clauses that rules, pages and refusals cite, in our own words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sightline.policy.clauses import CLAUSES
from sightline.policy.deadlines import DEADLINES
from sightline.policy.replaying import MAY_REPLAY
from sightline.policy.terms import Framework
from sightline.web.access import hat_required
from sightline.web.hats import Hat
from sightline.web.page import render


@require_safe
@hat_required
def policy(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Every clause with an address of its own, and the timescales with the source of each length."""
    return render(
        request,
        "policy/policy.jinja",
        clauses=tuple(CLAUSES.values()),
        frameworks=[(framework, DEADLINES[framework]) for framework in Framework],
        may_replay=hat.role in MAY_REPLAY,
    )
