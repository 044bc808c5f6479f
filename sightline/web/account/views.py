"""Signing in with a second factor, setting one up, and proving again who one is."""

from __future__ import annotations

import base64
import json
from typing import Any
from uuid import UUID

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.adapter import get_adapter
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import make_password
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sightline.organisations import services
from sightline.organisations.errors import Invalid, Unknown
from sightline.policy.second_factor import CodeFound
from sightline.web import lock_out
from sightline.web.access import moment
from sightline.web.account import passkeys
from sightline.web.account.forms import (
    AppForm,
    ChoosePasswordForm,
    CodeForm,
    NewPasskeyForm,
    PasskeyForm,
    PasswordForm,
    words_of,
)
from sightline.web.hats import BY_LINK_KEY, BY_PROVIDER_KEY, Hat, provider_in_use
from sightline.web.identity_providers import ProviderSettings
from sightline.web.page import render
from sightline.web.proof import (
    AFTER_PROOF,
    BY_PROVIDER,
    before_second_factor,
    go_on,
    has_shown_second_factor,
    must_have_second_factor,
    note_factor,
    proved,
)
from sightline.web.step_up import asks_again

page = require_http_methods(["GET", "HEAD", "POST"])
_CODES_ONCE = "recovery_codes_once"


def _actor(request: HttpRequest) -> Any:
    hat: Hat | None = request.hat  # type: ignore[attr-defined]
    return hat.actor if hat else None


def _me(request: HttpRequest) -> UUID:
    return UUID(str(request.user.pk))


# Setting up


@never_cache
@page
@before_second_factor
def second_factor(request: HttpRequest) -> HttpResponse:
    """What this person has set up, and what they can; where they must, why."""
    factors = services.factors_of(_me(request))
    must = must_have_second_factor(request)
    if must and factors and not has_shown_second_factor(request):
        return redirect("prove_again")
    return render(
        request,
        "account/second_factor.jinja",
        factors=factors,
        codes_left=services.recovery_codes_left(_me(request)),
        must_set_up=must and not factors,
        has_app=any(each.kind == "totp" for each in factors),
        by_link=BY_LINK_KEY in request.session,
        locks=services.locks(now=moment(), person_id=_me(request)),
        lock_words=lock_out.LOCK_WORDS,
        providers=settings.SIGHTLINE_OIDC,
        identities={each.provider: each.since for each in services.identities_of(_me(request))},
    )


@never_cache
@page
@before_second_factor
@asks_again()
def second_factor_app(request: HttpRequest) -> HttpResponseBase:
    """An app that makes codes: scan, type one code, done."""
    sent = request.method == "POST"
    secret = get_totp_secret(regenerate=not sent)
    form = AppForm(request.POST if sent else None)
    if sent and form.is_valid():
        place = lock_out.take_proof(request, str(_me(request)), request.user.get_username())
        try:
            taken = services.enrol_app(
                person_id=_me(request),
                secret=secret,
                code=form.cleaned_data["code"],
                by=_actor(request),
                now=moment(),
            )
        except Invalid as problem:
            form.add_error("code", problem.problem)
        else:
            if taken.judged.found is CodeFound.ACCEPTED:
                lock_out.uncount([place])
                clear_totp_secret(request)
                return _set_up(request, taken.factor_id, taken.kind)
            form.add_error("code", words_of(taken.judged))
    adapter = get_adapter()
    address = adapter.build_totp_url(request.user, secret)
    return render(
        request,
        "account/app.jinja",
        status=422 if sent else 200,
        form=form,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        picture_address=_as_data(adapter.build_totp_svg(address)),
    )


def _as_data(picture: str) -> str:
    """An SVG as an address of a picture: the content policy allows those, and no file of it lies anywhere."""
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()


@never_cache
@page
@before_second_factor
@asks_again()
def second_factor_passkey(request: HttpRequest) -> HttpResponseBase:
    """A passkey: the device's own finger, face or PIN, or a key that is plugged in."""
    sent = request.method == "POST"
    form = NewPasskeyForm(request.POST if sent else None)
    if sent and form.is_valid():
        credential = form.cleaned_data["credential"]
        if passkeys.is_new_one(request, credential):
            made = services.add_passkey(
                person_id=_me(request),
                name=form.cleaned_data["name"],
                credential=credential,
                by=_actor(request),
                now=moment(),
            )
            return _set_up(request, made, "webauthn")
        form.add_error("credential", "The passkey was not taken. Try again, or use an app that makes codes")
    return render(
        request,
        "account/passkey.jinja",
        status=422 if sent else 200,
        form=form,
        question=passkeys.question_for_new(request.user),
    )


