"""Indexes that keep lists and worklists as quick with many cases as with few."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_search")]

    operations = [
        migrations.AddIndex(
            "incident", models.Index(fields=["lead_commissioner", "status"], name="lead_commissioner_status")
        ),
        migrations.AddIndex(
            "incident",
            models.Index(fields=["provider", "-reported_at", "-id"], name="provider_newest_first"),
        ),
        migrations.AddIndex(
            "awaited",
            models.Index(
                fields=["due_on"],
                condition=models.Q(is_main=True, due_on__isnull=False),
                name="main_step_by_day",
            ),
        ),
        migrations.AddIndex(
            "safetyaction",
            models.Index(
                fields=["due_on", "id"],
                condition=models.Q(verified_at__isnull=True),
                name="action_not_verified",
            ),
        ),
    ]
