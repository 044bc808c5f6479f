"""RASCI: who is responsible, accountable, supporting, consulted and informed for one incident (clauses 4.7.3 to 4.7.6).

Exactly one organisation is accountable, and it is the one that holds the provider's main contract. It may hand the
management of the case to another commissioner, which must accept; accountability is never handed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from uuid import UUID

from sightline.policy.lengths import say_day
from sightline.policy.questionnaire import Problem
from sightline.policy.terms import Relation, Term

SOURCE = "Policy 4.7 and the Serious Incident Framework 2015; typical parts from knowledge"
SCOPE_LENGTH = 2_000


class RasciPart(Term):
    """What an organisation is to the management of the case."""

    RESPONSIBLE = "responsible", "Responsible: does the work"
    ACCOUNTABLE = "accountable", "Accountable: answers for it"
    SUPPORTING = "supporting", "Supporting: helps to do it"
    CONSULTED = "consulted", "Consulted: is asked before"
    INFORMED = "informed", "Informed: is told after"


@dataclass(frozen=True)
class PartRow:
    """One organisation's part."""

    organisation_id: UUID
    part: RasciPart


@dataclass(frozen=True)
class Delegation:
    """Management handed over by the accountable commissioner to another one, by agreement (4.7.5).

    ``accepted_on``: when the delegate accepted; until then nothing has changed hands. ``ends_on``: its last day, None
    while it is open. ``part`` is what is handed over.
    """

    to_id: UUID | None
    scope: str
    from_on: date | None
    accepted_on: date | None = None
    ends_on: date | None = None
    part: RasciPart = RasciPart.RESPONSIBLE

    def in_force_on(self, day: date) -> bool:
        """Whether the delegate manages the case on that day: begun, accepted and not ended."""
        if self.from_on is None or self.accepted_on is None or self.part is RasciPart.ACCOUNTABLE:
            return False
        begins = max(self.from_on, self.accepted_on)
        return begins <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class RasciFacts:
    """The parts agreed for one incident, and what they are held against.

    ``lead_commissioner_id``: holder of the main contract on the day reported; None while not settled. ``named_ids``:
    every organisation named in the incident. ``not_involved``: those that have no part, each with the reason.
    ``commissioner_ids``: which of all these are commissioners, who alone can be delegated to.
    """

    lead_commissioner_id: UUID | None
    rows: tuple[PartRow, ...] = ()
    named_ids: frozenset[UUID] = frozenset()
    not_involved: Mapping[UUID, str] = field(default_factory=dict)
    commissioner_ids: frozenset[UUID] = frozenset()
    delegations: tuple[Delegation, ...] = ()

    def holding(self, part: RasciPart) -> tuple[UUID, ...]:
        """Organisations with this part, in the order of the rows."""
        return tuple(row.organisation_id for row in self.rows if row.part is part)


#: What is suggested for each relation, and changed by agreement [from knowledge].
TYPICAL: Mapping[Relation, RasciPart] = MappingProxyType(
    {
        Relation.LEAD_COMMISSIONER: RasciPart.ACCOUNTABLE,
        Relation.PROVIDER: RasciPart.RESPONSIBLE,
        Relation.RESPONSIBLE_COMMISSIONER: RasciPart.CONSULTED,
        Relation.INVOLVED: RasciPart.SUPPORTING,
        Relation.SHARED: RasciPart.INFORMED,
    }
)


def suggested(parties: Iterable[tuple[UUID, Relation]]) -> tuple[PartRow, ...]:
    """The typical parts of these organisations; people agree on them or change them.

    An organisation with several relations has one part, except that in a commissioner's own incident it is accountable
    and its own people do the work.
    """
    order = list(TYPICAL)
    rows: list[PartRow] = []
    for organisation_id, relation in sorted(
        set(parties), key=lambda pair: (order.index(pair[1]), pair[0].int)
    ):
        has_part = any(row.organisation_id == organisation_id for row in rows)
        if not has_part or TYPICAL[relation] is RasciPart.RESPONSIBLE:
            rows.append(PartRow(organisation_id, TYPICAL[relation]))
    return tuple(rows)


def managed_by(facts: RasciFacts, *, on: date) -> UUID | None:
    """Which commissioner manages the case on a day: a delegate in force, else the lead; None while it is not settled."""
    for delegation in facts.delegations:
        if delegation.in_force_on(on):
            return delegation.to_id
    return facts.lead_commissioner_id


def problems(facts: RasciFacts, *, names: Mapping[UUID, str], today: date) -> tuple[Problem, ...]:
    """What keeps these parts from being agreed, each beside its field; empty when they can be."""
    return (
        *_problems_of_accountable(facts, names),
        *_problems_of_rows(facts, names),
        *_problems_of_completeness(facts, names),
        *(
            problem
            for number, delegation in enumerate(facts.delegations)
            for problem in problems_of_delegation(delegation, facts, names=names, today=today, number=number)
        ),
        *_problems_of_overlap(facts),
    )


