"""The governance application."""

from __future__ import annotations

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Registers the label ``governance``."""

    name = "sightline.governance"
    label = "governance"
    verbose_name = "Governance"
