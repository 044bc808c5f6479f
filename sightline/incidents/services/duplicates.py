"""Joining reports of one event under the record that leads, and separating them again (design decision 13)."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime
from uuid import UUID

from django.db.models import F

from sightline.audit.services import act
from sightline.incidents.errors import Invalid, Refused, Stale
from sightline.incidents.models import Incident, Involvement
from sightline.incidents.services.steps import StepInHand, taking
from sightline.policy.facts import Actor
from sightline.policy.likeness import problem_with_joining
from sightline.policy.terms import Action, Part, Status


def join(
    incident_id: UUID,
    lead_id: UUID,
    reason: str,
    *,
    seen_lead: int,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Joins a report to the record that leads: both steps or neither. What was joined to it before follows it.

    The two cases are claimed in the order of their keys, so that two people who join each to the other at once
    wait for one another and do not block each other for ever.
    """
    if not reason.strip():
        raise Invalid({"reason": "Say why both are about the same event."}, clause="4.3a")
    if incident_id == lead_id:
        raise Invalid(
            {"lead": "A record cannot be joined to itself. Choose the other report."}, clause="4.3a"
        )
    wanted = [(incident_id, Action.MERGE, seen), (lead_id, Action.RECEIVE_DUPLICATE, seen_lead)]
    opened: dict[Action, StepInHand] = {}
    try:
        with ExitStack() as both:
            for key, action, version in sorted(wanted, key=lambda each: each[0]):
                opened[action] = both.enter_context(
                    taking(action, key, by=by, now=now, seen=version, note=reason.strip())
                )
            _join(opened[Action.MERGE], opened[Action.RECEIVE_DUPLICATE])
    except Refused as refused:
        is_joined_itself = Incident.objects.filter(id=lead_id, status=Status.DUPLICATE.value).exists()
        if refused.action is Action.RECEIVE_DUPLICATE and is_joined_itself:
            # Somebody joined the other record meanwhile, perhaps to this one: that is out of date, not forbidden.
            raise Stale(lead_id, refused.reference, seen_lead) from refused
        raise


def _join(step: StepInHand, lead: StepInHand) -> None:
    words = problem_with_joining(
        step.facts,
        lead.facts,
        reference=step.incident.reference,
        lead_reference=lead.incident.reference,
    )
    if words:
        raise Invalid({"lead": words})
    _bring_along(step, lead)
    step.set(merged_into_id=lead.incident.id, merged_at=step.now, merged_from_status=step.facts.status.value)
    provider_id = step.incident.provider_id
    named = {row.organisation_id for row in lead.record.involvements}
    if provider_id not in {lead.incident.provider_id, *named}:
        row = Involvement(incident=lead.incident, organisation_id=provider_id, named_at=step.now)
        lead.add(row, Part.SUMMARY)


def _bring_along(step: StepInHand, lead: StepInHand) -> None:
    """Reports that were joined to this one before now follow the record that leads, so that there is no chain."""
    with act(by=step.by, now=step.now, clause=step.decision.clause, reason=step.noted(step.note)) as trail:
        for other in Incident.objects.filter(merged_into=step.incident).order_by("id"):
            moved = Incident.objects.filter(id=other.id, version=other.version).update(
                merged_into=lead.incident, version=F("version") + 1
            )
            if moved != 1:
                raise Stale(step.incident.id, step.incident.reference, step.incident.version)
            trail.record(
                model="incident",
                object_id=str(other.id),
                subject_id=other.id,
                field="merged_into_id",
                old=step.incident.id,
                new=lead.incident.id,
                part=Part.SUMMARY.value,
            )


def separate(incident_id: UUID, reason: str, *, by: Actor, now: datetime, seen: int) -> None:
    """Takes a report out again: it goes back to where it stood, and its timescales run from their own starts."""
    with taking(Action.SEPARATE, incident_id, by=by, now=now, seen=seen, note=reason.strip()) as step:
        if not reason.strip():
            raise Invalid({"reason": "Say why they are two events after all."})
        step.back_to = Status(step.incident.merged_from_status)
        step.set(merged_into_id=None, merged_at=None, merged_from_status="")
