"""Lengths agreed locally: agreed from a day on, ended, and one in place of another. ``policy.local_lengths`` says which holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from sightline.audit.services import Act, act
from sightline.organisations.errors import Invalid, Unknown
from sightline.organisations.models import Place, TimescaleVariation
from sightline.organisations.services.authority import require_administrator
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.deadlines import DEADLINES
from sightline.policy.facts import Actor
from sightline.policy.lengths import Length, say_day
from sightline.policy.local_lengths import AgreedLength, TooLong, too_long_at_a_place
from sightline.policy.reckoning import Deadline
from sightline.policy.terms import Framework

_ONE_DAY = timedelta(days=1)


def vary_timescale(
    *,
    kind: DeadlineKind,
    framework: Framework,
    length: int,
    from_on: date,
    until_on: date | None = None,
    place_id: UUID | None = None,
    reason: str,
    source: str = "",
    supersede: bool = False,
    by: Actor | None,
    now: datetime,
) -> UUID:
    """Agree another length for a timescale, in its own unit; return the variation's id (design decision 37).

    It counts for incidents identified from ``from_on`` on. Two of one timescale at one Place never meet: ``supersede``
    ends the earlier one the day before, or takes it back where both begin on one day. ``Invalid`` without a reason, for
    a timescale the framework does not have, where it would meet another, or where a Place would have longer than holds
    without it on any day (clause 5.1.2), be it this Place or one that agreed before.

    Whether something decided would change is asked by ``incidents.services.local_rules``, which knows the cases.
    """
    require_administrator(by)
    reason, source = reason.strip(), source.strip()
    if not reason:
        raise Invalid("reason", "Enter who agreed this, and why.")
    if length < 1:
        raise Invalid("length", "Enter a whole number of at least 1.")
    if until_on and until_on < from_on:
        raise Invalid("until_on", "The last day must be the first day or later.")
    if kind not in {row.kind for row in DEADLINES[framework] if row.length}:
        raise Invalid("kind", f"The {framework.label} has no such timescale: {kind.label}.")
    if place_id is not None and not Place.objects.filter(id=place_id).exists():
        raise Unknown(f"There is no Place {place_id}.")
    new = AgreedLength(framework, kind, length, from_on, until_on, place_id)
    with act(by=by, now=now, reason=reason) as acted:
        _give_way(new, supersede=supersede, reason=reason, acted=acted, now=now)
        made = TimescaleVariation.objects.create(
            kind=kind.value,
            framework=framework.value,
            place_id=place_id,
            length=length,
            from_on=from_on,
            until_on=until_on,
            reason=reason,
            source=source,
            agreed_at=now,
        )
        _require_shorter_at_places("length", new)
        acted.record(
            model="organisations.TimescaleVariation",
            object_id=made.id,
            field="agreed",
            old="",
            new={
                "kind": kind,
                "framework": framework,
                "length": length,
                "place_id": place_id,
                "from_on": from_on,
                "until_on": until_on,
                "source": source,
            },
        )
    return made.id


def end_variation(
    *, variation_id: UUID, until_on: date, reason: str, by: Actor | None, now: datetime
) -> None:
    """Make ``until_on`` the last day of a variation. It may be brought forward, never put off: agree a new one.

    Incidents identified on that day or before keep the length they were given (design decision 37). ``Invalid`` where
    a Place would then have longer than holds without it.
    """
    require_administrator(by)
    reason = reason.strip()
    found = TimescaleVariation.objects.filter(id=variation_id, withdrawn_at__isnull=True).first()
    if found is None:
        raise Unknown(f"There is no variation {variation_id}.")
    if not reason:
        raise Invalid("reason", "Enter who agreed this, and why.")
    if until_on < found.from_on:
        raise Invalid("until_on", "The last day must be the first day or later.")
    with act(by=by, now=now, reason=reason) as acted:
        if not _end(found, until_on, reason=reason, acted=acted, now=now):
            raise Invalid("until_on", "This variation has ended by then already.")
        _require_shorter_at_places("until_on", replace(found.as_agreed, until_on=until_on))


def _end(found: TimescaleVariation, until_on: date, *, reason: str, acted: Act, now: datetime) -> bool:
    """Brings the last day forward; False where it had ended by then."""
    changed = TimescaleVariation.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=until_on), id=found.id, withdrawn_at__isnull=True
    ).update(until_on=until_on, ended_at=now, ended_reason=reason)
    if changed:
        acted.record(
            model="organisations.TimescaleVariation",
            object_id=found.id,
            field="until_on",
            old=found.until_on,
            new=until_on,
        )
    return bool(changed)


def _give_way(new: AgreedLength, *, supersede: bool, reason: str, acted: Act, now: datetime) -> None:
    """Others of the same timescale and Place end before the new one begins, where that is wanted; ``Invalid`` else."""
    for row in _of_one_timescale(new.framework, new.kind):
        old = row.as_agreed
        if not old.meets(new):
            continue
        words = _in_words(old, _names([row]))
        if old.from_on > new.from_on:
            raise Invalid("until_on", f"{words}: let this one end the day before that, or earlier.")
        if not supersede:
            raise Invalid("from_on", f"{words}. Begin after it has ended, or let this one take its place.")
        if old.from_on < new.from_on:
            _end(row, new.from_on - _ONE_DAY, reason=reason, acted=acted, now=now)
            continue
        TimescaleVariation.objects.filter(id=row.id).update(withdrawn_at=now, ended_reason=reason)
        acted.record(
            model="organisations.TimescaleVariation",
            object_id=row.id,
            field="withdrawn",
            old={"length": old.length, "from_on": old.from_on, "until_on": old.until_on},
            new="",
        )


def _require_shorter_at_places(field: str, changed: AgreedLength) -> None:
    """``Invalid`` beside the field where a Place would be longer, on any day, than what holds without it (5.1.2)."""
    rows = list(_of_one_timescale(changed.framework, changed.kind))
    found = too_long_at_a_place([row.as_agreed for row in rows])
    if found is None:
        return
    if found.agreed == changed and field == "length":
        raise Invalid(field, _too_long(found))
    longest = Length(found.longest, found.rule.unit)
    raise Invalid(
        field,
        f"{_in_words(found.agreed, _names(rows))}, and a Place may only shorten the {longest} that would hold "
        f"without it on {say_day(found.on)}. End the length of the Place first.",
    )


def _too_long(found: TooLong) -> str:
    longest = Length(found.longest, found.rule.unit)
    since = "" if found.on == found.agreed.from_on else f", which hold from {say_day(found.on)} on"
    return f"{found.rule.label}: a Place may only shorten {longest}{since}."


def _of_one_timescale(framework: Framework, kind: DeadlineKind) -> QuerySet[TimescaleVariation]:
    return TimescaleVariation.objects.filter(
        framework=framework.value, kind=kind.value, withdrawn_at__isnull=True
    ).order_by("from_on", "id")


def _names(rows: Collection[TimescaleVariation]) -> dict[UUID, str]:
    places = [row.place_id for row in rows if row.place_id is not None]
    return dict(Place.objects.filter(id__in=places).values_list("id", "name"))


def _in_words(agreed: AgreedLength, places: dict[UUID, str]) -> str:
    """ "50 working days hold in Vale from Monday 1 June 2026 until …"."""
    where = "everywhere" if agreed.place_id is None else f"in {places.get(agreed.place_id, 'a Place')}"
    until = "" if agreed.until_on is None else f" until {say_day(agreed.until_on)}"
    length = Length(agreed.length, _rule(agreed).unit)
    holds = "holds" if agreed.length == 1 else "hold"
    return f"{length} {holds} {where} from {say_day(agreed.from_on)}{until}"


def _rule(agreed: AgreedLength) -> Deadline:
    return next(row for row in DEADLINES[agreed.framework] if row.kind is agreed.kind)
