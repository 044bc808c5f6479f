"""Today's worklist for the role in use: exceptions first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from sightline.incidents.models import Awaited, DueDate, StepTaken
from sightline.incidents.selectors.desk import OwnDesk
from sightline.incidents.visibility import hidden_steps, of_visible
from sightline.policy.deadlines import DeadlineKind
from sightline.policy.facts import Actor
from sightline.policy.framework_words import taken_words
from sightline.policy.lengths import counted
from sightline.policy.terms import Action, Framework, Part, Relation, Role
from sightline.policy.workflow import WORKFLOW, roles_for
from sightline.policy.working_days import Calendar, add_working_days, london_day
from sightline.policy.worklist_words import say_due

MOST_ROWS = 25
SOON_WORKING_DAYS = 5
COUNTED_TO = 100
#: Cases offered after a step, so that one that has to wait is not in the way; and enough lines to find them in.
MOST_NEXT, _MOST_AWAITED = 3, 16
MOST_NEW = 10


@dataclass(frozen=True)
class WorkRow:
    """One line: which case, what is wrong or wanted, whose it is, by when in words.

    ``steps`` are what is awaited one by one, in words with the step that answers it, the case's main one first; empty
    on a line about a date. ``is_main``: whether the first of them is what moves the case on.
    """

    reference: str
    provider_name: str
    headline: str
    what: str
    when: str
    when_detail: str
    never_event: bool
    is_ours: bool
    steps: tuple[tuple[str, Action], ...] = ()
    is_main: bool = False


@dataclass(frozen=True)
class WorkGroup:
    """Rows of one kind, at most ``MOST_ROWS`` of them, and how many there are in words."""

    rows: tuple[WorkRow, ...]
    count: str
    is_cut: bool


@dataclass(frozen=True)
class NewRow:
    """A case on which others took steps since this person last looked: the latest, and how many before it."""

    reference: str
    provider_name: str
    headline: str
    text: str
    taken_at: datetime


@dataclass(frozen=True)
class Worklist:
    """What the page ``/`` shows."""

    overdue: WorkGroup
    overdue_ours: int
    overdue_theirs: int
    waiting: WorkGroup
    soon: WorkGroup
    reviews_today: tuple[WorkRow, ...]
    new: tuple[NewRow, ...]
    since: datetime | None


def worklist(
    actor: Actor, *, since: datetime | None, now: datetime, calendar: Calendar, only: OwnDesk | None = None
) -> Worklist:
    """The worklist of a hat: three queries, each bounded. ``only`` narrows the cases to one person's desk.

    ``since``: the visit from which new things count; None on the first.
    """
    today = london_day(now)
    horizon = add_working_days(today, SOON_WORKING_DAYS, calendar)
    shown = _shown(actor, only, now)
    running = (
        DueDate.objects.filter(shown, is_running=True, due_on__lte=horizon)
        .annotate(is_late=Case(When(due_on__lt=today, then=1), default=0))
        # Ranked within its group, so that many that are late do not push out what is due soon.
        .annotate(
            place=Window(
                RowNumber(), partition_by=[F("is_late")], order_by=["due_on", "incident__reported_at", "id"]
            )
        )
        .filter(place__lte=COUNTED_TO + 1)
        .order_by("place")
        .values_list("kind", "side", "due_on", "is_late", *_OF_CASE, named=True)
    )
    dues = list(running)
    overdue = [due for due in dues if due.is_late]
    soon = [due for due in dues if not due.is_late]
    waiting = list(_awaited(actor, shown)[: COUNTED_TO + 1])
    ours = sum(1 for due in overdue if _is_ours(due, actor))
    return Worklist(
        overdue=_group(overdue, lambda due: _due_row(due, actor, now, calendar)),
        overdue_ours=ours,
        overdue_theirs=len(overdue) - ours,
        waiting=_group(_one_a_case([_waiting_row(row, now, calendar) for row in waiting]), lambda row: row),
        soon=_group(soon, lambda due: _due_row(due, actor, now, calendar)),
        reviews_today=tuple(
            _due_row(due, actor, now, calendar)
            for due in soon
            if due.kind == DeadlineKind.INITIAL_REVIEW and due.due_on == today
        )[:MOST_ROWS],
        new=_new(actor, since, now),
        since=since,
    )


def next_waiting(
    actor: Actor, *, but: UUID, now: datetime, calendar: Calendar, only: OwnDesk | None = None
) -> tuple[WorkRow, ...]:
    """The first cases in "Waiting for you", leaving one out: for whoever has just done that one. One query."""
    awaited = _awaited(actor, _shown(actor, only, now)).exclude(incident=but)
    rows = [_waiting_row(row, now, calendar) for row in awaited[:_MOST_AWAITED]]
    return tuple(_one_a_case(rows)[:MOST_NEXT])


def _shown(actor: Actor, only: OwnDesk | None, now: datetime) -> Q:
    """The condition on rows of a case that this hat is shown its timescales."""
    shown = of_visible(actor, now=now, part=Part.TIMESCALES)
    return shown if only is None else shown & only.condition("incident")


#: What a line says of its case: only these are read, as a worklist may count a hundred cases to show a few.
_OF_CASE = (
    *("incident__reference", "incident__framework", "incident__headline", "incident__provider__name"),
    *("incident__provider_id", "incident__lead_commissioner_id"),
    *("incident__never_event_code", "incident__never_event_confirmed"),
)


def _awaited(actor: Actor, shown: Q) -> QuerySet[Awaited, Any]:
    """What is awaited of this role at its organisation, the most pressing first."""
    return (
        Awaited.objects.filter(_open_to(actor), shown, organisation_id=actor.organisation_id)
        .order_by(F("due_on").asc(nulls_last=True), "since", "id")
        .values_list("text", "action", "deadline", "due_on", "is_main", *_OF_CASE, named=True)
    )


def _open_to(actor: Actor) -> Q:
    """Awaited steps that this role may answer, by relation and framework; nothing when it may answer none."""
    condition = Q(pk__in=[])
    for framework, relation, actions in _answers(actor.role):
        condition |= Q(incident__framework=framework, relation=relation, action__in=actions)
    return condition


@cache
def _answers(role: Role) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Framework, relation and the steps that the workflow lets this role take there, in stored words."""
    return tuple(
        (framework.value, relation.value, actions)
        for framework in Framework
        for relation in Relation
        if (
            actions := tuple(
                action.value
                for action in WORKFLOW[framework]
                if role in roles_for(action, framework, relation)
            )
        )
    )


