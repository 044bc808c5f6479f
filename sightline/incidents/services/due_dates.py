"""Refreshes the stored due dates and awaited steps: indexes for lists, computed by policy from the facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from sightline.incidents.bodies import clock_body_facts_of, entries_of
from sightline.incidents.models import Awaited, DueDate, Incident
from sightline.incidents.record import CaseRecord, clock_facts_of
from sightline.organisations import agreed
from sightline.policy.clock_facts import ClockFacts, DeadlineKind
from sightline.policy.deadlines import Due, due_dates
from sightline.policy.external_bodies import items_of, next_dues
from sightline.policy.facts import IncidentFacts
from sightline.policy.local_lengths import of_case
from sightline.policy.next_step import NextStep, also_awaited, next_step
from sightline.policy.terms import Framework, Relation
from sightline.policy.working_days import Calendar, london_day

_Index = TypeVar("_Index", DueDate, Awaited)


@dataclass(frozen=True)
class LocalRules:
    """What timescales are reckoned with here: the holidays, and the lengths agreed by framework, Place and day.

    Read once, in one query, and asked for as many cases as there are. ``bodies``: limits to tell other bodies that were
    agreed locally, by the code of their rule, on a day.
    """

    calendar: Calendar
    lengths: Callable[[Framework, UUID | None, date], Mapping[DeadlineKind, int]]
    bodies: Callable[[date], Mapping[str, int]]

    def facts_of(self, record: CaseRecord) -> ClockFacts:
        """What ``policy.deadlines`` asks of a case, with the calendar and the lengths that hold for it."""
        incident = record.incident
        lengths = self.lengths_of(incident, Framework(incident.framework), incident.place_id)
        return clock_facts_of(record, calendar=self.calendar, lengths=lengths)

    def lengths_of(
        self, incident: Incident, framework: Framework, place_id: UUID | None
    ) -> Mapping[DeadlineKind, int]:
        """The lengths of a case under a framework at a Place: ``policy.local_lengths`` says which day decides."""
        return of_case(
            lambda day: self.lengths(framework, place_id, day),
            identified_on=identified_on(incident),
            reported_on=london_day(incident.reported_at),
        )

    def lengths_of_bodies(self, incident: Incident) -> Mapping[str, int]:
        """The limits to tell other bodies that hold for a case: those of the day it was reported."""
        return self.bodies(london_day(incident.reported_at))


def local_rules() -> LocalRules:
    """The rules as they stand now, in one query."""
    return LocalRules(*agreed.agreed_everything())


def compute_due_dates(record: CaseRecord, here: LocalRules | None = None) -> tuple[Due, ...]:
    """The due dates of a case from its facts, with the calendar and the local lengths in force."""
    return due_dates((here or local_rules()).facts_of(record))


def every_due_date(record: CaseRecord, here: LocalRules) -> tuple[Due, ...]:
    """The timescales of a case, and its limits to tell other bodies: what the index holds of it."""
    return (*compute_due_dates(record, here), *due_dates_of_bodies(record, here))


def due_dates_of_bodies(record: CaseRecord, here: LocalRules) -> tuple[Due, ...]:
    """What lists show of other bodies still to be told: on each side the limit that ends first."""
    facts = clock_body_facts_of(
        record, calendar=here.calendar, lengths=here.lengths_of_bodies(record.incident)
    )
    return next_dues(items_of(entries_of(record.body_entries)).values(), facts)


def identified_on(incident: Incident) -> date | None:
    """The day a case was identified, in London; None until then."""
    return None if incident.identified_at is None else london_day(incident.identified_at)


def refresh_due_dates(record: CaseRecord, facts: IncidentFacts, *, now: datetime) -> None:
    """Brings the index rows of one incident up to date, in the transaction of the step that changed it."""
    dues, awaited = rows_by_the_rules(record, facts, now=now)
    _replace(DueDate, record.incident, dues)
    since = {"since": record.steps[0].taken_at if record.steps else now}
    _replace(Awaited, record.incident, awaited, moment=since)


def rows_by_the_rules(
    record: CaseRecord, facts: IncidentFacts, *, now: datetime
) -> tuple[list[DueDate], list[Awaited]]:
    """The index rows this incident should have, none of them saved."""
    incident = record.incident
    here = local_rules()
    dues = every_due_date(record, here)
    since = record.steps[0].taken_at if record.steps else now
    due_rows = [DueDate(incident=incident, **fields_of_due_date(due)) for due in dues]
    awaited = [
        Awaited(incident=incident, **fields, due_on=due_on_of(fields["deadline"], dues), since=since)
        for fields in fields_awaited(facts)
    ]
    return due_rows, awaited


def is_as_stored(
    model: type[_Index], incident: Incident, rows: Sequence[_Index], *, but: Collection[str] = ()
) -> bool:
    """Whether the stored index rows of an incident are these, leaving aside their keys and the fields of ``but``."""
    names = [
        field.attname
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in but
    ]
    wanted = Counter(tuple(getattr(row, name) for name in names) for row in rows)
    there = model.objects.filter(incident=incident).order_by().values_list(*names)
    return Counter(there) == wanted


def fields_of_due_date(due: Due) -> dict[str, Any]:
    """The fields of the index row of one timescale, but for its incident."""
    return {
        "kind": due.kind.value,
        "round": due.round,
        "side": due.deadline.owner.value,
        "started_on": due.started_on,
        "original_due_on": due.original_due_on,
        "due_on": due.due_on,
        "done_at": due.done_at,
        "is_running": due.is_running,
    }


def fields_awaited(facts: IncidentFacts) -> list[dict[str, Any]]:
    """The fields of each awaited step that follow from the facts; its incident, due day and ``since`` do not."""
    steps = [(step, True) for step in [next_step(facts)] if step is not None]
    steps += [(step, False) for step in also_awaited(facts)]
    rows = [_awaited(facts, step, is_main) for step, is_main in steps]
    return [row for row in rows if row is not None]


def due_on_of(deadline: str, dues: Sequence[Due]) -> date | None:
    """The day on which a timescale that runs is due, the latest round of it; None where none of that kind runs."""
    running = [due for due in dues if due.kind.value == deadline and due.is_running]
    return running[-1].due_on if running else None


def _replace(
    model: type[_Index],
    incident: Incident,
    rows: Sequence[_Index],
    *,
    moment: Mapping[str, datetime] = MappingProxyType({}),
) -> None:
    """Makes these the rows of the incident; where they are there already, which is usual, only ``moment`` is written."""
    there = model.objects.filter(incident=incident)
    if not is_as_stored(model, incident, rows, but=moment):
        there.delete()
        model.objects.bulk_create(rows)
    elif moment and rows:
        there.update(**moment)


def _awaited(facts: IncidentFacts, step: NextStep, is_main: bool) -> dict[str, Any] | None:
    organisation_id = facts.provider_id if step.relation == Relation.PROVIDER else facts.lead_commissioner_id
    if organisation_id is None:
        return None
    return {
        "organisation_id": organisation_id,
        "relation": step.relation.value,
        "action": step.actions[0].value,
        "text": step.text,
        "deadline": step.deadline,
        "clause": step.clause,
        "is_main": is_main,
    }
