"""The application of notices."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers the tables of notices under the label ``notifications``."""

    name = "sightline.notifications"
    label = "notifications"
    verbose_name = "Notices"
