"""A disclosure that lacks nothing, for tests that change one thing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sightline.incidents.models import Disclosure, Incident
from sightline.incidents.services.sharing import Proposal, approve, disclose
from sightline.policy.caldicott import PRINCIPLES
from sightline.policy.disclosing import Asked
from sightline.policy.disclosure_kinds import DisclosureKind
from sightline.policy.facts import Actor
from sightline.policy.terms import Part, Role
from tests.factories import NOW, World

WHY = "The patient is registered with a practice that they pay for."
REASON = "It is the least that they need to know."
YES_TO_ALL = {row.code: "yes" for row in PRINCIPLES}


def asked(**changes: Any) -> Asked:
    """To the responsible commissioner: the story and the criteria, which may identify someone."""
    whole = Asked(
        kind=DisclosureKind.RESPONSIBLE_COMMISSIONER,
        has_recipient=True,
        parts=frozenset({Part.SUMMARY, Part.NARRATIVE, Part.CLASSIFICATION}),
        purpose=WHY,
        subject="living",
        identifies=True,
        article_6="6_1_e",
        article_9="9_2_h",
        confidentiality="public_interest",
        caldicott=YES_TO_ALL,
        expires_on=date(2026, 12, 31),
    )
    return replace(whole, **changes)


def to_coroner(**changes: Any) -> Proposal:
    """To a coroner's office, by a notice."""
    known: dict[str, Any] = {
        "kind": DisclosureKind.CORONER,
        "article_6": "6_1_c",
        "confidentiality": "required",
        "method": "secure_email",
        "request_reference": "SCH5/2026/118",
        "requested_on": date(2026, 11, 10),
        "answer_by": date(2026, 11, 30),
        "expires_on": None,
    }
    return Proposal(asked(**{**known, **changes}), recipient_name="Coroner’s office, Avonmere")


def proposed(
    world: World,
    incident: Incident,
    *,
    by: Actor | None = None,
    to: UUID | None = None,
    now: datetime = NOW,
    protocol_id: UUID | None = None,
    **changes: Any,
) -> Disclosure:
    """Shared with the other board, as far as proposing goes."""
    incident.refresh_from_db()
    given = Proposal(asked(**changes), recipient_id=to or world.other_icb, protocol_id=protocol_id)
    made = disclose(incident.id, given, by=by or world.team, now=now, seen=incident.version)
    incident.refresh_from_db()
    return Disclosure.objects.get(id=made)


def shared(world: World, incident: Incident, *, now: datetime = NOW, **given: Any) -> Disclosure:
    """The same, approved by the information-governance lead of the ICB."""
    row = proposed(world, incident, now=now, **given)
    if row.waits:
        guardian = world.actor("icb", Role.INFORMATION_GOVERNANCE_LEAD)
        approve(row.id, incident.id, REASON, by=guardian, now=now, seen=incident.version)
        incident.refresh_from_db()
    row.refresh_from_db()
    return row
