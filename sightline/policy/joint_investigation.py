"""Investigating together: one investigation where that can be, one report in any case (clauses 4.7a to 4.7.15).

What must hold before the parties begin, and before the case may be closed. Not answered is never read as agreed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sightline.policy.questionnaire import Problem
from sightline.policy.terms import Role

SOURCE = "Policy 4.7, lead commissioner; the approval of an ICB's lead is a local default"
#: Who may approve that the ICB itself leads where no provider is best placed (4.7b.2) [design].
MAY_APPROVE_ICB_LEAD: frozenset[Role] = frozenset({Role.CHIEF_NURSE, Role.PATIENT_SAFETY_SPECIALIST})


@dataclass(frozen=True)
class Strand:
    """One organisation's own investigation where they stay separate. ``looks_at_gaps``: None while it has not said."""

    organisation_id: UUID
    looks_at_gaps: bool | None = None
    report_received: bool = False


@dataclass(frozen=True)
class JointFacts:
    """What the parties agreed. ``is_joint``: None while nobody decided. ``lead_id``: who coordinates.

    ``icb_id``: the commissioner that would lead itself. ``covered_ids``: organisations whose part the one report covers.
    ``with_action_plan``: organisations with an action plan of their own. ``causes_explored``: None while not answered.
    """

    provider_ids: frozenset[UUID]
    icb_id: UUID
    is_joint: bool | None = None
    why_not_joint: str = ""
    lead_id: UUID | None = None
    icb_lead_approved_by: Role | None = None
    place_id: UUID | None = None
    place_lead_named: bool = False
    strands: tuple[Strand, ...] = ()
    gaps: tuple[str, ...] = ()
    one_report_accepted: bool = False
    covered_ids: frozenset[UUID] = frozenset()
    causes_explored: bool | None = None
    with_action_plan: frozenset[UUID] = frozenset()

    @property
    def concerns_several(self) -> bool:
        """Whether more than one provider took part, so that any of this is asked."""
        return len(self.provider_ids) > 1


def problems_of_beginning(facts: JointFacts, *, names: Mapping[UUID, str]) -> tuple[Problem, ...]:
    """What the parties must settle before they begin; empty when they have, or only one provider took part."""
    if not facts.concerns_several:
        return ()
    found = []
    if facts.is_joint is None:
        words = "Say whether this is one joint investigation. It is, wherever it can be."
        found.append(Problem("is_joint", words, clause="4.7a"))
    elif not facts.is_joint and not facts.why_not_joint.strip():
        words = "Say why it cannot be one investigation."
        found.append(Problem("why_not_joint", words, clause="4.7a"))
    found += _problems_of_lead(facts, names)
    if facts.place_id is None:
        found.append(Problem("place", "Say at which Place it is coordinated.", clause="4.7.13"))
    if not facts.place_lead_named:
        words = "Name the quality lead at Place who coordinates it."
        found.append(Problem("place_lead", words, clause="4.7.13"))
    if facts.is_joint is False:
        found += _problems_of_strands(facts, names)
    return tuple(found)


def _problems_of_lead(facts: JointFacts, names: Mapping[UUID, str]) -> list[Problem]:
    if facts.lead_id is None:
        return [Problem("lead", "Say who coordinates the investigation.", clause="4.7b.1")]
    if facts.lead_id == facts.icb_id:
        if facts.icb_lead_approved_by in MAY_APPROVE_ICB_LEAD:
            return []
        who = " or ".join(role.label for role in Role if role in MAY_APPROVE_ICB_LEAD)
        words = f"The ICB leads only where no provider is best placed, and the {who} approves it."
        return [Problem("icb_lead_approved_by", words, clause="4.7b.2")]
    if facts.lead_id not in facts.provider_ids:
        words = f"{_name(facts.lead_id, names)} took no part. Choose one of the providers, or the ICB."
        return [Problem("lead", words, clause="4.7b.1")]
    return []


def _problems_of_strands(facts: JointFacts, names: Mapping[UUID, str]) -> list[Problem]:
    found = []
    by_organisation = {strand.organisation_id: strand for strand in facts.strands}
    for organisation_id in _in_order(facts.provider_ids, names):
        strand, name = by_organisation.get(organisation_id), _name(organisation_id, names)
        if strand is None:
            found.append(Problem("strands", f"{name} has no investigation of its own.", clause="4.7.11"))
        elif strand.looks_at_gaps is None:
            words = f"Ask {name} to agree that it looks at the gaps between organisations."
            found.append(Problem("strands", words, clause="4.7.11"))
        elif not strand.looks_at_gaps:
            words = f"{name} has not agreed to look at the gaps between organisations."
            found.append(Problem("strands", words, clause="4.7.11"))
    if not any(gap.strip() for gap in facts.gaps):
        words = "List the questions that lie between the organisations, or write that none were found."
        found.append(Problem("gaps", words, clause="4.7.11"))
    return found


def problems_of_ending(facts: JointFacts, *, names: Mapping[UUID, str]) -> tuple[Problem, ...]:
    """What keeps a case of several providers from being closed; empty when nothing does."""
    if not facts.concerns_several:
        return ()
    found = list(problems_of_beginning(facts, names=names))
    for strand in facts.strands if facts.is_joint is False else ():
        if not strand.report_received:
            words = f"The investigation of {_name(strand.organisation_id, names)} has not been received."
            found.append(Problem("strands", words, clause="4.7.11"))
    if facts.causes_explored is None:
        words = "Say whether contributing factors and root causes are explored until solutions are found."
        found.append(Problem("causes_explored", words, clause="4.7.12"))
    elif not facts.causes_explored:
        words = "Contributing factors and root causes are not explored far enough to find solutions."
        found.append(Problem("causes_explored", words, clause="4.7.12"))
    if not facts.one_report_accepted:
        words = "There is no single joint investigation report yet that has been accepted."
        found.append(Problem("one_report", words, clause="4.7.14"))
    for organisation_id in _in_order(facts.provider_ids - facts.covered_ids, names):
        words = f"The joint report does not cover {_name(organisation_id, names)}."
        found.append(Problem("one_report", words, clause="4.7.14"))
    for organisation_id in _in_order(facts.provider_ids - facts.with_action_plan, names):
        words = f"{_name(organisation_id, names)} has no action plan of its own."
        found.append(Problem("action_plans", words, clause="4.7.15"))
    return tuple(found)


def _in_order(organisation_ids: frozenset[UUID], names: Mapping[UUID, str]) -> list[UUID]:
    return sorted(organisation_ids, key=lambda each: (_name(each, names), each.int))


def _name(organisation_id: UUID, names: Mapping[UUID, str]) -> str:
    return names.get(organisation_id, "The organisation")
