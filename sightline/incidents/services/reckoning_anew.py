"""After a calendar or a length changed: every stored due date computed anew, and whose moved is said, never hidden.

What was done or ended already never changes with it. A bank holiday counts only for what was not done when it was added
or withdrawn (``Calendar.known_at``); a length that would change something decided is refused (``DecidedWouldChange``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sightline.audit.services import Act, act
from sightline.incidents.clock_records import CHUNK, records_for_clocks
from sightline.incidents.models import DueDate, Incident
from sightline.incidents.record import RELATED, CaseRecord, facts_of, load_case
from sightline.incidents.services.due_dates import (
    every_due_date,
    fields_of_due_date,
    identified_on,
    local_rules,
    refresh_due_dates,
)
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.deadlines import Due
from sightline.policy.facts import Actor
from sightline.policy.local_lengths import counts_on
from sightline.policy.terms import Framework, Part, Status
from sightline.policy.working_days import LONDON, london_day

_ENDED = (Status.CLOSED, Status.DOWNGRADED, Status.NOT_SERIOUS, Status.DUPLICATE)
_FIELDS = ("kind", "round", "side", "started_on", "original_due_on", "due_on", "done_at", "is_running")


@dataclass(frozen=True)
class MovedDate:
    """A running timescale of one case that is due on another day than before."""

    reference: str
    kind: DeadlineKind
    was: date
    now: date


class DecidedWouldChange(Exception):
    """Timescales that are done or ended would be judged by another length: how many, and of incidents up to which day."""

    def __init__(self, timescales: int, last_on: date) -> None:
        super().__init__(f"{timescales} timescales up to {last_on}")
        self.timescales = timescales
        self.last_on = last_on


def reckon_anew(*, reason: str, by: Actor | None, now: datetime) -> tuple[MovedDate, ...]:
    """Computes the due dates of every case with a timescale that runs; each that moved is in the audit trail of its case."""
    running = DueDate.objects.filter(incident=OuterRef("pk"), is_running=True)
    cases = Incident.objects.filter(Q(Exists(running)) | ~Q(status__in=[each.value for each in _ENDED]))
    return _reckon(cases, reason=reason, by=by, now=now)[0]


def reckon_since(
    first: date, framework: Framework, *, reason: str, by: Actor | None, now: datetime
) -> tuple[MovedDate, ...]:
    """The same for every case that counts from a day on, ended ones too, after a length of its framework changed.

    Raises ``DecidedWouldChange``, and with it undoes the change that is in the same transaction.
    """
    begins = datetime.combine(first, datetime.min.time(), LONDON)
    # Each timescale counts on one of these two days.
    counting = Q(identified_at__gte=begins) | Q(reported_at__gte=begins)
    cases = Incident.objects.filter(counting, framework=framework.value)
    moved, decided = _reckon(cases, reason=reason, by=by, now=now)
    if decided:
        raise DecidedWouldChange(len(decided), max(decided))
    return moved


def _reckon(
    cases: QuerySet[Incident], *, reason: str, by: Actor | None, now: datetime
) -> tuple[tuple[MovedDate, ...], list[date]]:
    """What moved, and for each timescale decided before that would change the day on which its case counts.

    Reads a chunk with a few grouped queries; only a case that differs is loaded whole.
    """
    moved: list[MovedDate] = []
    decided: list[date] = []
    local = local_rules()
    with act(by=by, now=now, clause="4.3a", reason=reason) as acted:
        records = records_for_clocks(
            cases.exclude(status=Status.DRAFT.value).order_by("id"), with_bodies=True
        )
        while chunk := list(islice(records, CHUNK)):
            stored = _stored(chunk)
            for record in chunk:
                dues = every_due_date(record, local)
                before = stored[record.incident.id]
                after = {(due.kind.value, due.round): fields_of_due_date(due) for due in dues}
                if before == after:
                    continue
                changed = [
                    due
                    for due in dues
                    if before.get((due.kind.value, due.round)) != after[due.kind.value, due.round]
                ]
                decided += [_counts_on(record, due) for due in changed if _is_decided(due)]
                moved += _said(record, changed, before, acted)
                whole = load_case(Incident.objects.select_related(*RELATED).get(id=record.incident.id))
                refresh_due_dates(whole, facts_of(whole), now=now)
    return tuple(moved), decided


def _stored(chunk: list[CaseRecord]) -> dict[UUID, dict[tuple[str, int], dict[str, object]]]:
    """The index rows of these cases, by case, then by kind and round; one query."""
    found: dict[UUID, dict[tuple[str, int], dict[str, object]]] = defaultdict(dict)
    rows = DueDate.objects.filter(incident__in=[record.incident.id for record in chunk])
    for row in rows.order_by().values("incident_id", *_FIELDS):
        case = row.pop("incident_id")
        found[case][row["kind"], row["round"]] = row
    return found


def _counts_on(record: CaseRecord, due: Due) -> date:
    incident = record.incident
    reported_on = london_day(incident.reported_at)
    return counts_on(due.kind, identified_on=identified_on(incident), reported_on=reported_on)


def _is_decided(due: Due) -> bool:
    return due.done_at is not None or due.ended_at is not None


def _said(
    record: CaseRecord,
    changed: list[Due],
    before: dict[tuple[str, int], dict[str, object]],
    acted: Act,
) -> Iterator[MovedDate]:
    for due in changed:
        was = before.get((due.kind.value, due.round), {}).get("due_on")
        if not isinstance(was, date) or was == due.due_on or _is_decided(due):
            continue
        acted.record(
            model="incidents.DueDate",
            object_id=record.incident.id,
            subject_id=record.incident.id,
            field=f"{due.kind} due" if due.round == 1 else f"{due.kind} due, round {due.round}",
            old=was,
            new=due.due_on,
            part=Part.TIMESCALES,
        )
        yield MovedDate(record.incident.reference, due.kind, was, due.due_on)
