"""Counts the measures anew: the newest count replaces the one before, and the trend is in its months."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from sightline.audit.services.copying import Cell, cell, write_rows
from sightline.governance.models import Measured
from sightline.incidents.selectors.measuring import Tally, tallies
from sightline.policy.measures import reporting_year
from sightline.policy.working_days import end_of_day, london_day

#: Columns of the table that a tally fills, under the same names.
_TALLIED = (
    *("measure", "month_on", "provider_id", "lead_commissioner_id", "place_id"),
    *("is_shared", "good", "total"),
)


def counted_since(now: datetime) -> date:
    """The first day of the year before this one: what was reported earlier is counted no more."""
    this_year, _ = reporting_year(london_day(now))
    before, _ = reporting_year(this_year - timedelta(days=1))
    return before


def count_measures(*, now: datetime) -> list[Tally]:
    """What each measure comes to, for this year and the one before. It only reads."""
    return list(tallies(since=end_of_day(counted_since(now) - timedelta(days=1)), now=now))


def keeping(found: Sequence[Tally], *, now: datetime) -> Callable[[], None]:
    """What makes these the figures that are shown, to be called when they are to be kept. Kept twice, they are there once.

    Readers are shown the newest count only, so that two workers at once add nothing up twice. Nothing of any case
    changes, and the audit trail holds nothing of it. Rows are made now and written as bulk loads are, because on SQLite
    everybody waits for a writer.
    """
    columns = {column.attname: column for column in Measured._meta.concrete_fields}
    made: dict[tuple[str, object], Cell] = {}

    def ready(name: str, value: object) -> Cell:
        if (name, value) not in made:
            made[name, value] = cell(columns[name], value)
        return made[name, value]

    as_at = ready("as_at", now)
    rows = [(*(ready(name, getattr(tally, name)) for name in _TALLIED), as_at) for tally in found]

    def keep() -> None:
        with transaction.atomic():
            Measured.objects.filter(as_at__lte=now).delete()
            write_rows(Measured._meta.db_table, [*_TALLIED, "as_at"], rows)

    return keep


def refresh_measures(*, now: datetime) -> int:
    """Counts and keeps in one go; how many figures there are."""
    found = count_measures(now=now)
    keeping(found, now=now)()
    return len(found)
