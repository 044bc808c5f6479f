"""The provider's side of a case: each page one act, its first line loads and authorises."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sightline.incidents.errors import Refused, Stale
from sightline.incidents.selectors import CasePage
from sightline.incidents.selectors.case import DueRow
from sightline.incidents.selectors.case_sections import ActionRow, ReportRow
from sightline.incidents.services import (
    candour_steps,
    initial_review,
    investigation,
    safety_actions,
    triage,
)
from sightline.incidents.services.document_receipt import receive
from sightline.policy import candour
from sightline.policy.action_strength import ActionStrength, only_weak
from sightline.policy.body_questions import BODY_QUESTIONS
from sightline.policy.initial_review_form import INITIAL_REVIEW_FORM, ReviewSection
from sightline.policy.quality_assurance import Rating
from sightline.policy.terms import Action, CandourRegime
from sightline.policy.workflow import stops
from sightline.policy.working_days import london_day
from sightline.web import case_words, kept_forms
from sightline.web.access import hat_required, load_case, load_case_to_act, moment, seen_version
from sightline.web.case_steps import takes_analysis
from sightline.web.hats import Hat
from sightline.web.page import render
from sightline.web.respond.forms import (
    ActionForm,
    CandourDecisionForm,
    CandourStepForm,
    EvidenceForm,
    InitialReviewForm,
    ReportForm,
    SignOffForm,
    first_answers,
)

#: Ratings that ask the provider for something.
_WANTING = (Rating.NOT_MET.label, Rating.PARTLY.label)

page_of_a_step = require_http_methods(["GET", "HEAD", "POST"])


def _check_seen(request: HttpRequest, page: CasePage) -> None:
    seen = seen_version(request, page)
    if request.method == "POST" and seen != page.version:
        raise Stale(page.incident_id, page.reference, seen)


def _sent(request: HttpRequest, form: BaseForm) -> bool:
    """Whether a form was sent and nothing is wrong with it. Words that were kept are shown first."""
    return request.method == "POST" and form.is_valid()


def _draw(
    request: HttpRequest, template: str, page: CasePage, form: BaseForm | None = None, **more: Any
) -> HttpResponse:
    wrong = request.method == "POST" and form is not None and bool(form.errors)
    return render(
        request,
        f"respond/{template}.jinja",
        status=422 if wrong else 200,
        page=page,
        form=form,
        words=case_words,
        **more,
    )


@page_of_a_step
@hat_required
def respond_initial_review(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The 72-hour review. After the ICB asked for more, its request on top and the last answers below."""
    page = load_case_to_act(request, hat, reference, Action.SUBMIT_INITIAL_REVIEW)
    reviews = page.investigation.initial_reviews if page.investigation else ()
    last = reviews[0] if reviews else None
    form = InitialReviewForm(kept_forms.data_for(request), initial=first_answers(page))
    if _sent(request, form):
        initial_review.submit_initial_review(
            page.incident_id,
            form.answers(),
            form.proposed_level,
            by=hat.actor,
            now=moment(),
            seen=seen_version(request, page),
        )
        messages.success(request, "The 72-hour review was sent to the ICB.")
        return redirect("incident", reference)
    sections = [
        (
            section,
            [form[row.code] for row in INITIAL_REVIEW_FORM if row.section is section],
        )
        for section in ReviewSection
    ]
    return _draw(
        request,
        "initial_review",
        page,
        form,
        sections=sections,
        body_questions=BODY_QUESTIONS,
        asked=last if last is not None and last.outcome == "more_wanted" else None,
        due=_due(page, "initial_review"),
    )


def _running(page: CasePage, kind: str) -> DueRow | None:
    """The timescale of this kind that runs now."""
    running = [due for due in page.dues if due.kind == kind and due.done_at is None]
    return running[-1] if running else None


def _due(page: CasePage, kind: str) -> str:
    """When something is due, in words; empty where nothing of the kind runs."""
    running = _running(page, kind)
    return running.words if running else ""


