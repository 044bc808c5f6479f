"""What happened to a report besides its investigation: told twice, sent on, keyed for a practice, written on paper."""

from __future__ import annotations

from sightline.demonstration import themes_hospital as hospital
from sightline.demonstration import themes_mental_health as mental_health
from sightline.demonstration import themes_wider as wider
from sightline.demonstration.stories import Story

_WARD_BEDS = "A bed was moved, and the site team was told by radio."

STORIES: tuple[Story, ...] = (
    Story(
        "twin-larch",
        "castlebrook",
        hospital.FALL,
        "Patient found on the floor of Larch Ward",
        "Called to Larch Ward early in the morning to help lift a patient who had fallen. The leg lay turned outwards.",
        "The patient was lifted with a flat hoist and the doctor was called.",
        "Larch Ward",
    ),
    Story(
        "twin-beech",
        "castlebrook",
        hospital.FALL,
        "Fall on Beech Ward seen by a visiting team",
        "While visiting Beech Ward we heard a patient fall and saw the ward staff help at once.",
        "The ward had it in hand. The patient was being examined when we left.",
        "Beech Ward",
    ),
    Story(
        "prison-death",
        "fennimore",
        mental_health.SUICIDE,
        "Death of a person in prison under our care",
        "A person under the prison mental health team was found dead in their cell. They had been seen four days before.",
        "The prison opened its own procedures at once. Others on the same wing were seen that day.",
        "Prison mental health team",
        age="years_26_45",
        physical="died",
        circumstances=("death",),
        candour="acting_died",
        place="downs",
        answers={**mental_health.SUICIDE.answers, "a1_last_contact": "current"},
    ),
    Story(
        "sent-on",
        "castlebrook",
        hospital.DISCHARGE,
        "Transfer without notes or medicines",
        "A patient came to us by transfer from another hospital without notes, and without the medicine due that evening.",
        "The other hospital was rung and read the chart over the telephone. The dose was given two hours late.",
        "Acute medical unit",
        candour="",
        physical="low",
    ),
    Story(
        "keyed-practice",
        "hanging_oak",
        wider.PRESCRIBING,
        "Blood-thinner tests not done for ten weeks",
        "The practice rang the board: a patient on warfarin had no blood test for ten weeks and was admitted with a bleed.",
        "The patient is stable in hospital. The practice is checking everyone on the same medicine.",
        "Hanging Oak",
        is_keyed=True,
        setting="general_practice",
    ),
    Story(
        "paper-outage",
        "castlebrook",
        hospital.DETERIORATION,
        "Bay without monitors during a power failure",
        "During a power failure the monitors of one bay were off for forty minutes, and two patients were watched by hand.",
        _WARD_BEDS,
        "High-dependency unit",
        candour="",
        physical="none",
        psychological="low",
        when="shift",
        days_to_find=1,
    ),
)
