"""Breaches of information in the region: one told in time and linked to a case, one told late, one unlikely, one running.

Everything is our own writing, and nobody is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sightline.breaches.selectors.breach_record import breach_view
from sightline.breaches.services import handling
from sightline.breaches.services.handling import Grade
from sightline.breaches.services.reporting import NewBreach, report_breach
from sightline.demonstration.people import Hired
from sightline.demonstration.plans import Days, moment
from sightline.incidents import selectors
from sightline.policy.facts import Actor
from sightline.policy.working_days import london_day

#: The story that the linked breach belongs to, and where it happened.
LINKED, WHERE = "clinic-file", "castlebrook"


class _Breach:
    """One breach on its way: each act a while after the one before."""

    def __init__(self, given: NewBreach, reporter: Actor, lead: Actor, at: Any) -> None:
        self.at, self.lead = at, lead
        sent = report_breach(given, by=reporter, now=at)
        self.key, self.reference = sent.breach_id, sent.reference

    def then(self, act: Any, *given: Any, hours: int = 1, **named: Any) -> None:
        """The next act of the lead, so many hours later."""
        self.at += timedelta(hours=hours)
        view = breach_view(self.lead, self.reference, now=self.at)
        if view is None:
            raise LookupError(f"The lead does not see {self.reference}.")
        act(self.key, *given, **named, by=self.lead, now=self.at, seen=view.version)


def tell_of_breaches(linked: str, people: Mapping[str, Hired], today: date) -> None:
    """The four of them, by the real services; ``linked`` is the reference of the case that the first belongs to."""
    _linked(linked, people, today)
    _late(people, today)
    _unlikely(people, today)
    _running(people, today)


def _hats(people: Mapping[str, Hired], where: str) -> tuple[Actor, Actor, Actor]:
    return people[f"{where}.reporter"].actor, people[f"{where}.lead"].actor, people[f"{where}.ig"].actor


def _linked(reference: str, people: Mapping[str, Hired], today: date) -> None:
    _, lead, governance = _hats(people, WHERE)
    now = moment(today, 0)
    page = selectors.case_page(lead, reference, now=now)
    if page is None or page.keeping is None:
        raise LookupError(f"The lead of {WHERE} does not see {reference}.")
    at = page.keeping.reported_at + timedelta(hours=2)
    given = NewBreach(
        controller_id=lead.organisation_id,
        title="Clinic list sent to an address outside the trust",
        what_happened="A list of people of one clinic went by e-mail to an address that differed by one letter from a "
        "colleague’s. The receiver confirmed in writing that it was deleted unread.",
        kinds=("confidentiality",),
        happened_on=(page.narrative.happened_on if page.narrative else None) or london_day(at),
        aware_at=page.keeping.reported_at,
        people_count=312,
        special_data=True,
        people_at_risk=False,
        incident=reference,
    )
    breach = _Breach(given, lead, governance, at)
    grade = Grade(3, 3, "The kind of clinic alone says something of each person.", True, False, True, 312)
    breach.then(handling.grade, grade)
    breach.then(handling.add_measure, "Outgoing mail of the team was held until each list was checked.")
    breach.then(handling.record_told, at + timedelta(hours=3), "", reference="DSPT-2210-4481", hours=2)
    breach.then(
        handling.tell_people,
        told=True,
        told_at=at + timedelta(hours=20),
        reason="By letter and, where asked for, by telephone.",
        hours=24,
    )
    breach.then(
        handling.add_task, "Ask for a warning before mail leaves the trust", assigned_to=None, due_at=None
    )


def _late(people: Mapping[str, Hired], today: date) -> None:
    reporter, _, governance = _hats(people, "stourbrook")
    days = Days(today)
    at = moment(days.ago(40), 10 * 60)
    given = NewBreach(
        controller_id=reporter.organisation_id,
        title="Visit lists lost between two offices",
        what_happened="A folder with visit lists of one week did not arrive at the other office. It was found three days "
        "later in a waiting room of the same building.",
        kinds=("confidentiality", "availability"),
        happened_on=days.ago(42),
        aware_at=moment(days.ago(41), 16 * 60),
        people_count=28,
        special_data=True,
        people_at_risk=True,
    )
    breach = _Breach(given, reporter, governance, at)
    breach.then(
        handling.grade, Grade(3, 2, "Visitors could have read it for three days.", True, True, False, 28)
    )
    breach.then(
        handling.record_told,
        at + timedelta(hours=70),
        "The folder was first taken for mislaid in the building. That it had been open to visitors was known only when it "
        "was found.",
        reference="DSPT-2195-0037",
        hours=71,
    )
    breach.then(
        handling.tell_people, told=False, told_at=None, reason="The risk to them is not high.", hours=20
    )
    breach.then(handling.add_measure, "Lists travel in locked bags, which are signed for.", hours=30)
    breach.then(
        handling.close,
        "A missing folder is a breach from the first hour, and not from when it is found.",
        hours=90,
    )


def _unlikely(people: Mapping[str, Hired], today: date) -> None:
    reporter, _, governance = _hats(people, "fennimore")
    days = Days(today)
    at = moment(days.ago(9), 11 * 60)
    given = NewBreach(
        controller_id=reporter.organisation_id,
        title="Encrypted laptop left on a train",
        what_happened="A laptop of a community team was left on a train. Its disk is encrypted, and it was switched off.",
        kinds=("availability",),
        happened_on=days.ago(9),
        aware_at=moment(days.ago(9), 9 * 60 + 30),
        special_data=True,
        people_at_risk=False,
    )
    breach = _Breach(given, reporter, governance, at)
    grade = Grade(2, 2, "Nobody can read an encrypted disk that is switched off.", True, False, False)
    breach.then(handling.grade, grade)
    breach.then(
        handling.decide_unlikely,
        "The disk is encrypted, the key was not with it, and the record is complete without it.",
        hours=2,
    )


def _running(people: Mapping[str, Hired], today: date) -> None:
    reporter, _, governance = _hats(people, WHERE)
    days = Days(today)
    at = moment(days.ago(2), 15 * 60)
    given = NewBreach(
        controller_id=reporter.organisation_id,
        title="Results filed in the records of other patients",
        what_happened="After a change of the laboratory system, results of one afternoon were filed under the number above "
        "the right one. Some were read before it was noticed.",
        kinds=("confidentiality", "integrity"),
        happened_on=days.ago(3),
        aware_at=moment(days.ago(2), 14 * 60 + 20),
        people_count=61,
        special_data=True,
        people_at_risk=None,
    )
    breach = _Breach(given, reporter, governance, at)
    breach.then(handling.add_measure, "The results were moved back, and the wards were rung.", hours=2)
