"""Who sees a breach of information, which parts of it, and who handles it (clauses 11.1c, 11.2; design decision 35).

Default deny: a pair that is not listed sees nothing. A breach is the controller's, most often the provider's. The ICB sees
the summary of one that is linked to a case which it sees, and handles only its own. A link to a case limited to named
people is shown to nobody who does not see that case, and opens nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.permissions import parts_for
from sightline.policy.terms import Part, Role, Term


class BreachRelation(Term):
    """What an organisation is to a breach."""

    CONTROLLER = "controller", "Controller of the data"
    REPORTED_FROM = "reported_from", "Organisation whose staff reported it"
    LEAD_COMMISSIONER = "lead_commissioner", "Lead commissioner of a linked case that it sees"


class BreachPart(Term):
    """A part of a breach that is shown or withheld as a whole."""

    SUMMARY = "summary", "Number, kind, controller, clock and state"
    STORY = "story", "What happened, as it was reported"
    RECORD = "record", "Grade, decisions, tasks, measures and log"


@dataclass(frozen=True)
class BreachGrant:
    """One row: people of this role at an organisation in this relation see these parts; ``handles``: they act on it.

    ``if_small``: they act on it only where the controller is a small provider, which has no lead of its own for it.
    """

    relation: BreachRelation
    role: Role
    parts: frozenset[BreachPart]
    clause: str
    handles: bool = False
    if_small: bool = False


_WHOLE = frozenset(BreachPart)
_AS_REPORTED = frozenset({BreachPart.SUMMARY, BreachPart.STORY})
_SUMMARY = frozenset({BreachPart.SUMMARY})
R = BreachRelation
BREACH_GRANTS: tuple[BreachGrant, ...] = (
    BreachGrant(R.CONTROLLER, Role.INFORMATION_GOVERNANCE_LEAD, _WHOLE, "11.2", handles=True),
    BreachGrant(R.CONTROLLER, Role.PROVIDER_LEAD, _WHOLE, "11.2", handles=True, if_small=True),
    BreachGrant(R.CONTROLLER, Role.PROVIDER_EXECUTIVE, _WHOLE, "11.2"),
    # Whoever's staff found it told the controller of it, and follows that.
    BreachGrant(R.REPORTED_FROM, Role.INFORMATION_GOVERNANCE_LEAD, _AS_REPORTED, "11.2"),
    BreachGrant(R.LEAD_COMMISSIONER, Role.INFORMATION_GOVERNANCE_LEAD, _SUMMARY, "11.2"),
)
#: The part of a case whose readers at its lead commissioner learn of breaches linked to it.
PART_OF_CASE = Part.HISTORY


@dataclass(frozen=True)
class BreachStanding:
    """Whose a breach is. ``cases`` are the incidents that it is linked to now."""

    controller_id: UUID
    reported_from_id: UUID
    reported_by: UUID
    controller_is_small: bool = False
    cases: tuple[IncidentFacts, ...] = ()


@cache
def roles_in(relation: BreachRelation) -> frozenset[Role]:
    """Roles that see a breach at an organisation in this relation."""
    return frozenset(row.role for row in BREACH_GRANTS if row.relation is relation)


def handling_roles(*, is_small: bool) -> frozenset[Role]:
    """Roles that act on a breach at its controller."""
    return frozenset(row.role for row in BREACH_GRANTS if row.handles and (is_small or not row.if_small))


def reads_breaches(role: Role) -> bool:
    """Whether people of this role see breaches anywhere, beyond what they reported themselves."""
    return any(row.role is role for row in BREACH_GRANTS)


def relations_to(actor: Actor, breach: BreachStanding) -> frozenset[BreachRelation]:
    """Everything a hat's organisation is to a breach; its lead commissioner only by a case that the hat sees."""
    found: set[BreachRelation] = set()
    if actor.organisation_id == breach.controller_id:
        found.add(R.CONTROLLER)
    if actor.organisation_id == breach.reported_from_id:
        found.add(R.REPORTED_FROM)
    if any(
        actor.organisation_id == case.lead_commissioner_id and PART_OF_CASE in parts_for(actor, case)
        for case in breach.cases
    ):
        found.add(R.LEAD_COMMISSIONER)
    return frozenset(found)


def parts_of(
    actor: Actor, relations: Collection[BreachRelation], *, is_own_report: bool
) -> frozenset[BreachPart]:
    """The parts that a hat is shown: by what its organisation is to the breach, and of what the person reported."""
    parts: set[BreachPart] = set(_AS_REPORTED) if is_own_report else set()
    for row in BREACH_GRANTS:
        if row.role is actor.role and row.relation in relations:
            parts |= row.parts
    return frozenset(parts)


def parts_shown(actor: Actor, breach: BreachStanding) -> frozenset[BreachPart]:
    """The parts of a breach that a hat is shown; none, and it does not exist for them."""
    is_own = actor.person_id == breach.reported_by
    return parts_of(actor, relations_to(actor, breach), is_own_report=is_own)


def may_handle(actor: Actor, *, controller_id: UUID, controller_is_small: bool) -> bool:
    """Whether a hat acts on a breach: at the controller alone, in a role that handles it there."""
    return actor.organisation_id == controller_id and actor.role in handling_roles(
        is_small=controller_is_small
    )


#: Why a step on a breach is refused to somebody who sees it.
NOT_THEIRS: Mapping[bool, str] = {
    True: "The information-governance lead of the controller does this.",
    False: "It is for the controller of the data. The 72 hours are not yours, and you record nothing here for it.",
}
