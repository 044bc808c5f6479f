"""Kinds of incident in operations, births, transfusion and with equipment, Never Events among them."""

from __future__ import annotations

from sightline.demonstration.stories import Planned, Theme

RETAINED = Theme(
    "T33",
    "hospital",
    ("A3",),
    {"a3_treatment": "A second procedure, which prevented infection or further injury."},
    why=(
        "It is on the Never Events list for the day it happened, so it is declared whatever the harm.",
        "A Never Event. What is counted or checked out was left behind, and a second procedure was needed.",
    ),
    harm="The consultant in charge judges it moderate harm: a second procedure was needed.",
    evidence="Procedure record, count sheet, checklist, contents of the pack, staffing and work going on at the time.",
    terms="How each item is accounted for in such a procedure, what was done that day, and what made it easy to miss.",
    asked="how something that is counted can be forgotten",
    causes=(
        "Care delivery: the check was done by one person from memory. Service delivery: outside theatre there is no second person for small procedures. Root cause: the checklist of the pack has no line for what must come out again.",
        "Care delivery: the count was interrupted by a change of staff. Root cause: counts in rooms are spoken and not written, so nobody sees that one is unfinished.",
    ),
    lessons=(
        "Theatre rules belong to every procedure in which something goes in, wherever it is done.",
        "A change of staff during a count begins the count again.",
    ),
    actions=(
        Planned(
            "Use packs with a numbered holder, so that an empty place can be seen",
            "Head of procurement",
            "strong",
        ),
        Planned(
            "Have the procedure record ask for ‘removed’ before it can be signed",
            "Clinical systems lead",
            "strong",
        ),
        Planned(
            "Watch ten procedures a month outside theatre and report what was seen",
            "Patient safety lead",
            "intermediate",
        ),
        Planned("Simulate the count with whole teams", "Lead for simulation", "weak"),
    ),
    bodies="The Care Quality Commission has been told by way of the national system.",
)

WRONG_SITE = Theme(
    "T33",
    "hospital",
    ("A3",),
    {"a3_treatment": "A second procedure to put it right, which prevented lasting loss of function."},
    why=(
        "It is on the Never Events list for the day it happened, so it is declared whatever the harm.",
        "A Never Event. The national barrier was in place on paper; the pause did not work as it should.",
    ),
    harm="The surgeon in charge judges it moderate harm: a second procedure is needed.",
    evidence="Consent, list as printed, photograph of the mark, checklist, implant labels and theatre screens.",
    terms="How side, site and implant were confirmed at each step, and what made it easy to miss the step that failed.",
    asked="how it could happen when they had been asked which side so many times",
    causes=(
        "Care delivery: the label was read by one person while the other opened the box. Service delivery: four lists overran that week. Root cause: the pause is led by whoever is free and may be joined while other work goes on.",
        "Care delivery: the mark was covered by the drape and the pause was done from the list. Root cause: the pause does not ask anyone to look at the mark.",
    ),
    lessons=(
        "Stop means stop: hands off, music off, everyone looks.",
        "Read the box, the screen and the consent aloud, to someone who is looking at them.",
    ),
    actions=(
        Planned("Scan implants against the plan before they can be opened", "Theatre systems lead", "strong"),
        Planned(
            "Change the software so that the procedure cannot be recorded as begun until the pause is signed by two roles",
            "Clinical systems lead",
            "strong",
        ),
        Planned(
            "Watch ten checklists a month and tell the teams what was seen", "Theatre matron", "intermediate"
        ),
        Planned("Practise the pause with whole teams", "Lead for theatre education", "weak"),
    ),
    bodies="The Care Quality Commission has been told by way of the national system.",
)

