"""Other bodies to tell: if this, tell them, within that (reference 10, design decision 38).

The rows stand in ``external_body_rows`` and ``external_body_rows_wider``. A rule that fires puts an item on the case. An
item never vanishes: where its rule no longer fires it says so and stays until somebody settles it, and one that was told
stays for ever. What happened to items is a list of entries that only grows; the latest counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from sightline.policy.body_facts import Asked, BodyFacts, Finding, Known
from sightline.policy.body_questions import BODY_QUESTIONS
from sightline.policy.body_rule import BodyRule, ClockStart, Teller, Warrant
from sightline.policy.clock_facts import DeadlineKind
from sightline.policy.external_body_rows import ROWS_ABOUT_PEOPLE
from sightline.policy.external_body_rows_wider import ROWS_WIDER
from sightline.policy.lengths import Length, Unit, say_day
from sightline.policy.questionnaire import Problem
from sightline.policy.reckoning import Deadline, Due, Tag, reckon
from sightline.policy.terms import Framework, Permission, Relation, Term
from sightline.policy.working_days import london_day

RULES: Mapping[str, BodyRule] = MappingProxyType({row.code: row for row in (*ROWS_ABOUT_PEOPLE, *ROWS_WIDER)})
ROLE_LENGTH, REFERENCE_LENGTH, REASON_LENGTH = 100, 200, 2_000
#: Whoever handles the case is told of an item that must be done within so many days.
PRESSING_DAYS = 3
_JOINED = "It was joined to the lead record of the same event"
_TAGS = {
    Warrant.VERIFIED: Tag.NATIONAL,
    Warrant.FROM_KNOWLEDGE: Tag.NATIONAL,
    Warrant.LOCAL_DEFAULT: Tag.LOCAL_DEFAULT,
}


class EntryKind(Term):
    """What an entry says of an item, or of a question."""

    RAISED = "raised", "Asked for"
    CEASED = "ceased", "No longer asked for"
    TOLD = "told", "Told"
    NOT_NEEDED = "not_needed", "Not needed"
    STILL_TO_TELL = "still_to_tell", "Not told after all"
    ANSWERED = "answered", "Answered"


class Settling(Term):
    """What a person says became of an item."""

    TOLD = "told", "It was told"
    NOT_NEEDED = "not_needed", "It need not be told"
    STILL_TO_TELL = "still_to_tell", "It has not been told: what was recorded is wrong"


class ItemState(Term):
    """Where an item stands."""

    TO_TELL = "to_tell", "to tell"
    TOLD = "told", "told"
    NOT_NEEDED = "not_needed", "not needed"
    CEASED = "ceased", "no longer asked for"


@dataclass(frozen=True)
class Entry:
    """One thing that was found or recorded. ``code`` is of a rule, or of a question where it was answered.

    ``words`` are why it is asked for, why no longer, or the reason a person gave. ``moment``: since when the record says
    so, or when the body was told. ``on``: the day that goes with an answer.
    """

    kind: EntryKind
    code: str
    recorded_at: datetime
    words: str = ""
    moment: datetime | None = None
    by_role: str = ""
    reference: str = ""
    answer: Known | None = None
    on: date | None = None


@dataclass(frozen=True)
class BodyItem:
    """One body that a rule asks to be told, as its entries leave it. ``last`` is the entry that put it where it stands."""

    rule: BodyRule
    state: ItemState
    why: str
    known_at: datetime
    last: Entry

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to tell the body."""
        return self.state is ItemState.TO_TELL


@dataclass(frozen=True)
class Waiting:
    """A rule that cannot say yet, and the questions that would settle it."""

    rule: BodyRule
    questions: tuple[str, ...]


# What the rules say


def find(rule: BodyRule, facts: BodyFacts) -> Finding:
    """Whether a rule fires, does not, or cannot say yet, and why. A joined report asks for nothing: its lead record does."""
    if facts.is_joined:
        return Finding(Known.NO, _JOINED)
    if rule.from_on is not None and (facts.happened_on or london_day(facts.reported_at)) < rule.from_on:
        return Finding(Known.NO, f"It happened before {say_day(rule.from_on)}")
    return rule.fires(facts)


