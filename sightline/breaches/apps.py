"""The application of breaches."""

from __future__ import annotations

from django.apps import AppConfig


class BreachesConfig(AppConfig):
    """Registers the label ``breaches``."""

    name = "sightline.breaches"
    label = "breaches"
    verbose_name = "Breaches of information"
