"""Cases by the thousand with their whole history, each told after the pattern of one that went through the services.

For worlds to try and to measure, never for cases of real people. Rows go in by COPY on PostgreSQL. Each batch is one
transaction: rows, references, audit entries and the head of the chain, so that what stands after a failure is whole, and
as many batches as were said to be done. The search of stories is kept by the database itself, row by row.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from random import Random
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connection, models, transaction
from django.db.models import F

from sightline.audit.services.bulk_load import PastEntry, append_histories
from sightline.audit.services.copying import Cell, is_copying, write_rows
from sightline.incidents.models import Awaited, DueDate, ReferenceSequence
from sightline.incidents.pattern import (
    Clock,
    Copy,
    Pattern,
    Retelling,
    case_models,
    columns_of,
    read_patterns,
    statuses_of,
)
from sightline.incidents.pattern_slots import New, moved
from sightline.incidents.services.due_dates import local_rules
from sightline.incidents.services.intake import reference_of
from sightline.policy.working_days import london_day

#: Cases in one transaction: about a second on PostgreSQL, for which other writers wait.
BATCH = 1000


def load_retellings(
    tellings: Iterable[Retelling],
    *,
    seed: str,
    batch_size: int = BATCH,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[int, int]:
    """Adds each retelling as a case, and says how many cases and audit entries there are more.

    Tellings are best in the order of time, which is the order of their references and keys. ``seed`` makes the keys;
    the same one never twice for the same database, or they clash. ``progress`` is told after each batch how many cases
    and entries stand by then.
    """
    keys = _Keys(seed)
    clock = Clock(local_rules())
    waiting, cases, entries = iter(tellings), 0, 0
    while batch := list(islice(waiting, batch_size)):
        with transaction.atomic():
            entries += _load(batch, keys, clock)
        cases += len(batch)
        if progress is not None:
            progress(cases, entries)
    return cases, entries


def tidy() -> None:
    """After a load: the search index in few pieces, and on PostgreSQL what its planner knows of the tables.

    SQLite is given no statistics: with them it searches words worse (ADR 11).
    """
    with connection.cursor() as cursor:
        if is_copying():
            cursor.execute("SELECT gin_clean_pending_list('incidents_story_words')")
            cursor.execute("ANALYZE")
        else:
            cursor.execute("INSERT INTO incidents_search (incidents_search) VALUES ('optimize')")


def _load(batch: Sequence[Retelling], keys: _Keys, clock: Clock) -> int:
    references = _references([_year(telling) for telling in batch])
    tables: dict[type[models.Model], list[tuple[Cell, ...]]] = defaultdict(list)

    def entries() -> Iterator[PastEntry]:
        # Cases are made while their entries are copied, so that client and server work at the same time.
        for telling, reference in zip(batch, references, strict=True):
            copy = _copy(telling, reference, keys, clock)
            for model, row in copy.rows:
                tables[model].append(row)
            yield from copy.entries()

    appended = append_histories(entries())
    models_in_order: list[type[models.Model]] = [*case_models(), DueDate, Awaited]
    for model in models_in_order:
        if model in tables:
            write_rows(model._meta.db_table, [column.column for column in columns_of(model)], tables[model])
    return appended


def _copy(telling: Retelling, reference: str, keys: _Keys, clock: Clock) -> Copy:
    pattern = telling.pattern
    made = keys.after(moved(pattern.reported_at, telling.weeks))
    own = {old: next(made) for old in pattern.new_keys_needed()}
    keys.given[telling] = own[pattern.incident_id]
    ids = dict(telling.ids)
    if pattern.lead_id is not None and telling.lead is not None:
        ids[pattern.lead_id] = keys.given[telling.lead]
    # Nobody holds the code of an invented report, so that its hash is of nothing.
    words = {
        **telling.words,
        pattern.told("reference"): reference,
        pattern.told("tracking_code_hash"): secrets.token_hex(32),
    }
    return pattern.retold(telling, New(own, ids, words, telling.weeks, made), clock)


def _year(telling: Retelling) -> int:
    return london_day(moved(telling.pattern.sent_at, telling.weeks)).year


def _references(years: Sequence[int]) -> list[str]:
    """The next references of these years, each in turn."""
    following = {}
    for year in sorted(set(years)):
        ReferenceSequence.objects.get_or_create(year=year)
        ReferenceSequence.objects.filter(year=year).update(last=F("last") + years.count(year))
        following[year] = ReferenceSequence.objects.get(year=year).last - years.count(year)
    made = []
    for year in years:
        following[year] += 1
        made.append(reference_of(year, following[year]))
    return made


class _Keys:
    """Time-ordered keys (version 7) as of the moments of the cases, the same for the same seed."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)  # noqa: S311 - keys are no secret
        #: The key of the case that each retelling became, while anyone may still be joined to it.
        self.given: WeakKeyDictionary[Retelling, UUID] = WeakKeyDictionary()

    def after(self, moment: datetime) -> Iterator[UUID]:
        """Keys of one moment, each later than the one before."""
        milliseconds = int(moment.timestamp() * 1000) << 80
        number = 0
        while True:
            counted = 0x7000 + number
            yield UUID(int=milliseconds | counted << 64 | 0b10 << 62 | self._random.getrandbits(62))
            number += 1


__all__ = [
    "BATCH",
    "Pattern",
    "Retelling",
    "load_retellings",
    "moved",
    "read_patterns",
    "statuses_of",
    "tidy",
]
