"""What administrators read of background work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sightline.jobs.models import JobPause, JobRun, RunState, WorkerBeat
from sightline.jobs.schedule import JOBS

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

    @property
    def wants_attention(self) -> bool:
        """Whether a person must look."""
        at_work = any(not worker.is_silent for worker in self.workers)
        return bool(self.parked or self.alarms) or not at_work


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


def background_work(*, now: datetime) -> BackgroundWork:
    """Jobs, failures and workers; a handful of queries and two for each job."""
    paused = dict(JobPause.objects.values_list("job", "paused_at"))
    jobs, alarms = [], []
    for job in JOBS.values():
        runs = JobRun.objects.filter(job=job.name)
        last = runs.exclude(state=RunState.WAITING.value).order_by("-asked_at", "-id").first()
        row = _row(last) if last is not None else None
        if row is not None and row.is_alarm:
            alarms.append(row)
        paused_at = paused.get(job.name)
        jobs.append(
            JobRow(
                job.name,
                job.title,
                job.purpose,
                job.rhythm.words if job.rhythm else "When something asks for it",
                row,
                None if paused_at or job.rhythm is None else job.rhythm.next(now),
                paused_at,
                runs.filter(state=RunState.WAITING.value).count(),
            )
        )
    waiting = JobRun.objects.filter(state=RunState.WAITING.value)
    oldest = waiting.filter(next_at__lt=now).order_by("next_at").values_list("next_at", flat=True).first()
    parked = JobRun.objects.filter(state=RunState.PARKED.value).order_by("-finished_at")[:_SHOWN]
    retrying = waiting.exclude(problem="").order_by("next_at")[:_SHOWN]
    workers = [
        WorkerRow(row.worker, row.started_at, row.seen_at, row.seen_at < now - SILENT)
        for row in WorkerBeat.objects.order_by("-seen_at")
    ]
    return BackgroundWork(
        tuple(jobs),
        tuple(_row(run) for run in parked),
        tuple(_row(run) for run in retrying),
        tuple(alarms),
        tuple(workers),
        oldest,
    )


def is_silent(worker: str, *, now: datetime) -> bool:
    """Whether this worker has not said that it lives for two minutes; it never did where it is unknown."""
    return not WorkerBeat.objects.filter(worker=worker, seen_at__gte=now - SILENT).exists()
