"""Which address of the database a command uses (design decision 18), and what Django is told of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

#: Commands that change tables or load them whole, and so run as the role that owns them.
MAINTENANCE = frozenset(
    {
        *("backup", "drill", "restore"),
        *("database_roles", "load_demonstration", "load_organisations", "migrate", "seed"),
    }
)

#: The management command that is running, as its module is called; empty for the application and everything else.
command = ""


def address(*, everyday: str, maintenance: str) -> str:
    """One of the two, empty for SQLite. Raises ImproperlyConfigured where only the maintenance address is given."""
    if maintenance and not everyday:
        raise ImproperlyConfigured(
            "SIGHTLINE_MAINTENANCE_DATABASE_URL is set and DATABASE_URL is not: pages would come from SQLite."
        )
    return maintenance if maintenance and command in MAINTENANCE else everyday


def postgresql(url: str) -> dict[str, Any]:
    """``DATABASE_URL`` as Django's database settings; the query string goes to libpq as it is."""
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    options = dict(parse_qsl(parts.query))
    # A page joins the tables of a case in the order it names them: looking for a better one of eleven took the planner
    # longer than the query. Compiling a query to machine code pays for reports of minutes, and pages have none. Reading here
    # and there costs little where the tables of cases are in memory or on a disk without a head; taken for dear, the policies of
    # ADR 19 make counting begin with every case of an organisation.
    ours = "-c join_collapse_limit=4 -c jit=off -c random_page_cost=1.1"
    options["options"] = f"{ours} {options.get('options', '')}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def sqlite(path: Path) -> dict[str, Any]:
    """A file as Django's database settings."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Writers queue for the lock from their first statement instead of failing when they upgrade to it.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                "PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON"
            ),
        },
        # A file, not memory: tests with several connections then meet the same locks as real use.
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
    }
