"""Filters of the list of incidents, read from the address: what cannot be right is left out, and said."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sightline.incidents.selectors import IncidentRow, ListFilter
from sightline.policy.harm import PHYSICAL_HARM
from sightline.policy.incident_types import INCIDENT_TYPES
from sightline.policy.terms import Status

OVERDUE = {"any": "Anyone's", "provider": "Because of the provider", "icb": "Because of the ICB"}
LEVELS = ("1", "2", "3")
_MARK = "\ufeff"
#: A spreadsheet takes a cell that begins with one of these for a formula, after blanks too; some take the wide forms.
_FORMULA = tuple("=+-@＝＋－＠")
#: Days outside are mistyped, and the ends of the calendar cannot be counted from.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
COLUMNS = (
    *("Reference", "StEIS", "LFPSE", "Local", "Provider", "Headline", "Status", "Never Event", "Near miss"),
    *("Reported on", "Next", "Due on", "Overdue", "Handler"),
)


@dataclass(frozen=True)
class Asked:
    """The filter, the address that asks for it again, and what was left out because it cannot be right."""

    wanted: ListFilter
    kept: Mapping[str, str]
    problems: tuple[str, ...]


def read_filters(asked: Mapping[str, str]) -> Asked:
    """What an address asks for. An old or broken link shows what it can, and never fails."""
    problems: list[str] = []

    def one_of(name: str, known: Iterable[str]) -> str:
        value = asked.get(name, "")
        return value if value in set(known) else ""

    def day(name: str, label: str) -> date | None:
        value = asked.get(name, "").strip()
        if not value:
            return None
        try:
            read = date.fromisoformat(value)
        except ValueError:
            read = None
        if read is None or not _FIRST_DAY <= read <= _LAST_DAY:
            problems.append(f"{label}: “{value[:30]}” is not a date, so it was left out.")
            return None
        return read

    handler = asked.get("handler", "")
    wanted = ListFilter(
        status=one_of("status", [status.value for status in Status]),
        text=asked.get("q", "").replace("\x00", "")[:200],
        overdue="any" if asked.get("overdue") == "1" else one_of("overdue", OVERDUE),
        never_events_only=asked.get("never_events") == "1",
        near_misses_only=asked.get("near_misses") == "1",
        provider=asked.get("provider", "").replace("\x00", "")[:10].upper(),
        place=_key(asked.get("place", "")),
        incident_type=one_of("type", INCIDENT_TYPES),
        harm=one_of("harm", [row.code for row in PHYSICAL_HARM]),
        level=one_of("level", LEVELS),
        handler=handler if handler in ("me", "nobody") else _key(handler),
        reported_from=day("from", "Reported from"),
        reported_to=day("to", "Reported to"),
        oldest_first=asked.get("sort") == "oldest",
        after=asked.get("after", "")[:100],
    )
    return Asked(wanted, _kept(wanted), tuple(problems))


def _key(text: str) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        return ""


def _kept(wanted: ListFilter) -> dict[str, str]:
    again = {
        "q": wanted.text,
        "status": wanted.status,
        "overdue": wanted.overdue,
        "never_events": "1" if wanted.never_events_only else "",
        "near_misses": "1" if wanted.near_misses_only else "",
        "provider": wanted.provider,
        "place": wanted.place,
        "type": wanted.incident_type,
        "harm": wanted.harm,
        "level": wanted.level,
        "handler": wanted.handler,
        "from": wanted.reported_from.isoformat() if wanted.reported_from else "",
        "to": wanted.reported_to.isoformat() if wanted.reported_to else "",
        "sort": "oldest" if wanted.oldest_first else "",
    }
    return {name: value for name, value in again.items() if value}


class _Line:
    """A file of one line, for the writer of CSV."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[IncidentRow]) -> Iterator[str]:
    """The rows as CSV, a line at a time, with a mark that spreadsheets know UTF-8 by."""
    writer = csv.writer(_Line())
    yield _MARK + writer.writerow(COLUMNS)
    for row in rows:
        numbers = dict(row.numbers)
        yield writer.writerow(
            [
                safe_cell(str(cell))
                for cell in (
                    *(
                        row.reference,
                        numbers.get("StEIS", ""),
                        numbers.get("LFPSE", ""),
                        numbers.get("Local", ""),
                    ),
                    *(row.provider_name, row.headline, row.status.label),
                    *("yes" if row.never_event else "no", "yes" if row.near_miss else "no"),
                    *(row.reported_on.isoformat(), row.awaited),
                    *(row.due_on.isoformat() if row.due_on else "", "yes" if row.is_overdue else "no"),
                    row.handler_name,
                )
            ]
        )


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet runs: what would begin a formula is marked as words."""
    runs = text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if runs else text
