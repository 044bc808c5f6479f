"""Whom to tell about what was used, who works there, and the service (reference 10, design decision 38)."""

from __future__ import annotations

from sightline.policy.body_conditions import (
    ABUSE,
    DIED,
    HOMICIDE,
    PATIENT_EVENT,
    POLICE,
    UNNATURAL,
    used,
)
from sightline.policy.body_facts import BodyFacts, all_of, any_of, asked, circumstance, fact, sub_answer
from sightline.policy.body_rule import BodyRule, ClockStart, Teller
from sightline.policy.external_body_rows import (
    IMMEDIATELY,
    KNOWLEDGE,
    PROMPTLY,
    SAME_DAY,
    SOON,
    VERIFIED,
)
from sightline.policy.lengths import Length, Unit
from sightline.policy.near_miss import Affected
from sightline.policy.told_bodies import BODIES

#: The rule by which a case asks for a breach of information to be reported.
DATA_BREACH = "data_breach"
_WORKERS = frozenset({Affected.STAFF.value, Affected.VISITOR.value})


MEDICINE = used("medicine", "It was a medicine", "It was not a medicine")
DEVICE = used("device", "It was a device or other equipment", "It was not a device or other equipment")
BREACH = any_of(
    fact(
        lambda facts: facts.incident_type == "T11",
        "Information was lost or seen by the wrong people",
        "No information was lost or seen by the wrong people",
    ),
    circumstance("information", "No information was lost or seen by the wrong people", criteria=("B1",)),
)


def _in_screening(facts: BodyFacts) -> bool | None:
    if facts.incident_type == "T29":
        return True
    if "B4" in facts.criteria:
        return None
    return None if not facts.judged and (facts.affected_count or 0) > 1 else False


def _in_immunisation(facts: BodyFacts) -> bool | None:
    if "B4" in facts.criteria:
        return None
    given = facts.answers.get("product")
    return None if given is not None and given.answer.value == "yes" else False


def _is_likely_in_the_media(facts: BodyFacts) -> bool:
    return sub_answer(facts, "b8_media") in ("reported", "likely")


def _harm_of_workers(facts: BodyFacts) -> bool | None:
    told = sub_answer(facts, "b2_safety_executive")
    if told in ("yes", "no"):
        return told == "yes"
    if told == "not_sure" or "B2" in facts.criteria:
        return None
    return None if facts.affected & _WORKERS and facts.physical_harm != "none" else False


SCREENING = asked(
    "screening",
    "It happened in a screening programme",
    "It did not happen in a screening programme",
    known=_in_screening,
)

