"""What the controller does about a breach, from its own awareness to what was learned (11.2, 12e; UK GDPR 33 and 34)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sightline.breaches.breach_facts import facts_of, grids_agreed, state_of
from sightline.breaches.breach_filter import case_key
from sightline.breaches.errors import BreachRefused
from sightline.breaches.models import BreachLink, BreachTask
from sightline.breaches.services.acting import ActInHand, acting, tell
from sightline.incidents.errors import Invalid, NotVisible
from sightline.incidents.visibility import visible_to
from sightline.organisations import selectors as organisations
from sightline.organisations import staff
from sightline.organisations.errors import Unknown
from sightline.policy.breach_access import BreachRelation, roles_in
from sightline.policy.breach_acts import (
    REFERENCE_LENGTH,
    STORY_LENGTH,
    BreachAct,
    EarlierLevel,
    FirstTask,
    clock_ends,
    grid_day,
    problem_with_words,
    problems_of_awareness,
    problems_of_grade,
    problems_of_people,
    problems_of_unlikely,
    stops_of_closing,
    withdraws_unlikely,
)
from sightline.policy.breach_grid import problems_of_notice
from sightline.policy.facts import Actor
from sightline.policy.other_tellings import BREACH_NAMED, BREACH_TASK
from sightline.policy.questionnaire import Problem
from sightline.policy.working_days import london_day


def record_aware(
    breach_id: UUID, aware_at: datetime | None, reason: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """When the controller became aware: the 72 hours run from there. Said again, it needs a reason."""
    with acting(BreachAct.RECORD_AWARE, breach_id, by=by, now=now, seen=seen) as step:
        breach = step.breach
        found = problems_of_awareness(aware_at, breach.happened_on, breach.happened_time, now=now)
        if breach.aware_at is not None:
            found += problem_with_words("reason", reason, "Say why another moment is right.")
        if breach.told_at and aware_at and breach.told_at < aware_at:
            words = "The ICO was told before that. Check both."
            found += (Problem("aware_on", words, "11.2"),)
        step.require(found)
        step.set(aware_at=aware_at)
        step.words = reason.strip()
        ends_at = clock_ends(state_of(breach))
        for task in BreachTask.objects.filter(breach=breach, done_at__isnull=True).exclude(first=""):
            step.change(task, due_at=ends_at)


@dataclass(frozen=True)
class Grade:
    """What a person judges: scores from 1 to 5, who and what is concerned, and on what that rests."""

    likelihood: int | None
    severity: int | None
    reason: str
    special_data: bool | None = None
    people_at_risk: bool | None = None
    high_risk: bool | None = None
    people_count: int | None = None
    earlier_level: str = ""


def grade(breach_id: UUID, given: Grade, *, by: Actor, now: datetime, seen: int) -> None:
    """Grades a breach; where it reaches the thresholds now, the decision that a risk is unlikely is taken back."""
    with acting(BreachAct.GRADE, breach_id, by=by, now=now, seen=seen, clause="12e") as step:
        breach, grids = step.breach, grids_agreed()
        step.require(
            problems_of_grade(
                likelihood=given.likelihood,
                severity=given.severity,
                reason=given.reason,
                earlier=given.earlier_level,
                on=grid_day(breach.aware_at, breach.happened_on),
                grids=grids,
            )
        )
        is_earlier = grids.on(grid_day(breach.aware_at, breach.happened_on)) is None
        step.set(
            likelihood=None if is_earlier else given.likelihood,
            severity=None if is_earlier else given.severity,
            earlier_level=given.earlier_level if is_earlier else "",
            special_data=given.special_data,
            people_at_risk=given.people_at_risk,
            high_risk=given.high_risk,
            people_count=given.people_count if given.people_count is not None else breach.people_count,
            grade_reason=given.reason.strip(),
            graded_at=now,
        )
        scores = f"Likelihood {given.likelihood}, severity {given.severity}."
        step.words = EarlierLevel(given.earlier_level).label if is_earlier else scores
        if withdraws_unlikely(state_of(breach), grids=grids):
            step.set(unlikely_at=None, unlikely_reason="")
            step.words += " The decision that a risk is unlikely no longer stands."
            _ask_again(step)


def _ask_again(step: ActInHand) -> None:
    task = FirstTask.TELL
    due_at = clock_ends(state_of(step.breach))
    step.add(
        BreachTask(breach=step.breach, first=task.value, what=task.label, due_at=due_at, made_at=step.now)
    )


def record_told(
    breach_id: UUID,
    told_at: datetime | None,
    why_late: str,
    *,
    reference: str = "",
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """When the ICO was told, with the reasons where more than 72 hours had passed (article 33)."""
    with acting(BreachAct.RECORD_TOLD, breach_id, by=by, now=now, seen=seen) as step:
        breach = step.breach
        if told_at is None:
            raise Invalid({"told_on": "Say on which day, and at what time."})
        found = problems_of_notice(
            facts_of(breach),
            told_at=told_at,
            why_late=why_late,
            why_not_told="",
            on=grid_day(breach.aware_at, breach.happened_on),
            now=now,
            grids=grids_agreed(),
        )
        fields = {"told_at": "told_on", "breach_aware_at": "told_on"}
        step.require(replace(row, field=fields.get(row.field, row.field)) for row in found)
        step.set(told_at=told_at, why_late=why_late.strip(), unlikely_at=None, unlikely_reason="")
        if reference.strip():
            _set_reference(step, reference, now)
        step.words = why_late.strip()


def record_reference(breach_id: UUID, reference: str, *, by: Actor, now: datetime, seen: int) -> None:
    """The reference under which the breach stands in the national toolkit, whatever that was called (12e)."""
    with acting(BreachAct.RECORD_REFERENCE, breach_id, by=by, now=now, seen=seen) as step:
        step.require(
            problem_with_words("reference", reference, "Enter the toolkit's reference.", REFERENCE_LENGTH)
        )
        _set_reference(step, reference, now)
        step.words = reference.strip()


def _set_reference(step: ActInHand, reference: str, now: datetime) -> None:
    step.require(problem_with_words("reference", reference, "", REFERENCE_LENGTH))
    entered_at = step.breach.toolkit_entered_at or now
    step.set(toolkit_reference=reference.strip(), toolkit_entered_at=entered_at)


def decide_unlikely(breach_id: UUID, reason: str, *, by: Actor, now: datetime, seen: int) -> None:
    """A person decides, with the reason, that a risk to people is unlikely: nobody need be told, and it is logged."""
    with acting(BreachAct.DECIDE_UNLIKELY, breach_id, by=by, now=now, seen=seen) as step:
        step.require(problems_of_unlikely(step.state, reason, now=now, grids=grids_agreed()))
        step.set(unlikely_at=now, unlikely_reason=reason.strip())
        step.words = reason.strip()


def tell_people(
    breach_id: UUID,
    *,
    told: bool | None,
    told_at: datetime | None,
    reason: str,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """When the people concerned were told, or why not: they are where the risk to them is high (article 34)."""
    with acting(BreachAct.TELL_PEOPLE, breach_id, by=by, now=now, seen=seen) as step:
        aware_at = step.breach.aware_at
        step.require(
            problems_of_people(told=told, told_at=told_at, why_not=reason, aware_at=aware_at, now=now)
        )
        step.set(people_told_at=told_at if told else None, people_not_told_why="" if told else reason.strip())
        step.words = reason.strip()


def add_measure(breach_id: UUID, words: str, *, by: Actor, now: datetime, seen: int) -> None:
    """One line in the log of measures taken."""
    with acting(BreachAct.ADD_MEASURE, breach_id, by=by, now=now, seen=seen) as step:
        step.require(problem_with_words("words", words, "Say what was done."))
        step.words = words.strip()


def could_have_task(breach_controller_id: UUID, *, now: datetime) -> list[Actor]:
    """Whoever at the controller may be given a task: they see the breach there."""
    roles = roles_in(BreachRelation.CONTROLLER)
    return staff.hats_at({breach_controller_id}, roles, london_day(now))


def add_task(
    breach_id: UUID,
    what: str,
    *,
    assigned_to: UUID | None,
    due_at: datetime | None,
    by: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Something to do, for somebody at the controller, or for its information-governance lead where nobody is named."""
    with acting(BreachAct.ADD_TASK, breach_id, by=by, now=now, seen=seen) as step:
        found = problem_with_words("what", what, "Say what is to be done.", 300)
        known = {hat.person_id for hat in could_have_task(step.breach.controller_id, now=now)}
        if assigned_to is not None and assigned_to not in known:
            found += (Problem("assigned_to", "Choose from the people listed.", "11.2"),)
        if due_at is not None and due_at < now:
            found += (Problem("due_on", "Choose a day that is not over.", "11.2"),)
        step.require(found)
        task = BreachTask(
            breach=step.breach, what=what.strip(), assigned_to=assigned_to, due_at=due_at, made_at=now
        )
        step.add(task)
        step.words = what.strip()
        tell(step.breach, BREACH_TASK, by=by, now=now, occasion=f"task {task.id}")


