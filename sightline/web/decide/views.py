"""Is it serious? The judgement and the decision, the discussion with the ICB, a second look, the response."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sightline.incidents.selectors import CasePage
from sightline.incidents.selectors.case_sections import ViewRow
from sightline.incidents.selectors.duplicates import likely_duplicates
from sightline.incidents.selectors.learning import why_not_read_with
from sightline.incidents.services import triage
from sightline.organisations import selectors as organisations
from sightline.policy import learning_responses, never_events
from sightline.policy.classification import CRITERIA, Advice, Outcome, advise, unanswered
from sightline.policy.declaring import RESPONSIBLE_EXCEPTIONS
from sightline.policy.reporting_form import hinted_criteria
from sightline.policy.terms import Action, OrganisationKind
from sightline.policy.working_days import london_day
from sightline.web import case_words, kept_forms
from sightline.web.access import hat_required, load_case_to_act, moment, seen_version
from sightline.web.decide.forms import DecisionForm, ReconsiderForm, ViewForm
from sightline.web.decide.learning_form import LearningResponseForm
from sightline.web.hats import Hat
from sightline.web.judgement_fields import DecisionFacts
from sightline.web.nhsuk.parameters import element_id
from sightline.web.page import render

ACTION_OF = {
    Outcome.DECLARE: Action.DECLARE,
    Outcome.DISCUSS: Action.REQUEST_DISCUSSION,
    Outcome.NOT_SERIOUS: Action.JUDGE_NOT_SERIOUS,
}

page_of_a_step = require_http_methods(["GET", "HEAD", "POST"])


class Missing(NamedTuple):
    """A question that the advice still waits for, and the address of its field."""

    text: str
    href: str


@page_of_a_step
@hat_required
def decide(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The report, the whole judgement with advice on request, the decision, and what declaring asks."""
    page = load_case_to_act(request, hat, reference, *ACTION_OF.values())
    deciding = request.method == "POST" and request.POST.get("action") != "advise"
    facts = _facts_of(page)
    form = DecisionForm(kept_forms.data_for(request), facts=facts, deciding=deciding)
    if deciding and form.is_valid():
        _record(request, hat, page, form)
        return redirect("incident", reference=reference)
    wrong = request.method == "POST" and not form.is_valid()
    advice, missing = _advice_on(form) if request.method == "POST" else (None, [])
    hints = hinted_criteria({"circumstances": page.narrative.circumstances}) if page.narrative else ()
    return render(
        request,
        "decide/decide.jinja",
        status=422 if wrong else 200,
        page=page,
        facts=facts,
        likely=likely_duplicates(hat.actor, page, now=moment()),
        form=form,
        advice=advice,
        missing=missing,
        look_first=[CRITERIA[code].label for code in hints],
        edition=never_events.list_on(facts.list_day),
        never_event_words=(
            never_events.HARM_MAY_BE_NONE,
            never_events.BARRIER_EXPLAINS,
            never_events.ICB_CONFIRMS,
        ),
        exceptions=RESPONSIBLE_EXCEPTIONS,
        refusals=[
            (outcome.label, page.decisions[action])
            for outcome, action in ACTION_OF.items()
            if not page.may(action)
        ],
        words=case_words,
    )


def _facts_of(page: CasePage) -> DecisionFacts:
    now = moment()
    return DecisionFacts(
        page=page,
        places=organisations.places_of(page.facts.provider_id),
        boards=organisations.of_kind(OrganisationKind.ICB, london_day(now)),
        # While something may not be decided now it is not offered; the page says why.
        outcomes=[outcome for outcome, action in ACTION_OF.items() if page.may(action)],
        now=now,
    )


def _advice_on(form: DecisionForm) -> tuple[Advice, list[Missing]]:
    answers = form.answers
    return advise(answers), [_missing(form, name) for name in unanswered(answers)]


def _missing(form: DecisionForm, name: str) -> Missing:
    field = "likelihood" if name == "near_miss_scores" else name
    text = (
        "The risk assessment of the near miss"
        if name == "near_miss_scores"
        else str(form.fields[field].label)
    )
    return Missing(text, f"#{element_id(form[field])}")


