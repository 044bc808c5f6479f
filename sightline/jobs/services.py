"""Asking for work, handing it out, and making sure that it takes effect once.

The life of a run: ``ask`` writes its row (unique for job and slot), ``hand_out`` sends it when its moment has come
and sets the moment on by a lease, ``perform`` counts the attempt, works, and in one transaction claims the row and
writes the effect. A worker that dies rolls back and leaves the row waiting; when the lease is over it is handed out
again. What fails is tried again after a growing wait, and parked for a person after ``MOST_ATTEMPTS``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django_q.models import OrmQ

from sightline.audit.services import act
from sightline.jobs import transport
from sightline.jobs.models import JobPause, JobRun, RunState, WorkerBeat
from sightline.organisations.services.authority import require_administrator
from sightline.policy.facts import Actor

if TYPE_CHECKING:
    from sightline.jobs.schedule import Job

log = logging.getLogger(__name__)


def _jobs() -> Mapping[str, Job]:
    # The table names the jobs and one of them calls a service of this file, so it is read when it is needed.
    from sightline.jobs.schedule import JOBS

    return JOBS


MOST_ATTEMPTS = 5
#: Waits after the first, second … attempt that failed.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
_HANDED_OUT_AT_ONCE = 200
#: A job that an older version asked for and this one does not know fails like any other, and is parked in the end.
_LEASE_OF_THE_UNKNOWN = timedelta(minutes=5)


def slot_of(moment: datetime) -> str:
    """A turn of a rhythm, or the moment somebody asked, as the slot of a run."""
    return moment.isoformat(timespec="seconds")


def ask(job: str, slot: str, *, now: datetime, by: UUID | None = None) -> bool:
    """Writes that a job is wanted for a slot; False where it was asked before. Joins the caller's transaction."""
    _, is_new = JobRun.objects.get_or_create(
        job=job, slot=slot, defaults={"asked_at": now, "asked_by": by, "next_at": now}
    )
    return is_new


def tick(*, now: datetime) -> int:
    """Asks for every job whose turn has come, and hands out what is due. Any number of workers may do so at once.

    Returns how many runs were sent. Only the newest turn is asked for: after a night without workers each job runs
    once, not once for every turn missed.
    """
    paused = set(JobPause.objects.values_list("job", flat=True))
    for job in _jobs().values():
        if job.rhythm is not None and job.name not in paused:
            slot = slot_of(job.rhythm.latest(now))
            is_asked = JobRun.objects.filter(job=job.name, slot=slot).exists()
            if not is_asked and (job.is_wanted is None or job.is_wanted(now)):
                ask(job.name, slot, now=now)
    return hand_out(now=now)


def hand_out(*, now: datetime) -> int:
    """Sends the runs that are due and belong to no paused job; each by one worker, by a conditional update."""
    due = (
        JobRun.objects.filter(state=RunState.WAITING.value, next_at__lte=now)
        .exclude(job__in=JobPause.objects.values("job"))
        .order_by("next_at", "id")
        .values_list("id", "job", "slot", "next_at")[:_HANDED_OUT_AT_ONCE]
    )
    leases = {job.name: job.lease for job in _jobs().values()}
    sent = 0
    for run_id, job, slot, next_at in list(due):
        with transaction.atomic():
            mine = JobRun.objects.filter(id=run_id, state=RunState.WAITING.value, next_at=next_at)
            if mine.update(next_at=now + leases.get(job, _LEASE_OF_THE_UNKNOWN)):
                transport.send(job, slot)
                sent += 1
    return sent


