"""Two people at the very same moment, each with a connection of their own: of two conflicting steps one is taken."""

from __future__ import annotations

import os
import random
from functools import partial
from uuid import UUID

import pytest

from sightline.audit.verification import verify
from sightline.incidents import selectors
from sightline.incidents.errors import Invalid, NotVisible, Refused, Stale
from sightline.incidents.models import Incident
from sightline.policy.facts import Actor
from sightline.policy.terms import Action, Status
from sightline.policy.workflow import is_out_of_date
from tests.factories import NOW, World, declared, reported
from tests.incidents.crossing import Move, moved, moves_in, must_be_in_line, people, steps_of
from tests.stages import reviewed
from tests.web.report.test_sending_at_once import at_once, head, protection_aside

__all__ = ["head", "protection_aside"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_now", "head")]

ROUNDS = int(os.environ.get("INTERLEAVINGS", "18"))


Meeting = tuple[tuple[Move, Actor], tuple[Move, Actor]]


def outcomes_of(meeting: Meeting, incident_id: UUID, seen: int) -> list[Exception | None]:
    """What came of both steps, taken at the same moment from the same version; None for one that was taken."""

    def send(move: Move, actor: Actor) -> Exception | None:
        try:
            move.take(incident_id, by=actor, now=NOW, seen=seen)
        except (NotVisible, Stale, Refused, Invalid) as error:
            return error
        return None

    found: dict[int, Exception | None] = {}

    def send_of(at: int) -> None:
        found[at] = send(*meeting[at])

    failed = [each for each in at_once(partial(send_of, 0), partial(send_of, 1)) if each is not None]
    assert not failed, failed
    return [found[0], found[1]]


def test_of_two_conflicting_steps_at_the_same_moment_one_is_taken(world: World) -> None:
    chance, actors = random.Random(20261116), people(world)
    cases: list[Incident] = []
    lost = 0
    for turn in range(ROUNDS):
        if turn % 6 == 0:
            cases = [reported(world.reporter), declared(world), reviewed(world)]
        incident = Incident.objects.get(id=cases[turn % 3].id)
        near = [move for move in moves_in(Status(incident.status)) if move.action != Action.COMPLETE_ACTION]
        one = chance.choice(near)
        # Every second time the same thought; else another step of those the case waits for.
        two = one if turn % 2 else chance.choice(near)
        meeting = ((one, actors[chance.choice(one.who)]), (two, actors[chance.choice(two.who)]))
        outcomes = outcomes_of(meeting, incident.id, incident.version)
        taken = steps_of(incident.id, after=incident.version)
        assert sorted(step.action for step in taken) == sorted(
            move.action.value for (move, _), error in zip(meeting, outcomes, strict=True) if error is None
        )
        assert Incident.objects.get(id=incident.id).version == incident.version + len(taken)
        if len(taken) == 2:
            # The second was not out of date after the first.
            assert not is_out_of_date(Action(taken[1].action), moved(taken[:1]))
        for (_, actor), error in zip(meeting, outcomes, strict=True):
            if isinstance(error, Stale):
                lost += 1
                told = selectors.missed_steps(actor, incident.id, incident.version, now=NOW)
                assert sorted(line.version for line in told) == [step.version for step in taken]
        must_be_in_line(incident.id)
    assert lost
    # These tests take rows away afterwards, which triggers would not let them: the chain itself is asked.
    assert verify().broken_at is None
