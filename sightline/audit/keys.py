"""Keys made by us, before the row is written (decision 6)."""

from __future__ import annotations

from uuid import UUID

from uuid6 import uuid7


def new_key() -> UUID:
    """A time-ordered UUID (version 7): rows made later sort later, and the key is known before the insert."""
    return UUID(int=uuid7().int)
