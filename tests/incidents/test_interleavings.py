"""Two people on one case, in every order: one of two conflicting steps is taken, the other is told, nothing is lost.

``INTERLEAVINGS=2000`` asks that many orders instead of the few of the suite.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sightline.audit.models import AuditHead
from sightline.audit.verification import verify
from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import Incident, StepTaken
from sightline.policy.facts import Actor
from sightline.policy.keeping_steps import ADDING_STEPS
from sightline.policy.step_words import PART_OF_STEP
from sightline.policy.terms import Action, Part, Role, Status
from sightline.policy.workflow import is_out_of_date
from tests.conftest import SignIn
from tests.factories import NOW, World, declared
from tests.incidents.crossing import (
    MOVES,
    STARTS,
    Move,
    footprint,
    moved,
    moves_in,
    must_be_in_line,
    people,
    steps_of,
    substance,
)
from tests.web.hostile.page_reading import Page

MANY = int(os.environ.get("INTERLEAVINGS", "30"))


@pytest.fixture
def cases(world: World) -> dict[str, UUID]:
    """A case at each start."""
    return {name: make(world).id for name, make in STARTS.items()}


@contextmanager
def undone() -> Iterator[None]:
    """What an example does is undone, so that the next meets the same cases."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Person:
    """One of the two: what they saw of the case, and the step they have in mind."""

    def __init__(self, actor: Actor, move: Move) -> None:
        self.actor, self.move, self.seen = actor, move, 0


def outcome_of(person: Person, incident_id: UUID) -> Exception | None:
    """Takes the step as their page would send it; gives why it was refused, if it was."""
    try:
        person.move.take(incident_id, by=person.actor, now=NOW, seen=person.seen)
    except (NotVisible, Stale, Refused, Invalid) as error:
        return error
    return None


def take(person: Person, incident_id: UUID, reporter: str) -> None:
    """Takes the step, and holds what came of it against what the rules say of what happened since they read."""
    before, missed = footprint(incident_id), steps_of(incident_id, after=person.seen)
    late = is_out_of_date(person.move.action, moved(missed))
    trail, stood = AuditHead.objects.get().seq, substance(incident_id)
    error = outcome_of(person, incident_id)
    assert isinstance(error, Stale) == late, (person.move, missed, error)
    if error is not None:
        assert footprint(incident_id) == before
        if late:
            must_be_told(person, incident_id, missed, reporter)
        return
    newer = steps_of(incident_id, after=missed[-1].version if missed else person.seen)
    assert [step.action for step in newer] == [person.move.action.value]
    assert Incident.objects.get(id=incident_id).version == newer[0].version
    # Whatever it set or added is in the audit trail; what sets what stands already adds nothing to it.
    assert (AuditHead.objects.get().seq > trail) == (substance(incident_id) != stood)


def must_be_told(person: Person, incident_id: UUID, missed: list[StepTaken], reporter: str) -> None:
    """What they are told: each step since they read, and who took it; who reported in confidence is named to nobody."""
    told = selectors.missed_steps(person.actor, incident_id, person.seen, now=NOW)
    # Of a case judged not serious the ICB is shown no history (design decision 10), and a provider none of its notes.
    page = selectors.case_page(person.actor, Incident.objects.get(id=incident_id).reference, now=NOW)
    parts = page.parts if page is not None and Part.TIMESCALES in page.parts else frozenset[Part]()
    assert sorted(line.version for line in told) == [
        step.version for step in missed if PART_OF_STEP.get(Action(step.action), Part.TIMESCALES) in parts
    ]
    for line in told:
        assert line.label
        assert line.who
        assert reporter not in line.who
        assert (line.person_id is None) == (line.who == "Reporter, in confidence")


@st.composite
def crossings(draw: st.DrawFn) -> tuple[str, int, int, tuple[int, ...]]:
    """A start, two steps by number, and in which order two people read, send and send again."""
    order = tuple(draw(st.permutations([0, 0, 0, 1, 1, 1])))
    return draw(st.sampled_from(sorted(STARTS))), draw(st.integers(0, 99)), draw(st.integers(0, 99)), order


