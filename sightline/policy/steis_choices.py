"""Answers to choose from where StEIS asks about a patient. From knowledge: its own lists are not published."""

from __future__ import annotations

from sightline.policy.questionnaire import Choice

GENDERS = (
    Choice("female", "Female"),
    Choice("male", "Male"),
    Choice("indeterminate", "Indeterminate"),
    Choice("not_known", "Not known"),
    Choice("not_stated", "Not stated"),
)
#: The 16 categories of the 2001 census that the NHS records, and "not stated".
ETHNIC_GROUPS = (
    Choice("a", "White: British"),
    Choice("b", "White: Irish"),
    Choice("c", "White: any other"),
    Choice("d", "Mixed: White and Black Caribbean"),
    Choice("e", "Mixed: White and Black African"),
    Choice("f", "Mixed: White and Asian"),
    Choice("g", "Mixed: any other"),
    Choice("h", "Asian or Asian British: Indian"),
    Choice("j", "Asian or Asian British: Pakistani"),
    Choice("k", "Asian or Asian British: Bangladeshi"),
    Choice("l", "Asian or Asian British: any other"),
    Choice("m", "Black or Black British: Caribbean"),
    Choice("n", "Black or Black British: African"),
    Choice("p", "Black or Black British: any other"),
    Choice("r", "Chinese"),
    Choice("s", "Any other ethnic group"),
    Choice("z", "Not stated"),
    Choice("not_known", "Not known"),
)
PATIENT_TYPES = (
    Choice("inpatient", "Inpatient"),
    Choice("day_case", "Day case"),
    Choice("outpatient", "Outpatient"),
    Choice("emergency", "Emergency department"),
    Choice("community", "Community"),
    Choice("primary_care", "Primary care"),
    Choice("resident", "Resident of a care home"),
    Choice("other", "Other"),
)
LEGAL_STATUSES = (
    Choice("informal", "Informal, not detained"),
    Choice("detained", "Detained under the Mental Health Act"),
    Choice("community_order", "Community treatment order"),
    Choice("deprived_of_liberty", "Deprived of liberty, with an authorisation"),
    Choice("in_custody", "In custody"),
    Choice("not_applicable", "Not applicable"),
)
