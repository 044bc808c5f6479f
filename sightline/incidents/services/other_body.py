"""Recording that another body investigates, and that it has ended (design decision 31)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sightline.incidents.errors import Invalid
from sightline.incidents.models import OtherInvestigation
from sightline.incidents.services.steps import taking
from sightline.policy.facts import Actor
from sightline.policy.other_bodies import ANOTHER, Investigating, problems_of_ending, problems_of_other_body
from sightline.policy.terms import Action, Part
from sightline.policy.working_days import london_day


def record_other_body(
    incident_id: UUID, given: Investigating, *, by: Actor, now: datetime, seen: int
) -> None:
    """Records who investigates. Where it sets the final report aside, that timescale waits until it ends."""
    with taking(
        Action.RECORD_OTHER_BODY, incident_id, by=by, now=now, seen=seen, note=given.note.strip()
    ) as step:
        wrong = problems_of_other_body(given, happened_on=step.incident.happened_on, today=london_day(now))
        if wrong or given.began_on is None or given.sets_aside is None:
            raise Invalid(wrong)
        row = OtherInvestigation(
            incident=step.incident,
            body=given.body,
            body_in_words=given.body_in_words.strip() if given.body == ANOTHER else "",
            reference=given.reference.strip(),
            began_on=given.began_on,
            expected_on=given.expected_on,
            sets_aside_final_report=given.sets_aside,
            note=given.note.strip(),
            recorded_at=now,
            recorded_by=step.person_id,
        )
        step.add(row, Part.INVESTIGATION)


def end_other_body(
    incident_id: UUID, ended_on: date | None, note: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """Records its end. The final report is due again, counted from its original start."""
    with taking(Action.END_OTHER_BODY, incident_id, by=by, now=now, seen=seen, note=note.strip()) as step:
        row = step.record.other_body
        if row is None:
            raise Invalid({"ended_on": "No other body's investigation is recorded."})
        if wrong := problems_of_ending(ended_on, note, began_on=row.began_on, today=london_day(now)):
            raise Invalid(wrong)
        step.change(
            row,
            Part.INVESTIGATION,
            ended_on=ended_on,
            ended_note=note.strip(),
            ended_at=now,
            ended_by=step.person_id,
        )
