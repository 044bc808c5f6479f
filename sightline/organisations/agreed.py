"""What was agreed locally: bank holidays added by hand, and lengths of timescales other than the rule's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import DateField, DateTimeField, UUIDField, Value

from sightline.organisations.models import AddedBankHoliday, TimescaleVariation
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.local_lengths import AgreedLength, in_force
from sightline.policy.terms import Framework
from sightline.policy.working_days import ENGLAND_AND_WALES, Calendar, LateHoliday

#: Before the code of a rule of ``policy.external_bodies``, where the length of its limit was agreed.
BODY = "tell:"


def calendar() -> Calendar:
    """Bank holidays of England and Wales with those an administrator added or withdrew, and when."""
    late = AddedBankHoliday.objects.order_by("day", "id").values_list("day", "added_at", "withdrawn_at")
    return ENGLAND_AND_WALES.with_late(LateHoliday(*row) for row in late)


def lengths_for(framework: Framework, place_id: UUID | None, on: date) -> Mapping[DeadlineKind, int]:
    """Lengths agreed locally and in force on a day, each in its rule's own unit; kinds without one are absent.

    For a case the day is when it was identified, or reported until then, and for candour always when it was reported;
    what is agreed later changes no case that counts from before. ``policy.local_lengths`` says which holds and why.
    """
    return agreed_lengths()(framework, place_id, on)


def agreed_lengths(
    instead: Mapping[DeadlineKind, int] | None = None,
) -> Callable[[Framework, UUID | None, date], Mapping[DeadlineKind, int]]:
    """What ``lengths_for`` answers, from one query now however many cases ask: few lengths are agreed anywhere.

    ``instead``: lengths to put in place of the installation's, for a replay.
    """
    return _lengths_in(rows(), instead or {})


Lengths = Callable[[Framework, UUID | None, date], Mapping[DeadlineKind, int]]
LengthsOfBodies = Callable[[date], Mapping[str, int]]


def agreed_everything() -> tuple[Calendar, Lengths, LengthsOfBodies]:
    """The calendar, lengths of timescales, and of limits to tell other bodies: one query, for every page of a case asks."""
    nothing = Value(None, UUIDField()), Value(None, DateTimeField())
    lengths = (
        TimescaleVariation.objects.filter(withdrawn_at__isnull=True)
        .order_by()
        .annotate(known_at=nothing[1])
        .values_list(
            "id", "from_on", "until_on", "kind", "framework", "place_id", "length", "known_at", "withdrawn_at"
        )
    )
    late = (
        AddedBankHoliday.objects.order_by()
        .annotate(**{name: Value("") for name in ("kind", "framework")})
        .annotate(until_on=Value(None, DateField()), place=nothing[0], length=Value(0))
        .values_list(
            "id", "day", "until_on", "kind", "framework", "place", "length", "added_at", "withdrawn_at"
        )
    )
    found = sorted(lengths.union(late, all=True), key=lambda row: (row[1], row[0]))
    names = ("id", "from_on", "until_on", "kind", "framework", "place_id", "length")
    standing = [TimescaleVariation(**dict(zip(names, row, strict=False))) for row in found if row[3]]
    calendar = ENGLAND_AND_WALES.with_late(LateHoliday(row[1], *row[-2:]) for row in found if not row[3])
    return calendar, _lengths_in(_of_timescales(standing), {}), _bodies_in(standing)


def agreed_body_lengths() -> LengthsOfBodies:
    """Limits to tell other bodies that were agreed locally and hold on a day, by the code of their rule."""
    return _bodies_in(_standing())


def _bodies_in(standing: list[TimescaleVariation]) -> LengthsOfBodies:
    of_bodies = [each for each in standing if each.kind.startswith(BODY)]

    def lengths(on: date) -> Mapping[str, int]:
        return {
            each.kind.removeprefix(BODY): each.length
            for each in of_bodies
            if each.from_on <= on and (each.until_on is None or on <= each.until_on)
        }

    return lengths


def _lengths_in(agreed: list[AgreedLength], instead: Mapping[DeadlineKind, int]) -> Lengths:
    def lengths(framework: Framework, place_id: UUID | None, on: date) -> Mapping[DeadlineKind, int]:
        return in_force(agreed, framework, place_id, on, instead=instead)

    return lengths


def rows() -> list[AgreedLength]:
    """Every length agreed locally that was not taken back, in the order in which they begin; one query."""
    return _of_timescales(_standing())


def _standing() -> list[TimescaleVariation]:
    return list(TimescaleVariation.objects.filter(withdrawn_at__isnull=True).order_by("from_on", "id"))


def _of_timescales(standing: list[TimescaleVariation]) -> list[AgreedLength]:
    return [each.as_agreed for each in standing if not each.kind.startswith(BODY)]
