"""Lists of breaches: those whose 72 hours run first, the most urgent on top; then the others, the newest first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from sightline.breaches.breach_facts import state_of
from sightline.breaches.breach_filter import assured_links, breaches_of
from sightline.breaches.models import Breach, BreachLink, BreachTask
from sightline.organisations import staff
from sightline.policy.breach_access import (
    BreachPart,
    BreachRelation,
    handling_roles,
    may_handle,
    parts_of,
)
from sightline.policy.breach_acts import say_clock, state_in_words
from sightline.policy.breach_grid import BreachKind
from sightline.policy.facts import Actor
from sightline.policy.small_providers import SMALL_PROVIDER_KINDS
from sightline.policy.terms import OrganisationKind
from sightline.policy.working_days import london_day

A_PAGE = 30
_MOST_EXPORTED = 5_000


@dataclass(frozen=True)
class BreachRow:
    """One breach in a list. ``title`` is empty where the story is not shown; ``clock`` says the hours that run, in words.

    ``is_ours``: the clock is of the organisation of whoever reads it.
    """

    breach_id: UUID
    reference: str
    title: str
    kinds: tuple[str, ...]
    controller_name: str
    is_ours: bool
    state: str
    clock: str
    is_over: bool
    reported_at: datetime
    aware_at: datetime | None
    told_at: datetime | None
    toolkit_reference: str
    is_closed: bool


@dataclass(frozen=True)
class BreachPage:
    """At most ``A_PAGE`` rows; ``next_after`` is the key to go on from, None on the last page."""

    rows: tuple[BreachRow, ...]
    next_after: UUID | None


def breach_page(actor: Actor, *, now: datetime, after: UUID | None = None) -> BreachPage:
    """A page of the breaches that exist for this hat: at most five queries."""
    found = list(_in_order(actor, now=now, after=after, most=A_PAGE + 1))
    rows = _rows(actor, found[:A_PAGE], now=now)
    return BreachPage(rows, found[A_PAGE - 1].id if len(found) > A_PAGE else None)


def every_breach(actor: Actor, *, now: datetime) -> Iterator[BreachRow]:
    """All of them in the same order, a page at a time, for a file."""
    after: UUID | None = None
    for _ in range(_MOST_EXPORTED // A_PAGE):
        page = breach_page(actor, now=now, after=after)
        yield from page.rows
        after = page.next_after
        if after is None:
            return


def _in_order(actor: Actor, *, now: datetime, after: UUID | None, most: int) -> list[Breach]:
    shown = breaches_of(actor, now=now).select_related("controller")
    running = shown.filter(clock_ends_at__isnull=False).order_by("clock_ends_at", "id")
    others = shown.filter(clock_ends_at__isnull=True).order_by("-id")
    last = None if after is None else shown.filter(id=after).order_by().first()
    if last is not None and last.clock_ends_at is None:
        return list(others.filter(id__lt=last.id)[:most])
    if last is not None:
        ends_at = last.clock_ends_at
        running = running.filter(Q(clock_ends_at__gt=ends_at) | Q(clock_ends_at=ends_at, id__gt=last.id))
    found = list(running[:most])
    return found + list(others[: most - len(found)]) if len(found) < most else found


def relations_in(actor: Actor, breach: Breach, assured: Collection[UUID]) -> set[BreachRelation]:
    """What a hat's organisation is to a breach; ``assured``: breaches linked to cases it sees as lead commissioner."""
    found: set[BreachRelation] = set()
    if breach.controller_id == actor.organisation_id:
        found.add(BreachRelation.CONTROLLER)
    if breach.reported_from_id == actor.organisation_id:
        found.add(BreachRelation.REPORTED_FROM)
    if breach.id in assured:
        found.add(BreachRelation.LEAD_COMMISSIONER)
    return found


