"""The team's desks, one case and many given on, cover, and the monthly call with each provider."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sightline.incidents.selectors import desk as reading
from sightline.incidents.selectors.actions_desk import ALL, ActionState, count_of_actions, every_action
from sightline.incidents.selectors.actions_desk import actions_desk as reading_actions
from sightline.incidents.services import desk as desks
from sightline.incidents.services.exports import note_export
from sightline.organisations import selectors as organisations
from sightline.organisations import services
from sightline.policy.action_strength import ActionStrength
from sightline.policy.lengths import counted
from sightline.policy.terms import Action
from sightline.policy.working_days import london_day
from sightline.web import kept_forms
from sightline.web.access import hat_required, load_case_to_act, moment, seen_version
from sightline.web.desk.forms import NOBODY, AllocateForm, CoverForm, ReallocateForm
from sightline.web.filter_choices import provider_choices
from sightline.web.filters import ACTION_COLUMNS, action_cells, read_action_filters
from sightline.web.hats import Hat
from sightline.web.page import render
from sightline.web.spreadsheets import csv_answer
from sightline.web.step_up import asks_again

page_of_a_step = require_http_methods(["GET", "HEAD", "POST"])


def _require(hat: Hat) -> None:
    if hat.role not in services.roles_that_handle():
        raise PermissionDenied("This page is for people who handle cases.")


@require_safe
@hat_required
def desk(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Every desk of the team: how much is on it, what is overdue, who is away; what nobody has stands on top."""
    _require(hat)
    now = moment()
    return render(
        request,
        "desk/desk.jinja",
        rows=reading.desks(hat.actor, now=now),
        unallocated=reading.cases_of(hat.actor, None, now=now),
        is_commissioner=reading.desk_field(hat.actor) == "handler",
    )


