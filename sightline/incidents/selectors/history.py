"""The audit trail of a case, and who can see it and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sightline.audit import selectors as audit
from sightline.incidents.models import Incident, IncidentAccess
from sightline.incidents.record import RELATED, access_facts_of
from sightline.incidents.visibility import seen_by, visible_to
from sightline.organisations import selectors as organisations
from sightline.policy.facts import Actor
from sightline.policy.permissions import GRANTS, parts_for
from sightline.policy.terms import AccessLevel, Framework, Part, Permission, Relation, Role

PAGE_SIZE = 100


@dataclass(frozen=True)
class HistoryLine:
    """One field changed once: when, by whom in which role, from what to what, and by which clause."""

    seq: int
    at: datetime
    who: str
    role: str
    thing: str
    field: str
    old: str
    new: str
    clause: str
    reason: str
    framework: Framework


@dataclass(frozen=True)
class AccessLine:
    """One access row, in words: which organisation, what of the case, which of its roles, why, since and until when."""

    organisation_name: str
    level: str
    roles: tuple[str, ...]
    relation: str
    why: str
    clause: str
    from_at: datetime
    until_at: datetime | None


def audit_trail(
    actor: Actor, reference: str, *, now: datetime, before: int | None = None
) -> tuple[HistoryLine, ...] | None:
    """The trail, newest first, of the parts this hat is shown; None where it is shown no history."""
    incident = (
        visible_to(actor, now=now, part=Part.HISTORY)
        .select_related(*RELATED)
        .filter(reference=reference)
        .first()
    )
    if incident is None:
        return None
    facts = access_facts_of(incident, now=now)
    parts = parts_for(actor, facts)
    if Part.HISTORY not in parts:
        return None
    in_hand = _in_quality_assurance(incident) if actor.organisation_id != facts.lead_commissioner_id else ""
    entries = [
        entry
        for entry in audit.entries_for(
            incident.id, parts=[part.value for part in parts] + [""], limit=PAGE_SIZE, before=before
        )
        if not (in_hand and entry.object_id == in_hand and entry.part == Part.QUALITY_ASSURANCE)
    ]
    people = organisations.people({UUID(entry.actor) for entry in entries if entry.actor})
    names = _names_in([text for entry in entries for text in (entry.old, entry.new)])
    lines = []
    for entry in entries:
        role, _, _organisation = entry.hat.partition("@")
        person = people.get(UUID(entry.actor)) if entry.actor else None
        name = person.full_name if person is not None else "Reporter, in confidence"
        lines.append(
            HistoryLine(
                seq=entry.seq,
                at=entry.at,
                who=name if entry.hat else "Sightline",
                role=Role(role).label if role else "",
                thing=entry.model,
                field=entry.field,
                old=entry.tombstone_reason if entry.erased else names.get(entry.old, entry.old),
                new="" if entry.erased else names.get(entry.new, entry.new),
                clause=entry.clause,
                reason=entry.reason,
                framework=facts.framework,
            )
        )
    return tuple(lines)


def _in_quality_assurance(incident: Incident) -> str:
    """The report the ICB is still judging: what it notes is its own until it answers, as on the page of the case."""
    report = incident.reports.filter(submitted_at__isnull=False, outcome="").first()
    return "" if report is None else str(report.id)


def _names_in(values: list[str]) -> dict[str, str]:
    """Names of the organisations and people whose ids stand in values, by the value as it stands."""
    ids: dict[str, UUID] = {}
    for value in values:
        first = value.split(" ", 1)[0]
        if len(first) == 36:
            try:
                ids[value] = UUID(first)
            except ValueError:
                continue
    known = {key: row.name for key, row in organisations.organisations(set(ids.values())).items()}
    known |= {key: row.full_name for key, row in organisations.people(set(ids.values()) - set(known)).items()}
    known |= organisations.place_names(set(ids.values()) - set(known))
    return {value: known[key] for value, key in ids.items() if key in known}


def who_can_see(actor: Actor, reference: str, *, now: datetime) -> tuple[AccessLine, ...] | None:
    """Every access row of a case, standing ones first; None for an outsider or someone who only reported it."""
    assuring = seen_by(actor, now=now, part=Part.TIMESCALES) | seen_by(actor, now=now, part=Part.HISTORY)
    incident = visible_to(actor, now=now).filter(assuring, reference=reference).first()
    if incident is None:
        return None
    rows = IncidentAccess.objects.filter(incident=incident).select_related("organisation")
    lines = [
        AccessLine(
            organisation_name=row.organisation.name,
            level=AccessLevel(row.level).label,
            roles=tuple(
                grant.role.label
                for grant in GRANTS
                if grant.relation == Relation(row.reason) and Permission.READ in grant.permissions
            ),
            relation=Relation(row.reason).label,
            why=row.why,
            clause=row.clause,
            from_at=row.from_at,
            until_at=row.until_at,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: (line.until_at is not None, line.from_at)))
