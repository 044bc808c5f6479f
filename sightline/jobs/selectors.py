"""What administrators read of background work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q

from sightline.jobs.models import JobPause, JobRun, RunState, WorkerBeat
from sightline.jobs.schedule import JOBS, Job
from sightline.notifications import selectors as notifications
from sightline.notifications.selectors import Outbox

#: A worker says so every few seconds; silent for this long it is taken for dead.
SILENT = timedelta(minutes=2)
_SHOWN = 20


@dataclass(frozen=True)
class RunRow:
    """One run as a line of a page."""

    run_id: int
    title: str
    slot: str
    state: RunState
    attempts: int
    next_at: datetime
    finished_at: datetime | None
    is_alarm: bool
    words: str


@dataclass(frozen=True)
class JobRow:
    """One job: when it runs, how it went last time, when it comes next (None while paused)."""

    name: str
    title: str
    purpose: str
    rhythm: str
    last: RunRow | None
    next_at: datetime | None
    paused_at: datetime | None
    waiting: int


@dataclass(frozen=True)
class WorkerRow:
    """One worker that was heard of within a day."""

    name: str
    started_at: datetime
    seen_at: datetime
    is_silent: bool


@dataclass(frozen=True)
class BackgroundWork:
    """The whole page. ``oldest_due_at`` is the moment of the run that has waited longest past its turn, if any."""

    jobs: tuple[JobRow, ...]
    parked: tuple[RunRow, ...]
    retrying: tuple[RunRow, ...]
    alarms: tuple[RunRow, ...]
    workers: tuple[WorkerRow, ...]
    oldest_due_at: datetime | None
    outbox: Outbox


def _row(run: JobRun) -> RunRow:
    job = JOBS.get(run.job)
    return RunRow(
        run.id,
        job.title if job else run.job,
        run.slot,
        RunState(run.state),
        run.attempts,
        run.next_at,
        run.finished_at,
        run.is_alarm,
        run.problem or run.outcome,
    )


def _newest(**of: object) -> Q:
    """The condition on runs that they are the newest of their job, of runs like this."""
    runs = JobRun.objects.filter(**of).exclude(state=RunState.WAITING.value).order_by()
    return Q(id__in=runs.values("job").annotate(newest=Max("id")).values("newest"))


def _newest_done() -> Q:
    """An alarm stands until its job ran to its end again: a run that failed proves nothing."""
    return _newest(state=RunState.DONE.value)


def attention(*, now: datetime) -> tuple[str, ...]:
    """Why an administrator must look at background work, in words; empty where nobody need. Three queries."""
    parked = JobRun.objects.filter(state=RunState.PARKED.value).order_by()
    alarms = JobRun.objects.filter(_newest_done(), is_alarm=True).order_by()
    troubles = set(parked.values_list("state").union(alarms.values_list("state")))
    reasons = (
        ((RunState.DONE.value,) in troubles, "an alarm"),
        ((RunState.PARKED.value,) in troubles, "work that was put aside after failing"),
        (notifications.has_parked(), "e-mail that could not be sent"),
        (not WorkerBeat.objects.filter(seen_at__gte=now - SILENT).exists(), "no worker is running"),
    )
    return tuple(words for is_so, words in reasons if is_so)


def _rhythm(job: Job) -> str:
    if job.rhythm is None:
        return "When something asks for it"
    return f"{job.rhythm.words}, if something waits" if job.is_wanted is not None else job.rhythm.words


def background_work(*, now: datetime) -> BackgroundWork:
    """Jobs, failures, workers and e-mail; seven queries."""
    paused = dict(JobPause.objects.values_list("job", "paused_at"))
    waiting = JobRun.objects.filter(state=RunState.WAITING.value)
    by_job = waiting.order_by().values_list("job").annotate(count=Count("id"), first=Min("next_at"))
    queued = {job: (count, first) for job, count, first in by_job}
    newest = list(JobRun.objects.filter(_newest() | _newest_done()).order_by("job", "id"))
    last = {run.job: _row(run) for run in newest}
    jobs = []
    for job in JOBS.values():
        paused_at = paused.get(job.name)
        jobs.append(
            JobRow(
                job.name,
                job.title,
                job.purpose,
                _rhythm(job),
                last.get(job.name),
                None if paused_at or job.rhythm is None else job.rhythm.next(now),
                paused_at,
                queued[job.name][0] if job.name in queued else 0,
            )
        )
    oldest = min((first for _, first in queued.values() if first < now), default=None)
    # What is put aside comes first; the two in one query.
    failed = JobRun.objects.exclude(state=RunState.DONE.value).exclude(problem="")
    troubled = list(failed.order_by("state", "-finished_at", "next_at")[: 2 * _SHOWN])
    parked = [run for run in troubled if run.state == RunState.PARKED.value][:_SHOWN]
    retrying = [run for run in troubled if run.state == RunState.WAITING.value][:_SHOWN]
    workers = [
        WorkerRow(row.worker, row.started_at, row.seen_at, row.seen_at < now - SILENT)
        for row in WorkerBeat.objects.order_by("-seen_at")
    ]
    return BackgroundWork(
        tuple(jobs),
        tuple(_row(run) for run in parked),
        tuple(_row(run) for run in retrying),
        tuple(_row(run) for run in newest if run.is_alarm and run.state == RunState.DONE),
        tuple(workers),
        oldest,
        notifications.outbox(),
    )


def is_silent(worker: str, *, now: datetime) -> bool:
    """Whether this worker has not said that it lives for two minutes; it never did where it is unknown."""
    return not WorkerBeat.objects.filter(worker=worker, seen_at__gte=now - SILENT).exists()
