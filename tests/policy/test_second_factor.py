"""Who needs a second factor, when a code is taken, and who gives a role to whom: tables, no database."""

from __future__ import annotations

from uuid import UUID

import pytest

from sightline.policy.facts import Actor
from sightline.policy.granting import problem_with_granting
from sightline.policy.second_factor import CodeFound, judge_code, needs_second_factor
from sightline.policy.terms import Role

HERE = 1_000
ADMIN, OTHER, TRUST, BOARD, ELSEWHERE = (UUID(int=number) for number in range(1, 6))


@pytest.mark.parametrize("role", list(Role))
def test_every_role_beyond_reporter_needs_one(role: Role) -> None:
    assert needs_second_factor([role]) is (role is not Role.REPORTER)
    assert needs_second_factor([Role.REPORTER, role]) is (role is not Role.REPORTER)


def test_nobody_without_a_role_needs_one() -> None:
    assert needs_second_factor([]) is False


@pytest.mark.parametrize(
    ("off", "last", "spent", "found", "minutes"),
    [
        (0, 0, (), CodeFound.ACCEPTED, 0),
        (-1, 0, (), CodeFound.ACCEPTED, 0),
        (1, 0, (), CodeFound.ACCEPTED, 0),
        (0, HERE, (), CodeFound.USED, 0),
        (-1, HERE, (), CodeFound.USED, 0),
        (1, HERE, (), CodeFound.ACCEPTED, 0),
        (0, 0, (HERE,), CodeFound.USED, 0),
        (2, 0, (), CodeFound.CLOCK_WRONG, 1),
        (-2, 0, (), CodeFound.CLOCK_WRONG, -1),
        (20, 0, (), CodeFound.CLOCK_WRONG, 10),
        (-20, 0, (), CodeFound.CLOCK_WRONG, -10),
        (21, 0, (), CodeFound.WRONG, 0),
        (-21, 0, (), CodeFound.WRONG, 0),
    ],
)
def test_when_a_code_is_taken(
    off: int, last: int, spent: tuple[int, ...], found: CodeFound, minutes: int
) -> None:
    judged = judge_code(lambda step: step == HERE + off, here=HERE, last_step=last, spent=spent)
    assert (judged.found, judged.minutes_ahead) == (found, minutes)


@pytest.mark.parametrize(
    ("role", "of", "to", "at", "allowed"),
    [
        (Role.ADMINISTRATOR, TRUST, OTHER, TRUST, True),
        (Role.ADMINISTRATOR, BOARD, OTHER, TRUST, True),
        (Role.ADMINISTRATOR, TRUST, OTHER, ELSEWHERE, False),
        (Role.ADMINISTRATOR, TRUST, OTHER, BOARD, False),
        (Role.ADMINISTRATOR, TRUST, ADMIN, TRUST, False),
        (Role.ADMINISTRATOR, BOARD, ADMIN, BOARD, False),
        *((role, BOARD, OTHER, BOARD, False) for role in Role if role is not Role.ADMINISTRATOR),
    ],
)
def test_who_gives_a_role(role: Role, of: UUID, to: UUID, at: UUID, allowed: bool) -> None:
    by = Actor(person_id=ADMIN, organisation_id=of, role=role, place_id=None)
    assert (problem_with_granting(by, to=to, at=at, home=BOARD) == "") is allowed
