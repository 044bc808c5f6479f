"""The ICB's side of a case: each page one act with what the decider needs in view; its first line authorises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sightline.incidents.selectors import CasePage
from sightline.incidents.services import closure, initial_review, review, safety_actions, triage
from sightline.policy import assuring, never_events
from sightline.policy.closing import closing_lines
from sightline.policy.incident_types import OTHER
from sightline.policy.initial_review_form import InitialReviewOutcome
from sightline.policy.quality_assurance import (
    ChecklistItem,
    Group,
    checklist_for,
    comment_field,
    judge,
    rating_field,
)
from sightline.policy.terms import Action, Status
from sightline.policy.working_days import london_day
from sightline.web import case_words, kept_forms
from sightline.web.access import hat_required, load_case_to_act, moment, seen_version
from sightline.web.assure.forms import (
    ACCEPT,
    AGREE,
    RETURN,
    SAVE,
    ClassificationForm,
    CloseForm,
    InitialReviewAnswerForm,
    LevelForm,
    NeverEventForm,
    QualityForm,
    ReasonForm,
    TypeForm,
    VerificationForm,
)
from sightline.web.case_steps import mending_of
from sightline.web.hats import Hat
from sightline.web.page import render

page_of_a_step = require_http_methods(["GET", "HEAD", "POST"])


def _sent(request: HttpRequest, form: BaseForm) -> bool:
    """Whether a form was sent and nothing is wrong with it. Words that were kept are shown first."""
    return request.method == "POST" and form.is_valid()


def _draw(
    request: HttpRequest, template: str, page: CasePage, form: BaseForm | None = None, **more: Any
) -> HttpResponse:
    status = 422 if form is not None and request.method == "POST" and form.errors else 200
    return render(
        request, f"assure/{template}.jinja", status=status, page=page, form=form, words=case_words, **more
    )


def _taking(request: HttpRequest, hat: Hat, page: CasePage) -> dict[str, Any]:
    """Who takes the step, when, and from which version of the case."""
    return {"by": hat.actor, "now": moment(), "seen": seen_version(request, page)}


def _due(page: CasePage, kind: str) -> str:
    """When something is due, in words; empty where nothing of the kind runs."""
    running = [due for due in page.dues if due.kind == kind and due.done_at is None]
    return running[-1].words if running else ""


@page_of_a_step
@hat_required
def assure_acknowledge(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Acknowledge a declared incident, and agree its classification with the same click if it is clear."""
    page = load_case_to_act(request, hat, reference, Action.ACKNOWLEDGE)
    may_agree = page.may(Action.AGREE_CLASSIFICATION) and page.facts.classification_agreed is None
    if request.method == "POST":
        if may_agree and request.POST.get("also") == AGREE:
            triage.acknowledge_and_agree(page.incident_id, **_taking(request, hat, page))
            messages.success(request, "Acknowledged, and agreed that it meets SI criteria.")
        else:
            triage.acknowledge(page.incident_id, **_taking(request, hat, page))
            messages.success(request, "Acknowledged.")
        return redirect("incident", reference)
    return _draw(request, "acknowledge", page, may_agree=may_agree, due=_due(page, "acknowledge"))


