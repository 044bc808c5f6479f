"""Kinds of incident with medicines: a wrong dose, a medicine not reviewed, a visit that did not take place."""

from __future__ import annotations

from sightline.demonstration.stories import Planned, Theme

MEDICINE = Theme(
    "T24",
    "hospital",
    ("A3",),
    {"a3_treatment": "Urgent reversal and close monitoring, which prevented death or lasting injury."},
    why=(
        "The dose was many times that intended, and urgent treatment was needed to prevent serious harm.",
        "An error in a high-risk medicine that several checks did not stop.",
    ),
    harm="The consultant judges it moderate harm: urgent treatment and a longer stay were needed.",
    evidence="Prescription and administration record, device and its log, pharmacy record, labels, staffing for the shift.",
    terms="How the medicine was prescribed, checked, prepared and given, and why each check did not stop the error.",
    asked="whether the same mistake could happen tomorrow",
    causes=(
        "Care delivery: the second check was done from the first. Service delivery: the device accepts any rate. Root cause: two ways of setting it are in use, and nothing in the device tells them apart.",
        "Service delivery: the worksheet and the label ask for different things in the same words. Root cause: the order set has no upper limit.",
    ),
    lessons=(
        "An independent check starts from the patient and the prescription, never from the first answer.",
        "If two devices look alike and work differently, keep one.",
    ),
    actions=(
        Planned(
            "Have one model of pump everywhere, with limits for each medicine",
            "Head of clinical engineering",
            "strong",
        ),
        Planned(
            "Set a hard upper limit for the dose in the prescribing system", "Chief pharmacist", "strong"
        ),
        Planned("Check rates against the prescription at each handover", "Ward manager", "intermediate"),
        Planned("Issue a safety bulletin on independent checks", "Medication safety officer", "weak"),
    ),
)

MEDICINE_REVIEW = Theme(
    "T24",
    "hospital",
    ("A3",),
    {"a3_treatment": "Urgent treatment and monitoring in high care, which prevented death."},
    why=(
        "Harm from a medicine that should have been reviewed, stopped or monitored. It was avoidable.",
        "Several people saw the medicine each day and none had cause to question it. Urgent treatment was needed.",
    ),
    harm="The consultant judges it moderate harm or worse: urgent treatment and a longer stay were needed.",
    evidence="Prescription and administration record, results with times, warnings shown and closed, medicines brought from home.",
    terms="How the medicine was started, reviewed and monitored, what warnings were given, and why they did not stop it.",
    asked="why nobody noticed for so many days",
    causes=(
        "Care delivery: the medicine was continued each day and not reviewed. Root cause: a prescription has a beginning and need not have an end.",
        "Service delivery: what one record shows the other does not, and warnings are so many that they are closed unread. Root cause: nobody is answerable for which warnings are shown.",
    ),
    lessons=(
        "Every course has a last day, written on the first.",
        "A warning that is always closed is no warning. Have fewer, and mean them.",
    ),
    actions=(
        Planned(
            "Require a stop or review date for these medicines in the prescribing system",
            "Chief pharmacist",
            "strong",
        ),
        Planned(
            "Cut warnings to those that pharmacists would ring about",
            "Chief clinical information officer",
            "strong",
        ),
        Planned(
            "Have a pharmacist review all patients on such medicines each morning",
            "Chief pharmacist",
            "intermediate",
        ),
        Planned("Teach with the case at induction", "Medication safety officer", "weak"),
    ),
)

VISIT = Theme(
    "T24",
    "community_nursing",
    ("A3",),
    {"a3_treatment": "Admission to high care, which prevented death."},
    why=(
        "A visit on which someone’s safety depended did not take place, and urgent treatment was needed.",
        "Care that was planned did not come, at a time when nobody else would notice.",
    ),
    harm="The community matron judges, with the consultant, that it is moderate harm: urgent treatment was needed.",
    evidence="Visit list as planned and as changed, telephone log, rota, record of handover, notes of the out-of-hours service.",
    terms="How visits that cannot be missed are marked, given out and followed, and what happens when one is not made.",
    asked="whom to ring when nobody comes",
    causes=(
        "Service delivery: a visit moved to someone on leave still looks as if it were given out. Root cause: the list shows who has a visit, and not whether they are at work.",
        "Service delivery: nights are covered by one nurse for the whole area. Root cause: the service was planned for a number of patients that was passed two years ago.",
    ),
    lessons=(
        "Mark the visits that cannot be missed, and count them at noon.",
        "Everyone at home needs one number that is answered at night.",
    ),
    actions=(
        Planned(
            "Have the list refuse a visit to someone who is not at work", "Clinical systems lead", "strong"
        ),
        Planned(
            "Count visits that cannot be missed at noon and at 18:00 each day",
            "Locality manager",
            "intermediate",
        ),
        Planned(
            "Give everyone with such visits one number, answered at all hours",
            "Community services director",
            "intermediate",
        ),
        Planned("Remind staff how to hand back a visit", "Team leader", "weak"),
    ),
)
