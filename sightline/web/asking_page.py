"""The page for words that the check found and no form asked about: it asks, and sends everything typed on again.

Forms ask beside their fields. This stands behind those whose words come together differently in the record, so that nobody
who is in a hurry is left with a refusal alone.
"""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from sightline.incidents.errors import PersonalDataFound
from sightline.incidents.services.door import said_of
from sightline.policy.found_words import choices_for, fingerprint, problem_with_answer
from sightline.policy.personal_data import Found
from sightline.web.asked_words import PREFIX, role_that_types
from sightline.web.nhsuk.fields import WordsFound
from sightline.web.nhsuk.parameters import asked_of_words
from sightline.web.page import render


class _Asked(NamedTuple):
    """One field with words in it; ``value`` can be typed anew where the form sent it."""

    name: str
    label: str
    value: str
    is_typed: bool
    message: str
    question: SafeString
    fingerprints: tuple[str, ...]


_OURS = frozenset({"csrfmiddlewaretoken"})


def asking_page(request: HttpRequest, error: PersonalDataFound) -> HttpResponse:
    """422: each text with its words marked, and what may be said of them; files are to be chosen again."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _OURS and not name.startswith(PREFIX)
        for value in values
        if isinstance(value, str)
    ]
    asked: list[_Asked] = []
    typed: set[tuple[str, str]] = set()
    for text in error.texts:
        words = _words(text.text, text.found)
        holders = [
            (name, value)
            for name, value in sent
            if any(each.text in value for each in text.found) and (name, value) not in typed
        ]
        message = " ".join(map(str, words.messages))
        for name, value in holders[:1]:
            typed.add((name, value))
            asked.append(
                _Asked(
                    name,
                    _label(name),
                    value,
                    True,
                    message,
                    _question(f"asked-{len(asked)}", name, words),
                    words.fingerprints,
                )
            )
        if not holders and not any(set(words.fingerprints) <= set(each.fingerprints) for each in asked):
            question = _question(f"asked-{len(asked)}", f"{text.field}-stored", words)
            asked.append(
                _Asked(
                    text.field, _label(text.field), text.text, False, message, question, words.fingerprints
                )
            )
    return render(
        request,
        "errors/personal_data.jinja",
        status=422,
        asked=asked,
        others=[pair for pair in sent if pair not in typed],
        files=sorted(request.FILES),
    )


def _words(text: str, found: tuple[Found, ...]) -> WordsFound:
    role = role_that_types()
    kinds = [each.kind for each in found]
    said = next((answer for each in found if (answer := said_of(each)) is not None), None)
    wrong = "" if said is None else problem_with_answer(said, kinds, role)
    prints = tuple(dict.fromkeys(fingerprint(each) for each in found))
    return WordsFound(text, found, prints, choices_for(kinds, role), said, wrong)


def _question(id_: str, name: str, words: WordsFound) -> SafeString:
    return mark_safe(asked_of_words(id_, name, words))  # noqa: S308


def _label(name: str) -> str:
    return name.rpartition("-")[2].replace("_", " ").capitalize()
