"""Why something was not done about a breach. One middleware of ``web`` turns each into a page."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied


class BreachRefused(PermissionDenied):
    """The rules do not allow it now, or not to this role: 403 with the reason."""


class BreachStale(Exception):
    """Someone else changed the breach while this page was open (409): the version the page was drawn from."""

    def __init__(self, reference: str, seen: int) -> None:
        super().__init__(f"{reference} has changed since version {seen}")
        self.reference = reference
        self.seen = seen
