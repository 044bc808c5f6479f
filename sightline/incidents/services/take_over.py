"""Cases of an organisation that closed go to whoever took over: without a click, whole, on record (clause 4.7.1).

Not a step of anybody: nobody at an organisation that has closed has a role to take one in. Each case is one
transaction; one that somebody is writing at that moment is left for the next turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sightline.audit.services import Act, act
from sightline.incidents.models import Disclosure, Incident, Involvement, Named, SafetyAction
from sightline.incidents.record import RELATED, CaseRecord, facts_of, load_case
from sightline.incidents.services.desk import roles_named
from sightline.incidents.services.restriction import people_at
from sightline.incidents.services.steps import audit_change, audit_new, change_row, refresh
from sightline.incidents.sharing import in_force
from sightline.organisations import staff
from sightline.organisations.successors import TakenOver, closed_before
from sightline.policy.facts import Naming
from sightline.policy.restricted import CLAUSE as RESTRICTED_CLAUSE
from sightline.policy.restricted import named_after_taking_over
from sightline.policy.taking_over import CLAUSE, reason_on_record, why_it_is_theirs
from sightline.policy.terms import Part, Relation, Status
from sightline.policy.working_days import london_day

#: So many at a turn; the next is a minute later.
AT_A_TURN = 300
#: Each party of a case that somebody answers for, with the field that says why it is they.
_PARTIES = (
    ("provider_id", "provider_why"),
    ("lead_commissioner_id", "lead_commissioner_why"),
    ("responsible_commissioner_id", "responsible_commissioner_why"),
)
#: Whose desk it is on, beside the party whose desk that is.
_DESKS = (
    ("provider_lead_id", "provider_id", Relation.PROVIDER),
    ("handler_id", "lead_commissioner_id", Relation.LEAD_COMMISSIONER),
)


@dataclass(frozen=True)
class Turn:
    """What a turn did: cases handed on, and cases left for the next because somebody was writing them."""

    handed_on: int
    left: int


def is_wanted(now: datetime) -> bool:
    """Whether any case is with an organisation that closed and that somebody took over; two queries where none closed."""
    became = _taken_over(now)
    return bool(became) and _cases_of(became, now).exists()


def hand_on(now: datetime) -> Turn:
    """Hands cases on to whoever stands in the place of an organisation that closed; ``AT_A_TURN`` at most."""
    became = _taken_over(now)
    if not became:
        return Turn(0, 0)
    ids = list(_cases_of(became, now).order_by("id").values_list("id", flat=True)[:AT_A_TURN])
    done = sum(_hand_on(each, became, now) for each in ids)
    return Turn(done, len(ids) - done)


def _taken_over(now: datetime) -> Mapping[UUID, TakenOver]:
    taken_over, _left = closed_before(london_day(now))
    return taken_over


def _cases_of(became: Mapping[UUID, TakenOver], now: datetime) -> QuerySet[Incident]:
    """Cases of which an organisation that closed is still a party, has an action to carry out, or reads what was shared."""
    closed = list(became)
    took_part = Involvement.objects.filter(incident=OuterRef("pk"), organisation__in=closed)
    owes = SafetyAction.objects.filter(
        incident=OuterRef("pk"), organisation__in=closed, completed_at__isnull=True
    )
    reads = Disclosure.objects.filter(in_force(now), incident=OuterRef("pk"), open_to__in=closed)
    party = Q(Exists(took_part)) | Q(Exists(owes)) | Q(Exists(reads))
    for field, _why in _PARTIES:
        party |= Q(**{f"{field}__in": closed})
    return Incident.objects.filter(party).exclude(status=Status.DRAFT.value)


def _hand_on(incident_id: UUID, became: Mapping[UUID, TakenOver], now: datetime) -> bool:
    """One case; False where somebody moved it meanwhile."""
    with act(by=None, now=now, clause=CLAUSE) as trail:
        incident = Incident.objects.select_related(*RELATED).get(id=incident_id)
        if not _claimed(incident):
            return False
        before = load_case(incident, now=now)
        changes = _changes(incident, became, now)
        trail.reason = " ".join(
            reason_on_record(row.closed.name, row.closed.closed_on, row.successor_name)
            for row in sorted(_closed_parties(before, became), key=lambda row: row.closed.name)
        )
        for name, new in changes.items():
            audit_change(trail, incident.id, "incident", incident.id, name, getattr(incident, name), new)
        if changes:
            Incident.objects.filter(id=incident_id).update(**changes)
        _hand_on_parts(before, became, trail)
        after = load_case(Incident.objects.select_related(*RELATED).get(id=incident_id), now=now)
        if incident.restricted_kind:
            _name(before, after, became, trail, now)
            after = load_case(after.incident, now=now)
        refresh(after, now=now, trail=trail)
    return True


def _claimed(incident: Incident) -> bool:
    """Takes the next version, as every step does first: False where somebody took one since it was read."""
    claimed = Incident.objects.filter(id=incident.id, version=incident.version).update(
        version=F("version") + 1
    )
    return claimed == 1


def _closed_parties(record: CaseRecord, became: Mapping[UUID, TakenOver]) -> set[TakenOver]:
    incident = record.incident
    ids = {getattr(incident, field) for field, _why in _PARTIES}
    ids |= {row.organisation_id for row in record.involvements}
    ids |= {row.organisation_id for row in record.actions}
    ids |= {row.open_to_id for row in record.shares}
    return {became[each] for each in ids if each in became}


def _changes(incident: Incident, became: Mapping[UUID, TakenOver], now: datetime) -> dict[str, Any]:
    """The parties that took over and why they are it; a desk that nobody there sits at any more is empty."""
    changes: dict[str, Any] = {}
    for field, why in _PARTIES:
        row = became.get(getattr(incident, field))
        if row is not None:
            changes[field] = row.successor_id
            changes[why] = why_it_is_theirs(row.closed.name, row.closed.closed_on)
    for desk, party, relation in _DESKS:
        person_id = getattr(incident, desk)
        if party in changes and person_id is not None:
            there = staff.hats_at({changes[party]}, roles_named(relation), london_day(now))
            if person_id not in {hat.person_id for hat in there}:
                changes[desk] = None
    return changes


def _hand_on_parts(record: CaseRecord, became: Mapping[UUID, TakenOver], trail: Act) -> None:
    """Involvement, what is shared, and outstanding actions. To whom something was disclosed stays on record.

    A successor that was involved too accepts what either of them accepted.
    """
    incident = record.incident
    by_organisation = {row.organisation_id: row for row in record.involvements}
    for row in record.involvements:
        if row.organisation_id not in became:
            continue
        successor_id = became[row.organisation_id].successor_id
        theirs = by_organisation.get(successor_id)
        if theirs is None:
            change_row(trail, incident.id, row, Part.SUMMARY, organisation_id=successor_id)
            by_organisation[successor_id] = row
            continue
        if row.accepted_at is not None and theirs.accepted_at is None:
            change_row(
                trail,
                incident.id,
                theirs,
                Part.SUMMARY,
                accepted_at=row.accepted_at,
                accepted_by=row.accepted_by,
            )
        audit_change(trail, incident.id, "involvement", row.id, "organisation_id", row.organisation_id, "")
        row.delete()
    for share in record.shares:
        if share.open_to_id is not None and share.open_to_id in became:
            successor_id = became[share.open_to_id].successor_id
            change_row(trail, incident.id, share, Part.SHARING, open_to_id=successor_id)
    for action in record.actions:
        if action.organisation_id in became and action.completed_at is None:
            change_row(
                trail,
                incident.id,
                action,
                Part.ACTIONS,
                organisation_id=became[action.organisation_id].successor_id,
            )


def _name(
    before: CaseRecord, after: CaseRecord, became: Mapping[UUID, TakenOver], trail: Act, now: datetime
) -> None:
    """Of a limited case: the names at whoever closed end, and go over as ``policy.restricted`` says."""
    facts = replace(facts_of(after), named=facts_of(before).named)
    successors = {key: row.successor_id for key, row in became.items()}
    hats = people_at(facts, now)
    standing = {(row.organisation_id, row.person_id, row.role) for row in before.named if not row.by_opening}
    for row in before.named:
        if row.organisation_id in became:
            change_row(trail, after.incident.id, row, Part.SUMMARY, until_at=now)
    for naming, why in named_after_taking_over(facts, successors, hats):
        key = (naming.organisation_id, naming.person_id, _role_of(naming))
        if key in standing:
            continue
        made = Named(
            incident=after.incident,
            organisation_id=naming.organisation_id,
            person_id=naming.person_id,
            role=_role_of(naming),
            why=why,
            clause=RESTRICTED_CLAUSE,
            from_at=now,
            named_by=None,
        )
        made.save(force_insert=True)
        audit_new(trail, made, after.incident.id, Part.SUMMARY)


def _role_of(naming: Naming) -> str:
    return naming.role.value if naming.role is not None else ""