def pair_of(status: Status, one: int, two: int, actors: dict[str, Actor]) -> tuple[Person, Person]:
    """Two people with a step each: most of them one that the case is waiting for, some any step there is."""
    near = moves_in(status)

    def person(number: int) -> Person:
        move = MOVES[number % len(MOVES)] if number % 7 == 0 else near[number % len(near)]
        return Person(actors[move.who[number % len(move.who)]], move)

    return person(one), person(two)


def test_in_every_order_of_two_people_the_later_is_told_and_writes_nothing(
    world: World, cases: dict[str, UUID], at_now: time_machine.Traveller
) -> None:
    actors, reporter = people(world), "Reporter of trust"
    told: list[str] = []

    @settings(
        max_examples=MANY,
        derandomize="INTERLEAVINGS" not in os.environ,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(crossings())
    def in_any_order(crossing: tuple[str, int, int, tuple[int, ...]]) -> None:
        start, one, two, order = crossing
        incident_id = cases[start]
        incident = Incident.objects.get(id=incident_id)
        with undone():
            pair, turns = pair_of(Status(incident.status), one, two, actors), [0, 0]
            for who in order:
                person, turns[who] = pair[who], turns[who] + 1
                if turns[who] == 1:
                    person.seen = Incident.objects.get(id=incident_id).version
                    continue
                take(person, incident_id, reporter)
            # A second click of a step that was taken is never a second step.
            must_be_once(pair, incident_id, incident.version)
            must_be_in_line(incident_id)
            told.append(start)
        assert Incident.objects.get(id=incident_id).version == incident.version

    in_any_order()
    assert len(set(told)) > len(STARTS) // 2
    assert verify().intact


def must_be_once(pair: tuple[Person, Person], incident_id: UUID, since: int) -> None:
    """Each page that was read gave one step at most, however often it was sent, unless the step only adds."""
    taken = [(step.taken_by, step.action) for step in steps_of(incident_id, after=since)]
    pages = [(person.actor.person_id, person.move.action.value) for person in pair]
    for person, page in zip(pair, pages, strict=True):
        if person.move.action not in ADDING_STEPS:
            assert taken.count(page) <= pages.count(page)


@pytest.mark.one_engine
def test_whoever_is_second_sees_what_changed_and_keeps_what_they_typed(
    world: World, sign_in: SignIn, at_now: time_machine.Traveller
) -> None:
    incident = declared(world)
    address = reverse("assure_downgrade", args=[incident.reference])
    first, second = sign_in("icb", Role.PATIENT_SAFETY_TEAM), sign_in("icb", Role.CHIEF_NURSE)
    forms = [Page(client.get(address).content.decode()).forms[-1] for client in (first, second)]
    seen = [next(row.value for row in form.inputs if row.name == "seen") for form in forms]
    assert (
        first.post(address, {"seen": seen[0], "reason": "The X-ray was another patient's."}).status_code
        == 302
    )
    typed = "Nobody was harmed, and the line was whole."
    answer = second.post(address, {"seen": seen[1], "reason": typed})
    words = Page(answer.content.decode()).words
    assert answer.status_code == 409
    assert f"Someone changed {incident.reference} while you were reading" in words
    assert "Patient safety team of icb" in words
    assert typed in words
    assert Incident.objects.get(id=incident.id).version == incident.version + 1


def test_who_reported_in_confidence_is_not_named_to_the_one_who_was_second(
    world: World, cases: dict[str, UUID]
) -> None:
    incident_id, by = cases["not serious"], {move.action: move.take for move in MOVES}
    seen = Incident.objects.get(id=incident_id).version
    by[Action.REQUEST_SECOND_LOOK](incident_id, by=world.reporter, now=NOW, seen=seen)
    by[Action.RECONSIDER](incident_id, by=world.lead, now=NOW, seen=seen + 1)
    with pytest.raises(Stale):
        by[Action.RECONSIDER](incident_id, by=world.lead, now=NOW, seen=seen)
    told = selectors.missed_steps(world.lead, incident_id, seen, now=NOW)
    assert [line.who for line in told][::-1] == [
        "Reporter, in confidence",
        "Patient-safety lead of trust, Patient-safety lead",
    ]
