"""What was reported and judged not to be a serious incident, or was downgraded once more was known. Most reports are these."""

from __future__ import annotations

from sightline.demonstration import themes_hospital as hospital
from sightline.demonstration import themes_medicines as medicines
from sightline.demonstration import themes_mental_health as mental_health
from sightline.demonstration import themes_wider as wider
from sightline.demonstration.region import PRACTICES
from sightline.demonstration.seeds import Seed

_TRUSTS = ("castlebrook", "nethercote", "castlebrook", "stourbrook")
_NONE = {"physical": "none", "psychological": "low"}

NOT_SERIOUS: tuple[Seed, ...] = (
    Seed(
        "n-fall",
        hospital.FALL,
        14,
        (*_TRUSTS, "fennimore"),
        "Fall {where} with {hurt}",
        "A patient fell {where} and had {hurt}. {seen} They were examined and stayed on the ward.",
        (
            "Observed for a day, with no change. The falls plan was renewed.",
            "A sensor mat was fitted that afternoon.",
        ),
        {
            "where": (
                "beside the bed",
                "in the bathroom",
                "in the garden",
                "on the stairs",
                "by the nurses’ desk",
            ),
            "hurt": ("a graze", "a bruised knee", "a small cut", "no injury"),
            "seen": ("A nurse saw it.", "Nobody saw it.", "A visitor called for help."),
        },
        (
            "Minor injury that healed in days; the plan asked for was in place. It is learned from on the ward.",
            "No injury beyond a bruise, and observation was as agreed. No criterion is met.",
        ),
        fields={"physical": "low", "psychological": "none"},
    ),
    Seed(
        "n-dose",
        medicines.MEDICINE,
        12,
        (*_TRUSTS, "fennimore", "tamsel"),
        "{medicine} given {error}",
        "{medicine} was given {error}. The patient was watched and had no ill effect. {why}",
        (
            "The doctor was told and the patient was observed.",
            "The chart was corrected, and the round was done by two for a week.",
        ),
        {
            "medicine": (
                "An antibiotic",
                "A blood-pressure tablet",
                "A water tablet",
                "A sleeping tablet",
                "A laxative",
            ),
            "error": (
                "three hours late",
                "twice in one morning",
                "a day after it was stopped",
                "before food and not after it",
            ),
            "why": (
                "The chart had been with the pharmacist.",
                "The ward was short of one nurse.",
                "Two charts were in use.",
            ),
        },
        (
            "No harm and no treatment was needed. Looked at in the medicines group.",
            "A slip caught the same day, with no effect.",
        ),
        fields=_NONE,
    ),
    Seed(
        "n-sample",
        hospital.RESULT,
        10,
        (*_TRUSTS, *PRACTICES[4:8]),
        "{sample} {error} and taken again",
        "{sample} was {error} and had to be taken again. The result was {late} late and was normal.",
        ("The sample was taken again with an apology.", "The patient was rung the same day."),
        {
            "sample": ("A blood sample", "A urine sample", "A swab", "A smear"),
            "error": (
                "labelled with another name",
                "lost on the way",
                "left over a weekend",
                "spoiled in the post",
            ),
            "late": ("a day", "two days", "four days"),
        },
        ("Taken again within days with a normal result: no harm, and no criterion is met.",),
        fields=_NONE,
    ),
    Seed(
        "n-delay",
        wider.LOST_FOLLOW_UP,
        13,
        (*_TRUSTS, "fennimore", *PRACTICES[8:16]),
        "{what} {late} late",
        "{what} was {late} late because {why}. The patient was no worse and has had an apology.",
        ("The patient was seen and the list was read through for others.",),
        {
            "what": (
                "A home visit",
                "A clinic letter",
                "A repeat prescription",
                "A wound dressing",
                "A telephone review",
            ),
            "late": ("a day", "two days", "five days", "a week"),
            "why": ("two lists were in use", "a colleague was off sick", "the request went to another team"),
        },
        ("A delay without effect on health. The team has changed how it hands out requests.",),
        fields=_NONE,
    ),
    Seed(
        "n-words",
        mental_health.VIOLENCE,
        9,
        ("fennimore", "castlebrook", "fennimore", *PRACTICES[15:18]),
        "{who} {did} a member of staff",
        "{who} {did} a member of staff {where}. Nobody was hurt, and they spoke about it calmly afterwards.",
        ("A debrief was held and the care plan was changed.",),
        {
            "who": ("A patient", "A visitor", "A caller"),
            "did": ("shouted at", "threatened", "threw a cup towards"),
            "where": ("at the desk", "in a waiting room", "during a visit"),
        },
        ("Distressing and no one was injured. Handled under the policy on safety at work.",),
        fields={"affected": ("staff",), "physical": "none", "psychological": "low"},
    ),
    Seed(
        "n-letter",
        wider.INFORMATION,
        11,
        ("castlebrook", "stourbrook", "nethercote", "fennimore", *PRACTICES[2:6]),
        "{paper} {went}",
        "{paper} about one person was {went}. It was {back} and the person was told.",
        ("It was recovered and the person was rung with an apology.",),
        {
            "paper": ("A clinic letter", "An appointment slip", "A test result", "A discharge summary"),
            "went": ("put in the wrong envelope", "sent to an old address", "left on a printer"),
            "back": ("handed back unopened", "returned the next day", "destroyed by the person who had it"),
        },
        ("One person’s letter, recovered, and the person told: below what must be reported as serious.",),
        fields={"affected": ("service_or_information",)},
    ),
    Seed(
        "n-device",
        hospital.DISCHARGE,
        10,
        (*_TRUSTS, "stourbrook"),
        "{device} {fault} and replaced",
        "{device} {fault} and was replaced within {minutes} minutes. The patient was not affected.",
        ("A spare was brought and the faulty one was taken out of use.",),
        {
            "device": (
                "A hoist",
                "An infusion pump",
                "A monitor",
                "A suction unit",
                "An oxygen concentrator",
            ),
            "fault": ("stopped during use", "failed its check", "gave a wrong reading"),
            "minutes": ("five", "ten", "twenty"),
        },
        ("A spare was at hand and nobody was affected; the maker has been told.",),
        fields=_NONE,
    ),
    Seed(
        "n-skin",
        hospital.PRESSURE,
        9,
        ("stourbrook", "nethercote", "castlebrook"),
        "Shallow skin damage from {cause}, seen {when}",
        "Shallow skin damage from {cause} was seen {when} and dressed. It healed in {days} days.",
        ("A dressing and a cushion were given the same day.",),
        {
            "cause": (
                "a mask on the nose",
                "a stocking on the shin",
                "a splint on the elbow",
                "a tube behind the ear",
                "moisture at the base of the spine",
            ),
            "when": ("at washing", "on the evening round"),
            "days": ("six", "ten", "fourteen"),
        },
        ("Shallow damage that healed, with the plan in place throughout. No criterion is met.",),
        fields={"physical": "low", "psychological": "none"},
    ),
    Seed(
        "n-caught",
        wider.PRESCRIBING,
        12,
        PRACTICES,
        "{error} noticed by {who}",
        "{error} on a prescription was noticed by {who} before anything was taken. It was corrected within the hour.",
        ("The prescription was put right and the patient was rung.",),
        {
            "error": (
                "A wrong strength",
                "An old dose",
                "A medicine stopped in hospital",
                "A likely interaction",
            ),
            "who": ("the community pharmacist", "the patient’s daughter", "the practice nurse"),
        },
        ("Caught before it reached the patient, and the check worked as it should.",),
        fields={"affected": ("nobody_caught_in_time",), "scores": (2, 2, 2, 1)},
    ),
)

