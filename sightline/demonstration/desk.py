"""The desks of the region on the evening before: who handles what, what was asked, what was noted and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import cycle
from uuid import UUID

from sightline.demonstration import paper
from sightline.demonstration.people import Hired
from sightline.demonstration.plans import Days, moment
from sightline.demonstration.region import BY_KEY, HOME, MOVED_TO_PSIRF, PROVIDERS
from sightline.demonstration.stories import number_from
from sightline.incidents.selectors.desk import CaseOnDesk, cases_of
from sightline.incidents.services import desk, discussion, documents, reporter_updates, steis_record
from sightline.incidents.services.documents import NewDocument
from sightline.organisations.services import Cover, arrange_cover
from sightline.policy.document_kinds import DocumentKind
from sightline.policy.facts import Actor
from sightline.policy.terms import Status
from sightline.policy.working_days import london_day

#: What nobody has taken yet, at the home board: the newest.
LEFT_WITH_NOBODY = 8
#: Providers whose lead has a desk at the home board's table: all but the ambulance service, led elsewhere.
LEADS = tuple(key for key in PROVIDERS if BY_KEY[key].led_by == HOME)
_HANDLERS = ("icb.team", "icb.team.2", "icb.specialist", "icb.team.3")
QUESTIONS = (
    "The review does not say whether a second check was done. Was it, and by which role?",
    "Has the family said what they want the investigation to answer?",
    "Which other wards use the same equipment, and were they told?",
    "Is the agency that supplied the nurse part of the investigation?",
    "When will the external expert report?",
)
ANSWERS = (
    "A second check was signed for, but not done at the bedside. The report will go into it.",
    "Yes. They ask why nobody rang them that night, and it is in the terms of reference.",
    "Two other wards. Both were told on the day, and the matrons confirmed it.",
)
NOTES = (
    "Third case this year from the same corridor. Raise it at the next quality review visit.",
    "The lead is new in post. Offer help with the terms of reference.",
    "Compare with the staffing figures that came with the last contract review.",
)
_TIMELINE = (("Timeline", "The entries of the night, hour by hour, without names."),)
_TERMS = (
    (
        "What will be looked at",
        "How it came about, what was known at each step, and what would have stopped it.",
    ),
    (
        "Who takes part",
        "The people affected, those who were there, and one investigator from another division.",
    ),
)
_AUDIT = (("Week", "Looked at", "As agreed"), ("1", "30", "26"), ("2", "30", "29"), ("3", "30", "30"))
_STEIS = {
    "location_of_incident": "Ward",
    "clinical_area": "Acute medicine",
    "patient_age_years": "74",
    "gender": "female",
    "ethnic_group": "a",
    "patient_type": "inpatient",
    "legal_status": "informal",
    "patient_is_now": "Recovering",
    "internal_investigation": "yes",
    "non_health_led_investigation": "no",
    "media_interest": "no",
}
CHANGED = "Because you spoke up, a second person now checks before the patient leaves the room."
ASKED = "Was the alarm audible from where you stood?"


def set_desks(people: Mapping[str, Hired], today: date) -> None:
    """Everything at one evening, in order, through the services people use."""
    evening = _minutes(moment(Days(today).ago(1), 17 * 60 + 40))
    _hand_out(people, evening)
    _talk(people, evening, today)
    _tell_reporters(people, evening)
    arrange_cover(
        Cover(
            people["icb.team.2"].actor.person_id,
            people["icb.team"].actor.person_id,
            today,
            today + timedelta(days=4),
            "Annual leave",
        ),
        by=people["icb.team.2"].actor,
        now=next(evening),
    )


def _minutes(start: datetime) -> Iterator[datetime]:
    # Seconds, not minutes, so that a whole evening fits before midnight.
    while True:
        yield start
        start += timedelta(seconds=20)


def _hand_out(people: Mapping[str, Hired], evening: Iterator[datetime]) -> None:
    board = people["icb.team"].actor
    now = next(evening)
    cases = sorted(cases_of(board, None, now=now), key=lambda case: case.reference)
    handlers = cycle(people[key].actor.person_id for key in _HANDLERS)
    for case, person_id in zip(cases[:-LEFT_WITH_NOBODY], handlers, strict=False):
        desk.allocate(case.incident_id, person_id, by=board, now=next(evening), seen=case.version)
    for key in LEADS:
        lead = people[f"{key}.lead"].actor
        second = people.get(f"{key}.lead.2", people[f"{key}.lead"]).actor
        for case, person in zip(cases_of(lead, None, now=now), cycle((lead, second)), strict=False):
            desk.allocate(case.incident_id, person.person_id, by=lead, now=next(evening), seen=case.version)


def _talk(people: Mapping[str, Hired], evening: Iterator[datetime], today: date) -> None:
    """Questions with answers, questions that wait, one overdue, notes, and papers beside the reports."""
    board = people["icb.team"].actor
    shared = [
        case
        for case in cases_of(board, board.person_id, now=next(evening))
        if case.status not in (Status.REPORTED, Status.DISCUSSING)
    ]
    yesterday = Days(today).ago(1)
    for number, case in enumerate(shared[:15]):
        key, now = _key(case, "question"), next(evening)
        wait = yesterday if number % 5 == 0 else today + timedelta(days=2 + number % 4)
        discussion.post_message(
            case.incident_id,
            QUESTIONS[number % len(QUESTIONS)],
            key=key,
            answer_by=wait,
            by=board,
            now=now,
            seen=case.version,
        )
        lead = _lead_of(case, people)
        if number % 5 in (1, 2) and lead is not None:
            discussion.post_message(
                case.incident_id,
                ANSWERS[number % len(ANSWERS)],
                key=_key(case, "answer"),
                answers_id=key,
                by=lead.actor,
                now=next(evening),
                seen=case.version,
            )
        if number % 3 == 0:
            discussion.add_note(
                case.incident_id,
                NOTES[number // 3 % len(NOTES)],
                key=_key(case, "note"),
                by=board,
                now=next(evening),
                seen=case.version,
            )
        if lead is not None:
            _hand_over(case, lead.actor, number, evening)


def _hand_over(case: CaseOnDesk, lead: Actor, number: int, evening: Iterator[datetime]) -> None:
    """A paper of one kind or another beside the report, and for some what StEIS asks."""
    papers = {
        1: (
            DocumentKind.RECORD,
            f"Timeline {case.reference}.docx",
            paper.word_document("Timeline", _TIMELINE),
        ),
        3: (DocumentKind.EVIDENCE, f"Audit of the new check {case.reference}.xlsx", paper.workbook(_AUDIT)),
        5: (DocumentKind.OTHER, f"Plan of the bay {case.reference}.png", paper.picture()),
        7: (
            DocumentKind.TERMS_OF_REFERENCE,
            f"Terms of reference {case.reference}.pdf",
            paper.pdf_document("Terms of reference", _TERMS),
        ),
    }
    if number % 8 in papers:
        kind, name, content = papers[number % 8]
        documents.add_document(
            case.incident_id,
            NewDocument(name, content, kind.value, description=kind.label, examined=paper.examined(content)),
            by=lead,
            now=next(evening),
            seen=case.version,
        )
    # Under PSIRF nothing is logged on StEIS here.
    if number % 3 == 1 and case.provider_name != BY_KEY[MOVED_TO_PSIRF].name:
        now = next(evening)
        steis_record.record_numbers(
            case.incident_id, {}, steis_logged_on=london_day(now), by=lead, now=now, seen=case.version
        )
        steis_record.record_details(case.incident_id, _STEIS, by=lead, now=next(evening), seen=case.version)


def _tell_reporters(people: Mapping[str, Hired], evening: Iterator[datetime]) -> None:
    lead = people["castlebrook.lead"].actor
    for case in cases_of(lead, lead.person_id, now=next(evening))[:6]:
        reporter_updates.ask_reporter(
            case.incident_id, ASKED, key=_key(case, "asked"), by=lead, now=next(evening), seen=case.version
        )
        reporter_updates.tell_reporter(
            case.incident_id, CHANGED, key=_key(case, "told"), by=lead, now=next(evening), seen=case.version
        )


def _lead_of(case: CaseOnDesk, people: Mapping[str, Hired]) -> Hired | None:
    return next((people[f"{key}.lead"] for key in LEADS if BY_KEY[key].name == case.provider_name), None)


def _key(case: CaseOnDesk, what: str) -> UUID:
    """The same key for the same case and thing, as a page would carry one."""
    return UUID(int=number_from(2**64, case.reference, what) << 64 | number_from(2**64, what, case.reference))
