"""Which case the page in hand shows: said by whatever loads one, read once the page is made (clause 8.0b)."""

from __future__ import annotations

from contextvars import ContextVar, Token

from sightline.incidents.selectors import CasePage
from sightline.incidents.selectors.restriction import GuardedCase

_page: ContextVar[CasePage | GuardedCase | None] = ContextVar("page", default=None)
#: Pages that show something of a case without loading it whole, to people who see more of it than their own report.
WITHOUT_CASE = frozenset(
    {
        "incident_trail",
        "incident_as_at",
        "incident_as_at_pdf",
        "incident_export",
        "incident_retention",
        "retention_words",
        "retention_dispose",
        "incident_access",
        "incident_looks",
        "document",
    }
)


def begin() -> Token[CasePage | GuardedCase | None]:
    """A request begins, which shows no case yet."""
    return _page.set(None)


def end(token: Token[CasePage | GuardedCase | None]) -> None:
    """It is over."""
    _page.reset(token)


def shows(page: CasePage | GuardedCase) -> None:
    """A view loaded this case: what it answers with shows it."""
    _page.set(page)


def shown() -> CasePage | GuardedCase | None:
    """The case that the page in hand shows."""
    return _page.get()
