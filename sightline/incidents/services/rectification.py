"""Words taken out for good, from where they stand and from all that the trail says of it: proposed, then agreed (11.1a)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from sightline.audit.selectors import EntryRow
from sightline.audit.services import Act, act
from sightline.incidents.errors import Invalid
from sightline.incidents.models import Correction, Erasure, Incident
from sightline.incidents.services.door import NOT_CHECKED
from sightline.incidents.services.held_words import HOLDERS
from sightline.incidents.services.proposing import (
    certify,
    claim,
    empty_entries,
    entries_left,
    move_on,
    proposal_to_decide,
    propose,
    record_decision,
    record_kept_by,
    refuse,
    refuse_where_gone,
    refuse_where_held,
)
from sightline.incidents.services.steps import audit_change
from sightline.policy.disposing import CLAUSE, ErasureKind, problems_with_words, without
from sightline.policy.facts import Actor
from sightline.policy.same_words import words_at
from sightline.policy.terms import Part

#: Shorter columns hold codes, which are nobody's words.
_SHORTEST_COLUMN = 200
#: Words kept aside, and rows that say of an erasure, are settled in their own way.
_NOT_HERE = frozenset({"erasure"})
_NO_ROOM = "There is no room for that many characters. Write something shorter."
_NOT_THERE = "The words do not stand there. Give them as they are on the page of the case."
_GONE_MEANWHILE = (
    "The words no longer stand there: somebody changed the text since. Refuse this, and propose it anew."
)


@dataclass(frozen=True)
class Place:
    """One text of a case: a field of one row. ``object_id`` is the key of the row."""

    model: str
    object_id: str
    field: str

    @property
    def key(self) -> str:
        """As a form sends it."""
        return f"{self.model} {self.object_id} {self.field}"


def places_holding(incident: Incident, words: str, *, by: Actor | None = None) -> tuple[Place, ...]:
    """The texts of a case in which the words stand now; with ``by``, but for notes that their side does not see."""
    found = []
    for name, model in HOLDERS.items():
        if name in _NOT_HERE:
            continue
        of_case = {"id": incident.id} if model is Incident else {"incident_id": incident.id}
        for row in model._default_manager.filter(**of_case).order_by("pk"):
            if by and getattr(row, "audience", "") == "icb" and by.organisation_id == incident.provider_id:
                continue
            found += [
                Place(name, str(row.pk), column.attname)
                for column in _texts_of(model)
                if _holds(column.value_from_object(row), words)
            ]
    return tuple(found)


def propose_words(
    incident_id: UUID, place: str, words: str, instead: str, reason: str, *, by: Actor, now: datetime
) -> UUID:
    """Proposes that words of one text go, and what stands instead; its key.

    Raises NotVisible for those who keep no record of the case, Invalid beside ``words``, ``place``, ``instead``, ``reason``.
    """
    words, instead = words.strip(), instead.strip()
    with act(by=by, now=now, clause=CLAUSE, reason=reason.strip()) as trail:
        incident = record_kept_by(trail, incident_id, by=by, now=now)
        refuse_where_gone(incident, "words")
        if wrong := problems_with_words(words, instead, reason):
            raise Invalid(wrong, clause=CLAUSE)
        refuse_where_held(incident, "words")
        there = {each.key: each for each in places_holding(incident, words, by=by)}
        if not there:
            raise Invalid({"words": _NOT_THERE}, clause=CLAUSE)
        if place not in there:
            raise Invalid({"place": "Choose in which text the words are to be taken out."}, clause=CLAUSE)
        chosen = there[place]
        waiting = Erasure.objects.filter(
            incident=incident, decided_at__isnull=True, of_id=chosen.object_id, of_field=chosen.field
        )
        if words in waiting.values_list("erased_words", flat=True):
            raise Invalid(
                {"words": "This was proposed already, and waits for another person."}, clause=CLAUSE
            )
        row = Erasure(
            kind=ErasureKind.RECTIFY.value,
            reason=reason.strip(),
            of_model=chosen.model,
            of_id=chosen.object_id,
            of_field=chosen.field,
            erased_words=words,
            instead=instead,
        )
        return propose(trail, incident, row, by=by, now=now)


def agree_words(erasure_id: UUID, *, by: Actor, now: datetime) -> None:
    """Another person agrees: the words go, here and in the trail, and the chain is still proved.

    Raises NotVisible, and Invalid beside ``agree``: decided already, one's own proposal, a hold, words that stand no longer.
    """
    with transaction.atomic():
        with act(by=by, now=now, clause=CLAUSE) as trail:
            row, incident = proposal_to_decide(trail, erasure_id, ErasureKind.RECTIFY, by=by, now=now)
            trail.reason = row.reason
            words, instead = row.erased_words, row.instead
            move_on(incident)
            refuse_where_held(incident, "agree")
            claim(row, by=by, now=now, agreed=True)
            touched = _take_out(row, incident, words, instead)
            if not touched:
                raise Invalid({"agree": _GONE_MEANWHILE}, clause=CLAUSE)
            standing = _standing(incident, words)
            entries = [each for each in entries_left(incident.id) if _says(each, words, standing)]
            emptied = empty_entries(entries, row.reason, by=by, now=now)
            _say_again(trail, incident, entries, touched)
            record_decision(
                trail,
                row,
                by=by,
                now=now,
                agreed=True,
                rows_erased=len({key[:2] for key in touched}),
                papers_erased=0,
                entries_erased=emptied,
            )
        certify(erasure_id, now=now)


def refuse_words(erasure_id: UUID, reason: str, *, by: Actor, now: datetime) -> None:
    """Another person refuses, with a reason: the words stay where they stand."""
    with act(by=by, now=now, clause=CLAUSE, reason=reason.strip()) as trail:
        row, incident = proposal_to_decide(trail, erasure_id, ErasureKind.RECTIFY, by=by, now=now)
        if words_at(reason, row.erased_words):
            raise Invalid({"refused_reason": "Say why without the words themselves."}, clause=CLAUSE)
        refuse(trail, row, incident, reason, by=by, now=now)


#: Model, key and field of what was changed, and what stands there now.
_Touched = dict[tuple[str, str, str], Any]


def _take_out(row: Erasure, incident: Incident, words: str, instead: str) -> _Touched:
    """Replaces the words in the text, and in what was made of it: the headline, and corrections that quote it."""
    model = HOLDERS[row.of_model]
    touched = _replace(model, row.of_id, row.of_field, words, instead)
    if touched and model is Incident:
        if row.of_field != "headline":
            touched |= _replace(Incident, str(incident.id), "headline", words, instead)
        for correction in Correction.objects.filter(incident=incident):
            touched |= _replace(Correction, str(correction.pk), "changes", words, instead)
    return touched


def _replace(model: type[models.Model], key: str, field: str, words: str, instead: str) -> _Touched:
    found = model._default_manager.filter(pk=key).first()
    if found is None or not _holds(getattr(found, field), words):
        return {}
    new = _without(getattr(found, field), words, instead)
    longest = getattr(model._meta.get_field(field), "max_length", None)
    if longest is not None and len(new) > longest:
        raise Invalid({"agree": _NO_ROOM}, clause=CLAUSE)
    model._default_manager.filter(pk=key).update(**{field: new})
    return {(model._meta.model_name or "", key, field): new}


def _says(entry: EntryRow, words: str, standing: frozenset[tuple[str, str, str]]) -> bool:
    """Whether an entry holds the words: in its reason, or as a value of a text, of now or before, where they stand no longer.

    A text where they still stand was not agreed on, and its trail says what it says.
    """
    if _in_text(entry.reason, words):
        return True
    base = entry.field.partition(".")[0]
    if (entry.model, entry.object_id, base) in standing or entry.model not in HOLDERS:
        return False
    if base not in {column.attname for column in _texts_of(HOLDERS[entry.model])}:
        return False
    return _in_text(entry.old, words) or _in_text(entry.new, words)


def _standing(incident: Incident, words: str) -> frozenset[tuple[str, str, str]]:
    """Where the words stand now, whoever may read it."""
    return frozenset((each.model, each.object_id, each.field) for each in places_holding(incident, words))


def _say_again(trail: Act, incident: Incident, erased: list[EntryRow], touched: _Touched) -> None:
    """Says what stands now of every field whose newest entry was emptied, so that the trail still folds to the tables."""
    newest = {(each.model, each.object_id, each.field): each for each in erased}
    known = {(each.model, each.object_id, each.field): each.seq for each in entries_left(incident.id)}
    said = set()
    for (model, key, name), entry in newest.items():
        if known.get((model, key, name), 0) > entry.seq:
            continue
        base, _, code = name.partition(".")
        new = touched.get((model, key, base), entry.new)
        if code and (model, key, base) in touched:
            new = new[code]
        said.add((model, key, base))
        audit_change(trail, incident.id, model, key, name, "", new, _part(entry))
    for (model, key, name), new in touched.items():
        if (model, key, name) not in said and (model, key, name) not in known:
            audit_change(trail, incident.id, model, key, name, "", new, Part.NARRATIVE)


def _part(entry: EntryRow) -> Part:
    return Part(entry.part) if entry.part else Part.SUMMARY


def _texts_of(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    unchecked = NOT_CHECKED.get(model._meta.model_name or "", frozenset()) - {"name", "changes"}
    for column in model._meta.concrete_fields:
        if column.attname in unchecked or column.choices:
            continue
        is_long = isinstance(column, models.CharField) and (column.max_length or 0) >= _SHORTEST_COLUMN
        if is_long or isinstance(column, models.TextField | models.JSONField):
            yield column


def _in_text(text: str, words: str) -> bool:
    """Whether words stand in a text of the trail, which writes lists and mappings as JSON."""
    if text[:1] in ("[", "{"):
        try:
            return _holds(json.loads(text), words)
        except ValueError:
            pass
    return bool(words_at(text, words))


def _is_code(text: str) -> bool:
    return text.replace("_", "").isalnum() and text == text.lower()


def _holds(value: Any, words: str, *, inside: bool = False) -> bool:
    match value:
        case str():
            return not (inside and _is_code(value)) and bool(words_at(value, words))
        case Mapping():
            return any(_holds(each, words, inside=True) for each in value.values())
        case list() | tuple():
            return any(_holds(each, words, inside=True) for each in value)
    return False


def _without(value: Any, words: str, instead: str, *, inside: bool = False) -> Any:
    match value:
        case str():
            return value if inside and _is_code(value) else without(value, words, instead)
        case Mapping():
            return {name: _without(each, words, instead, inside=True) for name, each in value.items()}
        case list() | tuple():
            return [_without(each, words, instead, inside=True) for each in value]
    return value