@page_of_a_step
@hat_required
def assure_classification(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Agree that it meets SI criteria, or challenge; one judged not serious can only be challenged."""
    page = load_case_to_act(
        request, hat, reference, Action.AGREE_CLASSIFICATION, Action.CHALLENGE_CLASSIFICATION
    )
    data = kept_forms.data_for(request)
    form: ClassificationForm | ReasonForm
    if page.status == Status.NOT_SERIOUS:
        form = ReasonForm(
            data,
            rule=assuring.problems_of_challenge,
            label="Why does the ICB not agree?",
            help_text="A discussion is opened. You then see the whole case, and both sides record their view.",
        )
    else:
        form = ClassificationForm(data)
    if _sent(request, form):
        if form.typed("answer") == AGREE:
            triage.agree_classification(page.incident_id, **_taking(request, hat, page))
            messages.success(request, "Agreed that it meets SI criteria.")
        else:
            triage.challenge_classification(
                page.incident_id, form.typed("reason"), **_taking(request, hat, page)
            )
            messages.success(request, "The challenge was recorded. The provider can read your reason.")
        return redirect("incident", reference)
    return _draw(request, "classification", page, form, is_not_serious=page.status == Status.NOT_SERIOUS)


@page_of_a_step
@hat_required
def assure_never_event(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Confirm the Never Event or reject it, beside its definition on the day it happened."""
    page = load_case_to_act(request, hat, reference, Action.CONFIRM_NEVER_EVENT, Action.REJECT_NEVER_EVENT)
    form = NeverEventForm(kept_forms.data_for(request))
    if _sent(request, form):
        triage.settle_never_event(
            page.incident_id, form.confirmed, form.typed("reason"), **_taking(request, hat, page)
        )
        messages.success(
            request, "The Never Event is confirmed." if form.confirmed else "The Never Event is rejected."
        )
        return redirect("incident", reference)
    story = page.narrative
    day = (story.happened_on or story.found_on) if story is not None else None
    listed = never_events.never_event(page.facts.never_event_code)
    return _draw(
        request,
        "never_event",
        page,
        form,
        listed=listed.as_on(day) if day is not None else listed,
        day=day,
        edition=never_events.list_on(day) if day is not None else None,
        notes=(never_events.HARM_MAY_BE_NONE, never_events.BARRIER_EXPLAINS),
    )


@page_of_a_step
@hat_required
def assure_level(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Agree the level of investigation, or set another with a reason."""
    page = load_case_to_act(request, hat, reference, Action.AGREE_LEVEL)
    section = page.investigation
    form = LevelForm(
        kept_forms.data_for(request),
        proposed=section.proposed_level if section else None,
        agreed=section.agreed_level if section else None,
    )
    if _sent(request, form) and form.chosen is not None:
        triage.agree_level(page.incident_id, form.chosen, form.typed("reason"), **_taking(request, hat, page))
        messages.success(request, f"Agreed: {case_words.level_words(form.chosen)}.")
        return redirect("incident", reference)
    return _draw(request, "level", page, form)


@page_of_a_step
@hat_required
def assure_type(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Settle the incident type; the provider's lead and the ICB may."""
    page = load_case_to_act(request, hat, reference, Action.CHOOSE_TYPE)
    section = page.classification
    chosen = section.incident_type if section else ""
    label = section.incident_type_label if section else ""
    form = TypeForm(
        kept_forms.data_for(request),
        today=london_day(moment()),
        chosen=chosen,
        other=label if chosen == OTHER else "",
    )
    if _sent(request, form):
        triage.choose_type(
            page.incident_id,
            form.typed("incident_type"),
            form.typed("incident_type_other"),
            **_taking(request, hat, page),
        )
        messages.success(request, "The incident type was recorded.")
        return redirect("incident", reference)
    return _draw(request, "incident_type", page, form, label=label)


@page_of_a_step
@hat_required
def assure_initial_review(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Read the 72-hour review in full and answer it: accept, ask for more, or downgrade."""
    page = load_case_to_act(request, hat, reference, Action.ACCEPT_INITIAL_REVIEW, Action.ASK_FOR_MORE)
    section = page.investigation
    reviews = section.initial_reviews if section else ()
    downgrading = page.decisions[Action.DOWNGRADE]
    form = InitialReviewAnswerForm(
        kept_forms.data_for(request),
        proposed=section.proposed_level if section else None,
        may_downgrade=downgrading.allowed,
        settles=_owed_with_review(page),
    )
    if _sent(request, form):
        taking = _taking(request, hat, page)
        if form.outcome is InitialReviewOutcome.ACCEPT:
            initial_review.accept_initial_review(
                page.incident_id,
                form.chosen_level or 0,
                form.typed("level_reason"),
                also=form.settled_too,
                **taking,
            )
            messages.success(request, "The 72-hour review is accepted. The investigation begins.")
        elif form.outcome is InitialReviewOutcome.ASK_FOR_MORE:
            initial_review.ask_for_more(page.incident_id, form.typed("wanted"), **taking)
            messages.success(request, "The provider is asked for more.")
        else:
            closure.downgrade(page.incident_id, form.typed("downgrade_reason"), **taking)
            messages.success(request, "The case is downgraded.")
        return redirect("incident", reference)
    return _draw(
        request,
        "initial_review",
        page,
        form,
        review=reviews[0] if reviews else None,
        earlier=reviews[1:],
        downgrading=downgrading,
        due=_due(page, "answer_initial_review"),
    )


def _owed_with_review(page: CasePage) -> list[Action]:
    """What the ICB still owes when the review is in: nothing is offered that was done."""
    owed = [Action.ACKNOWLEDGE] if page.may(Action.ACKNOWLEDGE) else []
    if page.may(Action.AGREE_CLASSIFICATION) and page.facts.classification_agreed is None:
        owed.append(Action.AGREE_CLASSIFICATION)
    return owed


@page_of_a_step
@hat_required
def assure_begin(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Acknowledge the final report and begin to assure it."""
    page = load_case_to_act(request, hat, reference, Action.BEGIN_REVIEW)
    if request.method == "POST":
        review.begin_review(page.incident_id, **_taking(request, hat, page))
        messages.success(request, "The report is acknowledged.")
        return redirect("assure_quality", reference)
    return _draw(
        request,
        "begin",
        page,
        report=page.investigation.reports[0] if page.investigation else None,
        due=_due(page, "acknowledge_report"),
        feedback_due=_due(page, "feedback_on_report"),
    )


@page_of_a_step
@hat_required
def assure_quality(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The checklist beside the report: save it as it is, return the report with reasons, or accept it."""
    page = load_case_to_act(request, hat, reference, Action.RECORD_QUALITY_ASSURANCE)
    never_event = page.facts.is_never_event
    do = request.POST.get("do", SAVE)
    form = QualityForm(
        kept_forms.data_for(request),
        kept=page.quality[0],
        before=page.quality[1] if len(page.quality) > 1 else None,
        never_event=never_event,
        role=hat.role,
        today=london_day(moment()),
        do=do,
    )
    if _sent(request, form):
        return _answer_report(request, hat, page, form)
    items = checklist_for(never_event=never_event)
    standing = judge(page.quality[0].quality, never_event=never_event)
    return _draw(
        request,
        "quality",
        page,
        form,
        groups=[_group(form, group, items) for group in Group],
        rated=len(items) - standing.unanswered,
        asked=len(items),
        report=page.investigation.reports[0] if page.investigation else None,
        due=_due(page, "feedback_on_report"),
    )


def _group(
    form: QualityForm, group: Group, items: Sequence[ChecklistItem]
) -> tuple[Group, list[tuple[BoundField, BoundField]]]:
    """One heading of the checklist: its items as rating and comment."""
    mine = [item for item in items if item.group is group]
    fields = [(form[rating_field(item.code)], form[comment_field(item.code)]) for item in mine]
    return group, fields


def _answer_report(request: HttpRequest, hat: Hat, page: CasePage, form: QualityForm) -> HttpResponse:
    taking = _taking(request, hat, page)
    if form.do == RETURN:
        review.return_report(
            page.incident_id, form.typed("feedback"), form.agreed_day, quality=form.quality, **taking
        )
        messages.success(request, "The report was returned. The provider can read your reasons item by item.")
    elif form.do == ACCEPT:
        review.accept_report(
            page.incident_id,
            form.typed("feedback"),
            form.typed("override_reason"),
            quality=form.quality,
            **taking,
        )
        messages.success(
            request, "The report is accepted. The case can be closed once nothing stands in the way."
        )
    else:
        review.record_quality(page.incident_id, form.quality, form.typed("feedback"), **taking)
        messages.success(
            request, "Saved. The provider sees nothing of it until you return or accept the report."
        )
        return redirect("assure_quality", page.reference)
    return redirect("incident", page.reference)


@page_of_a_step
@hat_required
def assure_close(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Every stop, met or not, with where it is mended; then close, saying how outstanding actions are followed."""
    page = load_case_to_act(request, hat, reference, Action.CLOSE, or_waiting=True)
    form = CloseForm(
        kept_forms.data_for(request), open_actions=page.open_actions, monitoring=page.monitoring_of_actions
    )
    if _sent(request, form):
        closure.close(
            page.incident_id,
            form.typed("note"),
            form.typed("monitoring_of_actions"),
            **_taking(request, hat, page),
        )
        messages.success(request, "The case is closed.")
        return redirect("incident", reference)
    return _draw(
        request,
        "close",
        page,
        form,
        lines=[(line, *mending_of(page, line)) for line in closing_lines(page.facts, hat.actor)],
        may_close=page.may(Action.CLOSE),
    )


@page_of_a_step
@hat_required
def assure_downgrade(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Downgrade at any stage, with the facts that show it is not a serious incident."""
    page = load_case_to_act(request, hat, reference, Action.DOWNGRADE)
    form = ReasonForm(
        kept_forms.data_for(request),
        rule=assuring.problems_of_downgrade,
        label="Which facts show that it does not meet SI criteria?",
        help_text="Kept with the case and read by the provider.",
    )
    if _sent(request, form):
        closure.downgrade(page.incident_id, form.typed("reason"), **_taking(request, hat, page))
        messages.success(request, "The case is downgraded.")
        return redirect("incident", reference)
    return _draw(request, "downgrade", page, form)


@page_of_a_step
@hat_required
def assure_reopen(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Reopen a closed or downgraded case; its first timescales resume."""
    page = load_case_to_act(request, hat, reference, Action.REOPEN)
    form = ReasonForm(
        kept_forms.data_for(request),
        rule=assuring.problems_of_reopening,
        label="Why is the case reopened?",
        help_text="Kept with the case and read by the provider.",
    )
    if _sent(request, form):
        closure.reopen(page.incident_id, form.typed("reason"), **_taking(request, hat, page))
        messages.success(request, "The case is reopened. It is under investigation again.")
        return redirect("incident", reference)
    return _draw(request, "reopen", page, form)


@page_of_a_step
@hat_required
def assure_verify_action(request: HttpRequest, hat: Hat, reference: str, action_id: UUID) -> HttpResponse:
    """Say what was checked to verify an action; someone other than who did it."""
    page = load_case_to_act(request, hat, reference, Action.VERIFY_ACTION)
    row = next((row for row in page.actions if row.action_id == action_id), None)
    if row is None:
        raise Http404("There is no such action in this case.")
    why_not = assuring.why_not_verified(
        is_done=row.completed_at is not None,
        is_verified=row.verified_at is not None,
        by_who_did_it=row.completed_by_id == hat.person_id,
    )
    form = VerificationForm(kept_forms.data_for(request))
    if _sent(request, form):
        safety_actions.verify_action(
            page.incident_id, action_id, form.typed("verification"), **_taking(request, hat, page)
        )
        messages.success(request, f"Action {row.number} is verified.")
        return redirect("incident", reference)
    return _draw(request, "verify_action", page, form, action=row, why_not=why_not)
