"""What is done about a breach of information, in which order, and what stops it (clauses 3.4a, 11.2, 12e).

A person decides; the grid (``breach_grid``) advises. The 72 hours stop when the ICO was told, or when somebody decided,
with the reason, that a risk to people is unlikely. A later grade that reaches the thresholds takes that decision back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sightline.policy.breach_grid import (
    GRIDS,
    ICO,
    BreachFacts,
    BreachKind,
    Grid,
    must_be_told,
    notify_by,
    people_are_told,
    problems_of_notice,
)
from sightline.policy.editions import Editions
from sightline.policy.lengths import counted, say_day
from sightline.policy.questionnaire import Problem
from sightline.policy.terms import Term
from sightline.policy.three_answers import Ask
from sightline.policy.working_days import LONDON, london_day

CLAUSE = "11.2"
TITLE_LENGTH, STORY_LENGTH, REASON_LENGTH, REFERENCE_LENGTH = 120, 10_000, 2_000, 40
MOST_PEOPLE = 70_000_000


class BreachAct(Term):
    """What somebody does about a breach; the label is what the log and the links say."""

    REPORT = "report", "Report it"
    RECORD_AWARE = "record_aware", "Say when the controller became aware"
    GRADE = "grade", "Grade it"
    RECORD_TOLD = "record_told", "Record that the ICO was told"
    DECIDE_UNLIKELY = "decide_unlikely", "Record that a risk to people is unlikely"
    RECORD_REFERENCE = "record_reference", "Record the toolkit reference"
    TELL_PEOPLE = "tell_people", "Record whether the people concerned were told"
    ADD_MEASURE = "add_measure", "Add to the log of measures"
    ADD_TASK = "add_task", "Add a task"
    FINISH_TASK = "finish_task", "Record a task as done"
    LINK = "link", "Link it to an incident"
    UNLINK = "unlink", "End the link to an incident"
    CHANGE_CONTROLLER = "change_controller", "Name another controller"
    CLOSE = "close", "Close it"
    REOPEN = "reopen", "Reopen it"


#: What the log says was done.
DONE: Mapping[BreachAct, str] = {
    BreachAct.REPORT: "Reported",
    BreachAct.RECORD_AWARE: "Recorded when the controller became aware",
    BreachAct.GRADE: "Graded",
    BreachAct.RECORD_TOLD: "Recorded that the ICO was told",
    BreachAct.DECIDE_UNLIKELY: "Decided that a risk to people is unlikely",
    BreachAct.RECORD_REFERENCE: "Recorded the toolkit reference",
    BreachAct.TELL_PEOPLE: "Recorded whether the people concerned were told",
    BreachAct.ADD_MEASURE: "Measure",
    BreachAct.ADD_TASK: "Task added",
    BreachAct.FINISH_TASK: "Task done",
    BreachAct.LINK: "Linked to an incident",
    BreachAct.UNLINK: "Link to an incident ended",
    BreachAct.CHANGE_CONTROLLER: "Another controller named",
    BreachAct.CLOSE: "Closed",
    BreachAct.REOPEN: "Reopened",
}
#: They add a line of their own, so what others did meanwhile does not make them out of date.
ADDS_ONLY = frozenset({BreachAct.ADD_MEASURE, BreachAct.ADD_TASK, BreachAct.FINISH_TASK, BreachAct.LINK})
#: Offered on the page of the breach in this order; a task and a link have their own place there.
OFFERED = tuple(
    act for act in BreachAct if act not in (BreachAct.REPORT, BreachAct.FINISH_TASK, BreachAct.UNLINK)
)


class FirstTask(Term):
    """Tasks that every breach gives the information-governance lead at once; the act that finishes each follows below."""

    GRADE = "grade", "Grade the breach: how likely an effect is, and how severe"
    TELL = "tell", "Tell the ICO through the toolkit, or record why it need not be told"


FINISHED_BY: Mapping[FirstTask, frozenset[BreachAct]] = {
    FirstTask.GRADE: frozenset({BreachAct.GRADE}),
    FirstTask.TELL: frozenset({BreachAct.RECORD_TOLD, BreachAct.DECIDE_UNLIKELY}),
}


class EarlierLevel(Term):
    """The grade of a breach from before the law of 25 May 2018, when another checklist held (12e)."""

    NEAR_MISS = "0", "Level 0: nothing came of it, or it was a near miss"
    LOCAL = "1", "Level 1: a serious incident that was logged locally"
    REPORTED = "2", "Level 2: a serious incident reported to the ICO and the Department of Health"


OLDER_NAME = "IG SUI or IG SIRI"
OLDER_NAME_WORDS = (
    "The policy calls it an IG SUI (a serious untoward incident of information governance), and has it graded by the "
    "Department of Health checklist in the Information Governance Toolkit, later as an IG SIRI of level 0, 1 or 2. Since "
    "the law of 25 May 2018 the grid of likelihood and severity has taken the place of the levels."
)


@dataclass(frozen=True)
class BreachState:
    """What has become of a breach so far; None where nothing has."""

    facts: BreachFacts
    happened_on: date
    told_at: datetime | None = None
    unlikely_at: datetime | None = None
    people_told_at: datetime | None = None
    people_not_told_why: str = ""
    earlier_level: str = ""
    is_graded: bool = False
    is_closed: bool = False
    open_tasks: int = 0


def grid_day(aware_at: datetime | None, happened_on: date) -> date:
    """The day whose grid judges a breach: when the controller became aware, and until that is known when it happened."""
    return happened_on if aware_at is None else london_day(aware_at)


def clock_ends(state: BreachState) -> datetime | None:
    """When the 72 hours that run now end, in UTC; None where none run: told, decided, closed, or awareness not known."""
    ends = notify_by(state.facts)
    settled = state.told_at or state.unlikely_at or state.is_closed
    return None if settled or isinstance(ends, Ask) else ends


def say_clock(ends_at: datetime, now: datetime) -> str:
    """ "by 14:20 on Saturday 2 May 2026, in 31 hours", or how long ago that was; the hour is London's."""
    local = ends_at.astimezone(LONDON)
    at = f"{local:%H:%M} on {say_day(local.date())}"
    left = ends_at - now
    if left >= timedelta(0):
        return f"by {at}, in {_span(left)}"
    return f"was due by {at}, {_span(-left)} ago"


