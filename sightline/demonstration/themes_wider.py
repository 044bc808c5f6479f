"""Kinds of incident in practices, programmes, information, follow-up and whole services."""

from __future__ import annotations

from sightline.demonstration.stories import Planned, Theme

PRESCRIBING = Theme(
    "T24",
    "general_practice",
    ("A3",),
    {"a3_treatment": "Admission for urgent treatment, which prevented death."},
    why=(
        "A change advised by the hospital was not made for weeks, and emergency treatment was needed.",
        "A monitored medicine was issued for months without the blood test that makes it safe.",
    ),
    harm="The general practitioner partner judges it moderate harm: an admission followed.",
    evidence="Repeat prescription record, workflow log, hospital letters with dates, laboratory results.",
    terms="How letters are handled, how repeats are authorised, and how monitoring is followed up.",
    asked="why nobody had noticed for so long",
    causes=(
        "Service delivery: letters are filed by code, and the change stood on the second page. Root cause: the template does not ask for medicine changes.",
        "Service delivery: the recall was moved to a new system and those due in that month were lost. Root cause: nobody compared the two lists.",
    ),
    lessons=(
        "A letter that changes a medicine needs a reader who looks for it.",
        "When two systems change over, count before and after.",
    ),
    actions=(
        Planned(
            "Stop issue of monitored medicines in the system when the test is overdue",
            "Practice manager",
            "strong",
        ),
        Planned(
            "Have a pharmacist read every letter that mentions a medicine",
            "Lead practice pharmacist",
            "intermediate",
        ),
        Planned("Search for others lost from the recall", "Practice manager", "intermediate"),
        Planned("Discuss at the practice learning afternoon", "Partner for governance", "weak"),
    ),
)


REFERRAL = Theme(
    "T12",
    "general_practice",
    ("A2",),
    {"a2_serious_harm": ("life_shortened",), "a2_injury": "Cancer found at a later stage."},
    why=(
        "An urgent referral was not sent. The cancer was found at a later stage than it would have been.",
        "The delay was long and avoidable, and the same route is used for every urgent referral.",
    ),
    harm="The general practitioner partner judges, with the oncologist, that the delay is likely to have shortened life.",
    evidence="Consultation notes, referral log, task list, telephone records.",
    terms="How urgent referrals are made and followed up, and what the patient was told to expect.",
    asked="why nobody noticed that no appointment had come",
    causes=(
        "Service delivery: the referral was saved as a task and not sent. Root cause: a task can be closed without the referral having gone.",
        "Care delivery: the patient was told that they would hear, and not by when. Root cause: there is no list of those referred that anyone reads.",
    ),
    lessons=(
        "Tell everyone referred urgently: ring us if you hear nothing in a week.",
        "Follow the referral to the appointment.",
    ),
    actions=(
        Planned(
            "Keep a register of urgent referrals until the appointment has taken place",
            "Practice manager",
            "intermediate",
        ),
        Planned(
            "Change the task so that it cannot be closed without the booking number",
            "Practice systems lead",
            "strong",
        ),
        Planned("Give a printed safety-net card with each urgent referral", "Lead nurse", "intermediate"),
        Planned("Remind clinicians of the referral process", "Partner for governance", "weak"),
    ),
)


INFORMATION = Theme(
    "T11",
    "hospital",
    ("B1",),
    {"b1_kind": ("security",), "b1_lead_told": "yes"},
    why=(
        "Confidential information left our control.",
        "Sensitive health information reached people who should not have seen it, and distress is likely.",
    ),
    harm="No physical harm. Those concerned have been told under the law on data protection.",
    evidence="What was lost or sent and when, access logs where there are any, list of those concerned, receipts.",
    terms="What was disclosed to whom, how it could leave, whether it was recovered, and who must be told.",
    asked="who has seen it",
    causes=(
        "Service delivery: the address list offers outside addresses that look like inside ones. Root cause: nothing warns before a file leaves.",
        "Care delivery: a working copy was kept on paper because the system is slow in clinics. Root cause: the network in that building.",
    ),
    lessons=(
        "Check the address before the file, not after.",
        "If people carry paper, ask what the screen does not give them.",
    ),
    actions=(
        Planned(
            "Block files with ten or more identifiers from leaving by e-mail",
            "Head of information security",
            "strong",
        ),
        Planned("Mend the wireless network in outlying clinics", "Chief information officer", "strong"),
        Planned("Warn before sending to an outside address", "Head of information security", "intermediate"),
        Planned("Repeat the annual training with this case", "Information-governance lead", "weak"),
    ),
    bodies="The Information Commissioner was notified within 72 hours.",
)