def finish_task(breach_id: UUID, task_id: UUID, words: str, *, by: Actor, now: datetime, seen: int) -> None:
    """A task is done. The two that every breach begins with are done by what they ask for, and not by a tick."""
    with acting(BreachAct.FINISH_TASK, breach_id, by=by, now=now, seen=seen) as step:
        task = BreachTask.objects.filter(id=task_id, breach_id=breach_id).first()
        if task is None:
            raise NotVisible(str(task_id))
        if task.first:
            raise BreachRefused("It is done by what it asks for.")
        if task.done_at is not None:
            raise Invalid({"words": "Somebody has recorded this as done already."})
        step.require(problem_with_words("words", words, "Say what was done."))
        step.change(task, done_at=now, done_by=by.person_id, outcome=words.strip())
        step.words = task.what


def link(breach_id: UUID, reference: str, *, by: Actor, now: datetime, seen: int) -> None:
    """Links a breach to a case that whoever links it sees."""
    with acting(BreachAct.LINK, breach_id, by=by, now=now, seen=seen) as step:
        incident_id = case_key(by, reference, now=now)
        if incident_id is None:
            raise Invalid({"reference": "There is no incident of this number that you can see."})
        if BreachLink.objects.filter(
            breach_id=breach_id, incident_id=incident_id, until_at__isnull=True
        ).exists():
            raise Invalid({"reference": "It is linked to this incident already."})
        step.add(
            BreachLink(breach=step.breach, incident_id=incident_id, linked_at=now, linked_by=by.person_id)
        )


