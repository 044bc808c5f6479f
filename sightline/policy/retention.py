"""How long a record is kept, from which day, and what overrides it (reference 12, clause 11.1a).

When the time is over a person reviews the record; nothing is destroyed by a date alone. A hold, such as that of a
statutory inquiry, always wins, and what is not known keeps the record for the longest time it could need.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sightline.policy.editions import Dated, Editions
from sightline.policy.lengths import say_day
from sightline.policy.reckoning import Tag
from sightline.policy.terms import Status, Term
from sightline.policy.three_answers import NO, YES, Ask, Finding, unknown
from sightline.policy.working_days import add_months

CLAUSE = "11.1a"
FEWEST_WORDS, LONGEST_REASON = 3, 2_000
SOURCE = "Records Management Code of Practice 2021, appendix II; from knowledge, to be confirmed"
THEN_REVIEWED = "When the time is over, a person reviews the record and decides, with a reason."


class CountedFrom(Term):
    """The day from which the years are counted; an ICB may choose."""

    INCIDENT = "incident", "the day it happened"
    CLOSURE = "closure", "the day the case was closed"


@dataclass(frozen=True)
class RetentionRule:
    """How many years a serious incident, and another, is kept, and from which day."""

    serious_years: int
    other_years: int
    counted_from: CountedFrom
    tag: Tag
    source: str
    clause: str = "11.1a"

    def years(self, serious: bool) -> int:
        """Years for a serious incident or for another."""
        return self.serious_years if serious else self.other_years


#: Editable: a later Code, or an ICB that counts from closure, adds an edition. The one in force on the day of asking
#: counts for every record, old or new. The Code is of 2021; its predecessor's figures are not loaded and were the same
#: or longer, so the first edition also stands for days before it.
RULES: Editions[RetentionRule] = Editions(
    "Retention",
    (
        Dated(
            RetentionRule(20, 10, CountedFrom.INCIDENT, Tag.NATIONAL, SOURCE),
            date(2015, 4, 1),
        ),
    ),
)

_ASK_SERIOUS = Ask(
    "seriousness", "Is it a serious incident? Until that is decided it is kept as one.", "3.2.1"
)
_ASK_INCIDENT = Ask("happened_on", "When did it happen? The years are counted from that day.", "11.1a")
_ASK_CLOSED = Ask("closed_on", "When was the case closed? The years are counted from that day.", "11.1a")


#: A reason why nothing of the record may go, such as an inquiry or a claim, and the days on which it binds.
LegalHold = Dated[str]


@dataclass(frozen=True)
class RetentionFacts:
    """What is known of one record. ``serious``: None while not decided. ``is_open``: anything is still owed on it.

    One that was declared and later downgraded is not serious; one joined to another is kept as long as its lead record.
    """

    serious: bool | None
    happened_on: date | None
    closed_on: date | None = None
    is_open: bool = True
    holds: tuple[LegalHold, ...] = ()


@dataclass(frozen=True)
class Retention:
    """How long one record is kept. ``until``: its last day, None while not known; ``why``: in words, the hold first."""

    until: date | None
    rule: str
    why: tuple[str, ...]
    finding: Finding

    @property
    def due_for_review(self) -> bool:
        """Whether a person may now decide what becomes of it."""
        return self.finding.is_yes


def retention_of(facts: RetentionFacts, *, today: date, rules: Editions[RetentionRule] = RULES) -> Retention:
    """How long the record is kept, and whether it may be reviewed for disposal today.

    Raises:
        LookupError: no rule holds today.
    """
    rule = rules.on(today)
    if rule is None:
        raise LookupError(f"No rule of retention holds on {say_day(today)}.")
    years = rule.years(facts.serious is not False)
    starts_on, ask = (
        (facts.happened_on, _ASK_INCIDENT)
        if rule.counted_from is CountedFrom.INCIDENT
        else (facts.closed_on, _ASK_CLOSED)
    )
    until = None if starts_on is None else add_months(starts_on, years * 12)
    held = [hold for hold in facts.holds if hold.holds_on(today)]
    why = [f"Held: {hold.value}." for hold in held]
    if facts.is_open:
        why.append("Something is still owed on the case.")
    words = f"{years} years from {rule.counted_from.label}"
    return Retention(until, words, tuple(why), _may_be_reviewed(facts, until, ask, bool(why), today))


def _may_be_reviewed(
    facts: RetentionFacts, until: date | None, ask: Ask, is_kept: bool, today: date
) -> Finding:
    # A hold is certain whatever else is missing; so is a date that has not come even if it were not serious.
    if is_kept:
        return NO
    if until is None:
        return unknown(ask, _ASK_SERIOUS) if facts.serious is None else unknown(ask)
    if facts.serious is None:
        return unknown(_ASK_SERIOUS)
    return YES if until < today else NO


def longest(retentions: Iterable[Retention]) -> date | None:
    """The last day of records that are kept together; None while one of them is not known."""
    days = [each.until for each in retentions]
    return max((day for day in days if day is not None), default=None) if None not in days else None


#: Where nothing more is awaited on a case; every other status is open.
_ENDED = frozenset({Status.CLOSED, Status.NOT_SERIOUS, Status.DOWNGRADED, Status.DUPLICATE})
_UNDECIDED = frozenset({Status.DRAFT, Status.REPORTED, Status.DISCUSSING, Status.DUPLICATE})


def facts_of_status(status: Status) -> tuple[bool, bool | None]:
    """Whether a case in this status is open, and whether it is serious (None: not decided).

    A duplicate says neither by itself: it is kept as long as its lead record. Under PSIRF there is no threshold of
    seriousness, so that a case with a learning response is kept as a serious incident is.
    """
    if status in _UNDECIDED:
        return status not in _ENDED, None
    return status not in _ENDED, status not in (Status.NOT_SERIOUS, Status.DOWNGRADED)


def first_day_of_any(*, today: date, rules: Editions[RetentionRule] = RULES) -> date:
    """What happened on this day or later is kept today, whatever it is: the shortest time has not passed.

    Raises:
        LookupError: no rule holds today.
    """
    rule = rules.on(today)
    if rule is None:
        raise LookupError(f"No rule of retention holds on {say_day(today)}.")
    # Never later than the exact day: a 29 February is counted from the 28th.
    return today.replace(day=min(today.day, 28), year=today.year - min(rule.serious_years, rule.other_years))


def problem_with_reason(reason: str) -> str:
    """Why words are no reason for setting or lifting a hold, in a sentence, or ``""``."""
    if len(reason.split()) < FEWEST_WORDS:
        return f"Say why in at least {FEWEST_WORDS} words: people will read it and judge by it."
    if len(reason) > LONGEST_REASON:
        return f"Use at most {LONGEST_REASON:,} characters."
    return ""
