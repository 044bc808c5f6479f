"""What the rows and audit entries of one case are made of: most values stand fast, some are given anew in each copy.

A case is taken apart once into slots, numbered places for values. A row or an entry is then a list of numbers, and a copy
of the case is those numbers read from a list of values in which keys, people, days, moments and words are new.
"""

from __future__ import annotations

import json
import re
from calendar import month_name
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import models

from sightline.audit.chain import moment_text
from sightline.audit.services.copying import Cell, cell, is_copying, nothing
from sightline.policy.working_days import LONDON

_KEY, _MOMENT, _DAY, _SAID = (
    "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z",
    r"\b\d{4}-\d\d-\d\d\b",
    rf"\b\d{{1,2}} (?:{'|'.join(month_name[1:])}) \d{{4}}\b",
)
_MONTHS = {name: number for number, name in enumerate(month_name) if name}
#: The one column that holds a key and is no field for one.
_KEY_FIELD: models.Field[Any, Any] = models.UUIDField()
_MOMENT_FIELD: models.Field[Any, Any] = models.DateTimeField()


@dataclass(frozen=True)
class New:
    """What one copy has instead: keys, people and places, and words, each by the old ones; and keys for ``more`` rows."""

    keys: Mapping[UUID, UUID]
    ids: Mapping[UUID, UUID]
    words: Mapping[str, str]
    weeks: int
    more: Iterator[UUID]


@lru_cache(maxsize=4096)
def moved(moment: datetime, weeks: int) -> datetime:
    """The same time of day in London, so many whole weeks on: what happened on a Monday morning still did."""
    local = moment.astimezone(LONDON).replace(tzinfo=None) + timedelta(weeks=weeks)
    return local.replace(tzinfo=LONDON).astimezone(UTC)


@lru_cache(maxsize=65_536)
def _moved_text(moment: datetime, weeks: int) -> str:
    return moment_text(moved(moment, weeks))


@dataclass
class Slots:
    """The values of one case, by number. ``keys``, ``ids`` and ``words`` name what each copy has of its own."""

    keys: Collection[UUID]
    ids: Collection[UUID]
    words: Collection[str]
    _base: list[Any] = field(default_factory=list)
    _fixed: dict[Any, int] = field(default_factory=dict)
    _named: dict[tuple[str, Any], int] = field(default_factory=dict)
    _texts: dict[tuple[bool, str], tuple[int, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        plain = sorted((word for word in self.words if word), key=len, reverse=True)
        self._patterns = tuple(
            re.compile(
                f"(?P<key>{_KEY})|(?P<moment>{_MOMENT})|(?P<day>{_DAY})|(?P<said>{_SAID})"
                + (rf"|(?<!\w)(?P<word>{'|'.join(map(re.escape, words))})(?!\w)" if words else "")
            )
            for words in (plain, [_in_json(word) for word in plain])
        )
        self._from_json = {_in_json(word): word for word in plain}

    # Taking a case apart

    def of_field(self, row: models.Model, column: models.Field[Any, Any]) -> int:
        """The slot of a value in its column."""
        value = column.value_from_object(row)
        if value is None:
            return self._fix(nothing())
        if column.get_internal_type() == "JSONField":
            return self.of_text(cell(column, value))
        match value:
            case UUID():
                return self.of_key(value)
            case datetime():
                return self.of_moment(value)
            case date():
                return self._name("day", value)
            case str():
                return self.of_text(value)
        return self._fix(cell(column, value))

    def of_key(self, key: UUID) -> int:
        """The slot of a key in a column."""
        # COPY takes keys and moments as the audit trail writes them, so that they need no cells of their own.
        own = "" if is_copying() else " cell"
        if key in self.keys:
            return self._name(f"key{own}", key)
        return self._name(f"id{own}", key) if key in self.ids else self._fix(cell(_KEY_FIELD, key))

    def of_moment(self, moment: datetime) -> int:
        """The slot of a moment in a column."""
        return self._name("moment" if is_copying() else "moment cell", moment)

    def of_text(self, text: str) -> int:
        """The slot of a text, which may hold keys, days, moments and words that each copy has of its own."""
        is_json = text[:1] in ("{", "[")
        if (is_json, text) not in self._texts:
            parts, at = [], 0
            for found in self._patterns[is_json].finditer(text):
                slot = self._of_match(found, is_json)
                if slot is not None:
                    parts += [self._fix(text[at : found.start()]), slot]
                    at = found.end()
            if not parts:
                return self._fix(text)
            # One literal more, so that there are always several to get.
            parts.append(self._fix(text[at:]))
            self._texts[is_json, text] = (self._new(), itemgetter(*parts))
        return self._texts[is_json, text][0]

    def _of_match(self, found: re.Match[str], is_json: bool) -> int | None:
        text = found[0]
        match found.lastgroup:
            case "key":
                key = UUID(text)
                if key in self.keys:
                    return self._name("key", key)
                return self._name("id", key) if key in self.ids else None
            case "moment":
                return self._name("moment", datetime.fromisoformat(text))
            case "day":
                return self._name("day", date.fromisoformat(text))
            case "said":
                number, month, year = text.split()
                return self._name("said", date(int(year), _MONTHS[month], int(number)))
            case _:
                return self._name("json word", self._from_json[text]) if is_json else self._name("word", text)

    def _new(self, value: Any = None) -> int:
        self._base.append(value)
        return len(self._base) - 1

    def _fix(self, value: Cell) -> int:
        # True, 1 and "1" are different cells.
        known = (type(value), value)
        if known not in self._fixed:
            self._fixed[known] = self._new(value)
        return self._fixed[known]

    def _name(self, kind: str, old: Any) -> int:
        if (kind, old) not in self._named:
            self._named[kind, old] = self._new()
        return self._named[kind, old]

    # Putting a copy together

    def values(self, new: New) -> list[Any]:
        """The values of one copy, to be read by number."""
        values = self._base.copy()
        self._put(values, new)
        for slot, parts in self._texts.values():
            values[slot] = "".join(parts(values))
        return values

    @cached_property
    def _by_kind(self) -> Mapping[str, list[tuple[Any, int]]]:
        found: dict[str, list[tuple[Any, int]]] = defaultdict(list)
        for (kind, old), slot in self._named.items():
            found[kind].append((old, slot))
        return found

    def _put(self, values: list[Any], new: New) -> None:
        kinds, later, keys, ids, words = (
            self._by_kind,
            timedelta(weeks=new.weeks),
            new.keys,
            new.ids,
            new.words,
        )
        for old, slot in kinds["key"]:
            values[slot] = str(keys[old])
        for old, slot in kinds["key cell"]:
            values[slot] = cell(_KEY_FIELD, keys[old])
        for old, slot in kinds["id"]:
            values[slot] = str(ids.get(old, old))
        for old, slot in kinds["id cell"]:
            values[slot] = cell(_KEY_FIELD, ids.get(old, old))
        for old, slot in kinds["day"]:
            values[slot] = (old + later).isoformat()
        for old, slot in kinds["said"]:
            day = old + later
            values[slot] = f"{day.day} {month_name[day.month]} {day.year}"
        for old, slot in kinds["word"]:
            values[slot] = words.get(old, old)
        for old, slot in kinds["json word"]:
            values[slot] = _in_json(words.get(old, old))
        for old, slot in kinds["moment"]:
            values[slot] = _moved_text(old, new.weeks)
        for old, slot in kinds["moment cell"]:
            values[slot] = cell(_MOMENT_FIELD, moved(old, new.weeks))


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