STOPPED = Theme(
    "T18",
    "hospital",
    ("B6",),
    {"b6_scope": "The service was suspended while safe working was restored."},
    why=(
        "A service stopped and patients were sent elsewhere. There was a risk of harm to many.",
        "Safe care could not be given for some hours, and business-continuity plans did not hold.",
    ),
    harm="A clinical review of those affected found no harm that meets the threshold so far.",
    evidence="System and incident logs, decisions by the hour, list of those diverted, reviews of harm.",
    terms="What failed and why, how continuity plans worked, and who may have been harmed.",
    asked="what happens if it fails again tonight",
    causes=(
        "Service delivery: both supplies ran through one switch. Root cause: the change of five years ago was never drawn.",
        "Service delivery: the paper forms of the plan had last been printed three years ago. Root cause: plans are tested on paper.",
    ),
    lessons=(
        "A spare that shares a part with the main is not a spare.",
        "Practise the plan on a working day, with the people who will use it.",
    ),
    actions=(
        Planned("Separate the two supplies", "Director of estates and facilities", "strong"),
        Planned(
            "Rehearse working without the system on each ward twice a year",
            "Emergency planning lead",
            "intermediate",
        ),
        Planned("Review everyone whose care was delayed for harm", "Medical director", "intermediate"),
        Planned("Reprint continuity forms", "Emergency planning lead", "weak"),
    ),
)


PROGRAMME = Theme(
    "T29",
    "hospital",
    ("B4",),
    {
        "b4_programme": "Screening programme",
        "b4_population": "About 200 people",
        "b4_advice_asked": "yes",
    },
    why=(
        "An error in a programme can reach everyone it served. Several hundred people may be concerned.",
        "What the programme gave many people may not be relied on, and the number is still being counted.",
    ),
    harm="The programme's clinical lead judges that the threshold may be met for some; each is being reviewed.",
    evidence="List of those concerned, system or fridge logs, failsafe reports, batch numbers where there are any.",
    terms="How many are concerned, how the error arose, why failsafes did not show it, and how people will be recalled.",
    asked="whether their own result can be relied on",
    causes=(
        "Service delivery: the list was taken from the register on one day and births or moves after it were left out. Root cause: the failsafe compares the list with itself.",
        "Service delivery: a fridge ran warm for a weekend and vaccine from it was used. Root cause: the alarm rings in an empty building.",
    ),
    lessons=(
        "A failsafe must come from another source than what it checks.",
        "An alarm that nobody hears is a record, not an alarm.",
    ),
    actions=(
        Planned(
            "Compare invitations with the register each week from an independent extract",
            "Programme manager",
            "strong",
        ),
        Planned("Have the failsafe read each week by a second team", "Programme manager", "intermediate"),
        Planned("Recall and offer again to all concerned", "Programme clinical lead", "intermediate"),
        Planned("Share the case with the regional quality team", "Programme manager", "weak"),
    ),
    bodies="The regional screening and immunisation team was asked for advice on the first day.",
)


