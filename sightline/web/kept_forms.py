"""What someone typed comes back to them, and to nobody else, after their session ended or the case moved on.

The words are kept in the new, anonymous session with the person they belong to. Whoever signs in next gets them only
if they are that person; otherwise they are dropped (design decision 20). Files cannot be kept, and the page says so.
"""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict

from sightline.web.cookies import read_cookie, set_cookie

PERSON_COOKIE = "sightline_person"
SESSION_KEY = "kept_form"
_SALT = "sightline.kept_form"
_NOT_KEPT = frozenset({"csrfmiddlewaretoken", "password"})
#: Words shorter than this are answers to choices, not something a person would mind typing again.
_WORTH_SHOWING = 12


def remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """Sets the cookie that says whose words a form sent later without a session would be."""
    if not request.user.is_authenticated:
        return
    person = str(request.user.pk)
    if _person_of_cookie(request) != person:
        set_cookie(request, response, PERSON_COOKIE, signing.dumps(person, salt=_SALT))


def _person_of_cookie(request: HttpRequest) -> str:
    try:
        return str(signing.loads(read_cookie(request, PERSON_COOKIE), salt=_SALT))
    except signing.BadSignature:
        return ""


#: Why words were kept: the session had ended, somebody changed the case meanwhile, or another page comes first.
SIGNED_OUT, OUT_OF_DATE, ANOTHER_FIRST = "signed_out", "out_of_date", "another_first"
#: … or too much came in a short time.
TOO_OFTEN = "too_often"


def keep(request: HttpRequest, why: str = SIGNED_OUT) -> None:
    """Keeps the words of a form for who is signed in, else for the person of the cookie; without one, for nobody."""
    person = str(request.user.pk) if request.user.is_authenticated else _person_of_cookie(request)
    if not person:
        return
    words = request.POST.copy()
    for name in _NOT_KEPT:
        words.pop(name, None)
    request.session[SESSION_KEY] = {
        "person": person,
        "path": request.path,
        "words": words.urlencode(),
        "why": why,
    }


def data_for(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent now, or what was kept for this person and page; None for a new form."""
    kept = request.session.get(SESSION_KEY)
    if request.method == "POST":
        if kept and kept["path"] == request.path:
            # Typed anew meanwhile: the older words must not come back over these.
            del request.session[SESSION_KEY]
        return request.POST
    if not kept:
        return None
    if kept["person"] != str(request.user.pk):
        del request.session[SESSION_KEY]
        return None
    if kept["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    request.was_kept = True  # type: ignore[attr-defined]
    request.kept_because = kept.get("why", SIGNED_OUT)  # type: ignore[attr-defined]
    words = QueryDict(kept["words"], mutable=True)
    # The page may have moved on since: it is drawn from today's version, which the form must carry.
    words.pop("seen", None)
    return words


def waits_for(request: HttpRequest, case: str) -> str:
    """The page of this case (its address) whose words wait until another page leads back to it; empty where none does."""
    kept = request.session.get(SESSION_KEY) or {}
    is_own = kept.get("person") == str(request.user.pk) and kept.get("why") == ANOTHER_FIRST
    return str(kept["path"]) if is_own and str(kept["path"]).startswith(case) else ""


def typed_words(request: HttpRequest) -> list[tuple[str, str]]:
    """Longer words of a form that could not be taken, to be shown so that nothing typed is lost."""
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, value in request.POST.items()
        if name not in _NOT_KEPT
        and not (name.startswith("words-") and name.endswith("-found"))
        and isinstance(value, str)
        and len(value) >= _WORTH_SHOWING
    ]
