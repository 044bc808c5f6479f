"""What became of a case: its audit trail by acts, and the case as it stood at a moment."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from sightline.incidents import selectors
from sightline.incidents.selectors import CaseAsAt
from sightline.incidents.services.exports import note_drawing
from sightline.policy.working_days import LONDON
from sightline.rendering import render_pdf
from sightline.web.access import hat_required, moment
from sightline.web.as_at_document import as_at_document
from sightline.web.as_at_words import as_at_sections
from sightline.web.audit_words import acts
from sightline.web.cases.moments import MomentForm, NotAMoment, form_of, moment_in
from sightline.web.hats import Hat
from sightline.web.page import render
from sightline.web.step_up import asks_again


@require_safe
@hat_required
def audit_trail(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Every change with before and after, by acts, newest first, of the parts this hat is shown."""
    before = request.GET.get("before", "")
    trail = selectors.audit_trail(
        hat.actor,
        reference,
        now=moment(),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None,
    )
    if trail is None:
        raise Http404
    return render(
        request,
        "cases/audit_trail.jinja",
        reference=reference,
        acts=acts(trail.acts),
        before=trail.before,
        is_continued=bool(before),
    )


@require_safe
@hat_required
def as_at(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The case as it stood at the moment that is asked for, or as it stands now, and what was changed since."""
    now = moment()
    form, at, case = _drawn(request, hat, reference, now=now)
    refused = bool(form.errors)
    return render(
        request,
        "cases/as_at.jinja",
        status=422 if refused else 200,
        form=form,
        reference=reference,
        case=None if refused else case,
        sections=() if refused else as_at_sections(case),
        acts=() if refused else acts(case.since),
        is_now=at is None or at >= now,
    )


@require_safe
@asks_again("incident_as_at")
@hat_required
def as_at_pdf(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The same as a file; its drawing is noted in the audit trail. Of what is no moment the page says why."""
    now = moment()
    form, _at, case = _drawn(request, hat, reference, now=now)
    if form.errors:
        asked = request.GET.urlencode()
        return redirect(f"{reverse('incident_as_at', args=[reference])}?{asked}")
    drawn_for = f"{hat.role.label}, {hat.organisation_name}"
    paper = as_at_document(case, as_at_sections(case), acts(case.since), drawn_for=drawn_for)
    content = render_pdf(paper, at=case.at)
    sha256 = hashlib.sha256(content).hexdigest()
    note_drawing(case.incident_id, case.at, sha256, by=hat.actor, now=now)
    name = f"{reference} as at {case.at.astimezone(LONDON):%Y-%m-%d %H%M}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _drawn(
    request: HttpRequest, hat: Hat, reference: str, *, now: datetime
) -> tuple[MomentForm, datetime | None, CaseAsAt]:
    """The form with what is wrong with the moment asked for, that moment, and the case then. Raises Http404."""
    form, at = _asked(request, now=now)
    case = selectors.case_as_at(hat.actor, reference, at=at or now, now=now)
    if case is None:
        raise Http404
    if at is not None and at < case.first_at:
        form.before_the_first(case.first_at)
    return form, at, case


def _asked(request: HttpRequest, *, now: datetime) -> tuple[MomentForm, datetime | None]:
    """The form, and the moment it asks for; None where none is asked for or what is asked for is no moment."""
    if "at" in request.GET:
        try:
            at = moment_in(request.GET["at"], now=now)
        except NotAMoment as problem:
            form = MomentForm({}, now=now)
            form.errors.clear()
            form.refuse(problem)
            return form, None
        return form_of(at, now=now), at
    if any(name in request.GET for name in ("on-day", "on-month", "on-year", "time")):
        form = MomentForm(request.GET, now=now)
        return form, form.at if form.is_valid() else None
    return MomentForm(None, now=now), None
