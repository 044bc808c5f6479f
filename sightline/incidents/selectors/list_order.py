"""The orders of the list, each paged by the key of the last row seen, so that no page costs more than the first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import reduce
from typing import Any
from uuid import UUID

from django.db.models import Case, DateField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from sightline.incidents.models import Awaited, Incident

#: Where nothing is awaited by a day, or none is shown: after every day that is.
_NO_DAY = date(9999, 12, 31)


def _moment(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError("a moment without its zone")
    return read.astimezone(UTC)


def _words(text: str) -> str:
    if "\x00" in text:
        raise ValueError("no text of a database")
    return text


@dataclass(frozen=True)
class Order:
    """Columns with a minus where they descend, as Django writes them, and how each is read from an address."""

    columns: tuple[str, ...]
    readers: tuple[Callable[[str], Any], ...]

    def key_of(self, row: Incident) -> str:
        """The key of a row, as it stands in an address. Only the first column may hold the mark between."""
        values = (reduce(getattr, name.lstrip("-").split("__"), row) for name in self.columns)
        return "_".join(
            value.isoformat() if isinstance(value, date | datetime) else str(value) for value in values
        )

    def after(self, key: str) -> Q:
        """The rows behind a key; a broken one begins at the first page, as an old link should."""
        parts = key.rsplit("_", len(self.columns) - 1)
        try:
            values = [read(part) for read, part in zip(self.readers, parts, strict=True)]
        except (ValueError, OverflowError):
            return Q()
        behind, level = Q(), Q()
        for column, value in zip(self.columns, values, strict=True):
            name = column.lstrip("-")
            behind |= level & Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": value})
            level &= Q(**{name: value})
        return behind


ORDERS = {
    "": Order(("-reported_at", "-id"), (_moment, UUID)),
    "oldest": Order(("reported_at", "id"), (_moment, UUID)),
    "due": Order(("due_sort", "-reported_at", "-id"), (date.fromisoformat, _moment, UUID)),
    "provider": Order(("provider__name", "-reported_at", "-id"), (_words, _moment, UUID)),
}


def due_sort() -> Case:
    """The day by which the main step is awaited, for rows annotated with ``shows_timescales``."""
    main = (
        Awaited.objects.filter(incident=OuterRef("pk"), is_main=True).order_by("due_on").values("due_on")[:1]
    )
    return Case(
        When(shows_timescales=True, then=Coalesce(Subquery(main), Value(_NO_DAY))),
        default=Value(_NO_DAY),
        output_field=DateField(),
    )
