"""On PostgreSQL tests run as the role that serves pages: one that owns nothing and stands before the walls of every case.

What a test does itself is within a scope that shows everything, as its cases are of all sides; what it asks of the pages
is not: a request begins with no scope, as in production.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.test.client import ClientHandler

from sightline.audit import scope
from sightline.upkeep.services import database_roles

_works = {"served": False, "maintenance": False}
RUNTIME, MAINTENANCE = "sightline_tests_pages", "sightline_tests_owner"


def begin() -> None:
    """From here on this process is a test: everything is shown to it, and nothing to a request before its middleware."""
    scope.for_process(scope.everything("tests"))
    answer = ClientHandler.__call__

    def walled(handler: ClientHandler, environ: dict[str, Any]) -> Any:
        with scope.within(scope.NOTHING):
            return answer(handler, environ)

    ClientHandler.__call__ = walled  # type: ignore[method-assign,assignment]


def address(given: str) -> str:
    """The address of a database as the role that serves pages: for servers and workers that a test starts."""
    parts = urlsplit(given)
    return urlunsplit(parts._replace(netloc=f"{RUNTIME}@{parts.netloc.rpartition('@')[2]}"))


def serve_as_runtime() -> None:
    """Makes both roles in the database of the tests, and works as the lesser one on every connection from here on."""
    if connection.vendor != "postgresql":
        return
    database_roles.apply(connection, runtime=RUNTIME, maintenance=MAINTENANCE)
    _works["served"] = True
    connection_created.connect(_become, dispatch_uid="tests.runtime_role")
    _become(connection)
    flush = connection.ops.execute_sql_flush

    def as_owner(statements: list[str]) -> Any:
        with owner():
            return flush(statements)

    connection.ops.execute_sql_flush = as_owner  # type: ignore[method-assign,assignment]


def end() -> None:
    """Back to whoever made the database, who alone may take it away."""
    _works["served"] = False
    connection_created.disconnect(dispatch_uid="tests.runtime_role")
    if connection.vendor == "postgresql":
        connection.close()


def work_as(*, maintenance: bool) -> None:
    """From the next statement on this process works as whoever made the database, or as the role that serves pages."""
    if maintenance == _works["maintenance"]:
        return
    _works["maintenance"] = maintenance
    if connection.connection is not None:
        _become(connection)


def _become(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "postgresql" and _works["served"]:
        connection.connection.execute("RESET ROLE" if _works["maintenance"] else f"SET ROLE {RUNTIME}")


@contextmanager
def owner() -> Iterator[None]:
    """What needs more than the pages have, such as emptying tables."""
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    connection.connection.execute("RESET ROLE")
    try:
        yield
    finally:
        _become(connection)
