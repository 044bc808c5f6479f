"""The ceremony of a passkey: what the browser is asked, and whether its answer holds. Anything odd in it is a plain no."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError
from django.http import HttpRequest

#: What the libraries raise over an answer that is none, or that does not fit the question.
_NOT_AN_ANSWER = (
    *(ValidationError, InvalidSignature, ValueError, TypeError, KeyError, IndexError),
    *(AttributeError, OverflowError, NotImplementedError, RecursionError, EOFError),
)


def question_for_new(person: Any) -> str:
    """JSON of what the browser is asked to make: a passkey that can sign in by itself, with a finger, face or PIN."""
    return json.dumps(auth.begin_registration(person, True))


def question(person: Any = None) -> dict[str, Any]:
    """What the browser is asked to show; without a person, any passkey of this site."""
    return dict(auth.begin_authentication(person))


def is_new_one(request: HttpRequest, credential: dict[str, Any]) -> bool:
    """Whether this answers the question for a new passkey, and is nobody's yet. The question holds for one answer."""

    def judge() -> bool:
        auth.parse_registration_response(credential)
        made = auth.complete_registration(credential)
        return bool(made.is_user_verified())

    return bool(_asked_once(request, judge))


def shown_by(request: HttpRequest, credential: dict[str, Any], person: Any = None) -> Authenticator | None:
    """The passkey that answers the question: of this person, or without one, of whoever it says."""

    def judge() -> Authenticator:
        auth.parse_authentication_response(credential)
        owner = person if person is not None else auth.extract_user_from_response(credential)
        return auth.complete_authentication(owner, credential)

    found = _asked_once(request, judge)
    return found if isinstance(found, Authenticator) else None


def _asked_once(request: HttpRequest, judge: Callable[[], Any]) -> Any:
    try:
        return judge()
    except _NOT_AN_ANSWER:
        return None
    finally:
        request.session.pop(auth.STATE_SESSION_KEY, None)
