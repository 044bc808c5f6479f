"""The orders of the list, each paged by the key of the last row seen, so that no page costs more than the first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

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
    """Columns with a minus where they descend, as Django writes them, and how each is read from an address.

    The last is the incident's key. Only the first may hold the mark that stands between them in an address.
    """

    columns: tuple[str, ...]
    readers: tuple[Callable[[str], Any], ...]

    def page(self, rows: QuerySet[Incident], after: str, most: int) -> list[tuple[str, UUID]]:
        """The first rows behind a key, each as the key that stands in an address and the incident's own: one query."""
        ordered = rows.filter(self.after(after)).order_by(*self.columns)
        found = ordered.values_list(*(name.lstrip("-") for name in self.columns))[:most]
        return [(key_of(values), values[-1]) for values in found]

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


def key_of(values: tuple[Any, ...]) -> str:
    """The key of a row with these values in the columns of an order, as it stands in an address."""
    return "_".join(
        value.isoformat() if isinstance(value, date | datetime) else str(value) for value in values
    )


ORDERS = {
    "": Order(("-reported_at", "-id"), (_moment, UUID)),
    "oldest": Order(("reported_at", "id"), (_moment, UUID)),
    "provider": Order(("provider__name", "-reported_at", "-id"), (_words, _moment, UUID)),
}
_BY_DAY = Order(("due_day", "-reported_at", "-id"), (date.fromisoformat, _moment, UUID))


def page_by_due(rows: QuerySet[Incident], after: str, most: int, *, shown: Q) -> list[tuple[str, UUID]]:
    """As ``Order.page``, by the day by which the main step is awaited; at most two queries.

    First those with a day, found by an index of open steps, then those with none or, by ``shown``, with none that
    this hat is shown: so history is never sorted.
    """
    day, _, behind = after.partition("_")
    is_past_days = day == _NO_DAY.isoformat()
    page: list[tuple[str, UUID]] = []
    if not is_past_days:
        dated = rows.filter(shown, awaited__is_main=True, awaited__due_on__isnull=False)
        page = _BY_DAY.page(dated.annotate(due_day=F("awaited__due_on")), after, most)
    if len(page) < most:
        main = Awaited.objects.filter(incident=OuterRef("pk"), is_main=True, due_on__isnull=False)
        others = rows.filter(~(shown & Q(Exists(main))))
        found = ORDERS[""].page(others, behind if is_past_days else "", most - len(page))
        page += [(f"{_NO_DAY.isoformat()}_{key}", row_id) for key, row_id in found]
    return page
