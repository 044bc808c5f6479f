"""Row-level security on every table of a breach; PostgreSQL alone has it (ADR 19, ADR 26)."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sightline.breaches import breach_walls
from sightline.incidents import walls

_OF_CASES = ("breaches_breachlink",)


def put_up(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(walls.put_up(_OF_CASES))
            cursor.execute(breach_walls.put_up())


def take_down(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(breach_walls.take_down())
            cursor.execute(walls.take_down(_OF_CASES))


class Migration(migrations.Migration):
    dependencies = [("breaches", "0001_initial"), ("incidents", "0011_walls")]

    operations = [migrations.RunPython(put_up, take_down)]
