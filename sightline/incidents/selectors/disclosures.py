"""The register of disclosures: what was shared or disclosed of the cases a hat sees, and what was shared with it (2.2f, 4.3k)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sightline.incidents.models import Disclosure
from sightline.incidents.sharing import standing_of
from sightline.incidents.visibility import visible_to
from sightline.policy.disclosing import DisclosureState, state_on
from sightline.policy.disclosure_kinds import DisclosureKind
from sightline.policy.facts import Actor
from sightline.policy.measures import reporting_year
from sightline.policy.permissions import relations_reading, roles_holding
from sightline.policy.terms import Part, Permission, Relation
from sightline.policy.working_days import end_of_day, london_day

PAGE_SIZE = 50
MOST_COUNTED = 1000
MOST_RECIPIENTS = 200
FIRST_YEAR = 2015
OVERDUE = "overdue"


@dataclass(frozen=True)
class DisclosureFilter:
    """What the reader asked for; ``after`` is the key of the last row seen. ``year``: of April in which it begins.

    ``state``: one of ``DisclosureState``, or ``OVERDUE`` for what waits past the day an answer was wanted.
    """

    text: str = ""
    recipient: str = ""
    kind: str = ""
    year: int | None = None
    state: str = ""
    after: str = ""


@dataclass(frozen=True)
class DisclosureRow:
    """One disclosure in the register. ``is_ours``: this hat sees the case as one with a part in it."""

    disclosure_id: UUID
    reference: str
    kind: DisclosureKind
    recipient_name: str
    by_name: str
    parts: tuple[Part, ...]
    purpose: str
    method: str
    request_reference: str
    state: DisclosureState
    proposed_on: date
    shared_on: date | None
    expires_on: date | None
    due_on: date | None
    acknowledged_on: date | None
    ended_on: date | None
    is_overdue: bool
    is_ours: bool


@dataclass(frozen=True)
class DisclosurePage:
    """One page, and the key the next begins after (empty on the last)."""

    rows: tuple[DisclosureRow, ...]
    next_after: str


def has_register(actor: Actor) -> bool:
    """Whether the register is for this role: it is shown what cases shared, or reads what was shared with it."""
    return bool(relations_reading(Part.SHARING, actor.role)) or _reads_shared(actor)


def _reads_shared(actor: Actor) -> bool:
    return actor.role in roles_holding(Permission.ACKNOWLEDGE_DISCLOSURE, Relation.SHARED)


def visible_disclosures(actor: Actor, *, now: datetime) -> QuerySet[Disclosure]:
    """Of cases this hat is shown that part of, and, for those who read such things, what went to its organisation.

    No join with the case: of what has ended, the case is not there any more for whom it was shared with.
    """
    cases = visible_to(actor, now=now, part=Part.SHARING).filter(id=OuterRef("incident_id"))
    shown = Q(Exists(cases))
    if _reads_shared(actor):
        here = Q(open_to_id=actor.organisation_id) | Q(recipient_id=actor.organisation_id)
        shown |= Q(in_force_at__isnull=False) & here
    return Disclosure.objects.filter(shown).annotate(is_ours=Exists(cases))


def register(actor: Actor, wanted: DisclosureFilter, *, now: datetime) -> DisclosurePage:
    """One page, the newest first: one query."""
    rows = _narrowed(visible_disclosures(actor, now=now), wanted, now).select_related("organisation")
    if (key := _key(wanted.after)) is not None:
        rows = rows.filter(id__lt=key)
    page = list(rows.order_by("-id")[: PAGE_SIZE + 1])
    shown = page[:PAGE_SIZE]
    return DisclosurePage(
        tuple(row_of(row, now) for row in shown), str(shown[-1].id) if len(page) > PAGE_SIZE else ""
    )


def count_of_register(
    actor: Actor, wanted: DisclosureFilter, *, now: datetime, most: int | None = MOST_COUNTED
) -> int:
    """How many the filters find; never counts further than one more than ``most``."""
    found = _narrowed(visible_disclosures(actor, now=now), wanted, now).order_by().values("pk")
    return (found if most is None else found[: most + 1]).count()


def every_disclosure(actor: Actor, wanted: DisclosureFilter, *, now: datetime) -> Iterator[DisclosureRow]:
    """Every filtered row, page by page, in constant memory: for an export."""
    page = register(actor, replace(wanted, after=""), now=now)
    yield from page.rows
    while page.next_after:
        page = register(actor, replace(wanted, after=page.next_after), now=now)
        yield from page.rows


def recipients_in(actor: Actor, year: int | None, *, now: datetime) -> tuple[tuple[str, int], ...]:
    """To whom something went in a year, or ever, and how often, by name: one query."""
    rows = _narrowed(visible_disclosures(actor, now=now), DisclosureFilter(year=year), now)
    if year is not None:
        rows = rows.filter(in_force_at__isnull=False)
    found = rows.order_by("recipient_name").values_list("recipient_name").annotate(Count("id"))
    return tuple((name, number) for name, number in found[:MOST_RECIPIENTS])


def year_of(day: date) -> int:
    """The year a day lies in, by the April in which it begins."""
    return reporting_year(day)[0].year


def _narrowed(rows: QuerySet[Disclosure], wanted: DisclosureFilter, now: datetime) -> QuerySet[Disclosure]:
    if wanted.text:
        text = wanted.text.strip()
        rows = rows.filter(
            Q(reference__iexact=text)
            | Q(recipient_name__icontains=text)
            | Q(request_reference__icontains=text)
            | Q(purpose__icontains=text)
        )
    if wanted.recipient:
        rows = rows.filter(recipient_name=wanted.recipient)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.year is not None:
        first, last = reporting_year(date(wanted.year, 4, 1))
        since, before = end_of_day(date(first.year, 3, 31)), end_of_day(last)
        rows = rows.filter(
            Q(in_force_at__gte=since, in_force_at__lt=before)
            | Q(in_force_at__isnull=True, proposed_at__gte=since, proposed_at__lt=before)
        )
    if wanted.state == OVERDUE:
        rows = rows.filter(in_force_at__isnull=True, due_on__lt=london_day(now)).filter(_open())
    elif wanted.state:
        rows = rows.filter(_in_state(DisclosureState(wanted.state), now))
    return rows


def _open() -> Q:
    return Q(refused_at__isnull=True, withdrawn_at__isnull=True)


def _in_state(state: DisclosureState, now: datetime) -> Q:
    """``state_on`` as a condition: a test holds the two together."""
    if state is DisclosureState.REFUSED:
        return Q(refused_at__isnull=False)
    if state is DisclosureState.WITHDRAWN:
        return Q(refused_at__isnull=True, withdrawn_at__isnull=False)
    if state is DisclosureState.AWAITING_APPROVAL:
        return _open() & Q(in_force_at__isnull=True)
    stands = _open() & Q(in_force_at__isnull=False)
    if state is DisclosureState.ENDED:
        return stands & Q(until_at__lte=now)
    stands &= Q(until_at__isnull=True) | Q(until_at__gt=now)
    return stands & Q(acknowledged_at__isnull=state is DisclosureState.STANDING)


def row_of(row: Disclosure, now: datetime) -> DisclosureRow:
    """A disclosure, annotated as ``visible_disclosures`` does, as lists show it."""
    state = state_on(standing_of(row), now)
    ended_at = (
        row.refused_at or row.withdrawn_at or (row.until_at if state is DisclosureState.ENDED else None)
    )
    waits = state is DisclosureState.AWAITING_APPROVAL
    return DisclosureRow(
        disclosure_id=row.id,
        reference=row.reference,
        kind=DisclosureKind(row.kind),
        recipient_name=row.recipient_name,
        by_name=row.organisation.name,
        parts=tuple(part for part in Part if part.value in row.parts),
        purpose=row.purpose,
        method=row.get_method_display(),
        request_reference=row.request_reference,
        state=state,
        proposed_on=london_day(row.proposed_at),
        shared_on=_day(row.in_force_at),
        expires_on=row.expires_on,
        due_on=row.due_on,
        acknowledged_on=_day(row.acknowledged_at),
        ended_on=row.expires_on if state is DisclosureState.ENDED else _day(ended_at),
        is_overdue=waits and row.due_on is not None and row.due_on < london_day(now),
        is_ours=bool(row.is_ours),  # type: ignore[attr-defined]
    )


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else london_day(moment)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
