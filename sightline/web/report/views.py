"""Reporting an incident: twelve questions, sending, and following what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sightline.incidents import selectors
from sightline.incidents.selectors import DraftRow
from sightline.incidents.selectors.duplicates import sent_already
from sightline.incidents.services import intake
from sightline.incidents.services.door import saying
from sightline.organisations import selectors as organisations
from sightline.policy import report_answers
from sightline.policy.permissions import grant_for
from sightline.policy.reporting_form import (
    QUESTIONS,
    FieldKind,
    ReportQuestion,
    needs_urgent_contact,
    questions_for,
)
from sightline.policy.sign_in_figures import CODE_GUESSES, GUESSES_WAIT
from sightline.policy.terms import Action, OrganisationKind, Permission, Relation
from sightline.web import kept_forms
from sightline.web.access import load_case_for, moment, reporter_required, seen_version
from sightline.web.hats import Hat
from sightline.web.page import render
from sightline.web.report.forms import CodeForm, QuestionForm, SecondLookForm
from sightline.web.report_words import draft_title, problem_links, summary_rows
from sightline.web.sign_in import address_of_visitor
from sightline.web.tries import Limit, give_back

_SENT = "report_sent"
_DISCARDED = "report_discarded"
#: Wrong codes, wherever they are asked for.
TRIES_SECONDS = GUESSES_WAIT.number * 60
WRONG_CODES = Limit("report_progress", CODE_GUESSES.number, TRIES_SECONDS)

_page = require_http_methods(["GET", "HEAD", "POST"])
DraftView = Callable[..., HttpResponseBase]


def draft_required(view: DraftView) -> DraftView:
    """Hands the view this person's draft. One that was sent leads to its confirmation, or to a plain page."""

    @wraps(view)
    def with_draft(
        request: HttpRequest, hat: Hat, draft_id: UUID, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        draft = selectors.draft_of(hat.actor, draft_id)
        if draft is not None:
            return view(request, hat, draft, *args, **kwargs)
        is_last_sent = request.session.get(_SENT, {}).get("draft") == str(draft_id)
        typed = kept_forms.typed_words(request)
        if is_last_sent and not typed:
            return redirect("report_sent")
        if is_last_sent or selectors.was_sent(hat.actor, draft_id):
            return render(
                request, "report/already_sent.jinja", status=409, typed=typed, is_last_sent=is_last_sent
            )
        if request.session.get(_DISCARDED) == str(draft_id):
            return redirect("report_start")
        raise Http404("There is no such draft, or it is not yours.")

    return reporter_required(with_draft)


def decides_on_reports(hat: Hat) -> bool:
    """Whether this role decides on incidents of its own organisation, and so may hold papers about them."""
    grant = grant_for(Relation.PROVIDER, hat.role)
    is_provider = OrganisationKind(hat.organisation_kind) in report_answers.PROVIDER_KINDS
    return is_provider and grant is not None and Permission.DECIDE_SERIOUSNESS in grant.permissions


@_page
@reporter_required
def report_start(request: HttpRequest, hat: Hat) -> HttpResponse:
    """Where reporting begins, with what was begun before."""
    drafts = selectors.drafts_of(hat.actor)
    if request.method == "POST":
        # A draft with nothing in it yet is the one a second click, or a change of mind, would begin again.
        empty = [
            row.draft_id
            for row in drafts
            if not _is_begun(row) and row.organisation_id == hat.organisation_id
        ]
        now = moment()
        draft_id = empty[0] if empty else intake.begin_draft(by=hat.actor, now=now)
        from_paper = "yes" if "paper" in request.POST else ""
        if empty or from_paper:
            intake.save_draft(draft_id, {"from_paper": from_paper}, by=hat.actor, now=now)
        if "document" in request.POST:
            return redirect("report_from_document", draft_id=draft_id)
        return redirect("report_question", draft_id=draft_id, number=1)
    begun = [(row, draft_title(row)) for row in drafts if _is_begun(row)]
    return render(
        request,
        "report/start.jinja",
        drafts=begun,
        organisation=hat.organisation_name,
        questions=len(QUESTIONS),
        decides=decides_on_reports(hat),
    )


@require_safe
@reporter_required
def report_paper(request: HttpRequest, hat: Hat) -> HttpResponse:
    """One sheet of paper with the same questions, for when the system cannot be reached."""
    return render(request, "report/paper.jinja", questions=QUESTIONS, kinds=FieldKind)


@_page
@draft_required
def report_question(request: HttpRequest, hat: Hat, draft: DraftRow, number: int) -> HttpResponse:
    """One question. What was typed is kept at every way out of the page, right or wrong."""
    if not 1 <= number <= len(QUESTIONS):
        raise Http404("There is no such question.")
    asked = questions_for(report_answers.sound(draft.answers))
    question = next((row for row in asked if row.number == number), None)
    if question is None:
        return redirect(_after(draft.draft_id, number, asked))
    to_check = (request.POST if request.method == "POST" else request.GET).get("then") == "check"
    with saying(intake.answers_of_draft(draft.answers)):
        return _one_question(request, hat, draft, question, asked, to_check=to_check)


def _one_question(
    request: HttpRequest,
    hat: Hat,
    draft: DraftRow,
    question: ReportQuestion,
    asked: tuple[ReportQuestion, ...],
    *,
    to_check: bool,
) -> HttpResponse:
    number = question.number
    then = {"then": "check"} if to_check else {}
    looked_up = request.POST.get("found", "") if request.method == "POST" else request.GET.get("find", "")
    form = QuestionForm(
        question,
        draft.answers,
        kept_forms.data_for(request),
        wanted=looked_up.replace("\x00", ""),
        asks_where=report_answers.asks_organisation(organisations.organisation(draft.organisation_id).kind),
        now=moment(),
        suggested=_suggested(hat) if number == len(QUESTIONS) else {},
    )
    if request.method == "POST":
        wanted = "" if form.is_too_long else form.wants_to_find
        kept = (form.answers_to_find() if wanted else form.keepable) | {
            intake.SAID_IN_DRAFT: intake.said_for_draft(draft.answers, form.said)
        }
        intake.save_draft(draft.draft_id, kept, by=hat.actor, now=moment())
        if wanted:
            return redirect(f"{request.path}?{urlencode({'find': wanted, **then})}#found")
        if "leave" in request.POST and not form.is_too_long and not form.fields_with_words:
            messages.info(request, "Your report is kept. It has not been sent.")
            return redirect("report_start")
        if form.is_valid():
            if to_check:
                return redirect("report_check", draft_id=draft.draft_id)
            now_asked = questions_for(report_answers.sound({**draft.answers, **kept}))
            return redirect(_after(draft.draft_id, number, now_asked))
    before = [row for row in asked if row.number < number]
    return render(
        request,
        "report/question.jinja",
        status=422 if request.method == "POST" else 200,
        form=form,
        question=question,
        total=len(QUESTIONS),
        back=_back(draft.draft_id, before, to_check=to_check),
        to_check=to_check,
        ring=bool(before) and _is_urgent(draft, before[-1]),
    )


@_page
@draft_required
def report_check(request: HttpRequest, hat: Hat, draft: DraftRow) -> HttpResponse:
    """Every answer with a way to change it, and sending."""
    now = moment()
    problems = intake.draft_problems(draft.answers, organisation_id=draft.organisation_id, now=now)
    if request.method == "POST" and not problems:
        # In one transaction with the session: whoever waits for the first click then finds its code there.
        with transaction.atomic():
            sent = intake.send_report(draft.draft_id, by=hat.actor, now=now)
            if not sent.was_sent_before:
                answers = report_answers.read(draft.answers)
                request.session[_SENT] = {
                    "draft": str(draft.draft_id),
                    "reference": sent.reference,
                    "code": sent.tracking_code,
                    "urgent": answers.is_urgent,
                    "contact": answers.contact,
                }
                request.session.save()
        if sent.was_sent_before:
            request.session.update(request.session.load())
        return redirect("report_sent")
    answers = report_answers.read(draft.answers)
    return render(
        request,
        "report/check.jinja",
        status=422 if request.method == "POST" else 200,
        draft=draft,
        rows=summary_rows(draft),
        problems=problem_links(draft.draft_id, problems),
        answers=answers,
        like=sent_already(draft.answers, organisation_id=draft.organisation_id),
        organisation=organisations.organisation(draft.organisation_id).name,
        back=_back(draft.draft_id, list(questions_for(report_answers.sound(draft.answers))), to_check=False),
    )


@_page
@draft_required
def report_discard(request: HttpRequest, hat: Hat, draft: DraftRow) -> HttpResponse:
    """Throws a draft away, after asking."""
    if request.method == "POST":
        intake.discard_draft(draft.draft_id, by=hat.actor)
        request.session[_DISCARDED] = str(draft.draft_id)
        messages.info(request, "The report was discarded. Nothing of it is kept.")
        return redirect("report_start")
    return render(request, "report/discard.jinja", draft=draft, title=draft_title(draft))


@require_safe
@never_cache
@reporter_required
def report_sent(request: HttpRequest, hat: Hat) -> HttpResponse:
    """The confirmation of what was sent last in this session, with its code."""
    sent = request.session.get(_SENT)
    if not sent:
        return redirect("report_mine")
    return render(request, "report/sent.jinja", sent=sent)


@require_safe
@reporter_required
def report_mine(request: HttpRequest, hat: Hat) -> HttpResponse:
    """What this person began and what they sent, with how it stands."""
    drafts = [(row, draft_title(row)) for row in selectors.drafts_of(hat.actor) if _is_begun(row)]
    after = request.GET.get("after", "")[:100]
    page = selectors.own_reports(hat.actor, after=after)
    return render(
        request,
        "report/mine.jinja",
        drafts=[] if after else drafts,
        reports=page.rows,
        next_address=f"?{urlencode({'after': page.next_after})}" if page.next_after else "",
    )


@_page
@reporter_required
def report_second_look(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The person who reported asks for another look at an incident judged not serious (clause 4.3c)."""
    page = load_case_for(hat, reference, Action.REQUEST_SECOND_LOOK)
    form = SecondLookForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        intake.request_second_look(
            page.incident_id,
            form.cleaned_data["reason"],
            by=hat.actor,
            now=moment(),
            seen=seen_version(request, page),
        )
        messages.success(
            request, "You asked for a second look. The patient-safety lead sees your reason on the case."
        )
        return redirect("report_mine")
    own = selectors.own_report(hat.actor, reference)
    return render(
        request,
        "report/second_look.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        form=form,
        own=own,
    )


@login_not_required
@never_cache
@_page
def report_progress(request: HttpRequest) -> HttpResponse:
    """How a report stands, for whoever holds its code. The code is never part of an address."""
    typed = {"code": request.POST.get("code", "").replace("\x00", "")}
    form = CodeForm(typed if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "report/progress.jinja", status=422 if request.method == "POST" else 200, form=form
        )
    this_try = WRONG_CODES.take(address_of_visitor(request))
    if not this_try:
        return too_many_tries(request)
    found = selectors.progress_by_code(form.cleaned_data["code"])
    if found is None:
        form.add_error("code", "No report has that code. Check it and try again.")
        return render(request, "report/progress.jinja", status=422, form=form)
    give_back(this_try)
    return render(request, "report/progress.jinja", form=form, found=found)


def too_many_tries(request: HttpRequest) -> HttpResponse:
    """429 for codes that belong to no report; an answer that was written is shown."""
    typed = [row for row in kept_forms.typed_words(request) if row[0] != "Code"]
    minutes = TRIES_SECONDS // 60
    page = render(request, "report/too_many_tries.jinja", status=429, minutes=minutes, typed=typed)
    page.headers["Retry-After"] = str(TRIES_SECONDS)
    return page


def _is_begun(draft: DraftRow) -> bool:
    """Whether something was written in it; that it is from paper is not yet a word of the report."""
    return bool(set(draft.answers) - {"from_paper", intake.SAID_IN_DRAFT})


def _after(draft_id: UUID, number: int, asked: tuple[ReportQuestion, ...]) -> str:
    """The address of the next question asked, or of the answers to check after the last."""
    following = [row.number for row in asked if row.number > number]
    if not following:
        return reverse("report_check", args=[draft_id])
    return reverse("report_question", args=[draft_id, following[0]])


def _back(draft_id: UUID, before: list[ReportQuestion], *, to_check: bool) -> str:
    if to_check:
        return reverse("report_check", args=[draft_id])
    return (
        reverse("report_question", args=[draft_id, before[-1].number]) if before else reverse("report_start")
    )


def _is_urgent(draft: DraftRow, question: ReportQuestion) -> bool:
    """Whether the answers to this question alone say to ring now."""
    answers = report_answers.sound(draft.answers)
    return needs_urgent_contact(
        {row.name: answers[row.name] for row in question.fields if row.name in answers}
    )


def _suggested(hat: Hat) -> dict[str, str]:
    """The name and address the account already knows, so that nobody types them again."""
    person = organisations.people([hat.person_id]).get(hat.person_id)
    return {"contact_name": hat.person_name, "contact_email": person.email if person is not None else ""}