@page_of_a_step
@hat_required
def desk_allocate(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """One case is given to someone of the team, or taken."""
    page = load_case_to_act(request, hat, reference, Action.ALLOCATE)
    now = moment()
    form = AllocateForm(kept_forms.data_for(request), desks=reading.desks(hat.actor, now=now))
    if request.method == "POST" and form.is_valid():
        desks.allocate(
            page.incident_id,
            form.person_id,
            note=form.cleaned_data["note"],
            by=hat.actor,
            now=now,
            seen=seen_version(request, page),
        )
        messages.success(request, "It is on their desk." if form.person_id else "It is on nobody's desk.")
        return redirect("incident", reference)
    return render(
        request,
        "desk/allocate.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        form=form,
        own_id=str(hat.person_id),
    )


@page_of_a_step
@hat_required
def desk_reallocate(request: HttpRequest, hat: Hat) -> HttpResponse:
    """A whole desk, or what nobody has, given on: all of it or what is ticked."""
    _require(hat)
    now = moment()
    whose = request.POST.get("from", "") if request.method == "POST" else request.GET.get("from", NOBODY)
    person_id = _person(whose)
    rows = reading.desks(hat.actor, now=now)
    cases = reading.cases_of(hat.actor, person_id, now=now)
    form = ReallocateForm(request.POST if request.method == "POST" else None, desks=rows)
    if request.method == "POST":
        ticked = set(request.POST.getlist("case"))
        # The version that the page showed, so that what somebody else gave on meanwhile stays where it is.
        chosen = [
            (row.incident_id, _seen(request, row.incident_id))
            for row in cases
            if str(row.incident_id) in ticked
        ]
        gone = len(ticked) - len(chosen)
        if form.is_valid() and not ticked:
            form.add_error(None, "Tick at least one case.")
        if form.is_valid():
            given = desks.allocate_many(
                chosen, form.person_ids, note=form.cleaned_data["note"], by=hat.actor, now=now
            )
            _say(request, given, {row.incident_id: row.reference for row in cases}, gone)
            return redirect("desk")
    return render(
        request,
        "desk/reallocate.jinja",
        status=422 if request.method == "POST" else 200,
        form=form,
        cases=cases,
        ticked=set(request.POST.getlist("case")) if request.method == "POST" else None,
        whose=whose,
        name=next((row.name for row in rows if row.person_id == person_id), "") if person_id else "nobody",
        most=reading.MOST_CASES,
    )


def _person(key: str) -> UUID | None:
    if key == NOBODY:
        return None
    try:
        return UUID(key)
    except ValueError:
        raise Http404("There is no such desk.") from None


def _seen(request: HttpRequest, incident_id: UUID) -> int:
    value = request.POST.get(f"seen-{incident_id}", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1


def _say(
    request: HttpRequest, given: tuple[desks.Given, ...], references: dict[UUID, str], gone: int
) -> None:
    moved = sum(1 for row in given if not row.problem)
    messages.success(request, f"{counted(moved, 'case')} given on.")
    stuck = [f"{references[row.incident_id]}: {row.problem}" for row in given if row.problem]
    if gone:
        stuck.append(f"{counted(gone, 'case')} had left this desk already")
    if stuck:
        messages.warning(request, "Not given on: " + "; ".join(stuck) + ".")


@page_of_a_step
@hat_required
def desk_cover(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Who is away, who covers; arranged by anyone of the team, because people fall ill."""
    _require(hat)
    now = moment()
    form = CoverForm(
        request.POST if request.method == "POST" else None, desks=reading.desks(hat.actor, now=now)
    )
    if request.method == "POST" and form.is_valid():
        cover = form.cover()
        wrong = services.problem_with_cover(cover, by=hat.actor, now=now)
        if wrong is None:
            services.arrange_cover(cover, by=hat.actor, now=now)
            messages.success(request, "Cover is arranged.")
            return redirect("desk_cover")
        form.add_error(*wrong)
    return render(
        request,
        "desk/cover.jinja",
        status=422 if request.method == "POST" else 200,
        form=form,
        covers=organisations.covers_at(hat.organisation_id, london_day(now)),
    )


@require_POST
@hat_required
def desk_cover_end(request: HttpRequest, hat: Hat, cover_id: UUID) -> HttpResponse:
    """They are back."""
    _require(hat)
    services.end_cover(cover_id=cover_id, by=hat.actor, now=moment())
    messages.success(request, "The cover has ended.")
    return redirect("desk_cover")


@require_safe
@hat_required
def desk_providers(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Who waits for whom, provider by provider; overdue because of us beside overdue because of them."""
    _require(hat)
    rows = reading.waiting_by_provider(hat.actor, now=moment())
    if reading.desk_field(hat.actor) != "handler":
        return redirect("desk_provider", rows[0].code) if rows else redirect("desk")
    return render(request, "desk/providers.jinja", rows=rows)


@require_safe
@hat_required
def desk_provider(request: HttpRequest, hat: Hat, code: str) -> HttpResponse:
    """One provider's monthly call: what waits for them, what waits for the ICB."""
    _require(hat)
    found = reading.waiting_at(hat.actor, code, now=moment())
    if found is None:
        raise Http404("Nothing is awaited there, or you cannot see it.")
    name, theirs, ours = found
    return render(request, "desk/provider.jinja", name=name, theirs=theirs, ours=ours)


@require_safe
@hat_required
def actions_desk(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Every action this hat is shown, across cases, the first due first (4.3f)."""
    asked = read_action_filters(request.GET)
    now = moment()
    page = reading_actions(hat.actor, asked.wanted, now=now)
    return render(
        request,
        "desk/actions.jinja",
        page=page,
        asked=asked,
        wanted=asked.wanted,
        found=count_of_actions(hat.actor, asked.wanted, now=now),
        state_choices=[*ActionState.choices(), (ALL, "All, verified ones too")],
        strength_choices=ActionStrength.choices(),
        provider_choices=provider_choices(hat, asked.wanted.provider),
        next_address=f"?{asked.query}&{urlencode({'after': page.next_after})}" if page.next_after else "",
        export_address=f"{reverse('actions_export')}?{asked.query}",
        is_filtered=bool(asked.kept),
    )


@require_safe
@asks_again("actions_desk")
@hat_required
def actions_export(request: HttpRequest, hat: Hat) -> StreamingHttpResponse:
    """Every filtered action as CSV, in the columns shown; who took it is noted in the audit trail."""
    asked = read_action_filters(request.GET)
    now = moment()
    rows = count_of_actions(hat.actor, asked.wanted, now=now, most=None)
    note_export("actions.csv", asked.query, rows=rows, by=hat.actor, now=now)
    every = every_action(hat.actor, asked.wanted, now=now)
    return csv_answer("actions.csv", ACTION_COLUMNS, map(action_cells, every))
