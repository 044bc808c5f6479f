"""After a calendar or a length changed: every stored due date computed anew, and whose moved is said, never hidden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sightline.audit.services import act
from sightline.incidents.models import DueDate, Incident
from sightline.incidents.record import RELATED, facts_of, load_case
from sightline.incidents.services.due_dates import refresh_due_dates
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.facts import Actor
from sightline.policy.terms import Part

#: Cases read at once.
_CHUNK = 200


@dataclass(frozen=True)
class MovedDate:
    """A running timescale of one case that is due on another day than before."""

    reference: str
    kind: DeadlineKind
    was: date
    now: date


def reckon_anew(*, reason: str, by: Actor | None, now: datetime) -> tuple[MovedDate, ...]:
    """Computes the due dates of every case with a timescale that runs; each that moved is in the audit trail of its case."""
    moved: list[MovedDate] = []
    with act(by=by, now=now, clause="4.3a", reason=reason) as acted:
        running = DueDate.objects.filter(is_running=True)
        cases = Incident.objects.filter(id__in=running.values("incident_id")).select_related(*RELATED)
        for incident in cases.order_by("id").iterator(chunk_size=_CHUNK):
            before = _running(incident)
            record = load_case(incident)
            refresh_due_dates(record, facts_of(record), now=now)
            after = _running(incident)
            for key, was in before.items():
                if (due := after.get(key)) is not None and due != was:
                    kind, round_number = key
                    moved.append(MovedDate(incident.reference, DeadlineKind(kind), was, due))
                    acted.record(
                        model="incidents.DueDate",
                        object_id=incident.id,
                        subject_id=incident.id,
                        field=f"{kind} due" if round_number == 1 else f"{kind} due, round {round_number}",
                        old=was,
                        new=due,
                        part=Part.TIMESCALES,
                    )
    return tuple(moved)


def _running(incident: Incident) -> dict[tuple[str, int], date]:
    rows = DueDate.objects.filter(incident=incident, is_running=True).values_list("kind", "round", "due_on")
    return {(kind, number): due_on for kind, number, due_on in rows}
