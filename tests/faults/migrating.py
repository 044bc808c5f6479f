"""A database without anything in it, and all that stands in one after it was migrated."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from tests.upkeep.conftest import postgresql_database

_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
_SCHEMA = {
    "sqlite": "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
    "postgresql": (
        "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns "
        "WHERE table_schema = 'public' UNION ALL SELECT tablename, indexname, indexdef, '', '' FROM pg_indexes "
        "WHERE schemaname = 'public' UNION ALL SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), '', '' "
        "FROM pg_trigger WHERE NOT tgisinternal UNION ALL SELECT conrelid::regclass::text, conname, "
        "pg_get_constraintdef(oid), '', '' FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    ),
}


@contextmanager
def emptied(path: Path) -> Iterator[str]:
    """The name of a new database: this file on SQLite, one on the server of the tests on PostgreSQL."""
    if connection.vendor == "sqlite":
        yield str(path)
        path.unlink(missing_ok=True)
        return
    with postgresql_database() as name:
        yield name


def all_that_stands(name: str) -> tuple[list[tuple[object, ...]], dict[str, int]]:
    """Tables, columns, indexes, triggers and constraints, and how many rows each table has."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(name)) as asked:
            return _all_of(lambda sql: asked.execute(sql).fetchall())
    import psycopg

    address = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    with psycopg.connect(address) as asking:
        return _all_of(lambda sql: asking.execute(sql.encode()).fetchall())


def _all_of(
    ask: Callable[[str], list[tuple[object, ...]]],
) -> tuple[list[tuple[object, ...]], dict[str, int]]:
    schema = sorted(ask(_SCHEMA[connection.vendor]), key=repr)
    tables = {str(table) for (table,) in ask(_TABLES[connection.vendor])}
    rows = {table: ask(f'SELECT count(*) FROM "{table}"')[0][0] for table in sorted(tables)}
    applied = ask("SELECT app, name FROM django_migrations")
    return schema, {table: int(str(count)) for table, count in rows.items()} | {
        "migrations": len(applied),
        "different migrations": len(set(applied)),
    }