DOWNGRADED: tuple[Seed, ...] = (
    Seed(
        "d-natural",
        hospital.DETERIORATION,
        9,
        (*_TRUSTS, "fennimore"),
        "Sudden death {when} {stay}",
        "A patient died suddenly {when} {stay}. The cause was not known when it was reported.",
        ("The family were met the same day. The record was kept as it was for the coroner.",),
        {
            "when": ("on the first day", "at night", "early in the morning"),
            "stay": ("of a stay for pneumonia", "after a planned operation", "on a rehabilitation ward"),
        },
        (
            "The post-mortem found a natural cause that nobody could have foreseen, and care was good.",
            "The coroner’s doctor found a natural cause. The review by a consultant from another ward found no problem in care.",
        ),
        fields={
            "physical": "died",
            "circumstances": ("death",),
            "candour": "",
            "why": "The death was not expected and its cause is not known. It is declared while the facts are gathered.",
            "not_owed": "In the consultant’s opinion no incident led to the death; the family were told what is known.",
        },
    ),
    Seed(
        "d-ulcer",
        hospital.PRESSURE,
        8,
        ("stourbrook", "castlebrook", "nethercote"),
        "Pressure ulcer {where} thought to have begun {stay}",
        "A deep pressure ulcer {where}, thought to have begun {stay}, was reported on the day it was seen.",
        ("The tissue viability nurse saw the patient that day.",),
        {
            "where": ("on the heel", "at the base of the spine", "on the hip"),
            "stay": ("on the ward", "during a transfer", "since admission"),
        },
        (
            "Photographs from the day of admission show that it was there before our care began.",
            "The end of life had come and skin failure was expected; all that the plan asked for was done.",
        ),
        fields={
            "candour": "",
            "why": "A deep ulcer seen for the first time in our care.",
            "not_owed": "It was there before our care began. The patient was told.",
        },
    ),
    Seed(
        "d-fracture",
        hospital.FALL,
        6,
        _TRUSTS,
        "Fracture of the {bone} seen after a fall {where}",
        "An X-ray after a fall {where} showed a fracture of the {bone}. It was reported as new.",
        ("Pain relief was given and the family were rung.",),
        {"bone": ("spine", "wrist", "pelvis"), "where": ("beside the bed", "in the corridor")},
        ("The radiologist compared earlier images: the fracture was months old.",),
        fields={
            "candour": "",
            "why": "A fall with a fracture, unwitnessed.",
            "not_owed": "The fracture is older than the fall; the patient and family have been told.",
        },
    ),
    Seed(
        "d-diagnosis",
        wider.REFERRAL,
        8,
        (*PRACTICES[10:16], "castlebrook"),
        "{illness} thought to have been found late after {sign}",
        "{illness} was thought to have been found late: {sign} had been noted some months before.",
        ("The patient is under the specialist team and was rung by the practice.",),
        {
            "illness": ("Bowel cancer", "Lung cancer", "Coeliac disease", "Heart failure"),
            "sign": ("tiredness", "a low blood count", "breathlessness"),
        },
        (
            "The specialist’s view is that an earlier referral would have changed nothing, and guidance was followed.",
        ),
        fields={
            "candour": "",
            "why": "A diagnosis that may have come late; the specialist has been asked.",
            "not_owed": "In the specialist’s opinion there was no harm from the timing. The patient was told so.",
        },
    ),
)
