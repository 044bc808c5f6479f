"""Which address of the database a command uses (design decision 18)."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

#: Commands that change tables or load them whole, and so run as the role that owns them.
MAINTENANCE = frozenset(
    {
        *("backup", "drill", "restore"),
        *("database_roles", "load_demonstration", "load_organisations", "migrate", "seed"),
    }
)

#: The management command that is running, as its module is called; empty for the application and everything else.
command = ""


def address(*, everyday: str, maintenance: str) -> str:
    """One of the two, empty for SQLite. Raises ImproperlyConfigured where only the maintenance address is given."""
    if maintenance and not everyday:
        raise ImproperlyConfigured(
            "SIGHTLINE_MAINTENANCE_DATABASE_URL is set and DATABASE_URL is not: pages would come from SQLite."
        )
    return maintenance if maintenance and command in MAINTENANCE else everyday
