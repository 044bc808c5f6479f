"""The discussion of a case, the ICB's notes, everything unread, and what the reporter hears."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sightline.incidents import selectors
from sightline.incidents.errors import Refused
from sightline.incidents.selectors import CasePage
from sightline.incidents.selectors import discussion as reading
from sightline.incidents.services import discussion, reporter_updates
from sightline.organisations import agreed
from sightline.organisations.figures import agreed_figures
from sightline.policy.local_default_rows import ANSWER_WITHIN, figure_on
from sightline.policy.terms import Action, Part
from sightline.policy.working_days import add_working_days, london_day
from sightline.policy.writing import NOTES_DISCLOSABLE
from sightline.web import kept_forms
from sightline.web.access import hat_required, load_case, load_case_to_act, moment, seen_version
from sightline.web.discussion.forms import MessageForm, WrittenForm
from sightline.web.hats import Hat
from sightline.web.page import render

page_of_a_step = require_http_methods(["GET", "HEAD", "POST"])


def _require(request: HttpRequest, page: CasePage, action: Action) -> None:
    if request.method == "POST" and not page.may(action):
        raise Refused(action, page.decisions[action], page.reference)


@page_of_a_step
@hat_required
def incident_messages(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """What provider and ICB write to each other on this case; opening it reads it."""
    page = load_case(hat, reference)
    if Part.DISCUSSION not in page.parts:
        raise Http404("There is no discussion, or you cannot see it.")
    _require(request, page, Action.POST_MESSAGE)
    now = moment()
    form = MessageForm(
        kept_forms.data_for(request), today=london_day(now), initial={"answer_by": _answer_by(now)}
    )
    if request.method == "POST" and form.is_valid():
        answers = request.POST.get("answers", "")
        discussion.post_message(
            page.incident_id,
            form.cleaned_data["text"],
            key=form.key_given,
            answer_by=form.asked_by,
            answers_id=_key(answers) if answers else None,
            by=hat.actor,
            now=now,
            seen=seen_version(request, page),
        )
        flash.success(request, "Sent. The other side sees it on this case.")
        return redirect("incident_messages", reference)
    talk = reading.conversation(hat.actor, page.incident_id, now=now)
    if request.method == "GET":
        discussion.look_at_messages(hat.actor, page.incident_id, now=now)
    return render(
        request,
        "discussion/messages.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        form=form,
        talk=talk,
        answering=request.POST.get("answers", "") or request.GET.get("answer", ""),
    )


def _answer_by(now: Any) -> Any:
    today = london_day(now)
    return add_working_days(today, figure_on(ANSWER_WITHIN, today, agreed_figures()), agreed.calendar())


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404("There is no such question.") from None


@page_of_a_step
@hat_required
def incident_notes(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Notes of the ICB. For everyone else this page does not exist."""
    page = load_case(hat, reference)
    now = moment()
    rows = reading.notes(hat.actor, page.incident_id, now=now)
    if rows is None:
        raise Http404("There is no such page.")
    _require(request, page, Action.ADD_NOTE)
    form = WrittenForm(kept_forms.data_for(request), today=london_day(now), label="Your note")
    if request.method == "POST" and form.is_valid():
        discussion.add_note(
            page.incident_id,
            form.cleaned_data["text"],
            key=form.key_given,
            by=hat.actor,
            now=now,
            seen=seen_version(request, page),
        )
        flash.success(request, "Your note is kept.")
        return redirect("incident_notes", reference)
    return render(
        request,
        "discussion/notes.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        form=form,
        rows=rows,
        disclosable=NOTES_DISCLOSABLE,
    )


@require_safe
@hat_required
def messages(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Every case with something unread, or a question that waits for this side."""
    return render(
        request, "discussion/waiting.jinja", cases=reading.waiting_messages(hat.actor, now=moment())
    )


@page_of_a_step
@hat_required
def incident_reporter(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """What the person who reported hears: progress, questions and answers, what changed. Never who they are."""
    page = load_case_to_act(request, hat, reference, Action.ASK_REPORTER, Action.TELL_REPORTER)
    now = moment()
    asking = request.POST.get("what") != "tell"
    data = kept_forms.data_for(request)
    ask = WrittenForm(data if asking else None, today=london_day(now), label="Your question")
    # Two forms on one page: a prefix keeps their fields apart.
    tell = WrittenForm(
        None if asking else data,
        today=london_day(now),
        label="What changed because they spoke up?",
        prefix="tell",
    )
    form = ask if asking else tell
    if request.method == "POST" and form.is_valid():
        write = reporter_updates.ask_reporter if asking else reporter_updates.tell_reporter
        write(
            page.incident_id,
            form.cleaned_data["text"],
            key=form.key_given,
            by=hat.actor,
            now=now,
            seen=seen_version(request, page),
        )
        flash.success(request, "The person who reported sees it when they next look.")
        return redirect("incident_reporter", reference)
    return render(
        request,
        "discussion/reporter.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        form=form,
        ask=ask,
        tell=tell,
        heard=selectors.heard_by_reporter(page.incident_id, page.status, page.framework),
    )
