"""Rows that tell of a case are shown where the case is, and values of its trail too; PostgreSQL alone (ADR 19)."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sightline.incidents import walls

_TELLING = tuple(
    f"incidents_{name}"
    for name in (
        *("bodyentry", "candourrecord", "candourstep", "classificationrecord", "correction"),
        *("otherinvestigation", "message", "reportermessage", "document", "initialreview"),
        *("investigationreport", "learningrecord", "learningdate", "oversightnote", "safetyaction"),
        "steisdetails",
    )
)


def put_up(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(walls.put_anew(_TELLING))
            cursor.execute(walls.TOLD)
            cursor.execute(walls.put_up(["audit_payload"]))


def take_down(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(walls.take_down(["audit_payload"]))
            cursor.execute(walls.TOLD_BACK)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0011_walls"), ("audit", "0002_append_only")]

    operations = [migrations.RunPython(put_up, take_down)]
