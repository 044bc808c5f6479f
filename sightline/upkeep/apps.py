"""The upkeep application."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate


def _narrow(*, using: str, **rest: Any) -> None:
    from sightline.upkeep.services.database_roles import narrow

    narrow(connections[using])


class UpkeepConfig(AppConfig):
    """Registers the label ``upkeep``; after each migration, the trail's tables are granted no more than they should be."""

    name = "sightline.upkeep"
    label = "upkeep"
    verbose_name = "Upkeep"

    def ready(self) -> None:
        """Once for a migration, when all its tables are there."""
        post_migrate.connect(_narrow, sender=apps.get_app_config("audit"), dispatch_uid="upkeep.narrow")
