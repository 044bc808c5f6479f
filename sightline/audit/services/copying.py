"""Rows by the thousand into one table: COPY on PostgreSQL, ``executemany`` on SQLite.

For the bulk loads of the packages that own the tables, and for nothing else. Values are made into cells first, each
once however many rows it stands in, so that writing a row is joining texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import cache
from itertools import islice
from typing import Any, cast
from uuid import UUID

from django.db import connection, models

#: A value as the engine in use takes it: text on PostgreSQL, what sqlite3 binds on SQLite.
Cell = Any
#: Nothing, in COPY's text: a control character that no person types alone. A text that is only this is refused.
_NULL = "\x02"
_LINES = 500
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@cache
def is_copying() -> bool:
    """Whether the engine in use copies (PostgreSQL): the same for as long as a process lives."""
    return connection.vendor == "postgresql"


def nothing() -> Cell:
    """The cell of no value."""
    return _NULL if is_copying() else None


def cell(field: models.Field[Any, Any], value: object) -> Cell:
    """A value of a column as a cell. TypeError for a value of a kind that no column of ours holds."""
    if value is None:
        return nothing()
    if is_copying() and isinstance(value, (UUID, datetime)):
        return str(value)
    if field.get_internal_type() == "JSONField":
        return json.dumps(value, ensure_ascii=False)
    if not is_copying():
        return field.get_db_prep_save(value, connection)
    return _text(value)


def _text(value: object) -> str:
    match value:
        case bool():
            return "t" if value else "f"
        case str():
            if value == _NULL:
                raise ValueError("A text that stands for nothing cannot be copied.")
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case int() | UUID():
            return str(value)
        case _:
            raise TypeError(f"No column of ours holds a {type(value).__name__}.")


def write_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Writes rows of cells, in the order of ``columns``, within the transaction that is open."""
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    into = f"{connection.ops.quote_name(table)} ({names})"
    with connection.cursor() as cursor:
        if not is_copying():
            marks = ", ".join(["%s"] * len(columns))
            # Names of our own tables and columns only.
            insert = f"INSERT INTO {into} VALUES ({marks})"  # noqa: S608
            cursor.executemany(insert, cast(Sequence[Sequence[Any]], rows))
            return
        tabs = len(columns) - 1
        lines = (_line(row, tabs) for row in rows)
        with cursor.copy(f"COPY {into} FROM STDIN WITH (NULL '{_NULL}')") as copy:
            while block := "".join(islice(lines, _LINES)):
                copy.write(block)


def _line(row: Sequence[str], tabs: int) -> str:
    line = "\t".join(row)
    if "\\" in line or "\n" in line or "\r" in line or line.count("\t") != tabs:
        line = "\t".join([each.translate(_ESCAPED) for each in row])
    return line + "\n"
