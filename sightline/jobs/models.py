"""What ran, what waits and who is at work. Private to this package.

A library carries the message "run this" to a worker (``transport.py``). That a run takes effect once is kept here, by
the unique pair of job and slot, whatever the library delivers twice or loses (design decision 43).
"""

from __future__ import annotations

from django.db import models

from sightline.policy.terms import Term


class RunState(Term):
    """How far a run has come."""

    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"
    PARKED = "parked", "Parked"


class JobRun(models.Model):
    """One piece of work: a job for a slot, such as the night's reconcile of one day."""

    job = models.CharField(max_length=60)
    slot = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=RunState.choices(), default=RunState.WAITING.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    next_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    is_alarm = models.BooleanField(default=False)
    outcome = models.TextField(default="")
    problem = models.TextField(default="")

    class Meta:
        db_table = "job_run"
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="job_run_once_a_slot")]
        indexes = [
            models.Index(fields=["state", "next_at"], name="job_run_due"),
            models.Index(fields=["job", "-asked_at"], name="job_run_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.job} for {self.slot}"


class JobPause(models.Model):
    """A job that an administrator has paused; the row goes when it is resumed."""

    job = models.CharField(primary_key=True, max_length=60)
    paused_at = models.DateTimeField()
    paused_by = models.UUIDField()

    class Meta:
        db_table = "job_pause"

    def __str__(self) -> str:
        return f"{self.job} is paused"


class WorkerBeat(models.Model):
    """When a worker last said that it lives."""

    worker = models.CharField(primary_key=True, max_length=120)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "job_worker"

    def __str__(self) -> str:
        return self.worker