def answers_of(entries: Iterable[Entry]) -> dict[str, Asked]:
    """The latest answer to each question, from entries oldest first."""
    return {
        entry.code: Asked(entry.answer or Known.UNKNOWN, entry.on)
        for entry in entries
        if entry.kind is EntryKind.ANSWERED and entry.code in BODY_QUESTIONS
    }


def items_of(entries: Iterable[Entry]) -> dict[str, BodyItem]:
    """The items of a case by rule, in the order in which they were first asked for, from entries oldest first."""
    items: dict[str, BodyItem] = {}
    for entry in entries:
        rule = RULES.get(entry.code)
        if entry.kind is EntryKind.ANSWERED or rule is None:
            continue
        item = items.get(entry.code)
        if entry.kind is EntryKind.RAISED:
            known_at = entry.moment or entry.recorded_at
            items[entry.code] = BodyItem(rule, ItemState.TO_TELL, entry.words, known_at, entry)
        elif item is not None:
            items[entry.code] = replace(item, state=_STATE_AFTER[entry.kind], last=entry)
    return items


_STATE_AFTER = {
    EntryKind.CEASED: ItemState.CEASED,
    EntryKind.TOLD: ItemState.TOLD,
    EntryKind.NOT_NEEDED: ItemState.NOT_NEEDED,
    EntryKind.STILL_TO_TELL: ItemState.TO_TELL,
}


def new_entries(
    facts: BodyFacts, items: Mapping[str, BodyItem], *, now: datetime, known_at: datetime
) -> tuple[Entry, ...]:
    """What the rules add, now that the facts are these: items asked for, no longer asked for, or proved by the record.

    ``known_at`` is since when the record says so: the moment of the step, or of the report where it was just sent.
    """
    added = []
    for code, rule in RULES.items():
        finding, item = find(rule, facts), items.get(code)
        stands = item is not None and item.state is not ItemState.CEASED
        if finding.known is Known.YES and not stands:
            added.append(Entry(EntryKind.RAISED, code, now, finding.why, known_at))
        if finding.known is Known.NO and item is not None and item.is_open:
            added.append(Entry(EntryKind.CEASED, code, now, finding.why))
        proof = "" if rule.recorded_as is None else rule.recorded_as(facts)
        if finding.known is Known.YES and proof and (item is None or item.is_open or not stands):
            added.append(Entry(EntryKind.TOLD, code, now, moment=known_at, reference=proof))
    return tuple(added)


def waiting_of(facts: BodyFacts, items: Mapping[str, BodyItem]) -> tuple[Waiting, ...]:
    """The rules that wait for an answer, of those that have no item which stands."""
    found = []
    for code, rule in RULES.items():
        item, finding = items.get(code), find(rule, facts)
        if finding.known is Known.UNKNOWN and (item is None or item.state is ItemState.CEASED):
            found.append(Waiting(rule, finding.asks))
    return tuple(found)


def questions_of(waiting: Iterable[Waiting]) -> tuple[str, ...]:
    """The questions that are asked now, each once, in the order of the page."""
    wanted = {code for each in waiting for code in each.questions}
    return tuple(code for code in BODY_QUESTIONS if code in wanted)


#: What can become so after the report, and is offered although the record says that it is not.
MAY_BECOME_SO = tuple(code for code in BODY_QUESTIONS if code.startswith("is_"))


# By when


def due_of(item: BodyItem, facts: BodyFacts, *, round: int = 1) -> Due | None:
    """When the body must be told, and whether it was; None where no number is set, or nothing is asked for any more."""
    rule = item.rule
    if isinstance(rule.limit, str) or item.state in (ItemState.CEASED, ItemState.NOT_NEEDED):
        return None
    return reckon(
        deadline_of(rule, rule.limit),
        _start_of(item, facts),
        calendar=facts.calendar,
        number=facts.lengths.get(rule.code) if rule.may_vary else None,
        done_at=item.last.moment if item.state is ItemState.TOLD else None,
        round=round,
    )


