"""The same history under other rules: another framework, or other lengths. Only compared, never written (clause 5.2.2).

What a case did under its own framework is a fact; what it would have done under another is not. So a timescale that
starts from a fact which nobody recorded is *unknown*, with the reason in words, and is never guessed: under PSIRF nobody
asks whether an incident meets the SI criteria, declares it or sends the ICB a report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType

from sightline.policy.clock_facts import ClockFacts, DeadlineKind
from sightline.policy.deadlines import DEADLINES, due_dates
from sightline.policy.lengths import Length, counted, parse_length, say_day
from sightline.policy.reckoning import Due
from sightline.policy.required_responses import Need, RequiredRule, ResponseFacts, required_responses
from sightline.policy.terms import Framework, Role, Term
from sightline.policy.timescale_words import Standing, say, state_of

#: Who compares rules for the ICB, before it changes them (clauses 4.5c.1, 4.5b and 5.2.2).
MAY_REPLAY = frozenset({Role.PATIENT_SAFETY_SPECIALIST, Role.CHIEF_NURSE})

Key = tuple[DeadlineKind, int]


@dataclass(frozen=True)
class OtherRules:
    """What is to be different. ``framework`` None leaves each case under its own.

    ``lengths`` are in each rule's own unit, and stand in place of what holds for the whole installation; a Place that
    has less keeps it (clause 5.1.2).
    """

    framework: Framework | None = None
    lengths: Mapping[DeadlineKind, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def in_words(self) -> str:
        """What is different, as a sentence begins: "PSIRF; Final report within 45 working days"."""
        units = {row.kind: row.unit for rows in DEADLINES.values() for row in rows}
        parts = [self.framework.label] if self.framework is not None else []
        parts += [
            f"{kind.label} within {Length(number, units[kind])}" for kind, number in self.lengths.items()
        ]
        return "; ".join(parts)


def read_length(text: str) -> tuple[DeadlineKind, int]:
    """Reads ``final_report=45 working days``. ValueError, in words, for what is no timescale or another unit.

    A unit is part of the rule, as what starts it is: only the number can be another (design decision 37).
    """
    name, _, written = text.partition("=")
    rules = {row.kind.value: row for rows in DEADLINES.values() for row in rows if row.length}
    rule = rules.get(name.strip().lower().replace("-", "_"))
    if rule is None:
        raise ValueError(f'"{name.strip()}" is no timescale. Choose from: {", ".join(rules)}.')
    length = parse_length(written)
    if length.unit is not rule.unit:
        raise ValueError(
            f"{rule.label} is counted in {rule.unit.label}, which is part of the rule: "
            f'write it like "{Length(length.number or rule.length, rule.unit)}".'
        )
    if length.number < 1:
        raise ValueError(f"{rule.label}: a length is at least 1.")
    return rule.kind, length.number


class Verdict(Term):
    """What a timescale comes to under one set of rules; stored nowhere, but said in JSON."""

    MET = "met", "met in time"
    DONE_OVERDUE = "done_overdue", "done overdue"
    RUNNING = "running", "running"
    OVERDUE = "overdue", "overdue"
    STOPPED = "stopped", "stopped"
    ENDED = "ended", "ended or set aside"
    UNKNOWN = "unknown", "unknown"
    NONE = "none", "does not run"


class Required(Term):
    """Whether a response is nationally required under PSIRF, whatever the provider's plan says."""

    YES = "required", "nationally required"
    UNKNOWN = "unknown", "unknown"
    PLAN = "plan", "the provider’s plan decides"


_VERDICTS = {
    Standing.DONE_IN_TIME: Verdict.MET,
    Standing.DONE_OVERDUE: Verdict.DONE_OVERDUE,
    Standing.RUNNING: Verdict.RUNNING,
    Standing.DUE_TODAY: Verdict.RUNNING,
    Standing.OVERDUE: Verdict.OVERDUE,
    Standing.STOPPED: Verdict.STOPPED,
    Standing.SET_ASIDE: Verdict.ENDED,
    Standing.ENDED: Verdict.ENDED,
}


