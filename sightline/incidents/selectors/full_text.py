"""Cases by the words of their story and by their numbers, through the indexes of either engine.

What is found here is only a candidate: whether a role is shown the story is for the caller to ask. Both engines find a
word by its stem ("packs" finds "pack"); their stemmers differ on few words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Upper
from django.db.models.lookups import Exact
from django.db.models.sql.compiler import SQLCompiler

from sightline.incidents.models import Incident
from sightline.organisations import selectors as organisations
from sightline.policy.permissions import levels_opening
from sightline.policy.terms import Part

#: More words than this are not looked for: an address holds no more.
MOST_WORDS = 40
MOST_PROVIDERS = 500
#: Words that few stories lack and fewer searches mean; "not" is none of them.
_SMALL = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "the", "to", "was", "with")
)
_WORD = re.compile(r"[^\W_]+")


#: Up to so many stories SQLite lists those that hold the words; where more do, it asks each incident in turn.
_MOST_LISTED = 1000
#: The same of PostgreSQL. More than a list counts, for some of them are shown to a role without their story.
_MOST_SAMPLED = 1100
#: What is asked is a parameter.
_MATCHING = "SELECT rowid FROM incidents_search WHERE story MATCH %s"
_LISTED = f"SELECT incident_id FROM incidents_search_key WHERE id IN ({_MATCHING} LIMIT %s)"  # noqa: S608


class _HoldsWords(Func):
    """Whether the story of an incident holds words, by the engine's own index of words (migration 0003).

    On PostgreSQL a condition on the row's own column, so that the planner knows how many stories hold the words: it
    walks the newest cases where many do, and the index of words where few do.
    """

    output_field = BooleanField()

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        key, words = self.get_source_expressions()
        column = f"{connection.ops.quote_name(key.alias)}.story_words"
        asked, params = compiler.compile(words)
        return f"({column} @@ plainto_tsquery('sightline_search', {asked}))", params

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        """Many stories hold the words: the keys of the index are listed, which are small, and not the incidents'."""
        key, words = self.get_source_expressions()
        column, _ = compiler.compile(key)
        _, params = compiler.compile(words)
        holding = (
            f"SELECT 1 FROM incidents_search_key k WHERE k.incident_id = {column} AND k.id IN ({_MATCHING})"  # noqa: S608
        )
        return f"EXISTS({holding})", params


@dataclass(frozen=True)
class Candidates:
    """Conditions on incidents: ``named`` by a number or the provider, ``told`` by the story.

    ``some_told``: where very many stories hold the words, some of those, which are soon counted; else None.
    """

    named: Q
    told: Q
    some_told: Q | None = None


def candidates(text: str) -> Candidates:
    """Incidents with this very number, ours or another system's; those a report with it was joined to; those of a
    provider whose name holds every word; and those of which headline, story or immediate action holds every word.
    """
    wanted = text.strip()
    if not wanted:
        return Candidates(Q(pk__in=[]), Q(pk__in=[]))
    # Keys first: both engines then find every candidate by an index.
    keys = {key for pair in _numbered(wanted) for key in pair if key is not None}
    named = Q(pk__in=keys) | Q(provider__in=_providers(wanted))
    words = _words(wanted)
    if not words:
        return Candidates(named, Q(pk__in=[]))
    if connection.vendor != "sqlite":
        return _told_by_postgresql(named, " ".join(words))
    return Candidates(named, _told(words))


def _told(words: list[str]) -> Q:
    """The condition on SQLite that the story holds every word; one query, as it cannot tell how many will."""
    asked = " ".join(f'"{word}"' for word in words)
    keys = RawSQL(_LISTED, [asked, _MOST_LISTED + 1])  # noqa: S611 - what is asked is a parameter
    listed = list(Incident.objects.filter(pk__in=keys).order_by().values_list("pk", flat=True))
    return Q(_HoldsWords(F("pk"), Value(asked))) if len(listed) > _MOST_LISTED else Q(pk__in=listed)


def _told_by_postgresql(named: Q, words: str) -> Candidates:
    """The same, one query: with policies on a table its index of words is out of reach but for a function (``walls``).

    Where many stories hold the words, each case is asked in turn: the newest few are soon found.
    """
    with connection.cursor() as cursor:
        levels = [level.value for level in levels_opening(Part.NARRATIVE)]
        cursor.execute("SELECT sightline_holding(%s, %s, %s)", [words, levels, _MOST_SAMPLED + 1])
        listed = [key for (key,) in cursor]
    some = Q(pk__in=listed)
    if len(listed) <= _MOST_SAMPLED:
        return Candidates(named, some)
    return Candidates(named, Q(_HoldsWords(F("pk"), Value(words))), some)


def _providers(text: str) -> list[UUID]:
    """Keys first, so that their cases are found by an index; a name that more bodies share is too short to ask by."""
    return [row.id for row in organisations.search(text, limit=MOST_PROVIDERS)]


def _words(text: str) -> list[str]:
    """What is looked for in stories; nothing where nothing typed is a word.

    Words such as "the" are left out beside others. Everything but letters and numbers parts words, so that nothing
    typed is an operator of either engine.
    """
    typed = _WORD.findall(text)[:MOST_WORDS]
    return [word for word in typed if word.lower() not in _SMALL] or typed


def _numbered(number: str) -> list[tuple[UUID, UUID | None]]:
    """Cases with this number, and those they were joined to; on PostgreSQL by a function, as for words."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT key, joined_to FROM sightline_numbered(%s)", [number])
            return list(cursor)
    same = Q(reference=number.upper())
    for name in ("steis_number", "lfpse_number", "local_number"):
        same |= Q(Exact(Upper(F(name)), Upper(Value(number))))
    return list(Incident.objects.filter(same).order_by().values_list("id", "merged_into_id"))
