"""Asking for a link, opening it, answering on a light form, and confirming what the ICB keyed."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sightline.incidents.selectors import CasePage
from sightline.incidents.services.keying import confirm_keyed
from sightline.incidents.services.significant_event import send_analysis
from sightline.organisations import selectors as organisations
from sightline.organisations import services
from sightline.organisations.errors import Unknown
from sightline.policy.permissions import permissions_for
from sightline.policy.sign_in_figures import GUESSES_WAIT, LINKS_ASKED, LINKS_OPENED
from sightline.policy.terms import Action, Permission
from sightline.policy.working_days import london_day
from sightline.web import case_words, kept_forms
from sightline.web.access import hat_required, load_case, load_case_to_act, moment, seen_version
from sightline.web.case_steps import takes_analysis
from sightline.web.hats import BY_LINK_KEY, SESSION_KEY, Hat
from sightline.web.light.forms import AnalysisForm, AskForLinkForm, ConfirmForm, SendLinkForm
from sightline.web.link_mail import address_of, mail_link
from sightline.web.page import render
from sightline.web.rate_limits import too_often
from sightline.web.sign_in import address_of_visitor
from sightline.web.tries import Limit, give_back

#: Asking again and again sends no more e-mails than this from one place.
LINKS_ASKED_FOR = Limit("light_ask_for_link", LINKS_ASKED.number, seconds=3600)
#: Links that are not open, from one place.
LINKS_TRIED = Limit("light_open_link", LINKS_OPENED.number, GUESSES_WAIT.number * 60)

page_of_a_step = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_not_required
@page_of_a_step
def light_ask_for_link(request: HttpRequest) -> HttpResponse:
    """Someone at a practice asks for a link. The answer is the same whether or not we know the address."""
    form = AskForLinkForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        wrong = request.method == "POST"
        return render(request, "light/ask.jinja", status=422 if wrong else 200, form=form)
    shown = ""
    if LINKS_ASKED_FOR.take(address_of_visitor(request)):
        now = moment()
        for row in organisations.reachable_at(form.cleaned_data["email"], london_day(now))[:1]:
            secret = services.make_link(row.membership_id, reverse("today"), by=None, now=now)
            mail_link(request, row.email, secret)
            shown = address_of(request, secret) if settings.SIGHTLINE_DEMONSTRATION else ""
    return render(request, "light/asked.jinja", shown=shown)


@never_cache
@login_not_required
@page_of_a_step
def light_open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Opens a link in two steps: looking uses nothing up, Continue does."""
    now = moment()
    this_try = LINKS_TRIED.take(address_of_visitor(request))
    if settings.SIGHTLINE_LIMITS and not this_try:
        return too_often(request, "links that are not open", LINKS_TRIED)
    if this_try and services.is_open(secret, now=now):
        give_back(this_try)
    if request.method != "POST":
        if not services.is_open(secret, now=now):
            return render(request, "light/link_ended.jinja", status=410, form=AskForLinkForm())
        return render(request, "light/open.jinja")
    try:
        opened = services.use_link(secret, now=now)
    except Unknown:
        return render(request, "light/link_ended.jinja", status=410, form=AskForLinkForm())
    person = get_user_model().objects.get(id=opened.person_id)
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session[SESSION_KEY] = request.session[BY_LINK_KEY] = str(opened.membership_id)
    return redirect(opened.opens)


