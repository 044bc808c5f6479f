"""The audit trail of a case, and who can see it and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sightline.audit import selectors as audit
from sightline.audit.selectors import EntryRow
from sightline.incidents.models import Incident, IncidentAccess, StepTaken
from sightline.incidents.record import RELATED, access_facts_of
from sightline.incidents.selectors.case import is_shown
from sightline.incidents.visibility import taken_part_in, visible_to
from sightline.organisations import selectors as organisations
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.framework_words import taken_words
from sightline.policy.permissions import GRANTS, parts_for
from sightline.policy.terms import AccessLevel, Action, Framework, Part, Permission, Relation, Role

PAGE_SIZE = 100


@dataclass(frozen=True)
class HistoryLine:
    """One field changed once: when, by whom in which role, from what to what, and by which clause.

    ``object_id`` is the row it was changed on. Where ``erased_because`` is not empty, the values are gone for that reason.
    """

    seq: int
    at: datetime
    who: str
    role: str
    thing: str
    object_id: str
    field: str
    old: str
    new: str
    clause: str
    reason: str
    framework: Framework
    erased_because: str = ""


@dataclass(frozen=True)
class ActLines:
    """One act of one person at one moment: the steps it took, in words, its reason, and every field that it changed."""

    at: datetime
    who: str
    role: str
    steps: tuple[str, ...]
    reason: str
    lines: tuple[HistoryLine, ...]


@dataclass(frozen=True)
class Trail:
    """A page of the trail, newest act first; ``before`` is where the next page goes on, None where there is nothing earlier."""

    acts: tuple[ActLines, ...]
    before: int | None


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
    still: bool = True


@dataclass(frozen=True)
class Reading:
    """One case whose history a hat is shown: which parts of it, and the report it may not be told of yet."""

    actor: Actor
    incident: Incident
    facts: IncidentFacts
    parts: frozenset[Part]
    in_hand: str

    @property
    def framework(self) -> Framework:
        """Whose words the case speaks."""
        return self.facts.framework

    def shows(self, entry: EntryRow) -> bool:
        """Whether this hat is shown the entry."""
        if entry.part and entry.part not in {part.value for part in self.parts} and not _is_of_header(entry):
            return False
        return not (self.in_hand and entry.object_id == self.in_hand and entry.part == Part.QUALITY_ASSURANCE)


#: What the top of a case says of it to everyone who is shown its summary. A new report records all of itself as its story.
_OF_HEADER = frozenset(
    {
        *("reference", "framework", "status", "reported_at", "provider_id", "provider_why", "place_id"),
        *("steis_number", "lfpse_number", "local_number", "lead_commissioner_id", "lead_commissioner_why"),
    }
)


def _is_of_header(entry: EntryRow) -> bool:
    return entry.model == "incident" and entry.part == Part.NARRATIVE and entry.field in _OF_HEADER


def reading_of(actor: Actor, reference: str, *, now: datetime) -> Reading | None:
    """The case, if this hat is shown its history."""
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
    return Reading(actor, incident, facts, parts, in_hand)


def audit_trail(actor: Actor, reference: str, *, now: datetime, before: int | None = None) -> Trail | None:
    """The trail by acts, newest first, of the parts this hat is shown; None where it is shown no history.

    An act stands on one page whole, unless it alone has more entries than a page.
    """
    reading = reading_of(actor, reference, now=now)
    if reading is None:
        return None
    asked = {"", *(part.value for part in reading.parts), Part.NARRATIVE.value}
    entries = audit.entries_for(reading.incident.id, parts=asked, limit=PAGE_SIZE + 1, before=before)
    goes_on = len(entries) > PAGE_SIZE
    if goes_on:
        last = _act_of(entries[PAGE_SIZE])
        whole = [entry for entry in entries[:PAGE_SIZE] if _act_of(entry) != last]
        entries = whole or entries[:PAGE_SIZE]
    acts = acts_of(reading, entries)
    return Trail(acts, entries[-1].seq if goes_on else None)


def _act_of(entry: EntryRow) -> tuple[str, datetime, str, str]:
    return entry.request_id, entry.at, entry.actor, entry.hat


def acts_of(reading: Reading, entries: Sequence[EntryRow]) -> tuple[ActLines, ...]:
    """Entries, those of one act beside each other, as acts in words; what this hat is not shown is left out."""
    shown = [entry for entry in entries if reading.shows(entry)]
    lines = dict(zip([entry.seq for entry in shown], lines_of(reading, shown), strict=True))
    steps: dict[tuple[datetime, str, str], list[StepTaken]] = {}
    for step in reading.incident.steps.filter(taken_at__in={entry.at for entry in shown}).order_by("version"):
        steps.setdefault((step.taken_at, str(step.taken_by or ""), step.role), []).append(step)
    acts = []
    for _, grouped in groupby(shown, key=_act_of):
        group = list(grouped)
        first = lines[group[0].seq]
        taken = steps.get((group[0].at, group[0].actor, group[0].hat.partition("@")[0]), [])
        told = [step for step in taken if is_shown(step, reading.parts)]
        # The reason of a step stands in all its entries, also in those of parts that more people are shown.
        reasons = {
            entry.reason
            for entry in group
            if entry.reason and (not taken or entry.reason in {step.note for step in told})
        }
        acts.append(
            ActLines(
                at=first.at,
                who=first.who,
                role=first.role,
                steps=tuple(
                    dict.fromkeys(taken_words(Action(step.action), reading.framework) for step in told)
                ),
                reason=" ".join(sorted(reasons)),
                lines=tuple(sorted((lines[entry.seq] for entry in group), key=lambda line: line.seq)),
            )
        )
    return tuple(acts)


def lines_of(reading: Reading, entries: Sequence[EntryRow]) -> list[HistoryLine]:
    """Each entry with names for the ids in it; whoever reports in confidence stays without a name."""
    people = organisations.people({UUID(entry.actor) for entry in entries if entry.actor})
    names = _names_in([text for entry in entries for text in (entry.old, entry.new)])
    lines = []
    for entry in entries:
        role, _, _organisation = entry.hat.partition("@")
        person = people.get(UUID(entry.actor)) if entry.actor else None
        name = person.full_name if person is not None else "Reporter, in confidence"
        who = name if entry.hat else "Sightline"
        lines.append(
            HistoryLine(
                seq=entry.seq,
                at=entry.at,
                who="Erased with the values" if entry.erased else who,
                role=Role(role).label if role else "",
                thing=entry.model,
                object_id=entry.object_id,
                field=entry.field,
                old=names.get(entry.old, entry.old),
                new=names.get(entry.new, entry.new),
                clause=entry.clause,
                reason=entry.reason,
                framework=reading.framework,
                erased_because=entry.tombstone_reason,
            )
        )
    return lines


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
    """Every access row of a case, standing ones first; None for an outsider, and for someone who only
    reported it or whom it was only shared with. To whom it was shared is said to those shown that part.
    """
    assuring = taken_part_in(actor, now=now, part=Part.TIMESCALES)
    assuring |= taken_part_in(actor, now=now, part=Part.HISTORY)
    incident = visible_to(actor, now=now).filter(assuring, reference=reference).first()
    if incident is None:
        return None
    rows = IncidentAccess.objects.filter(incident=incident).select_related("organisation")
    if not visible_to(actor, now=now, part=Part.SHARING).filter(id=incident.id).exists():
        rows = rows.exclude(reason=Relation.SHARED.value)
    lines = [
        AccessLine(
            organisation_name=row.organisation.name,
            level=_what_of(row),
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
            still=row.until_at is None or row.until_at > now,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: (not line.still, line.from_at)))


def _what_of(row: IncidentAccess) -> str:
    """What of the case a row opens, in words: its level, or each part that was shared."""
    if not row.parts:
        return AccessLevel(row.level).label
    return ", ".join(Part(code).label for code in row.parts.strip("|").split("|"))
