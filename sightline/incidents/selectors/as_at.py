"""A case as it stood at a moment, and what was changed since: the audit trail folded, in the parts a hat is shown.

What comes out is frozen and holds no row of a table, so that a page and a paper are drawn from the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import chain
from uuid import UUID

from django.apps import apps

from sightline.audit.folding import Fields, Row, fold
from sightline.audit.selectors import EntryRow, every_entry
from sightline.incidents.models import BodyEntry, IncidentAccess
from sightline.incidents.selectors.history import (
    ActLines,
    HistoryLine,
    Reading,
    acts_of,
    lines_of,
    reading_of,
)
from sightline.incidents.services.exports import TAKEN_OUT
from sightline.policy.facts import Actor
from sightline.policy.terms import Framework

#: Changes since that one page lists; the audit trail has every one.
MOST_SINCE = 300
_ACCESS, _BODY = str(IncidentAccess._meta.model_name), str(BodyEntry._meta.model_name)
#: Entries that are of no row of the case: a file that was refused, timescales that a changed rule moved.
_OF_NO_ROW = frozenset({"refused"})


@dataclass(frozen=True)
class ThingAsAt:
    """One row of the case as it stood: the last change of each of its fields, in the order of the form, and its first.

    ``number`` counts rows of one kind as they came, from 1; 0 where there is one at most.
    """

    kind: str
    object_id: str
    number: int
    fields: tuple[HistoryLine, ...]
    begun: HistoryLine


@dataclass(frozen=True)
class CaseAsAt:
    """A case as it stood ``at`` a moment, for one hat. Before ``first_at`` there was none, and ``things`` is empty.

    ``since``: the acts after that moment, newest first, at most so many changes; ``left_out`` how many there are more.
    ``last_at``: of the last change that this hat is shown. That the case was drawn or taken out is no change of it.
    """

    incident_id: UUID
    reference: str
    framework: Framework
    at: datetime
    drawn_at: datetime
    first_at: datetime
    things: tuple[ThingAsAt, ...]
    since: tuple[ActLines, ...]
    left_out: int
    last_at: datetime


def case_as_at(actor: Actor, reference: str, *, at: datetime, now: datetime) -> CaseAsAt | None:
    """The case as it stood at ``at``, that moment included; None where this hat is shown no history.

    A field shows what the last entry up to then says, if that entry is of a part which the hat is shown: what an older
    entry said is not shown in its stead. A moment to come raises ``ValueError``: nobody knows how it will stand.
    """
    if at > now:
        raise ValueError("How a case will stand is not known.")
    reading = reading_of(actor, reference, now=now)
    if reading is None:
        return None
    entries = [entry for entry in every_entry(reading.incident.id) if entry.model != TAKEN_OUT]
    folded = fold(entries, until=at)
    since = [entry for entry in reversed(entries) if entry.at > at and reading.shows(entry)]
    return CaseAsAt(
        incident_id=reading.incident.id,
        reference=reference,
        framework=reading.framework,
        at=at,
        drawn_at=now,
        first_at=min((entry.at for entry in entries), default=now),
        things=_things(reading, folded, _begun(reading, entries)),
        since=acts_of(reading, since[:MOST_SINCE]),
        left_out=max(len(since) - MOST_SINCE, 0),
        last_at=max((entry.at for entry in entries if reading.shows(entry)), default=now),
    )


def _begun(reading: Reading, entries: Iterable[EntryRow]) -> Mapping[Row, EntryRow]:
    begun: dict[Row, EntryRow] = {}
    for entry in entries:
        if reading.shows(entry):
            begun.setdefault((entry.model, entry.object_id), entry)
    return begun


def _things(
    reading: Reading, folded: Mapping[Row, Fields], begun: Mapping[Row, EntryRow]
) -> tuple[ThingAsAt, ...]:
    shown = _shown(reading, folded)
    first = {row: begun[row] if row in begun else entries[0] for row, entries in shown.items()}
    every = [*first.values(), *chain.from_iterable(shown.values())]
    words = {line.seq: line for line in lines_of(reading, every)}
    kinds = _kinds()
    order, of_kind = list(kinds), Counter(model for model, _ in shown)
    numbers: Counter[str] = Counter()
    things = []
    for row in sorted(shown, key=lambda row: (order.index(row[0]), first[row].seq)):
        kind, object_id = row
        numbers[kind] += 1
        things.append(
            ThingAsAt(
                kind=kind,
                object_id=object_id,
                number=numbers[kind] if of_kind[kind] > 1 else 0,
                fields=tuple(words[entry.seq] for entry in _in_order(shown[row], kinds[kind])),
                begun=words[first[row].seq],
            )
        )
    return tuple(things)


def _shown(reading: Reading, folded: Mapping[Row, Fields]) -> dict[Row, list[EntryRow]]:
    """What stood in each row and is shown, oldest first; a field that was empty is left out."""
    shown: dict[Row, list[EntryRow]] = {}
    bodies: dict[str, EntryRow] = {}
    for (model, object_id), fields in folded.items():
        if model not in _kinds() or _has_ended(model, fields):
            continue
        stood = [
            entry
            for entry in fields.values()
            if (entry.new or entry.erased) and entry.field not in _OF_NO_ROW and reading.shows(entry)
        ]
        if model == _BODY and any(entry.field.startswith("body.") for entry in stood):
            # What became of other bodies is one list, whichever row says it.
            bodies |= {entry.field: entry for entry in stood}
        elif stood:
            shown[model, object_id] = sorted(stood, key=lambda entry: entry.seq)
    if bodies:
        shown[_BODY, ""] = sorted(bodies.values(), key=lambda entry: entry.seq)
    return shown


def _in_order(entries: Iterable[EntryRow], places: Mapping[str, int]) -> list[EntryRow]:
    return sorted(
        entries, key=lambda entry: (places.get(entry.field.partition(".")[0], len(places)), entry.field)
    )


def _has_ended(model: str, fields: Fields) -> bool:
    """Whether it is access that no longer stood."""
    ended = fields.get("until_at")
    return model == _ACCESS and ended is not None and ended.new != ""


@cache
def _kinds() -> Mapping[str, Mapping[str, int]]:
    """The tables of a case in the order of its page, each with the place of its columns."""
    first = (
        *(
            "incident",
            "classificationrecord",
            "discussionview",
            "involvement",
            "initialreview",
            "candourrecord",
        ),
        *(
            "candourstep",
            "investigationreport",
            "learningrecord",
            "learningdate",
            "safetyaction",
            "steisdetails",
        ),
    )
    models = {str(model._meta.model_name): model for model in apps.get_app_config("incidents").get_models()}
    names = [*first, *sorted(set(models) - {*first, _ACCESS}), _ACCESS]
    return {
        name: {field.attname: place for place, field in enumerate(models[name]._meta.concrete_fields)}
        for name in names
    }
