"""A case as a pattern: its rows, its audit entries and its facts, from which others with a history like it are made.

Rows of every table of the case are taken as they stand, whichever tables there are. What policy computes is not: due days
and awaited steps are reckoned for each copy by the same functions as every step uses, and who may see the copy is compared
with what policy expects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from sightline.audit import selectors as audit
from sightline.audit.chain import moment_text
from sightline.audit.services.bulk_load import PastEntry
from sightline.audit.services.copying import Cell, cell
from sightline.incidents.models import Awaited, DueDate, Incident, IncidentAccess, Involvement
from sightline.incidents.pattern_slots import New, Slots, moved
from sightline.incidents.record import RELATED, CaseRecord, clock_facts_of, facts_of, load_case
from sightline.incidents.services.due_dates import (
    LocalRules,
    due_on_of,
    fields_awaited,
    fields_of_due_date,
)
from sightline.policy.deadlines import Due, due_dates
from sightline.policy.permissions import expected_access
from sightline.policy.terms import Framework, Role, Status

#: More entries than any case has.
_ALL = 1_000_000
#: How many reckonings are remembered: copies come in the order of time, so that those of one week are near.
_KNOWN_AT_MOST = 5_000
#: Reckoned for each copy and not taken as it stands.
_RECKONED = (DueDate, Awaited)
_NUMBERS = ("reference", "steis_number", "lfpse_number", "local_number")


class NoPattern(ValueError):
    """The case cannot stand for others."""


class NotAsExpected(ValueError):
    """A copy would be seen by others than policy expects."""


@dataclass(frozen=True, eq=False)
class Retelling:
    """One case to make: like a pattern, so many whole weeks on, elsewhere, among other people, in other words.

    ``ids`` are people and places instead of those of the pattern; ``words`` instead of those named when it was read.
    ``lead``: for a duplicate, the retelling it was joined to, which stands before it.
    """

    pattern: Pattern
    weeks: int
    provider_id: UUID
    place_id: UUID | None
    ids: Mapping[UUID, UUID] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    lead: Retelling | None = None


@dataclass(frozen=True)
class Clock:
    """What timescales are reckoned with, and those reckoned before."""

    rules: LocalRules
    known: dict[tuple[UUID, int, UUID | None], tuple[tuple[Due, ...], list[dict[str, Cell]]]] = field(
        init=False, default_factory=dict
    )


class Pattern:
    """One case, read whole. Raises NoPattern where it cannot stand for others.

    ``words`` are those that a retelling may replace, to be named before the first; ``request_id`` is what the audit entries
    of every copy say of the run that made them.
    """

    def __init__(self, incident: Incident, others: Sequence[models.Model], *, request_id: str = "") -> None:
        self._incident = incident
        self._record = load_case(self._incident)
        self._facts = facts_of(self._record)
        self._rows = [self._incident, *others]
        # Kept as it stands: reckoning moves the days of the case it reckons with.
        self._told = {
            column.attname: str(column.value_from_object(incident) or "") for column in columns_of(Incident)
        }
        self._past = audit.entries_for(incident.id, parts=None, limit=_ALL)[::-1]
        self._request_id = request_id
        self._at: dict[tuple[UUID, UUID | None], list[dict[str, Any]]] = {}
        self.words: tuple[str, ...] = ()
        self.incident_id: UUID = self._incident.id
        self.status = Status(self._incident.status)
        self.framework = Framework(self._incident.framework)
        self.provider_id: UUID = self._incident.provider_id
        self.place_id: UUID | None = self._incident.place_id
        #: The case it was joined to, if it is a duplicate.
        self.lead_id: UUID | None = self._incident.merged_into_id
        self.reported_at: datetime = self._incident.reported_at
        self.identified_at: datetime | None = self._incident.identified_at
        #: When its report was sent: the year of its reference.
        self.sent_at: datetime = self._record.steps[-1].taken_at
        self._refuse()

    def _refuse(self) -> None:
        if any(row._meta.model_name == "correction" for row in self._rows):
            raise NoPattern("A correction holds due days in words, which a shift would make untrue.")
        if any(row.read_with_id is not None for row in self._record.learning):
            raise NoPattern("It is read together with another case, and no copy would be.")
        if any(entry.erased for entry in self._past):
            raise NoPattern("Some of its history was erased.")
        if not self._past:
            raise NoPattern("It has no history.")

    # What it is

    @cached_property
    def last_at(self) -> datetime:
        """The last moment at which something was recorded of it."""
        return max(entry.at for entry in self._past)

    @property
    def names_others(self) -> bool:
        """Whether another organisation is named in it, so that it cannot be told of just any provider."""
        return any(isinstance(row, Involvement) for row in self._rows)

    def told(self, name: str) -> str:
        """What one field of the report says, as text."""
        return self._told[name]

    @cached_property
    def reporter_id(self) -> UUID | None:
        """Who reported it, where that is known."""
        return None if self._record.reporter is None else self._record.reporter.person_id

    @cached_property
    def reporter_words(self) -> tuple[str, str]:
        """Name and contact of who reported it, as given."""
        reporter = self._record.reporter
        return ("", "") if reporter is None else (reporter.name, reporter.contact)

    @cached_property
    def people(self) -> Mapping[UUID, tuple[Role, UUID]]:
        """Who acted in it but did not only report it, in which role and where, and whose desk it is on."""
        found = {
            step.taken_by: (Role(step.role), step.organisation_id)
            for step in reversed(self._record.steps)
            if step.taken_by is not None and step.taken_by != self.reporter_id
        }
        if self._incident.provider_lead_id is not None:
            found.setdefault(self._incident.provider_lead_id, (Role.PROVIDER_LEAD, self.provider_id))
        return found

    # Copies of it

    def retold(self, telling: Retelling, new: New, clock: Clock) -> Copy:
        """The rows and entries of one retelling. NotAsExpected where others than policy says would see it."""
        form = self._form
        ids = {self.provider_id: telling.provider_id, **new.ids}
        if self.place_id is not None and telling.place_id is not None:
            ids[self.place_id] = telling.place_id
        self._check(telling, ids)
        values = form.slots.values(replace(new, ids=ids))
        rows = [(table, get(values)) for table, get in form.rows]
        incident = values[form.incident]
        rows += self._reckoned(telling, new, incident, values[form.since], clock)
        return Copy(rows, values, form.entries)

    def new_keys_needed(self) -> Sequence[UUID]:
        """The keys that each copy has of its own, in the order in which their rows were made."""
        return self._form.keys

    @cached_property
    def _form(self) -> _Form:
        keys = [self._incident.id, self._incident.draft_id]
        keys += [row.pk for row in self._rows if row.pk not in keys]
        given = {self.provider_id, *self.people}
        given |= {each for each in (self.place_id, self.lead_id, self.reporter_id) if each is not None}
        own = [self.told(name) for name in _NUMBERS]
        slots = Slots(
            keys=frozenset(keys),
            ids=frozenset(given),
            words=[*self.words, *own, *self.reporter_words, self._incident.tracking_code_hash],
        )
        rows = [
            (type(row), itemgetter(*(slots.of_field(row, column) for column in columns_of(type(row)))))
            for row in self._rows
        ]
        request, nobody = slots.of_text(self._request_id), slots.of_text("")
        entries = [
            itemgetter(
                slots.of_text(moment_text(entry.at)),
                request,
                slots.of_text(entry.model),
                slots.of_text(entry.object_id),
                slots.of_text(str(self._incident.id)),
                slots.of_text(entry.actor) if entry.actor else nobody,
                *(
                    slots.of_text(text)
                    for text in (
                        entry.hat,
                        entry.field,
                        entry.old,
                        entry.new,
                        entry.part,
                        entry.clause,
                        entry.reason,
                    )
                ),
            )
            for entry in self._past
        ]
        since = slots.of_moment(self._record.steps[0].taken_at)
        return _Form(slots, keys, rows, entries, slots.of_key(self._incident.id), since)

    def _check(self, telling: Retelling, ids: Mapping[UUID, UUID]) -> None:
        reporter = self._record.reporter
        if reporter is not None and reporter.in_confidence and self.reporter_id is not None:
            masked = ids.get(self.reporter_id, self.reporter_id)
            if masked in [new for old, new in ids.items() if old != self.reporter_id]:
                raise NotAsExpected(
                    "Who reports in confidence must not act in the same case under their name."
                )
        where = (telling.provider_id, telling.place_id)
        if where not in self._at:
            facts = replace(self._facts, provider_id=telling.provider_id, place_id=telling.place_id)
            expected = {
                (grant.organisation_id, grant.relation.value, grant.level.value)
                for grant in expected_access(facts)
            }
            standing = {
                (ids.get(row.organisation_id, row.organisation_id), row.reason, row.level)
                for row in self._rows
                if isinstance(row, IncidentAccess) and row.until_at is None
            }
            if standing != expected:
                raise NotAsExpected("Others than policy expects would see a copy of this case there.")
            self._at[where] = fields_awaited(facts)

    def _reckoned(
        self, telling: Retelling, new: New, incident: Cell, since: Cell, clock: Clock
    ) -> Iterator[tuple[type[models.Model], tuple[Cell, ...]]]:
        dues, cells = self._dues(telling, clock)
        ready = {"incident_id": incident, "since": since}
        for known in cells:
            yield DueDate, _cells(DueDate, {"id": next(new.more)}, ready | known)
        for fields in self._at[telling.provider_id, telling.place_id]:
            due_on = due_on_of(fields["deadline"], dues)
            yield Awaited, _cells(Awaited, {"id": next(new.more), "due_on": due_on, **fields}, ready)

    def _dues(self, telling: Retelling, clock: Clock) -> tuple[tuple[Due, ...], list[dict[str, Cell]]]:
        """The timescales of a copy; copies of one week under the same lengths have the same."""
        place = (self.incident_id, telling.weeks, telling.place_id)
        if place not in clock.known:
            if len(clock.known) >= _KNOWN_AT_MOST:
                clock.known.clear()
            for row, name, old in self._clocked:
                setattr(row, name, _later(old, telling.weeks))
            rules = clock.rules
            lengths = rules.lengths_of(self._record.incident, self.framework, telling.place_id)
            dues = due_dates(clock_facts_of(self._record, calendar=rules.calendar, lengths=lengths))
            clock.known[place] = dues, [_cells_of(DueDate, fields_of_due_date(due)) for due in dues]
        return clock.known[place]

    @cached_property
    def _clocked(self) -> list[tuple[models.Model, str, Any]]:
        """The days and moments that timescales are reckoned from, as they stand in the pattern."""
        record: CaseRecord = self._record
        held: list[models.Model | None] = [record.incident, record.candour, *record.initial_reviews]
        held += [*record.reports, *record.candour_steps, *record.other_investigations]
        held += [*record.learning, *record.learning_dates]
        return [
            (row, column.attname, value)
            for row in held
            if row is not None
            for column in row._meta.concrete_fields
            if isinstance(value := getattr(row, column.attname), date)
        ]


@dataclass(frozen=True)
class _Form:
    slots: Slots
    keys: list[UUID]
    rows: list[tuple[type[models.Model], Any]]
    entries: list[Any]
    incident: int
    since: int


@dataclass(frozen=True)
class Copy:
    """What one retelling writes: rows of cells by model, and entries for the audit trail."""

    rows: list[tuple[type[models.Model], tuple[Cell, ...]]]
    _values: Sequence[Any]
    _entries: Sequence[Any]

    def entries(self) -> Iterator[PastEntry]:
        """Its audit entries, oldest first."""
        values = self._values
        return (get(values) for get in self._entries)


def read_patterns(ids: Collection[UUID], *, request_id: str = "") -> dict[UUID, Pattern]:
    """Those of the cases that can stand for others."""
    others: dict[UUID, list[models.Model]] = defaultdict(list)
    for model in case_models()[1:]:
        for row in model._default_manager.filter(incident__in=ids).order_by("pk"):
            others[row.incident_id].append(row)  # type: ignore[attr-defined]
    found = {}
    for incident in Incident.objects.select_related(*RELATED).filter(id__in=ids):
        with suppress(NoPattern):
            found[incident.id] = Pattern(incident, others[incident.id], request_id=request_id)
    return found


def statuses_of(ids: Collection[UUID]) -> dict[UUID, tuple[Status, UUID | None]]:
    """Where each of these cases stands, and what it was joined to."""
    rows = Incident.objects.filter(id__in=ids).values_list("id", "status", "merged_into_id")
    return {row[0]: (Status(row[1]), row[2]) for row in rows}


@cache
def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of a table, in the order of its cells."""
    return list(model._meta.concrete_fields)


def case_models() -> list[type[models.Model]]:
    """The tables of a case that is copied as it stands, the case itself first."""
    return [
        Incident,
        *(
            model
            for model in apps.get_app_config("incidents").get_models()
            if model not in _RECKONED
            and any(column.name == "incident" for column in model._meta.concrete_fields)
        ),
    ]


def _later(value: Any, weeks: int) -> Any:
    return moved(value, weeks) if isinstance(value, datetime) else value + timedelta(weeks=weeks)


def _cells_of(model: type[models.Model], fields: Mapping[str, object]) -> dict[str, Cell]:
    return {
        column.attname: cell(column, fields[column.attname])
        for column in columns_of(model)
        if column.attname in fields
    }


def _cells(
    model: type[models.Model], fields: Mapping[str, object], ready: Mapping[str, Cell]
) -> tuple[Cell, ...]:
    return tuple(
        [
            ready[column.attname] if column.attname in ready else cell(column, fields[column.attname])
            for column in columns_of(model)
        ]
    )
