"""The page that says who may see and do what, in a form an information-governance lead can read and sign."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from uuid import UUID

from sightline.policy.facts import IncidentFacts
from sightline.policy.markdown import NO, YES, in_order, page, table, text, words
from sightline.policy.permissions import (
    BOUND_TO_PLACE,
    GRANTS,
    MAY_REPORT,
    OWN_REPORT,
    PARTS_OF_LEVEL,
    Grant,
    expected_access,
    grant_for,
    reads_cases,
)
from sightline.policy.restricted import CLAUSE, NAMED_ROLES, OPENING_HOURS
from sightline.policy.terms import (
    AccessLevel,
    Framework,
    Part,
    Permission,
    Relation,
    RestrictedKind,
    Role,
    Status,
)
from sightline.policy.workflow import WORKFLOW

#: Organisations that stand for a provider, its lead commissioner and another that accepted its part.
_PROVIDER, _LEAD, _INVOLVED = UUID(int=1), UUID(int=2), UUID(int=3)


def permissions_page() -> str:
    """Who sees what and who may do what, with a place to sign it."""
    held = [relation for relation in Relation if any(row.relation == relation for row in GRANTS)]
    blocks = [
        text(
            "Access needs two things: the person's organisation has a standing access row for the incident, and",
            "the person's role at that organisation is listed here. What is not listed is not given.",
        ),
        "## 1. When an organisation is given access",
        *(_access_by_status(framework) for framework in Framework),
        text(
            "A responsible commissioner is given nothing by being responsible: a disclosure would (4.7.7, 4.7.8).",
            "An organisation that is only named sees nothing; one that accepted its involvement does (4.7.10).",
        ),
        text(
            f"**{AccessLevel.CRITERIA.label}** opens:",
            f"{words(in_order(PARTS_OF_LEVEL[AccessLevel.CRITERIA], Part))}.",
            f"**{AccessLevel.CASE.label}** opens every part, of which a role sees what its row below says.",
        ),
        "## 2. What each role sees and may do",
    ]
    for relation in held:
        blocks += [f"### {relation.label}", _parts_matrix(relation), _permission_rows(relation)]
    blocks += [
        "## 3. What holds for everyone",
        "\n".join(f"- {sentence}" for sentence in _general_rules()),
        "## 4. Cases limited to named people",
        *_restricted(),
        "## 5. Every role in every relation",
        text(
            "The same once more without a gap: what each role sees of a case to which its organisation stands in each",
            "relation, with the clause it rests on. Of its own reports everyone sees what section 3 says.",
        ),
        table(("Role", *(relation.label for relation in Relation)), _every_pair()),
    ]
    body = "\n\n".join(blocks)
    return page("Who may see and do what", body, *_signature(body))


def _access_by_status(framework: Framework) -> str:
    statuses = [status for status in Status if status in _statuses_of(framework)]
    columns = ((_PROVIDER, "Provider"), (_LEAD, "Lead commissioner"), (_INVOLVED, "Other, once it accepted"))
    rows = []
    for status in statuses:
        granted = {grant.organisation_id: grant for grant in expected_access(_example(framework, status))}
        levels = [granted[party].level.label if party in granted else NO for party, _ in columns]
        rows.append((status.label, *levels))
    return f"### {framework.label}\n\n" + table(("Status", *(name for _, name in columns)), rows)


def _statuses_of(framework: Framework) -> set[Status]:
    steps = WORKFLOW[framework].values()
    return {status for step in steps for pair in step.moves.items() for status in pair}


def _example(framework: Framework, status: Status) -> IncidentFacts:
    return IncidentFacts(
        incident_id=UUID(int=9),
        framework=framework,
        status=status,
        provider_id=_PROVIDER,
        lead_commissioner_id=_LEAD,
        involved_ids=frozenset({_INVOLVED}),
    )


def _roles_in(relation: Relation) -> list[Role]:
    return [role for role in Role if grant_for(relation, role) is not None]


def _parts_matrix(relation: Relation) -> str:
    rows = []
    for role in _roles_in(relation):
        grant = grant_for(relation, role)
        shown = grant.parts if grant is not None else frozenset()
        own_only = grant is not None and Permission.READ not in grant.permissions
        label = f"{role.label}, of own reports only" if own_only else role.label
        rows.append((label, *(YES if part in shown else NO for part in Part)))
    return "Sees:\n\n" + table(("Role", *(part.label for part in Part)), rows)


def _permission_rows(relation: Relation) -> str:
    rows = []
    for role in _roles_in(relation):
        grant = grant_for(relation, role)
        if grant is not None:
            rows.append((role.label, words(in_order(grant.permissions, Permission)), grant.clause))
    return "May:\n\n" + table(("Role", "May", "Clause"), rows)


def _general_rules() -> list[str]:
    silent = [role for role in Role if not reads_cases(role)]
    readers = [row for row in GRANTS if Part.REPORTER in row.parts]
    named = "; ".join(f"{row.role.label} ({row.relation.label.lower()}, {row.clause})" for row in readers)
    return [
        text(
            f"Whoever reported an incident follows it in any role: {words(in_order(OWN_REPORT, Part))}, and how",
            "it stands in plain words. Reporting itself opens no other case (1.1a).",
        ),
        text(
            f"Who reported in confidence is shown only to: {named}. No other page, list or audit trail has the",
            "name (4.3c).",
        ),
        f"Held to the Place in their membership: {words(in_order(BOUND_TO_PLACE, Role))} (4.7.13).",
        f"May report an incident: every role except {words([r for r in Role if r not in MAY_REPORT])} (1.1a, 4.5g).",
        f"Read no case but what they reported themselves: {words(silent)}.",
        "A draft is seen by the person who writes it, and by nobody else.",
        "Someone with several roles uses one at a time, and sees what that one sees.",
    ]


def _restricted() -> list[str]:
    limits = [row for row in GRANTS if Permission.RESTRICT in row.permissions]
    reviews = [row for row in GRANTS if Permission.REVIEW_OPENINGS in row.permissions]
    looks = [row for row in GRANTS if Permission.SEE_LOOKS in row.permissions]
    return [
        text(
            "A case can be limited to named people. Of those who would see it by sections 1 and 2, only people who are",
            f"named see it then, each no more than their role shows them ({CLAUSE}). It is limited for one of:",
            f"{words(list(RestrictedKind))}.",
        ),
        "Named at once, beside whoever limits it and whoever has it on their desk:",
        table(
            ("Organisation", "Role", "Why"),
            [(row.relation.label, row.role.label, row.why) for row in NAMED_ROLES],
        ),
        table(
            ("What", "Who may"),
            [
                ("Limit a case, name people, end that, lift it", _holders(limits)),
                ("Review who opened one without being named", _holders(reviews)),
                ("See who has looked at a case", _holders(looks)),
            ],
        ),
        "\n".join(f"- {sentence}" for sentence in _rules_of_restricting()),
    ]


def _holders(rows: list[Grant]) -> str:
    return "; ".join(f"{row.role.label} ({row.relation.label.lower()})" for row in rows)


def _rules_of_restricting() -> list[str]:
    return [
        (
            "It stays with somebody who can go on with it at the provider, with somebody who assures it at the ICB once the"
            " ICB sees it, and with somebody who can lift the limit: otherwise it cannot be limited, and a name cannot end."
        ),
        "Whoever reported it goes on seeing their own report.",
        (
            f"Someone who would see it, were it not limited, may open it with a reason for {OPENING_HOURS} hours (local"
            " default), to read and to change nothing. Those who review openings at both sides are told at once; one of"
            " them who did not open it records what they found."
        ),
        "Figures count it. Lists, search, files, notices and e-mails do not lead anyone to it who is not named.",
        "Each look at a page of any case is on record; of a limited one before the page is shown (8.0b).",
    ]


def _every_pair() -> Iterator[tuple[str, ...]]:
    for role in Role:
        yield role.label, *(_seen_by(grant_for(relation, role)) for relation in Relation)


def _seen_by(grant: Grant | None) -> str:
    if grant is None:
        return NO
    own = "" if Permission.READ in grant.permissions else "Own reports: "
    hidden = set(Part) - grant.parts
    if len(hidden) < len(grant.parts):
        shown = f"All but {words(in_order(hidden, Part))}" if hidden else "All"
    else:
        shown = words(in_order(grant.parts, Part))
    return f"{own}{shown} ({grant.clause})"


def _signature(body: str) -> tuple[str, ...]:
    fingerprint = hashlib.sha256(body.encode()).hexdigest()[:12]
    return (
        "## Agreed",
        text(
            f"Read and agreed for the organisation that runs this installation. Rules with fingerprint `{fingerprint}`;",
            "when they change, so does the fingerprint, and this needs reading again.",
        ),
        table(("Name", "Role", "Date", "Signature"), [(" ",) * 4]),
    )
