"""PostgreSQL's own programs, told where our database is; and emptying a database that was loaded in vain."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import make_conninfo

from sightline.upkeep.errors import UpkeepRefused

#: What Django tells psycopg and libpq does not know.
_NOT_LIBPQ = {"cursor_factory", "context", "prepare_threshold", "password", "autocommit"}


def run(connection: BaseDatabaseWrapper, program: str, *options: str) -> None:
    """Runs pg_dump or pg_restore on the database of this connection. Raises UpkeepRefused with what it said."""
    path = shutil.which(program)
    if path is None:
        raise UpkeepRefused(
            f"{program} is not installed. Install PostgreSQL's client programs (Debian: postgresql-client), "
            "of the server's version or newer."
        )
    given = connection.get_connection_params()
    # Whole, whichever role it is: without these a role before which the walls stand (ADR 19) is refused, and never halves.
    given["options"] = f"{given.get('options', '')} -c sightline.everything=upkeep".strip()
    where = make_conninfo(**{name: value for name, value in given.items() if name not in _NOT_LIBPQ})
    environment = dict(os.environ)
    if given.get("password"):
        # Not an argument, which everybody on the machine could read.
        environment["PGPASSWORD"] = str(given["password"])
    done = subprocess.run(  # noqa: S603
        [path, f"--dbname={where}", *options], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip()
        if done.returncode < 0:
            said = f"{said} It was ended by {signal.Signals(-done.returncode).name}.".strip()
        raise UpkeepRefused(f"{program} failed: {said}")


def dump(connection: BaseDatabaseWrapper, into: Path, *, snapshot: str) -> None:
    """Writes what a snapshot holds, compressed, in PostgreSQL's own format. Owners and grants are the installation's."""
    run(
        connection,
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--enable-row-security",
        f"--snapshot={snapshot}",
        f"--file={into}",
    )


def load(connection: BaseDatabaseWrapper, dumped: Path) -> None:
    """Loads a dump whole or not at all."""
    run(
        connection,
        "pg_restore",
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        str(dumped),
    )


def problem_with_target(connection: BaseDatabaseWrapper) -> str:
    """Why nothing may be restored here, or empty: it holds tables, or somebody is connected to it."""
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            return f"Database {name} holds tables already."
        # Those that serve the server itself have no user.
        cursor.execute(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND usesysid IS NOT NULL"
        )
        others = cursor.fetchone()[0]
    return f"Others are connected to database {name} ({others})." if others else ""


# Not DROP SCHEMA: what was granted on it, and what is to be granted on tables made in it, stays.
_EMPTY = """
DO $empty$ DECLARE found record; BEGIN
    FOR found IN
        SELECT c.oid::regclass AS name FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    LOOP
        EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', found.name);
    END LOOP;
    FOR found IN
        SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                        AND d.deptype = 'e')
    LOOP
        EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', found.name);
    END LOOP;
    FOR found IN SELECT oid::regconfig AS name FROM pg_ts_config WHERE cfgnamespace = 'public'::regnamespace LOOP
        EXECUTE format('DROP TEXT SEARCH CONFIGURATION %s CASCADE', found.name);
    END LOOP;
    FOR found IN SELECT oid::regdictionary AS name FROM pg_ts_dict WHERE dictnamespace = 'public'::regnamespace LOOP
        EXECUTE format('DROP TEXT SEARCH DICTIONARY %s CASCADE', found.name);
    END LOOP;
END $empty$;
"""


def empty(connection: BaseDatabaseWrapper) -> None:
    """Takes away the tables, functions and search words of a database that was empty before we loaded it."""
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)


def may_make_databases(connection: BaseDatabaseWrapper) -> bool:
    """Whether this role may make a database for a drill."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def make_database(connection: BaseDatabaseWrapper, name: str) -> None:
    """An empty database; refused by PostgreSQL inside a transaction. The name is ours."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)} TEMPLATE template0")


def drop_database(connection: BaseDatabaseWrapper, name: str) -> None:
    """The database is gone, whoever is connected to it."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)} WITH (FORCE)")
