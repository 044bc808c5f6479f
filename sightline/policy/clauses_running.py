"""Rows of chapters 5 to 12: running the policy, information, words. Read them by ``clauses.CLAUSES``."""

from __future__ import annotations

from sightline.policy.clauses_row import Clause, ClauseKind

S, E, C = ClauseKind.SYSTEM, ClauseKind.EVIDENCE, ClauseKind.CONTEXT

RUNNING: tuple[Clause, ...] = (
    # 5 Dissemination
    Clause(
        "5.1.1",
        "Each Place has local procedures that support the policy.",
        E,
        capability="A register of procedures at Place, with version, owner and review.",
    ),
    Clause(
        "5.1.2",
        "Local procedures never override the policy.",
        S,
        capability="A Place can only be stricter than the policy.",
        carried_by="organisations.agreed",
    ),
    Clause(
        "5.2.1",
        "An introductory version of the newer national framework, PSIRF, was published.",
        C,
        capability="Shown.",
        carried_by="web.policy",
    ),
    Clause(
        "5.2.2",
        "The ICB reviews PSIRF and writes policies before it begins.",
        E,
        capability="A plan for the change, a date for each provider, and the new responses ready.",
        carried_by="policy.learning_responses",
        facets=(
            "the review and its plan are a task",
            "each provider moves on its own date",
            "its learning responses are ready",
        ),
    ),
    # 6 Training
    Clause(
        "6.1",
        "New staff learn of the policy at induction.",
        E,
        capability="An acknowledgement at induction, and who owes it.",
        facets=("new staff acknowledge it", "who owes it is reported"),
    ),
    Clause(
        "6.2",
        "The policy can be read on the website and shared drives.",
        E,
        capability="The policy can be read here, and its current version is linked.",
        carried_by="web.policy",
        facets=("what it asks can be read here", "the current version is linked"),
    ),
    # 7 Monitoring
    Clause(
        "7.0",
        "The policy is reviewed two years after ratification, or sooner.",
        S,
        capability="Days of ratification and review, reminders, and an earlier review where needed.",
        facets=(
            "the next review follows from the day of ratification",
            "people are reminded",
            "an earlier review can be called",
        ),
    ),
    Clause(
        "7.1a",
        "The monitoring table says what is being monitored.",
        S,
        capability="A table that can be filled in, and is not complete while it is blank.",
        facets=("the aspect can be filled in", "the table is not complete while it is blank"),
    ),
    Clause(
        "7.1b",
        "The monitoring table says how.",
        S,
        capability="The method can be filled in and leads to a schedule.",
        facets=("the method can be filled in", "a schedule follows from it"),
    ),
    Clause(
        "7.1c", "The monitoring table says who is responsible.", S, capability="The owner can be filled in."
    ),
    Clause(
        "7.1d",
        "The monitoring table says how often.",
        S,
        capability="The frequency gives due days, and missing one is said.",
        facets=("due days follow from the frequency", "a missed one is said"),
    ),
    Clause(
        "7.1e",
        "The monitoring table says which group receives the findings.",
        S,
        capability="The group that receives findings, and that they were sent.",
        facets=("the group can be filled in", "findings are sent to it"),
    ),
    Clause(
        "7.1f",
        "The monitoring table says who sees that actions are completed.",
        S,
        capability="Who owns the actions, and whether they were done.",
        facets=("the owner of actions can be filled in", "the actions are followed"),
    ),
    # 8 Compliance
    Clause(
        "8.0a",
        "All staff follow the policy; not doing so may be a disciplinary matter.",
        E,
        capability="What everyone acknowledges says so.",
    ),
    Clause(
        "8.0b",
        "Breaking confidence, fraud, misuse or crime counts as serious misconduct.",
        E,
        capability="Every change and every look is on record, and names are looked for in texts.",
        carried_by="audit.services",
        facets=(
            "every change is on a record that nobody can alter",
            "who looked at a case is on record",
            "texts are searched for names",
        ),
    ),
    Clause(
        "8.0c",
        "Staff can find the disciplinary policy.",
        C,
        capability="Shown.",
        facets=("a link to it is shown",),
    ),
    # 9 and 10 Equality and ethics
    Clause(
        "9.0a",
        "Unfair treatment is removed, and opportunity and good relations are promoted.",
        E,
        capability="Equality is asked about without identifying anyone, and trends are shown safely.",
        carried_by="policy.quality_assurance",
        facets=(
            "the check of the report asks about fair treatment",
            "characteristics can be given without identifying anyone",
            "trends by characteristic hide small numbers",
        ),
    ),
    Clause(
        "9.0b",
        "This holds for every protected or other personal characteristic.",
        S,
        capability="All protected characteristics, no more of patients than needed, and pages for everyone.",
        carried_by="web.nhsuk",
        facets=(
            "the nine characteristics of the Equality Act can be given",
            "the other two are never asked of patients",
            "every page is looked at for accessibility",
            "it can be used by keyboard alone",
        ),
    ),
    Clause("10.0", "Ethical questions are noticed and raised.", C, capability=""),
    # 11 Information governance
    Clause(
        "11.1a",
        "Information about an investigation is shared within data protection law.",
        S,
        capability="A lawful basis for each sharing, no more than needed, and no longer.",
        carried_by="policy.permissions",
        facets=(
            "each sharing has its lawful basis",
            "no more is asked and shown than is needed",
            "how long things are kept is set",
        ),
    ),
    Clause(
        "11.1b",
        "Sharing follows the Caldicott principles.",
        S,
        capability="A check before sharing, and the guardian's approval.",
        carried_by="policy.disclosing",
        facets=(
            "the Caldicott principles are checked before sharing",
            "the guardian approves what identifies someone",
        ),
    ),
    Clause(
        "11.1c",
        "Sharing meets information governance requirements.",
        S,
        capability="Encryption, access by role, an audit trail, and names found in texts.",
        carried_by="policy.permissions",
        facets=(
            "pages travel encrypted",
            "each role sees only what is its own",
            "every change is audited",
            "names in texts are found",
            "what identifies somebody is stopped before it is stored",
            "what is found never costs a deadline",
            "a paper with personal data waits for its redacted copy",
        ),
    ),
    Clause(
        "11.2",
        "Breaches that touch patient safety are also reported as information incidents.",
        S,
        capability="The breach as a task, with its grade, its 72 hours and its reference.",
        carried_by="policy.breach_acts",
        facets=(
            "the toolkit's reference is asked for",
            "the information-governance lead has a task",
            "the 72 hours are counted",
            "its severity is graded",
        ),
    ),
    # 12 Words
    Clause(
        "12a",
        "Being open means talking openly about incidents that led to harm or death.",
        C,
        capability="Shown.",
        carried_by="web.policy",
    ),
    Clause(
        "12b",
        "Clinical governance is how organisations answer for the quality of their care.",
        C,
        capability="Shown.",
        carried_by="web.policy",
    ),
    Clause(
        "12c",
        "A commissioner finds out what people need, buys it and checks what it bought.",
        S,
        capability="Commissioners are organisations of their own kind.",
        carried_by="policy.terms",
    ),
    Clause(
        "12d",
        "An ICB buys most NHS care, but not all kinds of it.",
        S,
        capability="Who commissions which service, with a note on what changed since 2022.",
        facets=("services that NHS England commissions are marked", "what changed since 2022 is noted"),
    ),
    Clause(
        "12e",
        "Serious information incidents are graded and reported by national guidance.",
        S,
        capability="Today's grid of severity, with its older name.",
        carried_by="policy.breach_grid",
        facets=("the severity is graded by today's grid", "the older name is explained"),
    ),
    Clause(
        "12f",
        "A Never Event shows a strong barrier failing somewhere between supplier and ward.",
        S,
        capability="Barriers as for a Never Event, and where in the chain they failed.",
        carried_by="policy.quality_assurance",
        facets=(
            "the report must explain which barriers failed and why",
            "where between supplier and ward it failed is recorded",
        ),
    ),
    Clause(
        "12g",
        "Providers are trusts, practices, pharmacies, optometrists, dentists and others.",
        S,
        capability="Each of these kinds of provider is a kind of organisation.",
        carried_by="policy.terms",
    ),
    Clause(
        "12h",
        "The quality surveillance group pools what its members know about quality.",
        S,
        capability="The group and its members by organisation.",
    ),
    Clause(
        "12i",
        "StEIS is the national system in which serious incidents are logged and tracked.",
        S,
        capability="The log number, the day it was entered, and every field ready to copy.",
        carried_by="policy.steis",
        facets=("the log number is kept", "the day it was logged is kept", "every field is ready to copy"),
    ),
)
