"""Tells people what a step did, in its transaction: ``policy.telling`` says whom, their own access whether."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sightline.incidents.models import Incident
from sightline.incidents.recipients import AtWork
from sightline.notifications import services as notifications
from sightline.notifications.services import NewNotice
from sightline.policy.body_rule import BodyRule
from sightline.policy.external_bodies import PRESSING_DAYS, is_pressing
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.permissions import may_see
from sightline.policy.telling import BODIES_CLAUSE, HANDLERS, NoticeKind, Telling, say_bodies, tellings_of
from sightline.policy.terms import Action, Relation
from sightline.policy.working_days import london_day


def tell_of_step(
    action: Action,
    incident: Incident,
    *,
    before: IncidentFacts,
    after: IncidentFacts,
    by: Actor,
    now: datetime,
) -> None:
    """Writes the notices of a step; three queries where it tells somebody, none where it tells nobody.

    Whoever took the step knows of it. Someone masked is told like everybody of their role: their missing would name them.
    """
    rows = tellings_of(action, by, before, after)
    if not rows:
        return
    told: dict[UUID, Telling] = {}
    for row, person_id in _people(rows, incident, after, now):
        if by.masked or person_id != by.person_id:
            told.setdefault(person_id, row)
    _write(told, incident, now)


def _people(
    rows: tuple[Telling, ...], incident: Incident, facts: IncidentFacts, now: datetime
) -> list[tuple[Telling, UUID]]:
    of_side = {
        Relation.PROVIDER: (facts.provider_id, incident.provider_lead_id),
        Relation.LEAD_COMMISSIONER: (facts.lead_commissioner_id, incident.handler_id),
    }
    sides = {row.to for row in rows if row.to is not None}
    organisation_ids = {of_side[side][0] for side in sides} - {None}
    roles = {role for row in rows for role in row.roles}
    at_work = AtWork({each for each in organisation_ids if each is not None}, roles, london_day(now))
    found = []
    for row in rows:
        if row.to is None:
            if facts.reporter_id is not None:
                found.append((row, facts.reporter_id))
            continue
        organisation_id, named = of_side[row.to]
        if organisation_id is not None:
            hats = at_work.whose_turn(organisation_id, row.to, row.roles, named)
            found += [(row, hat.person_id) for hat in hats if may_see(hat, facts)]
    return found


def tell_of_bodies(
    asked: Sequence[BodyRule], incident: Incident, facts: IncidentFacts, *, by: Actor, now: datetime
) -> None:
    """Tells whoever handles the case, at the side that tells, of bodies newly asked for that must be told within days.

    Three queries where there are any, none where there are none. Whoever took the step sees them on the case.
    """
    pressing = [rule for rule in asked if is_pressing(rule)]
    rows = [
        Telling(
            NoticeKind.BODY_TO_TELL,
            frozenset(),
            side,
            HANDLERS[side],
            say_bodies(number, PRESSING_DAYS),
            BODIES_CLAUSE,
        )
        for side in HANDLERS
        if (number := sum(1 for rule in pressing if rule.teller.side is side))
    ]
    if not rows:
        return
    told: dict[UUID, Telling] = {}
    for row, person_id in _people(tuple(rows), incident, facts, now):
        if by.masked or person_id != by.person_id:
            told.setdefault(person_id, row)
    _write(told, incident, now)


def _write(told: dict[UUID, Telling], incident: Incident, now: datetime) -> None:
    notifications.enqueue(
        [
            NewNotice(
                recipient_id=person_id,
                kind=row.kind,
                case_id=incident.id,
                reference=incident.reference,
                occasion=f"step {incident.version}",
                text=row.text,
                clause=row.clause,
            )
            for person_id, row in told.items()
        ],
        now=now,
    )
