"""What kinds of upkeep are recorded, and how each went. Stored words; they never change."""

from __future__ import annotations

from enum import StrEnum


class UpkeepKind(StrEnum):
    """A copy made; a copy restored elsewhere to see that it can be; a copy put in place; the audit chain walked."""

    BACKUP = "backup"
    DRILL = "drill"
    RESTORE = "restore"
    VERIFY = "verify"


class UpkeepOutcome(StrEnum):
    """``incomplete``: done, but for documents that were missing or damaged and are named in the detail."""

    DONE = "done"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
