"""What both kinds of erasing share: who may, the proposal, the second person, and tombstones in the trail (ADR 27)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from sightline.audit import anchors
from sightline.audit.chain import ERASURE_MODEL
from sightline.audit.scope import everything, within
from sightline.audit.selectors import EntryRow, every_entry
from sightline.audit.services import Act, erase
from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.models import Erasure, Incident, LegalHold
from sightline.incidents.record import RELATED_OF_STEP, access_facts_of
from sightline.incidents.services.door import Door
from sightline.incidents.services.steps import audit_new, change_row
from sightline.incidents.visibility import visible_to
from sightline.policy.disposing import (
    CLAUSE,
    DECIDED_ALREADY,
    DISPOSED_ALREADY,
    ErasureKind,
    holding,
    problem_with_second,
)
from sightline.policy.facts import Actor
from sightline.policy.found_words import side_that_wrote
from sightline.policy.permissions import permissions_for
from sightline.policy.retention import problem_with_reason
from sightline.policy.terms import Part, Permission

#: Entries emptied by one statement.
_AT_A_TIME = 500


def record_kept_by(trail: Act, incident_id: UUID, *, by: Actor, now: datetime) -> Incident:
    """The case, for those who keep its record. Raises NotVisible for everybody else."""
    with within(trail.asked):
        found = visible_to(by, now=now).select_related(*RELATED_OF_STEP).filter(id=incident_id)
        incident = found.order_by().first()
    if incident is None or not keeps(incident, by=by, now=now):
        raise NotVisible(str(incident_id))
    return incident


def keeps(incident: Incident, *, by: Actor, now: datetime) -> bool:
    """Whether this hat keeps the record of the case."""
    return Permission.KEEP_RECORDS in permissions_for(by, access_facts_of(incident, now=now))


def refuse_where_gone(incident: Incident, field: str) -> None:
    """Raises Invalid where the record was disposed of."""
    if incident.disposed_at is not None:
        raise Invalid({field: DISPOSED_ALREADY}, clause=CLAUSE)


def holds_on(incident_ids: Iterable[UUID]) -> tuple[str, ...]:
    """The reasons of the holds that stand on these cases."""
    standing = LegalHold.objects.filter(incident_id__in=list(incident_ids), lifted_at__isnull=True)
    return tuple(standing.order_by("set_at", "id").values_list("reason", flat=True))


def refuse_where_held(incident: Incident, field: str) -> None:
    """Raises Invalid where a hold stands: what it keeps is not changed."""
    if said := holding(holds_on([incident.id])):
        raise Invalid({field: said}, clause=CLAUSE)


def propose(trail: Act, incident: Incident, row: Erasure, *, by: Actor, now: datetime) -> UUID:
    """Writes a proposal; its texts pass the door."""
    row.incident, row.clause = incident, CLAUSE
    row.proposed_at, row.proposed_by = now, by.person_id
    row.role, row.organisation_id = by.role.value, by.organisation_id
    door = _door(incident, by, now)
    door.pass_row(row, Part.HISTORY)
    for each in (row, *door.close_beside_a_step(trail, now=now)):
        each.save(force_insert=True)
        audit_new(trail, each, incident.id, Part.HISTORY)
    return row.id


def proposal_to_decide(
    trail: Act, erasure_id: UUID, kind: ErasureKind, *, by: Actor, now: datetime
) -> tuple[Erasure, Incident]:
    """A proposal and its case, for another person who keeps its record. Raises NotVisible, Invalid beside ``agree``."""
    with within(trail.asked):
        row = Erasure.objects.filter(
            id=erasure_id, kind=kind.value, incident__in=visible_to(by, now=now)
        ).first()
    if row is None:
        raise NotVisible(str(erasure_id))
    incident = record_kept_by(trail, row.incident_id, by=by, now=now)
    if row.decided_at is not None:
        raise Invalid({"agree": DECIDED_ALREADY}, clause=CLAUSE)
    if problem := problem_with_second(proposed_by=row.proposed_by, decides=by.person_id):
        raise Invalid({"agree": problem}, clause=CLAUSE)
    return row, incident


def claim(row: Erasure, *, by: Actor, now: datetime, agreed: bool) -> None:
    """Decides before anything else is written, and once: of two at the same moment the second is told."""
    decision = {
        "decided_at": now,
        "decided_by": by.person_id,
        "decided_role": by.role.value,
        "decided_organisation_id": by.organisation_id,
        "agreed": agreed,
        "erased_words": "",
    }
    if Erasure.objects.filter(id=row.id, decided_at__isnull=True).update(**decision) != 1:
        raise Invalid({"agree": DECIDED_ALREADY}, clause=CLAUSE)


def record_decision(
    trail: Act, row: Erasure, *, by: Actor, now: datetime, agreed: bool, **more: object
) -> None:
    """Says in the row and the trail what was decided, with whatever else the certificate states."""
    change_row(
        trail,
        row.incident_id,
        row,
        Part.HISTORY,
        decided_at=now,
        decided_by=by.person_id,
        decided_role=by.role.value,
        decided_organisation_id=by.organisation_id,
        agreed=agreed,
        erased_words="",
        **more,
    )


def refuse(trail: Act, row: Erasure, incident: Incident, reason: str, *, by: Actor, now: datetime) -> None:
    """A proposal is refused with a reason; what was to be taken out stays where it stands, and only there."""
    if problem := problem_with_reason(reason):
        raise Invalid({"refused_reason": problem}, clause=CLAUSE)
    door = _door(incident, by, now)
    given = door.pass_values(row, str(row.id), {"refused_reason": reason.strip()}, Part.HISTORY)
    kept_and_held = door.close_beside_a_step(trail, now=now)
    claim(row, by=by, now=now, agreed=False)
    record_decision(trail, row, by=by, now=now, agreed=False, **given)
    for each in kept_and_held:
        each.save(force_insert=True)
        audit_new(trail, each, incident.id, Part.HISTORY)


def entries_left(incident_id: UUID) -> list[EntryRow]:
    """What the trail still says of a case, oldest first, but for what it says of erasures."""
    return [row for row in every_entry(incident_id) if not row.erased and row.model != ERASURE_MODEL]


def empty_entries(entries: Iterable[EntryRow], reason: str, *, by: Actor, now: datetime) -> int:
    """Empties these entries for good, leaving the reason; how many."""
    seqs = [row.seq for row in entries]
    for start in range(0, len(seqs), _AT_A_TIME):
        erase(seqs[start : start + _AT_A_TIME], by=by, now=now, reason=reason, clause=CLAUSE)
    return len(seqs)


def move_on(incident: Incident) -> None:
    """Takes the row of the case first, so that a hold set at the same moment is seen or waits. Raises Invalid if it is gone."""
    moved = Incident.objects.filter(id=incident.id, disposed_at__isnull=True).update(version=F("version") + 1)
    if moved != 1:
        raise Invalid({"agree": DISPOSED_ALREADY}, clause=CLAUSE)


def certify(erasure_id: UUID, *, now: datetime) -> None:
    """Writes the head of the trail into the certificate: known only when the act is over, in the same transaction."""
    with within(everything("a certificate")), transaction.atomic():
        head = anchors.anchor_now(now=now)
        Erasure.objects.filter(id=erasure_id).update(head_seq=head.entries, head_hash=head.head_hash)


def _door(incident: Incident, by: Actor, now: datetime) -> Door:
    facts = access_facts_of(incident, now=now)
    return Door(incident.id, by=by, side=side_that_wrote(by.organisation_id, facts))
