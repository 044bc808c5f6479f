"""Where each answer of the report goes in LFPSE and StEIS: the one table that exports read.

LFPSE elements are those of taxonomy version 5 and columns those of its export (Apache-2.0 and MIT sources);
StEIS columns are those of its export. Empty means that the system has no place for the answer. Nothing is
sent from here: people copy it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class AnswerMapping:
    """One field of the report and its places. ``note`` says what must be minded when it is written out."""

    field: str
    lfpse_element: str = ""
    lfpse_column: str = ""
    steis_column: str = ""
    note: str = ""


_DATES = "AdverseEventEstimatedDate"
_PATIENT = "PatientInformation"
_PLACE = "LocationDetails"
_REFERENCES = "AdverseEventReferenceMetadata"
_REPORTER = "PractitionerDetails"

MAPPING: Mapping[str, AnswerMapping] = MappingProxyType(
    {
        row.field: row
        for row in (
            AnswerMapping(
                "what_happened", "AdverseEvent.description", "F001", "description_of_what_happened"
            ),
            AnswerMapping(
                "happened_precision", note="Chooses which of the date and time elements is filled."
            ),
            AnswerMapping(
                "happened_on",
                "AdverseEvent.date",
                "occurred_date",
                "date_of_incident",
                "StEIS writes day, month, year.",
            ),
            AnswerMapping(
                "happened_time",
                f"{_DATES}.PreciseTime",
                steis_column="time_of_incident",
                note="LFPSE only when the time is exact.",
            ),
            AnswerMapping("happened_shift", f"{_DATES}.EstimatedTime", note="LFPSE codes of the shift."),
            AnswerMapping("happened_about", f"{_DATES}.ApproximateDate"),
            AnswerMapping("found_on", note="Neither system keeps the day it was found."),
            AnswerMapping("site", steis_column="site_of_incident"),
            AnswerMapping(
                "setting",
                f"{_PLACE}.ServiceArea",
                "L003",
                "care_sector",
                "StEIS's own list is not published: copy the words.",
            ),
            AnswerMapping("ward_or_team", steis_column="location_of_incident_other"),
            AnswerMapping(
                "affected", note="A patient reached is an LFPSE incident; a risk is its own kind there."
            ),
            AnswerMapping("how_many", f"{_PATIENT}.PatientSequence", "npatient", note="One entry a patient."),
            AnswerMapping(
                "age_band", f"{_PATIENT}.AgeBracket", "P007", note="StEIS asks for an age in years."
            ),
            AnswerMapping("physical_harm", f"{_PATIENT}.PhysicalHarm", "OT001"),
            AnswerMapping("psychological_harm", f"{_PATIENT}.PsychologicalHarm", "OT002"),
            AnswerMapping(
                "immediate_action",
                "AdverseEventOutcome.ImmediateActions",
                "AC001",
                "immediate_action_taken",
            ),
            AnswerMapping("danger_now", "AdverseEventRiskDetails.RiskImminent", "RI003"),
            AnswerMapping("other_organisation", note="The organisation itself is in the next two rows."),
            AnswerMapping("other_organisation_code", f"{_PLACE}.Organisation", "L002"),
            AnswerMapping("other_organisation_words", f"{_PLACE}.OrganisationOther"),
            AnswerMapping(
                "circumstances",
                "AdverseEventGovernance.CqcCriteria",
                note="Each circumstance has its own element and code: see the choices.",
            ),
            AnswerMapping("local_number", note="Kept beside ours; neither system has a column for it."),
            AnswerMapping("lfpse_number", f"{_REFERENCES}.ReferenceNumber", "Reference"),
            AnswerMapping("steis_number", steis_column="log_no"),
            AnswerMapping("contact", f"{_REFERENCES}.IsAnonymous", note="True for a report by code only."),
            AnswerMapping("contact_name", note="Never written out."),
            AnswerMapping(
                "contact_email", f"{_REPORTER}.ReporterContact", note="Only for a report with a name."
            ),
            AnswerMapping(
                "contact_phone", f"{_REPORTER}.ReporterContact", note="Only for a report with a name."
            ),
        )
    }
)
