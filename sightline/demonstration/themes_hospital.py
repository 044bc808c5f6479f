"""Kinds of incident on wards and in emergency care."""

from __future__ import annotations

from sightline.demonstration.stories import Planned, Theme

FALL = Theme(
    "T30",
    "hospital",
    ("A3",),
    {"a3_treatment": "Surgical repair of the fracture, which prevented lasting loss of mobility."},
    why=(
        "An unwitnessed fall with a fracture that needed an operation. The assessment on admission asked for a plan that was not in place.",
        "The injury was avoidable: enhanced observation had been advised and was not running at the time.",
    ),
    harm="The orthogeriatrician judges it moderate harm or worse: an operation and a longer stay followed.",
    evidence="Falls assessment, observation and rounding charts, staffing roster for the shift, bed and call-bell check.",
    terms="How the risk of falling was assessed and reviewed, what observation was in place, and how the fall was responded to.",
    asked="why nobody was nearby",
    causes=(
        "Care delivery: the plan was not reviewed after the move between wards. Service delivery: the new bay cannot be seen from the desk, and one healthcare assistant covered two bays. Root cause: the move triggers no fresh assessment.",
        "Care delivery: lying and standing blood pressure was not taken, so a cause that could be treated was missed. Root cause: the assessment can be completed without it, and the record does not ask again.",
    ),
    lessons=(
        "A move between wards is the moment of greatest risk. Assess afresh on arrival, before the first night.",
        "Ask what the person will do when nobody answers the bell, and plan for that.",
    ),
    actions=(
        Planned(
            "Alter the bay so that every bed can be seen from a staffed point",
            "Divisional estates lead",
            "strong",
        ),
        Planned(
            "Make lying and standing blood pressure a required field of the electronic falls assessment",
            "Clinical systems lead",
            "strong",
        ),
        Planned(
            "Add a falls review to the transfer checklist, done before the first night",
            "Ward manager",
            "intermediate",
        ),
        Planned(
            "Teach the multifactorial assessment at induction and each year after",
            "Falls practitioner",
            "weak",
        ),
    ),
)

PRESSURE = Theme(
    "T27",
    "hospital",
    ("A2",),
    {"a2_serious_harm": ("lasting_pain",), "a2_injury": "Category 4 pressure ulcer."},
    why=(
        "A deep ulcer that developed in our care, with gaps in repositioning and in equipment.",
        "The skin was intact when care began. The damage was avoidable with the plan that the assessment asked for.",
    ),
    harm="The tissue viability nurse judges it severe harm: months of treatment are expected.",
    evidence="Skin assessments and photographs, repositioning charts, equipment orders, nutrition record.",
    terms="When the skin was assessed, what equipment was ordered and when it came, and how concern was escalated.",
    asked="how a sore could become so deep before anyone told them",
    causes=(
        "Service delivery: equipment ordered after noon on Friday is delivered on Monday. Care delivery: heels were not looked at under stockings. Root cause: the equipment contract has no weekend delivery.",
        "Care delivery: four different carers each saw the skin once, and nobody saw it change. Root cause: photographs are kept apart from the visit record.",
    ),
    lessons=(
        "If a mattress is needed today, a mattress on Monday is not a plan. Escalate, and borrow.",
        "A photograph beside the last photograph shows what a written description does not.",
    ),
    actions=(
        Planned(
            "Agree delivery of pressure-relieving equipment within 24 hours, seven days a week",
            "Head of community equipment",
            "strong",
        ),
        Planned(
            "Show the last photograph beside the new one in the visit record",
            "Clinical systems lead",
            "strong",
        ),
        Planned("Keep two mattresses at each base for the same day", "Locality manager", "intermediate"),
        Planned(
            "Remind staff to remove stockings and look at heels at every visit",
            "Tissue viability lead",
            "weak",
        ),
    ),
)

