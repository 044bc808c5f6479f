"""The audit application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the audit tables under the label ``audit``."""

    name = "sightline.audit"
    label = "audit"
    verbose_name = "Audit trail"
