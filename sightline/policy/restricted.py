"""Restricted cases: who is named at once, whom it must be left to, who may open one all the same, and who hears of it.

A restriction takes away and never gives: someone named sees a case only where an access row of their organisation and
their role show it (``permissions.access_of``). Whoever reported it goes on seeing their own report, and no more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sightline.policy.facts import Actor, IncidentFacts, Naming
from sightline.policy.permissions import (
    access_but_for_naming,
    is_shared_with_commissioner,
    may_see,
    permissions_for,
)
from sightline.policy.terms import Permission, Relation, RestrictedKind, Role, Term

#: By which a case is limited to named people, opened, and looked at on record.
CLAUSE, LOOKS_CLAUSE = "11.1c", "8.0b"
#: How long someone who is not named may read a case that they opened [local default; no national document has one].
OPENING_HOURS = 4
#: A reason that says less than this says nothing.
FEWEST_WORDS = 5
LONGEST_REASON = 2_000
#: What each kind is for, as the page offers it.
KIND_HINTS: Mapping[RestrictedKind, str] = {
    RestrictedKind.STAFF: "Someone's conduct or fitness to work is in question.",
    RestrictedKind.ABUSE: "A child or an adult at risk may have been abused.",
    RestrictedKind.HIGH_PROFILE: "The press, a court or the public is likely to take an interest.",
}


class OpeningOutcome(Term):
    """What a review of an opening found."""

    NEEDED = "needed", "It was needed"
    NOT_NEEDED = "not_needed", "It was not needed: followed up with the person"
    BREACH = "breach", "It was a breach: recorded and investigated as one"


@dataclass(frozen=True)
class NamedRole:
    """One row: people of this role at the organisation in this relation are named at once, and why."""

    relation: Relation
    role: Role
    why: str


#: Roles named at once: someone at either side must be able to lift what is wrongly restricted, and to go on.
NAMED_ROLES: tuple[NamedRole, ...] = (
    NamedRole(
        Relation.PROVIDER, Role.INFORMATION_GOVERNANCE_LEAD, "Answers for confidentiality at the provider."
    ),
    NamedRole(
        Relation.LEAD_COMMISSIONER,
        Role.PATIENT_SAFETY_SPECIALIST,
        "Can act on any case, so that it goes on whoever it concerns.",
    ),
    NamedRole(
        Relation.LEAD_COMMISSIONER,
        Role.INFORMATION_GOVERNANCE_LEAD,
        "Answers for confidentiality at the ICB.",
    ),
)
#: Who is told that a case was restricted, or was opened by someone not named: those who review it. The executive is not
#: named, and reviews too: a small provider has no information-governance lead.
GUARDIANS: Mapping[Relation, frozenset[Role]] = {
    Relation.PROVIDER: frozenset({Role.INFORMATION_GOVERNANCE_LEAD, Role.PROVIDER_EXECUTIVE}),
    Relation.LEAD_COMMISSIONER: frozenset({Role.INFORMATION_GOVERNANCE_LEAD, Role.PATIENT_SAFETY_SPECIALIST}),
}
#: Who is named where an organisation took over a restricted case and nobody there could go on with it otherwise.
ANSWERS_FOR: Mapping[Relation, Role] = {
    Relation.PROVIDER: Role.PROVIDER_LEAD,
    Relation.LEAD_COMMISSIONER: Role.CHIEF_NURSE,
}
_RESTRICTS = "Restricted it."
_HANDLES = "Has it on their desk."
_CHOSEN = "Chosen by whoever restricted it."
_TOOK_OVER = "Was named at an organisation that has closed, which this one took over from."
_GOES_ON = "Answers for it where an organisation took over, so that somebody goes on with it."


def named_at_once(
    facts: IncidentFacts, by: Actor, *, on_desk: Mapping[Relation, UUID | None], chosen: Collection[Actor]
) -> tuple[tuple[Naming, str], ...]:
    """Whom restricting names, each with the reason: whoever does it, whose desk it is on, some roles, who is chosen."""
    of_relation = _organisations(facts)
    found: dict[Naming, str] = {Naming(by.organisation_id, by.person_id, by.role): _RESTRICTS}
    for relation, person_id in on_desk.items():
        organisation_id = of_relation.get(relation)
        if person_id is not None and organisation_id is not None:
            found.setdefault(Naming(organisation_id, person_id), _HANDLES)
    for row in NAMED_ROLES:
        if (organisation_id := of_relation.get(row.relation)) is not None:
            found.setdefault(Naming(organisation_id, None, row.role), row.why)
    for each in chosen:
        found.setdefault(Naming(each.organisation_id, each.person_id, each.role), _CHOSEN)
    return tuple(found.items())


def _organisations(facts: IncidentFacts) -> dict[Relation, UUID]:
    known = {Relation.PROVIDER: facts.provider_id}
    if facts.lead_commissioner_id is not None:
        known[Relation.LEAD_COMMISSIONER] = facts.lead_commissioner_id
    return known


def nobody_left(facts: IncidentFacts, hats: Collection[Actor]) -> str:
    """Why a case cannot stand with these names, in a sentence, or ``""``; ``hats`` is everyone at work on both sides.

    Someone at the provider must be able to go on with it, someone at the ICB to assure it once it sees it, and
    someone to lift the restriction. Reading it for some hours is none of these.
    """
    held = [permissions_for(hat, facts) for hat in hats if facts.admits(hat, named_only=True)]
    if not any(Permission.SUBMIT in each for each in held):
        return "Nobody at the provider could go on with the case. Name its patient-safety lead, or someone in that role."
    is_overseen = facts.lead_commissioner_id is not None and is_shared_with_commissioner(facts)
    if is_overseen and not any(Permission.ASSURE in each for each in held):
        return "Nobody at the ICB could go on with the case. Name someone there who assures cases."
    if not any(Permission.RESTRICT in each for each in held):
        return "Nobody could lift the restriction. Name someone who may."
    return ""


def named_after_taking_over(
    facts: IncidentFacts, became: Mapping[UUID, UUID], hats: Collection[Actor]
) -> tuple[tuple[Naming, str], ...]:
    """Whom a restricted case names at organisations that took over from those that closed, each with the reason.

    ``facts`` is the case with its new parties and the names it had; ``became`` leads from who closed to who took over;
    ``hats`` is everyone at work at the new parties. A role goes over to the same role, a person in whichever role they
    now have; an opening ends. Where nobody could go on with the case then, those who answer for it are named too.
    """
    found: dict[Naming, str] = {}
    for naming in sorted(facts.named, key=str):
        successor = became.get(naming.organisation_id)
        if successor is None or naming.by_opening:
            continue
        if naming.person_id is None:
            found[Naming(successor, None, naming.role)] = _TOOK_OVER
        elif any(hat.person_id == naming.person_id and hat.organisation_id == successor for hat in hats):
            found[Naming(successor, naming.person_id)] = _TOOK_OVER
    of_relation = _organisations(facts)
    new = set(became.values())
    for row in NAMED_ROLES:
        if of_relation.get(row.relation) in new:
            found.setdefault(Naming(of_relation[row.relation], None, row.role), row.why)
    staying = {naming for naming in facts.named if naming.organisation_id not in became}
    if nobody_left(replace(facts, named=frozenset(staying | set(found))), hats):
        for relation, role in ANSWERS_FOR.items():
            if of_relation.get(relation) in new:
                found.setdefault(Naming(of_relation[relation], None, role), _GOES_ON)
    return tuple(found.items())


def could_be_named(hats: Collection[Actor], facts: IncidentFacts) -> tuple[Actor, ...]:
    """Of these, those who would see the case if they were named: naming anyone else would say who and show nothing."""
    return tuple(hat for hat in hats if access_but_for_naming(hat, facts) and not _is_named(hat, facts))


def _is_named(actor: Actor, facts: IncidentFacts) -> bool:
    return facts.is_restricted and facts.admits(actor, named_only=True)


def may_open(actor: Actor, facts: IncidentFacts) -> bool:
    """Whether this hat may open a restricted case for some hours: it would see it, were it not restricted."""
    return facts.is_restricted and not facts.admits(actor) and bool(access_but_for_naming(actor, facts))


def may_review(actor: Actor, facts: IncidentFacts, opened_by: UUID) -> bool:
    """Whether this hat may review an opening: it guards the case, whoever is named, and did not open it itself."""
    unrestricted = replace(facts, restricted_kind="")
    return actor.person_id != opened_by and (
        may_see(actor, unrestricted) and Permission.REVIEW_OPENINGS in permissions_for(actor, unrestricted)
    )


def problem_with_reason(reason: str) -> str:
    """Why words are no reason, in a sentence, or ``""``."""
    if not reason.strip():
        return "Say why."
    if len(reason.split()) < FEWEST_WORDS:
        return f"Say why in at least {FEWEST_WORDS} words: people will read it and judge by it."
    if len(reason) > LONGEST_REASON:
        return f"Use at most {LONGEST_REASON:,} characters."
    return ""