@page_of_a_step
@hat_required
def light_send_link(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The ICB sends a practice or care home a link to its case."""
    page = load_case(hat, reference)
    if Permission.KEY_FOR_PROVIDER not in permissions_for(hat.actor, page.facts):
        raise PermissionDenied("Only the ICB's patient safety team or quality lead can send a link.")
    if not page.facts.provider_is_small:
        raise PermissionDenied("Links are for practices, care homes and the like. A trust signs in.")
    now = moment()
    people = organisations.reachable_leads(page.facts.provider_id, london_day(now))
    form = SendLinkForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        chosen = next(row for row in people if str(row.membership_id) == form.cleaned_data["membership"])
        secret = services.make_link(
            UUID(form.cleaned_data["membership"]),
            reverse("light_answer", args=[reference]),
            by=hat.actor,
            now=now,
        )
        sent = mail_link(request, chosen.email, secret)
        shown = address_of(request, secret) if settings.SIGHTLINE_DEMONSTRATION else ""
        return render(request, "light/link_sent.jinja", page=page, chosen=chosen, sent=sent, shown=shown)
    wrong = request.method == "POST"
    return render(
        request, "light/send_link.jinja", status=422 if wrong else 200, page=page, form=form, people=people
    )


@page_of_a_step
@hat_required
def light_answer(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """What a small provider is asked now: one thing, or that nothing is awaited of it."""
    page = load_case(hat, reference)
    if Permission.SUBMIT not in permissions_for(hat.actor, page.facts):
        raise PermissionDenied("This page is for the provider. You see the case itself.")
    if page.may(Action.CONFIRM_KEYED):
        return redirect("light_confirm", reference)
    if takes_analysis(page):
        return redirect("light_analysis", reference)
    return redirect("incident", reference)


@page_of_a_step
@hat_required
def light_analysis(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """A significant event analysis: written, signed and sent on one page, as a level 1 investigation."""
    page = load_case_to_act(request, hat, reference, Action.WRITE_REPORT)
    if not page.facts.provider_is_small:
        raise PermissionDenied("The light form is for practices, care homes and the like.")
    if not takes_analysis(page):
        return redirect("respond_report", reference)
    form = AnalysisForm(
        kept_forms.data_for(request), today=london_day(moment()), initial=_begun(page)
    )  # fmt: skip
    undecided = page.facts.candour_undecided
    if request.method == "POST" and form.is_valid() and not undecided:
        send_analysis(
            page.incident_id,
            form.analysis(),
            by=hat.actor,
            now=moment(),
            seen=seen_version(request, page),
        )
        messages.success(request, "Your significant event analysis was sent to the ICB.")
        return redirect("incident", reference)
    if request.method == "POST" and undecided:
        form.add_error(None, "First record whether the Duty of Candour applies. What you typed is kept.")
        kept_forms.keep(request, kept_forms.ANOTHER_FIRST)
    wrong = request.method == "POST"
    returned = page.quality[0] if page.quality and page.quality[0].outcome == "returned" else None
    return render(
        request,
        "light/analysis.jinja",
        status=422 if wrong else 200,
        page=page,
        form=form,
        undecided=undecided,
        returned=returned,
    )


def _begun(page: CasePage) -> dict[str, str]:
    """What was sent before, where the ICB asked for more; else what was reported."""
    reports = page.investigation.reports if page.investigation else ()
    if reports:
        return {"summary": reports[0].summary, "causes": reports[0].causes, "lessons": reports[0].lessons}
    return {"summary": page.narrative.what_happened if page.narrative else ""}


@page_of_a_step
@hat_required
def light_confirm(request: HttpRequest, hat: Hat, reference: str) -> HttpResponse:
    """The provider reads what the ICB keyed, and confirms it or says what is wrong."""
    page = load_case_to_act(request, hat, reference, Action.CONFIRM_KEYED)
    form = ConfirmForm(kept_forms.data_for(request))
    if request.method == "POST" and form.is_valid():
        confirm_keyed(
            page.incident_id,
            form.cleaned_data["note"],
            by=hat.actor,
            now=moment(),
            seen=seen_version(request, page),
        )
        messages.success(request, "Thank you. It is confirmed.")
        return redirect("incident", reference)
    wrong = request.method == "POST"
    return render(
        request,
        "light/confirm.jinja",
        status=422 if wrong else 200,
        page=page,
        form=form,
        words=case_words,
    )