@dataclass(frozen=True, slots=True)
class Told:
    """One timescale, or the response, under one set of rules. ``due_on`` None: it does not run, or nobody can know."""

    verdict: Verdict | Required
    due_on: date | None = None
    words: str = ""


NOT_THERE = Told(Verdict.NONE, words=Verdict.NONE.label)


@dataclass(frozen=True, slots=True)
class Change:
    """One timescale that is not the same under both, and what is different, in words."""

    kind: DeadlineKind
    round: int
    before: Told
    after: Told
    words: str


# Under one set of rules


def told_of(facts: ClockFacts, *, now: datetime) -> dict[Key, Told]:
    """Every timescale of a case under the rules of its facts, as it stands at ``now``."""
    return {(due.kind, due.round): _told(due, now) for due in due_dates(facts)}


def told_under(
    facts: ClockFacts, other: ClockFacts, *, is_never_event: bool, now: datetime
) -> dict[Key, Told]:
    """The same under other rules: ``other`` is ``facts`` with another framework, other lengths or both."""
    if other.framework is facts.framework:
        return told_of(other, now=now)
    if other.framework is Framework.PSIRF:
        return _told_under_psirf(other, now)
    return _told_under_sif(other, is_never_event, now)


def with_rules(facts: ClockFacts, framework: Framework, lengths: Mapping[DeadlineKind, int]) -> ClockFacts:
    """The facts of a case, to be reckoned by a framework and the lengths that hold in it."""
    return replace(facts, framework=framework, lengths=lengths)


def _told(due: Due, now: datetime) -> Told:
    return Told(_VERDICTS[state_of(due, now).standing], due.due_on, say(due, now))


_CANDOUR_UNDECIDED = (
    "unknown: whether the Duty of Candour applies was not decided before it was recorded as not serious, "
    "which ends nothing under PSIRF"
)


def _told_under_psirf(facts: ClockFacts, now: datetime) -> dict[Key, Told]:
    """There is no threshold, so that a record of *not serious* ends nothing; whatever rested on it is unknown."""
    found = {}
    for due in due_dates(facts):
        told = _told(due, now)
        rests_on_it = due.ended_at is not None and due.ended_at == facts.not_serious_at
        if rests_on_it and facts.candour_applies is None:
            told = Told(Verdict.UNKNOWN, due.due_on, _CANDOUR_UNDECIDED)
        found[due.kind, due.round] = told
    return found


#: What is missing under PSIRF, by the fact from which a rule of the 2015 framework starts.
_MISSING: Mapping[str, str] = MappingProxyType(
    {
        "identified_at": "unknown: whether it meets the SI criteria was not asked under PSIRF",
        "declared_at": "unknown: nothing is declared under PSIRF",
        "initial_review_rounds": "unknown: no 72-hour review is sent under PSIRF",
        "report_rounds": "unknown: no final report is sent to the ICB under PSIRF",
        "commissioned_on": "unknown: no level of investigation is agreed under PSIRF",
    }
)


def _told_under_sif(facts: ClockFacts, is_never_event: bool, now: datetime) -> dict[Key, Told]:
    """What would start. A Never Event is always a serious incident (clause 3.3.0), so that it counts as identified."""
    found: dict[Key, Told] = {}
    dues = {(due.kind, due.round): due for due in due_dates(facts)}
    for row in DEADLINES[Framework.SIF_2015]:
        rounds = [key for key in dues if key[0] is row.kind]
        if row.starts_at_fact not in _MISSING:
            found |= {key: _told(dues[key], now) for key in rounds}
        elif row.starts_at_fact != "identified_at":
            # What was recorded before the provider moved is known; else nobody knows whether it would have begun.
            found |= {key: _told(dues[key], now) for key in rounds} or {
                (row.kind, 1): Told(Verdict.UNKNOWN, words=_MISSING[row.starts_at_fact])
            }
        elif row.kind is DeadlineKind.URGENT_CONTACT and not facts.urgent:
            continue
        elif rounds and (is_never_event or facts.declared_at is not None):
            found |= {key: _told_of_never_event(dues[key], now) for key in rounds}
        else:
            found[row.kind, 1] = Told(Verdict.UNKNOWN, words=_MISSING["identified_at"])
    return found


