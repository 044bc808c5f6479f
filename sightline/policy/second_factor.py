"""Who proves who they are with more than a password, and when a code of a phone is taken.

From no clause: the framework asks for confidentiality (4.1, 4.7.7) and leaves the means open. Local defaults of
27 November 2026, as are the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from sightline.policy.sign_in_figures import PROOF_LIVES
from sightline.policy.terms import Role

#: Whoever only reports reads nothing of others, so a password is enough.
WITHOUT = frozenset({Role.REPORTER})

#: A code holds for this long.
STEP_SECONDS = 30
#: How many steps before and after now a code is taken from: clocks differ, and people type slowly.
TOLERATED_STEPS = 1
#: How far off a phone's clock may be for us to say so. A code from there is never taken.
TOLD_STEPS = 20
#: How old the last proof may be before exports and break-glass ask for another, in minutes.
PROOF_LIVES_MINUTES = PROOF_LIVES.number


def needs_second_factor(roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles, all of them and not only the one in use, needs a second factor."""
    return any(role not in WITHOUT for role in roles)


class CodeFound(Enum):
    """What a code turned out to be."""

    ACCEPTED = "accepted"
    USED = "used"
    CLOCK_WRONG = "clock_wrong"
    WRONG = "wrong"


@dataclass(frozen=True)
class CodeJudged:
    """``step``: the step of the clock that the code belongs to. ``minutes_ahead``: of the phone's clock, where it is wrong."""

    found: CodeFound
    step: int = 0
    minutes_ahead: int = 0


def judge_code(
    is_code_of: Callable[[int], bool], *, here: int, last_step: int, spent: Collection[int] = ()
) -> CodeJudged:
    """Judge a code at step ``here`` of our clock, when codes up to ``last_step`` and those ``spent`` were used.

    A code works once, and no older one after it. One that belongs to another time is spent by being shown to us: whoever
    guessed it cannot wait for its hour.
    """
    for step in _outwards(here, TOLERATED_STEPS):
        if is_code_of(step):
            used = step <= last_step or step in spent
            return CodeJudged(CodeFound.USED if used else CodeFound.ACCEPTED, step)
    for step in _outwards(here, TOLD_STEPS):
        if abs(step - here) > TOLERATED_STEPS and is_code_of(step):
            seconds = (step - here) * STEP_SECONDS
            minutes = max(1, round(abs(seconds) / 60)) * (1 if seconds > 0 else -1)
            return CodeJudged(CodeFound.CLOCK_WRONG, step, minutes)
    return CodeJudged(CodeFound.WRONG)


def _outwards(here: int, most: int) -> Iterator[int]:
    yield here
    for off in range(1, most + 1):
        yield here - off
        yield here + off