DETERIORATION = Theme(
    "T31",
    "hospital",
    ("A1",),
    {"a1_suicide": "no", "a1_homicide": "no", "a1_mental_health_care": "no"},
    why=(
        "The early warning score called for urgent review twice and none took place for five hours. Earlier treatment might have changed the outcome.",
        "A death that was not expected at that point. Observations were less frequent than the score required.",
    ),
    harm="The consultant in charge judges that the delay may have contributed to the death.",
    evidence="Observation charts with times, bleep and telephone logs, medical notes, fluid charts, handover sheets.",
    terms="How deterioration was recognised, escalated and answered from the first raised score, and what stood in the way.",
    asked="whether anyone was told each time they said that something was wrong",
    causes=(
        "Care delivery: the score was recorded and not acted on. Service delivery: one registrar covered four wards. Root cause: there is no second route when the first call is not answered.",
        "Care delivery: a raised score was put down to a long-standing condition. Root cause: the record allows the trigger to be changed without a senior name or an end date.",
    ),
    lessons=(
        "A call that is not answered in fifteen minutes is made again to someone more senior. Everyone may make it.",
        "When a family says that this is not how they usually are, treat it as an observation.",
    ),
    actions=(
        Planned(
            "Have the electronic chart alert the outreach team directly at a score of seven or more",
            "Chief clinical information officer",
            "strong",
        ),
        Planned(
            "Let patients and families call the outreach team themselves, on every ward",
            "Deputy chief nurse",
            "intermediate",
        ),
        Planned(
            "Give changed triggers an end date and a senior name in the record",
            "Clinical systems lead",
            "strong",
        ),
        Planned("Simulate escalation on each ward once a quarter", "Resuscitation lead", "weak"),
    ),
    agencies="The death was reported to the coroner on the day. Safeguarding and the police are not involved.",
)

RESULT = Theme(
    "T12",
    "hospital",
    ("A2",),
    {"a2_serious_harm": ("life_shortened",), "a2_injury": "Cancer found later than it could have been."},
    why=(
        "A result that called for action was reported and filed without being acted on. Treatment began months later than it could have.",
        "The delay is likely to have changed what treatment can be offered, and it could happen again wherever results arrive the same way.",
    ),
    harm="The consultant judges that the delay is likely to have shortened life.",
    evidence="Radiology and laboratory system logs, letters, the clinic list, who had viewed the result and when.",
    terms="How the result was reported, who was told and how, and why nobody acted. Whether other results were missed.",
    asked="how many other people this has happened to",
    causes=(
        "Service delivery: results for those who have left hospital go to the consultant on call that day. Root cause: nobody owns a result once the patient has gone home.",
        "Care delivery: the alert went by e-mail to a team inbox. Root cause: the alert does not ask for an answer, so silence looks like action.",
    ),
    lessons=(
        "A critical result is delivered when someone says that they have it, not when it is sent.",
        "Tell patients which results they are waiting for, and to ring if they hear nothing.",
    ),
    actions=(
        Planned(
            "Require a named acknowledgement of every critical imaging alert within five working days, and chase those without",
            "Radiology services manager",
            "strong",
        ),
        Planned(
            "Give every discharge summary a list of results awaited and who owns each",
            "Chief clinical information officer",
            "intermediate",
        ),
        Planned(
            "Look back over alerts of the past 12 months for others not acted on",
            "Clinical director, radiology",
            "intermediate",
        ),
        Planned("Share the case at the clinical governance half-day", "Clinical governance lead", "weak"),
    ),
)