def _set_up(request: HttpRequest, factor_id: int, kind: str) -> HttpResponse:
    """With the first second factor come recovery codes; the session has shown it by setting it up."""
    proved(request, factor_id=factor_id, kind=kind)
    if services.recovery_codes_left(_me(request)):
        messages.success(request, "It is set up.")
        return redirect("second_factor")
    request.session[_CODES_ONCE] = services.new_recovery_codes(
        person_id=_me(request), by=_actor(request), now=moment()
    )
    return redirect("second_factor_codes")


@never_cache
@page
@before_second_factor
@asks_again()
def second_factor_codes(request: HttpRequest) -> HttpResponseBase:
    """New recovery codes, shown once; the old ones stop working."""
    if not services.factors_of(_me(request)):
        return redirect("second_factor")
    if request.method == "POST":
        request.session[_CODES_ONCE] = services.new_recovery_codes(
            person_id=_me(request), by=_actor(request), now=moment()
        )
        return redirect("second_factor_codes")
    return render(
        request,
        "account/codes.jinja",
        codes=request.session.pop(_CODES_ONCE, ()),
        onward=request.session.get(AFTER_PROOF, ""),
    )


@require_POST
@before_second_factor
def second_factor_onward(request: HttpRequest) -> HttpResponse:
    """The codes are kept: to where the person was going."""
    return go_on(request)


@never_cache
@page
@asks_again()
def second_factor_remove(request: HttpRequest, factor_id: int) -> HttpResponseBase:
    """Taking away a phone or key that is no longer used."""
    found = next((each for each in services.factors_of(_me(request)) if each.id == factor_id), None)
    if found is None:
        messages.warning(request, "There is no such app or passkey of yours.")
        return redirect("second_factor")
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.remove_factor(
                person_id=_me(request),
                factor_id=factor_id,
                must_keep_one=must_have_second_factor(request),
                by=_actor(request),
                now=moment(),
            )
        except Invalid as problem:
            form.add_error(None, problem.problem)
        else:
            messages.success(request, "It is removed.")
            return redirect("second_factor")
    status = 422 if request.method == "POST" else 200
    return render(request, "account/remove.jinja", status=status, form=form, found=found)


# Signing in


@page
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
def authenticate(request: HttpRequest) -> HttpResponse:
    """The second step of signing in: a code, or a passkey."""
    stage = request._login_stage  # type: ignore[attr-defined]
    person = stage.login.user
    found, forms = _prove(request, person)
    if found is not None:
        note_factor(request, person, factor_id=found[0], kind=found[1])
        answer: HttpResponse = stage.exit()
        return answer
    return _proof_page(request, person, forms, "account/authenticate.jinja")


@never_cache
@login_not_required
@page
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """Signing in with a passkey alone: it is a thing one has, opened by a finger, face or PIN."""
    if request.method != "POST":
        return JsonResponse(passkeys.question())
    form = PasskeyForm(request.POST)
    found = passkeys.shown_by(request, form.cleaned_data["credential"]) if form.is_valid() else None
    if found is None:
        messages.error(
            request, "The passkey was not recognised here. Try again, or sign in with your password."
        )
        return redirect("account_login")
    services.passkey_used(factor_id=found.pk, now=moment())
    person = get_user_model().objects.get(pk=found.user_id)
    record_authentication(request, person, method="mfa", id=found.pk, type="webauthn", passwordless=True)
    answer: HttpResponse = perform_login(request, Login(user=person, redirect_url=_wanted(request)))
    return answer


