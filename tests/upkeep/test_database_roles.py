"""On PostgreSQL the application works as a role that can neither change the trail nor the tables."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from pytest_django import Settings

from sightline.audit.verification import verify
from sightline.incidents.models import Incident
from sightline.policy.terms import Role
from sightline.upkeep.services import database_roles
from tests import factories

pytestmark = pytest.mark.maintenance

# Quotes must hold whatever a role is called.
RUNTIME, MAINTENANCE = 'sightline "pages"', "sightline's owner"


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(role.replace(chr(34), chr(34) * 2))}")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def make_roles() -> None:
    call_command("database_roles", runtime=RUNTIME, maintenance=MAINTENANCE, apply=True, stdout=StringIO())


REFUSED = [
    "ALTER TABLE audit_entry ADD COLUMN extra text",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "ALTER TABLE audit_payload DISABLE TRIGGER audit_payload_erasure_only",
    "DROP TRIGGER audit_entry_no_change ON audit_entry",
    "DROP TABLE audit_entry",
    "DROP FUNCTION audit_refuse() CASCADE",
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "TRUNCATE audit_entry, audit_payload, audit_head",
    "TRUNCATE incidents_incident CASCADE",
    "UPDATE audit_entry SET at = 'x'",
    "DELETE FROM audit_entry",
    "DELETE FROM audit_payload",
    "DELETE FROM audit_head",
    "INSERT INTO audit_head VALUES (2, 0, '')",
    "UPDATE django_migrations SET name = name",
    "SET session_replication_role = replica",
    "CREATE TABLE mine (id int)",
    "ALTER TABLE incidents_incident ADD COLUMN extra text",
]


@pytest.mark.django_db
def test_application_works_as_a_role_that_can_change_neither_tables_nor_trail(settings: Settings) -> None:
    if connection.vendor != "postgresql":
        with pytest.raises(CommandError, match="SQLite has no roles"):
            make_roles()
        return
    make_roles()
    make_roles()
    settings.SIGHTLINE_HOME_ICB = factories.HOME_ICB
    with acting_as(RUNTIME):
        world = factories.world()
        incident = factories.reported(world.actor("trust", Role.REPORTER))
        assert Incident.objects.get(pk=incident.pk).reference == incident.reference
        verdict = verify()
        assert verdict.intact
        assert verdict.entries > 1
        taken = []
        for statement in REFUSED:
            try:
                execute(statement)
                taken.append(statement)
            except ProgrammingError as problem:
                said = str(problem)
                assert any(word in said for word in ("permission denied", "must be owner")), (statement, said)
        assert taken == []
        assert verify() == verdict


@pytest.mark.django_db
def test_tables_made_later_are_the_owners_and_the_application_may_use_them() -> None:
    if connection.vendor != "postgresql":
        database_roles.narrow(connection)
        return
    make_roles()
    with acting_as(MAINTENANCE):
        execute("CREATE TABLE later (id bigint GENERATED ALWAYS AS IDENTITY, words text)")
        execute("DROP TABLE audit_head CASCADE")
        execute("CREATE TABLE audit_head (id int, seq bigint, entry_hash text)")
    with acting_as(RUNTIME):
        execute("INSERT INTO later (words) VALUES ('kept')")
        # Default privileges cannot know which tables are the trail's: what follows each migration does.
        execute("DELETE FROM audit_head")
        with pytest.raises(ProgrammingError, match="must be owner"):
            execute("DROP TABLE later")
    with acting_as(MAINTENANCE):
        call_command("migrate", verbosity=0)
    with acting_as(RUNTIME):
        execute("UPDATE audit_head SET seq = 1")
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute("DELETE FROM audit_head")


@pytest.mark.django_db
def test_functions_that_go_round_the_wall_are_called_by_whoever_may_read_cases_and_by_nobody_else() -> None:
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"
        return
    make_roles()
    execute("CREATE ROLE sightline_tests_anybody")
    execute("GRANT USAGE ON SCHEMA public TO sightline_tests_anybody")
    asked = (
        "SELECT sightline_sees(gen_random_uuid())",
        "SELECT sightline_holding('words', '{case}', 10)",
        "SELECT sightline_numbered('2026/1')",
        "SELECT sightline_counted('{provider}', '{case}', false, NULL, 10)",
    )
    for statement in asked:
        with acting_as(RUNTIME):
            execute(statement)
        with acting_as("sightline_tests_anybody"), pytest.raises(ProgrammingError, match="permission denied"):
            execute(statement)


def test_one_role_for_both_is_refused() -> None:
    with pytest.raises(ValueError, match="must differ"):
        database_roles.statements(database="d", runtime="same", maintenance="same")


@pytest.mark.django_db
def test_new_database_is_migrated_as_the_owner_and_served_as_the_other() -> None:
    """The README's outline: an empty database, the printed SQL, and two addresses."""
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"
        return
    mark = uuid4().hex[:8]
    name, runtime, owner = f"line_{mark}", f"pages_{mark}", f"owner_{mark}"
    parts = urlsplit(os.environ["DATABASE_URL"])

    def address(role: str | None) -> str:
        netloc = parts.netloc if role is None else f"{role}@{parts.netloc.rpartition('@')[2]}"
        return urlunsplit(parts._replace(netloc=netloc, path=f"/{name}"))

    def sightline(*arguments: str, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "sightline.config.cli", *arguments],
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as superuser:
        superuser.execute(f"CREATE DATABASE {name}")
        try:
            printed = sightline(
                "database-roles", "--runtime", runtime, "--maintenance", owner, DATABASE_URL=address(None)
            )
            with psycopg.connect(address(None), autocommit=True) as inside:
                inside.execute(printed.encode())
            both = {"DATABASE_URL": address(runtime), "SIGHTLINE_MAINTENANCE_DATABASE_URL": address(owner)}
            sightline("migrate", "--verbosity", "0", **both)
            assert "chain intact" in sightline("verify-audit", **both)
            with psycopg.connect(address(runtime), autocommit=True) as pages:
                found = pages.execute(
                    "SELECT tableowner FROM pg_tables WHERE schemaname = 'public'"
                ).fetchall()
                assert {owner_of for (owner_of,) in found} == {owner}
                # Made by a migration and by no model: tries are counted there by the role that serves pages.
                pages.execute("INSERT INTO shared_cache VALUES ('a try', '', now())")
                pages.execute("DELETE FROM shared_cache")
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    pages.execute("DELETE FROM audit_entry")
        finally:
            superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")
            superuser.execute(f"DROP ROLE IF EXISTS {runtime}")
            superuser.execute(f"DROP ROLE IF EXISTS {owner}")
