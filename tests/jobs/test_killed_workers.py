"""Workers killed at random: every effect once, nothing lost, what cannot be done put before a person (ADR 12).

The thousand of the ADR: ``KILL_JOBS=1000 pytest tests/jobs/test_killed_workers.py``.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django_q.models import OrmQ
from pytest_django import DjangoDbBlocker

from sightline.jobs import services
from sightline.jobs.models import JobRun, RunState, WorkerBeat
from tests.jobs.killable import EFFECT, install_jobs

pytestmark = pytest.mark.maintenance

ROOT = Path(__file__).parents[2]
#: Not a setting of the product, so tests.environment leaves it alone.
JOBS = int(os.environ.get("KILL_JOBS", "40"))


class Crew:
    """Two workers in processes of their own, killed with everything they started and replaced."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.working = [self.hire(), self.hire()]
        self.killed = 0

    def hire(self, port: int = 0) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.killable", self.database, str(port)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, which: int) -> None:
        """SIGKILL to the whole group: nothing is said goodbye to, as when a machine goes."""
        try:
            os.killpg(self.working[which].pid, signal.SIGKILL)
        except ProcessLookupError:
            self.working[which].kill()
        self.working[which].wait()
        self.killed += 1

    def end(self) -> None:
        for which in (0, 1):
            self.kill(which)


@dataclass(frozen=True)
class Aftermath:
    """What stood in the database when nothing was waiting any more, or time was up."""

    workers_killed: int
    waiting: int
    effects: Counter[str]
    parked: dict[str, tuple[int, str]]
    #: What a worker that was not killed answered to probes, and its exit code after it was told to stop.
    probes: dict[str, int]
    ended_with: int


@pytest.fixture(scope="module")
def aftermath(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Aftermath]:
    """Outside the transaction of a test, because other processes must see it; so it clears up after itself."""
    from sightline.jobs import schedule

    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(schedule, "JOBS", schedule.JOBS)
        install_jobs()
        with connection.cursor() as cursor:
            cursor.execute(EFFECT)
        try:
            yield kill_at_random(str(connection.settings_dict["NAME"]))
        finally:
            for model in (JobRun, WorkerBeat, OrmQ):
                model.objects.all().delete()
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE kill_effect")
            connection.close()


def effects() -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT slot FROM kill_effect")
        return Counter(row[0] for row in cursor.fetchall())


def waiting() -> int:
    return JobRun.objects.filter(state=RunState.WAITING.value).count()


def kill_at_random(database: str) -> Aftermath:
    """Two workers do the jobs; one or the other is killed at random moments while there is work."""
    chance, now = random.Random(os.environ.get("KILL_SEED", "7")), datetime.now(UTC)
    for number in range(JOBS):
        services.ask("works", f"{number}", now=now)
    services.ask("poisons", "p", now=now)
    services.ask("kills", "k", now=now)
    crew = Crew(database)
    until = time.monotonic() + 120 + JOBS
    kills_left = max(4, JOBS // 25)
    try:
        while waiting() and time.monotonic() < until:
            time.sleep(chance.uniform(0.1, 0.6))
            if kills_left and effects():
                kills_left -= 1
                which = chance.randrange(2)
                crew.kill(which)
                crew.working[which] = crew.hire()
    finally:
        killed = crew.killed
        crew.end()
    parked = {
        run.job: (run.attempts, run.problem) for run in JobRun.objects.filter(state=RunState.PARKED.value)
    }
    return Aftermath(killed, waiting(), effects(), parked, *probed(crew))


def probed(crew: Crew) -> tuple[dict[str, int], int]:
    """One more worker: what it answers once it is ready, and how it ends when it is told to."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    worker = crew.hire(port)
    answers: dict[str, int] = {}
    until = time.monotonic() + 60
    while answers.get("/readyz") != 200 and time.monotonic() < until:
        time.sleep(0.2)
        answers = {path: status(port, path) for path in ("/healthz", "/readyz", "/")}
    worker.terminate()
    return answers, worker.wait(timeout=30)


def status(port: int, path: str) -> int:
    """The status of an answer; 0 where there is none."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


@pytest.mark.django_db
def test_each_effect_is_there_once_whoever_is_killed(aftermath: Aftermath) -> None:
    print(f"{connection.vendor}: {JOBS} jobs, {aftermath.workers_killed} workers killed")
    assert aftermath.workers_killed >= 4, "workers were killed while there was work"
    assert aftermath.waiting == 0, "what a dead worker held was taken up by another"
    turns = [slot for slot in aftermath.effects if "T" in slot]
    assert len(turns) == 1, "a turn of the schedule is one run, however many workers look at the clock"
    assert aftermath.effects == Counter([*(f"{number}" for number in range(JOBS)), *turns])
    assert aftermath.parked == {
        "poisons": (services.MOST_ATTEMPTS, "RuntimeError: no good: p"),
        "kills": (services.MOST_ATTEMPTS, "The worker died each time this was run."),
    }


@pytest.mark.django_db
def test_a_worker_answers_probes_and_ends_well_when_told_to(aftermath: Aftermath) -> None:
    assert aftermath.probes == {"/healthz": 200, "/readyz": 200, "/": 404}
    assert aftermath.ended_with == 0
