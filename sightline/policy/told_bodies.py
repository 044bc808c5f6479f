"""The bodies that are told, by stored code, with the names they have had. Lists of organisations are dated (decision 38)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from sightline.policy.body_rule import Body


def _body(code: str, label: str, *later: tuple[date, str]) -> Body:
    return Body(code, ((None, label), *later))


_BODIES = (
    _body("cqc", "Care Quality Commission (CQC)"),
    _body(
        "lfpse",
        "National Reporting and Learning System (NRLS)",
        (date(2021, 7, 1), "Learn from patient safety events (LFPSE)"),
    ),
    _body("local_authority_adults", "Local authority, adult safeguarding"),
    _body("safeguarding_adults_board", "Safeguarding Adults Board"),
    _body("local_authority_children", "Local authority, children’s services"),
    _body("child_practice_panel", "Child Safeguarding Practice Review Panel"),
    _body("lado", "Local authority designated officer (LADO)"),
    _body("positions_of_trust", "Local authority lead for people in positions of trust"),
    _body("child_death_review", "Child Death Overview Panel and National Child Mortality Database (eCDOP)"),
    _body("community_safety_partnership", "Community Safety Partnership"),
    _body("leder", "LeDeR"),
    _body("coroner", "Coroner"),
    _body("medical_examiner", "Medical examiner"),
    _body(
        "mnsi",
        "Healthcare Safety Investigation Branch (HSIB)",
        (date(2023, 10, 1), "Maternity and Newborn Safety Investigations (MNSI)"),
    ),
    _body("nhs_resolution", "NHS Resolution, Early Notification"),
    _body("mbrrace", "MBRRACE-UK and the Perinatal Mortality Review Tool"),
    _body(
        "hssib",
        "Healthcare Safety Investigation Branch (HSIB)",
        (date(2023, 10, 1), "Health Services Safety Investigations Body (HSSIB)"),
    ),
    _body("hse", "Health and Safety Executive (HSE)"),
    _body("mhra", "MHRA, Yellow Card"),
    _body("haemovigilance", "MHRA (SABRE) and Serious Hazards of Transfusion (SHOT)"),
    _body("transplant", "NHS Blood and Transplant, and the Human Tissue Authority"),
    _body(
        "screening_quality",
        "Screening Quality Assurance Service, and NHS England’s screening and immunisation team",
    ),
    _body(
        "health_protection",
        "Public Health England, and NHS England",
        (date(2021, 10, 1), "UK Health Security Agency (UKHSA), and NHS England"),
    ),
    _body(
        "information_commissioner",
        "Information Commissioner’s Office (ICO), by the IG Toolkit",
        (
            date(2018, 4, 1),
            "Information Commissioner’s Office (ICO), by the Data Security and Protection Toolkit",
        ),
    ),
    _body("police", "Police"),
    _body("controlled_drugs", "Controlled Drugs Accountable Officer, NHS England"),
    _body("ppo", "Prisons and Probation Ombudsman"),
    _body(
        "iopc",
        "Independent Police Complaints Commission",
        (date(2018, 1, 8), "Independent Office for Police Conduct (IOPC)"),
    ),
    _body("health_and_justice", "NHS England, Health and Justice"),
    _body("independent_investigations", "NHS England’s region, independent investigations team, and the ICB"),
    _body("icb_communications", "ICB communications team; out of hours, the on-call Director"),
    _body("other_providers", "The other organisations involved, and their commissioners"),
)

BODIES: Mapping[str, Body] = MappingProxyType({row.code: row for row in _BODIES})
