"""The same history under other rules, case by case: what would be due, met or overdue. Reads, and writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from sightline.incidents.clock_records import records_for_clocks
from sightline.incidents.learning_facts import response_facts_of
from sightline.incidents.learning_facts import told_of as told_of_report
from sightline.incidents.models import Incident
from sightline.incidents.record import CaseRecord
from sightline.incidents.services.due_dates import LocalRules, local_rules
from sightline.incidents.visibility import visible_to
from sightline.organisations import agreed
from sightline.organisations import selectors as organisations
from sightline.policy.deadlines import DEADLINES, DeadlineKind
from sightline.policy.facts import Actor, stands_as_never_event
from sightline.policy.replaying import (
    Change,
    OtherRules,
    Required,
    Response,
    Told,
    Verdict,
    changes,
    response_required,
    told_of,
    told_under,
    with_rules,
)
from sightline.policy.required_responses import ResponseFacts
from sightline.policy.terms import Framework, Part, Term
from sightline.policy.working_days import LONDON

#: What the row of a case's learning response is called beside its timescales.
RESPONSE = "Learning response"


@dataclass(frozen=True)
class Span:
    """From a first to a last day; both belong to it. A case counts on the day it was identified, or reported until then."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing of one case that is not the same under the other rules: before, after, and what changed, in words."""

    reference: str
    provider_id: UUID
    timescale: str
    before: Told
    after: Told
    words: str


@dataclass
class Totals:
    """How many rounds of one timescale come to each verdict, under the rules in force and under the others."""

    before: Counter[Term] = field(default_factory=Counter)
    after: Counter[Term] = field(default_factory=Counter)


@dataclass
class Replay:
    """What was found. ``responses``: under PSIRF, how many cases have a response nationally required, or may have."""

    cases: int = 0
    differing: int = 0
    totals: dict[DeadlineKind, Totals] = field(default_factory=dict)
    responses: Counter[Required] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    def providers(self) -> dict[UUID, str]:
        """The name of every provider that a difference is of; one query."""
        found = organisations.organisations({row.provider_id for row in self.differences})
        return {key: row.name for key, row in found.items()}


def cases_in(actor: Actor, span: Span, *, now: datetime, at_most: int | None = None) -> int:
    """How many cases of the span this hat is shown the timescales of, counted up to ``at_most``."""
    found = _found(actor, span, now)
    return found.count() if at_most is None else found[:at_most].count()


def replay(
    actor: Actor,
    span: Span,
    other: OtherRules,
    *,
    now: datetime,
    progress: Callable[[int], None] | None = None,
) -> Replay:
    """Every case of the span under the rules in force and under the others, a chunk in memory at a time.

    ``progress`` is told after each hundredth case how many are done. A step taken meanwhile is in it or not.
    """
    local = local_rules()
    others = replace(local, lengths=agreed.agreed_lengths(other.lengths))
    found = Replay()
    known: dict[Told, Told] = {}
    for record in records_for_clocks(_found(actor, span, now).order_by("reported_at", "id")):
        _add(found, record, local, others, other, now, known)
        if progress is not None and found.cases % 100 == 0:
            progress(found.cases)
    order = [row.kind for rows in DEADLINES.values() for row in rows]
    found.totals = {kind: found.totals[kind] for kind in dict.fromkeys(order) if kind in found.totals}
    return found


def _found(actor: Actor, span: Span, now: datetime) -> QuerySet[Incident]:
    begins = datetime.combine(span.first, datetime.min.time(), LONDON)
    ends = datetime.combine(span.last + timedelta(days=1), datetime.min.time(), LONDON)
    shown = visible_to(actor, now=now, part=Part.TIMESCALES)
    return shown.annotate(counts_at=Coalesce("identified_at", "reported_at")).filter(
        counts_at__gte=begins, counts_at__lt=ends
    )


def _add(
    found: Replay,
    record: CaseRecord,
    local: LocalRules,
    others: LocalRules,
    other: OtherRules,
    now: datetime,
    known: dict[Told, Told],
) -> None:
    """Adds one case; ``known`` makes equal sayings one object, so that many differences take little room."""
    incident = record.incident
    framework = other.framework or Framework(incident.framework)
    facts = local.facts_of(record)
    lengths = others.lengths_of(incident, framework, incident.place_id)
    other_facts = with_rules(facts, framework, lengths)
    is_never_event = stands_as_never_event(incident.never_event_code, incident.never_event_confirmed)
    before = told_of(facts, now=now)
    is_same = (framework, lengths) == (facts.framework, facts.lengths)
    after = before if is_same else told_under(facts, other_facts, is_never_event=is_never_event, now=now)
    for (kind, _), told in before.items():
        found.totals.setdefault(kind, Totals()).before[told.verdict] += 1
    for (kind, _), told in after.items():
        found.totals.setdefault(kind, Totals()).after[told.verdict] += 1
    different = [_difference(incident, each, known) for each in changes(before, after)]
    if other.framework is Framework.PSIRF:
        response = response_required(response_facts_in(record))
        found.responses[response.required] += 1
        if facts.framework is not Framework.PSIRF:
            different.append(_of_response(incident, response, known))
    found.cases += 1
    found.differing += bool(different)
    found.differences += different


def response_facts_in(record: CaseRecord) -> ResponseFacts:
    """What ``policy.required_responses`` asks, of a case under either framework."""
    incident = record.incident
    if record.current_learning is not None or not record.classifications:
        return response_facts_of(incident, record.current_learning)
    code = incident.never_event_code
    stands = code if stands_as_never_event(code, incident.never_event_confirmed) else ""
    return told_of_report(incident, never_event_code=stands, judged=record.classifications[0])


def _difference(incident: Incident, change: Change, known: dict[Told, Told]) -> Difference:
    label = change.kind.label if change.round == 1 else f"{change.kind.label}, round {change.round}"
    before, after = (known.setdefault(told, told) for told in (change.before, change.after))
    return Difference(incident.reference, incident.provider_id, label, before, after, change.words)


def _of_response(incident: Incident, response: Response, known: dict[Told, Told]) -> Difference:
    before = Told(Verdict.NONE, words="not asked under the 2015 framework")
    after = Told(response.required, words=response.words)
    return Difference(
        incident.reference,
        incident.provider_id,
        RESPONSE,
        known.setdefault(before, before),
        known.setdefault(after, after),
        response.words,
    )