TUBE = Theme(
    "T24",
    "hospital",
    ("A3",),
    {"a3_treatment": "Treatment for pneumonia and close monitoring, which prevented lasting injury."},
    why=(
        "It is on the Never Events list for the day it happened, so it is declared whatever the harm.",
        "A Never Event. Feed reached the lung, and urgent treatment was needed.",
    ),
    harm="The consultant judges it moderate harm: pneumonia and a longer stay followed.",
    evidence="X-rays with times, feeding record, placement checks, the tube itself, training records.",
    terms="How the place of the tube was checked before each use, who may read the X-ray, and why the check did not hold.",
    asked="why nobody saw it on the X-ray",
    causes=(
        "Care delivery: the X-ray that was read had been taken before the tube was moved. Root cause: the record of placement asks for an X-ray, and not for its time.",
        "Service delivery: strips for the test of acid had run out. Root cause: the ward orders them by hand, and nobody is told when they are short.",
    ),
    lessons=(
        "After a tube is moved, every earlier check is void.",
        "If the first test cannot be done, do not go on to the second as if it had been.",
    ),
    actions=(
        Planned(
            "Have the feeding record ask for the time of the X-ray, and stop where the tube was moved after it",
            "Clinical systems lead",
            "strong",
        ),
        Planned(
            "Keep test strips on the automatic supply list of every ward", "Head of procurement", "strong"
        ),
        Planned(
            "Begin feeding between 08:00 and 17:00 only, unless a consultant says otherwise",
            "Lead for nutrition",
            "intermediate",
        ),
        Planned("Assess everyone who reads such X-rays", "Medical education lead", "weak"),
    ),
    bodies="The Care Quality Commission has been told by way of the national system.",
)


OPERATION = Theme(
    "T33",
    "hospital",
    ("A2",),
    {"a2_serious_harm": ("permanent",), "a2_injury": "Injury during the operation with loss of function."},
    why=(
        "An injury beyond the known risks of the procedure, recognised late.",
        "The harm is likely to be permanent and the warning signs after the operation were not joined up.",
    ),
    harm="The surgeon judges it severe harm: function has been lost and further operations are needed.",
    evidence="Operation note, consent form, imaging, post-operative observations, list order and staffing.",
    terms="How the operation was planned and done, how the injury was recognised, and what care followed.",
    asked="whether the risk had been explained, and when the team first knew",
    causes=(
        "Care delivery: pain out of proportion was treated and not examined. Root cause: the enhanced-recovery plan names who goes home, not who stays.",
        "Service delivery: the second list of the day began three hours behind with a different team. Root cause: nobody is authorised to cancel the last case.",
    ),
    lessons=(
        "Pain that grows is a finding. Ask a senior to examine.",
        "Someone must be able to say that the last case will not be done today.",
    ),
    actions=(
        Planned(
            "Require consultant review of anyone with rising pain scores on the first evening",
            "Clinical director, surgery",
            "intermediate",
        ),
        Planned(
            "Give the theatre coordinator authority to cancel a case when a list overruns by an hour",
            "Divisional director, surgery",
            "strong",
        ),
        Planned(
            "Revise the consent leaflet with patients who have had the operation",
            "Lead surgeon",
            "intermediate",
        ),
        Planned("Present the case at the morbidity meeting", "Clinical governance lead", "weak"),
    ),
)

BABY = Theme(
    "T20",
    "maternity",
    ("A2",),
    {"a2_serious_harm": ("permanent", "life_shortened"), "a2_injury": "Brain injury at or soon after birth."},
    why=(
        "A baby born in poor condition after signs in labour that called for action. The case meets the criteria for referral.",
        "Intervention came later than the trace called for. The outcome for the baby is not yet known.",
    ),
    harm="The neonatal consultant judges it severe harm; the long-term outcome will be known after follow-up.",
    evidence="Traces, partogram, staffing and acuity for the shift, theatre log, neonatal notes, cord gases.",
    terms="How wellbeing in labour was assessed, how concern was escalated and answered, and how the baby was cared for after birth.",
    asked="whether an earlier birth would have made a difference",
    causes=(
        "Care delivery: the trace was classified by each person anew rather than against the last. Service delivery: one coordinator, two theatres in use. Root cause: fresh-eyes review depends on someone being free.",
        "Care delivery: reduced movements were reported by telephone twice and not written where the next person looks. Root cause: telephone advice is kept on paper in one room.",
    ),
    lessons=(
        "Look at how the trace has changed over the last hour, not only at how it is now.",
        "A second call about movements is a visit, not a conversation.",
    ),
    actions=(
        Planned(
            "Record telephone advice in the electronic maternity record, seen by whoever answers next",
            "Head of midwifery",
            "strong",
        ),
        Planned("Roster a second coordinator when acuity is red", "Director of midwifery", "intermediate"),
        Planned(
            "Open the second theatre from a list of triggers, without seniority to be argued",
            "Clinical director, maternity",
            "intermediate",
        ),
        Planned(
            "Hold weekly learning from traces for doctors and midwives together",
            "Fetal monitoring lead",
            "weak",
        ),
    ),
    bodies="Referred to Maternity and Newborn Safety Investigations; NHS Resolution told.",
)

