"""What a correction would move, the corrections made, and which other body investigates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sightline.incidents.models import Incident
from sightline.incidents.record import RELATED, load_case
from sightline.incidents.services.corrections import (
    CorrectionWish,
    changed_fields,
    changes_in_words,
    may_move_organisation,
    moved_by,
    problems_of,
)
from sightline.incidents.visibility import visible_to
from sightline.organisations import selectors as organisations
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.clock_moves import ClockMove
from sightline.policy.facts import Actor
from sightline.policy.other_bodies import body_label
from sightline.policy.questionnaire import Problem
from sightline.policy.terms import Part, Role


@dataclass(frozen=True)
class AsRecorded:
    """What can be corrected, as it stands."""

    happened_on: date | None
    happened_time: time | None
    found_on: date | None
    identified_at: datetime | None
    may_move_organisation: bool


@dataclass(frozen=True)
class Preview:
    """What a correction changes and moves; with ``problems`` it cannot be made and the rest is empty."""

    problems: tuple[Problem, ...]
    changes: tuple[Mapping[str, str], ...] = ()
    moves: tuple[ClockMove, ...] = ()

    @property
    def becomes_unmet(self) -> bool:
        """Whether a timescale that was met, or not yet missed, is then overdue."""
        return any(move.becomes_unmet for move in self.moves)


def as_recorded(actor: Actor, incident_id: UUID, *, now: datetime) -> AsRecorded | None:
    """The dates of a case; None where it does not exist for this hat."""
    incident = visible_to(actor, now=now, part=Part.NARRATIVE).filter(id=incident_id).first()
    if incident is None:
        return None
    return AsRecorded(
        happened_on=incident.happened_on,
        happened_time=incident.happened_time,
        found_on=incident.found_on,
        identified_at=incident.identified_at,
        may_move_organisation=actor.organisation_id == incident.lead_commissioner_id
        and may_move_organisation(incident),
    )


def preview(
    actor: Actor, incident_id: UUID, wish: CorrectionWish, reason: str, *, now: datetime
) -> Preview | None:
    """What this correction would change and move, computed by what the service itself uses; None to outsiders."""
    shown = visible_to(actor, now=now, part=Part.NARRATIVE).select_related(*RELATED)
    incident = shown.filter(id=incident_id).first()
    if incident is None:
        return None
    record = load_case(incident)
    is_board = actor.organisation_id == incident.lead_commissioner_id
    wrong = problems_of(record, wish, reason, is_board=is_board, now=now)
    if wrong:
        return Preview(wrong)
    fields = changed_fields(incident, wish)
    return Preview((), tuple(changes_in_words(incident, fields)), moved_by(record, fields, now=now))


@dataclass(frozen=True)
class CorrectionLine:
    """One correction as the case shows it; ``clocks`` are timescale, old day, new day and words."""

    made_at: datetime
    who: str
    reason: str
    changes: tuple[Mapping[str, str], ...]
    clocks: tuple[tuple[str, date | None, date | None, str], ...]


def corrections_of(actor: Actor, incident_id: UUID, *, now: datetime) -> tuple[CorrectionLine, ...]:
    """The corrections of a case, newest first; nothing for those who are not shown its timescales."""
    shown = visible_to(actor, now=now, part=Part.TIMESCALES)
    incident = shown.filter(id=incident_id).first()
    if incident is None:
        return ()
    rows = list(incident.corrections.all())
    people = organisations.people({row.made_by for row in rows})
    return tuple(
        CorrectionLine(
            made_at=row.made_at,
            who=", ".join([people[row.made_by].full_name] * (row.made_by in people) + [Role(row.role).label]),
            reason=row.reason,
            changes=tuple(row.changes),
            clocks=tuple(_clock(clock) for clock in row.clocks),
        )
        for row in rows
    )


def _clock(stored: Mapping[str, Any]) -> tuple[str, date | None, date | None, str]:
    return (
        DeadlineKind(stored["kind"]).label,
        date.fromisoformat(stored["old"]) if stored["old"] else None,
        date.fromisoformat(stored["new"]) if stored["new"] else None,
        str(stored["words"]),
    )


@dataclass(frozen=True)
class OtherBodyLine:
    """Another body's investigation; ``ended_on`` is None while it goes on."""

    name: str
    reference: str
    began_on: date
    expected_on: date | None
    sets_aside: bool
    note: str
    ended_on: date | None
    ended_note: str


def other_bodies_of(actor: Actor, incident_id: UUID, *, now: datetime) -> tuple[OtherBodyLine, ...]:
    """Other bodies that investigate or did, newest first; nothing for those not shown the investigation."""
    shown = visible_to(actor, now=now, part=Part.INVESTIGATION)
    incident: Incident | None = shown.filter(id=incident_id).first()
    if incident is None:
        return ()
    return tuple(
        OtherBodyLine(
            name=body_label(row.body, row.body_in_words),
            reference=row.reference,
            began_on=row.began_on,
            expected_on=row.expected_on,
            sets_aside=row.sets_aside_final_report,
            note=row.note,
            ended_on=row.ended_on,
            ended_note=row.ended_note,
        )
        for row in incident.other_investigations.all()
    )
