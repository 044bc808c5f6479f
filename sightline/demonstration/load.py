"""Carrying the plan out: every act goes through the real services, at its moment and in the order of time."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from sightline.audit import selectors as audit
from sightline.audit.services import act, request_id
from sightline.demonstration import body_words, breaches, cases, limited, paper, shared
from sightline.demonstration.desk import set_desks
from sightline.demonstration.people import PEOPLE, Hired, hire, sign_ins
from sightline.demonstration.plans import DAYS, Entry, moment
from sightline.demonstration.region import BY_KEY, HOME, Region, is_open, open_region
from sightline.demonstration.stories import number_from
from sightline.governance.services.refreshing import refresh_measures
from sightline.incidents import selectors
from sightline.incidents.selectors.case_bodies import bodies_on
from sightline.incidents.selectors.corrections import as_recorded
from sightline.incidents.selectors.due_notices import due_notices
from sightline.incidents.services import (
    bodies,
    candour_steps,
    closure,
    corrections,
    duplicates,
    initial_review,
    intake,
    investigation,
    learning_response,
    looks,
    other_body,
    reporter_updates,
    review,
    safety_actions,
    significant_event,
    triage,
)
from sightline.incidents.services.corrections import CorrectionWish
from sightline.incidents.services.documents import NewDocument
from sightline.incidents.services.triage import Declaration
from sightline.jobs.clear_up import KEEP_NOTICES
from sightline.notifications import services as notifications
from sightline.organisations import agreed
from sightline.policy.clock_moves import CorrectedDates
from sightline.policy.working_days import london_day

#: Acts whose arguments are those of the service, by name.
SERVICES: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        service.__name__: service
        for service in (
            intake.request_second_look,
            triage.request_discussion,
            triage.record_view,
            triage.judge_not_serious,
            triage.reconsider,
            triage.acknowledge,
            triage.agree_classification,
            triage.challenge_classification,
            triage.settle_never_event,
            triage.choose_type,
            triage.choose_learning_response,
            triage.sign_off_learning_response,
            learning_response.plan_learning_response,
            learning_response.agree_another_date,
            learning_response.engage_affected,
            learning_response.write_learning_record,
            learning_response.record_oversight,
            initial_review.submit_initial_review,
            initial_review.accept_initial_review,
            initial_review.ask_for_more,
            candour_steps.decide_candour,
            candour_steps.record_candour_step,
            investigation.sign_off_report,
            investigation.submit_report,
            review.begin_review,
            review.record_quality,
            review.return_report,
            review.accept_report,
            closure.close,
            corrections.send_on,
            other_body.record_other_body,
            reporter_updates.ask_reporter,
            reporter_updates.answer_as_reporter,
            reporter_updates.tell_reporter,
            closure.downgrade,
            closure.reopen,
        )
    }
)
#: Patients registered with a practice of the neighbouring board, which is responsible for them.
_REGISTERED_ELSEWHERE = frozenset({"ward-ligature", "wrong-blood", "aorta"})
_EVERY = 200
#: Days since everyone last looked.
_LOOKED = 4

Made = TypeVar("Made")


class NotOurs(Exception):
    """The database holds something else, so that nothing is added to it."""


@dataclass
class _Known:
    """What is known of a case while it is being carried out."""

    incident_id: UUID
    reference: str
    version: int = 1
    action_ids: list[UUID] = field(default_factory=list)


@dataclass(frozen=True)
class Loaded:
    """What a load made."""

    incidents: int
    acts: int
    people: int


REQUEST = "load-demonstration"
"""``request_id`` of what a load appends to the audit trail."""


def load(
    *, today: date, only: Collection[str] = (), progress: Callable[[int, int], None] | None = None
) -> Loaded | None:
    """Makes the region and its two years, all of it or nothing; None where it is there already.

    With ``only``, of the stories none but these, by their keys.

    Raises NotOurs where the database holds anything else.
    """
    if is_open():
        return None
    if audit.entries_for("", parts=None, limit=1):
        raise NotOurs(
            "The database holds organisations or people that are not of the demonstration, so nothing was changed. "
            "Load it into an empty database."
        )
    entries = [entry for entry in cases.plan(today) if not only or entry.story in only]
    begins = moment(today - timedelta(days=DAYS + 2), 7 * 60)
    token = request_id.set(REQUEST)
    try:
        # One act around all: the chain is written once, in the order of time, and a failure leaves nothing behind.
        with act(by=None, now=begins):
            region = open_region(today=today, now=begins)
            people = hire(region, today=today, now=begins)
            stage = _Stage(region, people, today)
            for number, entry in enumerate(entries):
                stage.carry_out(entry)
                if progress is not None and number % _EVERY == 0:
                    progress(number, len(entries))
            set_desks(people, today)
            for row in limited.LIMITED:
                if row.story in stage.known:
                    limited.limit(row, stage.known[row.story].reference, people, today)
            references = {story: known.reference for story, known in stage.known.items()}
            shared.share(references, people, region, today)
            if breaches.LINKED in stage.known:
                breaches.tell_of_breaches(stage.known[breaches.LINKED].reference, people, today)
            _look(people, today)
            _tell(today)
            # So that the page of the policy has its figures before the first job ran.
            refresh_measures(now=moment(today, 0))
    finally:
        request_id.reset(token)
    if progress is not None:
        progress(len(entries), len(entries))
    return Loaded(len(stage.known), len(entries), len(people))


def write_sign_ins(path: Path) -> None:
    """Keeps the table of sign-ins as JSON, readable by whoever runs the demonstration."""
    rows = [asdict(row) for row in sign_ins()]
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", "utf-8")
    os.replace(partial, path)


def _look(people: Mapping[str, Hired], today: date) -> None:
    """Everyone looked at their worklist some days ago, so that what is new since then is shown."""
    for row in PEOPLE:
        hired = people[row.key]
        looks.look(
            hired.actor,
            membership_id=hired.membership_id,
            now=moment(today - timedelta(days=_LOOKED), 9 * 60),
        )


def _tell(today: date) -> None:
    """This morning's timescales are said; what was said before everyone last looked is read, and long ago forgotten."""
    at = moment(today, 0)
    notifications.enqueue(due_notices(now=at, calendar=agreed.calendar()), now=at)
    notifications.read_before(moment(today - timedelta(days=_LOOKED), 9 * 60))
    notifications.forget(read_before=at - KEEP_NOTICES)


