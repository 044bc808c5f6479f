"""Reporting a breach: anybody at work may, and whoever handles breaches at the controller has tasks at once (3.4a, 11.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F

from sightline.audit.services import act
from sightline.breaches.breach_facts import state_of
from sightline.breaches.breach_filter import case_key
from sightline.breaches.errors import BreachRefused
from sightline.breaches.models import Breach, BreachLink, BreachSequence, BreachTask
from sightline.breaches.services.acting import add_row, tell, write_line
from sightline.incidents.errors import Invalid
from sightline.organisations import selectors as organisations
from sightline.organisations.errors import Unknown
from sightline.policy.breach_acts import CLAUSE, BreachAct, FirstTask, clock_ends, problems_of_report
from sightline.policy.breach_grid import BreachKind
from sightline.policy.facts import Actor
from sightline.policy.other_tellings import BREACH_REPORTED
from sightline.policy.permissions import MAY_REPORT
from sightline.policy.questionnaire import Problem
from sightline.policy.working_days import london_day


@dataclass(frozen=True)
class NewBreach:
    """What a report of a breach says. ``aware_at``: when the controller became aware, asked only of its own people.

    None of the yes-or-no answers is a no. ``incident``: the reference of a case it belongs to, or "". ``sent_key``: made with
    the form, so that a form sent twice is one breach.
    """

    controller_id: UUID
    title: str
    what_happened: str
    kinds: tuple[str, ...]
    happened_on: date | None
    happened_time: time | None = None
    aware_at: datetime | None = None
    people_count: int | None = None
    special_data: bool | None = None
    people_at_risk: bool | None = None
    incident: str = ""
    sent_key: UUID | None = None


@dataclass(frozen=True)
class ReportedBreach:
    """Its key and its number."""

    breach_id: UUID
    reference: str


def number_of(year: int, number: int) -> str:
    """The number of a breach in its year: ``IG-2026-0007``; StEIS numbers have a year, a stroke and no letters."""
    return f"IG-{year}-{number:04d}"


def report_breach(given: NewBreach, *, by: Actor, now: datetime) -> ReportedBreach:
    """Writes a breach with its first tasks, and tells whoever handles breaches at the controller.

    Awareness counts only where the controller's own people report it: nobody else's starts the 72 hours (decision 35).
    A form that this person sent before gives what it made then. Raises Invalid, or BreachRefused for a role that reports nothing.
    """
    if by.role not in MAY_REPORT:
        raise BreachRefused("This role cannot report.")
    if before := _sent_before(given, by):
        return before
    try:
        return _write(given, by=by, now=now)
    except IntegrityError:
        # Sent twice at the same moment: the other one was quicker.
        if before := _sent_before(given, by):
            return before
        raise


def _sent_before(given: NewBreach, by: Actor) -> ReportedBreach | None:
    if given.sent_key is None:
        return None
    found = Breach.objects.filter(sent_key=given.sent_key, reported_by=by.person_id).first()
    return None if found is None else ReportedBreach(found.id, found.reference)


def _write(given: NewBreach, *, by: Actor, now: datetime) -> ReportedBreach:
    with act(by=by, now=now, clause=CLAUSE) as trail:
        is_ours = given.controller_id == by.organisation_id
        aware_at = given.aware_at if is_ours else None
        found = problems_of_report(
            title=given.title,
            what_happened=given.what_happened,
            kinds=given.kinds,
            happened_on=given.happened_on,
            happened_time=given.happened_time,
            aware_at=aware_at,
            aware_is_ours=is_ours,
            people_count=given.people_count,
            now=now,
        )
        incident_id = case_key(by, given.incident, now=now) if given.incident else None
        if given.incident and incident_id is None:
            words = "There is no incident of this number that you can see."
            found = (*found, Problem("incident", words, CLAUSE))
        try:
            organisations.organisation(given.controller_id)
        except Unknown:
            found = (*found, Problem("controller", "Choose the organisation whose data they are.", CLAUSE))
        if found or given.happened_on is None:
            raise Invalid(found, clause=CLAUSE)
        breach = Breach(
            reference=_next_number(london_day(now).year),
            sent_key=given.sent_key,
            controller_id=given.controller_id,
            reported_from_id=by.organisation_id,
            reported_by=by.person_id,
            reported_at=now,
            title=given.title.strip(),
            what_happened=given.what_happened.strip(),
            kinds=[kind.value for kind in BreachKind if kind.value in given.kinds],
            happened_on=given.happened_on,
            happened_time=given.happened_time,
            aware_at=aware_at,
            people_count=given.people_count,
            special_data=given.special_data,
            people_at_risk=given.people_at_risk,
        )
        breach.clock_ends_at = clock_ends(state_of(breach))
        add_row(trail, breach, breach)
        for task in FirstTask:
            row = BreachTask(
                breach=breach, first=task.value, what=task.label, due_at=breach.clock_ends_at, made_at=now
            )
            add_row(trail, breach, row)
        if incident_id is not None:
            link = BreachLink(breach=breach, incident_id=incident_id, linked_at=now, linked_by=by.person_id)
            add_row(trail, breach, link)
        write_line(breach, BreachAct.REPORT, "", by=by, now=now, trail=trail)
        tell(breach, BREACH_REPORTED, by=by, now=now, occasion="reported")
        return ReportedBreach(breach.id, breach.reference)


def _next_number(year: int) -> str:
    BreachSequence.objects.get_or_create(year=year)
    BreachSequence.objects.filter(year=year).update(last=F("last") + 1)
    return number_of(year, BreachSequence.objects.get(year=year).last)
