"""How long a record is kept, what holds it, and the register of those held and those to review."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sightline.incidents.selectors import erasures
from sightline.incidents.selectors import kept_records as reading
from sightline.incidents.services import legal_holds
from sightline.policy.framework_words import status_in_any_framework
from sightline.policy.retention import CLAUSE, LONGEST_REASON, THEN_REVIEWED, problem_with_reason
from sightline.web.access import hat_required, moment
from sightline.web.checked_form import CheckedForm
from sightline.web.hats import Hat
from sightline.web.nhsuk.fields import LongTextField
from sightline.web.page import render


class HoldForm(CheckedForm):
    """Why a record is held, or no longer."""

    reason = LongTextField(
        label="Why",
        help_text="Such as an inquiry, an inquest or a claim, with its reference. No names: the reason stays on record",
        missing="Say why.",
        subject="The reason",
        clause=CLAUSE,
        max_characters=LONGEST_REASON,
        rows=4,
    )

    def clean_reason(self) -> str:
        """The rule's own words where it is no reason."""
        reason: str = self.cleaned_data["reason"]
        if problem := problem_with_reason(reason):
            raise forms.ValidationError(problem)
        return reason


@require_http_methods(["GET", "HEAD", "POST"])
@hat_required
def incident_retention(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """How long the record of one case is kept and what holds it; a hold is put on it."""
    now = moment()
    page = reading.retention_page(hat.actor, reference, now=now)
    if page is None:
        raise Http404
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        legal_holds.set_hold(page.incident_id, form.cleaned_data["reason"], by=hat.actor, now=now)
        messages.success(request, "The record is held. Nothing of it goes while the hold stands.")
        return redirect("incident_retention", reference)
    return render(
        request,
        "retention/retention.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        form=form,
        then=THEN_REVIEWED,
        waiting=erasures.waiting(hat.actor, now=now, reference=reference),
        decided=erasures.decided_on(hat.actor, reference, now=now),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@hat_required
def retention_lift(request: HttpRequest, hat: Hat, hold_id: UUID) -> HttpResponse:
    """One hold is lifted, with a reason."""
    now = moment()
    found = reading.hold_of(hat.actor, hold_id, now=now)
    if found is None:
        raise Http404
    reference, hold = found
    form = HoldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        legal_holds.lift_hold(hold_id, form.cleaned_data["reason"], by=hat.actor, now=now)
        messages.success(request, "The hold is lifted.")
        return redirect("incident_retention", reference)
    return render(
        request,
        "retention/lift.jinja",
        status=422 if request.method == "POST" else 200,
        reference=reference,
        hold=hold,
        form=form,
    )


@require_safe
@hat_required
def retention_register(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Records that are held, and those whose time is over, for whoever keeps them."""
    found = reading.register(hat.actor, now=moment())
    if found is None:
        raise PermissionDenied
    return render(
        request,
        "retention/register.jinja",
        register=found,
        most=reading.MOST,
        waiting=erasures.waiting(hat.actor, now=moment()),
        then=THEN_REVIEWED,
        status_words=status_in_any_framework,
    )
