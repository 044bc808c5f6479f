"""The door: every text that is to be stored about a case passes here, whichever form, service or command it comes from.

What the check finds is let in only with an answer: kept with a reason, which is logged, or held, where a mask takes its
place. Without one the step is not taken and nothing is written (clauses 8.0b, 11.1c). Forms ask the same rules first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Max

from sightline.audit.services import Act
from sightline.incidents.errors import FoundText, PersonalDataFound
from sightline.incidents.models import HeldWords, Incident, KeptWords
from sightline.incidents.models.incident import HELD_OF
from sightline.policy.facts import Actor
from sightline.policy.found_words import (
    Answer,
    Choice,
    fingerprint,
    found_in,
    mask,
    problem_with_answer,
    short_mask,
)
from sightline.policy.personal_data import Found, personal_data_in
from sightline.policy.terms import Part, Relation

#: Texts of a case that are none of anybody's words: hashes, numbers of other systems, and sentences we make ourselves.
NOT_CHECKED: Mapping[str, frozenset[str]] = {
    "incident": frozenset(
        {
            *("reference", "steis_number", "lfpse_number", "local_number", "tracking_code_hash"),
            # Names of organisations, some of which are those of people: "Dr Weaver and partners".
            *("provider_why", "lead_commissioner_why"),
        }
    ),
    # Names of bodies and offices, some of which are those of people, and what others call the case.
    "disclosure": frozenset({"reference", "recipient_name", "request_reference", "provider_reference"}),
    # Counts, days and hashes.
    "redactedcopy": frozenset({"manifest", "hash_key"}),
    "document": frozenset(
        {"sha256", "cleaned_sha256", "name", "content_type", "no_copy_because", "signature", "found_kinds"}
    ),
    # What is to go is what would be found; it never reaches the trail.
    "erasure": frozenset({"erased_words", "of_model", "of_id", "of_field", "head_hash", "rule"}),
    "otherinvestigation": frozenset({"reference"}),
    "bodyentry": frozenset({"reference"}),
    "correction": frozenset({"changes", "clocks"}),
    "classificationrecord": frozenset({"advice"}),
}

_said: ContextVar[Mapping[str, Answer]] = ContextVar("said_of_found_words", default=MappingProxyType({}))


@contextmanager
def saying(answers: Mapping[str, Answer]) -> Iterator[None]:
    """Inside, words named by these fingerprints were answered for so, beside what was said before."""
    token = _said.set({**_said.get(), **answers})
    try:
        yield
    finally:
        _said.reset(token)


def said_of(found: Found) -> Answer | None:
    """What was said of these words by whoever sends them; None where nothing was."""
    return _said.get().get(fingerprint(found))


def known_on(incident_id: UUID, found: tuple[Found, ...]) -> frozenset[str]:
    """Fingerprints of those words that were kept on this case before, with a reason: they are not asked again."""
    asked = {_of_case(incident_id, each): fingerprint(each) for each in found}
    there = KeptWords.objects.filter(incident_id=incident_id, fingerprint__in=list(asked))
    return frozenset(asked[each] for each in there.order_by().values_list("fingerprint", flat=True))


def _of_case(incident_id: UUID, found: Found) -> str:
    return hashlib.sha256(f"{incident_id}|{fingerprint(found)}".encode()).hexdigest()


@dataclass(frozen=True)
class _Place:
    model: str
    object_id: str
    field: str
    part: Part


@dataclass
class _Held:
    number: int
    found: Found
    part: Part
    places: list[dict[str, str]] = field(default_factory=list)


class Door:
    """The texts of one act on one case. ``close`` refuses what was not answered for, or logs what was."""

    def __init__(self, incident_id: UUID, *, by: Actor, side: Relation, is_new: bool = False) -> None:
        self._incident_id, self._by, self._side, self._is_new = incident_id, by, side, is_new
        self._unanswered: list[FoundText] = []
        self._held: dict[str, _Held] = {}
        self._kept: dict[tuple[_Place, str], tuple[Found, str, int]] = {}
        self._last_number: int | None = None
        #: Texts that passed already and as what: a note passes when a step begins and when it ends, and counts once.
        self._passed: dict[tuple[_Place, str], str] = {}

    def pass_row(self, instance: models.Model, part: Part) -> None:
        """Lets the texts of a new row in, as they may be stored."""
        model = instance._meta.model_name or ""
        values = {
            each.attname: each.value_from_object(instance)
            for each in instance._meta.concrete_fields
            if isinstance(each, models.CharField | models.TextField | models.JSONField)
        }
        for name, value in self.pass_values(instance, str(instance.pk), values, part, model=model).items():
            setattr(instance, name, value)

    def pass_values(
        self,
        of: models.Model | type[models.Model],
        object_id: str,
        values: Mapping[str, Any],
        part: Part,
        *,
        model: str = "",
    ) -> dict[str, Any]:
        """New values of fields of one row, as they may be stored; those that are no words come back as they are."""
        model = model or of._meta.model_name or ""
        unchecked = NOT_CHECKED.get(model, frozenset())
        given = {name: value for name, value in values.items() if name not in unchecked}
        plain = {name: value for name, value in given.items() if isinstance(value, str) and value}
        # Answers kept together hold codes, days and times too, whose digits side by side are nobody's number.
        inside = [
            (name, text) for name, value in given.items() if name not in plain for text in _texts(value)
        ]
        leaves = [*plain.items(), *inside]
        passed = dict(values)
        finds = [*found_in(list(plain.values())), *(personal_data_in(text) for _, text in inside)]
        replaced: dict[str, dict[str, str]] = {}
        for (name, text), found in zip(leaves, finds, strict=True):
            if found:
                place = _Place(model, object_id, name, part)
                longest = getattr(of._meta.get_field(name), "max_length", None)
                replaced.setdefault(name, {})[text] = self._pass(place, text, found, longest)
        for name, texts in replaced.items():
            passed[name] = _with_texts(passed[name], texts)
        return passed

    def pass_text(self, model: type[models.Model], object_id: UUID, name: str, text: str, part: Part) -> str:
        """One text, as it may be stored."""
        return str(self.pass_values(model, str(object_id), {name: text}, part)[name])

    def refuse(self) -> None:
        """Raises PersonalDataFound where words were found that nobody answered for."""
        if self._unanswered:
            raise PersonalDataFound(self._unanswered)

    def close(self, *, now: datetime) -> list[models.Model]:
        """The rows that say what was kept and hold what was held, to be written in the same transaction."""
        self.refuse()
        by = None if self._by.masked else self._by.person_id
        rows: list[models.Model] = [
            HeldWords(
                incident_id=self._incident_id,
                number=held.number,
                kind=held.found.kind.value,
                held_text=held.found.text,
                places=held.places,
                part=held.part.value,
                side=self._side.value,
                organisation_id=self._by.organisation_id,
                held_at=now,
                held_by=by,
            )
            for held in self._held.values()
        ]
        rows += [
            KeptWords(
                incident_id=self._incident_id,
                model=place.model,
                object_id=place.object_id,
                field=place.field,
                kind=found.kind.value,
                count=count,
                reason=reason.strip(),
                part=place.part.value,
                fingerprint=_of_case(self._incident_id, found),
                kept_at=now,
                kept_by=by,
                role=self._by.role.value,
                organisation_id=self._by.organisation_id,
            )
            for (place, _), (found, reason, count) in self._kept.items()
        ]
        self._held, self._kept = {}, {}
        return rows

    def close_beside_a_step(self, trail: Act, *, now: datetime) -> list[models.Model]:
        """As ``close`` for what is written without a step: the case counts what is held here and now."""
        rows = self.close(now=now)
        held = sum(isinstance(row, HeldWords) for row in rows)
        if held:
            name = HELD_OF[self._side]
            Incident.objects.filter(id=self._incident_id).update(**{name: F(name) + held})
            trail.record(
                model="incident",
                object_id=str(self._incident_id),
                subject_id=self._incident_id,
                field=name,
                old="",
                new=held,
                part=Part.SUMMARY.value,
            )
        return rows

    def _pass(self, place: _Place, text: str, found: tuple[Found, ...], longest: int | None) -> str:
        if (place, text) not in self._passed:
            self._passed[place, text] = self._answered(place, text, found, longest)
        return self._passed[place, text]

    def _answered(self, place: _Place, text: str, found: tuple[Found, ...], longest: int | None) -> str:
        known = frozenset() if self._is_new else known_on(self._incident_id, found)
        unanswered, to_hold = [], []
        for each in found:
            answer = said_of(each)
            if answer is None or problem_with_answer(answer, [each.kind], self._by.role):
                if fingerprint(each) not in known:
                    unanswered.append(each)
            elif answer.choice is Choice.HOLD:
                to_hold.append(each)
            elif fingerprint(each) not in known:
                key = (place, fingerprint(each))
                count = self._kept[key][2] if key in self._kept else 0
                self._kept[key] = (each, answer.reason, count + 1)
        if unanswered:
            self._unanswered.append(FoundText(place.field, text, tuple(unanswered)))
            return text
        return self._masked(place, text, to_hold, longest) if to_hold else text

    def _masked(self, place: _Place, text: str, found: list[Found], longest: int | None) -> str:
        for write in (mask, lambda kind, number: short_mask(number)):
            masks = [write(each.kind, self._number(each, place.part)) for each in found]
            masked = text
            for each, words in reversed(list(zip(found, masks, strict=True))):
                masked = masked[: each.start] + words + masked[each.end :]
            if longest is None or len(masked) <= longest:
                for each, words in zip(found, masks, strict=True):
                    self._place(each, place, words)
                return masked
        # No room even so: the text is held as a whole, under the kind of its first find.
        whole = Found(0, len(text), found[0].kind, text)
        for each in found:
            if not self._held[fingerprint(each)].places:
                del self._held[fingerprint(each)]
        words = short_mask(self._number(whole, place.part))
        self._place(whole, place, words)
        return words

    def _number(self, found: Found, part: Part) -> int:
        held = self._held.get(fingerprint(found))
        if held is None:
            held = self._held[fingerprint(found)] = _Held(self._next_number(), found, part)
        return held.number

    def _next_number(self) -> int:
        if self._last_number is None:
            there = HeldWords.objects.filter(incident_id=self._incident_id)
            last = None if self._is_new else there.aggregate(last=Max("number"))["last"]
            self._last_number = last or 0
        self._last_number += 1
        return self._last_number

    def _place(self, found: Found, place: _Place, words: str) -> None:
        row = {"model": place.model, "id": place.object_id, "field": place.field, "mask": words}
        places = self._held[fingerprint(found)].places
        if row not in places:
            places.append(row)


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            if value:
                yield value
        case Mapping():
            for each in value.values():
                yield from _texts(each)
        case list() | tuple():
            for each in value:
                yield from _texts(each)


def _with_texts(value: Any, texts: Mapping[str, str]) -> Any:
    match value:
        case str():
            return texts.get(value, value)
        case Mapping():
            return {name: _with_texts(each, texts) for name, each in value.items()}
        case list() | tuple():
            return [_with_texts(each, texts) for each in value]
        case _:
            return value


def let_in(
    texts: Mapping[str, str],
    *,
    by: Actor,
    trail: Act,
    model: str,
    object_id: object,
    subject_id: object = "",
    part: str = "",
) -> None:
    """The door of what is no case, such as a breach: words are kept with a reason, which the trail has, or refused.

    ``texts`` by the names of their fields. Nothing is held there: raises PersonalDataFound also where that was asked for.
    """
    unanswered: list[FoundText] = []
    for (name, text), found in zip(texts.items(), found_in(list(texts.values())), strict=True):
        open_to_question = []
        for each in found:
            answer = said_of(each)
            if (
                answer is None
                or answer.choice is not Choice.KEEP
                or problem_with_answer(answer, [each.kind], by.role)
            ):
                open_to_question.append(each)
                continue
            trail.record(
                model=model,
                object_id=str(object_id),
                subject_id=str(subject_id),
                field=f"{name}: words kept",
                old="",
                new=each.kind.label,
                reason=answer.reason.strip(),
                part=part,
            )
        if open_to_question:
            unanswered.append(FoundText(name, text, tuple(open_to_question)))
    if unanswered:
        raise PersonalDataFound(unanswered)


def replaced_everywhere(value: Any, old: str, new: str) -> Any:
    """A value with one piece of its words replaced wherever it stands, in whatever it holds."""
    match value:
        case str():
            return value.replace(old, new)
        case Mapping():
            return {name: replaced_everywhere(each, old, new) for name, each in value.items()}
        case list() | tuple():
            return [replaced_everywhere(each, old, new) for each in value]
        case _:
            return value
