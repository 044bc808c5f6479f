"""What a database holds, counted: said by a backup of itself, and found again when it is restored."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper


@dataclass(frozen=True)
class Contents:
    """The head of the audit chain; ``rows``: table → number of rows; migrations as ``app.name``, as they were run."""

    head_seq: int
    head_hash: str
    rows: dict[str, int]
    migrations: list[str]


def contents_of(connection: BaseDatabaseWrapper) -> Contents:
    """Counts a database of ours as this connection sees it; inside one transaction, as of one moment."""
    with connection.cursor() as cursor:
        tables = sorted(
            table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"
        )
        cursor.execute("SELECT seq, entry_hash FROM audit_head WHERE id = 1")
        head = cursor.fetchone() or (0, "")
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
        rows = {table: _count(cursor, connection, table) for table in tables}
    return Contents(head_seq=head[0], head_hash=head[1], rows=rows, migrations=migrations)


def _count(cursor: CursorWrapper, connection: BaseDatabaseWrapper, table: str) -> int:
    # The name comes from the database's own catalogue.
    cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
    return int(cursor.fetchone()[0])


def difference(said: Contents, found: Contents) -> str:
    """Where two differ, in words; empty where they do not."""
    tables = [
        f"{table} ({said.rows.get(table, 'no table')} in the backup, {found.rows.get(table, 'no table')} restored)"
        for table in sorted(said.rows | found.rows)
        if said.rows.get(table) != found.rows.get(table)
    ]
    if (said.head_seq, said.head_hash) != (found.head_seq, found.head_hash):
        tables.append("the head of the audit chain")
    if said.migrations != found.migrations:
        tables.append("the list of migrations")
    return ", ".join(tables)
