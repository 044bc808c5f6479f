"""The application of background work."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Registers the tables of background work under the label ``jobs``."""

    name = "sightline.jobs"
    label = "jobs"
    verbose_name = "Background work"