MISSED = Theme(
    "T12",
    "hospital",
    ("A2",),
    {
        "a2_serious_harm": ("permanent",),
        "a2_injury": "Disability that earlier treatment might have prevented.",
    },
    why=(
        "The signs were there when help was first sought. When they were recognised, treatment could no longer prevent lasting harm.",
        "An emergency was missed at a busy time, and the harm is likely to be permanent.",
    ),
    harm="The specialist judges that function has been lost for good.",
    evidence="Triage and medical records, imaging with times, department activity that hour, the discharge advice given.",
    terms="What was found at each attendance, what guidance says should follow, and what made it hard to follow that day.",
    asked="what would have been different if it had been recognised at first",
    causes=(
        "Care delivery: the red-flag questions were not all asked. Service delivery: scans out of hours need a consultant's call to another site. Root cause: the pathway was written for the day.",
        "Care delivery: the X-ray was read by the most junior doctor at 04:00 and the radiologist's report came 36 hours later. Root cause: there is no same-day check of images taken overnight.",
    ),
    lessons=(
        "Ask of every first answer what would have to be true for it to be wrong.",
        "Red flags belong on the form, where they cannot be forgotten at four in the morning.",
    ),
    actions=(
        Planned(
            "Open a direct route to emergency scanning at all hours, without a call between consultants",
            "Medical director",
            "strong",
        ),
        Planned(
            "Check every image taken overnight by 10:00 the next day",
            "Clinical director, radiology",
            "intermediate",
        ),
        Planned(
            "Put the red-flag questions on the electronic triage form",
            "Emergency department matron",
            "intermediate",
        ),
        Planned("Teach the pathway to each intake of doctors", "Lead for medical education", "weak"),
    ),
)

CLOT = Theme(
    "T36",
    "hospital",
    ("A3",),
    {"a3_treatment": "Anticoagulation and care in a monitored bed, which prevented death."},
    why=(
        "A clot that preventive treatment might have averted. It was advised by guidance and not given.",
        "The risk of a clot was known to the service, and prevention did not reach the patient.",
    ),
    harm="The consultant judges it moderate harm: a clot that needed months of treatment.",
    evidence="Risk assessment, prescription and administration record, discharge summary, imaging.",
    terms="Whether the risk was assessed and reviewed, what was prescribed and given, and what advice was given on going home.",
    asked="why nobody had spoken of the risk of a clot",
    causes=(
        "Care delivery: the assessment was done once, before the operation changed the risk. Root cause: nothing asks for a second assessment after 24 hours.",
        "Service delivery: the take-home pack left out the injections because it is printed from a list that does not carry over new medicines. Root cause: two systems that do not speak to each other.",
    ),
    lessons=(
        "The risk of a clot changes with every operation and every day in bed. Assess again.",
        "Preventive treatment that goes on at home must be in the bag, and in the letter.",
    ),
    actions=(
        Planned(
            "Have the prescribing system ask for reassessment at 24 hours and after any operation",
            "Chief clinical information officer",
            "strong",
        ),
        Planned("Join the discharge medicines list to the inpatient record", "Chief pharmacist", "strong"),
        Planned(
            "Audit missed doses each month and show each ward its own", "Thrombosis lead", "intermediate"
        ),
        Planned("Give every patient a leaflet on the signs of a clot", "Ward manager", "weak"),
    ),
)

INFECTION = Theme(
    "T16",
    "hospital",
    ("B6",),
    {"b6_scope": "Admissions to the ward were stopped while it was cleaned and patients were screened."},
    why=(
        "Several patients acquired the same infection in our care, and the ward had to close.",
        "An outbreak with harm to patients, where isolation came late.",
    ),
    harm="The consultant microbiologist judges that those infected suffered at least moderate harm.",
    evidence="Laboratory typing, bed moves, cleaning records, hand-hygiene audits, ventilation report.",
    terms="How the infection came in and spread, what was done and when, and what would have stopped it earlier.",
    asked="why they were not told at once",
    causes=(
        "Service delivery: side rooms were full and used for other reasons. Root cause: isolation need is not weighed when rooms are given out at night.",
        "Care delivery: commodes were signed as clean and were not. Root cause: three teams share them and none owns them.",
    ),
    lessons=(
        "The second case is an outbreak until shown otherwise. Act on two.",
        "Equipment that everyone uses needs one owner.",
    ),
    actions=(
        Planned(
            "Rank side rooms by need for isolation at each bed meeting",
            "Director of infection prevention",
            "intermediate",
        ),
        Planned(
            "Replace shared commodes with single-patient equipment", "Associate director of nursing", "strong"
        ),
        Planned(
            "Have the laboratory system alert the team to two linked results on one ward",
            "Lead microbiologist",
            "strong",
        ),
        Planned("Repeat hand-hygiene training on the ward", "Infection prevention nurse", "weak"),
    ),
    bodies="The regional health protection team was told on the day the outbreak was recognised.",
)