LOST_FOLLOW_UP = Theme(
    "T34",
    "hospital",
    ("A2",),
    {
        "a2_serious_harm": ("permanent",),
        "a2_injury": "Loss of sight or function that follow-up would have prevented.",
    },
    why=(
        "A follow-up was never booked. The loss is permanent and would have been prevented by treatment.",
        "Several people are on the same list, so that the risk continues until it has been gone through.",
    ),
    harm="The consultant judges it severe harm: the loss is permanent.",
    evidence="Clinic outcome forms, waiting list extracts, letters, the booking team's log.",
    terms="How follow-up is ordered and booked, why this one was lost, and how many others are affected.",
    asked="how many others this has happened to",
    causes=(
        "Service delivery: outcomes on paper are typed in by another team up to three weeks later. Root cause: a missing form cannot be seen.",
        "Service delivery: the list was split when the clinic moved, and those without a date went to neither part. Root cause: nobody is answerable for the whole list.",
    ),
    lessons=(
        "Nobody leaves the clinic without an outcome in the system.",
        "Count the list before it is moved, and after.",
    ),
    actions=(
        Planned(
            "Record the outcome in the system before the next patient can be called",
            "Outpatient transformation lead",
            "strong",
        ),
        Planned("Go through all those without a date, by clinical risk", "Clinical director", "intermediate"),
        Planned("Make one manager answerable for the whole list", "Divisional director", "intermediate"),
        Planned("Ask patients to ring if they have heard nothing", "Outpatient manager", "weak"),
    ),
)


COMMISSIONING = Theme(
    "T10",
    "not_known",
    ("B9",),
    {"b9_threat": "A decision or service of the board itself left people without the care agreed for them."},
    why=(
        "A failure in a function of the board itself, with an effect on people's care.",
        "It arose in our own work and others must be able to see how we look into it.",
    ),
    harm="The clinical lead judges that nobody came to harm that meets the threshold.",
    evidence="Decision records, mailbox and case system logs, dates of letters, list of those concerned.",
    terms="How the decision was made and passed on, who was concerned, and how it came to light.",
    asked="who looks at mistakes made by the board itself",
    causes=(
        "Service delivery: approvals go to a mailbox that two teams share. Root cause: neither team owns it.",
        "Service delivery: a contract ended and the follow-on began eleven days later. Root cause: the register holds the end of contracts and not the beginning of the next.",
    ),
    lessons=(
        "A shared mailbox needs one owner and a daily count.",
        "Plan the day after the last day.",
    ),
    actions=(
        Planned(
            "Move approvals from e-mail to the case system", "Head of individual commissioning", "strong"
        ),
        Planned("Show contracts without a follow-on six months ahead", "Contract manager", "intermediate"),
        Planned(
            "Ring everyone concerned and put right what is outstanding",
            "Head of individual commissioning",
            "intermediate",
        ),
        Planned("Report the learning to the quality committee", "Patient safety lead", "weak"),
    ),
)


SYSTEM = Theme(
    "T18",
    "hospital",
    ("B6",),
    {"b6_scope": "A system that care depends on stopped for some hours."},
    why=(
        "A system that many depend on stopped, and continuity plans did not hold. There was a risk of harm to many.",
        "Safe care could not be given for some hours, and it could happen again.",
    ),
    harm="A clinical review of those affected found no harm that meets the threshold so far.",
    evidence="System and incident logs, decisions by the hour, list of those affected, reviews of harm.",
    terms="What failed and why, how continuity plans worked, and who may have been harmed.",
    asked="what happens if it fails again tonight",
    causes=(
        "Service delivery: a task on which the system depends belonged to a post that was vacant. Root cause: nobody is told when a task of this kind has no owner.",
        "Service delivery: the change was tried on a copy that was not like the real one. Root cause: there is no agreed point at which to turn back.",
    ),
    lessons=(
        "A system needs an owner for each task that keeps it alive, and a deputy.",
        "Practise working without it, on a working day, with the people who will have to.",
    ),
    actions=(
        Planned(
            "Have renewals and other timed tasks watched by a monitor that alerts two people",
            "Chief information officer",
            "strong",
        ),
        Planned(
            "Rehearse working without the system twice a year", "Emergency planning lead", "intermediate"
        ),
        Planned("Review everyone whose care was delayed for harm", "Medical director", "intermediate"),
        Planned("Reprint continuity forms", "Emergency planning lead", "weak"),
    ),
)
