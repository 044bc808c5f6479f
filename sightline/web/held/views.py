"""What waits for redaction on a case: read by those who handle it on their side, settled by its lead."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sightline.incidents.selectors.held_words import held_on
from sightline.incidents.services.document_receipt import receive
from sightline.incidents.services.held_documents import attach_redacted_copy, record_not_personal
from sightline.incidents.services.held_words import keep_held_words, redact_words
from sightline.policy.terms import Action
from sightline.web import kept_forms
from sightline.web.access import hat_required, load_case, load_case_to_act, moment, seen_version
from sightline.web.hats import Hat
from sightline.web.held.forms import SettleDocumentForm, SettleForm
from sightline.web.page import render


@require_safe
@hat_required
def held_words(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Everything held on the case, with what is around it, and what was kept and why."""
    page = load_case(hat, reference)
    held = held_on(hat.actor, page)
    if held is None:
        raise Http404("Nothing is held for this role.")
    return render(request, "held/held.jinja", page=page, held=held)


@require_http_methods(["GET", "HEAD", "POST"])
@hat_required
def held_settle(request: HttpRequest, hat: Hat, reference: str, held_id: UUID) -> HttpResponse:
    """Settles one piece of held words."""
    page = load_case_to_act(request, hat, reference, Action.SETTLE_HELD)
    held = held_on(hat.actor, page)
    row = next((each for each in held.waiting if each.held_id == held_id), None) if held else None
    if row is None or not row.may_settle:
        raise Http404("There are no such words, or they are settled already.")
    form = SettleForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        how: Any = {"by": hat.actor, "now": moment(), "seen": seen_version(request, page)}
        if form.is_redacted:
            redact_words(page.incident_id, held_id, form.cleaned_data["replacement"], **how)
            messages.success(request, "The words are redacted. What stood there is gone for good.")
        else:
            keep_held_words(page.incident_id, held_id, form.cleaned_data["why"], **how)
            messages.success(request, "The words stand again as they were typed, and your reason is logged.")
        return redirect("held_words", reference)
    return render(
        request,
        "held/settle.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        row=row,
        form=form,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@hat_required
def held_document(request: HttpRequest, hat: Hat, reference: str, document_id: UUID) -> HttpResponse:
    """Settles one held paper: its redacted copy, or that it holds no personal data."""
    page = load_case_to_act(request, hat, reference, Action.SETTLE_HELD)
    held = held_on(hat.actor, page)
    row = next((each for each in held.papers if each.document_id == document_id), None) if held else None
    if row is None or not row.may_settle:
        raise Http404("There is no such document, or it is settled already.")
    now = moment()
    form = SettleDocumentForm(
        kept_forms.data_for(request),
        request.FILES or None,
        receive=partial(receive, incident_id=page.incident_id, by=hat.actor, now=now),
    )
    if request.method == "POST" and form.is_valid():
        how: Any = {"by": hat.actor, "now": now, "seen": seen_version(request, page)}
        if form.is_redacted:
            attach_redacted_copy(page.incident_id, document_id, form.paper(), **how)
            messages.success(request, "The redacted copy takes its place.")
        else:
            record_not_personal(page.incident_id, document_id, form.cleaned_data["why"], **how)
            messages.success(request, "Recorded, with your reason. It opens as other documents do.")
        return redirect("held_words", reference)
    return render(
        request,
        "held/document.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        row=row,
        form=form,
    )
