"""Right first time: joining reports of one event, correcting the record, sending a report on, and other bodies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sightline.incidents import selectors
from sightline.incidents.selectors import CasePage
from sightline.incidents.selectors.corrections import as_recorded, other_bodies_of, preview
from sightline.incidents.selectors.duplicates import likely_duplicates
from sightline.incidents.services import corrections, duplicates, other_body
from sightline.organisations import selectors as organisations
from sightline.policy.likeness import problem_with_joining
from sightline.policy.other_bodies import own_response, stays_with_provider
from sightline.policy.terms import Action
from sightline.policy.working_days import london_day
from sightline.web import case_words, kept_forms
from sightline.web.access import hat_required, load_case_to_act, moment, seen_version
from sightline.web.correct.forms import (
    ChooseForm,
    CorrectionForm,
    EndOtherBodyForm,
    JoinForm,
    OtherBodyForm,
    SendOnForm,
    SeparateForm,
)
from sightline.web.hats import Hat
from sightline.web.page import render

page_of_a_step = require_http_methods(["GET", "HEAD", "POST"])


def _taking(request: HttpRequest, hat: Hat, page: CasePage) -> dict[str, Any]:
    """Who takes the step, when, and from which version of the case."""
    return {"by": hat.actor, "now": moment(), "seen": seen_version(request, page)}


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


@page_of_a_step
@hat_required
def correct_join(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """First which record leads, then both side by side with every number, and why they are one event."""
    page = load_case_to_act(request, hat, reference, Action.MERGE)
    data = kept_forms.data_for(request)
    choose = ChooseForm(data or (request.GET if "lead" in request.GET else None))
    lead = _lead_for(hat, page, choose)
    if lead is None:
        return render(
            request,
            "correct/join.jinja",
            status=_status(request),
            page=page,
            form=choose,
            likely=likely_duplicates(hat.actor, page, now=moment()),
        )
    form = JoinForm(data)
    if request.method == "POST" and form.is_valid():
        typed = request.POST.get("seen_lead", "")
        duplicates.join(
            page.incident_id,
            lead.incident_id,
            form.cleaned_data["reason"],
            seen_lead=int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1,
            **_taking(request, hat, page),
        )
        messages.success(request, f"{page.reference} is joined to {lead.reference}, which leads.")
        return redirect("incident", reference=lead.reference)
    return render(
        request,
        "correct/compare.jinja",
        status=_status(request),
        page=page,
        lead=lead,
        form=form,
        sides=[_side(page), _side(lead)],
    )


def _lead_for(hat: Hat, page: CasePage, form: ChooseForm) -> CasePage | None:
    """The record chosen to lead, where the report may be joined to it; else None, and the form says why."""
    if not form.is_bound or not form.is_valid():
        return None
    chosen = form.cleaned_data["lead"].strip().upper()
    lead = selectors.case_page(hat.actor, chosen, now=moment())
    if lead is None:
        form.add_error("lead", f"There is no record {chosen} that you can see. Check the reference.")
        return None
    words = problem_with_joining(
        page.facts,
        lead.facts,
        reference=page.reference,
        lead_reference=lead.reference,
        lead_of=lead.keeping.duplicate_of if lead.keeping else "",
    )
    if not words and not lead.may(Action.RECEIVE_DUPLICATE):
        words = lead.decisions[Action.RECEIVE_DUPLICATE].reason
    if words:
        form.add_error("lead", words)
        return None
    return lead


def _side(page: CasePage) -> dict[str, str]:
    """One of two records, in the rows that both have."""
    story = page.narrative
    return {
        "Provider": page.provider_name,
        "Status": page.status_label,
        "Numbers": "; ".join(f"{label} {number}" for label, number in page.numbers),
        "Happened": case_words.when_words(story) if story else "",
        "Where": ", ".join(part for part in (story.team, story.site) if part) if story else "",
        "Age": case_words.words_for("age_band", story.age_band) if story else "",
        "Description of incident": story.what_happened if story else "",
        "Immediate action taken": story.made_safe if story else "",
    }


@page_of_a_step
@hat_required
def correct_separate(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Takes a report out of the record it was joined to."""
    page = load_case_to_act(request, hat, reference, Action.SEPARATE)
    form = SeparateForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        duplicates.separate(page.incident_id, form.cleaned_data["reason"], **_taking(request, hat, page))
        messages.success(request, "Separated. The case stands where it stood before it was joined.")
        return redirect("incident", reference=reference)
    return render(request, "correct/separate.jinja", status=_status(request), page=page, form=form)


