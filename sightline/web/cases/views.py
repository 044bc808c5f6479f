"""All incidents, one case, who can see it, and its papers."""

from __future__ import annotations

import logging
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sightline.incidents import selectors
from sightline.incidents.selectors import CasePage
from sightline.incidents.selectors.corrections import corrections_of, other_bodies_of
from sightline.incidents.selectors.discussion import unread_on
from sightline.incidents.selectors.duplicates import likely_duplicates
from sightline.incidents.selectors.erasures import certificate_of
from sightline.incidents.selectors.learning import read_together
from sightline.incidents.selectors.morning import handles_cases, own_desk
from sightline.incidents.selectors.restriction import named_of
from sightline.incidents.selectors.saved_views import saved_views
from sightline.incidents.selectors.worklist import WorkRow, next_waiting
from sightline.incidents.services.exports import note_export
from sightline.incidents.services.saved_views import remove_view, rename_view, save_view
from sightline.organisations import agreed
from sightline.policy.body_questions import BODY_QUESTIONS
from sightline.policy.breach_access import reads_breaches
from sightline.policy.external_body_rows_wider import DATA_BREACH
from sightline.policy.found_words import sides_seen
from sightline.policy.framework_words import status_in_any_framework
from sightline.policy.harm import PHYSICAL_HARM
from sightline.policy.incident_types import INCIDENT_TYPES
from sightline.policy.learning_responses import LEARNING_RESPONSES
from sightline.policy.likeness import COMPARED_WHILE
from sightline.policy.permissions import MAY_REPORT, permissions_for
from sightline.policy.terms import Action, Framework, Permission, Status
from sightline.web import case_words
from sightline.web.access import hat_required, load_case, moment
from sightline.web.case_steps import address_of, also_awaited_of, links_of, timescale_rows
from sightline.web.filter_choices import (
    handler_choices,
    measure_choices,
    measure_words,
    place_choices,
    provider_choices,
)
from sightline.web.filters import (
    INCIDENT_COLUMNS,
    KEPT,
    LEVELS,
    OVERDUE,
    SORTS,
    STATES,
    incident_cells,
    read_filters,
)
from sightline.web.hats import Hat
from sightline.web.nhsuk.fields import TextField, TickField
from sightline.web.page import render
from sightline.web.paper_answer import paper_answer
from sightline.web.spreadsheets import csv_answer
from sightline.web.step_up import asks_again

log = logging.getLogger(__name__)


@require_safe
@hat_required
def incidents(request: HttpRequest, hat: Hat) -> HttpResponse:
    """The list: every filter stands in the address, so that it can be linked to."""
    asked = read_filters(request.GET)
    now = moment()
    listed = selectors.incident_list(hat.actor, asked.wanted, now=now)
    page = listed.page
    return render(
        request,
        "cases/incidents.jinja",
        page=page,
        asked=asked,
        wanted=asked.wanted,
        found=listed.found,
        status_choices=[
            (status.value, status_in_any_framework(status)) for status in Status if status != Status.DRAFT
        ],
        overdue=OVERDUE,
        states=STATES,
        sorts=SORTS,
        framework_choices=Framework.choices(),
        type_choices=[(row.code, row.label) for row in INCIDENT_TYPES.values()],
        harm_choices=[(row.code, row.label) for row in PHYSICAL_HARM],
        level_choices=[(number, f"Level {number}") for number in LEVELS],
        place_choices=place_choices(hat, asked.wanted.place),
        provider_choices=provider_choices(hat, asked.wanted.provider),
        handler_choices=handler_choices(selectors.handlers(hat.actor, now=now), asked.wanted.handler),
        measure_choices=measure_choices(hat.role, asked.wanted.measure),
        kept_choices=KEPT,
        measure_words=measure_words(asked.wanted.measure, asked.wanted.kept),
        measure_removed=f"{reverse('incidents')}?{asked.query_without('measure', 'kept')}",
        next_address=f"?{asked.query}&{urlencode({'after': page.next_after})}" if page.next_after else "",
        export_address=f"{reverse('incidents_export')}?{asked.query}",
        is_filtered=bool(asked.kept),
        views=saved_views(hat.actor),
        keep_address=f"{reverse('incidents_views')}?{urlencode({'query': asked.query})}",
        has_more_filters=bool(set(asked.kept) - _FIRST_FILTERS) or bool(asked.problems),
    )