class _Stage:
    """Where the plan is carried out: the region, its people, and how far each case has come."""

    def __init__(self, region: Region, people: Mapping[str, Hired], today: date) -> None:
        self.region = region
        self.today = today
        self.people = people
        self.known: dict[str, _Known] = {}

    def carry_out(self, entry: Entry) -> None:
        """One act, at its moment."""
        own = getattr(self, f"_{entry.act}", None)
        with _named(entry):
            if own is not None:
                own(entry)
            else:
                self._take(entry, SERVICES[entry.act], **entry.what)

    def _take(self, entry: Entry, service: Callable[..., Made], **what: Any) -> Made:
        known = self.known[entry.story]
        by = self.people[entry.who].actor
        made = service(known.incident_id, **what, by=by, now=entry.at, seen=known.version)
        known.version += 1
        return made

    def _begin_draft(self, entry: Entry) -> UUID:
        by = self.people[entry.who].actor
        draft_id = intake.begin_draft(by=by, now=entry.at)
        intake.save_draft(draft_id, entry.what["answers"], by=by, now=entry.at)
        return draft_id

    def _send_report(self, entry: Entry) -> None:
        sent = intake.send_report(self._begin_draft(entry), by=self.people[entry.who].actor, now=entry.at)
        self.known[entry.story] = _Known(sent.incident_id, sent.reference)

    def _declare(self, entry: Entry) -> None:
        what = dict(entry.what)
        identified_on, place = what.pop("identified_on"), what.pop("place")
        provider = BY_KEY[cases.STORIES[entry.story].provider]
        lead, why = provider.led_by or HOME, ""
        if entry.story in _REGISTERED_ELSEWHERE:
            lead, why = "elsemere", "The patient is registered with a practice in Elsemere."
        declaration = Declaration(
            identified_at=_identified_at(entry, identified_on),
            place_id=self.region.places[place] if place else None,
            responsible_commissioner_id=self.region.organisations[lead],
            responsible_commissioner_why=why,
            **{name: what.pop(name) for name in _OF_DECLARATION},
        )
        self._take(entry, triage.declare, declaration=declaration, **what)

    def _write_report(self, entry: Entry) -> None:
        what = dict(entry.what)
        about = what.pop("paper")
        sections = tuple((name.capitalize(), text) for name, text in what.items())
        is_pdf = number_from(4, entry.story, "pdf") == 0
        content = (paper.pdf_document if is_pdf else paper.word_document)(about["headline"], sections)
        document = NewDocument(
            name=f"Final report {self.known[entry.story].reference}{'.pdf' if is_pdf else '.docx'}",
            content=content,
            examined=paper.examined(content),
        )
        self._take(entry, investigation.write_report, document=document, **what)

    def _send_analysis(self, entry: Entry) -> None:
        self._take(entry, significant_event.send_analysis, analysis=entry.what["analysis"])
        # Four steps in one: written, one action added, signed, sent.
        self.known[entry.story].version += 3

    def _add_action(self, entry: Entry) -> None:
        action_id = self._take(entry, safety_actions.add_action, **entry.what)
        self.known[entry.story].action_ids.append(action_id)

    def _join(self, entry: Entry) -> None:
        lead = self.known[entry.what["lead"]]
        self._take(
            entry,
            duplicates.join,
            lead_id=lead.incident_id,
            reason=entry.what["reason"],
            seen_lead=lead.version,
        )
        lead.version += 1

    def _correct(self, entry: Entry) -> None:
        stands = as_recorded(self.people[entry.who].actor, self.known[entry.story].incident_id, now=entry.at)
        if stands is None:
            raise LookupError(f"{entry.who} does not see {self.known[entry.story].reference}.")
        dates = CorrectedDates(
            stands.happened_on, stands.happened_time, stands.found_on, entry.what["identified_at"]
        )
        self._take(
            entry,
            corrections.correct,
            wish=CorrectionWish(dates),
            reason=entry.what["reason"],
            unmet_accepted=True,
        )

    def _answer_bodies(self, entry: Entry) -> None:
        """The questions that rules ask of the case as it stands then."""
        story, known = cases.STORIES[entry.story], self.known[entry.story]
        section = bodies_on(self.people[entry.who].actor, known.incident_id, now=entry.at)
        if section is None or not section.may_answer:
            return
        # What is not known yet is left at that: nobody answers it a second time in the same way.
        codes = tuple(row.code for row in section.asked if row.answer is None)
        if not codes:
            return
        given = body_words.answers(story, codes, on=london_day(entry.at))
        self._take(entry, bodies.answer_body_questions, answers=given)

    def _settle_bodies(self, entry: Entry) -> None:
        """The bodies that are still to be told, each by the side that tells it."""
        story, known = cases.STORIES[entry.story], self.known[entry.story]
        for who in (entry.who, entry.what["board"]):
            actor = self.people[who].actor
            section = bodies_on(actor, known.incident_id, now=entry.at)
            for row in section.rows if section is not None else ():
                if not row.is_open or not row.may_settle:
                    continue
                made = body_words.settled(story, row, known_at=row.known_at, now=entry.at, today=self.today)
                if made is None:
                    continue
                bodies.settle_body(
                    known.incident_id, row.code, **vars(made), by=actor, now=entry.at, seen=known.version
                )
                known.version += 1

    def _complete_action(self, entry: Entry) -> None:
        action_id = self._action_id(entry)
        self._take(
            entry, safety_actions.complete_action, action_id=action_id, evidence=entry.what["evidence"]
        )

    def _verify_action(self, entry: Entry) -> None:
        action_id = self._action_id(entry)
        self._take(
            entry, safety_actions.verify_action, action_id=action_id, verification=entry.what["verification"]
        )

    def _action_id(self, entry: Entry) -> UUID:
        """The key of an action by its number; where it came with an analysis, from the page that people see."""
        known = self.known[entry.story]
        if not known.action_ids:
            page = selectors.case_page(self.people[entry.who].actor, known.reference, now=entry.at)
            if page is None:
                raise LookupError(f"{entry.who} does not see {known.reference}.")
            known.action_ids = [row.action_id for row in page.actions]
        return known.action_ids[int(entry.what["number"]) - 1]


_OF_DECLARATION = ("incident_type", "incident_type_other", "proposed_level", "headline", "numbers")


def _identified_at(entry: Entry, identified_on: date | None) -> datetime:
    """When somebody saw that it is serious: minutes before declaring, or in the afternoon of an earlier day."""
    if identified_on is not None:
        return moment(identified_on, 15 * 60 + 30)
    return entry.at - timedelta(minutes=4)


@contextmanager
def _named(entry: Entry) -> Iterator[None]:
    """Says which act of which story failed."""
    try:
        yield
    except Exception as problem:
        problem.add_note(
            f"Demonstration: {entry.act} of {entry.story} by {entry.who} at {entry.at}: {vars(problem)}"
        )
        raise
