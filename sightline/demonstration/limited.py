"""Two cases of the region are limited to named people, and on either side somebody who is not named opened one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sightline.demonstration.people import Hired
from sightline.demonstration.plans import Days, moment
from sightline.incidents.selectors.restriction import guarded_case
from sightline.incidents.services.restriction import Chosen, open_restricted, restrict
from sightline.policy.terms import RestrictedKind

WHERE = "fennimore"


@dataclass(frozen=True)
class Limited:
    """A story whose case is limited, why, and who opened it all the same with which reason."""

    story: str
    kind: RestrictedKind
    why: str
    opened_by: str
    opened: str


LIMITED: tuple[Limited, ...] = (
    Limited(
        "night-restraint",
        RestrictedKind.STAFF,
        "Someone says that staff of the ward held a patient in a way that is not allowed. They and their friends work here.",
        f"{WHERE}.executive",
        "The ward manager asked me on the telephone whether the patient is safe tonight.",
    ),
    Limited(
        "garden-wall",
        RestrictedKind.HIGH_PROFILE,
        "A newspaper has asked for the patient's name. It should be read by those who work on it and by nobody else.",
        "icb.chief-executive",
        "The newspaper rang my office at ten at night and prints in the morning. I must know what is true.",
    ),
)


def limit(row: Limited, reference: str, people: Mapping[str, Hired], today: date) -> None:
    """The lead limits it late yesterday and names the investigator; somebody who is not named opened it since."""
    lead, investigator, opener = (
        people[who].actor for who in (f"{WHERE}.lead", f"{WHERE}.investigator", row.opened_by)
    )
    at = moment(Days(today).ago(1), 23 * 60 + 30)
    case = guarded_case(lead, reference, now=at)
    if case is None:
        raise LookupError(f"The lead of {WHERE} does not see {reference}.")
    named = Chosen(investigator.person_id, investigator.organisation_id, investigator.role)
    restrict(case.incident_id, row.kind.value, row.why, [named], by=lead, now=at, seen=case.version)
    open_restricted(reference, row.opened, by=opener, now=moment(Days(today).ago(1), 23 * 60 + 40))
