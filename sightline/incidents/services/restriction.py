"""Limiting a case to named people, naming and no longer naming them, and opening one all the same (clause 11.1c)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sightline.audit.services import act
from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.models import Incident, Named, Opening
from sightline.incidents.naming import naming_of
from sightline.incidents.record import RELATED_OF_STEP, access_facts_of
from sightline.incidents.services.door import Door
from sightline.incidents.services.steps import StepInHand, audit_change, audit_new, taking
from sightline.incidents.visibility import closed_to, guarded_by
from sightline.notifications import services as notifications
from sightline.notifications.services import NewNotice
from sightline.organisations import staff
from sightline.organisations.figures import agreed_figures
from sightline.policy.facts import Actor, IncidentFacts, Naming
from sightline.policy.found_words import side_that_wrote
from sightline.policy.local_default_rows import OPENING_HOURS, figure_on
from sightline.policy.restricted import (
    CLAUSE,
    GUARDIANS,
    OpeningOutcome,
    could_be_named,
    may_review,
    named_at_once,
    nobody_left,
    problem_with_reason,
)
from sightline.policy.telling import OPENED, RESTRICTED, GuardTelling
from sightline.policy.terms import Action, Part, Relation, RestrictedKind, Role
from sightline.policy.working_days import london_day


@dataclass(frozen=True)
class Chosen:
    """Someone in one role at one organisation, as a form names them: ``person@organisation@role``."""

    person_id: UUID
    organisation_id: UUID
    role: Role


def restrict(
    incident_id: UUID,
    kind: str,
    reason: str,
    chosen: Collection[Chosen] = (),
    *,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Limits a case to named people. Raises Invalid where nobody would be left to go on with it."""
    with taking(Action.RESTRICT, incident_id, by=by, now=now, seen=seen, note=reason.strip()) as step:
        wrong: dict[str, str] = {}
        if kind not in {each.value for each in RestrictedKind}:
            wrong["kind"] = "Choose why it is restricted."
        if problem := problem_with_reason(reason):
            wrong["reason"] = problem
        on_desk = {
            Relation.PROVIDER: step.incident.provider_lead_id,
            Relation.LEAD_COMMISSIONER: step.incident.handler_id,
        }
        wanted = restricting(step.facts, on_desk, kind, chosen, by=by, now=now)
        if wanted.problem:
            wrong["chosen"] = wanted.problem
        if wrong:
            raise Invalid(wrong)
        step.set(restricted_kind=kind)
        for naming, why in wanted.namings:
            _name(step, naming, why)
        _tell(RESTRICTED, step.incident, step.facts, by=by, now=now, occasion=f"step {step.incident.version}")


@dataclass(frozen=True)
class Restricting:
    """Whom limiting a case would name, each with the reason, and why it cannot be, or ``""``."""

    namings: tuple[tuple[Naming, str], ...]
    problem: str


def restricting(
    facts: IncidentFacts,
    on_desk: Mapping[Relation, UUID | None],
    kind: str,
    chosen: Collection[Chosen],
    *,
    by: Actor,
    now: datetime,
) -> Restricting:
    """What limiting a case to those named at once and those chosen would come to; writes nothing."""
    hats = people_at(facts, now)
    named = [hat for hat in could_be_named(hats, facts) if _key(hat) in set(chosen)]
    if len(named) < len(set(chosen)):
        return Restricting((), "Choose from the people listed.")
    namings = named_at_once(facts, by, on_desk=on_desk, chosen=named)
    after = replace(facts, restricted_kind=kind, named=frozenset(naming for naming, _ in namings))
    return Restricting(namings, nobody_left(after, hats))


def problem_without(facts: IncidentFacts, naming: Naming, *, now: datetime) -> str:
    """Why a name cannot end, or ``""``: somebody must be left. The same person named twice stays named once."""
    return nobody_left(replace(facts, named=facts.named - {naming}), people_at(facts, now))


