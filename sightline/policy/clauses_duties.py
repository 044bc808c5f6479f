"""Rows of 4.1 to 4.5: duties of national bodies, commissioners, providers and people. Read them by ``clauses.CLAUSES``."""

from __future__ import annotations

from sightline.policy.clauses_row import Clause, ClauseKind

S, E = ClauseKind.SYSTEM, ClauseKind.EVIDENCE

DUTIES: tuple[Clause, ...] = (
    # 4.1 and 4.2 National bodies
    Clause(
        "4.1",
        "Who does what follows the Serious Incident Framework of 2015.",
        S,
        capability="A catalogue of roles and one table of what each may do.",
        carried_by="policy.permissions",
        facets=("each role may do what one table says", "who has which role, and when, is kept"),
    ),
    Clause(
        "4.2.1",
        "NHS England commissions some care directly and leads the commissioning system.",
        S,
        capability="NHS England's regions are organisations, with a role that oversees.",
        carried_by="policy.terms",
        facets=(
            "its regions are organisations of their own kind",
            "it has its part in who answers for a case",
            "it has a role that oversees",
        ),
    ),
    Clause(
        "4.2.2",
        "NHS England oversees serious incidents and checks that ICBs can manage them.",
        E,
        capability="An extract for the region: how well it is kept, what is overdue, what was closed.",
    ),
    Clause(
        "4.2.3",
        "NHS England reviews trends, analyses quality and spots concerns.",
        S,
        capability="Trends by type, provider and Place, to hand on.",
    ),
    Clause(
        "4.2.4",
        "NHS England passes what it learns on to the wider system.",
        E,
        capability="What NHS England told the ICB is recorded.",
    ),
    # 4.3 Commissioners
    Clause(
        "4.3.0",
        "Commissioners assure quality and hold providers to account for their response.",
        S,
        capability="Each provider's figures side by side.",
        carried_by="incidents.selectors.desk",
        facets=(
            "what each provider has overdue is shown",
            "its timeliness, reports, actions and candour are shown as figures",
        ),
    ),
    Clause(
        "4.3a",
        "Providers report on time, and the ICB gives its feedback.",
        S,
        capability="Timescales both ways, and the ICB's feedback with its day.",
        carried_by="policy.deadlines",
        facets=(
            "what the provider owes has a timescale",
            "what the ICB owes has a timescale",
            "the feedback is kept with its day",
        ),
    ),
    Clause(
        "4.3b",
        "Commissioners and providers talk openly and honestly.",
        S,
        capability="Messages on each case, and when the other side read them.",
        carried_by="incidents.services.discussion",
        facets=("each case has its discussion", "each side sees when the other read it"),
    ),
    Clause(
        "4.3c",
        "Staff can report without unfair blame, and patients are informed and involved.",
        E,
        capability="Fair treatment, involvement and support are asked about, and speaking up is safe.",
        carried_by="policy.quality_assurance",
        facets=(
            "the check of the report asks about blame, involvement and support",
            "support for staff is kept",
            "staff can report in confidence",
            "evidence of each provider's culture is kept",
        ),
    ),
    Clause(
        "4.3d",
        "The ICB checks how sound each provider's investigation is.",
        S,
        capability="A checklist item by item, a second reviewer, return with reasons, 20 calendar days.",
        carried_by="incidents.services.review",
        facets=(
            "every item is rated before acceptance",
            "a second reviewer can be asked",
            "a report is returned with its reasons",
            "feedback is due in 20 calendar days",
        ),
    ),
    Clause(
        "4.3e",
        "Concerns about how an investigation is run are taken up and settled.",
        S,
        capability="A record of concerns, with a way up, that may hold closing back.",
        facets=(
            "a concern is kept: by whom, about what, how grave, what was done",
            "it can be taken further up",
            "it can hold closing back",
        ),
    ),
    Clause(
        "4.3f",
        "A way is agreed to see that action plans, long ones too, are carried out.",
        S,
        capability="Actions followed across cases, long ones too, until done, also after the case is closed.",
        carried_by="incidents.selectors.actions_desk",
        facets=(
            "actions are followed across cases",
            "long-term ones stand out",
            "how they are followed is agreed before closing",
            "people are reminded of them",
            "each is done with evidence and verified",
            "they go on after the case is closed",
        ),
    ),
    Clause(
        "4.3g",
        "Incident data is set beside what the ICB learns from providers day to day.",
        S,
        capability="A quick note of what was heard, found again beside incidents, and acted on.",
        carried_by="incidents.services.discussion",
        facets=(
            "what was heard is noted on a case at once",
            "it is labelled and found again",
            "it is looked at together with incidents",
            "an action follows from it",
        ),
    ),
    Clause(
        "4.3h",
        "The ICB and the local authority's safeguarding lead act as one.",
        S,
        capability="The local authority's part: contact, referral, who leads, and reviews of its own.",
        carried_by="policy.other_bodies",
        facets=(
            "its investigation is kept with its dates and reference",
            "what becomes of the provider's report meanwhile is agreed",
            "the referral to it is asked for and kept",
            "its contact is kept",
            "a safeguarding enquiry or review is linked",
        ),
    ),
    Clause(
        "4.3i",
        "Statutory reviews, such as domestic homicide reviews, get what the law requires.",
        S,
        capability="A register of statutory reviews with dates, owner, the ICB's part and actions.",
        facets=(
            "each review is kept with its dates and owner",
            "the ICB's contribution is kept",
            "its actions are followed",
        ),
    ),
    Clause(
        "4.3j",
        "The ICB helps providers to investigate together where that is right.",
        S,
        capability="A joint investigation with its members, lead and meetings.",
        facets=("its members and its lead are kept", "its meetings and what the ICB did are kept"),
    ),
    Clause(
        "4.3k",
        "There are agreed ways to share intelligence with regulators and partners.",
        E,
        capability="A register of agreements to share, and a log of what was shared.",
        facets=("agreements to share are registered", "what was shared is logged"),
    ),
    Clause(
        "4.3l",
        "The ICB shares information with the quality surveillance group.",
        S,
        capability="A pack for the group, its approval, minutes and actions.",
        facets=("a pack is made", "somebody approves it before it goes", "minutes and actions are kept"),
    ),
    Clause(
        "4.3m",
        "Trends inform quality reviews and decisions about what to commission.",
        E,
        capability="Trends as they stood, kept with the review or decision they informed.",
    ),
    # 4.4 Providers
    Clause(
        "4.4.1",
        "Providers, general practice among them, meet the Serious Incident Framework.",
        S,
        capability="Practices are providers like others, with a light form and their own form of candour.",
        carried_by="incidents.services.significant_event",
        facets=(
            "a practice's case is handled like any provider's",
            "it has a light form",
            "its own form of candour is shown",
        ),
    ),
    Clause(
        "4.4.2",
        "A provider's leaders answer for the quality of its care.",
        S,
        capability="An executive signs the report and its plan.",
        carried_by="incidents.services.investigation",
        facets=(
            "a report goes only once an executive has signed it",
            "who signed, when and with which words is kept",
            "a change undoes the signature",
        ),
    ),
    Clause(
        "4.4.3",
        "A provider's own incident policy takes these principles up.",
        E,
        capability="A register of providers' own policies, and whether they follow the framework.",
    ),
    # 4.5 Accountabilities
    Clause(
        "4.5a",
        "The Chief Executive answers for the ICB's systems and structure of governance.",
        E,
        capability="A page of what is assured, and a statement from time to time.",
        facets=("what is assured stands on one page", "a statement is made and dated"),
    ),
    Clause(
        "4.5b",
        "The Chief Nurse answers for managing all serious incidents well and on time.",
        S,
        capability="A page of how well it is kept, what was taken further up, and signed exceptions.",
        carried_by="policy.quality_assurance",
        facets=(
            "how well it is kept is shown",
            "what was taken further up is shown",
            "an item not met passes only with a signed reason",
        ),
    ),
    Clause(
        "4.5c.1",
        "The Patient Safety Specialist sees, and can influence, all patient safety work.",
        S,
        capability="Every Place and every provider in view.",
        carried_by="policy.permissions",
    ),
    Clause(
        "4.5c.2",
        "The Patient Safety Specialist can take an immediate risk straight to the leaders.",
        S,
        capability="One step to the Chief Nurse and Chief Executive, who must say that they took note.",
        facets=("an immediate risk reaches the leaders in one step", "that they took note is awaited"),
    ),
    Clause(
        "4.5d",
        "Every provider's contract says how incidents are reported and performance managed.",
        E,
        capability="A register of what each contract says, and a list of gaps.",
        facets=(
            "what each contract says of incidents and performance is kept",
            "contracts with a gap are listed",
            "each has a day of review",
        ),
    ),
    Clause(
        "4.5e",
        "The communications team prepares briefings when they are needed.",
        S,
        capability="A briefing is a task, drafted, approved and issued.",
    ),
    Clause(
        "4.5f.1",
        "The on-call Director is told out of hours of incidents likely to reach the media.",
        S,
        capability="Out of hours, an incident for the media alerts whoever is on call.",
        facets=(
            "evenings, weekends and bank holidays count as out of hours",
            "the director on call is alerted",
            "who is on call is kept",
        ),
    ),
    Clause(
        "4.5f.2",
        "The on-call Director responds to immediate risk.",
        E,
        capability="The risk and the response are recorded.",
    ),
    Clause(
        "4.5f.3",
        "The on-call Director tells the Patient Safety Specialist on the next working day.",
        S,
        capability="A task for the end of the next working day.",
        facets=(
            "telling them is due by the end of the next working day",
            "people are told when it is overdue",
        ),
    ),
    Clause(
        "4.5g",
        "All ICB staff see that actual and potential incidents are reported.",
        S,
        capability="A report form open to all of the ICB's staff.",
        carried_by="incidents.services.intake",
    ),
)
