"""What was agreed locally: bank holidays added by hand, and lengths of timescales other than the rule's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from sightline.organisations.models import AddedBankHoliday, TimescaleVariation
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.local_lengths import AgreedLength, in_force
from sightline.policy.terms import Framework
from sightline.policy.working_days import ENGLAND_AND_WALES, Calendar, LateHoliday


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
    agreed = rows()

    def lengths(framework: Framework, place_id: UUID | None, on: date) -> Mapping[DeadlineKind, int]:
        return in_force(agreed, framework, place_id, on, instead=instead or {})

    return lengths


def rows() -> list[AgreedLength]:
    """Every length agreed locally that was not taken back, in the order in which they begin; one query."""
    found = TimescaleVariation.objects.filter(withdrawn_at__isnull=True).order_by("from_on", "id")
    return [each.as_agreed for each in found]
