"""The shapes of a rule about another body: whom to tell, if what, within what, on whose word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sightline.policy.body_facts import BodyFacts, Condition
from sightline.policy.lengths import Length, Unit
from sightline.policy.terms import Relation, Term


class Teller(Term):
    """Who tells the body."""

    PROVIDER = "provider", "the provider"
    CONTROLLER = "controller", "whoever controls the data, usually the provider"
    ICB = "icb", "the ICB"

    @property
    def side(self) -> Relation:
        """At whose organisation it is recorded."""
        return Relation.LEAD_COMMISSIONER if self is Teller.ICB else Relation.PROVIDER


class Warrant(Term):
    """On whose word a rule and its limit stand. What was not checked against the source may be varied locally."""

    VERIFIED = "verified", "checked against its source"
    FROM_KNOWLEDGE = "from_knowledge", "from knowledge, not checked against its source"
    LOCAL_DEFAULT = "local_default", "local default"


class ClockStart(Term):
    """What starts the limit; the label follows "from"."""

    KNOWN = "known", "when the record first said so"
    HAPPENED = "happened", "the day it happened"
    DAY_GIVEN = "day_given", "the date of the report that was received"


@dataclass(frozen=True)
class Body:
    """A body by its stored code. Names drift: each label holds from a day, the first from the beginning."""

    code: str
    labels: tuple[tuple[date | None, str], ...]

    def label_on(self, day: date) -> str:
        """What it was called on a day."""
        return next(label for since, label in reversed(self.labels) if since is None or since <= day)

    @property
    def label(self) -> str:
        """What it is called as far as this release knows."""
        return self.labels[-1][1]


@dataclass(frozen=True)
class BodyRule:
    """One row: if ``fires``, ``teller`` tells ``body`` within ``limit`` from ``start``.

    ``limit`` is a length, or words where no number is set. ``evidence`` names the reference asked for.
    ``recorded_as`` gives the reference that the record itself holds as proof, empty where it holds none. ``from_on``: the
    first day on which it happened for which the rule holds. ``note`` is one more sentence that people are shown.
    """

    code: str
    body: Body
    what: str
    fires: Condition
    limit: Length | str
    clause: str
    warrant: Warrant
    source: str
    start: ClockStart = ClockStart.KNOWN
    teller: Teller = Teller.PROVIDER
    evidence: str = "Its reference"
    note: str = ""
    day_of: str = ""
    from_on: date | None = None
    recorded_as: Callable[[BodyFacts], str] | None = None

    @property
    def may_vary(self) -> bool:
        """Whether a length agreed locally may stand in place of the number."""
        return (
            self.warrant is not Warrant.VERIFIED and isinstance(self.limit, Length) and self.limit.number > 0
        )

    @property
    def rule(self) -> str:
        """The rule in words: "24 hours from when the record first said so"."""
        return self.rule_for(None)

    def rule_for(self, number: int | None) -> str:
        """The rule in words, with a locally agreed number in its place."""
        if isinstance(self.limit, str):
            return f"{self.limit}; no number of days is set"
        if self.limit.unit is Unit.IMMEDIATELY:
            return "immediately; overdue once that day has ended"
        if self.limit.number == 0:
            return "on the same day"
        length = self.limit if number is None else Length(number, self.limit.unit)
        return f"within {length} from {self.start.label}"
