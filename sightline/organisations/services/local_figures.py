"""Figures agreed locally: agreed from a day on, ended, and one in place of another. ``policy.local_defaults`` says which holds.

None holds on a day that is past when it is recorded, and none ends before that day: what was decided stays as it was judged.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from sightline.audit.services import Act, act
from sightline.organisations.errors import Invalid, Unknown
from sightline.organisations.models import FigureVariation
from sightline.organisations.services.authority import require_administrator
from sightline.policy.facts import Actor
from sightline.policy.lengths import say_day
from sightline.policy.local_default_rows import FIGURES
from sightline.policy.local_defaults import (
    AgreedFigure,
    Figure,
    FigureRule,
    problem_of_rule,
    problem_with_value,
)
from sightline.policy.working_days import london_day

_ONE_DAY = timedelta(days=1)
_MODEL = "organisations.FigureVariation"


def vary_figure(
    *,
    code: str,
    value: int,
    from_on: date,
    until_on: date | None = None,
    reason: str,
    source: str = "",
    supersede: bool = False,
    by: Actor | None,
    now: datetime,
) -> UUID:
    """Agree another value for a figure, in its own unit, for the whole installation; return the variation's id.

    Two of one figure never meet: ``supersede`` ends the earlier one the day before, or takes it back where both begin on
    one day. ``Invalid`` without a reason, outside the figure's range, from a day that is past, where it would meet
    another, or where figures of one rule could not stand together on a day. ``Unknown`` without such a figure.
    """
    require_administrator(by)
    rule, figure = _figure(code)
    reason, source = reason.strip(), source.strip()
    if problem := problem_with_value(figure, value):
        raise Invalid("value", problem)
    _require_from_today("from_on", from_on, "first", now)
    if until_on is not None and until_on < from_on:
        raise Invalid("until_on", "The last day must be the first day or later.")
    _require_reason(reason)
    new = AgreedFigure(code, value, from_on, until_on, reason)
    given = {"value": value, "from_on": from_on, "until_on": until_on, "source": source}
    with act(by=by, now=now, reason=reason) as acted:
        _give_way(figure, new, supersede=supersede, acted=acted, now=now)
        made = FigureVariation.objects.create(
            figure=code, reason=reason, agreed_at=now, agreed_by_id=by.person_id if by else None, **given
        )
        _require_order("value", rule, now)
        acted.record(model=_MODEL, object_id=made.id, field="agreed", old="", new={"figure": code, **given})
    return made.id


def end_figure(*, variation_id: UUID, until_on: date, reason: str, by: Actor | None, now: datetime) -> None:
    """Make ``until_on`` the last day of a value agreed locally. It may be brought forward, never put off: agree a new one.

    ``Invalid`` for a day that is past, one before its first, and where figures of one rule could then not stand together.
    """
    require_administrator(by)
    reason = reason.strip()
    found = FigureVariation.objects.filter(id=variation_id, withdrawn_at__isnull=True).first()
    if found is None:
        raise Unknown(f"There is no figure {variation_id}.")
    rule, _ = _figure(found.figure)
    _require_from_today("until_on", until_on, "last", now)
    if until_on < found.from_on:
        raise Invalid("until_on", "The last day must be the first day or later.")
    _require_reason(reason)
    with act(by=by, now=now, reason=reason) as acted:
        if not _end(found, until_on, reason=reason, acted=acted, now=now):
            raise Invalid("until_on", "It has ended by then already.")
        _require_order("until_on", rule, now)


def _figure(code: str) -> tuple[FigureRule, Figure]:
    found = FIGURES.get(code)
    if found is None:
        raise Unknown(f"There is no figure {code}.")
    return found


def _require_reason(reason: str) -> None:
    if not reason:
        raise Invalid("reason", "Enter who agreed this, and why.")


def _require_from_today(field: str, day: date, name: str, now: datetime) -> None:
    if day < (today := london_day(now)):
        raise Invalid(
            field,
            f"What was decided stays as it was judged: the {name} day can be today, {say_day(today)}, or later.",
        )


def _require_order(field: str, rule: FigureRule, now: datetime) -> None:
    """``Invalid`` beside the field where figures of the rule could not stand together today or later."""
    codes = [figure.code for figure in rule.figures]
    standing = FigureVariation.objects.filter(figure__in=codes, withdrawn_at__isnull=True)
    agreed = [row.as_agreed for row in standing.order_by("from_on", "id")]
    if problem := problem_of_rule(rule, agreed, since=london_day(now)):
        raise Invalid(field, problem)


def _end(found: FigureVariation, until_on: date, *, reason: str, acted: Act, now: datetime) -> bool:
    """Brings the last day forward; False where it had ended by then."""
    changed = FigureVariation.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=until_on), id=found.id, withdrawn_at__isnull=True
    ).update(until_on=until_on, ended_at=now, ended_reason=reason)
    if changed:
        acted.record(model=_MODEL, object_id=found.id, field="until_on", old=found.until_on, new=until_on)
    return bool(changed)


def _give_way(figure: Figure, new: AgreedFigure, *, supersede: bool, acted: Act, now: datetime) -> None:
    """Others of the same figure end before the new one begins, where that is wanted; ``Invalid`` else."""
    standing = FigureVariation.objects.filter(figure=new.code, withdrawn_at__isnull=True)
    for row in standing.order_by("from_on", "id"):
        old = row.as_agreed
        if not old.meets(new):
            continue
        until = "" if old.until_on is None else f" until {say_day(old.until_on)}"
        words = f"{figure.say(old.value)} holds from {say_day(old.from_on)}{until}"
        if old.from_on > new.from_on:
            raise Invalid("until_on", f"{words}: let this one end the day before that, or earlier.")
        if not supersede:
            raise Invalid("from_on", f"{words}. Begin after it has ended, or let this one take its place.")
        if old.from_on < new.from_on:
            _end(row, new.from_on - _ONE_DAY, reason=new.reason, acted=acted, now=now)
            continue
        FigureVariation.objects.filter(id=row.id).update(withdrawn_at=now, ended_reason=new.reason)
        acted.record(
            model=_MODEL,
            object_id=row.id,
            field="withdrawn",
            old={"value": old.value, "from_on": old.from_on, "until_on": old.until_on},
            new="",
        )
