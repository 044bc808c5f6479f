"""What was agreed locally: bank holidays added by hand, and lengths of timescales other than the rule's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

from sightline.organisations.models import AddedBankHoliday, TimescaleVariation
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.deadlines import DEADLINES
from sightline.policy.terms import Framework
from sightline.policy.working_days import ENGLAND_AND_WALES, Calendar

#: Before the code of a rule of ``policy.external_bodies``, where the length of its limit was agreed.
BODY = "tell:"


class LocalLengths(dict[DeadlineKind, int]):
    """Lengths agreed locally, each in its rule's own unit: of timescales by kind; ``bodies`` of limits to tell, by rule."""

    bodies: Mapping[str, int] = MappingProxyType({})


def calendar() -> Calendar:
    """Bank holidays of England and Wales with those an administrator added."""
    return ENGLAND_AND_WALES.with_extra(AddedBankHoliday.objects.values_list("day", flat=True))


def lengths_for(framework: Framework, place_id: UUID | None, on: date) -> LocalLengths:
    """Lengths agreed locally and in force on a day, each in its rule's own unit; kinds without one are absent.

    A Place's length counts only where it is shorter than what holds without it (design decision 37).
    """
    return agreed_lengths()(framework, place_id, on)


def agreed_lengths() -> Callable[[Framework, UUID | None, date], LocalLengths]:
    """What ``lengths_for`` answers, from one query now however many cases ask: few lengths are agreed anywhere."""
    agreed = list(
        TimescaleVariation.objects.order_by("from_on", "id").values_list(
            "framework", "from_on", "until_on", "kind", "length", "place_id"
        )
    )

    def lengths(framework: Framework, place_id: UUID | None, on: date) -> LocalLengths:
        in_force = [
            (kind, length, place)
            for regime, first, last, kind, length, place in agreed
            if regime == framework.value and first <= on and (last is None or on <= last)
        ]
        rows = [
            (DeadlineKind(kind), length, place)
            for kind, length, place in in_force
            if not kind.startswith(BODY)
        ]
        found = LocalLengths({kind: length for kind, length, place in rows if place is None})
        found.bodies = {
            kind.removeprefix(BODY): length
            for kind, length, place in in_force
            if kind.startswith(BODY) and place is None
        }
        by_rule = {row.kind: row.length for row in DEADLINES[framework]}
        for kind, length, place in rows:
            if place is not None and place == place_id and length < found.get(kind, by_rule[kind]):
                found[kind] = length
        return found

    return lengths