ROWS_WIDER: tuple[BodyRule, ...] = (
    BodyRule(
        "lfpse",
        BODIES["lfpse"],
        "Patient safety event",
        PATIENT_EVENT,
        PROMPTLY,
        clause="2.2f",
        warrant=KNOWLEDGE,
        source="NHS England, LFPSE: record promptly and bring up to date; from knowledge.",
        evidence="LFPSE number",
        note="By LFPSE an NHS trust tells CQC of deaths, injuries and abuse as well.",
        recorded_as=lambda facts: facts.lfpse_number,
    ),
    BodyRule(
        "police",
        BODIES["police"],
        "Crime, or a suspicious death",
        any_of(
            POLICE,
            HOMICIDE,
            all_of(
                any_of(ABUSE, all_of(DIED, UNNATURAL)),
                asked(
                    "crime",
                    "It could be a crime",
                    "Nothing suggests a crime",
                    known=lambda facts: False if sub_answer(facts, "a1_suicide") == "yes" else None,
                ),
            ),
        ),
        IMMEDIATELY,
        clause="3.4c",
        warrant=KNOWLEDGE,
        source="From knowledge.",
        evidence="Police reference",
    ),
    BodyRule(
        DATA_BREACH,
        BODIES["information_commissioner"],
        "Breach of personal data",
        BREACH,
        Length(72, Unit.CLOCK_HOURS),
        clause="11.2",
        warrant=VERIFIED,
        source="UK GDPR, article 33: 72 hours from becoming aware, weekends and holidays included; the NHS framework of "
        "information governance.",
        teller=Teller.CONTROLLER,
        evidence="Toolkit reference",
        note="Unless it is unlikely to put anyone’s rights and freedoms at risk.",
    ),
    BodyRule(
        "media",
        BODIES["icb_communications"],
        "Interest of the media is likely",
        any_of(
            fact(
                _is_likely_in_the_media,
                "It is in the media or likely to be",
                "No interest of the media is expected",
            ),
            circumstance("public_concern", "No interest of the media is expected"),
        ),
        IMMEDIATELY,
        clause="4.5e",
        warrant=VERIFIED,
        source="The policy, 4.5.",
        evidence="Who was told",
    ),
    BodyRule(
        "other_providers",
        BODIES["other_providers"],
        "Other organisations are involved",
        asked(
            "others_involved",
            "Another organisation was involved",
            "No other organisation was involved",
            known=lambda facts: {"yes": True, "no": False, "": False}.get(facts.others_involved),
        ),
        IMMEDIATELY,
        clause="4.7.10",
        warrant=VERIFIED,
        source="The policy, 4.7.",
        evidence="Who was told",
    ),
    # What was used
    BodyRule(
        "mhra",
        BODIES["mhra"],
        "Adverse event with a medicine or a device",
        any_of(MEDICINE, DEVICE),
        SOON,
        clause="2.2f",
        warrant=KNOWLEDGE,
        source="MHRA, Yellow Card scheme; from knowledge.",
        evidence="Yellow Card reference",
    ),
    BodyRule(
        "controlled_drugs",
        BODIES["controlled_drugs"],
        "Controlled drug",
        all_of(
            MEDICINE,
            asked("controlled_drug", "It was a controlled drug", "It was not a controlled drug"),
        ),
        PROMPTLY,
        clause="2.2f",
        warrant=KNOWLEDGE,
        source="Controlled Drugs (Supervision of Management and Use) Regulations 2013; from knowledge.",
    ),
    BodyRule(
        "haemovigilance",
        BODIES["haemovigilance"],
        "Reaction to a transfusion, or an event with blood",
        used("blood", "It was blood or a blood component", "It was not blood"),
        SOON,
        clause="2.2f",
        warrant=VERIFIED,
        source="The reference fields of the LFPSE taxonomy; that it is as soon as possible is from knowledge.",
        evidence="SABRE and SHOT references",
    ),
    BodyRule(
        "transplant",
        BODIES["transplant"],
        "Event with an organ or tissue",
        used("transplant", "It was an organ or tissue", "It was not an organ or tissue"),
        "as its scheme asks",
        clause="2.2f",
        warrant=KNOWLEDGE,
        source="NHS Blood and Transplant and the Human Tissue Authority; from knowledge.",
    ),
    BodyRule(
        "radiation",
        BODIES["cqc"],
        "Significant unintended exposure to radiation (IR(ME)R)",
        used(
            "radiation",
            "Someone was exposed to much more radiation than intended",
            "Nobody was exposed to much more radiation than intended",
        ),
        PROMPTLY,
        clause="2.2f",
        warrant=KNOWLEDGE,
        source="Ionising Radiation (Medical Exposure) Regulations 2017; from knowledge.",
        note="Where the equipment failed, tell the Health and Safety Executive instead.",
    ),
    BodyRule(
        "immunisation",
        BODIES["health_protection"],
        "Immunisation, or a communicable disease",
        any_of(
            asked(
                "immunisation",
                "It was a vaccine or an immunisation programme",
                "It was neither a vaccine nor an immunisation programme",
                known=_in_immunisation,
            ),
            asked(
                "communicable",
                "It is an outbreak or a disease that must be notified",
                "It is neither an outbreak nor a disease that must be notified",
                known=lambda facts: None if facts.incident_type == "T16" else False,
            ),
        ),
        SAME_DAY,
        clause="3.4d",
        warrant=KNOWLEDGE,
        source="Health Protection (Notification) Regulations 2010; NHS England’s commissioning of public health; from "
        "knowledge.",
    ),
    # Screening
    BodyRule(
        "screening_assessment",
        BODIES["screening_quality"],
        "Screening incident: section 1 of the assessment form (SIAF)",
        SCREENING,
        Length(3, Unit.WORKING_DAYS),
        clause="3.4d",
        warrant=VERIFIED,
        source="Screening incident assessment form, 2017; GOV.UK, managing safety incidents in screening.",
    ),
    BodyRule(
        "screening_form",
        BODIES["screening_quality"],
        "Screening incident: the whole assessment form (SIAF)",
        SCREENING,
        Length(5, Unit.WORKING_DAYS),
        clause="3.4d",
        warrant=VERIFIED,
        source="Screening incident assessment form, 2017; GOV.UK, managing safety incidents in screening.",
    ),
    # Workers and visitors
    BodyRule(
        "riddor",
        BODIES["hse"],
        "Death or specified injury at work, or a dangerous occurrence (RIDDOR)",
        asked(
            "worker_harmed",
            "RIDDOR applies to a death, a specified injury or a dangerous occurrence",
            "No death, specified injury or dangerous occurrence at work is known",
            known=_harm_of_workers,
        ),
        Length(10, Unit.CALENDAR_DAYS),
        clause="3.4b",
        warrant=VERIFIED,
        source="RIDDOR 2013: without delay, the report itself within 10 days; a solicitors’ guide.",
        start=ClockStart.HAPPENED,
        evidence="RIDDOR reference",
        note="Tell it without delay; the report itself follows.",
    ),
    BodyRule(
        "riddor_over_seven_days",
        BODIES["hse"],
        "Worker off work or on limited duties for more than 7 days (RIDDOR)",
        asked(
            "over_seven_days",
            "A worker was off work or on limited duties for more than 7 days",
            "No worker was off work or on limited duties for more than 7 days",
            known=lambda facts: (
                None if Affected.STAFF.value in facts.affected and facts.physical_harm != "none" else False
            ),
        ),
        Length(15, Unit.CALENDAR_DAYS),
        clause="3.4b",
        warrant=VERIFIED,
        source="RIDDOR 2013: within 15 days of the accident; a solicitors’ guide.",
        start=ClockStart.HAPPENED,
        evidence="RIDDOR reference",
    ),
    BodyRule(
        "hssib",
        BODIES["hssib"],
        "Concern about safety in the whole country",
        all_of(
            fact(
                lambda facts: bool(facts.never_event_code) or bool({"B4", "B6"} & facts.criteria),
                "It is a Never Event, or care failed as a system",
                "It is no Never Event, and care did not fail as a system",
            ),
            asked(
                "national_concern",
                "It may be worth a national look",
                "It is not thought to be worth a national look",
            ),
        ),
        "by choice",
        clause="2.2f",
        warrant=KNOWLEDGE,
        source="HSSIB; from knowledge.",
    ),
)
