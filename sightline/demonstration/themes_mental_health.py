"""Kinds of incident in mental health care, and abuse."""

from __future__ import annotations

from sightline.demonstration.stories import Planned, Theme

SUICIDE = Theme(
    "T08",
    "mental_health",
    ("A1",),
    {
        "a1_suicide": "yes",
        "a1_homicide": "no",
        "a1_mental_health_care": "yes",
        "a1_last_contact": "within_1_month",
    },
    why=(
        "A death thought to be self-inflicted, of someone seen by our service within the past month.",
        "Someone died while under our care. Missed contact had been noticed and the follow-up was not made in time.",
    ),
    harm="The consultant psychiatrist judges that the threshold is met: a death with possible problems in care.",
    evidence="Clinical record, telephone log, risk formulation and safety plan, team meeting notes, caseload figures.",
    terms="How risk was understood and shared, how missed contact was followed up, and how the family was involved.",
    asked="why nobody had asked them what they were seeing at home",
    causes=(
        "Service delivery: two workers had left and their caseloads were shared among the rest. Root cause: nobody was named for this person from one Monday to the next.",
        "Care delivery: the safety plan was written before the move to the other team and not revised with the person. Root cause: the transfer form has no place for it.",
    ),
    lessons=(
        "There must be a name beside every person, on every day, also between two workers.",
        "Families know first. Ask at the start whom we may ring.",
    ),
    actions=(
        Planned(
            "Let no case be without a named worker in the record: it cannot be saved",
            "Clinical systems lead",
            "strong",
        ),
        Planned(
            "Ring within one working day after a missed contact, with the family if agreed",
            "Service manager",
            "intermediate",
        ),
        Planned(
            "Move the safety plan with the person, revised at the first meeting",
            "Lead for transfer of care",
            "intermediate",
        ),
        Planned("Train teams in involving families", "Carers lead", "weak"),
    ),
    agencies="The coroner has opened an inquest. The police attended and have no further part. No safeguarding concern.",
)


WARD_HARM = Theme(
    "T08",
    "mental_health",
    ("A3",),
    {"a3_treatment": "Resuscitation and intensive care, which prevented death."},
    why=(
        "Serious self-harm on the ward, where observation was in place. Resuscitation prevented death.",
        "The item used should not have been on the ward. Prompt action saved a life.",
    ),
    harm="The consultant psychiatrist judges it severe harm: a life was saved by immediate treatment.",
    evidence="Observation record, ligature audit, search record, staffing, closed-circuit images, alarm log.",
    terms="How observation was set and carried out, how the environment was checked, and how the emergency was met.",
    asked="how this could happen while someone was meant to be watching",
    causes=(
        "Care delivery: observation at fixed times could be foreseen. Root cause: the tablet used on rounds offers the same minute of each quarter of an hour.",
        "Service delivery: the room had been changed for maintenance and its door was of the older kind. Root cause: audits list rooms and not doors.",
    ),
    lessons=(
        "Observation that can be foreseen is not observation.",
        "Look at the room again whenever its use changes.",
    ),
    actions=(
        Planned("Replace the remaining doors with the anti-ligature kind", "Estates director", "strong"),
        Planned("Have the tablet ask for observation at uneven times", "Clinical systems lead", "strong"),
        Planned("Plan engagement with each person, and not only watching", "Ward manager", "intermediate"),
        Planned("Refresh training in observation", "Practice educator", "weak"),
    ),
)


ABSENCE = Theme(
    "T35",
    "mental_health",
    ("B5",),
    {"b5_act": ("mental_health_act",), "b5_legal_status": "detained"},
    why=(
        "Someone detained left the ward and came to harm before being found.",
        "Leave had been withdrawn and the ward door was opened. The failure was one of the system that day.",
    ),
    harm="The responsible clinician judges it moderate harm: treatment in hospital was needed.",
    evidence="Leave forms, door log, handover notes, police log, images from the entrance.",
    terms="How leave was decided and shared, how the door is controlled, and what was done once absence was known.",
    asked="how long it was before the police were rung",
    causes=(
        "Service delivery: the door can be released from reception, where the list of leave is from the morning. Root cause: leave is changed on the ward and not where the door is.",
        "Care delivery: absence was noticed at a count an hour after leaving. Root cause: counts are made at meals.",
    ),
    lessons=(
        "Whoever opens the door must see what was decided ten minutes ago.",
        "Knowing who is here is continuous work, not a count.",
    ),
    actions=(
        Planned(
            "Show current leave on the screen at reception, from the record itself",
            "Clinical systems lead",
            "strong",
        ),
        Planned("Move the release of the door to the ward", "Estates director", "strong"),
        Planned("Agree with the police what is told at once", "Head of security", "intermediate"),
        Planned("Brief bank staff on leave at the start of each shift", "Ward manager", "weak"),
    ),
    bodies="The Care Quality Commission has been notified of the unauthorised absence.",
    agencies="The police helped to find the person. No safeguarding concern. The coroner is not involved.",
)


