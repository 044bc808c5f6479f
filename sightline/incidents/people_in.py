"""Whose names the page of a case shows. Private to this package."""

from __future__ import annotations

from uuid import UUID

from sightline.incidents.record import CaseRecord


def person_ids_in(record: CaseRecord) -> set[UUID]:
    """Everyone whose name the case page shows beside something they did."""
    people: set[UUID | None] = {step.taken_by for step in record.steps}
    people |= {row.made_by for row in record.classifications}
    people |= {row.given_by for row in record.views}
    people |= {row.submitted_by for row in record.initial_reviews}
    people |= {row.answered_by for row in record.initial_reviews}
    for report in record.reports:
        people |= {report.written_by, report.signed_off_by, report.submitted_by, report.outcome_by}
    people |= {row.recorded_by for row in record.candour_steps}
    people |= {entry.recorded_by for entry in record.body_entries}
    for action in record.actions:
        people |= {action.completed_by, action.verified_by}
    for row in record.learning:
        people |= {row.chosen_by, row.planned_by, row.engaged_by, row.written_by, row.signed_off_by}
    people |= {row.agreed_by for row in record.learning_dates} | {row.recorded_by for row in record.oversight}
    if record.candour is not None:
        people.add(record.candour.decided_by)
    return {person for person in people if person is not None}
