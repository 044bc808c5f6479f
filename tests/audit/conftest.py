"""The database's own protection, and how someone with the keys to it would take it away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

TRIGGERS = {
    "postgresql": {
        "audit_entry": {"audit_entry_no_change", "audit_entry_no_truncate"},
        "audit_payload": {
            "audit_payload_no_delete",
            "audit_payload_no_truncate",
            "audit_payload_erasure_only",
        },
        "audit_head": {"audit_head_no_delete", "audit_head_no_truncate", "audit_head_forward_only"},
    },
    "sqlite": {
        "audit_entry": {"audit_entry_no_update", "audit_entry_no_delete", "audit_entry_no_replace"},
        "audit_payload": {
            "audit_payload_no_delete",
            "audit_payload_no_replace",
            "audit_payload_erasure_only",
        },
        "audit_head": {"audit_head_no_delete", "audit_head_no_replace", "audit_head_forward_only"},
    },
}


@pytest.fixture
def expected_triggers() -> dict[str, set[str]]:
    """Trigger names by table on the engine the tests run on."""
    return TRIGGERS[connection.vendor]


@pytest.fixture
def unprotected(db: None, expected_triggers: dict[str, set[str]]) -> None:
    """Drop every trigger, as an intruder who owns the database could; the test's rollback brings them back."""
    with connection.cursor() as cursor:
        for table, names in expected_triggers.items():
            for name in names:
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{on}")


@pytest.fixture
def tamper(unprotected: None) -> Callable[..., None]:
    """Run raw SQL behind the application's back."""

    def run(sql: str, *values: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    return run
