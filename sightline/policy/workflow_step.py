"""The shape of one row of the workflow, and the short words that rows are written with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sightline.policy.closing import Condition
from sightline.policy.terms import Action, Permission, Status


@dataclass(frozen=True)
class Step:
    """One row: an action, the statuses it moves (or keeps), who may take it, and what must hold."""

    action: Action
    moves: Mapping[Status, Status]
    permissions: frozenset[Permission]
    who: str
    clause: str
    conditions: tuple[Condition, ...] = ()


def keep(*statuses: Status) -> dict[Status, Status]:
    """Moves of a step that leaves an incident in the status it is in."""
    return {status: status for status in statuses}


def to(target: Status, *sources: Status) -> dict[Status, Status]:
    """Moves of a step that takes every source to one target."""
    return dict.fromkeys(sources, target)


def step(
    action: Action,
    moves: Mapping[Status, Status],
    permissions: Permission | tuple[Permission, ...],
    who: str,
    clause: str,
    *conditions: Condition,
) -> Step:
    """One row; holding any of the permissions is enough, every condition must hold."""
    held = permissions if isinstance(permissions, tuple) else (permissions,)
    return Step(action, moves, frozenset(held), who, clause, conditions)


OPEN_AND_SERIOUS = (
    Status.DECLARED,
    Status.INITIAL_REVIEW_SUBMITTED,
    Status.INVESTIGATING,
    Status.REPORT_SUBMITTED,
    Status.IN_REVIEW,
    Status.RETURNED,
)
LEAD = "the provider's patient-safety lead"
LEARNERS = "the provider's investigator or patient-safety lead"
TEAM = "the ICB's patient safety team or quality lead"
