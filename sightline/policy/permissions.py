"""Who may do and see what: (relation of the organisation, role of the person) to permissions and parts.

Default deny: a pair that is not listed holds nothing. Reporting is open to everyone who works for a provider
or for the ICB (clauses 1.1a, 4.5g), so it does not depend on an incident.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from uuid import UUID

from sightline.policy.facts import Actor, IncidentFacts, Share
from sightline.policy.terms import AccessLevel, Framework, Part, Permission, Relation, Role, Status


@dataclass(frozen=True)
class Grant:
    """One row: people of this role, at an organisation in this relation, hold these permissions and see these parts."""

    relation: Relation
    role: Role
    permissions: frozenset[Permission]
    parts: frozenset[Part]
    clause: str


@dataclass(frozen=True)
class AccessGrant:
    """One organisation's access to one incident, with the reason people are shown.

    ``parts``, ``until_at`` and ``disclosure_id`` are of what was shared: no more than these parts, and no longer.
    """

    organisation_id: UUID
    level: AccessLevel
    relation: Relation
    why: str
    clause: str
    parts: frozenset[Part] | None = None
    until_at: datetime | None = None
    disclosure_id: UUID | None = None


P, R = Permission, Relation
#: A case as its provider sees it: all but who reported in confidence, and what the ICB writes to itself.
WHOLE_CASE = frozenset(set(Part) - {Part.REPORTER, Part.ICB_NOTES})
WITH_NOTES = WHOLE_CASE | {Part.ICB_NOTES}
#: As another organisation that took part sees it: not what provider and ICB say to each other.
WITHOUT_REVIEW = WHOLE_CASE - {
    *(Part.QUALITY_ASSURANCE, Part.HISTORY, Part.DISCUSSION, Part.DOCUMENTS, Part.SHARING)
}
#: What sharing can open to another organisation here: not what provider and ICB say to each other, nor who else was
#: given it, nor the trail, which names both. A body outside may be sent more (``disclosing.DISCLOSABLE``).
OPENABLE = WHOLE_CASE - {Part.HISTORY, Part.DISCUSSION, Part.SHARING}
#: What people who handle cases at the provider may do beside the work on the case itself.
_HANDLING = (P.ALLOCATE, P.DISCUSS, P.ADD_DOCUMENTS, P.OPEN_ORIGINALS, P.CORRECT, P.MERGE, P.ANSWER_REPORTER)
#: What people who assure cases for the lead commissioner may do, whatever their role.
_ASSURING = (
    P.READ,
    P.DISCUSS_AS_COMMISSIONER,
    P.ASSURE,
    P.CLOSE,
    P.VERIFY_ACTIONS,
    P.ALLOCATE,
    P.DISCUSS,
    P.WRITE_NOTES,
    P.ADD_DOCUMENTS,
    P.CORRECT,
    P.MERGE,
    P.TELL_BODIES_AS_COMMISSIONER,
)
#: What those who answer for confidentiality may do with a restricted case and with looks at any (8.0b, 11.1c).
_GUARDING = (P.RESTRICT, P.SEE_LOOKS, P.REVIEW_OPENINGS, P.KEEP_RECORDS)
#: Redacted copies, and the second look at one: those who read the whole of a case (11.1a, reference 12).
_REDACTING = (P.REDACT, P.CHECK_REDACTION)
#: Who stands for the Caldicott Guardian of their organisation: it is theirs to say yes or no (11.1b, ADR 23).
_APPROVING = (P.APPROVE_DISCLOSURE,)
OWN_REPORT = frozenset({Part.SUMMARY, Part.NARRATIVE})
#: What an access row of each level opens at most; a role may see less of it.
PARTS_OF_LEVEL: Mapping[AccessLevel, frozenset[Part]] = {
    AccessLevel.CRITERIA: frozenset({Part.SUMMARY, Part.CLASSIFICATION}),
    AccessLevel.CASE: frozenset(Part),
    AccessLevel.SHARED: OPENABLE,
}


def _row(
    relation: Relation, role: Role, clause: str, parts: frozenset[Part], *permissions: Permission
) -> Grant:
    return Grant(relation, role, frozenset(permissions), parts, clause)


GRANTS: tuple[Grant, ...] = (
    _row(R.PROVIDER, Role.REPORTER, "1.1a", OWN_REPORT, P.READ_OWN),
    _row(
        R.PROVIDER,
        Role.PROVIDER_LEAD,
        "4.4.1",
        WHOLE_CASE,
        *(P.READ, P.DECIDE_SERIOUSNESS, P.SUBMIT, P.RECORD_CANDOUR, P.MANAGE_ACTIONS, P.TELL_BODIES),
        *_HANDLING,
        *(P.RESTRICT, P.SETTLE_HELD, P.DISCLOSE),
        *_REDACTING,
    ),
    _row(
        R.PROVIDER,
        Role.PROVIDER_EXECUTIVE,
        "4.4.2",
        WHOLE_CASE,
        *(P.READ, P.SIGN_OFF, P.DISCUSS, P.ADD_DOCUMENTS, P.OPEN_ORIGINALS, P.RESTRICT),
        # So that somebody reviews an opening where a provider has no information-governance lead.
        P.REVIEW_OPENINGS,
        P.CHECK_REDACTION,
        *_APPROVING,
    ),
    _row(
        R.PROVIDER,
        Role.INVESTIGATOR,
        "2.2b",
        WHOLE_CASE - {Part.HISTORY},
        *(
            P.READ,
            P.INVESTIGATE,
            P.MANAGE_ACTIONS,
            P.DISCUSS,
            P.ADD_DOCUMENTS,
            P.OPEN_ORIGINALS,
            P.ANSWER_REPORTER,
            P.TELL_BODIES,
        ),
    ),
    # One named role may learn who reported in confidence (design decision 19), and sees no more of the case.
    _row(
        R.PROVIDER,
        Role.INFORMATION_GOVERNANCE_LEAD,
        "11.1b",
        frozenset({Part.SUMMARY, Part.HISTORY, Part.REPORTER, Part.SHARING}),
        *(P.READ, P.SEE_CONFIDENTIAL_REPORTER, P.DISCLOSE),
        *(*_GUARDING, *_APPROVING),
        # Of a redacted copy this role reads the copy and what was done, never the original.
        P.CHECK_REDACTION,
    ),
    # The commissioner's own incidents are handled by its own people (4.5g); workflow keeps handler and closer apart.
    _row(
        R.PROVIDER,
        Role.PATIENT_SAFETY_TEAM,
        "4.5g",
        WHOLE_CASE,
        *(P.READ, P.DECIDE_SERIOUSNESS, P.SUBMIT, P.RECORD_CANDOUR, P.MANAGE_ACTIONS, P.INVESTIGATE),
        P.TELL_BODIES,
        *_HANDLING,
        *(P.RESTRICT, P.SETTLE_HELD, P.DISCLOSE),
        *_REDACTING,
    ),
    _row(
        R.PROVIDER, Role.CHIEF_NURSE, "4.5b", WHOLE_CASE, P.READ, P.SIGN_OFF, P.RESTRICT, P.APPROVE_DISCLOSURE
    ),
    _row(
        R.LEAD_COMMISSIONER,
        Role.PATIENT_SAFETY_TEAM,
        "4.3d",
        WITH_NOTES,
        *_ASSURING,
        *(P.KEY_FOR_PROVIDER, P.DISCLOSE),
        # The desk that keeps the case: the others of the ICB open the cleaned copy (design decision 25).
        P.OPEN_ORIGINALS,
        P.SETTLE_HELD,
        *_REDACTING,
    ),
    _row(R.LEAD_COMMISSIONER, Role.PLACE_QUALITY_LEAD, "4.7.13", WITH_NOTES, *_ASSURING, P.KEY_FOR_PROVIDER),
    _row(
        R.LEAD_COMMISSIONER,
        Role.PATIENT_SAFETY_SPECIALIST,
        "4.5c.1",
        WITH_NOTES,
        *_ASSURING,
        *(P.OVERRIDE_QUALITY_ASSURANCE, P.DISCLOSE),
        *_GUARDING,
        *_REDACTING,
    ),
    _row(
        R.LEAD_COMMISSIONER,
        Role.CHIEF_NURSE,
        "4.5b",
        WITH_NOTES,
        *_ASSURING,
        P.OVERRIDE_QUALITY_ASSURANCE,
        *(P.RESTRICT, P.SEE_LOOKS, P.CHECK_REDACTION),
        *_APPROVING,
    ),
    _row(R.LEAD_COMMISSIONER, Role.CHIEF_EXECUTIVE, "4.5a", WITH_NOTES, P.READ),
    _row(
        R.LEAD_COMMISSIONER,
        Role.INFORMATION_GOVERNANCE_LEAD,
        "11.1c",
        frozenset({Part.SUMMARY, Part.HISTORY, Part.SHARING}),
        *(P.READ, P.DISCLOSE),
        *(*_GUARDING, *_APPROVING),
        P.CHECK_REDACTION,
    ),
    _row(R.INVOLVED, Role.PROVIDER_LEAD, "4.7.10", WITHOUT_REVIEW, P.READ),
    _row(R.INVOLVED, Role.PATIENT_SAFETY_TEAM, "4.7.10", WITHOUT_REVIEW, P.READ),
    # What was shared is read, and acknowledged, and no more; which parts, each disclosure says.
    *(
        _row(R.SHARED, role, "4.7.8", OPENABLE, P.READ, P.ACKNOWLEDGE_DISCLOSURE)
        for role in (
            *(Role.PROVIDER_LEAD, Role.PATIENT_SAFETY_TEAM, Role.PATIENT_SAFETY_SPECIALIST),
            *(Role.CHIEF_NURSE, Role.SURVEILLANCE_GROUP_MEMBER, Role.READER),
        )
    ),
)

_BY_PAIR: Mapping[tuple[Relation, Role], Grant] = {(row.relation, row.role): row for row in GRANTS}

#: Everyone who signs in with one of these roles may report (clauses 1.1a, 4.5g).
MAY_REPORT: frozenset[Role] = frozenset(set(Role) - {Role.READER, Role.SURVEILLANCE_GROUP_MEMBER})
#: Roles whose reading is bounded by the Place in their membership (clause 4.7.13).
BOUND_TO_PLACE: frozenset[Role] = frozenset({Role.PLACE_QUALITY_LEAD})

#: From these statuses on, the lead commissioner sees the case (design decision 10).
SHARED_WITH_COMMISSIONER: Mapping[Framework, frozenset[Status]] = {
    Framework.SIF_2015: frozenset(
        set(Status) - {Status.DRAFT, Status.REPORTED, Status.NOT_SERIOUS, Status.DUPLICATE}
    ),
    Framework.PSIRF: frozenset({Status.INVESTIGATING, Status.CLOSED}),
}


def grant_for(relation: Relation, role: Role) -> Grant | None:
    """The row for a pair, or None: nothing is held that is not listed."""
    return _BY_PAIR.get((relation, role))


@cache
def relations_reading(part: Part | None, role: Role) -> frozenset[Relation]:
    """Relations in which people of this role read cases; with ``part``, in which they are shown that part."""
    return frozenset(
        row.relation
        for row in GRANTS
        if row.role == role and Permission.READ in row.permissions and (part is None or part in row.parts)
    )


@cache
def relations_holding(permission: Permission, role: Role) -> frozenset[Relation]:
    """Relations in which people of this role hold a permission."""
    return frozenset(row.relation for row in GRANTS if row.role == role and permission in row.permissions)


@cache
def levels_opening(part: Part | None) -> frozenset[AccessLevel]:
    """Levels of access that open a part at all."""
    return frozenset(level for level in AccessLevel if part is None or part in PARTS_OF_LEVEL[level])


def roles_holding(permission: Permission, relation: Relation) -> frozenset[Role]:
    """Roles that hold a permission at an organisation in this relation."""
    return frozenset(row.role for row in GRANTS if row.relation == relation and permission in row.permissions)


def permissions_of(role: Role) -> frozenset[Permission]:
    """Everything a role holds in one relation or another: what its navigation offers, never what it may do."""
    return frozenset().union(*(row.permissions for row in GRANTS if row.role == role))


def reads_cases(role: Role) -> bool:
    """Whether people of this role read cases anywhere, beyond what they reported themselves."""
    return any(row.role == role and Permission.READ in row.permissions for row in GRANTS)


def is_shared_with_commissioner(facts: IncidentFacts) -> bool:
    """Whether the lead commissioner sees the whole case; a duplicate only where it saw the case before (4.7.7)."""
    if facts.status == Status.DUPLICATE:
        return facts.was_shared
    return facts.status in SHARED_WITH_COMMISSIONER[facts.framework]


def expected_access(facts: IncidentFacts) -> frozenset[AccessGrant]:
    """The access rows that should stand for an incident, no more and no fewer.

    Being the responsible commissioner opens nothing; a disclosure to it does (4.7.7, 4.7.8).
    """
    return _expected(
        facts.status,
        is_shared_with_commissioner(facts),
        facts.provider_id,
        facts.lead_commissioner_id,
        facts.involved_ids,
        facts.keyed_by_commissioner,
        facts.shares,
    )


# Kept, because a page asks it of one case for each step and each part.
@lru_cache(maxsize=512)
def _expected(
    status: Status,
    is_shared: bool,
    provider_id: UUID,
    lead: UUID | None,
    involved_ids: frozenset[UUID],
    is_keyed: bool,
    shares: frozenset[Share],
) -> frozenset[AccessGrant]:
    if status == Status.DRAFT:
        return frozenset()
    grants = {
        AccessGrant(
            provider_id,
            AccessLevel.CASE,
            Relation.PROVIDER,
            "It happened in this organisation's care or was reported there, or in that of one it took over from.",
            "4.4.1",
        )
    }
    if lead is not None:
        if is_shared:
            grants.add(
                AccessGrant(
                    lead,
                    AccessLevel.CASE,
                    Relation.LEAD_COMMISSIONER,
                    "It holds the main contract with the provider, so it assures how the case is handled.",
                    "4.7.1",
                )
            )
        elif status == Status.REPORTED and is_keyed:
            grants.add(
                AccessGrant(
                    lead,
                    AccessLevel.CASE,
                    Relation.LEAD_COMMISSIONER,
                    "Its staff keyed this for the provider, which confirms it.",
                    "4.3a",
                )
            )
        elif status == Status.NOT_SERIOUS:
            grants.add(
                AccessGrant(
                    lead,
                    AccessLevel.CRITERIA,
                    Relation.LEAD_COMMISSIONER,
                    "It may check how the provider judged an incident not to be serious.",
                    "2.2a",
                )
            )
    if is_shared:
        for organisation_id in involved_ids:
            grants.add(
                AccessGrant(
                    organisation_id,
                    AccessLevel.CASE,
                    Relation.INVOLVED,
                    "It took part in the care and accepted its involvement.",
                    "4.7.10",
                )
            )
    for share in shares:
        grants.add(
            AccessGrant(
                share.organisation_id,
                AccessLevel.SHARED,
                Relation.SHARED,
                "It was shared with it under a disclosure.",
                "4.7.8",
                share.parts & OPENABLE,
                share.until_at,
                share.disclosure_id,
            )
        )
    return frozenset(grants)


def access_of(actor: Actor, facts: IncidentFacts) -> tuple[AccessGrant, ...]:
    """The access rows this hat may use: its organisation's, where its role reads, within its Place, if restricted named."""
    return access_but_for_naming(actor, facts) if facts.admits(actor) else ()


