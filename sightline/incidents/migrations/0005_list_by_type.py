"""The index behind the list of one organisation and type."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0004_indexes")]

    operations = [
        migrations.AddIndex(
            "incident",
            models.Index(
                fields=["provider", "incident_type", "-reported_at", "-id"], name="provider_type_newest_first"
            ),
        ),
    ]