def lift(incident_id: UUID, reason: str, *, by: Actor, now: datetime, seen: int) -> None:
    """Everyone with access sees the case again; who was named stays on record, as ended."""
    with taking(Action.LIFT_RESTRICTION, incident_id, by=by, now=now, seen=seen, note=reason.strip()) as step:
        if problem := problem_with_reason(reason):
            raise Invalid({"reason": problem})
        step.set(restricted_kind="")
        for row in step.record.named:
            step.change(row, Part.SUMMARY, until_at=now)


def name_person(
    incident_id: UUID, chosen: Chosen | None, why: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """One more person may see a restricted case, in one role: somebody whose role would show it."""
    with taking(Action.NAME_PERSON, incident_id, by=by, now=now, seen=seen, note=why.strip()) as step:
        wrong: dict[str, str] = {}
        candidates = could_be_named(people_at(step.facts, now), step.facts)
        if chosen is None or chosen not in {_key(hat) for hat in candidates}:
            wrong["person"] = "Choose someone from the people listed."
        if problem := problem_with_reason(why):
            wrong["why"] = problem
        if wrong or chosen is None:
            raise Invalid(wrong)
        _name(step, Naming(chosen.organisation_id, chosen.person_id, chosen.role), why.strip())


def end_naming(incident_id: UUID, named_id: UUID, why: str, *, by: Actor, now: datetime, seen: int) -> None:
    """Someone may no longer see a restricted case. Raises Invalid where nobody would be left to go on with it."""
    with taking(Action.END_NAMING, incident_id, by=by, now=now, seen=seen, note=why.strip()) as step:
        if problem := problem_with_reason(why):
            raise Invalid({"why": problem})
        row = next((each for each in step.record.named if each.id == named_id), None)
        if row is None:
            raise NotVisible(str(named_id))
        if problem := problem_without(step.facts, naming_of(row), now=now):
            raise Invalid({"why": problem})
        step.change(row, Part.SUMMARY, until_at=now)


def open_restricted(reference: str, reason: str, *, by: Actor, now: datetime) -> UUID:
    """Opens a restricted case for some hours, to read; those who guard it are told and review it.

    Raises NotVisible where it is none, or this hat could not see it even if it were not restricted.
    """
    with act(by=by, now=now, clause=CLAUSE, reason=reason.strip()) as trail:
        found = closed_to(by, now=now).select_related(*RELATED_OF_STEP).filter(reference=reference)
        incident = next(iter(found.order_by()[:1]), None)
        if incident is None:
            raise NotVisible(reference)
        if problem := problem_with_reason(reason):
            raise Invalid({"reason": problem}, clause=CLAUSE)
        until_at = now + timedelta(hours=figure_on(OPENING_HOURS, london_day(now), agreed_figures()))
        where = {"incident": incident, "organisation_id": by.organisation_id, "person_id": by.person_id}
        opening = Opening(
            **where, role=by.role.value, reason=reason.strip(), opened_at=now, until_at=until_at
        )
        named = Named(
            **where,
            role=by.role.value,
            by_opening=True,
            why="Opened it without being named.",
            clause=CLAUSE,
            from_at=now,
            until_at=until_at,
            named_by=by.person_id,
        )
        facts = access_facts_of(incident, now=now)
        door = Door(incident.id, by=by, side=side_that_wrote(by.organisation_id, facts))
        door.pass_row(opening, Part.SUMMARY)
        trail.reason = opening.reason
        for row in (*door.close_beside_a_step(trail, now=now), opening, named):
            row.save(force_insert=True)
            audit_new(trail, row, incident.id, Part.SUMMARY)
        _tell(OPENED, incident, facts, by=by, now=now, occasion=f"opening {opening.id}")
        return opening.id


def review_opening(opening_id: UUID, outcome: str, note: str, *, by: Actor, now: datetime) -> None:
    """Records what a review of an opening found, once, by someone who guards the case and did not open it."""
    with act(by=by, now=now, clause=CLAUSE, reason=note.strip()) as trail:
        opening = (
            Opening.objects.filter(guarded_by(by, now=now, of="incident"), id=opening_id)
            .select_related("incident__provider", "incident__reporter")
            .order_by()
            .first()
        )
        if opening is None or not may_review(
            by, access_facts_of(opening.incident, now=now), opening.person_id
        ):
            raise NotVisible(str(opening_id))
        wrong: dict[str, str] = {}
        if outcome not in {each.value for each in OpeningOutcome}:
            wrong["outcome"] = "Choose what you found."
        if problem := problem_with_reason(note):
            wrong["note"] = problem
        if opening.reviewed_at is not None:
            wrong["outcome"] = "Somebody has reviewed this already."
        if wrong:
            raise Invalid(wrong, clause=CLAUSE)
        fields = {
            "reviewed_at": now,
            "reviewed_by": by.person_id,
            "outcome": outcome,
            "review_note": note.strip(),
        }
        facts = access_facts_of(opening.incident, now=now)
        door = Door(opening.incident_id, by=by, side=side_that_wrote(by.organisation_id, facts))
        fields = door.pass_values(opening, str(opening.id), fields, Part.SUMMARY)
        trail.reason = str(fields["review_note"])
        kept_and_held = door.close_beside_a_step(trail, now=now)
        claimed = Opening.objects.filter(id=opening.id, reviewed_at__isnull=True).update(**fields)
        if claimed != 1:
            raise Invalid({"outcome": "Somebody has reviewed this already."}, clause=CLAUSE)
        for name, new in fields.items():
            audit_change(trail, opening.incident_id, "opening", opening.id, name, "", new)
        for row in kept_and_held:
            row.save(force_insert=True)
            audit_new(trail, row, opening.incident_id, Part.SUMMARY)


def people_at(facts: IncidentFacts, now: datetime) -> list[Actor]:
    """Everyone at work today at the organisations of a case: its parties, others that took part, whom it is shared with."""
    sharing = {share.organisation_id for share in facts.shares}
    known = {facts.provider_id, facts.lead_commissioner_id, *facts.involved_ids, *sharing} - {None}
    return staff.hats_at({each for each in known if each is not None}, list(Role), london_day(now))


def _key(hat: Actor) -> Chosen:
    return Chosen(hat.person_id, hat.organisation_id, hat.role)


def _name(step: StepInHand, naming: Naming, why: str) -> None:
    row = Named(
        incident=step.incident,
        organisation_id=naming.organisation_id,
        person_id=naming.person_id,
        role=naming.role.value if naming.role is not None else "",
        why=why,
        clause=step.decision.clause,
        from_at=step.now,
        named_by=step.person_id,
    )
    step.add(row, Part.SUMMARY)


def _tell(
    row: GuardTelling, incident: Incident, facts: IncidentFacts, *, by: Actor, now: datetime, occasion: str
) -> None:
    """Tells those who guard a case, at either side, whether they are named or not: two queries."""
    roles_at: Iterable[tuple[UUID | None, frozenset[Role]]] = (
        (facts.provider_id, GUARDIANS[Relation.PROVIDER]),
        (facts.lead_commissioner_id, GUARDIANS[Relation.LEAD_COMMISSIONER]),
    )
    unrestricted = replace(facts, restricted_kind="")
    told = {
        hat.person_id
        for organisation_id, roles in roles_at
        if organisation_id is not None
        for hat in staff.hats_at({organisation_id}, roles, london_day(now))
        if hat.person_id != by.person_id and could_be_named([hat], unrestricted)
    }
    notifications.enqueue(
        [
            NewNotice(
                recipient_id=person_id,
                kind=row.kind,
                case_id=incident.id,
                reference=incident.reference,
                occasion=occasion,
                text=row.text,
                clause=row.clause,
            )
            for person_id in sorted(told, key=str)
        ],
        now=now,
    )
