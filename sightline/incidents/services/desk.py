"""Whose desk a case is on: named, taken, given on, one or many (clause 4.3.0)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.services.steps import StepInHand, taking
from sightline.organisations import selectors as organisations
from sightline.organisations import staff
from sightline.policy.facts import Actor
from sightline.policy.permissions import may_see, roles_holding
from sightline.policy.terms import Action, Permission, Relation, Role
from sightline.policy.working_days import london_day


class NotNamed(Invalid):
    """Whoever a restricted case would be given to may not see it."""

    def __init__(self) -> None:
        super().__init__({"person": "The case is restricted: name them first, so that they can see it."})


@dataclass(frozen=True)
class Given:
    """What became of one of many: ``problem`` is empty where it was given on."""

    incident_id: UUID
    problem: str


def roles_named(relation: Relation) -> frozenset[Role]:
    """Roles whose people a case may be given to, at an organisation in this relation."""
    return roles_holding(Permission.ALLOCATE, relation)


def allocate(
    incident_id: UUID, person_id: UUID | None, *, note: str = "", by: Actor, now: datetime, seen: int
) -> None:
    """Names who handles the case at the actor's side; None leaves it with nobody. Raises Invalid beside ``person``."""
    with taking(Action.ALLOCATE, incident_id, by=by, now=now, seen=seen, note=note.strip()) as step:
        field, relation = _side(step)
        if person_id is not None:
            there = organisations.colleagues(by.organisation_id, roles_named(relation), london_day(now))
            if person_id not in {row.id for row in there}:
                raise Invalid({"person": "Choose someone who handles cases here now."})
            if step.facts.is_restricted and not _may_see_it(step, person_id):
                raise NotNamed
        step.set(**{field: person_id})


def _may_see_it(step: StepInHand, person_id: UUID) -> bool:
    hats = staff.hats_of_person(person_id, london_day(step.now))
    return any(may_see(hat, step.facts) for hat in hats if hat.organisation_id == step.by.organisation_id)


def _side(step: StepInHand) -> tuple[str, Relation]:
    if step.by.organisation_id == step.facts.lead_commissioner_id:
        return "handler_id", Relation.LEAD_COMMISSIONER
    return "provider_lead_id", Relation.PROVIDER


def allocate_many(
    cases: Sequence[tuple[UUID, int]], people: Sequence[UUID], *, note: str = "", by: Actor, now: datetime
) -> tuple[Given, ...]:
    """Shares cases (id, version seen) out among people in turn; each case is a step of its own.

    What cannot be given on is said and the others are: a desk of sixty is not held up by one case that moved on.
    """
    if not people:
        raise Invalid({"person": "Choose at least one person."}, clause="4.3.0")
    given = []
    for number, (incident_id, seen) in enumerate(cases):
        problem = ""
        try:
            allocate(incident_id, people[number % len(people)], note=note, by=by, now=now, seen=seen)
        except Stale:
            problem = "it was given to someone else meanwhile"
        except NotNamed:
            problem = "it is restricted, and they are not named on it"
        except (NotVisible, Refused):
            problem = "you can no longer give it on"
        given.append(Given(incident_id, problem))
    return tuple(given)