@page_of_a_step
@hat_required
def correct_case(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """First what is to stand and why; then what it changes and moves; written when that is confirmed."""
    page = load_case_to_act(request, hat, reference, Action.CORRECT)
    now = moment()
    recorded = as_recorded(hat.actor, page.incident_id, now=now)
    if recorded is None:
        raise Http404("There is no such incident, or you cannot see it.")
    form = CorrectionForm(
        kept_forms.data_for(request), recorded=recorded, today=london_day(now), is_psirf=page.is_psirf
    )
    drawn: dict[str, Any] = {"page": page, "form": form}
    only_looks_up = "look_up" in request.POST
    if request.method != "POST" or only_looks_up or not form.is_valid():
        if only_looks_up:
            # Nothing is complete yet while someone looks for a name.
            form.errors.clear()
        status = 200 if only_looks_up else _status(request)
        return render(request, "correct/correct.jinja", status=status, **drawn)
    wish, reason = form.wish, form.cleaned_data["reason"]
    seen_before = preview(hat.actor, page.incident_id, wish, reason, now=now)
    if seen_before is None:
        raise Http404("There is no such incident, or you cannot see it.")
    if seen_before.problems:
        form.say(seen_before.problems)
        return render(request, "correct/correct.jinja", status=422, **drawn)
    accepted = form.cleaned_data["accept"]
    confirmed = "confirm" in request.POST
    if confirmed and (accepted or not seen_before.becomes_unmet):
        corrections.correct(
            page.incident_id, wish, reason, unmet_accepted=accepted, **_taking(request, hat, page)
        )
        messages.success(request, "Corrected. The case shows what stood before, and why.")
        still = selectors.case_page(hat.actor, reference, now=now)
        return redirect("incident", reference=reference) if still else redirect("incidents")
    if confirmed:
        form.ask_to_accept()
    status = 422 if confirmed else 200
    return render(request, "correct/moves.jinja", status=status, preview=seen_before, **drawn)


@page_of_a_step
@hat_required
def correct_reroute(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Sends a report on to the organisation where it happened."""
    page = load_case_to_act(request, hat, reference, Action.REROUTE)
    today = london_day(moment())
    if "look_up" in request.POST:
        form = SendOnForm(None, today=today, initial=request.POST.dict())
    else:
        form = SendOnForm(kept_forms.data_for(request), today=today)
    if form.is_bound and form.is_valid() and request.method == "POST":
        code = form.cleaned_data["provider_code"]
        chosen = organisations.organisation_by_code(code) if code else None
        if chosen is None:
            form.add_error("provider_code", "Find the organisation where it happened and choose it.")
        elif chosen.id == page.facts.provider_id:
            form.add_error("provider_code", "It is there already. Choose another organisation.")
        else:
            name = corrections.send_on(
                page.incident_id, code, form.cleaned_data["reason"], **_taking(request, hat, page)
            )
            messages.success(
                request,
                f"{page.reference} was sent to {name}. The person who reported it is told. "
                "Your organisation no longer sees it.",
            )
            return redirect("incidents")
    status = _status(request) if form.is_bound else 200
    return render(request, "correct/send_on.jinja", status=status, page=page, form=form)


@page_of_a_step
@hat_required
def correct_other_body(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Records that another body investigates."""
    page = load_case_to_act(request, hat, reference, Action.RECORD_OTHER_BODY)
    form = OtherBodyForm(
        kept_forms.data_for(request),
        happened_on=page.narrative.happened_on if page.narrative else None,
        today=london_day(moment()),
        what=own_response(page.framework),
    )
    if request.method == "POST" and form.is_valid():
        other_body.record_other_body(page.incident_id, form.given, **_taking(request, hat, page))
        what = own_response(page.framework)
        messages.success(request, f"Recorded. The timescales show what becomes of the {what}.")
        return redirect("incident", reference=reference)
    return render(
        request,
        "correct/other_body.jinja",
        status=_status(request),
        page=page,
        form=form,
        stays=stays_with_provider(page.framework),
    )


@page_of_a_step
@hat_required
def correct_other_body_end(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Records that the other body's investigation ended."""
    page = load_case_to_act(request, hat, reference, Action.END_OTHER_BODY)
    bodies = other_bodies_of(hat.actor, page.incident_id, now=moment())
    if not bodies:
        raise Http404("No other body's investigation is shown to you.")
    form = EndOtherBodyForm(
        kept_forms.data_for(request), began_on=bodies[0].began_on, today=london_day(moment())
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        other_body.end_other_body(
            page.incident_id, given["ended_on"], given["note"], **_taking(request, hat, page)
        )
        messages.success(request, f"Recorded. The {own_response(page.framework)} is due again.")
        return redirect("incident", reference=reference)
    return render(
        request,
        "correct/other_body_end.jinja",
        status=_status(request),
        page=page,
        form=form,
        body=bodies[0],
        stays=stays_with_provider(page.framework),
    )
