"""Other bodies to tell, as the page of a case and the pages of that room show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sightline.incidents.bodies import body_facts_of, entries_of
from sightline.incidents.models import BodyEntry
from sightline.incidents.record import RELATED_OF_STEP, CaseRecord, facts_of, load_case
from sightline.incidents.selectors.case_sections import Names
from sightline.incidents.services.due_dates import LocalRules, local_rules
from sightline.incidents.visibility import visible_to
from sightline.policy.body_facts import BodyFacts, Known
from sightline.policy.body_questions import BODY_QUESTIONS
from sightline.policy.external_bodies import (
    MAY_BECOME_SO,
    BodyItem,
    EntryKind,
    ItemState,
    due_of,
    items_of,
    problem_with_side,
    questions_of,
    waiting_of,
)
from sightline.policy.facts import Actor, IncidentFacts
from sightline.policy.permissions import permissions_for
from sightline.policy.terms import Action, Part, Role
from sightline.policy.timescale_words import Standing, say, state_of
from sightline.policy.workflow import decide
from sightline.policy.working_days import london_day


@dataclass(frozen=True)
class EntryRow:
    """One entry about an item: what became of it, when, who recorded it."""

    label: str
    words: str
    moment: datetime | None
    by_role: str
    reference: str
    recorded_at: datetime
    who: str


@dataclass(frozen=True)
class BodyRow:
    """One body to tell. ``by_when`` is in words; ``state`` a word for a tag. ``ends_at`` None where no number is set."""

    code: str
    name: str
    what: str
    why: str
    clause: str
    who: str
    by_when: str
    rule: str
    warrant: str
    source: str
    note: str
    evidence: str
    state: ItemState
    standing: str
    known_at: datetime
    is_overdue: bool
    was_late: bool
    ends_at: datetime | None
    told_at: datetime | None
    by_role: str
    reference: str
    words: str
    settled_at: datetime
    may_settle: bool
    history: tuple[EntryRow, ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to tell the body."""
        return self.state is ItemState.TO_TELL


@dataclass(frozen=True)
class QuestionRow:
    """One question, with the latest answer; ``waits``: a rule cannot say without it."""

    code: str
    answer: Known | None
    on: date | None
    waits: bool
    answered_at: datetime | None
    who: str


@dataclass(frozen=True)
class BodySection:
    """The bodies of a case: those to tell first, the most pressing on top; and what is asked."""

    rows: tuple[BodyRow, ...]
    questions: tuple[QuestionRow, ...]
    waiting: tuple[str, ...]
    may_answer: bool

    @property
    def open(self) -> int:
        """How many are still to be told."""
        return sum(1 for row in self.rows if row.is_open)

    @property
    def overdue(self) -> int:
        """How many of those are overdue."""
        return sum(1 for row in self.rows if row.is_overdue)

    @property
    def asked(self) -> tuple[QuestionRow, ...]:
        """The questions that a rule waits for."""
        return tuple(row for row in self.questions if row.waits)

    @property
    def note(self) -> str:
        """How it stands, for a heading."""
        if self.overdue:
            return f"{self.open} to tell, {self.overdue} overdue"
        return f"{self.open} to tell" if self.open else ""

    def row(self, code: str) -> BodyRow | None:
        """The row of a rule, if the case has one."""
        return next((row for row in self.rows if row.code == code), None)


def bodies_of(
    record: CaseRecord, facts: IncidentFacts, actor: Actor, names: Names, *, here: LocalRules, now: datetime
) -> BodySection:
    """Everything about other bodies, in the hat's own words; no query where the judgements were read already."""
    known = body_facts_of(record, calendar=here.calendar, lengths=here.lengths_of_bodies(record.incident))
    items = items_of(entries_of(record.body_entries))
    held = permissions_for(actor, facts)
    settles = any(
        decide(action, actor, facts).allowed
        for action in (Action.RECORD_BODY_TOLD, Action.RECORD_BODY_NOT_NEEDED)
    )
    rows = [
        _row(item, known, record, names, now=now, may=settles and not problem_with_side(item.rule, held))
        for item in items.values()
    ]
    waiting = waiting_of(known, items)
    return BodySection(
        rows=tuple(sorted(rows, key=_order)),
        questions=_questions(record, questions_of(waiting), names),
        waiting=tuple(dict.fromkeys(each.rule.body.label for each in waiting)),
        may_answer=decide(Action.ANSWER_BODY_QUESTIONS, actor, facts).allowed,
    )


