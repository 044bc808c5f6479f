"""Asking an identity provider: by django-allauth's client of OpenID Connect, with what it leaves open closed.

It sends state and PKCE. We add the nonce, check the signature also of a token that came over TLS, hold the issuer against the
address we were given, follow no redirect, and read no more and no longer than a sign-in is worth.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse

from sightline.policy.identity_claims import CLOCK_SECONDS, OddClaims, Said, read
from sightline.web.access import moment
from sightline.web.identity_providers import WELL_KNOWN, ProviderSettings

_LOG = logging.getLogger("sightline.sign_in")
#: Public keys only: a token signed with a shared secret could be made by whoever holds the client's.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"]
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
#: Seconds to reach a provider, between two pieces of its answer, and for the whole of one. Local defaults of 27 November 2026.
_CONNECT, _PIECE, _WHOLE = 4, 5, 10
_MOST_BYTES = 512 * 1024
#: What the libraries raise over an answer that is none.
_NOT_AN_ANSWER = (
    *(OAuth2Error, ValueError, TypeError, KeyError),
    *(IndexError, AttributeError, RecursionError, OverflowError),
)


class Trouble(Enum):
    """Why nobody came in; each has its words in ``provider_trouble.jinja``. The number is the answer's status."""

    TRY_OVER = "try_over", 400
    CANCELLED = "cancelled", 200
    REFUSED = "refused", 403
    AWAY = "away", 503
    ODD = "odd", 502
    UNTRUSTED = "untrusted", 403
    CLOCK = "clock", 403
    CLAIMS = "claims", 403
    NOT_AGAIN = "not_again", 403
    WEAK = "weak", 403
    UNKNOWN = "unknown", 403
    OTHER_PERSON = "other_person", 403
    CLOSED = "closed", 403
    ELSEWHERE = "elsewhere", 403
    INVITATION = "invitation", 410

    def __init__(self, code: str, status: int) -> None:
        self.code, self.status = code, status


class ProviderTrouble(Exception):
    """Nobody came in, and nothing was made. ``detail``: words for the person, where the kind alone says too little."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(f"{trouble.code} {detail}")
        self.trouble, self.detail = trouble, detail


def provider_of(name: str) -> ProviderSettings:
    """The provider of this name, or no such page."""
    found: ProviderSettings | None = settings.SIGHTLINE_OIDC.get(name)
    if found is None:
        raise Http404("There is no such way to sign in here.")
    return found


class _Careful(requests.Session):
    """Asks a provider once: no redirects, and no more of an answer, nor for longer, than it should take."""

    def request(self, method: Any, url: Any, *args: Any, **given: Any) -> requests.Response:
        """As ``requests`` does; raises ``RequestException`` for what is slow or failing, ``ValueError`` for what is none."""
        given |= {"timeout": (_CONNECT, _PIECE), "allow_redirects": False, "stream": True}
        began = moment().timestamp()
        with super().request(method, url, *args, **given) as answer:
            if answer.status_code >= 500:
                answer.raise_for_status()
            if 300 <= answer.status_code < 400:
                raise ValueError("The provider sends us on.")
            read_so_far = b""
            for piece in answer.iter_content(16 * 1024):
                read_so_far += piece
                if len(read_so_far) > _MOST_BYTES:
                    raise ValueError("The provider's answer has no end.")
                if moment().timestamp() - began > _WHOLE:
                    raise requests.Timeout("The provider's answer takes too long.")
            answer._content = read_so_far
        return answer


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """What allauth asks about providers: they are those of the settings alone, and nobody signs themselves up."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> Any:
        """From the settings only: a row in a table of the library would be a way in that nobody configured."""
        listed = [_app_of(each) for each in settings.SIGHTLINE_OIDC.values()]
        return [app for app in listed if provider in (None, app.provider, app.provider_id)]

    def get_requests_session(self) -> requests.Session:
        return _Careful()


def _app_of(provider: ProviderSettings) -> SocialApp:
    return SocialApp(
        provider="openid_connect",
        provider_id=provider.shape.value,
        name=provider.name,
        client_id=provider.client_id,
        secret=provider.secret,
        settings={"server_url": provider.address, "oauth_pkce_enabled": True},
    )


