"""What stops or strains a service, or reaches many at once: serious, and nobody harmed to the threshold of candour."""

from __future__ import annotations

from sightline.demonstration import themes_hospital as hospital
from sightline.demonstration import themes_mental_health as mental_health
from sightline.demonstration import themes_wider as wider
from sightline.demonstration.region import PRACTICES
from sightline.demonstration.seeds import Seed

_TRUSTS = ("castlebrook", "nethercote", "stourbrook")
_REVIEWED = (
    "Each patient concerned was reviewed: nobody came to harm that meets the threshold, and all were told."
)

SEEDS: tuple[Seed, ...] = (
    Seed(
        "s-outbreak",
        hospital.INFECTION,
        9,
        _TRUSTS,
        "Ward closed for {days} days with {germ}",
        "{number} patients on a ward had {germ} and it was closed for {days} days. {gap}",
        (
            "Admissions stopped, patients were nursed apart and the ward was cleaned throughout.",
            "Visiting was limited, with exceptions for those most ill. Hand hygiene was watched on each shift.",
        ),
        {
            "germ": ("norovirus", "influenza", "a resistant bowel bacterium", "COVID-19"),
            "days": ("five", "seven", "nine"),
            "number": ("Six", "Eight", "Eleven", "Thirteen"),
            "gap": (
                "No single room was free for a day and a half.",
                "The first two cases were not linked at the time.",
                "Two bays share one bathroom.",
            ),
        },
        fields={"candour": "", "not_owed": _REVIEWED, "physical": "low", "how_many": 8},
    ),
    Seed(
        "s-information",
        wider.INFORMATION,
        10,
        ("castlebrook", "nethercote", "stourbrook", "fennimore", *PRACTICES[9:14]),
        "{what} {lost}",
        "{what} with health information about {number} people was {lost}. {back}",
        (
            "The information governance lead was told within the hour, and what could be recovered was.",
            "Those concerned have been written to. The route was closed the same day.",
        ),
        {
            "what": (
                "A handover sheet",
                "A spreadsheet",
                "A bag of notes",
                "A bundle of letters",
                "A laptop",
            ),
            "lost": (
                "left on a train",
                "sent to the wrong address",
                "found in a public place",
                "taken from a car",
            ),
            "number": ("14", "31", "58", "120"),
            "back": (
                "It was handed back by a member of the public.",
                "It has not been found.",
                "The person who had it has confirmed that it is destroyed.",
            ),
        },
        fields={
            "affected": ("service_or_information",),
            "candour": "",
            "not_owed": "Nobody was physically harmed. All those concerned have been told under the law on data protection.",
        },
        teams=("Outpatients", "Medical records", "Community team", "Secretaries"),
    ),
    Seed(
        "s-stopped",
        wider.STOPPED,
        6,
        _TRUSTS,
        "{service} stopped for {span} by {cause}",
        "{service} stopped for {span} by {cause}. Patients were sent elsewhere or given a new date.",
        ("The site team ran the plan for continuity. Everyone whose date was moved was reviewed.",),
        {
            "service": (
                "Theatres were",
                "The emergency department was",
                "Dialysis was",
                "The maternity unit was",
            ),
            "span": ("six hours", "a day", "two days"),
            "cause": ("a burst pipe", "a power failure", "a lack of staff"),
        },
        fields={"candour": "", "not_owed": _REVIEWED, "affected": ("service_or_information",)},
        teams=("Site services",),
    ),
    Seed(
        "s-system",
        wider.SYSTEM,
        5,
        (*_TRUSTS, "fennimore"),
        "{system} down for {span}",
        "{system} was down for {span} after {cause}. Paper was used, and it took two days to enter it all.",
        ("Runners carried results to the wards. A clinical review of the hours concerned was begun.",),
        {
            "system": (
                "The electronic record",
                "The laboratory system",
                "The picture archive",
                "The telephone switchboard",
            ),
            "span": ("five hours", "nine hours", "a night"),
            "cause": ("an upgrade", "a failed disk", "a lost connection"),
        },
        fields={"candour": "", "not_owed": _REVIEWED, "affected": ("service_or_information",)},
        teams=("Site services",),
    ),
    Seed(
        "s-absence",
        mental_health.ABSENCE,
        6,
        ("fennimore",),
        "Detained person absent {span} after {route}",
        "A person detained under the Mental Health Act was absent {span} after {route}. They came back unhurt.",
        (
            "The police were told and the family rung. Leave of others on the ward was read again.",
            "The door was repaired that evening and a member of staff stayed by it.",
        ),
        {
            "route": (
                "leave in the grounds",
                "a fire alarm",
                "an outpatient visit",
                "a door that did not close",
            ),
            "span": ("for nine hours", "overnight", "for two days"),
        },
        ages=("years_18_25", "years_26_45", "years_46_65"),
        teams=("Acute ward", "Rehabilitation ward"),
        fields={"candour": "", "physical": "none", "psychological": "low"},
    ),
    Seed(
        "s-violence",
        mental_health.VIOLENCE,
        6,
        ("fennimore", "castlebrook", "fennimore"),
        "Nurse injured {how} {where}",
        "A nurse was injured {how} {where} and needed surgery to the hand. Tension had been noted since {since}.",
        (
            "The nurse was treated and a debrief was held that night. Numbers on the shift were raised.",
            "The alarm was tested on each corridor. Occupational health is in touch with those who were there.",
        ),
        {
            "how": ("during a restraint", "by a door", "by a thrown chair"),
            "where": ("on an acute ward", "in an emergency department", "in a day room"),
            "since": ("the morning", "the day before", "the lunch hour"),
        },
        fields={
            "affected": ("staff",),
            "candour": "",
            "not_owed": "The person harmed is a member of staff, who is supported by occupational health; no patient was harmed.",
        },
    ),
    Seed(
        "s-child-bed",
        mental_health.CHILD_BED,
        5,
        ("fennimore", "castlebrook"),
        "Child waited {span} {where} for a bed",
        "A child in crisis waited {span} {where} for a mental health bed. {eased}",
        (
            "Two members of staff stayed with the child. The system was called together twice a day until a bed was found.",
        ),
        {
            "span": ("six days", "nine days", "twelve days"),
            "where": ("on a children’s ward", "in an emergency department", "in a place of safety"),
            "eased": (
                "A bed was found a hundred miles away.",
                "The child went home with intensive support.",
                "The family stayed with them by turns.",
            ),
        },
        ages=("years_10_15", "years_16_17"),
        fields={"candour": "", "physical": "low", "psychological": "moderate"},
        teams=("Children’s ward", "Crisis team for young people"),
    ),
    Seed(
        "s-programme",
        wider.PROGRAMME,
        4,
        PRACTICES[12:],
        "{what} for {number} people",
        "{what} for {number} people was found at a check. The cause lay in {cause}, and each is being written to.",
        ("The clinic was stopped that day and the national team was asked for advice.",),
        {
            "what": ("Vaccine kept too warm", "A recall not sent", "A wrong batch recorded"),
            "number": ("25", "60", "110"),
            "cause": (
                "a fridge log that nobody reads",
                "a search that left out new patients",
                "two lists that differ",
            ),
        },
        fields={
            "candour": "",
            "not_owed": "Nobody was unwell; each person has been written to.",
            "physical": "none",
        },
    ),
)