def deadline_of(rule: BodyRule, limit: Length, framework: Framework = Framework.SIF_2015) -> Deadline:
    """The rule as a timescale, to be reckoned and said like any other; both frameworks have the same."""
    return Deadline(
        kind=DeadlineKind.OTHER_BODIES,
        number=rule.code,
        framework=framework,
        owner=rule.teller.side,
        starts_at_fact=rule.start.value,
        counted_from=rule.start.label,
        length=limit.number,
        unit=limit.unit,
        clause=rule.clause,
        tag=_TAGS[rule.warrant],
        source=rule.source,
        outlasts_case=True,
    )


def _start_of(item: BodyItem, facts: BodyFacts) -> datetime | date:
    if item.rule.start is ClockStart.HAPPENED:
        return facts.happened_on or facts.found_on or london_day(facts.reported_at)
    if item.rule.start is ClockStart.DAY_GIVEN:
        given = facts.answers.get(item.rule.day_of)
        return item.known_at if given is None or given.on is None else given.on
    return item.known_at


def next_dues(items: Iterable[BodyItem], facts: BodyFacts) -> tuple[Due, ...]:
    """What lists are to show of a case: on each side the limit that ends first of those still to be told.

    Round 1 is the provider's, round 2 the ICB's.
    """
    found = []
    for number, side in enumerate((Relation.PROVIDER, Relation.LEAD_COMMISSIONER), start=1):
        running = [
            due
            for item in items
            if item.is_open
            and item.rule.teller.side is side
            and (due := due_of(item, facts, round=number)) is not None
        ]
        found += sorted(running, key=lambda due: due.ends_at)[:1]
    return tuple(found)


def is_pressing(rule: BodyRule) -> bool:
    """Whether it must be done within three days or less."""
    if isinstance(rule.limit, str):
        return False
    limit: Length = rule.limit
    if limit.unit is Unit.CLOCK_HOURS:
        return limit.number <= PRESSING_DAYS * 24
    return limit.unit is not Unit.MONTHS and limit.number <= PRESSING_DAYS


# What people record


def problem_with_side(rule: BodyRule, held: Collection[Permission]) -> str:
    """Why this hat may not settle an item of this rule; empty where it may."""
    if rule.teller is Teller.ICB:
        may = Permission.TELL_BODIES_AS_COMMISSIONER in held
        return "" if may else "The ICB tells this body, so only its patient safety team can record it."
    return (
        ""
        if Permission.TELL_BODIES in held
        else "The provider tells this body, so only the provider can record it."
    )


def problems_of_settling(
    settling: Settling | None,
    *,
    told_at: datetime | None,
    by_role: str,
    reference: str,
    reason: str,
    clause: str,
    is_open: bool,
    happened_on: date | None,
    now: datetime,
) -> tuple[Problem, ...]:
    """What stops it from being recorded, each beside its field; empty when nothing does."""
    said = {}
    if settling is None:
        said["settling"] = "Say whether it was told."
    elif settling is Settling.TOLD:
        said["told_on"] = _problem_with_moment(told_at, happened_on, now)
        said["by_role"] = "" if by_role.strip() else "Say by which role it was told."
    else:
        said["reason"] = "" if reason.strip() else "Say why."
        if settling is Settling.STILL_TO_TELL and is_open:
            said["settling"] = "Nothing is recorded yet that would have to be taken back."
    said["by_role"] = said.get("by_role") or _too_long(by_role, ROLE_LENGTH)
    said["reference"] = _too_long(reference, REFERENCE_LENGTH)
    said["reason"] = said.get("reason") or _too_long(reason, REASON_LENGTH)
    return tuple(Problem(field, words, clause) for field, words in said.items() if words)


def _problem_with_moment(told_at: datetime | None, happened_on: date | None, now: datetime) -> str:
    if told_at is None:
        return "Enter the day and the time at which it was told."
    if told_at > now:
        return "It cannot have been told in the future."
    if happened_on is not None and london_day(told_at) < happened_on:
        return "It cannot have been told before the incident happened. Check the date."
    return ""


def _too_long(text: str, most: int) -> str:
    return f"Use {most:,} characters or fewer." if len(text.strip()) > most else ""


def who_tells(rule: BodyRule) -> str:
    """Who tells the body, in words that begin a sentence or stand alone."""
    words = rule.teller.label
    return f"{words[0].upper()}{words[1:]}"
