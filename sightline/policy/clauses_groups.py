"""Rows of 4.6 and 4.7: committees and groups, the lead commissioner. Read them by ``clauses.CLAUSES``."""

from __future__ import annotations

from sightline.policy.clauses_row import Clause, ClauseKind

S, E = ClauseKind.SYSTEM, ClauseKind.EVIDENCE

GROUPS: tuple[Clause, ...] = (
    # 4.6 Committees and groups
    Clause(
        "4.6a.1",
        "The Board oversees through the minutes of its quality and governance committees.",
        E,
        capability="A register of minutes, and what the Board is shown of them.",
        facets=(
            "minutes are registered with the day they were received",
            "what is for the Board is shown to it",
        ),
    ),
    Clause(
        "4.6a.2",
        "Quality and safety reports to the Board give details of every Never Event.",
        S,
        capability="The Board's report always has every Never Event, or says that there was none.",
        facets=(
            "every Never Event of the time is in it",
            "none is said to be none",
            "without them it is not published",
        ),
    ),
    Clause(
        "4.6b.1",
        "The committee assures the Board that quality, safety and risk are well watched.",
        E,
        capability="A report of the committee with its rating of assurance.",
    ),
    Clause(
        "4.6b.2",
        "The committee takes key concerns to the Board with a plan to put them right.",
        S,
        capability="A concern goes to the Board only with a plan, and the Board's decision is kept.",
        facets=("a concern needs its plan", "the Board's decision is kept"),
    ),
    Clause(
        "4.6b.3",
        "The committee regularly receives a report on incidents that cause concern.",
        S,
        capability="Incidents that cause concern are marked, and reported at intervals.",
        facets=("an incident is marked with its reason", "the report comes at intervals"),
    ),
    Clause(
        "4.6c.1",
        "Quality review groups meet major providers every month.",
        S,
        capability="A monthly series of meetings for each provider or Place.",
        facets=(
            "each series has its meetings",
            "a meeting that was missed is said",
            "a pack is ready for each",
        ),
    ),
    Clause(
        "4.6c.2",
        "Those groups discuss quality under the contract, Never Events included.",
        S,
        capability="The agenda fills itself with incidents and Never Events.",
    ),
    Clause(
        "4.6c.3",
        "Those groups seek assurance that learning is drawn out and spread.",
        E,
        capability="Whether learning was drawn out and spread is asked of each incident, with what shows it.",
    ),
    Clause(
        "4.6d.1",
        "The quality surveillance group meets every two months.",
        S,
        capability="A series of meetings every two months.",
        facets=("the series has its meetings", "a meeting that was missed is said"),
    ),
    Clause(
        "4.6d.2",
        "The surveillance group combines data to find where action is needed.",
        S,
        capability="A pack that combines data, and concerns that lead to actions.",
        facets=("the pack combines data", "a concern leads to an action"),
    ),
    Clause(
        "4.6d.3",
        "The surveillance group spreads learning from one provider to others.",
        S,
        capability="Which provider took up which lesson.",
    ),
    # 4.7 Lead commissioner
    Clause(
        "4.7.1",
        "The lead commissioner is the one that holds a provider's main contract.",
        S,
        capability="Main contracts with their dates decide who leads.",
        carried_by="organisations.selectors",
        facets=(
            "main contracts are kept with their dates",
            "the contract of the day decides who leads",
            "whoever takes over from an organisation that closed goes on with its cases",
        ),
    ),
    Clause(
        "4.7.2",
        "Lead and responsible commissioner agree how a patient's case is managed.",
        S,
        capability="The responsible commissioner of a case, pointed out where it is not the lead.",
        carried_by="incidents.services.triage",
        facets=(
            "the responsible commissioner is kept",
            "another than the lead is explained",
            "what both agreed is kept",
        ),
    ),
    Clause(
        "4.7.3",
        "They agree who is responsible, accountable, supporting, consulted and informed.",
        S,
        capability="A grid of who is what on each case, with one accountable.",
        facets=(
            "each part is given on a case",
            "exactly one is accountable",
            "the day it was agreed is kept",
        ),
    ),
    Clause(
        "4.7.4",
        "It is clear who oversees, who is accountable and who must be asked or told.",
        S,
        capability="What is missing from that grid, and who is who on the case.",
        facets=("what is missing is said", "who is who is shown on the case"),
    ),
    Clause(
        "4.7.5",
        "The accountable commissioner may hand management to another commissioner.",
        S,
        capability="Handing over: to whom, what, from when, accepted, until when.",
    ),
    Clause(
        "4.7.6",
        "Handing management over never hands over accountability.",
        S,
        capability="Nothing moves accountability off the holder of the contract.",
    ),
    Clause(
        "4.7.7",
        "An ICB cannot see StEIS for a provider whose lead commissioner it is not.",
        S,
        capability="A commissioner that does not lead sees nothing of a case.",
        carried_by="incidents.visibility",
    ),
    Clause(
        "4.7.8",
        "The lead commissioner shares what matters with the responsible commissioner.",
        S,
        capability="Sharing a case: how much, what is left out, when, and that it arrived.",
        carried_by="incidents.services.sharing",
        facets=("what was shared, and when, is kept", "parts can be left out", "the receiver acknowledges"),
    ),
    Clause(
        "4.7.9",
        "Several organisations are often involved in one incident.",
        S,
        capability="One case with several organisations, each with its part.",
        carried_by="incidents.services.intake",
        facets=("several organisations are kept on one case", "each has its part"),
    ),
    Clause(
        "4.7.10",
        "Whoever identifies the incident alerts everyone else involved.",
        S,
        capability="Others involved are asked about, alerted, and answer.",
        carried_by="policy.reporting_form",
        facets=(
            "whether others were involved is asked of every report",
            "each of them is alerted",
            "each of them acknowledges",
            "who identified it is kept",
        ),
    ),
    Clause(
        "4.7a",
        "Everyone works on one joint investigation wherever they can.",
        S,
        capability="One joint investigation unless there is a reason.",
        facets=("it is joint where several providers are involved", "doing otherwise needs a reason"),
    ),
    Clause(
        "4.7b.1",
        "The ICB helps settle who coordinates and supports complex cases.",
        S,
        capability="A discussion and a decision on who coordinates.",
        facets=("the decision is kept with who took part", "a complex case is marked"),
    ),
    Clause(
        "4.7b.2",
        "Where no provider is best placed to coordinate, the ICB may lead.",
        S,
        capability="The ICB may lead, with approval.",
        facets=("the ICB can be the lead", "the Chief Nurse or the Specialist approves"),
    ),
    Clause(
        "4.7.11",
        "Where investigations stay separate, all agree to look at the gaps between them.",
        S,
        capability="A list of gaps between services on each strand, signed up to by each.",
        facets=("gaps are listed on each strand", "each organisation agrees to look at them"),
    ),
    Clause(
        "4.7.12",
        "Contributing factors and root causes are explored until solutions are found.",
        S,
        capability="Problems, factors, causes and actions, linked.",
        carried_by="policy.quality_assurance",
        facets=(
            "the report must give the causes found",
            "the check asks for factors and the most basic causes",
            "problems, factors, causes and actions are linked",
        ),
    ),
    Clause(
        "4.7.13",
        "Coordination happens at Place.",
        S,
        capability="Each case has its Place, and there someone who has it.",
        carried_by="policy.permissions",
        facets=(
            "each case has its Place",
            "the quality lead of that Place has it in view",
            "a case of several organisations has its owner at Place",
        ),
    ),
    Clause(
        "4.7.14",
        "Coordination ends in one investigation report.",
        S,
        capability="One report over all strands, without which the case is not closed.",
        facets=("one report covers all strands", "without it the case is not closed"),
    ),
    Clause(
        "4.7.15",
        "Each organisation makes, carries out and watches its own action plan.",
        S,
        capability="Actions belong to one organisation, which follows its own.",
        carried_by="incidents.services.safety_actions",
        facets=(
            "an action belongs to one organisation",
            "the provider follows its own",
            "others involved follow theirs",
        ),
    ),
)
