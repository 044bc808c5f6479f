"""Redacted copies of a case: the list, marking words, the copy as it would be, a replacement, and the second look."""

from __future__ import annotations

import json
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sightline.incidents import selectors
from sightline.incidents.errors import Refused
from sightline.incidents.selectors import CasePage
from sightline.incidents.selectors import redaction as reading
from sightline.incidents.selectors.redaction import CopyRow, DraftInHand
from sightline.incidents.services import redaction
from sightline.incidents.services.document_receipt import receive
from sightline.incidents.services.redaction_replacement import attach_replacement, problems_with_replacement
from sightline.policy.document_kinds import DocumentKind
from sightline.policy.personal_data import CANNOT_FIND
from sightline.policy.redacting import (
    CANNOT_CHECK_PICTURES,
    Piece,
    Standing,
    loose_ends,
    problem_with_checker,
    runs_of,
    standing,
)
from sightline.policy.terms import Action, Part
from sightline.web import kept_forms
from sightline.web.access import (
    hat_required,
    load_case,
    load_case_for,
    load_case_to_act,
    moment,
    seen_version,
)
from sightline.web.hats import Hat
from sightline.web.page import render
from sightline.web.paper_answer import paper_answer
from sightline.web.redact.forms import (
    BeginForm,
    CheckForm,
    MarkForm,
    MarksForm,
    ReplacementForm,
    SuggestedForm,
    suggestions,
)
from sightline.web.redact.pieces import STEPS, offered, pieces_of

page_of_a_step = require_http_methods(["GET", "HEAD", "POST"])


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