class Door(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """One try to come in by one provider."""

    def __init__(self, request: HttpRequest, provider: ProviderSettings) -> None:
        super().__init__(request, provider.shape.value)
        self.provider = provider

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself, checked: its issuer is whom we asked, its addresses are no less safe."""
        if not hasattr(self, "_openid_config"):
            found = _json_of(self.provider.address)
            asked = urlsplit(self.provider.address)
            if _without_port(f"{found.get('issuer')}".rstrip("/") + WELL_KNOWN) != _without_port(
                asked.geturl()
            ):
                raise ProviderTrouble(
                    Trouble.UNTRUSTED, "it calls itself by another name than the one we know"
                )
            for name in _ENDPOINTS:
                address = found.get(name)
                if not isinstance(address, str) or urlsplit(address).scheme not in {"https", asked.scheme}:
                    raise ProviderTrouble(Trouble.ODD)
            self._openid_config = found
        return self._openid_config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Where the provider sends people back to: one address for each, so that none answers for another."""
        return request.build_absolute_uri(reverse("provider_back", args=[self.provider.shape.value]))

    def begin(self, state: str, *, again: bool) -> tuple[str, dict[str, str]]:
        """Where to send the person, and what to keep to check the answer by.

        ``again``: they prove themselves there anew, whoever may be signed in there.
        """
        library = self.get_provider()
        pkce = library.get_pkce_params()
        kept = {"verifier": pkce.pop("code_verifier"), "nonce": secrets.token_urlsafe(24)}
        asks = {**self.provider.asks, **pkce, "nonce": kept["nonce"], "state": state}
        asks["code_challenge"] = pkce["code_challenge"].decode()
        if again:
            asks |= {"prompt": "login", "max_age": "0"}
        with _in_words():
            client = self.get_client(self.request, library.app)
            address = client.get_redirect_url(self.authorize_url, self.provider.scope, asks)
        return str(address), kept

    def said(self, kept: dict[str, Any]) -> Said:
        """Exchanges the code of this request and judges what the provider says of the person."""
        library = self.get_provider()
        with _in_words():
            client = self.get_client(self.request, library.app)
            answer = self.get_access_token_data(
                self.request, library.app, client, pkce_code_verifier=kept["verifier"]
            )
            token = self._decode(str(answer["id_token"]), kept["nonce"])
            more = {}
            if self.openid_config.get("userinfo_endpoint"):
                more = self._fetch_user_info(str(answer["access_token"]))
                if not isinstance(more, dict):
                    raise ProviderTrouble(Trouble.ODD)
            return read(self.provider.shape, token, more, groups=self.provider.groups)

    def _decode(self, id_token: str, nonce: str) -> dict[str, Any]:
        if len(id_token) > _MOST_BYTES:
            raise ProviderTrouble(Trouble.ODD)
        key = _key_of(id_token, _json_of(self.openid_config["jwks_uri"]))
        token: dict[str, Any] = jwt.decode(
            id_token,
            key,
            algorithms=_ALGORITHMS,
            audience=self.provider.client_id,
            issuer=self.openid_config["issuer"],
            leeway=CLOCK_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
        audiences = token["aud"]
        if isinstance(audiences, list) and len(audiences) > 1 and token.get("azp") != self.provider.client_id:
            raise ProviderTrouble(Trouble.UNTRUSTED, "its answer was for several applications")
        if not hmac.compare_digest(str(token.get("nonce", "")).encode(), nonce.encode()):
            raise ProviderTrouble(Trouble.UNTRUSTED, "its answer was to another question than ours")
        return token


def _key_of(id_token: str, found: dict[str, Any]) -> Any:
    """The provider's key that the token names, or its only one."""
    keys = [key for key in jwt.PyJWKSet.from_dict(found).keys if key.public_key_use in (None, "sig")]
    named = jwt.get_unverified_header(id_token).get("kid")
    chosen = [key for key in keys if key.key_id == named] if named else keys
    if len(chosen) != 1:
        raise ProviderTrouble(Trouble.UNTRUSTED, "its answer was signed with a key that it does not show")
    return chosen[0]


def _json_of(address: str) -> dict[str, Any]:
    with _in_words(), get_adapter().get_requests_session() as session:
        answer = session.get(address)
        answer.raise_for_status()
        found = answer.json()
    if not isinstance(found, dict):
        raise ProviderTrouble(Trouble.ODD)
    return found


def _without_port(address: str) -> str:
    parts = urlsplit(address)
    usual = {"https": ":443", "http": ":80"}.get(parts.scheme, "")
    return parts._replace(netloc=parts.netloc.removesuffix(usual)).geturl()


class _in_words:
    """Whatever goes wrong with a provider becomes one of ``Trouble``; a line in the log says which, and nothing of the person."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        found = _trouble_of(error) if error is not None else None
        if found is not None:
            _LOG.warning("Signing in by a provider failed: %s, %s.", found.trouble.code, type(error).__name__)
            raise found from error


def _trouble_of(error: BaseException) -> ProviderTrouble | None:
    if isinstance(error, ProviderTrouble | Http404 | ImmediateHttpResponse):
        return None
    if isinstance(error, OddClaims):
        return ProviderTrouble(Trouble.CLAIMS, str(error))
    if isinstance(error, jwt.ExpiredSignatureError | jwt.ImmatureSignatureError):
        return ProviderTrouble(Trouble.CLOCK)
    if isinstance(error, jwt.InvalidIssuerError | jwt.InvalidAudienceError | jwt.InvalidSignatureError):
        return ProviderTrouble(Trouble.UNTRUSTED, "its answer was not signed by it for us")
    if isinstance(error, jwt.PyJWTError):
        return ProviderTrouble(Trouble.UNTRUSTED, "its answer could not be checked")
    if isinstance(error, requests.exceptions.JSONDecodeError):
        return ProviderTrouble(Trouble.ODD)
    if isinstance(error, requests.RequestException):
        return ProviderTrouble(Trouble.AWAY)
    if isinstance(error, _NOT_AN_ANSWER):
        return ProviderTrouble(Trouble.ODD)
    return None
