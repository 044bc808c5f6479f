"""What a page said of words that the check found: read from what was sent, and known to forms and services alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from sightline.incidents.services.door import saying
from sightline.policy.found_words import Answer, Choice
from sightline.policy.terms import Role
from sightline.web.hats import Hat

#: Names of inputs: ``words-<field>`` is what to do, ``…-why`` the reason, ``…-found`` which words the page had shown.
PREFIX, WHY, FOUND = "words-", "-why", "-found"
_MOST = 500

_role: ContextVar[Role] = ContextVar("role_that_types", default=Role.REPORTER)


def role_that_types() -> Role:
    """The role of whoever sent the form in hand: it decides what may be kept. Without one, the least."""
    return _role.get()


def said_in(sent: Mapping[str, str]) -> dict[str, Answer]:
    """What was said, by the fingerprint of the words that were shown; nothing where they are to be changed."""
    said: dict[str, Answer] = {}
    for name in sent:
        if not (name.startswith(PREFIX) and name.endswith(FOUND)):
            continue
        about = name.removesuffix(FOUND)
        choice = sent.get(about, "")
        if choice in (Choice.KEEP.value, Choice.HOLD.value):
            answer = Answer(Choice(choice), sent.get(about + WHY, ""))
            said |= dict.fromkeys(sent[name].split()[:_MOST], answer)
    return said


class AskedWordsMiddleware:
    """Hands what was said of found words to whatever takes the form: the form that asked, and the service behind it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as until_answered:
            request.until_answered = until_answered  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> None:
        if request.method != "POST":
            return
        until_answered: ExitStack = request.until_answered  # type: ignore[attr-defined]
        hat: Hat | None = getattr(request, "hat", None)
        if hat is not None:
            token = _role.set(hat.role)
            until_answered.callback(_role.reset, token)
        if said := said_in(request.POST):
            until_answered.enter_context(saying(said))
