"""Coming in by NHS CIS2 or Entra ID: going there, coming back, and joining what is there to who is here (ADR 20)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.socialaccount.internal import statekit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login, logout
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sightline.organisations import selectors as organisations
from sightline.organisations import services
from sightline.organisations.errors import Invalid, Unknown
from sightline.policy.identity_claims import Said, names, was_proved_since
from sightline.policy.working_days import london_day
from sightline.web import lock_out
from sightline.web.access import moment
from sightline.web.account.provider_asking import Door, ProviderTrouble, Trouble, provider_of
from sightline.web.hats import BY_LINK_KEY, Hat, narrow
from sightline.web.identity_providers import ProviderSettings
from sightline.web.page import render
from sightline.web.proof import BY_PROVIDER, before_second_factor, go_on, must_have_second_factor, proved
from sightline.web.sign_in import address_of_visitor
from sightline.web.step_up import asks_again
from sightline.web.tries import give_back

page = require_http_methods(["GET", "HEAD", "POST"])
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _me(request: HttpRequest) -> UUID:
    return UUID(str(request.user.pk))


def _go(
    request: HttpRequest, provider: ProviderSettings, why: str, *, again: bool = False, **kept: str
) -> HttpResponse:
    """Sends somebody to the provider, by a page: browsers hold a form to the address that a content policy names."""
    place = lock_out.take_provider(request, address_of_visitor(request))
    state = secrets.token_urlsafe(24)
    try:
        address, check = Door(request, provider).begin(state, again=again)
    except ProviderTrouble as trouble:
        return _page_of(request, provider, trouble)
    asked = {"why": why, "check": check, "place": place, "asked_at": moment().timestamp(), "kept": kept}
    statekit.stash_state(request, provider_id=provider.shape.value, state=asked, state_id=state)
    return render(request, "account/provider_onward.jinja", provider=provider, address=address)


def _page_of(request: HttpRequest, provider: ProviderSettings, error: ProviderTrouble) -> HttpResponse:
    status = error.trouble.status
    return render(
        request,
        "account/provider_trouble.jinja",
        status=status,
        provider=provider,
        trouble=error.trouble.code,
        detail=error.detail,
    )


@never_cache
@login_not_required
@page
def provider_sign_in(request: HttpRequest, provider: str) -> HttpResponse:
    """Signing in by a provider, from its button on the sign-in page."""
    found = provider_of(provider)
    if request.method != "POST":
        return redirect("account_login")
    wanted = request.POST.get("next", "")
    return _go(request, found, "sign_in", next=wanted if _is_ours(wanted) else "")


@never_cache
@login_not_required
@page
def provider_invitation(request: HttpRequest, secret: str, provider: str) -> HttpResponse:
    """An invited person signs in by a provider from now on, instead of choosing a password."""
    found = provider_of(provider)
    if services.invited_by(secret, now=moment()) is None:
        return render(request, "account/invitation_ended.jinja", status=410)
    if request.method != "POST":
        return redirect("accept_invitation", secret)
    return _go(request, found, "invitation", again=True, invitation=services.hash_of(secret))


@never_cache
@page
@before_second_factor
def provider_prove(request: HttpRequest, provider: str) -> HttpResponse:
    """Proving again who one is, at the provider by which one signs in."""
    found = provider_of(provider)
    if request.method != "POST":
        return redirect("prove_again")
    return _go(request, found, "prove", again=True, person=str(_me(request)))


@never_cache
@page
@asks_again()
def provider_link(request: HttpRequest, provider: str) -> HttpResponseBase:
    """Somebody who is signed in, and has just proved it, will sign in by this provider too."""
    found = provider_of(provider)
    if BY_LINK_KEY in request.session:
        # A link in an e-mail is the proof of a mailbox: whoever reads it must not be able to stay.
        return render(request, "account/no_proof.jinja", status=403, by_link=True)
    if request.method == "POST":
        return _go(request, found, "link", again=True, person=str(_me(request)))
    return render(request, "account/provider_link.jinja", provider=found, form=Form())


@never_cache
@page
@asks_again()
def provider_unlink(request: HttpRequest, provider: str) -> HttpResponseBase:
    """They sign in by this provider no more; every session of theirs ends, so that none goes on that it began."""
    found = provider_of(provider)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        hat: Hat | None = request.hat  # type: ignore[attr-defined]
        try:
            services.unlink_identity(
                person_id=_me(request), provider=provider, by=hat.actor if hat else None, now=moment()
            )
        except (Invalid, Unknown) as problem:
            form.add_error(None, problem.problem if isinstance(problem, Invalid) else str(problem))
        else:
            logout(request)
            messages.success(request, f"You no longer sign in by {found.name}. Sign in with your password.")
            return redirect("account_login")
    status = 422 if request.method == "POST" else 200
    return render(request, "account/provider_unlink.jinja", status=status, provider=found, form=form)


@never_cache
@login_not_required
@require_GET
def provider_back(request: HttpRequest, provider: str) -> HttpResponse:
    """Where the provider sends people back to, with what it has to say or with what went wrong."""
    found = provider_of(provider)
    try:
        return _arrived(request, found)
    except ProviderTrouble as trouble:
        return _page_of(request, found, trouble)


def _arrived(request: HttpRequest, provider: ProviderSettings) -> HttpResponse:
    # A state works once and in the browser that it was made for: who is sent an address with another's gets nowhere.
    asked = statekit.unstash_state(
        request, state_id=request.GET.get("state", ""), provider_id=provider.shape.value
    )
    if "error" in request.GET:
        was_cancelled = request.GET["error"] == "access_denied"
        raise ProviderTrouble(Trouble.CANCELLED if was_cancelled else Trouble.REFUSED)
    if asked is None or not request.GET.get("code"):
        raise ProviderTrouble(Trouble.TRY_OVER)
    person = asked["kept"].get("person")
    if person is not None and person != str(request.user.pk):
        raise ProviderTrouble(Trouble.TRY_OVER)
    said = Door(request, provider).said(asked["check"])
    if asked["why"] != "sign_in" and not was_proved_since(said, asked["asked_at"]):
        raise ProviderTrouble(Trouble.NOT_AGAIN)
    answer = _WAYS[asked["why"]](request, provider, said, asked["kept"])
    give_back(asked["place"])
    return answer


def _sign_in(
    request: HttpRequest, provider: ProviderSettings, said: Said, kept: dict[str, str]
) -> HttpResponse:
    person_id = services.person_of(provider.shape.value, said.subject) or _new_reporter(provider, said)
    if person_id is None:
        raise ProviderTrouble(Trouble.UNKNOWN)
    return _let_in(request, provider, said, person_id, kept["next"])


def _new_reporter(provider: ProviderSettings, said: Said) -> UUID | None:
    """Where the installation says so: a reporter, where the one organisation lies that the claims name."""
    if not settings.SIGHTLINE_OIDC_REPORTERS or said.organisations is None or len(said.organisations) != 1:
        return None
    try:
        return services.reporter_by(
            provider=provider.shape.value,
            subject=said.subject,
            full_name=said.full_name,
            email=said.email,
            organisation_code=next(iter(said.organisations)),
            now=moment(),
        )
    except Invalid as problem:
        raise ProviderTrouble(
            Trouble.CLAIMS, f"it sent no name or address that can be kept: {problem.problem}"
        ) from None


def _by_invitation(
    request: HttpRequest, provider: ProviderSettings, said: Said, kept: dict[str, str]
) -> HttpResponse:
    try:
        person_id = services.accept_invitation_by(
            kept["invitation"], provider=provider.shape.value, subject=said.subject, now=moment()
        )
    except Unknown:
        raise ProviderTrouble(Trouble.INVITATION) from None
    except Invalid:
        raise ProviderTrouble(Trouble.OTHER_PERSON) from None
    return _let_in(request, provider, said, person_id, "")


def _let_in(
    request: HttpRequest, provider: ProviderSettings, said: Said, person_id: UUID, wanted: str
) -> HttpResponse:
    person = get_user_model().objects.get(pk=person_id)
    if not person.is_active:
        raise ProviderTrouble(Trouble.CLOSED)
    hats = organisations.hats_of(person_id, london_day(moment()))
    if hats and not any(names(said.organisations, hat.organisation_code) for hat in hats):
        raise ProviderTrouble(Trouble.ELSEWHERE)
    if request.user.is_authenticated:
        # Whoever was signed in on this computer is not the person who came.
        logout(request)
    narrow(request, person_id, provider.shape.value, said.organisations)
    record_authentication(request, person, method="socialaccount", provider=provider.shape.value)
    where = wanted if _is_ours(wanted) else ""
    if not said.has_second_factor:
        # The library's stages: somebody who has a second factor here is asked for it.
        answer: HttpResponse = perform_login(request, Login(user=person, redirect_url=where or None))
        return answer
    login(request, person, backend=_BACKEND)
    request.session[BY_PROVIDER] = True
    answer = redirect(where or reverse("today"))
    lock_out.remember_device(request, answer, person.get_username())
    return answer


def _prove(
    request: HttpRequest, provider: ProviderSettings, said: Said, kept: dict[str, str]
) -> HttpResponse:
    me = _me(request)
    if services.person_of(provider.shape.value, said.subject) != me:
        raise ProviderTrouble(Trouble.OTHER_PERSON)
    if not said.has_second_factor and (services.factors_of(me) or must_have_second_factor(request)):
        # Whoever has a second factor is asked for one: less than that is no proof for them.
        raise ProviderTrouble(Trouble.WEAK)
    narrow(request, me, provider.shape.value, said.organisations)
    if said.has_second_factor:
        request.session[BY_PROVIDER] = True
    proved(request)
    return go_on(request)


def _link(request: HttpRequest, provider: ProviderSettings, said: Said, kept: dict[str, str]) -> HttpResponse:
    hat: Hat | None = request.hat  # type: ignore[attr-defined]
    try:
        services.link_identity(
            person_id=_me(request),
            provider=provider.shape.value,
            subject=said.subject,
            by=hat.actor if hat else None,
            now=moment(),
        )
    except Invalid as problem:
        raise ProviderTrouble(Trouble.OTHER_PERSON, problem.problem) from None
    messages.success(request, f"From now on you can sign in by {provider.name}.")
    return redirect("second_factor")


_WAYS: dict[str, Callable[[HttpRequest, ProviderSettings, Said, dict[str, Any]], HttpResponse]] = {
    "sign_in": _sign_in,
    "invitation": _by_invitation,
    "prove": _prove,
    "link": _link,
}


def _is_ours(address: str) -> bool:
    return bool(address) and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