def bodies_on(actor: Actor, incident_id: UUID, *, now: datetime) -> BodySection | None:
    """The bodies of one case, without names of who recorded; None where this hat is not shown them."""
    shown = visible_to(actor, now=now, part=Part.TIMESCALES).select_related(*RELATED_OF_STEP)
    incident = shown.filter(id=incident_id).order_by().first()
    if incident is None:
        return None
    record = load_case(incident, now=now)
    return bodies_of(record, facts_of(record), actor, Names({}), here=local_rules(), now=now)


_PLACE = {ItemState.TO_TELL: 0, ItemState.CEASED: 1, ItemState.TOLD: 2, ItemState.NOT_NEEDED: 3}


def _order(row: BodyRow) -> tuple[int, bool, float]:
    return _PLACE[row.state], row.ends_at is None, 0.0 if row.ends_at is None else row.ends_at.timestamp()


def _row(
    item: BodyItem, facts: BodyFacts, record: CaseRecord, names: Names, *, now: datetime, may: bool
) -> BodyRow:
    rule, last = item.rule, item.last
    due = due_of(item, facts)
    state = None if due is None else state_of(due, now)
    words = say(due, now) if due is not None else str(rule.limit)
    number = facts.lengths.get(rule.code) if rule.may_vary else None
    return BodyRow(
        code=rule.code,
        name=rule.body.label_on(london_day(now)),
        what=rule.what,
        why=item.why,
        clause=rule.clause,
        who=rule.teller.label,
        by_when=words[0].upper() + words[1:],
        rule=rule.rule_for(number),
        warrant=rule.warrant.label,
        source=rule.source,
        note=rule.note,
        evidence=rule.evidence,
        state=item.state,
        standing=_standing(item, state.standing if state else None),
        known_at=item.known_at,
        is_overdue=state is not None and state.is_overdue,
        was_late=state is not None and state.standing is Standing.DONE_OVERDUE,
        ends_at=None if due is None else due.ends_at,
        told_at=last.moment if item.state is ItemState.TOLD else None,
        by_role=last.by_role,
        reference=last.reference,
        words="" if item.is_open and last.kind is EntryKind.RAISED else last.words,
        settled_at=last.recorded_at,
        may_settle=may,
        history=tuple(_entry(row, names) for row in record.body_entries if row.code == rule.code),
    )


def _standing(item: BodyItem, standing: Standing | None) -> str:
    """The word of the tag."""
    if item.state is ItemState.TOLD:
        return {Standing.DONE_IN_TIME: "told in time", Standing.DONE_OVERDUE: "told overdue"}.get(
            standing or Standing.RUNNING, "told"
        )
    if item.is_open and standing in (Standing.OVERDUE, Standing.DUE_TODAY):
        return standing.label
    return item.state.label


def _entry(row: BodyEntry, names: Names) -> EntryRow:
    by_the_rules = row.recorded_by is None
    return EntryRow(
        label=EntryKind(row.kind).label,
        words=row.words,
        moment=row.moment,
        by_role=row.by_role,
        reference=row.reference,
        recorded_at=row.recorded_at,
        who="By the rules" if by_the_rules else f"{names.of(row.recorded_by)}, {Role(row.role).label}",
    )


def _questions(record: CaseRecord, asked: tuple[str, ...], names: Names) -> tuple[QuestionRow, ...]:
    """Those asked now, those answered, and those whose answer may become another, in the order of the page."""
    latest = {row.code: row for row in record.body_entries if row.kind == EntryKind.ANSWERED}
    wanted = {*asked, *latest, *MAY_BECOME_SO}
    rows = []
    for code in (code for code in BODY_QUESTIONS if code in wanted):
        given = latest.get(code)
        rows.append(
            QuestionRow(
                code=code,
                answer=Known(given.answer) if given is not None else None,
                on=given.given_on if given is not None else None,
                waits=code in asked,
                answered_at=given.recorded_at if given is not None else None,
                who="" if given is None else names.of(given.recorded_by),
            )
        )
    return tuple(rows)