def _told_of_never_event(due: Due, now: datetime) -> Told:
    """When it would start and be due is known; whether it would have been met is not, where nobody had to do it."""
    if due.done_at is not None:
        return _told(due, now)
    words = (
        f"starts {say_day(due.started_on)} as a Never Event, due {say_day(due.due_on)}; "
        "unknown: whether it would have been done, which nobody was asked under PSIRF"
    )
    return Told(Verdict.UNKNOWN, due.due_on, words)


# What differs


def changes(before: Mapping[Key, Told], after: Mapping[Key, Told]) -> tuple[Change, ...]:
    """Every timescale that has another verdict or another last day, in the order of the rules."""
    found = []
    for key in {**before, **after}:
        was, becomes = before.get(key, NOT_THERE), after.get(key, NOT_THERE)
        if (was.verdict, was.due_on) != (becomes.verdict, becomes.due_on):
            found.append(Change(key[0], key[1], was, becomes, _words(was, becomes)))
    return tuple(found)


def _words(was: Told, becomes: Told) -> str:
    if becomes.verdict is Verdict.NONE:
        return "has no limit under those rules"
    if becomes.verdict is Verdict.UNKNOWN:
        return "what it would come to is not known"
    if was.verdict in (Verdict.NONE, Verdict.UNKNOWN):
        return "starts under those rules"
    parts = []
    if was.due_on is not None and becomes.due_on is not None and was.due_on != becomes.due_on:
        days = (becomes.due_on - was.due_on).days
        parts.append(f"due {counted(abs(days), 'day')} {'later' if days > 0 else 'earlier'}")
    if was.verdict is becomes.verdict:
        parts.append(f"still {becomes.verdict.label}")
    else:
        parts.append(f"{was.verdict.label}, would be {becomes.verdict.label}")
    return "; ".join(parts)


# Which response is nationally required


@dataclass(frozen=True, slots=True)
class Response:
    """What PSIRF asks nationally of one case, in words."""

    required: Required
    words: str


def response_required(facts: ResponseFacts) -> Response:
    """Which response ``required_responses`` asks of a case, in words; for the rest the provider's plan decides.

    Whether problems in care caused a death is judged by people, and where they did not record it the answer is unknown. A
    body that an event may have to go to is named where something recorded points that way.
    """
    found = required_responses(facts)
    required = [row.rule for row in found if row.need is Need.REQUIRED]
    if required:
        names = "; ".join(f"{rule.what}: {_of(rule)}" for rule in required)
        return Response(Required.YES, f"nationally required: {names}")
    unknown = [
        row.rule
        for row in found
        if row.need is Need.UNKNOWN and (row.rule.response or _points_to(row.rule, facts))
    ]
    names = "; ".join(f"{rule.what}, for {_of(rule)}" for rule in unknown)
    if any(rule.response for rule in unknown):
        return Response(Required.UNKNOWN, f"unknown: what settles it is not recorded: {names}")
    if unknown:
        return Response(Required.PLAN, f"{Required.PLAN.label}; not recorded whether it goes to {names}")
    return Response(Required.PLAN, Required.PLAN.label)


def _points_to(rule: RequiredRule, facts: ResponseFacts) -> bool:
    """Whether anything the rule asks for is known, and all that is known is as it asks."""
    return any(facts.known(name) is not None for name in rule.wants)


def _of(rule: RequiredRule) -> str:
    return f"{rule.when[0].lower()}{rule.when[1:].rstrip('.')}"
