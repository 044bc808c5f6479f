"""One case of the region is limited to named people: how a patient was held at night, which concerns staff of the ward."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sightline.demonstration.people import Hired
from sightline.demonstration.plans import Days, moment
from sightline.incidents.selectors.restriction import guarded_case
from sightline.incidents.services.restriction import Chosen, open_restricted, restrict
from sightline.policy.terms import RestrictedKind

#: The story, and the organisation where it happened.
STORY, WHERE = "night-restraint", "fennimore"
WHY = "Someone says that staff of the ward held a patient in a way that is not allowed. They and their friends work here."
OPENED = "The ward manager asked me on the telephone whether the patient is safe tonight."


def limit(reference: str, people: Mapping[str, Hired], today: date) -> None:
    """The lead limits it late yesterday and names the investigator; the executive, who is not named, opened it since."""
    lead, investigator, executive = (
        people[f"{WHERE}.{who}"].actor for who in ("lead", "investigator", "executive")
    )
    at = moment(Days(today).ago(1), 23 * 60 + 30)
    case = guarded_case(lead, reference, now=at)
    if case is None:
        raise LookupError(f"The lead of {WHERE} does not see {reference}.")
    named = Chosen(investigator.person_id, investigator.organisation_id, investigator.role)
    restrict(case.incident_id, RestrictedKind.STAFF.value, WHY, [named], by=lead, now=at, seen=case.version)
    open_restricted(reference, OPENED, by=executive, now=moment(Days(today).ago(1), 23 * 60 + 40))
