"""A learning response under PSIRF: each page one act, its first line loads and authorises."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sightline.incidents.selectors import CasePage
from sightline.incidents.selectors.learning import LearningRow
from sightline.incidents.services import learning_response
from sightline.policy.learning_responses import LEARNING_RESPONSES
from sightline.policy.oversight import SOURCE
from sightline.policy.terms import Action
from sightline.policy.working_days import london_day
from sightline.web import case_words, kept_forms
from sightline.web.access import hat_required, load_case_to_act, moment, seen_version
from sightline.web.hats import Hat
from sightline.web.learn.forms import AffectedForm, DateForm, OversightForm, PlanForm, RecordForm
from sightline.web.page import render

page_of_a_step = require_http_methods(["GET", "HEAD", "POST"])


def _taking(request: HttpRequest, hat: Hat, page: CasePage) -> dict[str, Any]:
    return {"by": hat.actor, "now": moment(), "seen": seen_version(request, page)}


def _draw(request: HttpRequest, template: str, page: CasePage, form: BaseForm, **more: Any) -> HttpResponse:
    return render(
        request,
        f"learn/{template}.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        form=form,
        words=case_words,
        **more,
    )


def _current(page: CasePage) -> LearningRow:
    row = page.learning.current if page.learning is not None else None
    if row is None:
        raise Http404("No learning response is chosen.")
    return row


@page_of_a_step
@hat_required
def learn_plan(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Who leads it, what it looks at, and by when."""
    page = load_case_to_act(request, hat, reference, Action.PLAN_LEARNING_RESPONSE)
    row = _current(page)
    dates = page.learning.dates if page.learning is not None else ()
    usual = LEARNING_RESPONSES[row.response].usual_length
    form = PlanForm(
        kept_forms.data_for(request),
        row=row,
        has_date=bool(dates),
        today=london_day(moment()),
        usual=usual,
    )
    if request.method == "POST" and form.is_valid():
        learning_response.plan_learning_response(
            page.incident_id,
            led_by=form.typed("led_by"),
            terms=form.typed("terms"),
            due_on=form.cleaned_data.get("due_on"),
            **_taking(request, hat, page),
        )
        messages.success(request, "The plan of the learning response is recorded.")
        return redirect("incident", reference)
    return _draw(request, "plan", page, form, row=row, dates=dates, usual=usual)


@page_of_a_step
@hat_required
def learn_date(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Another date, with its reason; the ones before stay in view."""
    page = load_case_to_act(request, hat, reference, Action.AGREE_ANOTHER_DATE)
    dates = page.learning.dates if page.learning is not None else ()
    if not dates:
        raise Http404("No date is agreed yet.")
    form = DateForm(
        kept_forms.data_for(request),
        stands=dates[-1].due_on,
        today=london_day(moment()),
    )
    if request.method == "POST" and form.is_valid():
        learning_response.agree_another_date(
            page.incident_id,
            form.cleaned_data["due_on"],
            form.typed("reason"),
            **_taking(request, hat, page),
        )
        messages.success(request, "The new date is agreed. The first one stays in view.")
        return redirect("incident", reference)
    usual = LEARNING_RESPONSES[_current(page).response].usual_length
    return _draw(request, "date", page, form, dates=dates, usual=usual)


@page_of_a_step
@hat_required
def learn_affected(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Compassionate engagement: how those affected take part, and what they ask."""
    page = load_case_to_act(request, hat, reference, Action.ENGAGE_AFFECTED)
    row = _current(page)
    form = AffectedForm(kept_forms.data_for(request), row=row)
    if request.method == "POST" and form.is_valid():
        learning_response.engage_affected(
            page.incident_id,
            outcome=form.typed("outcome"),
            words=form.typed("words"),
            questions=form.typed("questions"),
            **_taking(request, hat, page),
        )
        messages.success(request, "How those affected are engaged is recorded.")
        return redirect("incident", reference)
    return _draw(request, "affected", page, form, row=row)


@page_of_a_step
@hat_required
def learn_record(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """What was learned, by the questions of the response; saved as often as wanted."""
    page = load_case_to_act(request, hat, reference, Action.WRITE_LEARNING_RECORD)
    row = _current(page)
    form = RecordForm(kept_forms.data_for(request), row=row)
    if request.method == "POST" and form.is_valid():
        learning_response.write_learning_record(
            page.incident_id, form.answers(), **_taking(request, hat, page)
        )
        messages.success(request, "What was learned is saved.")
        wants_action = request.POST.get("next") == "action" and page.may(Action.ADD_ACTION)
        return redirect("respond_add_action" if wants_action else "incident", reference)
    return _draw(request, "record", page, form, row=row, missing=page.facts.learning_missing)


@page_of_a_step
@hat_required
def learn_oversight(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The ICB's note: it supports, asks or offers help. It closes nothing and returns nothing."""
    page = load_case_to_act(request, hat, reference, Action.RECORD_OVERSIGHT)
    form = OversightForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        learning_response.record_oversight(
            page.incident_id,
            form.typed("kind"),
            form.typed("mindset"),
            form.typed("text"),
            **_taking(request, hat, page),
        )
        messages.success(request, "The oversight note is recorded. The provider is told of it.")
        return redirect("incident", reference)
    return _draw(request, "oversight", page, form, source=SOURCE)
