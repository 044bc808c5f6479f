"""Tells people what became of a disclosure, in the transaction of its step: ``policy.telling`` says whom, access whether."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sightline.incidents.models import Disclosure
from sightline.incidents.services.steps import StepInHand
from sightline.incidents.sharing import share_of
from sightline.notifications import services as notifications
from sightline.notifications.services import NewNotice
from sightline.organisations import staff
from sightline.policy.facts import IncidentFacts
from sightline.policy.other_tellings import SharingTelling
from sightline.policy.permissions import may_see, permissions_for, roles_holding
from sightline.policy.terms import Permission, Relation, Role
from sightline.policy.working_days import london_day


def tell(row: SharingTelling, step: StepInHand, disclosure: Disclosure) -> None:
    """Two queries; whoever takes the step knows of it."""
    facts = _with(step.facts, disclosure)
    if row.to == "proposer":
        told = {disclosure.proposed_by}
    elif row.to == "recipient":
        told = _at(disclosure.open_to_id, _readers(), facts, step) if disclosure.open_to_id else set()
    else:
        relation = Relation(disclosure.side)
        party = facts.provider_id if relation is Relation.PROVIDER else facts.lead_commissioner_id
        roles = frozenset({Role.INFORMATION_GOVERNANCE_LEAD})
        if row.to == "guardians":
            roles = roles_holding(Permission.APPROVE_DISCLOSURE, relation)
        told = _at(party, roles, facts, step) if party is not None else set()
    notifications.enqueue(
        [
            NewNotice(
                recipient_id=person_id,
                kind=row.kind,
                case_id=step.incident.id,
                reference=step.incident.reference,
                # Of at most sixty characters.
                occasion=f"{disclosure.id} {row.to[:12]} {step.incident.version}",
                text=row.text,
                clause=row.clause,
            )
            for person_id in sorted(told - {step.by.person_id}, key=str)
        ],
        now=step.now,
    )


def _readers() -> frozenset[Role]:
    return roles_holding(Permission.ACKNOWLEDGE_DISCLOSURE, Relation.SHARED)


def _at(organisation_id: UUID, roles: frozenset[Role], facts: IncidentFacts, step: StepInHand) -> set[UUID]:
    hats = staff.hats_at({organisation_id}, roles, london_day(step.now))
    return {hat.person_id for hat in hats if may_see(hat, facts) and permissions_for(hat, facts)}


def _with(facts: IncidentFacts, disclosure: Disclosure) -> IncidentFacts:
    """The case with this disclosure in force, as it was a moment ago where it is being withdrawn."""
    if disclosure.open_to_id is None or disclosure.in_force_at is None:
        return facts
    return replace(facts, shares=facts.shares | {share_of(disclosure)})