MOTHER = Theme(
    "T22",
    "maternity",
    ("A3",),
    {"a3_treatment": "Transfusion and emergency surgery, which prevented death."},
    why=(
        "A major haemorrhage in which help was called late. Emergency treatment prevented death.",
        "Severe illness after birth with signs over several hours before it was recognised.",
    ),
    harm="The obstetric consultant judges it moderate harm or worse: emergency surgery and intensive care were needed.",
    evidence="Maternity record, blood bank log, emergency call log, scales and measured loss, staffing.",
    terms="How loss was measured, when the emergency was declared and how the team came together.",
    asked="why it was so long before anyone said how serious it was",
    causes=(
        "Care delivery: loss was estimated until it was already large. Root cause: scales are kept in theatre and not in the rooms.",
        "Care delivery: a fast pulse was put down to the effort of labour. Root cause: the maternity early warning chart is not used in the first hour after birth.",
    ),
    lessons=(
        "Measure, do not estimate. Begin measuring at the first clot.",
        "The first hour after birth is the hour to watch.",
    ),
    actions=(
        Planned("Put scales in every birthing room", "Maternity matron", "strong"),
        Planned(
            "Use one early warning chart from admission to going home", "Head of midwifery", "intermediate"
        ),
        Planned(
            "Agree with the blood bank that one call releases the first pack", "Transfusion lead", "strong"
        ),
        Planned(
            "Drill the emergency each month, with all professions", "Practice development midwife", "weak"
        ),
    ),
)

BLOOD = Theme(
    "T09",
    "hospital",
    ("A3",),
    {
        "a3_treatment": "The transfusion was stopped and kidney function supported, which prevented lasting harm."
    },
    why=(
        "Blood meant for someone else was given. Prompt action prevented worse.",
        "A transfusion error that the bedside check should have stopped.",
    ),
    harm="The haematologist judges it moderate harm: treatment in high care was needed.",
    evidence="Blood bank issue log, bedside check record, wristband, unit and giving set kept for the laboratory.",
    terms="How the sample was taken and labelled, how the unit was collected and checked, and what made the check fail.",
    asked="how the wristband could be right and the blood be wrong",
    causes=(
        "Care delivery: two units for two patients came in one box. Root cause: portering is sent once per ward and not once per unit.",
        "Service delivery: the scanner in the bay had been out of order for eight days. Root cause: a fault is reported to a service desk that does not rank it as clinical.",
    ),
    lessons=(
        "One person, one unit, one journey.",
        "When the scanner fails, the risk has changed: say so at the safety huddle.",
    ),
    actions=(
        Planned(
            "Release one unit at a time from the electronic issue fridge",
            "Transfusion laboratory manager",
            "strong",
        ),
        Planned(
            "Repair or replace bedside scanners within 24 hours", "Head of clinical engineering", "strong"
        ),
        Planned("Report scanner faults at each safety huddle", "Ward manager", "intermediate"),
        Planned("Reassess competence for bedside checks", "Transfusion practitioner", "weak"),
    ),
    bodies="Reported to the national haemovigilance scheme and to the medicines regulator.",
)

