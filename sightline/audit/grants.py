"""What the application itself may do to the tables of the trail, beside the triggers that refuse the same."""

from __future__ import annotations

#: Table → privileges, in PostgreSQL's words. Values are emptied in place (UPDATE), and the head is moved by one.
RUNTIME_MAY: dict[str, tuple[str, ...]] = {
    "audit_entry": ("SELECT", "INSERT"),
    "audit_payload": ("SELECT", "INSERT", "UPDATE"),
    "audit_head": ("SELECT", "UPDATE"),
}
