"""A report begun from what was written already: the document is kept, and the questions stand on one page."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sightline.incidents.selectors import DraftRow
from sightline.incidents.services import intake
from sightline.incidents.services.document_receipt import receive
from sightline.incidents.services.documents import add_document
from sightline.organisations import selectors as organisations
from sightline.policy.document_kinds import DocumentKind
from sightline.policy.reporting_form import QUESTIONS
from sightline.web import kept_forms
from sightline.web.access import moment
from sightline.web.document_fields import PaperForm
from sightline.web.hats import Hat
from sightline.web.page import render
from sightline.web.report.forms import QuestionForm
from sightline.web.report.views import decides_on_reports, draft_required


class WrittenForm(PaperForm):
    """The 72-hour review or first account that was written before."""

    kind = DocumentKind.INITIAL_REVIEW
    is_report = True


@require_http_methods(["GET", "HEAD", "POST"])
@draft_required
def report_from_document(request: HttpRequest, hat: Hat, draft: DraftRow) -> HttpResponse:
    """The document and every question on one page; sending it leads straight to the decision.

    The draft is the key, so that a double click makes one incident. Answers are kept in it, a file cannot be.
    """
    if not decides_on_reports(hat):
        raise PermissionDenied(
            "This page is for those who decide on reports. Anyone may report by the questions."
        )
    now = moment()
    data = kept_forms.data_for(request)
    paper = WrittenForm(
        data, request.FILES or None, receive=partial(receive, incident_id=None, by=hat.actor, now=now)
    )
    person = organisations.people([hat.person_id]).get(hat.person_id)
    known = {
        "contact": "named",
        "contact_name": hat.person_name,
        "contact_email": person.email if person is not None else "",
        **draft.answers,
    }
    forms = [_question(number, known, data, now) for number in range(1, len(QUESTIONS) + 1)]
    if request.method == "POST":
        typed: dict[str, Any] = {name: answer for form in forms for name, answer in form.keepable.items()}
        said = {name: answer for form in forms for name, answer in form.said.items()}
        typed[intake.SAID_IN_DRAFT] = intake.said_for_draft(draft.answers, said)
        intake.save_draft(draft.draft_id, typed, by=hat.actor, now=now)
        problems = intake.draft_problems(
            {**draft.answers, **typed}, organisation_id=draft.organisation_id, now=now
        )
        valid = [form.is_valid() for form in (*forms, paper)]
        if all(valid) and not problems:
            with transaction.atomic():
                sent = intake.send_report(draft.draft_id, by=hat.actor, now=now)
                if not sent.was_sent_before:
                    add_document(sent.incident_id, paper.paper(), by=hat.actor, now=now, seen=1)
            return redirect("decide", reference=sent.reference)
    return render(
        request,
        "report/from_document.jinja",
        status=422 if request.method == "POST" else 200,
        paper=paper,
        forms=forms,
    )


def _question(number: int, answers: dict[str, Any], data: Any, now: datetime) -> QuestionForm:
    return QuestionForm(
        QUESTIONS[number - 1],
        answers,
        data,
        wanted="",
        asks_where=False,
        now=now,
        suggested={},
    )