def unlink(breach_id: UUID, link_id: UUID, why: str, *, by: Actor, now: datetime, seen: int) -> None:
    """Ends a link: whoever saw the breach by the case no longer does. That there was one stays on record."""
    with acting(BreachAct.UNLINK, breach_id, by=by, now=now, seen=seen) as step:
        row = BreachLink.objects.filter(id=link_id, breach_id=breach_id, until_at__isnull=True).first()
        if row is None or not visible_to(by, now=now).filter(id=row.incident_id).exists():
            raise NotVisible(str(link_id))
        step.require(problem_with_words("reason", why, "Say why they do not belong together."))
        step.change(row, until_at=now, ended_why=why.strip())


def change_controller(
    breach_id: UUID, controller_id: UUID | None, reason: str, *, by: Actor, now: datetime, seen: int
) -> None:
    """The data are another organisation's: it handles the breach from now on, and the hours run from its own awareness."""
    with acting(BreachAct.CHANGE_CONTROLLER, breach_id, by=by, now=now, seen=seen) as step:
        found = problem_with_words("reason", reason, "Say why the data are another organisation's.")
        if controller_id == step.breach.controller_id:
            found += (Problem("controller", "It is the controller already.", "11.2"),)
        try:
            if controller_id is not None:
                organisations.organisation(controller_id)
        except Unknown:
            controller_id = None
        if controller_id is None:
            found += (Problem("controller", "Choose the organisation whose data they are.", "11.2"),)
        step.require(found)
        # Whoever was named wrongly goes on seeing what their own staff reported, and no more.
        step.set(controller_id=controller_id, aware_at=None, unlikely_at=None, unlikely_reason="")
        step.words = reason.strip()
        for task in BreachTask.objects.filter(breach=step.breach, done_at__isnull=True):
            step.change(task, due_at=None, assigned_to=None)
        step.breach.refresh_from_db(fields=["controller"])
        tell(step.breach, BREACH_NAMED, by=by, now=now, occasion=f"named {step.breach.version}")


def close(breach_id: UUID, lessons: str, *, by: Actor, now: datetime, seen: int) -> None:
    """Ends a breach, with what was learned; everything that must hold first is said at once."""
    with acting(BreachAct.CLOSE, breach_id, by=by, now=now, seen=seen) as step:
        step.require(stops_of_closing(step.state, lessons[: STORY_LENGTH + 1]))
        step.set(lessons=lessons.strip(), closed_at=now)


def reopen(breach_id: UUID, reason: str, *, by: Actor, now: datetime, seen: int) -> None:
    """Opens a closed breach again, with the reason."""
    with acting(BreachAct.REOPEN, breach_id, by=by, now=now, seen=seen) as step:
        step.require(problem_with_words("reason", reason, "Say why it is opened again."))
        step.set(closed_at=None)
        step.words = reason.strip()