def _wanted(request: HttpRequest) -> str | None:
    """Where the sign-in page was to lead, inside the product."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else None


@never_cache
@login_not_required
@page
def accept_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """A person chooses their own password. Looking uses nothing up; the link ends when one is chosen."""
    now = moment()
    invited = services.invited_by(secret, now=now)
    if invited is None:
        return render(request, "account/invitation_ended.jinja", status=410)
    sent = request.method == "POST"
    form = ChoosePasswordForm(request.POST if sent else None, invited=invited)
    if not sent or not form.is_valid():
        return render(
            request,
            "account/invitation.jinja",
            status=422 if sent else 200,
            form=form,
            invited=invited,
            secret=secret,
        )
    hashed = make_password(form.cleaned_data["password"])
    try:
        services.accept_invitation(secret, hashed_password=hashed, now=now)
    except Unknown:
        return render(request, "account/invitation_ended.jinja", status=410)
    if request.user.is_authenticated:
        # Whoever was signed in on this computer is not the person who chose.
        logout(request)
    messages.success(request, f"Your password is set. Sign in as {invited.username}.")
    return redirect("account_login")


# Proving again


@never_cache
@page
@before_second_factor
def prove_again(request: HttpRequest) -> HttpResponse:
    """Asks for the second factor, or the password of whoever has none, and goes on to where they were going."""
    found, forms = _prove(request, request.user, password_too=True)
    if found is not None:
        proved(request, factor_id=found[0], kind=found[1])
        return go_on(request)
    if not forms and not provider_to_prove_by(request):
        return render(request, "account/no_proof.jinja", status=403, by_link=BY_LINK_KEY in request.session)
    return _proof_page(request, request.user, forms, "account/prove_again.jinja")


def _prove(
    request: HttpRequest, person: Any, *, password_too: bool = False
) -> tuple[tuple[int, str] | None, dict[str, Form]]:
    """What was shown and found right: (factor, kind), 0 for a password; else None and the forms to ask with."""
    kinds = {each.kind for each in services.factors_of(person.pk)}
    forms: dict[str, Form] = {}
    sent = request.POST if request.method == "POST" else None
    by_passkey = sent is not None and "credential" in sent
    if kinds:
        forms["code"] = CodeForm(None if by_passkey else sent)
    if "webauthn" in kinds:
        forms["passkey"] = PasskeyForm(sent if by_passkey else None)
    # Whoever came with a second factor of their provider is not let through by less than one.
    takes_password = password_too and not kinds and not request.session.get(BY_PROVIDER)
    if takes_password and person.has_usable_password():
        forms["password"] = PasswordForm(sent)
    asked = forms.get("passkey" if by_passkey else "password" if "password" in forms else "code")
    if sent is None or asked is None or not asked.is_valid():
        return None, forms
    place = lock_out.take_proof(request, str(person.pk), person.get_username())
    given, now = asked.cleaned_data, moment()
    found: tuple[int, str] | None = None
    if by_passkey:
        key = passkeys.shown_by(request, given["credential"], person)
        if key is None:
            asked.add_error("credential", "The passkey was not recognised. Try again, or use another way")
        else:
            services.passkey_used(factor_id=key.pk, now=now)
            found = (key.pk, "webauthn")
    elif "password" in forms:
        if person.check_password(given["password"]):
            found = (0, "password")
        else:
            asked.add_error("password", "That is not your password")
    else:
        taken = services.take_code(person_id=person.pk, code=given["code"], now=now)
        if taken.judged.found is CodeFound.ACCEPTED:
            found = (taken.factor_id, taken.kind)
        else:
            asked.add_error("code", words_of(taken.judged))
    if found is not None:
        lock_out.uncount([place])
    return found, forms


def provider_to_prove_by(request: HttpRequest) -> ProviderSettings | None:
    """The provider by which whoever is signed in came, and may prove again who they are."""
    found: ProviderSettings | None = settings.SIGHTLINE_OIDC.get(provider_in_use(request))
    return found if request.user.is_authenticated else None


def provider_on_the_way(request: HttpRequest) -> str:
    """By which provider somebody came who is still asked for a second step."""
    return (
        "" if request.user.is_authenticated else request.session.get(BY_PROVIDER_KEY, {}).get("provider", "")
    )


def _proof_page(request: HttpRequest, person: Any, forms: dict[str, Form], template: str) -> HttpResponse:
    wrong = next((form for form in forms.values() if form.errors), None)
    return render(
        request,
        template,
        status=422 if request.method == "POST" else 200,
        forms=forms,
        form=wrong,
        question=json.dumps(passkeys.question(person)) if "passkey" in forms else "",
        by_provider=provider_to_prove_by(request),
        came_by=settings.SIGHTLINE_OIDC.get(provider_on_the_way(request)),
        demonstration_exempt=not settings.SIGHTLINE_SECOND_FACTOR,
    )