@page_of_a_step
@hat_required
def respond_report(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The final report in hand, saved as often as wanted; after a return, what the ICB asked for on top."""
    page = load_case_to_act(request, hat, reference, Action.WRITE_REPORT)
    report = _report(page)
    is_begun = report is not None and report.submitted_at is None
    if request.method != "POST" and takes_analysis(page) and not (is_begun or request.GET.get("whole")):
        return redirect("light_analysis", reference)
    initial = {}
    if report is not None:
        initial = {"summary": report.summary, "causes": report.causes, "lessons": report.lessons}
    form = ReportForm(
        kept_forms.data_for(request),
        request.FILES or None,
        initial=initial,
        receive=partial(receive, incident_id=page.incident_id, by=hat.actor, now=moment()),
    )
    if _sent(request, form):
        investigation.write_report(
            page.incident_id,
            summary=form.cleaned_data["summary"],
            causes=form.cleaned_data["causes"],
            lessons=form.cleaned_data["lessons"],
            document=form.cleaned_data["document"],
            by=hat.actor,
            now=moment(),
            seen=seen_version(request, page),
        )
        messages.success(request, "The final report was saved.")
        return redirect(
            "respond_add_action" if request.POST.get("next") == "action" else "respond_report", reference
        )
    in_hand = report if report is not None and report.submitted_at is None else None
    returned = page.quality[0] if page.quality and page.quality[0].outcome == "returned" else None
    return _draw(
        request,
        "report",
        page,
        form,
        report=report,
        in_hand=in_hand,
        missing=page.facts.report_missing if in_hand is not None or report is None else (),
        returned=returned,
        wanting=[row for row in case_words.quality_pairs(returned) if row[1] in _WANTING] if returned else [],
        all_weak=only_weak(tuple(ActionStrength(row.strength) for row in page.actions)),
        due=_running(page, "resubmission") or _running(page, "final_report"),
    )


def _report(page: CasePage) -> ReportRow | None:
    """The newest version: in hand, or sent and returned."""
    return page.investigation.reports[0] if page.investigation and page.investigation.reports else None


@page_of_a_step
@hat_required
def respond_sign_off(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The executive reads the report and its plan on one page, and signs."""
    page = load_case_to_act(request, hat, reference, Action.SIGN_OFF_REPORT)
    form = SignOffForm(kept_forms.data_for(request))
    if _sent(request, form):
        investigation.sign_off_report(
            page.incident_id,
            form.typed("statement"),
            by=hat.actor,
            now=moment(),
            seen=seen_version(request, page),
        )
        messages.success(request, "The final report is signed off. The patient-safety lead can send it.")
        return redirect("incident", reference)
    return _draw(request, "sign_off", page, form, report=_report(page))


@page_of_a_step
@hat_required
def respond_learning_sign_off(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Under PSIRF the executive signs the learning response off, which closes the case."""
    page = load_case_to_act(request, hat, reference, Action.SIGN_OFF_LEARNING_RESPONSE)
    form = SignOffForm(kept_forms.data_for(request))
    if _sent(request, form):
        triage.sign_off_learning_response(
            page.incident_id,
            form.typed("statement"),
            by=hat.actor,
            now=moment(),
            seen=seen_version(request, page),
        )
        messages.success(request, "The learning response is signed off and the case is closed.")
        return redirect("incident", reference)
    return _draw(request, "learning_sign_off", page, form, agreed=_due(page, "learning_response"))


@page_of_a_step
@hat_required
def respond_submit(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The lead sends the signed report; what is sent, or everything that stops it."""
    page = load_case(hat, reference)
    decision = page.decisions.get(Action.SUBMIT_REPORT)
    if decision is None:
        raise Http404("This step is not part of the framework of the incident.")
    if not decision.allowed:
        _check_seen(request, page)
    if not (decision.allowed or (decision.waits and request.method != "POST")):
        raise Refused(Action.SUBMIT_REPORT, decision, page.reference)
    if request.method == "POST":
        investigation.submit_report(
            page.incident_id, by=hat.actor, now=moment(), seen=seen_version(request, page)
        )
        messages.success(request, "The final report was sent to the ICB.")
        return redirect("incident", reference)
    return _draw(
        request,
        "submit",
        page,
        report=_report(page),
        stopped=stops(Action.SUBMIT_REPORT, hat.actor, page.facts),
        due=_running(page, "resubmission") or _running(page, "final_report"),
    )


@page_of_a_step
@hat_required
def respond_candour(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The Duty of Candour: does it apply, its steps, and what is missing."""
    page = load_case_to_act(request, hat, reference, Action.RECORD_CANDOUR)
    section = page.candour
    if section is None:
        raise Http404("This role is not shown the Duty of Candour.")
    regime = candour.REGIMES.get(CandourRegime(section.regime))
    happened_on = page.narrative.happened_on if page.narrative else None
    bound = candour.duty_binds(CandourRegime(section.regime), happened_on)
    form = CandourDecisionForm(kept_forms.data_for(request), section=section)
    if _sent(request, form):
        candour_steps.decide_candour(
            page.incident_id,
            applies=bool(form.answer),
            opinion_of=form.typed("opinion_of"),
            reason=form.typed("reason"),
            relevant_person=form.typed("relevant_person"),
            test_answers=form.test_answers(),
            by=hat.actor,
            now=moment(),
            seen=seen_version(request, page),
        )
        messages.success(request, "The decision on the Duty of Candour was recorded.")
        waiting = kept_forms.waits_for(request, reverse("incident", args=[reference]))
        return redirect(waiting or reverse("respond_candour", args=[reference]))
    suggested = candour.suggest_applies(
        {code: {"yes": True, "no": False}.get(answer) for code, answer in section.test_answers.items()}
    )
    return _draw(
        request,
        "candour",
        page,
        form,
        section=section,
        regime=regime,
        bound=bound,
        test=candour.THREE_PART_TEST,
        steps=candour.STEPS.values(),
        suggested=suggested,
        telling=_running(page, "candour_notification"),
        letter=_due(page, "candour_letter"),
    )


@page_of_a_step
@hat_required
def respond_candour_step(request: HttpRequest, hat: Hat, reference: str, code: str) -> HttpResponse:
    """One step of the duty: how it ended, when and in words."""
    page = load_case_to_act(request, hat, reference, Action.RECORD_CANDOUR)
    step = candour.STEPS.get(code)
    if step is None or page.candour is None:
        raise Http404("There is no such step.")
    if not page.candour.applies:
        return redirect("respond_candour", reference)
    told = page.candour.steps.get("D1")
    now = moment()
    form = CandourStepForm(
        kept_forms.data_for(request),
        step_code=code,
        happened_on=page.narrative.happened_on if page.narrative else None,
        told_on=told.done_on if told else None,
        today=london_day(now),
    )
    if _sent(request, form):
        candour_steps.record_candour_step(
            page.incident_id,
            code,
            outcome=form.typed("outcome"),
            done_on=form.cleaned_data["done_on"],
            by_role=form.typed("by_role"),
            detail=form.typed("detail"),
            by=hat.actor,
            now=now,
            seen=seen_version(request, page),
        )
        messages.success(request, f"Recorded: {step.label[0].lower()}{step.label[1:]}.")
        return redirect(f"{reverse('respond_candour', args=[reference])}#steps")
    return _draw(
        request,
        "candour_step",
        page,
        form,
        step=step,
        known=page.candour.steps.get(code),
    )


@page_of_a_step
@hat_required
def respond_add_action(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """One action for the plan."""
    page = load_case_to_act(request, hat, reference, Action.ADD_ACTION)
    now = moment()
    form = ActionForm(kept_forms.data_for(request), today=london_day(now))
    if _sent(request, form):
        safety_actions.add_action(
            page.incident_id,
            text=form.typed("text"),
            owner_role=form.typed("owner_role"),
            due_on=form.cleaned_data["due_on"],
            strength=form.typed("strength"),
            by=hat.actor,
            now=now,
            seen=seen_version(request, page),
        )
        messages.success(
            request,
            "The safety action was added." if page.is_psirf else "The action was added to the plan.",
        )
        if request.POST.get("next") == "another":
            return redirect("respond_add_action", reference)
        if page.may(Action.WRITE_REPORT):
            return redirect(f"{reverse('respond_report', args=[reference])}#actions")
        return redirect(f"{reverse('incident', args=[reference])}#actions")
    report = _report(page)
    return _draw(
        request,
        "add_action",
        page,
        form,
        signed=report is not None and report.signed_off_at is not None and report.submitted_at is None,
    )


@page_of_a_step
@hat_required
def respond_complete_action(request: HttpRequest, hat: Hat, reference: str, action_id: UUID) -> HttpResponse:
    """One action as done, with what shows it."""
    page = load_case_to_act(request, hat, reference, Action.COMPLETE_ACTION)
    action = _action(page, action_id)
    form = EvidenceForm(kept_forms.data_for(request))
    if _sent(request, form):
        safety_actions.complete_action(
            page.incident_id,
            action_id,
            form.typed("evidence"),
            by=hat.actor,
            now=moment(),
            seen=seen_version(request, page),
        )
        word = "Safety action" if page.is_psirf else "Action"
        messages.success(request, f"{word} {action.number} was recorded as done.")
        return redirect(f"{reverse('incident', args=[reference])}#actions")
    return _draw(request, "complete_action", page, form, action=action)


def _action(page: CasePage, action_id: UUID) -> ActionRow:
    for row in page.actions:
        if row.action_id == action_id:
            return row
    raise Http404("There is no such action.")
