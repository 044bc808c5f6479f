"""Cases by the words of their story and by their numbers, through the indexes of either engine.

What is found here is only a candidate: whether a role is shown the story is for the caller to ask. Both engines find a
word by its stem ("packs" finds "pack"); their stemmers differ on few words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Upper
from django.db.models.lookups import Exact

from sightline.incidents.models import Incident
from sightline.organisations import selectors as organisations

#: More words than this are not looked for: an address holds no more.
MOST_WORDS = 40
MOST_PROVIDERS = 500
#: Words that few stories lack and fewer searches mean; "not" is none of them.
_SMALL = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "the", "to", "was", "with")
)
_WORD = re.compile(r"[^\W_]+")

_SQL = {
    "postgresql": (
        "SELECT id FROM incidents_incident WHERE story_words @@ plainto_tsquery('sightline_search', %s)"
    ),
    "sqlite": (
        "SELECT k.incident_id FROM incidents_search s JOIN incidents_search_key k ON k.id = s.rowid "
        "WHERE s.story MATCH %s"
    ),
}


@dataclass(frozen=True)
class Candidates:
    """Conditions on incidents: ``named`` by a number or the provider, ``told`` by the story, ``either`` by any index.

    ``either`` adds nothing to the others but speed: it alone is what an engine can begin from.
    """

    named: Q
    told: Q
    either: Q


def candidates(text: str) -> Candidates:
    """Incidents with this very number, ours or another system's; those a report with it was joined to; those of a
    provider whose name holds every word; and those of which headline, story or immediate action holds every word.
    """
    cases = Incident.objects.order_by()
    wanted = text.strip()
    if not wanted:
        return Candidates(Q(pk__in=[]), Q(pk__in=[]), Q(pk__in=[]))
    numbered = cases.filter(_numbered(wanted))
    named = [
        numbered.values("pk"),
        numbered.filter(merged_into__isnull=False).values("merged_into_id"),
        cases.filter(provider__in=_providers(wanted)).values("pk"),
    ]
    told = _told(wanted)
    if told is None:
        every = Q(pk__in=named[0].union(*named[1:]))
        return Candidates(every, Q(pk__in=[]), every)
    return Candidates(
        named=Q(pk__in=named[0].union(*named[1:])),
        told=Q(pk__in=told),
        either=Q(pk__in=named[0].union(*named[1:], cases.filter(pk__in=told).values("pk"))),
    )


def _providers(text: str) -> list[UUID]:
    """Keys first, so that their cases are found by an index; a name that more bodies share is too short to ask by."""
    return [row.id for row in organisations.search(text, limit=MOST_PROVIDERS)]


def _told(text: str) -> RawSQL | None:
    """Keys by the words of the story; None where nothing typed is a word.

    Words such as "the" are left out beside others. Everything but letters and numbers parts words, so that nothing
    typed is an operator of either engine.
    """
    typed = _WORD.findall(text)[:MOST_WORDS]
    words = [word for word in typed if word.lower() not in _SMALL] or typed
    if not words:
        return None
    asked = " ".join(f'"{word}"' for word in words) if connection.vendor == "sqlite" else " ".join(words)
    return RawSQL(_SQL[connection.vendor], [asked])  # noqa: S611 - what is asked is a parameter


def _numbered(number: str) -> Q:
    same = Q(reference=number.upper())
    for name in ("steis_number", "lfpse_number", "local_number"):
        same |= Q(Exact(Upper(F(name)), Upper(Value(number))))
    return same