def access_but_for_naming(actor: Actor, facts: IncidentFacts) -> tuple[AccessGrant, ...]:
    """The access rows this hat could use if the case were not restricted: who may open it for some hours (11.1c)."""
    if actor.role in BOUND_TO_PLACE and (actor.place_id is None or actor.place_id != facts.place_id):
        return ()
    usable = []
    for access in expected_access(facts):
        grant = grant_for(access.relation, actor.role)
        if access.organisation_id == actor.organisation_id and grant and Permission.READ in grant.permissions:
            usable.append(access)
    return tuple(usable)


def reads_only_what_was_shared(actor: Actor, facts: IncidentFacts) -> bool:
    """Whether this hat sees the case by a disclosure alone: as nobody who has a part in it."""
    found = access_of(actor, facts)
    return bool(found) and all(access.relation is Relation.SHARED for access in found)


def is_own_report(actor: Actor, facts: IncidentFacts) -> bool:
    """A reporter follows what they reported, whichever of their hats they wear."""
    return facts.reporter_id is not None and facts.reporter_id == actor.person_id


def may_see(actor: Actor, facts: IncidentFacts) -> bool:
    """Whether the incident exists at all for this hat. ``visible_to`` must agree with this, row for row."""
    if facts.status == Status.DRAFT:
        return is_own_report(actor, facts)
    return bool(access_of(actor, facts)) or is_own_report(actor, facts)


def parts_for(actor: Actor, facts: IncidentFacts) -> frozenset[Part]:
    """The parts of the case this hat is shown."""
    parts: set[Part] = set()
    for access in access_of(actor, facts):
        grant = grant_for(access.relation, actor.role)
        if grant is not None:
            opened = grant.parts & PARTS_OF_LEVEL[access.level]
            parts |= opened if access.parts is None else opened & access.parts
    if is_own_report(actor, facts):
        parts |= OWN_REPORT
    return frozenset(parts)


def permissions_for(actor: Actor, facts: IncidentFacts) -> frozenset[Permission]:
    """Everything this hat may do on this incident."""
    held: set[Permission] = set()
    for access in access_of(actor, facts):
        grant = grant_for(access.relation, actor.role)
        if grant is not None:
            held |= grant.permissions
    if not facts.admits(actor, named_only=True):
        # Opened for some hours: to read, and no more.
        held &= {Permission.READ}
    if is_own_report(actor, facts):
        held.add(Permission.READ_OWN)
    return frozenset(held)
