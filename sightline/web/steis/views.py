"""StEIS without retyping: the fields with the text to copy, what is missing, and the log number afterwards."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sightline.incidents.errors import Refused
from sightline.incidents.selectors import CasePage
from sightline.incidents.selectors.steis_form import (
    SteisForm,
    others_logged_as,
    steis_form,
    steis_logged_on,
)
from sightline.incidents.services import steis_record
from sightline.policy import steis
from sightline.policy.steis import STEIS_FIELDS, Origin, SteisField
from sightline.policy.steis_rows import FROM_KNOWLEDGE, VERIFIED
from sightline.policy.terms import Action, Framework
from sightline.policy.working_days import london_day
from sightline.web import kept_forms
from sightline.web.access import hat_required, load_case_for, load_case_to_act, moment, seen_version
from sightline.web.case_steps import PAGE_OF
from sightline.web.hats import Hat
from sightline.web.page import render
from sightline.web.steis.forms import DetailsForm, NumbersForm

_page = require_http_methods(["GET", "HEAD", "POST"])


class MissingLink(NamedTuple):
    """A field that is missing, and where this hat fills it in; else where the page shows it."""

    label: str
    url: str


@_page
@hat_required
def incident_steis(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Every field with the text to copy, what is missing on top, and the numbers to record after logging it."""
    page = load_case_to_act(request, hat, reference, Action.RECORD_STEIS_DETAILS, Action.RECORD_NUMBERS)
    now = moment()
    logged_on = steis_logged_on(hat.actor, page, now=now)
    numbers = dict(page.numbers)
    form = NumbersForm(
        kept_forms.data_for(request),
        initial={
            "steis_number": numbers.get("StEIS", ""),
            "steis_logged_on": logged_on,
            "lfpse_number": numbers.get("LFPSE", ""),
            "local_number": numbers.get("Local", ""),
        },
        happened_on=page.narrative.happened_on if page.narrative is not None else None,
        today=london_day(now),
    )
    if request.method == "POST" and form.is_valid():
        steis_record.record_numbers(
            page.incident_id,
            form.numbers,
            steis_logged_on=form.cleaned_data["steis_logged_on"],
            **_taking(request, hat, page),
        )
        messages.success(request, "The numbers are recorded. No timescale was moved.")
        return redirect("incident_steis", reference)
    steis_fields = steis_form(hat.actor, page, now=now)
    return render(
        request,
        "steis/steis.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        form=form,
        steis=steis_fields,
        missing=[
            MissingLink(line.field.label, _fill(page, line.field) or f"#{line.field.code}")
            for line in (steis_fields.missing if steis_fields is not None else ())
        ],
        fill={code: _fill(page, row) for code, row in STEIS_FIELDS.items()},
        is_psirf=page.framework is Framework.PSIRF,
        number=numbers.get("StEIS", ""),
        logged_on=logged_on,
        also_logged=others_logged_as(hat.actor, page, numbers.get("StEIS", ""), now=now),
        not_sent=steis.NOT_SENT,
        sources=(VERIFIED, FROM_KNOWLEDGE),
        unconfirmed=[row.label for row in STEIS_FIELDS.values() if not row.is_verified],
    )


@require_safe
@hat_required
def incident_steis_text(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """All of it as one plain text."""
    page, form = _to_complete(request, hat, reference)
    head = f"For StEIS: {page.reference}. {page.headline}\n{steis.NOT_SENT}\n\n"
    answer = HttpResponse(f"{head}{form.as_text()}\n", content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f'inline; filename="{page.reference}-steis.txt"'
    return answer


@_page
@hat_required
def incident_steis_details(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The fields that nothing else in the case holds."""
    page, fields = _to_complete(request, hat, reference)
    form = DetailsForm(
        kept_forms.data_for(request), answers=fields.answers, about_a_patient=fields.about_a_patient
    )
    if request.method == "POST" and form.is_valid():
        steis_record.record_details(page.incident_id, form.answers, **_taking(request, hat, page))
        messages.success(request, "Kept. The text to copy is below.")
        return redirect("incident_steis", reference)
    return render(
        request,
        "steis/details.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        form=form,
        sections=[
            (section, [form[line.field.code] for line in lines if line.field.code in form.fields])
            for section, lines in fields.sections
        ],
    )


def _to_complete(request: HttpRequest, hat: Hat, reference: str) -> tuple[CasePage, SteisForm]:
    page = (
        load_case_to_act(request, hat, reference, Action.RECORD_STEIS_DETAILS)
        if request.method == "POST"
        else load_case_for(hat, reference, Action.RECORD_STEIS_DETAILS)
    )
    form = steis_form(hat.actor, page, now=moment())
    if form is None:
        action = Action.RECORD_STEIS_DETAILS
        raise Refused(action, page.decisions[action], page.reference)
    return page, form


def _taking(request: HttpRequest, hat: Hat, page: CasePage) -> dict[str, Any]:
    """Who takes the step, when, and from which version of the case."""
    return {"by": hat.actor, "now": moment(), "seen": seen_version(request, page)}


def _fill(page: CasePage, row: SteisField) -> str:
    """The address where this hat fills a field in; empty where it cannot."""
    if row.origin is Origin.ASKED:
        return f"{reverse('incident_steis_details', args=[page.reference])}#id_{row.code}"
    if row.code in ("steis_number", "logged_on"):
        return f"#id_{'steis_number' if row.code == 'steis_number' else 'steis_logged_on-day'}"
    for action in row.mended_by:
        if action in PAGE_OF and page.may(action):
            return reverse(PAGE_OF[action], args=[page.reference])
    return ""
