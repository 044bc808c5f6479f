"""Who stands in the place of an organisation that has closed: mergers, however many back (clause 4.7.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sightline.organisations.models import Organisation


@dataclass(frozen=True)
class Closed:
    """An organisation that has closed, and its last day."""

    id: UUID
    ods_code: str
    name: str
    closed_on: date


@dataclass(frozen=True)
class TakenOver:
    """An organisation that has closed, and who stands in its place."""

    closed: Closed
    successor_id: UUID
    successor_name: str


def standing_on(start: Organisation | None, on: date) -> Organisation | None:
    """The organisation itself, or the successor that stands in its place on that day; None if nobody does."""
    seen: set[UUID] = set()
    current = start
    while current is not None and current.closed_on is not None and current.closed_on < on:
        if current.id in seen:
            return None
        seen.add(current.id)
        current = current.successor
    return current


def replaced_by(organisation_id: UUID, on: date) -> list[UUID]:
    """Everything this organisation stands in for on that day, however many mergers back."""
    found: list[UUID] = []
    frontier = [organisation_id]
    while frontier:
        frontier = list(
            Organisation.objects.filter(successor_id__in=frontier, closed_on__lt=on)
            .exclude(id__in=found)
            .values_list("id", flat=True)
        )
        found += frontier
    return found


def closed_before(day: date) -> tuple[Mapping[UUID, TakenOver], Mapping[UUID, Closed]]:
    """Organisations that had closed before a day, by id: those somebody stands in for then, and the others; two queries."""
    closed = {row.id: row for row in Organisation.objects.filter(closed_on__lt=day)}
    ends = {row.successor_id for row in closed.values()} - set(closed) - {None}
    standing = {row.id: row for row in Organisation.objects.filter(id__in=ends)} if ends else {}
    taken_over, left = {}, {}
    for row in closed.values():
        known = Closed(row.id, row.ods_code, row.name, row.closed_on or day)
        successor = standing.get(_end_of(row, closed) or row.id)
        if successor is None:
            left[row.id] = known
        else:
            taken_over[row.id] = TakenOver(known, successor.id, successor.name)
    return taken_over, left


def _end_of(start: Organisation, closed: Mapping[UUID, Organisation]) -> UUID | None:
    """The first that has not closed, going from successor to successor; None where there is none."""
    seen = {start.id}
    at = start.successor_id
    while at is not None and at in closed:
        if at in seen:
            return None
        seen.add(at)
        at = closed[at].successor_id
    return at
