"""How often one person, and one address of the network, may do what costs much or could be guessed at.

How often is in ``policy.sign_in_figures``. Signing in has its own lock-out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sightline.policy import sign_in_figures as figures
from sightline.web import kept_forms
from sightline.web.page import render
from sightline.web.sign_in import address_of_visitor
from sightline.web.tries import Limit

_HOUR = 3600


@dataclass(frozen=True)
class Bound:
    """What is counted together, in words; the methods that count; how much for a person and for an address."""

    words: str
    methods: frozenset[str]
    person: Limit
    address: Limit


def _bound(kind: str, words: str, methods: Iterable[str], most: figures.InAnHour) -> Bound:
    return Bound(
        words,
        frozenset(methods),
        Limit(f"{kind}:person", most.person.number, _HOUR),
        Limit(f"{kind}:address", most.address.number, _HOUR),
    )


_SENT = ("POST",)
REPORTS = _bound("reports", "reports begun or sent", _SENT, figures.REPORTS)
EXPORTS = _bound("exports", "lists taken out as a file", ("GET",), figures.EXPORTS)
#: Counted with the others, when the form is sent.
CASE_EXPORTS = _bound("exports", "lists and cases taken out as a file", _SENT, figures.EXPORTS)
DOCUMENTS = _bound("documents", "documents sent", _SENT, figures.DOCUMENTS)
MESSAGES = _bound("messages", "messages written", _SENT, figures.MESSAGES)
ANSWERS = _bound("answers", "answers sent", _SENT, figures.ANSWERS)

#: Address by its name in urls.py → what it counts as.
BOUNDS: Mapping[str, Bound] = {
    "report_start": REPORTS,
    "report_paper": REPORTS,
    "report_check": REPORTS,
    "report_from_document": REPORTS,
    "breach_report": REPORTS,
    "incidents_export": EXPORTS,
    "incident_as_at_pdf": EXPORTS,
    "incident_export": CASE_EXPORTS,
    "actions_export": EXPORTS,
    "replay_export": EXPORTS,
    "breaches_export": EXPORTS,
    "incident_documents": DOCUMENTS,
    "documents_initial_review": DOCUMENTS,
    "respond_report": DOCUMENTS,
    "incident_messages": MESSAGES,
    "incident_notes": MESSAGES,
    "incident_reporter": MESSAGES,
    "report_answer": ANSWERS,
    "light_send_link": MESSAGES,
}


class RateLimitMiddleware:
    """Answers 429 before the page itself is asked, with what was typed and when to try again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        bound = BOUNDS.get(match.url_name or "") if match else None
        if bound is None or request.method not in bound.methods or not settings.SIGHTLINE_LIMITS:
            return None
        if request.user.is_authenticated and not bound.person.take(str(request.user.pk)):
            return too_often(request, bound.words, bound.person, whom="you")
        if not bound.address.take(address_of_visitor(request)):
            return too_often(request, bound.words, bound.address)
        return None


def too_often(request: HttpRequest, words: str, limit: Limit, *, whom: str = "your network") -> HttpResponse:
    """429: what was too much, until when, and what was typed, which also comes back on its page."""
    if request.method == "POST" and request.user.is_authenticated:
        kept_forms.keep(request, kept_forms.TOO_OFTEN)
    page = render(
        request,
        "errors/too_often.jinja",
        status=429,
        words=words,
        whom=whom,
        most=limit.most,
        minutes=limit.seconds // 60,
        typed=kept_forms.typed_words(request),
        help_phone=settings.SIGHTLINE_HELP_PHONE,
    )
    page.headers["Retry-After"] = str(limit.seconds)
    return page
