"""Connections beside the one in use: to the same database for a snapshot, to a copy, to a database for a drill."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def beside(connection: BaseDatabaseWrapper, **different: Any) -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own with the settings of this one, but for what is ``different``; closed afterwards."""
    alias = f"beside_{uuid4().hex[:8]}"
    connections.databases[alias] = connection.settings_dict | different
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]
