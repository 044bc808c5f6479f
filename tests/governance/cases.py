"""Bare cases for measures: an incident with its access rows and whatever rows a test gives it, without the steps between."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from typing import Any

from sightline.audit.keys import new_key
from sightline.audit.services import act
from sightline.incidents.models import (
    CandourRecord,
    CandourStep,
    ClassificationRecord,
    DiscussionView,
    DueDate,
    Incident,
    InvestigationReport,
    Involvement,
    Message,
    SafetyAction,
)
from sightline.incidents.record import RELATED, facts_of, load_case
from sightline.incidents.services.access import refresh_access
from sightline.policy.terms import Framework, Status
from tests.factories import NOW, World

_numbers = itertools.count(1)
#: In London, by NOW's clock.
TODAY = date(2026, 11, 16)


def day(later: int) -> date:
    return TODAY + timedelta(days=later)


def at(later: int) -> datetime:
    return NOW + timedelta(days=later)


def case(world: World, status: Status = Status.INVESTIGATING, **fields: Any) -> Incident:
    """One incident of the trust, led by the board, with the access that the rules expect."""
    known: dict[str, Any] = {
        "framework": Framework.SIF_2015.value,
        "provider_id": world.trust,
        "reported_from_id": world.trust,
        "lead_commissioner_id": world.icb,
        "place_id": world.place,
        "reported_at": at(-30),
        "headline": "Invented",
        "what_happened": "Invented.",
        "happened_when": "not_sure",
        "physical_harm": "none",
        "psychological_harm": "none",
        "still_dangerous": "no",
        "others_involved": "no",
    }
    incident = Incident.objects.create(
        **{**known, **fields},
        reference=f"SL-2026-9{next(_numbers):05d}",
        status=status.value,
        tracking_code_hash=str(new_key()),
        draft_id=new_key(),
    )
    open_access(incident)
    return incident


def open_access(incident: Incident) -> None:
    """Opens it to those whom the rules expect to see it, from the moment it was reported."""
    facts = facts_of(load_case(Incident.objects.select_related(*RELATED).get(id=incident.id)))
    with act(by=None, now=incident.reported_at) as trail:
        refresh_access(facts, now=incident.reported_at, trail=trail)


def due(
    incident: Incident, kind: str, due_in: int, *, done: datetime | None = None, round: int = 1, **fields: Any
) -> None:
    """A timescale due so many days from NOW, still running unless it is done."""
    DueDate.objects.create(
        incident=incident,
        kind=kind,
        round=round,
        side="provider",
        started_on=day(due_in - 2),
        original_due_on=day(due_in),
        due_on=day(due_in),
        done_at=done,
        **{"is_running": done is None, **fields},
    )


def candour(incident: Incident, **outcomes: str) -> None:
    """The duty applies, and steps were recorded in this order, a minute apart."""
    _decided(incident, applies=True)
    for number, (code, outcome) in enumerate(outcomes.items()):
        step(incident, code, outcome, minutes=number)


def no_candour(incident: Incident) -> None:
    """It was decided that the duty does not apply."""
    _decided(incident, applies=False)


def _decided(incident: Incident, *, applies: bool) -> None:
    CandourRecord.objects.create(
        incident=incident,
        applies=applies,
        reason="Harm.",
        opinion_of="Consultant",
        decided_at=NOW,
        decided_by=new_key(),
    )


def step(incident: Incident, code: str, outcome: str, *, minutes: int) -> None:
    CandourStep.objects.create(
        incident=incident,
        code=code,
        outcome=outcome,
        recorded_at=NOW + timedelta(minutes=minutes),
        recorded_by=new_key(),
    )


def judged(incident: Incident, *, minutes: int = 0, **fields: Any) -> None:
    ClassificationRecord.objects.create(
        incident=incident,
        made_at=NOW + timedelta(minutes=minutes),
        made_by=new_key(),
        organisation_id=incident.provider_id,
        **{"outcome": "declare", "rationale": "An avoidable injury.", **fields},
    )


def view(incident: Incident, side: str, said: str, *, minutes: int = 0) -> None:
    DiscussionView.objects.create(
        incident=incident,
        side=side,
        view=said,
        reason="So.",
        given_at=NOW + timedelta(minutes=minutes),
        given_by=new_key(),
        organisation_id=incident.provider_id,
    )


def report(incident: Incident, number: int = 1, **fields: Any) -> None:
    moment, person = at(-3), new_key()
    if fields.pop("signed", True):
        fields |= {"signed_off_at": moment, "signed_off_by": person}
    if "outcome" in fields:
        fields |= {"outcome_at": moment, "outcome_by": person}
    InvestigationReport.objects.create(
        incident=incident,
        number=number,
        written_at=moment,
        written_by=person,
        submitted_at=moment,
        submitted_by=person,
        **fields,
    )


def rated(**ratings: str) -> dict[str, dict[str, str]]:
    return {code: {"rating": rating, "comment": ""} for code, rating in ratings.items()}


def action(incident: Incident, due_in: int, *, done_in: int | None = None, verified: bool = False) -> None:
    """An action due so many days from NOW, and done on another."""
    done = None if done_in is None else at(done_in)
    person = None if done is None else new_key()
    SafetyAction.objects.create(
        incident=incident,
        number=incident.safety_actions.count() + 1,
        organisation_id=incident.provider_id,
        text="Count wires.",
        owner_role="Head of critical care",
        due_on=day(due_in),
        strength="strong",
        added_at=at(-40),
        added_by=new_key(),
        completed_at=done,
        completed_by=person,
        verified_at=done if verified else None,
        verified_by=person if verified else None,
    )


def question(incident: Incident, answer_in: int, *, answered_in: int | None = None) -> None:
    Message.objects.create(
        incident=incident,
        audience="shared",
        side="provider",
        organisation_id=incident.provider_id,
        text="What changed?",
        asks=True,
        answer_by=day(answer_in),
        answered_at=None if answered_in is None else at(answered_in),
        written_at=at(-20),
        written_by=new_key(),
        role="provider_lead",
    )


def names(incident: Incident, world: World, *, accepted: bool = False) -> None:
    Involvement.objects.create(
        incident=incident,
        organisation_id=world.other_trust,
        named_at=at(-30),
        accepted_at=at(-29) if accepted else None,
        accepted_by=new_key() if accepted else None,
    )
