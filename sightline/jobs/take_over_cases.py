"""Hands the cases of an organisation that closed on to whoever took over.

Each case is a transaction of its own, so that nobody at work waits for hundreds: it does not wait for ``Outcome.write``. A
turn that is cut short is gone on with by the next, which finds only what is still to be handed on.
"""

from __future__ import annotations

from datetime import datetime

from sightline.incidents.services import take_over
from sightline.jobs.outcome import Outcome
from sightline.policy.lengths import counted


def is_wanted(now: datetime) -> bool:
    """Whether any case is with an organisation that closed and that somebody took over."""
    return take_over.is_wanted(now)


def run(slot: str, now: datetime) -> Outcome:
    """Says how many cases went over, and how many somebody was writing at that moment."""
    turn = take_over.hand_on(now)
    words = f"{counted(turn.handed_on, 'case')} handed on to whoever took over"
    return Outcome(f"{words}; {turn.left:,} left for the next turn." if turn.left else f"{words}.")