DEVICE = Theme(
    "T23",
    "hospital",
    ("A3",),
    {"a3_treatment": "Manual ventilation and a change of equipment, which prevented death."},
    why=(
        "A failure of equipment in use for a patient who depended on it. Quick action by staff prevented death.",
        "The alarm had been silenced by a setting that staff did not know of; others in use had it too.",
    ),
    harm="The consultant judges it moderate harm: closer monitoring and a longer stay were needed.",
    evidence="The device kept untouched, its log, maintenance record, alarm settings of others of that model.",
    terms="What failed and why, whether others are affected, and how staff were taught to use it.",
    asked="whether the machine is still in use",
    causes=(
        "Service delivery: the software update changed the default alarm. Root cause: updates are installed without being tried with those who use the device.",
        "Service delivery: batteries were past the date to be changed. Root cause: devices lent to another ward leave the maintenance list.",
    ),
    lessons=(
        "An update is a change to care. Try it first, with those who will use it.",
        "If a device moves, its maintenance must move with it.",
    ),
    actions=(
        Planned(
            "Lock alarm defaults centrally on every device of this model",
            "Head of clinical engineering",
            "strong",
        ),
        Planned("Follow devices by radio tag wherever they are", "Head of clinical engineering", "strong"),
        Planned(
            "Try each software update on one ward for a week",
            "Medical devices safety officer",
            "intermediate",
        ),
        Planned("Send a bulletin on alarm settings", "Medical devices safety officer", "weak"),
    ),
    bodies="Reported to the medicines and healthcare products regulator; the maker has been asked to examine the device.",
)

RADIATION = Theme(
    "T28",
    "hospital",
    ("A2",),
    {"a2_serious_harm": ("other",), "a2_injury": "Exposure much greater than intended."},
    why=(
        "An exposure much greater than intended, for which the rules on radiation ask for notification.",
        "The wrong field was treated in three sessions before it was seen.",
    ),
    harm="The clinical oncologist judges it moderate harm: a skin reaction and a change of plan.",
    evidence="Treatment plan and verification images, dose record, machine log, staffing and appointment times.",
    terms="How the plan was made and checked, and what allowed the error to repeat.",
    asked="what it means for the chance of cure",
    causes=(
        "Care delivery: the shift of the couch was entered with the wrong sign. Root cause: the value is typed by hand from one screen to another.",
        "Service delivery: verification images were taken and looked at after the session. Root cause: the time of an appointment does not allow for it.",
    ),
    lessons=(
        "A number that is copied by hand will one day be copied wrongly.",
        "An image taken to check is looked at before, not after.",
    ),
    actions=(
        Planned(
            "Transfer couch shifts from plan to machine without typing",
            "Head of radiotherapy physics",
            "strong",
        ),
        Planned(
            "Lengthen first appointments by five minutes", "Radiotherapy services manager", "intermediate"
        ),
        Planned(
            "Have a second radiographer confirm the image before the beam",
            "Lead radiographer",
            "intermediate",
        ),
        Planned("Discuss the case at the departmental safety meeting", "Clinical lead", "weak"),
    ),
    bodies="The Care Quality Commission has been notified under the rules on medical exposure.",
)

CONSENT = Theme(
    "T25",
    "hospital",
    ("A2",),
    {"a2_serious_harm": ("lasting_distress",), "a2_injury": "A procedure that had not been agreed to."},
    why=(
        "A procedure was done that the patient had not agreed to. The distress is likely to last.",
        "Consent had been given for one procedure and the record shows another.",
    ),
    harm="The psychologist judges that the distress is likely to last 28 days or more.",
    evidence="Consent form and its copies, clinic letter, operation note, list as printed and as changed.",
    terms="How consent was sought and recorded, how the plan changed, and who knew.",
    asked="who decided, and when",
    causes=(
        "Service delivery: the list was reprinted after a change and the earlier print was used. Root cause: prints carry no version.",
        "Care delivery: an interpreter was not booked for the conversation on the day. Root cause: the need is recorded in the clinic and does not reach the ward.",
    ),
    lessons=(
        "Consent is a conversation on the day with the person, in their language, with the form in hand.",
        "A list that changes after printing must be torn up.",
    ),
    actions=(
        Planned(
            "Show the signed consent on the theatre screen during the pause",
            "Clinical systems lead",
            "strong",
        ),
        Planned(
            "Carry the need for an interpreter from referral to ward list", "Patient access manager", "strong"
        ),
        Planned("Number every print of a list and collect the old ones", "Theatre manager", "intermediate"),
        Planned("Repeat training in consent", "Medical education lead", "weak"),
    ),
)