class RenameViewForm(forms.Form):
    """A name of a view."""

    name = TextField(
        label="Name of this view", missing="Give the view a name.", max_characters=80, subject="The name"
    )


class SaveViewForm(RenameViewForm):
    """A name for the filters on the page, and who sees it."""

    is_shared = TickField(label="Share it with my team", required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@hat_required
def incidents_views(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Keeping the filters of the list under a name, and removing one's own views."""
    data = request.POST if request.method == "POST" else None
    query = read_filters(QueryDict((data or request.GET).get("query", ""))).query
    form = SaveViewForm(data)
    if data is not None and form.is_valid():
        problem = save_view(
            form.cleaned_data["name"],
            query,
            is_shared=form.cleaned_data["is_shared"],
            by=hat.actor,
            now=moment(),
        )
        if not problem:
            messages.success(request, "The view is kept.")
            return redirect(f"{reverse('incidents')}?{query}")
        form.add_error("name", problem)
    return render(
        request,
        "cases/views.jinja",
        status=422 if data is not None else 200,
        form=form,
        query=query,
        views=saved_views(hat.actor),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@hat_required
def incidents_view_rename(request: HttpRequest, hat: Hat, view_id: UUID) -> HttpResponse:
    """One's own view under another name; what it finds stays as it is."""
    view = next((row for row in saved_views(hat.actor) if row.view_id == view_id and row.is_own), None)
    if view is None:
        raise Http404
    form = RenameViewForm(request.POST if request.method == "POST" else None, initial={"name": view.name})
    if request.method == "POST" and form.is_valid():
        problem = rename_view(view_id, form.cleaned_data["name"], by=hat.actor)
        if not problem:
            messages.success(request, "The view has its new name.")
            return redirect("incidents_views")
        form.add_error("name", problem)
    return render(
        request,
        "cases/rename_view.jinja",
        status=422 if request.method == "POST" else 200,
        form=form,
        view=view,
    )


@require_POST
@hat_required
def incidents_view_remove(request: HttpRequest, hat: Hat, view_id: UUID) -> HttpResponse:
    """One's own view goes; nothing of any case changes."""
    remove_view(view_id, by=hat.actor)
    messages.success(request, "The view was removed.")
    return redirect("incidents_views")


#: Filters that always stand open; the others are behind a summary.
_FIRST_FILTERS = {"q", "status", "state", "overdue", "handler", "provider", "sort"}


@require_safe
@asks_again("incidents")
@hat_required
def incidents_export(request: HttpRequest, hat: Hat) -> StreamingHttpResponse:
    """Every filtered row as CSV, in the columns shown; who took it is noted in the audit trail."""
    asked = read_filters(request.GET)
    now = moment()
    rows = selectors.count_of(hat.actor, asked.wanted, now=now)
    note_export("incidents.csv", asked.query, rows=rows, by=hat.actor, now=now)
    every = selectors.every_row(hat.actor, asked.wanted, now=now)
    return csv_answer("incidents.csv", INCIDENT_COLUMNS, map(incident_cells, every))


@require_safe
@hat_required
def incident(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The case: what happens next on top, then everything this hat is shown."""
    page = load_case(hat, reference)
    if page.facts.is_disposed:
        return render(
            request,
            "cases/disposed.jinja",
            page=page,
            certificate=certificate_of(page.incident_id),
            may_keep=Permission.KEEP_RECORDS in permissions_for(hat.actor, page.facts),
        )
    return render(
        request,
        "cases/incident.jinja",
        page=page,
        links=links_of(page),
        also=also_awaited_of(page),
        timescales=timescale_rows(page),
        body_questions=BODY_QUESTIONS,
        words=case_words,
        candour_note=case_words.candour_note(page.candour),
        corrections=corrections_of(hat.actor, page.incident_id, now=moment())
        if _took(page, Action.CORRECT)
        else (),
        other_bodies=other_bodies_of(hat.actor, page.incident_id, now=moment())
        if _took(page, Action.RECORD_OTHER_BODY)
        else (),
        together=read_together(hat.actor, page.incident_id, now=moment()) if _carries(page) else (),
        likely=likely_duplicates(hat.actor, page, now=moment())
        if page.status in COMPARED_WHILE and page.may(Action.MERGE)
        else (),
        next_for_you=_next_for(hat, page) if len(messages.get_messages(request)) else (),
        address_of=address_of,
        # Which these are, their own page says: it costs this one a question of the database for every reader.
        reads_breaches=reads_breaches(hat.role),
        breach_to_report=hat.role in MAY_REPORT and _loses_data(page),
        unread=unread_on(hat.actor, page.incident_id) if _took(page, Action.POST_MESSAGE) else 0,
        has_held=bool(page.facts.held_sides & sides_seen(hat.actor, page.facts)),
        may_see_looks=Permission.SEE_LOOKS in permissions_for(hat.actor, page.facts),
        may_take=Permission.DISCLOSE in permissions_for(hat.actor, page.facts) and page.shows("history"),
        may_keep=Permission.KEEP_RECORDS in permissions_for(hat.actor, page.facts),
        may_send_link=page.facts.provider_is_small
        and Permission.KEY_FOR_PROVIDER in permissions_for(hat.actor, page.facts),
    )


def _next_for(hat: Hat, page: CasePage) -> tuple[WorkRow, ...]:
    """For whoever has just done something: what waits next on their own desk, or else on anyone's."""
    now, calendar = moment(), agreed.calendar()
    desks = [own_desk(hat.actor, now=now), None] if handles_cases(hat.actor) else [None]
    found = (
        next_waiting(hat.actor, but=page.incident_id, now=now, calendar=calendar, only=desk) for desk in desks
    )
    return next((rows for rows in found if rows), ())


def _carries(page: CasePage) -> bool:
    """Whether other cases may be read in the learning response of this one."""
    row = page.learning.current if page.learning is not None else None
    return row is not None and LEARNING_RESPONSES[row.response].joins and not row.read_with


def _loses_data(page: CasePage) -> bool:
    """Whether the rules ask for a breach of personal data to be told of, so that one is to be reported (3.4a)."""
    return page.bodies is not None and page.bodies.row(DATA_BREACH) is not None


def _took(page: CasePage, action: Action) -> bool:
    """Whether a step was ever taken, as far as this hat is shown; what it wrote is read only then."""
    return any(step.action is action for step in page.latest)


@require_safe
@hat_required
def who_can_see(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Every access row, with its reason and clause."""
    now = moment()
    lines = selectors.who_can_see(hat.actor, reference, now=now)
    if lines is None:
        raise Http404
    restricted, named = named_of(hat.actor, reference, now=now)
    return render(
        request,
        "cases/who_can_see.jinja",
        reference=reference,
        lines=lines,
        restricted=restricted,
        named=named,
    )


@require_safe
@hat_required
def document(request: HttpRequest, hat: Hat, document_id: UUID) -> HttpResponseBase:
    """A paper, always as a download: as it was received for those who handle the case, else its cleaned copy."""
    opened = selectors.opened_document(hat.actor, document_id, now=moment())
    if opened is None:
        raise Http404
    found = opened.document
    if why := opened.closed:
        page = {
            "name": found.name,
            "why": why,
            "no_copy_because": found.no_copy_because,
            "reference": found.incident.reference,
            "copy": opened.copy_id,
        }
        # What waits opens later; the rest does not, for this hat.
        return render(request, "cases/document_closed.jinja", status=503 if why == "waiting" else 403, **page)
    return paper_answer(request, opened.sha256, found.name, found.content_type)