def _problems_of_accountable(facts: RasciFacts, names: Mapping[UUID, str]) -> list[Problem]:
    accountable, lead = facts.holding(RasciPart.ACCOUNTABLE), facts.lead_commissioner_id
    if lead is None:
        words = "Settle first which commissioner holds the provider's main contract."
        return [Problem("lead_commissioner", words, clause="4.7.1")]
    if not accountable:
        words = (
            f"Exactly one organisation is accountable: {_name(lead, names)}, which holds the main contract."
        )
        return [Problem("accountable", words, clause="4.7.3")]
    if len(accountable) > 1:
        words = f"Exactly one organisation is accountable, not {len(accountable)}."
        return [Problem("accountable", words, clause="4.7.3")]
    if accountable[0] != lead:
        words = (
            f"{_name(lead, names)} holds the main contract and stays accountable. It may hand over the management "
            "of the case, never this."
        )
        return [Problem("accountable", words, clause="4.7.6")]
    return []


def _problems_of_rows(facts: RasciFacts, names: Mapping[UUID, str]) -> list[Problem]:
    found = []
    if not facts.holding(RasciPart.RESPONSIBLE):
        found.append(Problem("responsible", "Say who does the work: at least one.", clause="4.7.3"))
    seen: set[PartRow] = set()
    for row in facts.rows:
        if row in seen:
            words = f"{_name(row.organisation_id, names)} is {row.part.value} twice."
            found.append(Problem(row.part.value, words, clause="4.7.4"))
        seen.add(row)
    return found


def _problems_of_completeness(facts: RasciFacts, names: Mapping[UUID, str]) -> list[Problem]:
    found, with_part = [], {row.organisation_id for row in facts.rows}
    for organisation_id in sorted(facts.named_ids, key=lambda each: (_name(each, names), each.int)):
        if organisation_id not in with_part and organisation_id not in facts.not_involved:
            words = f"Give {_name(organisation_id, names)} a part, or say that it is not involved and why."
            found.append(Problem("not_involved", words, clause="4.7.4"))
    for organisation_id, reason in facts.not_involved.items():
        if organisation_id in with_part:
            words = f"{_name(organisation_id, names)} has a part, so it is involved."
            found.append(Problem("not_involved", words, clause="4.7.4"))
        elif not reason.strip():
            words = f"Say why {_name(organisation_id, names)} is not involved."
            found.append(Problem("not_involved", words, clause="4.7.4"))
    return found


def problems_of_delegation(
    delegation: Delegation, facts: RasciFacts, *, names: Mapping[UUID, str], today: date, number: int = 0
) -> tuple[Problem, ...]:
    """What is wrong with handing over the management, beside its fields; ``number`` counts delegations from 0."""
    said = {
        "to": _problem_with_delegate(delegation, facts, names),
        "part": "Accountability cannot be handed over, only the management of the case."
        if delegation.part is RasciPart.ACCOUNTABLE
        else "",
        "scope": _problem_with_scope(delegation.scope),
        "from": "Say from which day it is handed over." if delegation.from_on is None else "",
        "accepted": _problem_with_acceptance(delegation, today),
        "ends": "It cannot end before it begins."
        if delegation.ends_on and delegation.from_on and delegation.ends_on < delegation.from_on
        else "",
    }
    clauses = {"part": "4.7.6"}
    return tuple(
        Problem(f"delegation-{number}-{name}", words, clause=clauses.get(name, "4.7.5"))
        for name, words in said.items()
        if words
    )


def _problem_with_delegate(delegation: Delegation, facts: RasciFacts, names: Mapping[UUID, str]) -> str:
    if delegation.to_id is None:
        return "Say to which commissioner it is handed over."
    name = _name(delegation.to_id, names)
    if delegation.to_id == facts.lead_commissioner_id:
        return f"{name} manages the case already: it holds the main contract."
    if delegation.to_id not in facts.commissioner_ids:
        return f"{name} is not a commissioner. Management is handed to another commissioner alone."
    if (
        delegation.to_id not in facts.holding(delegation.part)
        and delegation.part is not RasciPart.ACCOUNTABLE
    ):
        return f"Give {name} the part it takes over: {delegation.part.value}."
    return ""


def _problem_with_scope(scope: str) -> str:
    if not scope.strip():
        return "Say what is handed over, and what is not."
    return f"Use {SCOPE_LENGTH:,} characters or fewer." if len(scope.strip()) > SCOPE_LENGTH else ""


def _problem_with_acceptance(delegation: Delegation, today: date) -> str:
    # Not accepted yet is no problem: it then changes nothing (``Delegation.in_force_on``).
    if delegation.accepted_on is None:
        return ""
    if delegation.accepted_on > today:
        return "The day it was accepted cannot be in the future."
    if delegation.ends_on is not None and delegation.accepted_on > delegation.ends_on:
        return "It was over before it was accepted."
    return ""


def _problems_of_overlap(facts: RasciFacts) -> list[Problem]:
    begun = sorted(
        (
            (row.from_on, number, row)
            for number, row in enumerate(facts.delegations)
            if row.from_on is not None
        ),
        key=lambda each: (each[0], each[1]),
    )
    return [
        Problem(
            f"delegation-{number}-from",
            f"The case is handed over already from {say_day(earlier_from)}. End that first.",
            clause="4.7.5",
        )
        for (earlier_from, _, earlier), (later_from, number, _) in pairwise(begun)
        if earlier.ends_on is None or later_from <= earlier.ends_on
    ]


def _name(organisation_id: UUID, names: Mapping[UUID, str]) -> str:
    return names.get(organisation_id, "The organisation")