def _group(found: list[Any], row: Callable[[Any], WorkRow]) -> WorkGroup:
    """The first of those found as lines, and how many there are."""
    count = f"more than {COUNTED_TO}" if len(found) > COUNTED_TO else str(len(found))
    return WorkGroup(tuple(row(each) for each in found[:MOST_ROWS]), count, len(found) > MOST_ROWS)


def _one_a_case(rows: list[WorkRow]) -> list[WorkRow]:
    """Several things awaited on one case are one line, dated by the first of them to fall due."""
    merged: dict[str, WorkRow] = {}
    for row in rows:
        first = merged.get(row.reference)
        if first is None:
            merged[row.reference] = row
            continue
        dated = first if first.when else row
        before, after = (row, first) if row.is_main and not first.is_main else (first, row)
        merged[row.reference] = replace(
            first,
            what=f"{before.what}; {after.what}",
            when=dated.when,
            when_detail=dated.when_detail,
            steps=(*before.steps, *after.steps),
            is_main=before.is_main,
        )
    return list(merged.values())


def _is_ours(due: Any, actor: Actor) -> bool:
    owner_id = due.incident__provider_id if due.side == "provider" else due.incident__lead_commissioner_id
    return bool(owner_id == actor.organisation_id)


def _is_never_event(row: Any) -> bool:
    return bool(row.incident__never_event_code) and row.incident__never_event_confirmed is not False


def _due_row(due: Any, actor: Actor, now: datetime, calendar: Calendar) -> WorkRow:
    kind, framework = DeadlineKind(due.kind), Framework(due.incident__framework)
    words = say_due(kind, framework, due.due_on, today=london_day(now), calendar=calendar)
    return WorkRow(
        reference=due.incident__reference,
        provider_name=due.incident__provider__name,
        headline=due.incident__headline,
        what=kind.label,
        when=words.short,
        when_detail=words.detail,
        never_event=_is_never_event(due),
        is_ours=_is_ours(due, actor),
    )


def _waiting_row(row: Any, now: datetime, calendar: Calendar) -> WorkRow:
    short, detail = "", ""
    if row.due_on is not None:
        words = say_due(
            DeadlineKind(row.deadline),
            Framework(row.incident__framework),
            row.due_on,
            today=london_day(now),
            calendar=calendar,
        )
        short, detail = words.short, words.detail
    return WorkRow(
        reference=row.incident__reference,
        provider_name=row.incident__provider__name,
        headline=row.incident__headline,
        what=row.text,
        when=short,
        when_detail=detail,
        never_event=_is_never_event(row),
        is_ours=True,
        steps=((row.text, Action(row.action)),),
        is_main=row.is_main,
    )


def _new(actor: Actor, since: datetime | None, now: datetime) -> tuple[NewRow, ...]:
    if since is None:
        return ()
    steps = (
        StepTaken.objects.filter(of_visible(actor, now=now, part=Part.TIMESCALES), taken_at__gt=since)
        .exclude(taken_by=actor.person_id)
        .exclude(hidden_steps(actor, now=now))
        .order_by("-taken_at", "-version")
        .values_list("action", "taken_at", *_OF_CASE, named=True)[:COUNTED_TO]
    )
    by_case: dict[str, list[Any]] = {}
    for step in steps:
        by_case.setdefault(step.incident__reference, []).append(step)
    return tuple(_new_row(taken) for taken in by_case.values())[:MOST_NEW]


def _new_row(steps: list[Any]) -> NewRow:
    """One case: its latest step, and how many went before it."""
    latest, earlier = steps[0], len(steps) - 1
    more = f", and {counted(earlier, 'earlier step')}" if earlier else ""
    return NewRow(
        reference=latest.incident__reference,
        provider_name=latest.incident__provider__name,
        headline=latest.incident__headline,
        text=taken_words(Action(latest.action), Framework(latest.incident__framework)) + more,
        taken_at=latest.taken_at,
    )
