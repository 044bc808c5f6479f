"""The fields of StEIS, the national log, one row each: what it asks, when, and where the answer comes from.

Rows with a column are those of its export, confirmed from NHS England's own code; the others are from knowledge
(reference 2.1). StEIS's own lists are not published: an answer from one of them is kept in its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sightline.policy.questionnaire import YES_OR_NO, Choice
from sightline.policy.reporting_form import FieldKind
from sightline.policy.steis_choices import ETHNIC_GROUPS, GENDERS, LEGAL_STATUSES, PATIENT_TYPES
from sightline.policy.terms import Action, Term

VERIFIED = "Export of StEIS, columns in NHS England's published code"
FROM_KNOWLEDGE = "StEIS entry form; from knowledge, to be confirmed with NHS England"
SHORT, LONG = 200, 5_000


class SteisSection(Term):
    """The parts of the form, in its order."""

    REPORTING = "reporting", "Reporting organisation"
    INCIDENT = "incident", "The incident"
    PATIENT = "patient", "The patient"
    TYPE = "type", "Type and level"
    STORY = "story", "What happened"
    CANDOUR = "candour", "Duty of Candour"
    OTHERS = "others", "Other agencies and the media"
    RESULTS = "results", "Investigation results"
    CLOSURE = "closure", "Dates and closure"


class Stage(Term):
    """When an answer must be there, in order."""

    FIRST_ENTRY = "first_entry", "Needed when it is first logged"
    REPORT = "report", "Needed with the final report"
    CLOSURE = "closure", "Needed to close"


class Origin(Term):
    """Where an answer comes from."""

    CASE = "case", "The case"
    ASKED = "asked", "Asked here"
    STEIS = "steis", "Set by StEIS or typed by whoever logs it"


@dataclass(frozen=True)
class SteisField:
    """One field. ``stage`` is None where it may stay empty; ``mended_by`` are the steps that fill it in.

    ``column`` is its column in the export of StEIS. ``kind``, ``choices`` and ``help`` are of asked fields; ``help``
    of a field of StEIS itself says what happens there.
    """

    code: str
    label: str
    section: SteisSection
    origin: Origin
    stage: Stage | None = None
    column: str = ""
    kind: FieldKind | None = None
    choices: tuple[Choice, ...] = ()
    help: str = ""
    mended_by: tuple[Action, ...] = ()
    clause: str = "12i"

    @property
    def is_verified(self) -> bool:
        """Whether StEIS is confirmed to have it."""
        return bool(self.column)

    @property
    def source(self) -> str:
        """Where the field is known from."""
        return VERIFIED if self.is_verified else FROM_KNOWLEDGE


_S, _FIRST, _REPORT, _CLOSURE = SteisSection, Stage.FIRST_ENTRY, Stage.REPORT, Stage.CLOSURE
_OTHER_WORDS = "Only if StEIS's list has no fitting entry."
_LIST = "Choose it in StEIS's own list, and write here what you chose."


def _case(
    code: str,
    label: str,
    section: SteisSection,
    stage: Stage | None = None,
    column: str = "",
    *,
    by: tuple[Action, ...] = (),
    clause: str = "12i",
) -> SteisField:
    """A field that the case answers, in the part that these steps record."""
    return SteisField(code, label, section, Origin.CASE, stage, column, mended_by=by, clause=clause)


def _asked(
    code: str,
    label: str,
    section: SteisSection,
    stage: Stage | None = None,
    column: str = "",
    *,
    kind: FieldKind = FieldKind.LINE,
    choices: tuple[Choice, ...] = (),
    help: str = "",
    clause: str = "12i",
) -> SteisField:
    """A field that nothing else in a case holds."""
    by = (Action.RECORD_STEIS_DETAILS,)
    if choices:
        kind = FieldKind.CHOICE
    return SteisField(code, label, section, Origin.ASKED, stage, column, kind, choices, help, by, clause)


def _steis(code: str, label: str, section: SteisSection, column: str = "", *, help: str) -> SteisField:
    """A field that StEIS sets itself, or that only the person logging it can type."""
    return SteisField(code, label, section, Origin.STEIS, column=column, help=help)


_NOT_KEPT = "Type your own. Sightline hands on no names or contact details of staff."
_TYPE = (Action.CHOOSE_TYPE,)
_LEVEL = (Action.AGREE_LEVEL,)
_CORRECT = (Action.CORRECT,)
_CANDOUR = (Action.RECORD_CANDOUR,)
_REVIEW = (Action.SUBMIT_INITIAL_REVIEW,)
_WRITTEN = (Action.WRITE_REPORT,)

STEIS_FIELDS: Mapping[str, SteisField] = MappingProxyType(
    {
        row.code: row
        for row in (
            _case("steis_number", "Log number", _S.REPORTING, None, "log_no", by=(Action.RECORD_NUMBERS,)),
            _case(
                "reporting_organisation",
                "Organisation reporting the SI",
                _S.REPORTING,
                _FIRST,
                "organisation_reporting_si_on_steis",
            ),
            _case(
                "leading_organisation",
                "Organisation leading the investigation",
                _S.REPORTING,
                _FIRST,
                "organisation_leading_investigation",
                by=(Action.RECORD_OTHER_BODY,),
            ),
            _case("commissioner", "Commissioner (CCG or CSU)", _S.REPORTING, _FIRST, "ccg_csu_name"),
            _steis(
                "region",
                "Region",
                _S.REPORTING,
                "region_geography",
                help="Set by StEIS from the organisation.",
            ),
            _steis("reporter_name", "Reporter name", _S.REPORTING, help=_NOT_KEPT),
            _steis("reporter_job_title", "Reporter job title", _S.REPORTING, help=_NOT_KEPT),
            _steis("reporter_phone", "Reporter telephone", _S.REPORTING, help=_NOT_KEPT),
            _steis("reporter_email", "Reporter e-mail", _S.REPORTING, help=_NOT_KEPT),
            _case(
                "date_of_incident",
                "Date of incident",
                _S.INCIDENT,
                _FIRST,
                "date_of_incident",
                by=_CORRECT,
            ),
            _case("time_of_incident", "Time of incident", _S.INCIDENT, None, "time_of_incident", by=_CORRECT),
            _case("date_identified", "Date the SI was identified", _S.INCIDENT, _FIRST, by=(Action.DECLARE,)),
            _case(
                "site_of_incident",
                "Site of incident",
                _S.INCIDENT,
                _FIRST,
                "site_of_incident",
                by=_CORRECT,
            ),
            _asked(
                "location_of_incident",
                "Location of incident",
                _S.INCIDENT,
                _FIRST,
                "location_of_incident",
                help=_LIST,
            ),
            _case(
                "location_of_incident_other",
                "Location of incident, other",
                _S.INCIDENT,
                None,
                "location_of_incident_other",
                by=_CORRECT,
            ),
            _case("care_sector", "Care sector", _S.INCIDENT, _FIRST, "care_sector", by=_CORRECT),
            _asked(
                "care_sector_other",
                "Care sector, other",
                _S.INCIDENT,
                None,
                "care_sector_other",
                help=_OTHER_WORDS,
            ),
            _asked("clinical_area", "Clinical area", _S.INCIDENT, _FIRST, "clinical_area", help=_LIST),
            _asked(
                "clinical_area_other",
                "Clinical area, other",
                _S.INCIDENT,
                None,
                "clinical_area_other",
                help=_OTHER_WORDS,
            ),
            _asked(
                "patient_age_years",
                "Age of the patient in years",
                _S.PATIENT,
                _FIRST,
                "patient_age_years",
                kind=FieldKind.NUMBER,
                help="Never a date of birth. Under 2, give months below instead.",
            ),
            _asked(
                "patient_age_months",
                "Age in months, if under 2",
                _S.PATIENT,
                None,
                "patient_age_months",
                kind=FieldKind.NUMBER,
                help="0 for the first month.",
            ),
            _asked("gender", "Gender", _S.PATIENT, _FIRST, choices=GENDERS),
            _asked("ethnic_group", "Ethnic group", _S.PATIENT, _FIRST, choices=ETHNIC_GROUPS),
            _asked("patient_type", "Patient type", _S.PATIENT, _FIRST, "patient_type", choices=PATIENT_TYPES),
            _asked(
                "legal_status",
                "Legal status of the patient",
                _S.PATIENT,
                _FIRST,
                "legal_status_of_patient",
                choices=LEGAL_STATUSES,
            ),
            _asked(
                "patient_is_now",
                "Where is the patient at the time of reporting?",
                _S.PATIENT,
                _FIRST,
                "where_is_patient_at_time_of_reporting",
                help="For example, on the same ward, at home, or has died. Not an address.",
            ),
            _asked("gp_practice", "GP practice", _S.PATIENT, help="The practice, not a doctor's name."),
            _case("incident_type", "Type of incident", _S.TYPE, _FIRST, "type_of_incident", by=_TYPE),
            _case(
                "incident_type_other",
                "Type of incident, other",
                _S.TYPE,
                None,
                "type_of_incident_other",
                by=_TYPE,
            ),
            _case("never_event", "Never Event", _S.TYPE, _FIRST, clause="3.3.0"),
            _case("never_event_type", "Type of Never Event", _S.TYPE, clause="3.3.0"),
            _case("level", "Level of investigation", _S.TYPE, _FIRST, by=_LEVEL, clause="2.2b"),
            _asked(
                "internal_investigation",
                "Internal investigation required?",
                _S.TYPE,
                _FIRST,
                "internal_investigation_required",
                choices=YES_OR_NO,
            ),
            _asked(
                "non_health_led_investigation",
                "Non-health-led investigation required?",
                _S.TYPE,
                _FIRST,
                "non_health_led_investigation_required",
                choices=YES_OR_NO,
                help="Led by the police, a local authority or another body outside health.",
            ),
            _case(
                "description",
                "Description of what happened",
                _S.STORY,
                _FIRST,
                "description_of_what_happened",
            ),
            _case(
                "immediate_action",
                "Immediate action taken",
                _S.STORY,
                _FIRST,
                "immediate_action_taken",
                by=_REVIEW,
                clause="2.1.2",
            ),
            _case(
                "reason_for_reporting",
                "Reason for reporting",
                _S.STORY,
                _FIRST,
                "reason_for_reporting",
                by=(Action.DECLARE,),
                clause="3.2.1",
            ),
            _case("case_summary", "Case summary", _S.STORY, _REPORT, "case_summary", by=_REVIEW),
            _case(
                "candour_applies",
                "Does the Duty of Candour apply?",
                _S.CANDOUR,
                _FIRST,
                by=_CANDOUR,
                clause="3.1h",
            ),
            _case(
                "candour_reason",
                "Reason, where it does not apply",
                _S.CANDOUR,
                _FIRST,
                by=_CANDOUR,
                clause="3.1h",
            ),
            _case(
                "candour_informed",
                "Patient or relevant person informed",
                _S.CANDOUR,
                _REPORT,
                by=_CANDOUR,
                clause="3.1b",
            ),
            _case(
                "candour_informed_on",
                "Date they were informed",
                _S.CANDOUR,
                _REPORT,
                by=_CANDOUR,
                clause="3.1b",
            ),
            _case("candour_informed_by", "Informed by (role)", _S.CANDOUR, None, by=_CANDOUR, clause="3.1b"),
            _case("candour_apology", "Apology given", _S.CANDOUR, _REPORT, by=_CANDOUR, clause="3.1e"),
            _case("candour_letter", "Follow-up in writing", _S.CANDOUR, _REPORT, by=_CANDOUR, clause="3.1f"),
            _case(
                "other_organisations",
                "Other organisations involved",
                _S.OTHERS,
                by=_REVIEW,
                clause="4.7.10",
            ),
            _case(
                "other_agencies",
                "Other agencies told (such as CQC, HSE or MHRA)",
                _S.OTHERS,
                _REPORT,
                by=_REVIEW,
                clause="2.2f",
            ),
            _case(
                "police_coroner_safeguarding",
                "Safeguarding, police and coroner",
                _S.OTHERS,
                _REPORT,
                by=_REVIEW,
                clause="4.3h",
            ),
            _asked(
                "media_interest",
                "Media interest?",
                _S.OTHERS,
                _FIRST,
                choices=YES_OR_NO,
                help="Known or likely.",
                clause="4.5e",
            ),
            _case("media_handling", "Media handling", _S.OTHERS, by=_REVIEW, clause="4.5e"),
            _case("key_findings", "Key findings", _S.RESULTS, _REPORT, "key_findings", by=_WRITTEN),
            _case("root_causes", "Root causes", _S.RESULTS, _REPORT, by=_WRITTEN),
            _case("lessons_learned", "Lessons learned", _S.RESULTS, _REPORT, by=_WRITTEN),
            _asked(
                "lessons_shared",
                "How will lessons be disseminated to interested parties?",
                _S.RESULTS,
                _REPORT,
                "how_will_lessons_be_disseminated_to_interested_parties",
                kind=FieldKind.TEXT,
                help="Who will be told, how and by when.",
                clause="4.3f",
            ),
            _case(
                "action_plan",
                "Recommendations and action plan",
                _S.RESULTS,
                _REPORT,
                by=(Action.ADD_ACTION,),
                clause="4.3f",
            ),
            _case("status", "Status", _S.CLOSURE, None, "status"),
            _steis("created_on", "Created on", _S.CLOSURE, "created_on", help="Set by StEIS."),
            _steis("modified_date", "Modified date", _S.CLOSURE, help="Set by StEIS."),
            _case(
                "logged_on",
                "Logged on StEIS on",
                _S.CLOSURE,
                None,
                "reported_date",
                by=(Action.RECORD_NUMBERS,),
            ),
            _case("report_due_on", "Report due", _S.CLOSURE),
            _case("report_extended", "Extension", _S.CLOSURE),
            _case(
                "report_sent_on",
                "Report submitted",
                _S.CLOSURE,
                _REPORT,
                by=(Action.SUBMIT_REPORT,),
            ),
            _case("closed_on", "Date closed", _S.CLOSURE, _CLOSURE, by=(Action.CLOSE,)),
            _case("closed_by", "Closed by", _S.CLOSURE, _CLOSURE, by=(Action.CLOSE,)),
            _case("running_log", "Further information (running log)", _S.CLOSURE),
        )
    }
)
