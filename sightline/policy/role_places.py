"""Which roles people can hold at which kind of organisation: a role elsewhere would open nothing, or the wrong thing."""

from __future__ import annotations

from sightline.policy.terms import OrganisationKind, Role

R = Role
#: At a provider: whoever reports, answers for, investigates and signs (clauses 1.1a, 4.4.1, 4.4.2, 2.2b, 11.1b).
AT_PROVIDERS: tuple[Role, ...] = (
    R.REPORTER,
    R.PROVIDER_LEAD,
    R.PROVIDER_EXECUTIVE,
    R.INVESTIGATOR,
    R.INFORMATION_GOVERNANCE_LEAD,
    R.ADMINISTRATOR,
)
#: At a board: the roles of clause 4.5 and of its groups (4.6), and its own staff who report (4.5g).
AT_BOARDS: tuple[Role, ...] = tuple(
    role for role in Role if role not in {R.PROVIDER_LEAD, R.PROVIDER_EXECUTIVE, R.INVESTIGATOR}
)
#: Elsewhere, such as at a regulator: people who read what is shared with them (4.6d.1).
ELSEWHERE: tuple[Role, ...] = (R.READER, R.SURVEILLANCE_GROUP_MEMBER, R.ADMINISTRATOR)

_NOT_PROVIDERS = frozenset(
    {
        OrganisationKind.NHS_REGION,
        OrganisationKind.REGULATOR,
        OrganisationKind.LOCAL_AUTHORITY,
        OrganisationKind.FORMER_COMMISSIONER,
    }
)


def roles_at(kind: OrganisationKind) -> tuple[Role, ...]:
    """The roles people can be given at an organisation of this kind, in the order of ``Role``."""
    if kind == OrganisationKind.ICB:
        return AT_BOARDS
    return ELSEWHERE if kind in _NOT_PROVIDERS else AT_PROVIDERS
