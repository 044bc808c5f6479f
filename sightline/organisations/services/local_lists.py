"""Bank holidays that cannot be computed, and lengths agreed locally."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from sightline.audit.services import act
from sightline.organisations.agreed import BODY, lengths_for
from sightline.organisations.errors import Invalid, Unknown
from sightline.organisations.models import AddedBankHoliday, Place, TimescaleVariation
from sightline.organisations.services.authority import require_administrator
from sightline.organisations.services.once import once
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.deadlines import DEADLINES, shortened_by_place
from sightline.policy.external_bodies import RULES
from sightline.policy.facts import Actor
from sightline.policy.terms import Framework


def add_bank_holiday(*, day: date, title: str, source: str, by: Actor | None, now: datetime) -> None:
    """Add a bank holiday proclaimed after this release was made. Due dates that span it move by a day."""
    require_administrator(by)
    title, source = title.strip(), source.strip()
    if not title:
        raise Invalid("title", "Enter what the holiday is for.")
    if not source:
        raise Invalid("source", "Enter where it was announced.")
    if AddedBankHoliday.objects.filter(day=day).exists():
        raise Invalid("day", "That day was added already.")
    with once("day", "That day was added already."), act(by=by, now=now, reason=source) as acted:
        made = AddedBankHoliday.objects.create(day=day, title=title, source=source)
        acted.record(
            model="organisations.AddedBankHoliday",
            object_id=made.id,
            field="added",
            old="",
            new={"day": day, "title": title, "source": source},
        )


def vary_timescale(
    *,
    kind: DeadlineKind,
    framework: Framework,
    length: int,
    from_on: date,
    until_on: date | None = None,
    place_id: UUID | None = None,
    reason: str,
    by: Actor | None,
    now: datetime,
) -> UUID:
    """Agree another length for a timescale, in its own unit; return the variation's id (design decision 37).

    Where several are in force, the one that began last counts. ``Invalid`` without a reason, for a timescale the
    framework does not have, or where a Place would have longer than holds without it.
    """
    require_administrator(by)
    if kind not in {row.kind for row in DEADLINES[framework]}:
        raise Invalid("kind", f"The {framework.label} has no such timescale: {kind.label}.")
    if place_id is not None:
        if not Place.objects.filter(id=place_id).exists():
            raise Unknown(f"There is no Place {place_id}.")
        try:
            shortened_by_place(framework, lengths_for(framework, None, from_on), {kind: length})
        except ValueError as too_long:
            raise Invalid("length", str(too_long)) from too_long
    return _agree(kind.value, framework, length, from_on, until_on, place_id, reason, by=by, now=now)


def vary_telling(
    *,
    code: str,
    length: int,
    from_on: date,
    until_on: date | None = None,
    reason: str,
    by: Actor | None,
    now: datetime,
) -> None:
    """Agree another length for the limit of a rule about another body, in its own unit and everywhere (decision 37).

    It holds under each framework, as the rule does: a variation for each, both or none.

    ``Invalid`` for a rule whose limit was checked at its source, or that has no number.
    """
    require_administrator(by)
    rule = RULES.get(code)
    if rule is None or not rule.may_vary:
        raise Invalid("kind", "The limit of this rule cannot be agreed locally.")
    with act(by=by, now=now, reason=reason):
        for framework in Framework:
            _agree(BODY + code, framework, length, from_on, until_on, None, reason, by=by, now=now)


def _agree(
    kind: str,
    framework: Framework,
    length: int,
    from_on: date,
    until_on: date | None,
    place_id: UUID | None,
    reason: str,
    *,
    by: Actor | None,
    now: datetime,
) -> UUID:
    reason = reason.strip()
    if not reason:
        raise Invalid("reason", "Enter who agreed this, and why.")
    if length < 1:
        raise Invalid("length", "Enter a whole number of at least 1.")
    if until_on and until_on < from_on:
        raise Invalid("until_on", "The last day must be the first day or later.")
    with act(by=by, now=now, reason=reason) as acted:
        made = TimescaleVariation.objects.create(
            kind=kind,
            framework=framework.value,
            place_id=place_id,
            length=length,
            from_on=from_on,
            until_on=until_on,
            reason=reason,
        )
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
            },
        )
    return made.id


def end_variation(
    *, variation_id: UUID, until_on: date, reason: str, by: Actor | None, now: datetime
) -> None:
    """Make ``until_on`` the last day of a variation. It may be brought forward, never put off: agree a new one.

    Incidents identified on that day or before keep the length they were given (design decision 37).
    """
    require_administrator(by)
    found = TimescaleVariation.objects.filter(id=variation_id).first()
    if found is None:
        raise Unknown(f"There is no variation {variation_id}.")
    if not reason.strip():
        raise Invalid("reason", "Enter who agreed this, and why.")
    if until_on < found.from_on:
        raise Invalid("until_on", "The last day must be the first day or later.")
    with act(by=by, now=now, reason=reason) as acted:
        changed = TimescaleVariation.objects.filter(
            Q(until_on__isnull=True) | Q(until_on__gt=until_on), id=variation_id
        ).update(until_on=until_on)
        if not changed:
            raise Invalid("until_on", "This variation has ended by then already.")
        acted.record(
            model="organisations.TimescaleVariation",
            object_id=found.id,
            field="until_on",
            old=found.until_on,
            new=until_on,
        )
