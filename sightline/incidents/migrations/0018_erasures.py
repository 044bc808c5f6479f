"""Proposals to erase for good, and when a record was disposed of; walled on PostgreSQL (ADR 19, ADR 27)."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import sightline.audit.keys
from sightline.incidents import walls

_TABLES = ("incidents_erasure",)


def put_up(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(walls.put_up(_TABLES))


def take_down(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(walls.take_down(_TABLES))


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0017_words_for_choices"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="disposed_at",
            field=models.DateTimeField(
                help_text="when its texts, papers and history were erased for good", null=True
            ),
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=sightline.audit.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("rectify", "Take words out"), ("dispose", "Dispose of the record")],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField()),
                ("clause", models.CharField(max_length=20)),
                (
                    "rule",
                    models.CharField(
                        blank=True, help_text="of keeping, as it was when it was agreed", max_length=300
                    ),
                ),
                ("of_model", models.CharField(blank=True, max_length=40)),
                ("of_id", models.CharField(blank=True, max_length=40)),
                ("of_field", models.CharField(blank=True, max_length=60)),
                ("erased_words", models.TextField(blank=True, help_text="empty once decided; never audited")),
                ("instead", models.TextField(blank=True)),
                ("proposed_at", models.DateTimeField()),
                ("proposed_by", models.UUIDField()),
                ("role", models.CharField(max_length=40)),
                ("organisation_id", models.UUIDField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_role", models.CharField(blank=True, max_length=40)),
                ("decided_organisation_id", models.UUIDField(null=True)),
                ("agreed", models.BooleanField(null=True)),
                ("refused_reason", models.TextField(blank=True)),
                ("rows_erased", models.PositiveIntegerField(null=True)),
                ("papers_erased", models.PositiveIntegerField(null=True)),
                ("entries_erased", models.PositiveIntegerField(null=True)),
                ("head_seq", models.BigIntegerField(null=True)),
                ("head_hash", models.CharField(blank=True, max_length=64)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="erasures",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["-proposed_at", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=["-proposed_at", "-id"],
                        name="erasures_that_wait",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="erasure_decided_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="erasure_by_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_at__isnull", True), ("erased_words", ""), _connector="OR"
                        ),
                        name="erasure_keeps_no_words",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True), ("kind", "dispose")),
                        fields=("incident",),
                        name="one_disposal_waits",
                    ),
                ],
            },
        ),
        migrations.RunPython(put_up, take_down),
    ]
