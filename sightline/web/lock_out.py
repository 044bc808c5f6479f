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

from sightline.organisations.services import note_lock
from sightline.policy import sign_in_figures as figures
from sightline.web.access import moment
from sightline.web.cookies import read_cookie, set_cookie
from sightline.web.page import render
from sightline.web.tries import Limit, give_back

WAIT_SECONDS = figures.PASSWORD_WAIT.number * 60
OF_A_DEVICE = Limit("sign_in_known_device", figures.DEVICE_TRIES.number, WAIT_SECONDS)
OF_A_NAME = Limit("sign_in_name", figures.NAME_TRIES.number, WAIT_SECONDS)
OF_AN_ADDRESS = Limit("sign_in_address", figures.ADDRESS_TRIES.number, WAIT_SECONDS)
OF_PROOFS = Limit("second_factor", figures.CODE_TRIES.number, figures.CODE_WAIT.number * 60)
OF_PROVIDERS = Limit("sign_in_provider", figures.PROVIDER_TRIES.number, WAIT_SECONDS)
#: What was locked, as people read it.
LOCK_WORDS = {
    OF_A_DEVICE.kind: "passwords, on a device used before",
    OF_A_NAME.kind: "passwords, from devices not used before",
    OF_AN_ADDRESS.kind: "passwords for many names, from one address",
    OF_PROOFS.kind: "codes, or passwords asked for again",
    OF_PROVIDERS.kind: "tries by an identity provider, from one address",
}

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
            _note(limit, place, "" if limit is OF_AN_ADDRESS else name)
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
    counted = f"{person} {device if _of(name) in people else ''}"
    place = OF_PROOFS.take(counted)
    if not place:
        _note(OF_PROOFS, counted, name)
        raise ImmediateHttpResponse(locked(request, OF_PROOFS.seconds, of_proof=True))
    return place


def take_provider(request: HttpRequest, address: str) -> str:
    """As ``take_place``, before we ask a provider anything: each try costs it and us a question."""
    place = OF_PROVIDERS.take(address)
    if not place:
        _note(OF_PROVIDERS, address, "")
        raise ImmediateHttpResponse(locked(request, OF_PROVIDERS.seconds))
    return place


def locked(request: HttpRequest, seconds: int, *, of_proof: bool = False) -> HttpResponse:
    """429: what happened, when to try again, whom to ask; the same whether or not there is such a person."""
    until = moment() + timedelta(seconds=seconds)
    answer = render(request, "account/locked_out.jinja", status=429, until=until, of_proof=of_proof)
    answer["Retry-After"] = str(seconds)
    return answer


def _note(limit: Limit, place: str, name: str) -> None:
    """Puts a lock on record, once for as long as it holds: whoever goes on trying writes no more of it."""
    if Limit(f"{limit.kind}_noted", most=1, seconds=limit.seconds).take(place):
        note_lock(kind=limit.kind, username=name, now=moment())


def remember_device(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """Signs into a cookie that this person has signed in here, without saying who."""
    device, people = _device(request)
    mine = _of(name)
    people = [mine, *(each for each in people if each != mine)][:_PEOPLE_OF_A_DEVICE]
    value = signing.dumps([device or secrets.token_urlsafe(12), people], salt=_SALT)
    set_cookie(request, response, DEVICE_COOKIE, value, _LIVES)


def _device(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        found: Any = signing.loads(read_cookie(request, DEVICE_COOKIE), salt=_SALT, max_age=_LIVES)
    except signing.BadSignature:
        return "", []
    return str(found[0]), [str(each) for each in found[1]]


def _of(name: str) -> str:
    return salted_hmac(_SALT, name.strip().lower(), algorithm="sha256").hexdigest()[:20]
