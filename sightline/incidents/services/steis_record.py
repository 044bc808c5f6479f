"""What StEIS asks and a case does not hold, and the numbers other systems gave it. Nothing is sent to StEIS."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sightline.incidents.errors import Invalid
from sightline.incidents.models import SteisDetails
from sightline.incidents.services.steps import StepInHand, taking
from sightline.policy import steis
from sightline.policy.declaring import OTHER_NUMBERS, problems_of_numbers
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Part
from sightline.policy.working_days import london_day


def record_details(
    incident_id: UUID, answers: Mapping[str, object], *, by: Actor, now: datetime, seen: int
) -> None:
    """Keeps the answers to the asked fields of StEIS, by code; some may still be missing. Replaces those kept before.

    Raises Invalid with the problem beside each field.
    """
    with taking(Action.RECORD_STEIS_DETAILS, incident_id, by=by, now=now, seen=seen) as step:
        given = steis.read_answers(answers)
        if wrong := steis.problems(given):
            raise Invalid(wrong)
        _keep(step, answers=given)


def record_numbers(
    incident_id: UUID,
    numbers: Mapping[str, str],
    *,
    steis_logged_on: date | None,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Records the numbers an incident has elsewhere, by field of ``OTHER_NUMBERS``; those not given stay as they are.

    ``steis_logged_on`` is the day it was typed into StEIS. It moves no timescale (design decision 7).
    """
    with taking(Action.RECORD_NUMBERS, incident_id, by=by, now=now, seen=seen) as step:
        given = {name: number.strip() for name, number in numbers.items() if name in OTHER_NUMBERS}
        wrong = problems_of_numbers(given)
        late = steis.problem_with_logged_on(
            steis_logged_on,
            number=given.get("steis_number", step.incident.steis_number),
            happened_on=step.incident.happened_on,
            today=london_day(now),
        )
        if found := [*wrong, *([late] if late else [])]:
            raise Invalid(found)
        step.set(**given)
        _keep(step, steis_logged_on=steis_logged_on)


def _keep(step: StepInHand, **fields: Any) -> None:
    """Writes the one row of the case, made at the first need of it."""
    existing = SteisDetails.objects.filter(incident=step.incident).first()
    who_and_when = {"recorded_at": step.now, "recorded_by": step.person_id}
    if existing is not None:
        step.change(existing, Part.NARRATIVE, **fields, **who_and_when)
    elif any(fields.values()):
        step.add(SteisDetails(incident=step.incident, **fields, **who_and_when), Part.NARRATIVE)
