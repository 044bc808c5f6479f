"""``sightline database-roles``: the two roles of PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError, connection

from sightline.upkeep.services import database_roles


class Command(BaseCommand):
    """Prints the SQL that makes both roles, for a superuser to run; ``--apply`` runs it on the connection in use."""

    help = "Print, or apply, the SQL for the role that owns the tables and the one that serves pages."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--runtime", required=True, help="role of the application: owns nothing")
        parser.add_argument("--maintenance", required=True, help="role of migrations, loading and backup")
        parser.add_argument(
            "--apply", action="store_true", help="run it, as a superuser, instead of printing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("SQLite has no roles. Set DATABASE_URL to a PostgreSQL database.")
        roles = {"runtime": options["runtime"], "maintenance": options["maintenance"]}
        try:
            if not options["apply"]:
                name = str(connection.settings_dict["NAME"])
                self.stdout.write(f"BEGIN;{database_roles.statements(database=name, **roles)}COMMIT;")
                return
            database_roles.apply(connection, **roles)
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        except ProgrammingError as problem:
            raise CommandError(
                f"The database refused: {str(problem).strip()}. Print the SQL and have a superuser run it."
            ) from problem
        self.stdout.write(f"{roles['maintenance']} owns the tables; {roles['runtime']} serves pages.")