HANDOVER = Theme(
    "T34",
    "hospital",
    ("A1",),
    {"a1_suicide": "no", "a1_homicide": "no", "a1_mental_health_care": "no"},
    why=(
        "The person waited far beyond the national standard and deteriorated while waiting. Earlier assessment might have changed the outcome.",
        "Someone died after a long wait for care that should have begun within the hour.",
    ),
    harm="The emergency consultant judges that the delay may have contributed to the death.",
    evidence="Call and dispatch log, handover times, department occupancy, escalation log, clinical records.",
    terms="How risk was assessed at each hour of the wait, what the escalation plan asked for and what was done.",
    asked="whether anyone was watching while they waited",
    causes=(
        "Service delivery: no cubicle was free for three hours because twenty-one people waited for a ward bed. Root cause: the full-capacity plan starts at a point that was passed every evening that month.",
        "Care delivery: the person was assessed on arrival and not again. Root cause: nobody is allotted to those who wait.",
    ),
    lessons=(
        "A queue is a place of care: somebody must own everyone in it.",
        "An escalation level that is always reached tells nobody anything.",
    ),
    actions=(
        Planned(
            "Allot a nurse to all who wait, with observations each hour",
            "Emergency department matron",
            "intermediate",
        ),
        Planned(
            "Move patients to wards ahead of discharge each morning, every day of the week",
            "Chief operating officer",
            "strong",
        ),
        Planned(
            "Reset the triggers of the full-capacity plan with the system's partners",
            "Chief operating officer",
            "intermediate",
        ),
        Planned("Share the timeline with all site managers", "Head of site operations", "weak"),
    ),
    agencies="The death was reported to the coroner. Safeguarding and the police are not involved.",
)

DISCHARGE = Theme(
    "T34",
    "hospital",
    ("A3",),
    {"a3_treatment": "Emergency readmission and treatment, which prevented death."},
    why=(
        "Discharged without what had been agreed, and back within days needing emergency treatment.",
        "The failure was in the hand-over of care between organisations, and it could happen to anyone sent home at the weekend.",
    ),
    harm="The consultant judges it moderate harm: an emergency readmission that should not have been needed.",
    evidence="Discharge summary, referral log, transport record, notes of the visiting team.",
    terms="What was agreed for going home, what was arranged, who was told, and how the gap came to light.",
    asked="who was meant to have come, and why nobody rang",
    causes=(
        "Service delivery: referrals made after 16:00 on Friday are read on Monday. Root cause: two services each thought that the other had accepted the person.",
        "Care delivery: the changed plan was told to the patient and not written. Root cause: the letter is written before the last ward round.",
    ),
    lessons=(
        "A referral is not care until someone has said yes.",
        "Write the letter after the last decision, not before.",
    ),
    actions=(
        Planned(
            "Have referrals on the day of discharge accepted by name before the person leaves",
            "Head of integrated discharge",
            "intermediate",
        ),
        Planned(
            "Staff the single point of access on Saturday and Sunday", "Community services director", "strong"
        ),
        Planned(
            "Lock the discharge summary until the final ward round is recorded",
            "Clinical systems lead",
            "strong",
        ),
        Planned("Remind wards of the criteria for referral", "Discharge matron", "weak"),
    ),
)
