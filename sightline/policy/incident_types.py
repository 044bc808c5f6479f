"""Types of incident as StEIS lists them, each with the dates between which it can be chosen.

The list is as known from the 2015 framework. Never Event is a separate flag and never a type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

SOURCE = "StEIS types of incident, 2015 list as known; to be confirmed with NHS England"
#: "Pending review": stands only until somebody chooses a type, which must be before closing.
PENDING_REVIEW = "T26"
OTHER = "T99"
_FRAMEWORK_BEGINS = date(2015, 4, 1)


@dataclass(frozen=True)
class IncidentType:
    """One type. ``active_to`` is its last day, or None; ``needs_words`` asks the person to say more."""

    code: str
    label: str
    active_from: date = _FRAMEWORK_BEGINS
    active_to: date | None = None
    source: str = SOURCE
    needs_words: bool = False
    clause: str = "12i"

    @property
    def may_close(self) -> bool:
        """Whether an incident may be closed with this type."""
        return self.code != PENDING_REVIEW


_MEETING = "meeting SI criteria"
_MATERNITY = f"Maternity/obstetric incident {_MEETING}:"

INCIDENT_TYPES: Mapping[str, IncidentType] = MappingProxyType(
    {
        row.code: row
        for row in (
            IncidentType("T01", "Abuse/alleged abuse of adult patient by staff"),
            IncidentType("T02", "Abuse/alleged abuse of adult patient by third party"),
            IncidentType("T03", "Abuse/alleged abuse of child patient by staff"),
            IncidentType("T04", "Abuse/alleged abuse of child patient by third party"),
            IncidentType("T05", f"Accident e.g. collision/scald (not slip/trip/fall) {_MEETING}"),
            IncidentType(
                "T06", "Adverse media coverage or public concern about the organisation or the wider NHS"
            ),
            IncidentType("T07", f"Apparent/actual/suspected homicide {_MEETING}"),
            IncidentType("T08", f"Apparent/actual/suspected self-inflicted harm {_MEETING}"),
            IncidentType("T09", f"Blood product/transfusion incident {_MEETING}"),
            IncidentType("T10", f"Commissioning incident {_MEETING}"),
            IncidentType("T11", f"Confidential information leak/information governance breach {_MEETING}"),
            IncidentType(
                "T12",
                f"Diagnostic incident including delay {_MEETING} (including failure to act on test results)",
            ),
            IncidentType("T13", f"Disruptive/aggressive/violent behaviour {_MEETING}"),
            IncidentType("T14", f"Environmental incident {_MEETING}"),
            IncidentType("T15", "Failure to obtain appropriate bed for child who needed it"),
            IncidentType("T16", f"HCAI/infection control incident {_MEETING}"),
            IncidentType(
                "T17",
                "Incident demonstrating existing risk that is likely to result in significant future harm",
            ),
            IncidentType(
                "T18",
                "Incident threatening organisation's ability to continue to deliver an acceptable quality of "
                "healthcare services",
            ),
            IncidentType(
                "T19",
                "Major incident/emergency preparedness, resilience and response/suspension of services",
            ),
            IncidentType("T20", f"{_MATERNITY} baby only (includes foetus, neonate, infant)"),
            IncidentType("T21", f"{_MATERNITY} mother and baby"),
            IncidentType("T22", f"{_MATERNITY} mother only"),
            IncidentType("T23", f"Medical equipment/devices/disposables incident {_MEETING}"),
            IncidentType("T24", f"Medication incident {_MEETING}"),
            IncidentType("T25", "Operation/treatment given without valid consent"),
            IncidentType("T26", "Pending review (a category must be selected before incident is closed)"),
            IncidentType("T27", f"Pressure ulcer {_MEETING}"),
            IncidentType("T28", f"Radiation incident (including exposure when scanning) {_MEETING}"),
            IncidentType("T29", f"Screening issues {_MEETING}"),
            IncidentType("T30", f"Slips/trips/falls {_MEETING}"),
            IncidentType("T31", f"Sub-optimal care of the deteriorating patient {_MEETING}"),
            IncidentType("T32", f"Substance misuse whilst inpatient {_MEETING}"),
            IncidentType("T33", f"Surgical/invasive procedure incident {_MEETING}"),
            IncidentType("T34", f"Treatment delay {_MEETING}"),
            IncidentType("T35", f"Unauthorised absence {_MEETING}"),
            IncidentType("T36", f"VTE {_MEETING}"),
            IncidentType("T99", "Other", needs_words=True),
        )
    }
)


def incident_type(code: str) -> IncidentType:
    """The type with this code.

    Raises:
        KeyError: there is no such type.
    """
    try:
        return INCIDENT_TYPES[code]
    except KeyError:
        raise KeyError(f"There is no incident type {code!r}.") from None


def types_on(day: date) -> tuple[IncidentType, ...]:
    """The types that could be chosen on this day, in the order of the list."""
    return tuple(
        row
        for row in INCIDENT_TYPES.values()
        if row.active_from <= day and (row.active_to is None or day <= row.active_to)
    )