@require_safe
@hat_required
def redacted_copies(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The copies of a case, and this person's own that are not made yet."""
    page = load_case_for(hat, reference, *STEPS)
    now = moment()
    return render(
        request,
        "redact/copies.jinja",
        page=page,
        copies=reading.copies_of(hat.actor, page.incident_id, now=now),
        drafts=reading.drafts_in_hand(hat.actor, page.incident_id, now=now),
    )


@page_of_a_step
@hat_required
def redact_begin(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """What a copy is to hold, for whom and what for."""
    page = load_case_to_act(request, hat, reference, Action.MAKE_REDACTED_COPY)
    form = BeginForm(kept_forms.data_for(request), contents=offered(page))
    if request.method == "POST" and form.is_valid():
        draft_id = redaction.begin(page.incident_id, **form.cleaned_data, by=hat.actor, now=moment())
        return redirect("redact_mark", reference, draft_id)
    return render(request, "redact/begin.jinja", status=_status(request), page=page, form=form)


def _in_hand(hat: Hat, page: CasePage, draft_id: UUID) -> tuple[DraftInHand, tuple[Piece, ...], Standing]:
    draft = reading.draft_in_hand(hat.actor, draft_id, now=moment())
    if draft is None or draft.incident_id != page.incident_id:
        raise Http404("There is no such copy in hand, or it is another person's.")
    pieces = pieces_of(page, draft.contents)
    return draft, pieces, standing(pieces, draft.marks, draft.hashes)


@page_of_a_step
@hat_required
def redact_mark(request: HttpRequest, hat: Hat, reference: str, redaction_id: UUID) -> HttpResponse:
    """Marks words, takes up what the check suggests, and takes marks off again: three forms on one page."""
    page = load_case_to_act(request, hat, reference, Action.MAKE_REDACTED_COPY)
    draft, pieces, stands = _in_hand(hat, page, redaction_id)
    suggested = suggestions(pieces, stands.marks)
    data = kept_forms.data_for(request)
    done = data.get("do", "") if data is not None else ""
    mark = MarkForm(data if done == "mark" else None, pieces=pieces)
    taken_up = SuggestedForm(data if done == "suggested" else None, pieces=pieces, suggested=suggested)
    marks = MarksForm(data if done == "marks" else None, pieces=pieces, marks=stands.marks)
    if request.method == "POST":
        asked: dict[str, Any] = {"by": hat.actor, "now": moment()}
        if done == "discard":
            redaction.discard(redaction_id, **asked)
            messages.success(request, "The copy you had begun was thrown away.")
            return redirect("redacted_copies", reference)
        said, version = "", _draft_version(request)
        for form in (mark, taken_up):
            if form.is_valid():
                number = redaction.add_marks(redaction_id, pieces, form.marks, **asked, version=version)
                said = _marked_words(number)
        if marks.is_valid():
            redaction.take_marks_away(redaction_id, pieces, marks.gone, **asked, version=version)
            said = "Those words stay in the copy."
        if said:
            messages.success(request, said)
            return redirect("redact_mark", reference, redaction_id)
    return render(
        request,
        "redact/mark.jinja",
        status=_status(request),
        page=page,
        draft=draft,
        texts=_texts(pieces, stands),
        mark=mark,
        suggested=taken_up if suggested else None,
        marks=marks if stands.marks else None,
        number_of_marks=len(stands.marks),
        changed=stands.changed,
        cannot_find=CANNOT_FIND,
        wide=True,
    )


def _marked_words(number: int) -> str:
    if number < 1:
        return "They were marked already."
    return "Marked in one place." if number == 1 else f"Marked in {number} places."


def _draft_version(request: HttpRequest) -> int:
    """The version of the marks that the page was drawn from; a form without one is out of date."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _texts(pieces: tuple[Piece, ...], stands: Standing) -> list[tuple[str, list[tuple[Piece, object]]]]:
    """The pieces under their headings, each in runs."""
    found: dict[str, list[tuple[Piece, object]]] = {}
    for piece in pieces:
        found.setdefault(piece.heading, []).append((piece, runs_of(piece, stands.marks)))
    return list(found.items())


@page_of_a_step
@hat_required
def redact_preview(request: HttpRequest, hat: Hat, reference: str, redaction_id: UUID) -> HttpResponse:
    """The copy as it would be, what a reader could still learn, and making it."""
    page = load_case_to_act(request, hat, reference, Action.MAKE_REDACTED_COPY)
    draft, pieces, stands = _in_hand(hat, page, redaction_id)
    if request.method == "POST":
        seen = seen_version(request, page)
        copy_id = redaction.make_copy(redaction_id, pieces, by=hat.actor, now=moment(), seen=seen)
        messages.success(request, "The copy is made. Somebody else must look at it before it is given out.")
        return redirect("redacted_copy", reference, copy_id)
    return render(
        request,
        "redact/preview.jinja",
        page=page,
        draft=draft,
        texts=_texts(pieces, stands),
        number_of_marks=len(stands.marks),
        changed=stands.changed,
        ends=loose_ends(pieces, stands.marks),
        suggested=suggestions(pieces, stands.marks),
    )


@page_of_a_step
@hat_required
def redact_document(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """A document whose words were taken out elsewhere, looked through and kept beside its original."""
    page = load_case_to_act(request, hat, reference, Action.MAKE_REDACTED_COPY)
    if Part.DOCUMENTS not in page.parts:
        raise Http404("There are no documents, or you cannot see them.")
    now = moment()
    papers = selectors.documents_of(hat.actor, page.incident_id, now=now)
    asked: dict[str, Any] = {"by": hat.actor, "now": now}
    form = ReplacementForm(
        kept_forms.data_for(request),
        request.FILES or None,
        papers=[
            (str(row.document_id), f"{row.name}, {row.label.lower()}")
            for row in papers
            if row.kind != DocumentKind.REDACTED_COPY
        ],
        judge=lambda given: problems_with_replacement(given, page.incident_id, **asked)[0],
        receive=partial(receive, incident_id=page.incident_id, **asked),
    )
    if request.method == "POST" and form.is_valid():
        copy_id = attach_replacement(
            page.incident_id, form.replacement, **asked, seen=seen_version(request, page)
        )
        messages.success(request, "None of the words was found in it. Somebody else must look at it now.")
        return redirect("redacted_copy", reference, copy_id)
    return render(
        request,
        "redact/replacement.jinja",
        status=_status(request),
        page=page,
        form=form,
        cannot_check=CANNOT_CHECK_PICTURES,
        has_papers=bool(papers),
    )


def _copy(hat: Hat, page: CasePage, copy_id: UUID) -> CopyRow:
    copy = reading.copy_of(hat.actor, copy_id, now=moment())
    if copy is None or copy.incident_id != page.incident_id:
        raise Http404("There is no such copy, or you cannot see it.")
    return copy


@page_of_a_step
@hat_required
def redacted_copy(request: HttpRequest, hat: Hat, reference: str, copy_id: UUID) -> HttpResponse:
    """One copy: what was done to it, and the second person's look."""
    page = load_case(hat, reference)
    copy = _copy(hat, page, copy_id)
    action = Action.CHECK_REDACTED_COPY
    if request.method == "POST" and not page.may(action):
        raise Refused(action, page.decisions[action], reference)
    why_not = problem_with_checker(
        made_by=copy.made_by_id, checks=hat.actor.person_id, outcome=copy.outcome or ""
    )
    form = CheckForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        redaction.check_copy(
            copy_id, **form.cleaned_data, by=hat.actor, now=moment(), seen=seen_version(request, page)
        )
        messages.success(request, "What you found is recorded.")
        return redirect("redacted_copy", reference, copy_id)
    return render(
        request,
        "redact/copy.jinja",
        status=_status(request),
        page=page,
        copy=copy,
        form=form,
        may_check=page.may(action) and not why_not,
        why_not=why_not if page.may(action) and copy.outcome is None else "",
        cannot_check=CANNOT_CHECK_PICTURES,
    )


@require_safe
@hat_required
def redacted_copy_file(request: HttpRequest, hat: Hat, reference: str, copy_id: UUID) -> HttpResponseBase:
    """The file as it would be given out, to those who make or check copies."""
    page = load_case(hat, reference)
    copy = _copy(hat, page, copy_id)
    if copy.closed:
        return render(
            request,
            "cases/document_closed.jinja",
            status=503 if copy.closed == "waiting" else 403,
            name=copy.name,
            why=copy.closed,
            no_copy_because="",
            reference=reference,
        )
    return paper_answer(request, copy.sha256, copy.name, copy.content_type)


@require_safe
@hat_required
def redacted_copy_manifest(request: HttpRequest, hat: Hat, reference: str, copy_id: UUID) -> HttpResponse:
    """What was done, as a file to keep with the copy: never the words."""
    copy = _copy(hat, load_case(hat, reference), copy_id)
    checked = {
        "outcome": copy.outcome.label if copy.outcome else "Nobody has checked it yet",
        "at": copy.checked_at.isoformat() if copy.checked_at else "",
        "by": copy.checked_by,
    }
    told = json.dumps({**copy.manifest, "checked": checked}, ensure_ascii=False, indent=2)
    answer = HttpResponse(told, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{copy.reference} redacted copy {copy.number} manifest.json"'
    )
    return answer
