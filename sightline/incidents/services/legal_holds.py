"""Legal holds: nothing of a record goes while one stands, however old it is (clause 11.1a, reference 12)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F

from sightline.audit.scope import within
from sightline.audit.services import act
from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.models import Incident, LegalHold
from sightline.incidents.record import RELATED_OF_STEP, access_facts_of
from sightline.incidents.services.door import Door
from sightline.incidents.services.steps import audit_new, change_row
from sightline.incidents.visibility import visible_to
from sightline.policy.disposing import DISPOSED_ALREADY
from sightline.policy.facts import Actor
from sightline.policy.found_words import side_that_wrote
from sightline.policy.permissions import permissions_for
from sightline.policy.retention import CLAUSE, problem_with_reason
from sightline.policy.terms import Part, Permission

_LIFTED = "Somebody has lifted this hold already."


def set_hold(incident_id: UUID, reason: str, *, by: Actor, now: datetime) -> UUID:
    """Puts a hold on the record; its key. Raises NotVisible for those who may not, Invalid beside ``reason``.

    The same reason twice, as by a double click, is refused while the first stands.
    """
    with act(by=by, now=now, clause=CLAUSE, reason=reason.strip()) as trail:
        with within(trail.asked):
            found = visible_to(by, now=now).select_related(*RELATED_OF_STEP).filter(id=incident_id)
            incident = _kept_by(by, found.order_by().first(), now=now)
        if problem := problem_with_reason(reason):
            raise Invalid({"reason": problem}, clause=CLAUSE)
        # The row of the case is taken first: a disposal at the same moment waits and sees this hold, or has gone before it.
        if not Incident.objects.filter(id=incident.id, disposed_at__isnull=True).update(version=F("version")):
            raise Invalid({"reason": DISPOSED_ALREADY}, clause=CLAUSE)
        if LegalHold.objects.filter(
            incident=incident, lifted_at__isnull=True, reason=reason.strip()
        ).exists():
            raise Invalid({"reason": "A hold for this reason stands already."}, clause=CLAUSE)
        hold = LegalHold(
            incident=incident,
            reason=reason.strip(),
            set_at=now,
            set_by=by.person_id,
            role=by.role.value,
            organisation_id=by.organisation_id,
        )
        door = _door(incident, by, now)
        door.pass_row(hold, Part.HISTORY)
        for row in (hold, *door.close_beside_a_step(trail, now=now)):
            row.save(force_insert=True)
            audit_new(trail, row, incident.id, Part.HISTORY)
        return hold.id


def lift_hold(hold_id: UUID, reason: str, *, by: Actor, now: datetime) -> None:
    """Lifts a hold, with a reason; others that stand keep the record. Of two at once the second is told."""
    with act(by=by, now=now, clause=CLAUSE, reason=reason.strip()) as trail:
        with within(trail.asked):
            hold = LegalHold.objects.filter(id=hold_id, incident__in=visible_to(by, now=now)).first()
            if hold is None:
                raise NotVisible(str(hold_id))
            found = Incident.objects.select_related(*RELATED_OF_STEP).filter(id=hold.incident_id)
            incident = _kept_by(by, found.order_by().first(), now=now)
        if problem := problem_with_reason(reason):
            raise Invalid({"reason": problem}, clause=CLAUSE)
        door = _door(incident, by, now)
        given = door.pass_values(hold, str(hold.id), {"lifted_reason": reason.strip()}, Part.HISTORY)
        kept_and_held = door.close_beside_a_step(trail, now=now)
        # Claimed before anything is audited, and once.
        claimed = LegalHold.objects.filter(id=hold_id, lifted_at__isnull=True).update(
            lifted_at=now, lifted_by=by.person_id, **given
        )
        if claimed != 1:
            raise Invalid({"reason": _LIFTED}, clause=CLAUSE)
        change_row(
            trail,
            incident.id,
            hold,
            Part.HISTORY,
            lifted_at=now,
            lifted_by=by.person_id,
            **given,
        )
        for row in kept_and_held:
            row.save(force_insert=True)
            audit_new(trail, row, incident.id, Part.HISTORY)


def _kept_by(by: Actor, incident: Incident | None, *, now: datetime) -> Incident:
    if incident is None:
        raise NotVisible("")
    if Permission.KEEP_RECORDS not in permissions_for(by, access_facts_of(incident, now=now)):
        raise NotVisible(str(incident.id))
    return incident


def _door(incident: Incident, by: Actor, now: datetime) -> Door:
    facts = access_facts_of(incident, now=now)
    return Door(incident.id, by=by, side=side_that_wrote(by.organisation_id, facts))