def _record(request: HttpRequest, hat: Hat, page: CasePage, form: DecisionForm) -> None:
    by, now, seen = hat.actor, moment(), seen_version(request, page)
    if form.decided is Outcome.DECLARE:
        triage.declare(page.incident_id, form.judgement, form.declaration, by=by, now=now, seen=seen)
        messages.success(request, "Declared. The ICB can see the case, and its timescales run.")
    elif form.decided is Outcome.DISCUSS:
        triage.request_discussion(page.incident_id, form.judgement, form.own_view, by=by, now=now, seen=seen)
        messages.success(request, "Sent to the ICB for discussion.")
    else:
        triage.judge_not_serious(page.incident_id, form.judgement, by=by, now=now, seen=seen)
        messages.success(
            request, "Recorded as not serious. The person who reported it can read your reasons."
        )


@page_of_a_step
@hat_required
def discussion(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The views given by each side, what must happen for it to move, and one's own view."""
    page = load_case_to_act(request, hat, reference, Action.AGREE_IN_DISCUSSION)
    form = ViewForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        triage.record_view(
            page.incident_id,
            given["view"],
            given["reason"],
            by=hat.actor,
            now=moment(),
            seen=seen_version(request, page),
        )
        messages.success(request, "Your organisation's view is recorded.")
        return redirect("decide_discussion", reference=reference)
    given_now, before = _views_of(page)
    return render(
        request,
        "decide/discussion.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        form=form,
        views=given_now,
        earlier=before,
        standing=_standing(page),
        has_agreement=page.facts.provider_view != ""
        and page.facts.provider_view == page.facts.commissioner_view,
        may_declare=page.may(Action.DECLARE),
        may_record_not_serious=page.may(Action.JUDGE_NOT_SERIOUS),
        words=case_words,
    )


def _views_of(page: CasePage) -> tuple[list[ViewRow], list[ViewRow]]:
    """Views of the discussion under way, and those of an earlier one; newest first."""
    section = page.classification
    if section is None or section.discussing_since is None:
        return [], []
    since = section.discussing_since
    return (
        [view for view in section.views if view.given_at >= since],
        [view for view in section.views if view.given_at < since],
    )


def _standing(page: CasePage) -> str:
    """Where the discussion stands, in a sentence."""
    provider, board = page.facts.provider_view, page.facts.commissioner_view
    names = {"provider": page.provider_name, "board": page.lead_commissioner_name}
    if not provider and not board:
        return "Neither side has recorded a view yet."
    if not board:
        return f"{names['board']} has not recorded a view yet."
    if not provider:
        return f"{names['provider']} has not recorded a view yet."
    if provider != board:
        return "The two sides differ. Talk it through, then either side can record a new view."
    if provider == "serious":
        return f"Both say that it meets SI criteria. {names['provider']} now declares it."
    return f"Both say that it does not meet SI criteria. {names['provider']} now records it as not serious."


@page_of_a_step
@hat_required
def reconsider(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The provider looks again at an incident judged not serious."""
    page = load_case_to_act(request, hat, reference, Action.RECONSIDER)
    form = ReconsiderForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        triage.reconsider(
            page.incident_id,
            form.cleaned_data["reason"],
            by=hat.actor,
            now=moment(),
            seen=seen_version(request, page),
        )
        return redirect("decide", reference=reference)
    return render(
        request,
        "decide/reconsider.jinja",
        status=422 if request.method == "POST" else 200,
        page=page,
        form=form,
        words=case_words,
    )


@page_of_a_step
@hat_required
def learning_response(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """Under PSIRF: the response the provider's plan asks for, with the reason."""
    page = load_case_to_act(request, hat, reference, Action.CHOOSE_LEARNING_RESPONSE)
    deciding = request.method == "POST"
    form = LearningResponseForm(
        kept_forms.data_for(request),
        page=page,
        deciding=deciding,
        why_not_read_with=lambda response, other: why_not_read_with(
            hat.actor, page.incident_id, page.facts.provider_id, response, other, now=moment()
        ),
    )
    if deciding and form.is_valid():
        triage.choose_learning_response(
            page.incident_id,
            form.cleaned_data["response"],
            form.cleaned_data["reason"],
            never_event_code=form.never_event_code,
            answers=form.answers,
            read_with=form.read_with_reference,
            by=hat.actor,
            now=moment(),
            seen=seen_version(request, page),
        )
        messages.success(request, "The learning response is recorded. The ICB can see the case.")
        return redirect("incident", reference=reference)
    return render(
        request,
        "decide/learning_response.jinja",
        status=422 if deciding else 200,
        page=page,
        form=form,
        rules=learning_responses.REQUIRE_PSII,
        elsewhere=learning_responses.ELSEWHERE,
        source=learning_responses.SOURCE,
        words=case_words,
    )
