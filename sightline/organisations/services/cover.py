"""Cover for leave: who looks after whose cases, from when until when."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sightline.audit.services import act
from sightline.organisations.errors import Invalid, Unknown
from sightline.organisations.models import LeaveCover
from sightline.organisations.selectors import colleagues
from sightline.policy.facts import Actor
from sightline.policy.permissions import roles_holding
from sightline.policy.terms import Permission, Relation, Role
from sightline.policy.working_days import london_day

COVER = "organisations.LeaveCover"


def roles_that_handle() -> frozenset[Role]:
    """Roles that may be named on a case, at either side."""
    relations = (Relation.LEAD_COMMISSIONER, Relation.PROVIDER)
    return frozenset().union(*(roles_holding(Permission.ALLOCATE, relation) for relation in relations))


@dataclass(frozen=True)
class Cover:
    """Who is away, who covers, on both days and between."""

    person_id: UUID
    covered_by_id: UUID
    from_on: date
    until_on: date
    note: str = ""


def problem_with_cover(cover: Cover, *, by: Actor, now: datetime) -> tuple[str, str] | None:
    """What is wrong, as field and words; None where it can be arranged."""
    there = {row.id for row in colleagues(by.organisation_id, roles_that_handle(), london_day(now))}
    if cover.person_id not in there:
        return "person", "Choose someone who handles cases here."
    if cover.covered_by_id not in there:
        return "covered_by", "Choose someone who handles cases here."
    if cover.person_id == cover.covered_by_id:
        return "covered_by", "Choose someone else: nobody covers for themselves."
    if cover.until_on < cover.from_on:
        return "until_on", "The last day must be the first day or later."
    if cover.until_on < london_day(now):
        return "until_on", "The last day must be today or later."
    clash = LeaveCover.objects.filter(
        person_id=cover.person_id,
        organisation_id=by.organisation_id,
        from_on__lte=cover.until_on,
        until_on__gte=cover.from_on,
    )
    if clash.exists():
        return "from_on", "They are covered in part of that time already. End that first."
    return None


def arrange_cover(cover: Cover, *, by: Actor, now: datetime) -> UUID:
    """Arranges cover at the actor's organisation. Anyone who handles cases there may: a person may be too ill to.

    ``Invalid`` names the field; ``Unknown`` for whoever handles no cases.
    """
    if by.role not in roles_that_handle():
        raise Unknown("Only people who handle cases arrange cover.")
    if wrong := problem_with_cover(cover, by=by, now=now):
        raise Invalid(*wrong)
    with act(by=by, now=now, clause="4.3.0", reason=cover.note) as acted:
        made = LeaveCover.objects.create(
            person_id=cover.person_id,
            covered_by_id=cover.covered_by_id,
            organisation_id=by.organisation_id,
            from_on=cover.from_on,
            until_on=cover.until_on,
            note=cover.note.strip(),
        )
        acted.record(model=COVER, object_id=made.id, field="arranged", old="", new=asdict(cover))
    return made.id


def end_cover(*, cover_id: UUID, by: Actor, now: datetime) -> None:
    """They are back: cover ends yesterday, or never began."""
    found = LeaveCover.objects.filter(id=cover_id, organisation_id=by.organisation_id).first()
    if found is None or by.role not in roles_that_handle():
        raise Unknown("There is no such cover.")
    with act(by=by, now=now, clause="4.3.0") as acted:
        yesterday = london_day(now) - timedelta(days=1)
        acted.record(model=COVER, object_id=found.id, field="until_on", old=found.until_on, new=yesterday)
        if found.from_on > yesterday:
            found.delete()
        else:
            LeaveCover.objects.filter(id=found.id).update(until_on=yesterday)