def perform(job: str, slot: str, *, clock: Callable[[], datetime]) -> None:
    """Runs a job for a slot; raises nothing. Run twice, at once or one after the other, it takes effect once."""
    run = JobRun.objects.filter(job=job, slot=slot, state=RunState.WAITING.value).first()
    if run is None:
        return
    waiting = JobRun.objects.filter(id=run.id, state=RunState.WAITING.value)
    now = clock()
    if run.attempts >= MOST_ATTEMPTS:
        # Every attempt was begun and none came back: it kills its worker.
        _park(run, run.problem or "The worker died each time this was run.", now=now)
        return
    # Counted before it begins, so that work which kills its worker is counted too.
    waiting.update(attempts=F("attempts") + 1, begun_at=now)
    try:
        outcome = _jobs()[job].run(slot, now)
        with transaction.atomic():
            claimed = waiting.update(
                state=RunState.DONE.value,
                finished_at=clock(),
                outcome=outcome.words,
                is_alarm=outcome.is_alarm,
                problem="",
            )
            if claimed and outcome.write is not None:
                outcome.write()
        if claimed and outcome.is_alarm:
            log.error("%s: %s", job, outcome.words)
    except Exception as problem:
        log.exception("%s for %s failed", job, slot)
        _failed(run, f"{type(problem).__name__}: {problem}", now=clock())


def _failed(run: JobRun, problem: str, *, now: datetime) -> None:
    attempts = run.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        _park(run, problem, now=now)
        return
    JobRun.objects.filter(id=run.id, state=RunState.WAITING.value).update(
        next_at=now + BACK_OFF[attempts - 1], problem=problem
    )


def _park(run: JobRun, problem: str, *, now: datetime) -> None:
    parked = JobRun.objects.filter(id=run.id, state=RunState.WAITING.value).update(
        state=RunState.PARKED.value, finished_at=now, problem=problem
    )
    if parked:
        log.error("%s for %s is parked: %s", run.job, run.slot, problem)


def run_now(job: str, *, by: Actor, now: datetime) -> None:
    """An administrator wants a job run now; clicked twice in a second it is one run. Raises NotAdministrator, KeyError."""
    require_administrator(by)
    with act(by=by, now=now) as trail:
        if ask(_jobs()[job].name, f"asked {slot_of(now)}", now=now, by=by.person_id):
            trail.record(model="job", object_id=job, field="run", old="", new=now)


def pause(job: str, *, by: Actor, now: datetime) -> None:
    """Stops a job from being handed out until it is resumed. Raises NotAdministrator, KeyError."""
    require_administrator(by)
    with act(by=by, now=now) as trail:
        _, is_new = JobPause.objects.get_or_create(
            job=_jobs()[job].name, defaults={"paused_at": now, "paused_by": by.person_id}
        )
        if is_new:
            trail.record(model="job", object_id=job, field="paused_at", old="", new=now)


def resume(job: str, *, by: Actor, now: datetime) -> None:
    """Lets a paused job run again from its next turn. Raises NotAdministrator, KeyError."""
    require_administrator(by)
    with act(by=by, now=now) as trail:
        paused = JobPause.objects.filter(job=_jobs()[job].name).first()
        if paused is not None and paused.delete()[0]:
            trail.record(model="job", object_id=job, field="paused_at", old=paused.paused_at, new="")


def try_again(run_id: int, *, by: Actor, now: datetime) -> None:
    """Puts a parked run back, with all its attempts. Nothing happens where it is not parked. Raises NotAdministrator."""
    require_administrator(by)
    with act(by=by, now=now) as trail:
        back = JobRun.objects.filter(id=run_id, state=RunState.PARKED.value).update(
            state=RunState.WAITING.value, attempts=0, next_at=now, finished_at=None
        )
        if back:
            trail.record(model="jobrun", object_id=str(run_id), field="state", old="parked", new="waiting")


def beat(worker: str, *, started_at: datetime, now: datetime) -> None:
    """A worker says that it lives; those not heard of for a day are forgotten."""
    WorkerBeat.objects.update_or_create(
        worker=worker, defaults={"seen_at": now}, create_defaults={"started_at": started_at, "seen_at": now}
    )
    WorkerBeat.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()


def forget(*, before: datetime, now: datetime) -> None:
    """Deletes finished runs of before, ended sessions, and messages of the library that nobody waits for."""
    JobRun.objects.filter(state=RunState.DONE.value, finished_at__lt=before).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    OrmQ.objects.filter(lock__lt=now - timedelta(days=1)).delete()
