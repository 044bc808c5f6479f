"""What befalls patients again and again, and was serious to the end: falls, ulcers, delays, medicines, deaths."""

from __future__ import annotations

from sightline.demonstration import themes_hospital as hospital
from sightline.demonstration import themes_medicines as medicines
from sightline.demonstration import themes_mental_health as mental_health
from sightline.demonstration import themes_procedures as procedures
from sightline.demonstration import themes_wider as wider
from sightline.demonstration.region import PRACTICES
from sightline.demonstration.seeds import Seed

_TRUSTS = (
    "castlebrook",
    "stourbrook",
    "castlebrook",
    "nethercote",
    "castlebrook",
    "stourbrook",
    "nethercote",
)
_DEATH = {"physical": "died", "circumstances": ("death",), "candour": "acting_died"}

SEEDS: tuple[Seed, ...] = (
    Seed(
        "s-fall",
        hospital.FALL,
        10,
        _TRUSTS,
        "Fall {where} with a broken {bone}",
        "A patient {doing} fell {where}. {seen} The X-ray showed a broken {bone}, and it was operated on.",
        (
            "The patient was lifted with a flat hoist, examined and given pain relief. Bays were staffed for the night.",
            "Pain relief and an X-ray came within the hour. The falls plan of everyone on the ward was read again.",
            "The bed was moved to where it can be seen. A sensor mat was fitted for two others at risk.",
        ),
        {
            "where": (
                "beside the bed",
                "in the bathroom",
                "in the corridor",
                "from a commode",
                "in the day room",
                "on the way to the scanner",
            ),
            "bone": ("hip", "wrist and elbow", "pelvis", "thigh bone"),
            "doing": ("who had asked for help twice", "who walks with a frame", "new to the ward that day"),
            "seen": ("Nobody saw it.", "Another patient called for help.", "Staff heard it from the desk."),
        },
        ages=("years_66_85", "years_over_85"),
    ),
    Seed(
        "s-ulcer",
        hospital.PRESSURE,
        9,
        ("stourbrook", "castlebrook", "stourbrook", "nethercote"),
        "Deep pressure ulcer {where} found {found}",
        "A pressure ulcer down to {depth} {where} was found {found}. {gap}",
        (
            "A pressure-relieving mattress came the same day and the tissue viability nurse saw the patient.",
            "The plan was rewritten with two-hourly turning, and others on the caseload were looked at that week.",
        ),
        {
            "where": (
                "on the heel",
                "at the base of the spine",
                "on the hip",
                "under a plaster cast",
                "behind the ear",
            ),
            "found": (
                "at a visit",
                "on transfer between wards",
                "when a dressing was changed",
                "at the weekly review",
            ),
            "depth": ("muscle", "bone", "tendon"),
            "gap": (
                "Turning had not been recorded for two nights.",
                "The mattress asked for nine days before had not come.",
                "The skin had last been described eight days before.",
            ),
        },
        fields={"physical": "severe", "when": "not_sure"},
    ),
    Seed(
        "s-deteriorating",
        hospital.DETERIORATION,
        6,
        _TRUSTS,
        "{sign} not acted on before {end}",
        "{sign} called for a review that came {late} later. The patient was moved to {end}, and died two days after.",
        (
            "The family were met by the consultant. The outreach team saw everyone on the ward with a raised score.",
            "A second registrar was put on at night. The family have a named contact.",
        ),
        {
            "sign": (
                "A rising early warning score",
                "A low urine output overnight",
                "New confusion after surgery",
            ),
            "end": ("intensive care", "emergency surgery", "the high-dependency unit"),
            "late": ("four hours", "six hours", "seven hours"),
        },
        fields=_DEATH,
    ),
    Seed(
        "s-result",
        hospital.RESULT,
        6,
        ("castlebrook", "nethercote", "stourbrook"),
        "{test} showing {shown} not acted on",
        "{test} showing {shown} was reported and {lost}. It came to light {months} months later at another visit.",
        (
            "The patient was seen in the specialist clinic that week. Reports of the same month were read again.",
            "An urgent appointment was given and the general practitioner was rung. A list of results awaited is being made.",
        ),
        {
            "test": ("A chest X-ray", "A scan", "An X-ray at an urgent visit"),
            "shown": ("a likely cancer", "a new shadow", "a swelling of the main artery"),
            "lost": (
                "sent to a clinic that had closed",
                "filed with the notes of a discharge",
                "sent to a locum who had left",
            ),
            "months": ("four", "six", "nine", "thirteen"),
        },
        fields={"physical": "severe", "when": "not_sure"},
    ),
    Seed(
        "s-missed",
        hospital.MISSED,
        6,
        ("castlebrook", "nethercote"),
        "{what} not recognised at {visit}",
        "{what} was not recognised at {visit}. The patient came back {later} with lasting loss of function.",
        (
            "The specialist team took over care. The advice given on going home was changed within the week.",
            "Images of that night were read again by a consultant; no other was found.",
        ),
        {
            "what": (
                "A spinal cord compression",
                "A stroke",
                "A blocked artery of the leg",
                "A twisted testicle",
            ),
            "visit": ("a first attendance", "a telephone assessment", "a night-time visit"),
            "later": ("two days later", "the next evening", "after a week"),
        },
        ages=("years_26_45", "years_46_65", "years_66_85"),
        fields={"physical": "severe"},
        teams=("Emergency department", "Urgent treatment centre"),
    ),
    Seed(
        "s-clot",
        hospital.CLOT,
        5,
        _TRUSTS,
        "Clot on the lung after {stay} without {plan}",
        "A patient had a clot on the lung {days} days after {stay}. They had gone {stretch} without {plan}.",
        (
            "Treatment was begun at once. The charts of everyone on the ward were checked by a pharmacist.",
            "The patient was moved to a monitored bed. The assessment is now read aloud on the morning round.",
        ),
        {
            "stay": ("a knee operation", "a long stay with pneumonia", "bowel surgery", "a broken ankle"),
            "plan": ("a risk assessment", "the medicine prescribed"),
            "days": ("six", "nine", "twelve"),
            "stretch": ("three days", "five days", "a week"),
        },
    ),
    Seed(
        "s-discharge",
        hospital.DISCHARGE,
        5,
        _TRUSTS,
        "Discharge without {what} and return {when}",
        "A patient went home without {what} and came back {when} needing emergency treatment. {gap}",
        (
            "The patient was readmitted and is recovering. Those sent home that weekend were rung.",
            "What was missing was arranged from the ward that day. The discharge list is checked by two until further notice.",
        ),
        {
            "what": (
                "the oxygen agreed",
                "the medicines to take home",
                "a visit by the district nurse",
                "the care that was agreed",
            ),
            "when": ("the next day", "three days later", "within a week"),
            "gap": (
                "The referral had been typed and not sent.",
                "Each side believed that the other had rung.",
                "It was a Friday evening and the office had closed.",
            ),
        },
    ),
    Seed(
        "s-medicine",
        medicines.MEDICINE,
        6,
        ("castlebrook", "nethercote", "stourbrook", "tamsel", "castlebrook"),
        "{medicine} given {error}",
        "{medicine} was given {error}. {noticed} Urgent treatment was needed and the patient stayed in hospital longer.",
        (
            "The antidote was given and the patient was monitored. The stock of the ward was looked through.",
            "The pharmacist reviewed every chart of the ward that day. A second check was brought in for this medicine.",
        ),
        {
            "medicine": (
                "A strong opioid",
                "Insulin",
                "A blood thinner",
                "An infusion of potassium",
                "A seizure medicine",
            ),
            "error": ("at ten times the dose", "twice within an hour", "to the patient in the next bed"),
            "noticed": (
                "It was noticed at handover.",
                "A relative asked about it.",
                "The pump’s log showed it the next day.",
            ),
        },
    ),
    Seed(
        "s-visit",
        medicines.VISIT,
        4,
        ("stourbrook",),
        "{visit} missed for {span}",
        "{visit} was missed for {span} after {why}. The patient was admitted and treated in high care.",
        (
            "All visits of the day that cannot be missed were confirmed by telephone.",
            "The list is now split by two people.",
        ),
        {
            "visit": ("An insulin visit", "A visit for a syringe pump", "A visit to change a catheter"),
            "span": ("a day", "a weekend"),
            "why": ("the list was moved to a new system", "a colleague was off sick", "a change of address"),
        },
        teams=("Community nursing, Vale", "Community nursing, Downs"),
    ),
    Seed(
        "s-suicide",
        mental_health.SUICIDE,
        9,
        ("fennimore",),
        "Death of a person {state}",
        "A person {state} was found dead at home. They had last been seen {seen}. {gap}",
        (
            "The family were visited and have a named contact. Others waiting for the same team were rung.",
            "The family liaison worker is in touch. Caseloads of the team were read by two managers.",
        ),
        {
            "state": (
                "between two teams",
                "waiting for talking therapy",
                "under the crisis team",
                "moved to another care co-ordinator",
                "discharged from a ward that month",
                "who had rung the crisis line",
                "whose medicine had been changed",
                "who had left hospital against advice",
                "under the perinatal team",
            ),
            "seen": ("six days before", "eleven days before", "three weeks before"),
            "gap": (
                "A call that had been promised was not made.",
                "The plan for what to do in a crisis had not been shared with the family.",
                "Two appointments had been moved by the service.",
            ),
        },
        ages=("years_18_25", "years_26_45", "years_46_65"),
        fields=_DEATH,
    ),
    Seed(
        "s-baby",
        procedures.BABY,
        5,
        ("castlebrook", "stourbrook", "nethercote"),
        "Baby born in poor condition after {course}",
        "A baby was born in poor condition after {course} and was cooled in the neonatal unit. {gap}",
        (
            "The parents were met that day by the consultant. A second midwife now reads each trace every hour.",
        ),
        {
            "course": (
                "a long second stage",
                "induction over three days",
                "a trace that was read as normal",
                "a delay in theatre",
                "reduced movements at home",
            ),
            "gap": (
                "The delivery suite was at its limit that night.",
                "The registrar was called twice.",
                "Fresh eyes were two hours late.",
            ),
        },
        ages=("days_0_14",),
        fields={"physical": "severe", "candour": "acting_under_16"},
        teams=("Delivery suite", "Birth centre"),
    ),
    Seed(
        "s-mother",
        procedures.MOTHER,
        4,
        ("castlebrook", "nethercote", "stourbrook"),
        "{what} after birth recognised late",
        "{what} after birth was recognised {late} late. Emergency surgery and intensive care were needed.",
        ("The mother is recovering with her baby. Scales are now kept in each room.",),
        {
            "what": ("Heavy bleeding", "Sepsis", "Very high blood pressure", "A clot"),
            "late": ("two hours", "four hours", "a whole shift"),
        },
        ages=("years_26_45", "years_18_25"),
        teams=("Postnatal ward", "Delivery suite"),
    ),
    Seed(
        "s-prescribing",
        wider.PRESCRIBING,
        8,
        PRACTICES,
        "{harm} after {gap}",
        "{harm} followed {gap}, and the patient was admitted. {found}",
        (
            "The medicine was stopped and the hospital was told. Everyone on it was called for a review.",
            "The record was put right that day. A search found three others, who were rung.",
        ),
        {
            "harm": ("Kidney injury", "A serious bleed", "A collapse", "A high potassium"),
            "gap": (
                "two medicines that should not be taken together",
                "a blood test that was not asked for",
                "a dose that was not changed after a hospital letter",
            ),
            "found": (
                "The hospital’s letter had been read and filed.",
                "The warning on the screen had been passed over, as it comes up many times a day.",
                "The task had been given to someone on leave.",
            ),
        },
    ),
    Seed(
        "s-referral",
        wider.REFERRAL,
        7,
        PRACTICES[7:] + PRACTICES[:7],
        "Urgent referral for {sign} {lost}",
        "An urgent referral for {sign} was {lost}. The patient rang {weeks} weeks later. Cancer was found at a later stage.",
        (
            "The patient was seen in the clinic that week. Urgent referrals of the quarter were matched with appointments.",
            "The referral was sent the same hour and confirmed by telephone. The list is now checked every Friday.",
        ),
        {
            "sign": ("a changing mole", "blood in the urine", "a lump in the neck", "weight loss"),
            "lost": ("typed and not sent", "sent as routine", "sent to the wrong hospital"),
            "weeks": ("six", "eight", "eleven"),
        },
        fields={"physical": "severe", "when": "not_sure"},
    ),
    Seed(
        "s-follow-up",
        wider.LOST_FOLLOW_UP,
        5,
        ("castlebrook", "stourbrook", "nethercote"),
        "{clinic} follow-up lost and {loss}",
        "{clinic} follow-up asked for at {months} months was never booked. At the next visit {loss} was found.",
        (
            "The patient was seen at once. The list of that clinic is being gone through by two people.",
            "Everyone without an appointment in that clinic was written to.",
        ),
        {
            "clinic": ("Eye clinic", "Heart clinic", "Diabetic foot clinic", "Bladder cancer"),
            "loss": ("lasting loss of sight", "lasting loss of function"),
            "months": ("three", "four", "six"),
        },
        fields={"physical": "severe", "when": "not_sure"},
        teams=("Outpatients",),
    ),
)
