"""Correcting what was recorded wrongly, and sending a report on to the organisation where it happened (decision 12)."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sightline.incidents.errors import Invalid
from sightline.incidents.models import Correction, Incident, ReporterMessage
from sightline.incidents.record import CaseRecord
from sightline.incidents.services.due_dates import compute_due_dates
from sightline.incidents.services.provider import provider_fields
from sightline.incidents.services.reporter_updates import UPDATE
from sightline.incidents.services.steps import StepInHand, taking
from sightline.organisations import selectors as organisations
from sightline.organisations.selectors import OrganisationRow
from sightline.policy.clock_moves import ClockMove, CorrectedDates, clock_moves, problems
from sightline.policy.facts import Actor
from sightline.policy.lengths import say_day
from sightline.policy.questionnaire import Problem
from sightline.policy.report_answers import PROVIDER_KINDS
from sightline.policy.small_providers import SMALL_PROVIDER_KINDS
from sightline.policy.terms import Action, Framework, Part, Status
from sightline.policy.working_days import LONDON, london_day

_LABELS = {
    "happened_on": "Date it happened",
    "happened_time": "Time it happened",
    "found_on": "Date it was found",
    "identified_at": "Identified as meeting SI criteria",
    "provider_id": "Organisation",
    "framework": "Framework",
    "lead_commissioner_id": "Lead commissioner",
    "place_id": "Place",
}


@dataclass(frozen=True)
class CorrectionWish:
    """How the record is to stand. ``provider_id`` is None where the organisation stays."""

    dates: CorrectedDates
    provider_id: UUID | None = None


def correct(
    incident_id: UUID,
    wish: CorrectionWish,
    reason: str,
    *,
    unmet_accepted: bool,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Corrects dates or the organisation, with a reason; each timescale that it moves is kept with it.

    ``unmet_accepted``: the person confirmed that a timescale which was met no longer is; Invalid without it.
    """
    with taking(Action.CORRECT, incident_id, by=by, now=now, seen=seen, note=reason.strip()) as step:
        record = step.record
        is_board = by.organisation_id == record.incident.lead_commissioner_id
        if wrong := problems_of(record, wish, reason, is_board=is_board, now=now):
            raise Invalid(wrong)
        fields = changed_fields(record.incident, wish)
        moves = moved_by(record, fields, now=now)
        if any(move.becomes_unmet for move in moves) and not unmet_accepted:
            raise Invalid({"accept": "Confirm that a timescale which was met is then overdue."})
        correction = Correction(
            incident=step.incident,
            changes=changes_in_words(step.incident, fields),
            clocks=[_stored(move) for move in moves if move.moves],
            reason=reason.strip(),
            made_at=now,
            made_by=step.person_id,
            role=by.role.value,
            organisation_id=by.organisation_id,
        )
        step.set(**fields)
        step.add(correction, Part.SUMMARY)


def problems_of(
    record: CaseRecord, wish: CorrectionWish, reason: str, *, is_board: bool, now: datetime
) -> tuple[Problem, ...]:
    """What stops this correction, each beside its field; form and service ask the same."""
    incident = record.incident
    found = problems(wish.dates, reason=reason, declared_at=incident.declared_at, now=now)
    if found:
        return found
    fields = changed_fields(incident, wish)
    if not fields:
        return (Problem("", "Nothing differs from the record as it stands.", clause="4.3a"),)
    if "provider_id" in fields and not (is_board and may_move_organisation(incident)):
        words = (
            "Only the ICB corrects the organisation, once it has the case. Before that, send the report on."
        )
        return (Problem("provider_code", words, clause="4.3a"),)
    if "framework" in fields:
        label = Framework(fields["framework"]).label
        words = (
            f"There it would be handled under {label}, and this case has gone its way under "
            f"{Framework(incident.framework).label}. Report it there, and join this record to that report."
        )
        field = "provider_code" if "provider_id" in fields else "identified_at"
        return (Problem(field, words, clause="2.3a"),)
    return ()


def may_move_organisation(incident: Incident) -> bool:
    """Whether the organisation is corrected here: a report not yet decided on is sent on instead."""
    return incident.status != Status.REPORTED


