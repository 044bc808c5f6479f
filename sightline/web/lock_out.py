"""How often somebody may try to sign in, so that guessing is hopeless and nobody can lock a whole trust out (ADR 17).

Only failures count. From a device that this person has signed in on before they are counted for that device alone;
from any other, for the name and for the network address together. So whoever guesses from outside locks the name for
strange devices only, and a hospital behind one address keeps working. A name that exists is counted like one that does not.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from sightline.policy.second_factor import CODES_TRIED, CODES_WAIT_MINUTES
from sightline.web.access import moment
from sightline.web.page import render
from sightline.web.tries import Limit, give_back

# Local defaults of 27 November 2026, from no source.
WAIT_SECONDS = 15 * 60
OF_A_DEVICE = Limit("sign_in_known_device", most=10, seconds=WAIT_SECONDS)
OF_A_NAME = Limit("sign_in_name", most=10, seconds=WAIT_SECONDS)
OF_AN_ADDRESS = Limit("sign_in_address", most=100, seconds=WAIT_SECONDS)
OF_PROOFS = Limit("second_factor", most=CODES_TRIED, seconds=CODES_WAIT_MINUTES * 60)

DEVICE_COOKIE = "sightline_device"
_SALT = "sightline.device"
_LIVES = timedelta(days=400)
#: A computer of a ward is many people's; the last so many are remembered.
_PEOPLE_OF_A_DEVICE = 30


def take_place(request: HttpRequest, name: str, address: str) -> list[str]:
    """Counts a try before it is judged; what it hands back is given to ``uncount`` where the try succeeds.

    Raises the page that says to wait where no try is left.
    """
    device, people = _device(request)
    if _of(name) in people:
        limits = [(OF_A_DEVICE, f"{device} {name}")]
    else:
        limits = [(OF_AN_ADDRESS, address), (OF_A_NAME, name)]
    taken: list[str] = []
    for limit, place in limits:
        found = limit.take(place)
        if not found:
            raise ImmediateHttpResponse(locked(request, limit.seconds))
        taken.append(found)
    return taken


def uncount(places: list[str]) -> None:
    """A try that succeeded is none of a guesser."""
    for place in places:
        give_back(place)


def take_proof(request: HttpRequest, person: str, name: str) -> str:
    """As ``take_place``, for codes and passwords asked of somebody whose password was right before."""
    device, people = _device(request)
    place = OF_PROOFS.take(f"{person} {device if _of(name) in people else ''}")
    if not place:
        raise ImmediateHttpResponse(locked(request, OF_PROOFS.seconds, of_proof=True))
    return place


def locked(request: HttpRequest, seconds: int, *, of_proof: bool = False) -> HttpResponse:
    """429: what happened, when to try again, whom to ask; the same whether or not there is such a person."""
    until = moment() + timedelta(seconds=seconds)
    answer = render(request, "account/locked_out.jinja", status=429, until=until, of_proof=of_proof)
    answer["Retry-After"] = str(seconds)
    return answer


def remember_device(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """Signs into a cookie that this person has signed in here, without saying who."""
    device, people = _device(request)
    mine = _of(name)
    people = [mine, *(each for each in people if each != mine)][:_PEOPLE_OF_A_DEVICE]
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps([device or secrets.token_urlsafe(12), people], salt=_SALT),
        max_age=_LIVES,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _device(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        found: Any = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=_SALT, max_age=_LIVES)
    except signing.BadSignature:
        return "", []
    return str(found[0]), [str(each) for each in found[1]]


def _of(name: str) -> str:
    return salted_hmac(_SALT, name.strip().lower(), algorithm="sha256").hexdigest()[:20]