VIOLENCE = Theme(
    "T13",
    "mental_health",
    ("A3",),
    {"a3_treatment": "Surgery to the hand, which prevented lasting loss of use."},
    why=(
        "Someone was seriously injured on the ward after warning signs that were recorded through the day.",
        "An assault with an injury that needed surgery, in a ward that was three below its numbers.",
    ),
    harm="The occupational health doctor judges that surgery was needed to prevent lasting loss.",
    evidence="Risk formulation, observation notes, alarm log, staffing, debriefs held.",
    terms="How rising tension was recognised, what was tried, how the alarm was answered and how everyone was supported.",
    asked="whether the other person is also being helped",
    causes=(
        "Service delivery: two agency staff did not know the ward or the people. Root cause: numbers are met without weighing who knows whom.",
        "Care delivery: the care plan named what helps, and it was not within reach at the time. Root cause: plans are kept in the record and not at the point of care.",
    ),
    lessons=(
        "Know the person before you need to calm them.",
        "What helps belongs on one page that everyone on the shift has read.",
    ),
    actions=(
        Planned(
            "Build a quiet room that can be reached without passing the day area",
            "Estates director",
            "strong",
        ),
        Planned("Carry one-page plans at handover", "Ward manager", "intermediate"),
        Planned(
            "Weigh familiarity with the ward when filling shifts",
            "Head of temporary staffing",
            "intermediate",
        ),
        Planned("Train in de-escalation with people who have used the ward", "Practice educator", "weak"),
    ),
    agencies="The police have recorded the assault and spoken to both. No safeguarding concern is open.",
)


DETENTION = Theme(
    "T99",
    "mental_health",
    ("B5",),
    {"b5_act": ("mental_health_act",), "b5_legal_status": "not_authorised"},
    why=(
        "Someone was kept in hospital without lawful authority for some days. They had not been able to appeal.",
        "The authority to detain was not good, and this was found late.",
    ),
    harm="Nobody was physically harmed; a psychologist judges that the distress is likely to pass within weeks.",
    evidence="Detention papers, scrutiny log, ward office diary, correspondence with the local authority.",
    terms="How papers are received and scrutinised, how dates are followed, and how rights were explained.",
    asked="whether it will stand on the record",
    causes=(
        "Service delivery: scrutiny is done by one officer, who was on leave. Root cause: there is no cover and no reminder.",
        "Care delivery: the renewal was discussed and the form was not signed. Root cause: two systems hold the date.",
    ),
    lessons=(
        "A date that takes away liberty needs two people and a machine watching it.",
        "Tell the person first, and put it right with them.",
    ),
    actions=(
        Planned(
            "Have the record warn the ward and the office 14 and 5 days ahead",
            "Clinical systems lead",
            "strong",
        ),
        Planned("Train two deputies for scrutiny of papers", "Mental health law manager", "intermediate"),
        Planned(
            "Review all current detentions for the same error", "Mental health law manager", "intermediate"
        ),
        Planned("Add the case to the annual update", "Mental health law manager", "weak"),
    ),
)


CHILD_BED = Theme(
    "T15",
    "mental_health",
    ("B9",),
    {"b9_threat": "A child was cared for where no suitable bed could be found, for longer than is safe."},
    why=(
        "No suitable bed could be found for a child in crisis, who waited on a ward not meant for it.",
        "Several services held part of the plan and none could provide the bed.",
    ),
    harm="The consultant judges that distress and one episode of self-harm on the ward meet the threshold.",
    evidence="Bed search log, escalation calls, observation record, notes of the daily planning call.",
    terms="How the need was escalated, what each organisation could do, and how the child was kept safe meanwhile.",
    asked="why it took so long, and who decides",
    causes=(
        "Service delivery: no bed of the kind within 120 miles. Root cause: the region plans for the average week.",
        "Service delivery: each call began again with new people. Root cause: no one is answerable across organisations at the weekend.",
    ),
    lessons=(
        "One person holds the search until the child is in a bed.",
        "Make the ward safe on the first evening; it may be days.",
    ),
    actions=(
        Planned(
            "Open a short-stay space beside the children's ward, with the partnership's staff",
            "Director of operations",
            "strong",
        ),
        Planned(
            "Name one answerable lead for each search, seven days a week",
            "Head of commissioning, children",
            "intermediate",
        ),
        Planned("Agree a package for the first night with all partners", "Named nurse", "intermediate"),
        Planned("Share the experience of the family with the board", "Head of patient experience", "weak"),
    ),
)


ABUSE = Theme(
    "T01",
    "care_home",
    ("A4",),
    {
        "a4_types": ("neglect",),
        "a4_not_safeguarded": "not_sure",
        "a4_during_care": "yes",
        "a4_referral": "Referred to the local authority on the day it was raised.",
    },
    why=(
        "An allegation of neglect during NHS-funded care. It need not be proved to be declared.",
        "What was seen and photographed raises concern that care was left undone over several days.",
    ),
    harm="The visiting nurse judges it moderate harm: treatment in hospital was needed.",
    evidence="Care notes, photographs, rota, medicine records, earlier concerns raised by visitors.",
    terms="What care was planned and given, what was noticed and by whom, and how concern was handled.",
    asked="whether the others who live there are safe",
    causes=(
        "Service delivery: a third of shifts were filled by staff new to the home. Root cause: there is no measure of dependency behind the rota.",
        "Care delivery: fluids were recorded as offered and not as drunk. Root cause: the chart does not ask.",
    ),
    lessons=(
        "Write what was taken, not what was offered.",
        "One concern from a visitor is a reason to look the same day.",
    ),
    actions=(
        Planned("Base the rota on a weekly measure of dependency", "Registered manager", "intermediate"),
        Planned(
            "Replace the fluid chart with one that records what was drunk",
            "Registered manager",
            "intermediate",
        ),
        Planned(
            "Have the district nursing team see every resident within a week",
            "Locality manager",
            "intermediate",
        ),
        Planned("Train all staff in recognising neglect", "Safeguarding lead", "weak"),
    ),
    agencies="The local authority is leading an enquiry under section 42. The police decided to take no action.",
)
