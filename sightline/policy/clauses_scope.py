"""Rows of chapters 1 and 2: what the policy is for. Read them by ``clauses.CLAUSES``."""

from __future__ import annotations

from sightline.policy.clauses_row import Clause, ClauseKind

S, E, C = ClauseKind.SYSTEM, ClauseKind.EVIDENCE, ClauseKind.CONTEXT

SCOPE: tuple[Clause, ...] = (
    # 1 Scope
    Clause(
        "1.1.0",
        "The policy sets out what it is meant to achieve.",
        C,
        capability="Shown.",
        carried_by="web.policy",
        facets=("what the policy is for is shown", "its version and its owner are shown"),
    ),
    Clause(
        "1.1a",
        "Everyone who works for or with the ICB knows what they must do about incidents.",
        E,
        capability="Everyone confirms that they read each version, and finds their own duties on one page.",
        facets=(
            "each person acknowledges each version of the policy",
            "each role is shown its duties",
            "an acknowledgement that is overdue is shown",
        ),
    ),
    Clause(
        "1.1b",
        "Providers report serious incidents on time, respond well and learn.",
        S,
        capability="Timescales from identifying to the final report, with what is overdue and what was learned.",
        carried_by="policy.deadlines",
        facets=(
            "reporting to the ICB has a timescale",
            "the 72-hour review has a timescale",
            "the final report has a timescale",
            "how many were on time is shown",
            "what is overdue is listed",
            "the provider's response is kept",
            "what was learned is kept",
        ),
    ),
    Clause(
        "1.1c",
        "The ICB is open and honest about incidents and shares what was learned.",
        S,
        capability="Candour is followed, provider and ICB talk on the case, and lessons can be read by others.",
        carried_by="incidents.services.discussion",
        facets=(
            "candour is followed on each case",
            "provider and ICB write to each other on the case",
            "lessons stand in a library that others read",
        ),
    ),
    Clause(
        "1.1d",
        "Providers act on lessons and trends, and pass them on across the local system.",
        S,
        capability="A lesson leads to actions with proof, is passed on to others, and trends are reported.",
        carried_by="incidents.services.safety_actions",
        facets=(
            "an action has an owner and evidence that it was done",
            "each lesson is linked to its actions",
            "where a lesson was sent is registered",
            "trends are reported",
        ),
    ),
    # 2 Introduction
    Clause(
        "2.1.1", "The ICB wants care that is safe, effective and centred on the patient.", C, capability=""
    ),
    Clause(
        "2.1.2",
        "When things go wrong, people, property, money and reputation are protected.",
        S,
        capability="The report asks what was harmed or at risk, and what was done at once.",
        carried_by="policy.reporting_form",
        facets=(
            "harm to people is asked",
            "effects on property, resources and reputation are asked",
            "what was done at once is kept",
        ),
    ),
    Clause(
        "2.2a",
        "The ICB assures itself that serious incidents are recognised correctly.",
        S,
        capability="Criteria with a rationale, which the ICB agrees with or challenges; downgrading with facts.",
        carried_by="incidents.services.triage",
        facets=(
            "criteria, rationale, decision, decider and time are kept",
            "the ICB agrees or challenges",
            "a case is downgraded with its facts",
        ),
    ),
    Clause(
        "2.2b",
        "The ICB assures itself that serious incidents are investigated thoroughly.",
        S,
        capability="An agreed level, terms of reference, a record of the investigation, and a checklist.",
        carried_by="incidents.services.investigation",
        facets=(
            "the level of investigation is agreed",
            "terms of reference are asked for",
            "the investigation is recorded",
            "each item of the checklist has its result",
        ),
    ),
    Clause(
        "2.2c",
        "The ICB assures itself that learning makes a repeat less likely.",
        S,
        capability="Lessons are kept, and incidents of a kind, site or theme are linked.",
        carried_by="policy.investigation_report",
        facets=("lessons are kept", "incidents alike by type, site or theme are linked"),
    ),
    Clause(
        "2.2d",
        "The ICB assures itself that improvements really are made.",
        S,
        capability="Actions are followed until evidence shows that they were done, and someone verified it.",
        carried_by="incidents.services.safety_actions",
        facets=("an action is done only with evidence", "someone else verifies it, by name and time"),
    ),
    Clause(
        "2.2e",
        "Reports are set beside other intelligence to decide what to improve.",
        S,
        capability="A register of other intelligence, linked to incidents and looked at together with them.",
        facets=(
            "intelligence of every kind is registered",
            "it is linked to incidents, providers and themes",
            "both are looked at together",
            "an action follows from it",
        ),
    ),
    Clause(
        "2.2f",
        "Intelligence is shared with regulators and partners in agreed ways.",
        E,
        capability="A log of what was shared: with whom, what, how, and on what basis.",
        carried_by="incidents.selectors.disclosures",
    ),
    Clause(
        "2.3a",
        "The policy follows the Serious Incident Framework of March 2015.",
        S,
        capability="Rules carry the name of their framework and hold from a date.",
        carried_by="policy.terms",
        facets=(
            "each case keeps the framework it was handled under",
            "which framework applies follows from a date",
        ),
    ),
    Clause(
        "2.3b",
        "The policy follows the Never Events policy and list of January 2018.",
        S,
        capability="The Never Events list of the day, with kinds that were suspended.",
        carried_by="policy.never_events",
        facets=(
            "the list of the day it happened applies",
            "a suspended kind is kept and does not bind",
            "the edition is kept with the incident",
        ),
    ),
    Clause(
        "2.3c",
        "The policy follows the statutory Duty of Candour.",
        S,
        capability="The steps of regulation 20, for each of the two kinds of provider.",
        carried_by="policy.candour",
        facets=("the duty is followed step by step", "each kind of provider is held to its own threshold"),
    ),
)
