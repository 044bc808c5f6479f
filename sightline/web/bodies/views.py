"""Other bodies to tell: the questions that rules ask, and what became of each body."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sightline.incidents.selectors.case_bodies import BodySection
from sightline.incidents.services import bodies
from sightline.policy.body_questions import BODY_QUESTIONS, Subject
from sightline.policy.terms import Action
from sightline.policy.working_days import london_day
from sightline.web import kept_forms
from sightline.web.access import hat_required, load_case_to_act, moment, seen_version
from sightline.web.bodies.forms import QuestionsForm, SettlingForm
from sightline.web.hats import Hat
from sightline.web.page import render

page_of_a_step = require_http_methods(["GET", "HEAD", "POST"])


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


@page_of_a_step
@hat_required
def bodies_questions(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The questions that rules wait for, those answered before, and what may have changed since."""
    page = load_case_to_act(request, hat, reference, Action.ANSWER_BODY_QUESTIONS)
    section: BodySection | None = page.bodies
    if section is None:
        raise Http404("There is nothing to answer.")
    now = moment()
    form = QuestionsForm(kept_forms.data_for(request), questions=section.questions, today=london_day(now))
    if request.method == "POST" and form.is_valid():
        bodies.answer_body_questions(
            page.incident_id, form.answers, by=hat.actor, now=now, seen=seen_version(request, page)
        )
        messages.success(request, "Answered. The bodies to tell follow from it.")
        return redirect(f"{reverse('incident', args=[reference])}#other-bodies")
    asked = [row for row in section.questions if row.waits]
    before = [row for row in section.questions if not row.waits and row.answer is not None]
    others = [row for row in section.questions if not row.waits and row.answer is None]
    groups = [
        (subject, [row for row in asked if BODY_QUESTIONS[row.code].subject is subject])
        for subject in Subject
    ]
    return render(
        request,
        "bodies/questions.jinja",
        status=_status(request),
        page=page,
        form=form,
        questions=BODY_QUESTIONS,
        groups=[(subject, rows) for subject, rows in groups if rows],
        before=before,
        others=others,
        waiting=section.waiting,
    )


@page_of_a_step
@hat_required
def bodies_item(request: HttpRequest, hat: Hat, reference: str, rule: str) -> HttpResponse:
    """One body: why it is asked for, what was recorded, and what became of it."""
    page = load_case_to_act(request, hat, reference, Action.RECORD_BODY_TOLD, Action.RECORD_BODY_NOT_NEEDED)
    row = page.bodies.row(rule) if page.bodies is not None else None
    if row is None:
        raise Http404("There is no such body on this case.")
    now = moment()
    form = SettlingForm(
        kept_forms.data_for(request),
        row=row,
        happened_on=page.narrative.happened_on if page.narrative else None,
        now=now,
    )
    if request.method == "POST" and form.is_valid():
        bodies.settle_body(
            page.incident_id,
            rule,
            form.chosen,
            told_at=form.told_at,
            by_role=form.typed("by_role"),
            reference=form.typed("reference"),
            reason=form.typed("reason"),
            by=hat.actor,
            now=now,
            seen=seen_version(request, page),
        )
        messages.success(request, f"Recorded: {row.name}.")
        return redirect(f"{reverse('incident', args=[reference])}#other-bodies")
    return render(request, "bodies/item.jinja", status=_status(request), page=page, form=form, row=row)