def changed_fields(incident: Incident, wish: CorrectionWish) -> dict[str, Any]:
    """The fields of the case that differ from how it is to stand, with what follows from them."""
    dates = wish.dates
    fields: dict[str, Any] = {
        "happened_on": dates.happened_on,
        "happened_time": dates.happened_time,
        "found_on": dates.found_on,
        "identified_at": dates.identified_at,
    }
    if fields["happened_time"] != incident.happened_time:
        fields |= _precision(incident, dates.happened_time)
    reported_on = london_day(incident.reported_at)
    identified_on = london_day(dates.identified_at or incident.reported_at)
    if wish.provider_id not in (None, incident.provider_id):
        fields |= provider_fields(wish.provider_id, reported_on=reported_on, identified_on=identified_on)
        fields["provider_lead_id"] = None
    elif dates.identified_at != incident.identified_at:
        before = organisations.framework_of(
            incident.provider_id, london_day(incident.identified_at or incident.reported_at)
        )
        # Only where the correction itself crosses the day the provider moved to another framework.
        if (then := organisations.framework_of(incident.provider_id, identified_on)) != before:
            fields["framework"] = then.value
    return {name: new for name, new in fields.items() if getattr(incident, name) != new}


def _precision(incident: Incident, at: time | None) -> dict[str, str]:
    """How well the time is known follows from whether there is one."""
    if at is None:
        return {"happened_when": "shift" if incident.happened_shift else "not_sure"}
    return {} if incident.happened_when == "about" else {"happened_when": "exact"}


def moved_by(record: CaseRecord, fields: Mapping[str, Any], *, now: datetime) -> tuple[ClockMove, ...]:
    """Every timescale of the case as it stands and as it would stand with these fields. Writes nothing."""
    corrected = copy.copy(record)
    corrected.incident = copy.copy(record.incident)
    for name, value in fields.items():
        setattr(corrected.incident, name, value)
    return clock_moves(compute_due_dates(record), compute_due_dates(corrected), now=now)


def changes_in_words(incident: Incident, fields: Mapping[str, Any]) -> list[dict[str, str]]:
    """What stood and what is to stand, as a reader says it; fields that only follow others are left out."""
    names = _names([getattr(incident, name) for name in fields] + list(fields.values()))
    return [
        {
            "field": _LABELS[name],
            "old": _in_words(getattr(incident, name), names),
            "new": _in_words(new, names),
        }
        for name, new in fields.items()
        if name in _LABELS
    ]


def _names(values: list[Any]) -> dict[UUID, str]:
    keys = [value for value in values if isinstance(value, UUID)]
    known = {key: row.name for key, row in organisations.organisations(keys).items()}
    return {**known, **organisations.place_names(keys)}


def _in_words(value: Any, names: Mapping[UUID, str]) -> str:
    if value is None or value == "":
        return "not known"
    if isinstance(value, UUID):
        return names.get(value, str(value))
    if isinstance(value, datetime):
        local = value.astimezone(LONDON)
        return f"{say_day(local.date())}, {local:%H:%M}"
    if isinstance(value, date):
        return say_day(value)
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _stored(move: ClockMove) -> dict[str, Any]:
    return {
        "kind": move.kind.value,
        "round": move.round,
        "old": move.old_due_on.isoformat() if move.old_due_on else "",
        "new": move.new_due_on.isoformat() if move.new_due_on else "",
        "words": move.words,
    }


def chosen_provider(ods_code: str, *, instead_of: UUID) -> OrganisationRow:
    """The organisation with this code, where a case can go to it; Invalid with the reason where it cannot."""
    row = organisations.organisation_by_code(ods_code) if ods_code else None
    if row is None or row.kind not in PROVIDER_KINDS:
        raise Invalid({"provider_code": "Find the organisation where it happened and choose it."})
    if row.id == instead_of:
        raise Invalid({"provider_code": "It is there already. Choose another organisation."})
    return row


def send_on(incident_id: UUID, ods_code: str, reason: str, *, by: Actor, now: datetime, seen: int) -> str:
    """Sends a report to the organisation where it happened, nothing retyped, and tells the reporter; gives its name.

    Whoever sent it on no longer sees it, unless they reported it.
    """
    with taking(Action.REROUTE, incident_id, by=by, now=now, seen=seen, note=reason.strip()) as step:
        incident = step.incident
        row = chosen_provider(ods_code, instead_of=incident.provider_id)
        if not reason.strip():
            raise Invalid({"reason": "Say why it belongs there."})
        step.set(
            **provider_fields(row.id, reported_on=london_day(incident.reported_at)), provider_lead_id=None
        )
        if row.kind not in SMALL_PROVIDER_KINDS:
            step.set(keyed_at=None, keyed_by=None, keyed_confirmed_at=None, keyed_confirmed_by=None)
        _tell_reporter(step, row.name)
        return row.name


def _tell_reporter(step: StepInHand, name: str) -> None:
    told = ReporterMessage(
        incident=step.incident,
        kind=UPDATE,
        text=f"Your report was sent to {name}, where it happened.",
        written_at=step.now,
        written_by=step.person_id,
    )
    step.add(told, Part.NARRATIVE)
