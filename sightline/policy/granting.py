"""Who gives a role to whom: nobody gives what is not theirs to give, and nobody gives anything to themselves.

From no clause in so many words: an organisation answers for its own staff (1.1a), the board for the whole (4.5).
"""

from __future__ import annotations

from uuid import UUID

from sightline.policy.facts import Actor
from sightline.policy.terms import Role


def problem_with_granting(by: Actor, *, to: UUID, at: UUID, home: UUID) -> str:
    """Why ``by`` may not give the person ``to`` a role at the organisation ``at``; "" where they may.

    ``home``: the board that runs the installation. Its administrators act for every organisation, as somebody must open
    the first account of each; those of an organisation give roles there and nowhere else.
    """
    if by.role is not Role.ADMINISTRATOR:
        return "Only an administrator may change organisations and people."
    if at != by.organisation_id and by.organisation_id != home:
        return "You may change the people of your own organisation only."
    if to == by.person_id:
        return "Nobody gives a role to themselves. Ask another administrator."
    return ""
