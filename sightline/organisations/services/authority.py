"""Who may change organisations, people and local lists."""

from __future__ import annotations

from uuid import UUID

from sightline.organisations.errors import NotAdministrator
from sightline.organisations.selectors import home_icb
from sightline.policy.facts import Actor
from sightline.policy.terms import Role


def require_administrator(by: Actor | None, *, of: UUID | None = None) -> None:
    """Raise ``NotAdministrator`` unless ``by`` administers the home ICB, or the organisation ``of`` where given.

    ``by=None`` is Sightline itself (a command run by whoever runs the installation).
    """
    if by is None:
        return
    if by.role != Role.ADMINISTRATOR:
        raise NotAdministrator("Only an administrator may change organisations and people.")
    if of is not None and by.organisation_id == of:
        return
    if by.organisation_id != home_icb().id:
        raise NotAdministrator("You may change the people of your own organisation only.")
