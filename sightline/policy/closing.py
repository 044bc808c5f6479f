"""What stands between an accepted report and a closed case: one row a stop, met or not (clause 4.3d, reference 1.7).

``workflow`` refuses by these rows; the page on which a case is closed shows each of them. Actions outstanding are
no stop: it is enough to say how they will be followed (clause 4.3f, ``assuring.problems_of_closing``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.terms import Action, Part

#: Answers ``""`` when it is content, else why the step must wait.
Condition = Callable[[IncidentFacts, Actor], str]


@dataclass(frozen=True)
class ClosingStop:
    """One thing that must hold. ``label`` says it as met; ``mended_by`` are the steps that make it so.

    ``shown_in`` is the part of the case where it can be read; None where there is nothing to look up.
    """

    label: str
    condition: Condition
    clause: str
    mended_by: tuple[Action, ...] = ()
    shown_in: Part | None = None


@dataclass(frozen=True)
class ClosingLine:
    """One stop as it stands for a case: ``reason`` is empty where it is met."""

    stop: ClosingStop
    reason: str

    @property
    def is_met(self) -> bool:
        """Whether it no longer stands in the way."""
        return not self.reason


def report_accepted(facts: IncidentFacts, actor: Actor) -> str:
    """Accepting the report is a fact of its own, before closing."""
    return "" if facts.report_accepted else "The final report has not been accepted."


def type_chosen(facts: IncidentFacts, actor: Actor) -> str:
    """The type may be pending until here."""
    return "The incident type is still pending review." if facts.type_pending else ""


def candour_decided(facts: IncidentFacts, actor: Actor) -> str:
    """Each incident has a candour section, if only to say why the duty does not apply."""
    if facts.candour_undecided:
        return "The Duty of Candour section is not filled in: does the duty apply, and why?"
    return ""


def candour_complete(facts: IncidentFacts, actor: Actor) -> str:
    """What the duty asks before closing; sharing the findings is owed after it (design decision 32)."""
    if facts.candour_missing:
        return "Duty of Candour: " + "; ".join(facts.candour_missing) + "."
    return ""


def never_event_settled(facts: IncidentFacts, actor: Actor) -> str:
    """A Never Event is confirmed or rejected before the case is closed."""
    if facts.never_event_code and facts.never_event_confirmed is None:
        return "The ICB has not yet confirmed or rejected the Never Event."
    return ""


def keyed_confirmed(facts: IncidentFacts, actor: Actor) -> str:
    """What the ICB keyed is the provider's word only once the provider confirms it (design decision 14)."""
    return "The provider has not confirmed what the ICB keyed for it." if facts.keyed_unconfirmed else ""


def classification_agreed(facts: IncidentFacts, actor: Actor) -> str:
    """A challenge is settled by agreeing after all, or by downgrading."""
    return "" if facts.classification_agreed else "The ICB has not agreed that it meets SI criteria."


def level_agreed(facts: IncidentFacts, actor: Actor) -> str:
    """The provider proposes, the commissioner agrees."""
    return "" if facts.level_agreed else "The level of investigation has not been agreed."


def by_another_person(facts: IncidentFacts, actor: Actor) -> str:
    """The commissioner's own incident is ended by someone who did not handle it (design decision 14)."""
    if facts.is_commissioners_own and actor.person_id in facts.handler_ids:
        return "This is the ICB's own incident. Someone who did not handle it must close or downgrade it."
    return ""


CLOSING_STOPS: tuple[ClosingStop, ...] = (
    ClosingStop(
        "The final report is accepted",
        report_accepted,
        "4.3d",
        (Action.ACCEPT_REPORT,),
        Part.QUALITY_ASSURANCE,
    ),
    ClosingStop(
        "The incident type is chosen", type_chosen, "12i", (Action.CHOOSE_TYPE,), Part.CLASSIFICATION
    ),
    ClosingStop(
        "It is decided whether the Duty of Candour applies",
        candour_decided,
        "3.1h",
        (Action.RECORD_CANDOUR,),
        Part.CANDOUR,
    ),
    ClosingStop(
        "The Duty of Candour section is complete",
        candour_complete,
        "3.1h",
        (Action.RECORD_CANDOUR,),
        Part.CANDOUR,
    ),
    ClosingStop(
        "Any Never Event is confirmed or rejected",
        never_event_settled,
        "3.3d",
        (Action.CONFIRM_NEVER_EVENT, Action.REJECT_NEVER_EVENT),
        Part.CLASSIFICATION,
    ),
    ClosingStop(
        "The ICB agrees that it meets SI criteria",
        classification_agreed,
        "2.2a",
        (Action.AGREE_CLASSIFICATION,),
        Part.CLASSIFICATION,
    ),
    ClosingStop(
        "The level of investigation is agreed",
        level_agreed,
        "2.2b",
        (Action.AGREE_LEVEL,),
        Part.INVESTIGATION,
    ),
    ClosingStop(
        "Nothing keyed by the ICB waits for the provider to confirm it",
        keyed_confirmed,
        "4.4.1",
        (Action.CONFIRM_KEYED,),
    ),
    ClosingStop("Closed by someone who did not handle it", by_another_person, "4.3d"),
)


def closing_lines(facts: IncidentFacts, actor: Actor) -> tuple[ClosingLine, ...]:
    """Every stop, met or not, in the order in which ``workflow`` would refuse."""
    return tuple(ClosingLine(stop, stop.condition(facts, actor)) for stop in CLOSING_STOPS)