def assured_among(actor: Actor, breach_ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Of these breaches, those linked to a case that this hat sees for its lead commissioner; one query."""
    links = assured_links(actor, now=now).filter(breach__in=list(breach_ids))
    return set(links.values_list("breach_id", flat=True))


def parts_in(actor: Actor, breach: Breach, assured: Collection[UUID]) -> frozenset[BreachPart]:
    """The parts of a breach that a hat is shown."""
    is_own = breach.reported_by == actor.person_id
    return parts_of(actor, relations_in(actor, breach, assured), is_own_report=is_own)


def kinds_in_words(breach: Breach) -> tuple[str, ...]:
    """What was broken."""
    return tuple(kind.label for kind in BreachKind if kind.value in breach.kinds)


def _rows(actor: Actor, found: list[Breach], *, now: datetime) -> tuple[BreachRow, ...]:
    assured = assured_among(actor, [breach.id for breach in found], now=now) if found else set()
    return tuple(_row(actor, breach, assured, now) for breach in found)


def _row(actor: Actor, breach: Breach, assured: set[UUID], now: datetime) -> BreachRow:
    parts = parts_in(actor, breach, assured)
    ends_at = breach.clock_ends_at
    return BreachRow(
        breach_id=breach.id,
        reference=breach.reference,
        title=breach.title if BreachPart.STORY in parts else "",
        kinds=kinds_in_words(breach),
        controller_name=breach.controller.name,
        is_ours=breach.controller_id == actor.organisation_id,
        state=state_in_words(state_of(breach)),
        clock="" if ends_at is None else say_clock(ends_at, now),
        is_over=ends_at is not None and ends_at < now,
        reported_at=breach.reported_at,
        aware_at=breach.aware_at,
        told_at=breach.told_at,
        toolkit_reference=breach.toolkit_reference,
        is_closed=breach.closed_at is not None,
    )


def breaches_of_case(actor: Actor, incident_id: UUID, *, now: datetime) -> tuple[BreachRow, ...]:
    """Breaches linked to a case, of those that exist for this hat; whoever asks has been shown the case."""
    links = BreachLink.objects.filter(incident_id=incident_id, until_at__isnull=True)
    found = breaches_of(actor, now=now).filter(id__in=links.values("breach_id"))
    return _rows(actor, list(found.select_related("controller").order_by("id")[:A_PAGE]), now=now)


@dataclass(frozen=True)
class TaskLine:
    """Something to do about a breach, on the worklist of whoever does it."""

    reference: str
    what: str
    when: str
    is_over: bool


def tasks_for(actor: Actor, *, now: datetime, most: int = 20) -> tuple[TaskLine, ...]:
    """Open tasks of this person, and for whoever handles breaches there those that name nobody: one query."""
    mine = Q(assigned_to=actor.person_id)
    if actor.role in handling_roles(is_small=False):
        mine |= Q(assigned_to__isnull=True)
    elif actor.role in handling_roles(is_small=True):
        small = [kind.value for kind in SMALL_PROVIDER_KINDS]
        mine |= Q(assigned_to__isnull=True, breach__controller__kind__in=small)
    open_tasks: QuerySet[BreachTask] = (
        BreachTask.objects.filter(
            mine,
            done_at__isnull=True,
            breach__controller_id=actor.organisation_id,
            breach__closed_at__isnull=True,
            breach__in=breaches_of(actor, now=now),
        )
        .select_related("breach")
        .order_by(F("due_at").asc(nulls_last=True), "id")
    )
    return tuple(
        TaskLine(
            task.breach.reference,
            task.what,
            "" if task.due_at is None else say_clock(task.due_at, now),
            task.due_at is not None and task.due_at < now,
        )
        for task in open_tasks[:most]
    )


def still_visible(actor: Actor, breach_ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Of these breaches, those that exist for this hat now; one query, none without breaches."""
    if not breach_ids:
        return set()
    return set(breaches_of(actor, now=now).filter(id__in=list(breach_ids)).values_list("id", flat=True))


def visible_to_person(person_id: UUID, breach_ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Of these breaches, those that exist for this person now in any role they may use; none once they left."""
    found: set[UUID] = set()
    for hat in staff.hats_of_person(person_id, london_day(now)):
        if left := set(breach_ids) - found:
            found |= still_visible(hat, left, now=now)
    return found


def handles(actor: Actor, breach: Breach) -> bool:
    """Whether this hat acts on a breach, whose controller was read with it."""
    is_small = OrganisationKind(breach.controller.kind) in SMALL_PROVIDER_KINDS
    return may_handle(actor, controller_id=breach.controller_id, controller_is_small=is_small)