def _span(length: timedelta) -> str:
    """Whole hours, and minutes below two hours, so that the last hour is not said as none."""
    minutes = int(length.total_seconds() // 60)
    return counted(minutes, "minute") if minutes < 120 else counted(minutes // 60, "hour")


def refusal(act: BreachAct, state: BreachState) -> str:
    """Why an act cannot be taken now, or ``""``."""
    if act is BreachAct.REOPEN:
        return "" if state.is_closed else "It is open."
    if state.is_closed:
        return "It is closed. Reopen it first."
    if act is BreachAct.DECIDE_UNLIKELY and state.told_at:
        return "The ICO was told already."
    if act is BreachAct.TELL_PEOPLE and not state.is_graded:
        return "Grade it first: whether people are told depends on how high the risk to them is."
    return ""


def _problem(field: str, words: str, clause: str = CLAUSE) -> Problem:
    return Problem(field, words, clause)


def problem_with_words(field: str, text: str, missing: str, most: int = REASON_LENGTH) -> tuple[Problem, ...]:
    """That words are missing, or too many."""
    if not text.strip():
        return (_problem(field, missing),)
    if len(text) > most:
        return (_problem(field, f"Write {most:,} characters or fewer."),)
    return ()


def problems_of_report(
    *,
    title: str,
    what_happened: str,
    kinds: Collection[str],
    happened_on: date | None,
    happened_time: time | None,
    aware_at: datetime | None,
    aware_is_ours: bool,
    people_count: int | None,
    now: datetime,
) -> tuple[Problem, ...]:
    """What stops a report. ``aware_is_ours``: it is reported at the controller, whose awareness is asked at once."""
    found = [
        *problem_with_words("title", title, "Say in a few words what happened.", TITLE_LENGTH),
        *problem_with_words("what_happened", what_happened, "Say what happened.", STORY_LENGTH),
    ]
    if not kinds or not set(kinds) <= {kind.value for kind in BreachKind}:
        found.append(_problem("kinds", "Choose what was broken: at least one.", "3.4a"))
    if people_count is not None and not 0 <= people_count <= MOST_PEOPLE:
        found.append(_problem("people_count", f"Write a number of people from 0 to {MOST_PEOPLE:,}."))
    if happened_on is None:
        found.append(
            _problem(
                "happened_on", "Say when it happened. If it is not known, the first day it may have been."
            )
        )
    elif happened_on > london_day(now):
        found.append(_problem("happened_on", "It cannot have happened in the future."))
    elif happened_time and datetime.combine(happened_on, happened_time, tzinfo=LONDON) > now:
        found.append(_problem("happened_time", "It cannot have happened in the future."))
    if aware_is_ours and aware_at is None:
        found.append(
            _problem("aware_on", "Say when your organisation became aware of it. The 72 hours run from then.")
        )
    if aware_at is not None and happened_on is not None:
        found += problems_of_awareness(aware_at, happened_on, happened_time, now=now)
    return tuple(found)


def problems_of_awareness(
    aware_at: datetime | None, happened_on: date, happened_time: time | None, *, now: datetime
) -> tuple[Problem, ...]:
    """What is wrong with the moment at which the controller became aware; the hours of the clock begin there."""
    if aware_at is None:
        return (_problem("aware_on", "Say on which day, and at what time."),)
    if aware_at > now:
        return (_problem("aware_on", "Nobody can become aware of it in the future."),)
    began = datetime.combine(happened_on, happened_time or time(0), tzinfo=LONDON)
    if aware_at < began:
        return (_problem("aware_on", "Nobody can be aware of it before it happened. Check both."),)
    return ()


def problems_of_grade(
    *,
    likelihood: int | None,
    severity: int | None,
    reason: str,
    earlier: str,
    on: date,
    grids: Editions[Grid] = GRIDS,
) -> tuple[Problem, ...]:
    """What stops a grade: both scores with the reason, or the level of the checklist where no grid was in force."""
    found = list(problem_with_words("reason", reason, "Say what the grade rests on."))
    if grids.on(on) is None:
        if earlier not in set(EarlierLevel):
            found.append(_problem("earlier_level", "Choose the level by the checklist of the time.", "12e"))
        return tuple(found)
    for field, score in (("likelihood", likelihood), ("severity", severity)):
        if score not in range(1, 6):
            found.append(_problem(field, "Choose a score from 1 to 5.", "12e"))
    return tuple(found)


def problems_of_unlikely(
    state: BreachState, reason: str, *, now: datetime, grids: Editions[Grid] = GRIDS
) -> tuple[Problem, ...]:
    """What stops somebody from deciding that a risk to people is unlikely: a grade must stand, and a reason."""
    if state.earlier_level:
        return problem_with_words("reason", reason, "Say why no risk to people is likely.")
    if not state.is_graded:
        return (_problem("reason", "Grade it first: the decision rests on the grade.", "12e"),)
    on = grid_day(state.facts.aware_at, state.happened_on)
    rules = problems_of_notice(
        state.facts, told_at=None, why_late="", why_not_told=reason, on=on, now=now, grids=grids
    )
    found = [_problem("reason", row.message, row.clause) for row in rules]
    return tuple(found) or problem_with_words("reason", reason, "Say why no risk to people is likely.")


def withdraws_unlikely(state: BreachState, *, grids: Editions[Grid] = GRIDS) -> bool:
    """Whether a grade just given takes back the decision that a risk is unlikely: it reaches the thresholds now."""
    on = grid_day(state.facts.aware_at, state.happened_on)
    return state.unlikely_at is not None and must_be_told(ICO, state.facts, on=on, grids=grids).is_yes


def problems_of_people(
    *, told: bool | None, told_at: datetime | None, why_not: str, aware_at: datetime | None, now: datetime
) -> tuple[Problem, ...]:
    """What stops the record of whether the people concerned were told (article 34)."""
    if told is None:
        return (_problem("told", "Choose whether they were told."),)
    if not told:
        return problem_with_words("reason", why_not, "Say why they are not told.")
    if told_at is None:
        return (_problem("told_on", "Say on which day, and at what time."),)
    if told_at > now:
        return (_problem("told_on", "They cannot have been told in the future."),)
    if aware_at is not None and told_at < aware_at:
        return (
            _problem("told_on", "They cannot have been told before the controller was aware. Check both."),
        )
    return ()


def stops_of_closing(state: BreachState, lessons: str) -> tuple[Problem, ...]:
    """Everything that must hold before a breach is closed."""
    found: list[Problem] = []
    if not state.is_graded:
        found.append(_problem("", "It is not graded yet.", "12e"))
    if state.told_at is None and state.unlikely_at is None:
        found.append(_problem("", "Say when the ICO was told, or why a risk to people is unlikely."))
    wants_people = people_are_told(state.facts)
    if wants_people.is_yes and state.people_told_at is None and not state.people_not_told_why:
        found.append(_problem("", "The risk is high: say when the people concerned were told, or why not."))
    if wants_people.is_unknown:
        found.append(_problem("", "Say whether the risk to the people concerned is high: grade it again."))
    if state.open_tasks:
        found.append(_problem("", f"Finish what is open: {counted(state.open_tasks, 'task')}."))
    found += problem_with_words("lessons", lessons, "Say what was learned.", STORY_LENGTH)
    return tuple(found)


def state_in_words(state: BreachState) -> str:
    """How a breach stands, in a few words, for lists."""
    if state.is_closed:
        return "Closed"
    if state.told_at:
        return "ICO told"
    if state.unlikely_at:
        return "Risk unlikely"
    if state.facts.aware_at is None:
        return "Awareness not recorded"
    return "ICO to be told" if state.is_graded else "To be graded"
