"""The papers of a case, and a 72-hour review that is sent as the document it was written as."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sightline.incidents import selectors
from sightline.incidents.errors import Refused
from sightline.incidents.services.document_receipt import receive
from sightline.incidents.services.documents import add_document
from sightline.incidents.services.initial_review import submit_initial_review
from sightline.policy.document_kinds import DocumentKind
from sightline.policy.terms import Action, Part
from sightline.policy.working_days import london_day
from sightline.web import kept_forms
from sightline.web.access import hat_required, load_case, load_case_to_act, moment, seen_version
from sightline.web.documents.forms import AddDocumentForm, HeadlinesForm
from sightline.web.hats import Hat
from sightline.web.page import render

page_of_a_step = require_http_methods(["GET", "HEAD", "POST"])


@page_of_a_step
@hat_required
def incident_documents(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The papers of a case, and adding one where this hat may."""
    page = load_case(hat, reference)
    if Part.DOCUMENTS not in page.parts:
        raise Http404("There are no documents, or you cannot see them.")
    now = moment()
    form = AddDocumentForm(
        kept_forms.data_for(request),
        request.FILES or None,
        today=london_day(now),
        framework=page.framework,
        receive=partial(receive, incident_id=page.incident_id, by=hat.actor, now=now),
    )
    if request.method == "POST" and not page.may(Action.ADD_DOCUMENT):
        raise Refused(Action.ADD_DOCUMENT, page.decisions[Action.ADD_DOCUMENT], reference)
    if request.method == "POST" and form.is_valid():
        added = add_document(
            page.incident_id, form.paper(), by=hat.actor, now=now, seen=seen_version(request, page)
        )
        state = selectors.state_of_document(hat.actor, added, now=now)
        messages.success(request, f"The document is on the case. It counts as received now. {state}".strip())
        return redirect("incident_documents", reference)
    return render(
        request,
        "documents/documents.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        form=form,
        papers=selectors.documents_of(hat.actor, page.incident_id, now=now),
    )


@page_of_a_step
@hat_required
def documents_initial_review(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The 72-hour review as it was written, and six headlines for the ICB's worklist."""
    page = load_case_to_act(request, hat, reference, Action.SUBMIT_INITIAL_REVIEW)
    now = moment()
    papers = selectors.documents_of(hat.actor, page.incident_id, now=now)
    on_the_case = [
        (str(row.document_id), row.name) for row in papers if row.kind == DocumentKind.INITIAL_REVIEW
    ]
    form = HeadlinesForm(
        kept_forms.data_for(request),
        request.FILES or None,
        on_the_case=on_the_case,
        receive=partial(receive, incident_id=page.incident_id, by=hat.actor, now=now),
        initial={"immediate_safety": page.narrative.made_safe if page.narrative else ""}
        | ({"kept": on_the_case[0][0]} if on_the_case else {}),
    )
    if request.method == "POST" and form.is_valid():
        submit_initial_review(
            page.incident_id,
            form.answers,
            int(form.answers["proposed_level"]),
            document=None if form.kept_id else form.paper(),
            document_id=UUID(form.kept_id) if form.kept_id else None,
            by=hat.actor,
            now=now,
            seen=seen_version(request, page),
        )
        messages.success(request, "The 72-hour review was sent to the ICB.")
        return redirect("incident", reference)
    return render(
        request,
        "documents/initial_review.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        form=form,
        has_kept=bool(on_the_case),
    )
