"""Row-level security on every table of a case; PostgreSQL alone has it (ADR 19).

A table that is made later is walled by the migration that makes it: ``walls.put_up([...])``.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sightline.incidents import walls

_TABLES = tuple(
    f"incidents_{name}"
    for name in (
        *("incident", "incidentaccess", "reporter", "reportdraft", "steptaken", "awaited", "bodyentry"),
        *("candourrecord", "candourstep", "classificationrecord", "discussionview", "correction"),
        *("otherinvestigation", "message", "messagelook", "reportermessage", "document", "duedate"),
        *("initialreview", "investigationreport", "involvement", "learningrecord", "learningdate"),
        *("oversightnote", "named", "opening", "look", "safetyaction", "steisdetails"),
    )
)


def put_up(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(walls.FUNCTIONS)
            cursor.execute(walls.put_up(_TABLES))


def take_down(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(walls.take_down(_TABLES))
            cursor.execute(walls.FUNCTIONS_BACK)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0010_taken_over")]

    operations = [migrations.RunPython(put_up, take_down)]
