"""What the same status, part of a case or step is called under each framework: a case is read in its own words.

Stored words are one for both frameworks; the labels of ``terms`` are those of SIF 2015.
"""

from __future__ import annotations

from collections.abc import Mapping

from sightline.policy.step_words import TAKEN
from sightline.policy.terms import Action, Framework, Part, Status

_STATUS: Mapping[Status, str] = {
    Status.REPORTED: "Reported, response to be chosen",
    Status.INVESTIGATING: "Learning response under way",
}
_PART: Mapping[Part, str] = {
    Part.CLASSIFICATION: "Required responses",
    Part.INVESTIGATION: "Learning response",
    Part.ACTIONS: "Safety actions",
}
_ACTION: Mapping[Action, str] = {
    Action.ADD_ACTION: "Add a safety action",
    Action.COMPLETE_ACTION: "Record a safety action as done",
    Action.VERIFY_ACTION: "Verify a safety action",
    Action.RECORD_NUMBERS: "Record the LFPSE and local numbers",
}
_TAKEN: Mapping[Action, str] = {
    Action.ADD_ACTION: "Safety action added",
    Action.COMPLETE_ACTION: "Safety action recorded as done",
    Action.VERIFY_ACTION: "Safety action verified",
}


def status_words(status: Status, framework: Framework) -> str:
    """Where a case stands."""
    return _STATUS.get(status, status.label) if framework == Framework.PSIRF else status.label


def part_words(part: Part, framework: Framework) -> str:
    """What a part of the case is headed with."""
    return _PART.get(part, part.label) if framework == Framework.PSIRF else part.label


def action_words(action: Action, framework: Framework) -> str:
    """What a step is called before it is taken."""
    return _ACTION.get(action, action.label) if framework == Framework.PSIRF else action.label


def taken_words(action: Action, framework: Framework) -> str:
    """What a step is called once it was taken."""
    return _TAKEN.get(action, TAKEN[action]) if framework == Framework.PSIRF else TAKEN[action]


def status_in_any_framework(status: Status) -> str:
    """A status where cases of both frameworks are meant at once, as in a filter."""
    return ", or: ".join(dict.fromkeys(status_words(status, framework) for framework in Framework))
