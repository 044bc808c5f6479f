"""One breach as a hat reads it: its clock in words, the grid with what each cell means, tasks, log and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import F

from sightline.breaches.breach_facts import facts_of, grids_agreed, state_of
from sightline.breaches.breach_filter import breaches_of, shown_links
from sightline.breaches.models import Breach, BreachEntry, BreachTask
from sightline.breaches.selectors.breach_list import (
    assured_among,
    handles,
    kinds_in_words,
    parts_in,
)
from sightline.organisations import selectors as organisations
from sightline.organisations import staff
from sightline.policy.breach_access import BreachPart, BreachRelation, roles_in
from sightline.policy.breach_acts import (
    DONE,
    OFFERED,
    BreachAct,
    EarlierLevel,
    grid_day,
    refusal,
    say_clock,
    state_in_words,
)
from sightline.policy.breach_grid import (
    BODIES,
    LIKELIHOOD,
    SEVERITY,
    SHORT_NAMES,
    TOOLS,
    BreachFacts,
    Grid,
    must_be_told,
    notify_by,
    people_are_told,
    scores_counted,
)
from sightline.policy.editions import Editions
from sightline.policy.facts import Actor
from sightline.policy.terms import Role
from sightline.policy.three_answers import Ask
from sightline.policy.working_days import london_day

_MOST_LINES = 200


@dataclass(frozen=True)
class GridCell:
    """One pair of scores: who is told there, in words; ``is_here``: the pair of this breach, as it counts."""

    severity: int
    words: str
    tells: bool
    is_here: bool


@dataclass(frozen=True)
class GridLine:
    """One row of the grid: a likelihood with its cells."""

    likelihood: int
    label: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class Advice:
    """What the grid says of one body: told, not told, or which questions are open."""

    body: str
    words: str
    is_told: bool


@dataclass(frozen=True)
class TaskRow:
    """A task of a breach."""

    task_id: UUID
    what: str
    who: str
    when: str
    is_over: bool
    done_at: datetime | None
    done_by: str
    outcome: str
    is_first: bool


@dataclass(frozen=True)
class LogLine:
    """A line of the log."""

    act: BreachAct
    words: str
    made_at: datetime
    who: str
    version: int
    person_id: UUID

    @property
    def label(self) -> str:
        """What was done."""
        return DONE[self.act]

    @property
    def taken_at(self) -> datetime:
        """When, as a page says of any step."""
        return self.made_at

    @property
    def note(self) -> str:
        """What was said of it."""
        return self.words


@dataclass(frozen=True)
class LinkLine:
    """A case that this breach is linked to, and that exists for whoever reads it."""

    link_id: UUID
    incident_reference: str
    linked_at: datetime


@dataclass(frozen=True)
class BreachView:
    """A breach for one hat. What belongs to a part that is not shown is empty."""

    breach_id: UUID
    reference: str
    version: int
    parts: frozenset[BreachPart]
    title: str
    what_happened: str
    kinds: tuple[str, ...]
    controller_id: UUID
    controller_name: str
    reported_from_name: str
    reported_at: datetime
    happened_on: date
    happened_time: time | None
    aware_at: datetime | None
    state: str
    clock: str
    clock_is_ours: bool
    is_over: bool
    ended_in_words: str
    facts: BreachFacts
    people_count: int | None
    grade_reason: str
    graded_at: datetime | None
    earlier_level: str
    has_grid: bool
    advice: tuple[Advice, ...]
    counted: tuple[int, int] | None
    grid: tuple[GridLine, ...]
    people_words: str
    told_at: datetime | None
    why_late: str
    unlikely_at: datetime | None
    unlikely_reason: str
    tool: str
    toolkit_reference: str
    toolkit_entered_at: datetime | None
    people_told_at: datetime | None
    people_not_told_why: str
    lessons: str
    closed_at: datetime | None
    tasks: tuple[TaskRow, ...]
    log: tuple[LogLine, ...]
    links: tuple[LinkLine, ...]
    may_handle: bool
    acts: Mapping[BreachAct, str]

    def shows(self, part: str) -> bool:
        """Whether a part is shown to whoever reads it."""
        return BreachPart(part) in self.parts


def breach_view(actor: Actor, reference: str, *, now: datetime) -> BreachView | None:
    """The breach with this number for this hat, or None where it does not exist for them: at most nine queries."""
    breach = (
        breaches_of(actor, now=now)
        .select_related("controller", "reported_from")
        .filter(reference=reference)
        .order_by()
        .first()
    )
    if breach is None:
        return None
    parts = parts_in(actor, breach, assured_among(actor, [breach.id], now=now))
    is_whole = BreachPart.RECORD in parts
    grids = grids_agreed()
    on = grid_day(breach.aware_at, breach.happened_on)
    facts = facts_of(breach)
    tasks = (
        list(
            BreachTask.objects.filter(breach=breach).order_by(
                F("done_at").asc(nulls_first=True), F("due_at").asc(nulls_last=True), "id"
            )
        )
        if is_whole
        else []
    )
    lines = list(breach.entries.order_by("-id")[:_MOST_LINES]) if is_whole else []
    names = _names(lines, tasks)
    state = state_of(breach, open_tasks=sum(task.done_at is None for task in tasks))
    is_handler = handles(actor, breach)
    ends_at, grid = breach.clock_ends_at, grids.on(on)
    has_story = BreachPart.STORY in parts
    return BreachView(
        breach_id=breach.id,
        reference=breach.reference,
        version=breach.version,
        parts=parts,
        title=breach.title if has_story else "",
        what_happened=breach.what_happened if has_story else "",
        kinds=kinds_in_words(breach),
        controller_id=breach.controller_id,
        controller_name=breach.controller.name,
        reported_from_name=breach.reported_from.name,
        reported_at=breach.reported_at,
        happened_on=breach.happened_on,
        happened_time=breach.happened_time,
        aware_at=breach.aware_at,
        state=state_in_words(state),
        clock="" if ends_at is None else say_clock(ends_at, now),
        clock_is_ours=breach.controller_id == actor.organisation_id,
        is_over=ends_at is not None and ends_at < now,
        ended_in_words=_ended(breach),
        facts=facts,
        people_count=breach.people_count,
        grade_reason=breach.grade_reason if is_whole else "",
        graded_at=breach.graded_at,
        earlier_level=EarlierLevel(breach.earlier_level).label if breach.earlier_level else "",
        has_grid=grid is not None,
        advice=advice_of(facts, on, grids) if is_whole and breach.graded_at else (),
        counted=scores_counted(facts, on=on, grids=grids),
        grid=grid_lines(facts, on, grids) if is_whole and grid is not None else (),
        people_words=_people(facts),
        told_at=breach.told_at,
        why_late=breach.why_late if is_whole else "",
        unlikely_at=breach.unlikely_at,
        unlikely_reason=breach.unlikely_reason if is_whole else "",
        tool=TOOLS.on(on) or "",
        toolkit_reference=breach.toolkit_reference,
        toolkit_entered_at=breach.toolkit_entered_at,
        people_told_at=breach.people_told_at,
        people_not_told_why=breach.people_not_told_why if is_whole else "",
        lessons=breach.lessons if is_whole else "",
        closed_at=breach.closed_at,
        tasks=tuple(_task(task, names, now) for task in tasks),
        log=tuple(_line(line, names) for line in lines),
        links=_links(actor, breach, now=now),
        may_handle=is_handler,
        acts={act: refusal(act, state) for act in OFFERED} if is_handler else {},
    )


def _ended(breach: Breach) -> str:
    """Whether the ICO was told in time, once it was told."""
    ends = notify_by(facts_of(breach))
    if breach.told_at is None or isinstance(ends, Ask):
        return ""
    return "within the 72 hours" if breach.told_at <= ends else "after the 72 hours"


def _people(facts: BreachFacts) -> str:
    finding = people_are_told(facts)
    if finding.is_unknown:
        return "Nobody has said yet whether the risk to the people concerned is high."
    if finding.is_yes:
        return "The risk to the people concerned is high: they are told without undue delay (article 34)."
    return "The risk to the people concerned is not high: they need not be told (article 34)."


def advice_of(facts: BreachFacts, on: date, grids: Editions[Grid]) -> tuple[Advice, ...]:
    """What the grid says of each body, in words."""
    found = []
    for code, body in BODIES.items():
        answer = must_be_told(code, facts, on=on, grids=grids)
        words = (
            "Reaches the thresholds: tell it."
            if answer.is_yes
            else "Does not reach the thresholds."
            if answer.is_no
            else " ".join(ask.question for ask in answer.asks)
        )
        found.append(Advice(body, words, answer.is_yes))
    return tuple(found)


def grid_lines(facts: BreachFacts, on: date, grids: Editions[Grid]) -> tuple[GridLine, ...]:
    """The whole grid, the highest likelihood first, with what each pair of scores means in words."""
    here = scores_counted(facts, on=on, grids=grids)
    lines = []
    for likely in reversed(LIKELIHOOD):
        cells = []
        for severe in SEVERITY:
            pair = BreachFacts(
                likelihood=likely.value, severity=severe.value, people_at_risk=False, special_data=False
            )
            told = [
                name
                for code, name in SHORT_NAMES.items()
                if must_be_told(code, pair, on=on, grids=grids).is_yes
            ]
            words = f"Tell {', '.join(told)}" if told else "Log it"
            is_here = here == (likely.value, severe.value)
            cells.append(GridCell(severe.value, words, bool(told), is_here))
        lines.append(GridLine(likely.value, likely.label, tuple(cells)))
    return tuple(lines)


def _names(lines: list[BreachEntry], tasks: list[BreachTask]) -> dict[UUID, str]:
    people = {line.made_by for line in lines}
    people |= {each for task in tasks for each in (task.assigned_to, task.done_by) if each is not None}
    return {key: row.full_name or row.username for key, row in organisations.people(people).items()}


def _task(task: BreachTask, names: Mapping[UUID, str], now: datetime) -> TaskRow:
    lead = Role.INFORMATION_GOVERNANCE_LEAD.label
    return TaskRow(
        task_id=task.id,
        what=task.what,
        who=names.get(task.assigned_to, lead) if task.assigned_to else lead,
        when="" if task.due_at is None else say_clock(task.due_at, now),
        is_over=task.due_at is not None and task.done_at is None and task.due_at < now,
        done_at=task.done_at,
        done_by=names.get(task.done_by, "") if task.done_by else "",
        outcome=task.outcome,
        is_first=bool(task.first),
    )


def _line(line: BreachEntry, names: Mapping[UUID, str]) -> LogLine:
    who = f"{names.get(line.made_by, 'Someone who has left')}, {Role(line.role).label}"
    return LogLine(BreachAct(line.act), line.words, line.made_at, who, line.version, line.made_by)


def _links(actor: Actor, breach: Breach, *, now: datetime) -> tuple[LinkLine, ...]:
    rows = shown_links(actor, now=now).filter(breach=breach).order_by("id")
    return tuple(
        LinkLine(*row) for row in rows.values_list("id", "incident__reference", "linked_at")[:_MOST_LINES]
    )


def could_have_task(controller_id: UUID, *, now: datetime) -> list[tuple[str, str]]:
    """Whoever at the controller may be given a task: key and words."""
    hats = staff.hats_at({controller_id}, roles_in(BreachRelation.CONTROLLER), london_day(now))
    names = organisations.people({hat.person_id for hat in hats})
    return [
        (
            str(hat.person_id),
            f"{names[hat.person_id].full_name or names[hat.person_id].username}, {hat.role.label}",
        )
        for hat in hats
        if hat.person_id in names
    ]


def missed(reference: str, seen: int) -> list[LogLine]:
    """What was done since a version of a breach, for whoever was shown it a moment ago: the newest first."""
    lines = list(
        BreachEntry.objects.filter(breach__reference=reference, version__gt=seen).order_by("-id")[:20]
    )
    names = _names(lines, [])
    return [_line(line, names) for line in lines]
