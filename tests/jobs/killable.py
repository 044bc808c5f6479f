"""A worker process for the kill tests: the real ``sightline worker`` with jobs that write rows to count.

``python -m tests.jobs.killable DATABASE PORT`` works on that database (a name, or the path of an SQLite file) and
answers probes on that port, or on none where it is 0.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime, timedelta

LEASE = timedelta(seconds=2)
EFFECT = "CREATE TABLE kill_effect (slot varchar(80) NOT NULL)"


def write_effect(slot: str) -> None:
    """The effect: one row, in a table that would take a second one without a word."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO kill_effect (slot) VALUES (%s)", [slot])
    # Long enough for a kill to fall between the effect and the end of its transaction.
    time.sleep(0.004)


def install_jobs(rhythm_minutes: int = 60 * 24) -> None:
    """Replaces the schedule: one job that works, one that fails twice, one that always fails, one that kills."""
    from sightline.jobs import schedule
    from sightline.jobs.outcome import Outcome
    from sightline.jobs.rhythm import Every

    def works(slot: str, now: datetime) -> Outcome:
        return Outcome("worked", write=lambda: write_effect(slot))

    def poisons(slot: str, now: datetime) -> Outcome:
        raise RuntimeError(f"no good: {slot}")

    def kills(slot: str, now: datetime) -> Outcome:
        os._exit(9)

    rows = [
        schedule.Job("works", "Works", "", None, works, LEASE),
        schedule.Job("poisons", "Poisons", "", None, poisons, LEASE),
        schedule.Job("kills", "Kills", "", None, kills, LEASE),
        schedule.Job("turns", "Turns", "", Every(rhythm_minutes), works, LEASE),
    ]
    schedule.JOBS = {row.name: row for row in rows}


def main(database: str, port: int) -> None:
    """The worker, on a test's database, with a short lease and quick back-off."""
    os.setpgid(0, 0)
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.Q_CLUSTER |= {"poll": 0.05, "guard_cycle": 0.1}
    django.setup()
    from django.core.management import call_command

    from sightline.jobs import services

    services.BACK_OFF = (timedelta(seconds=0.2),) * 4
    install_jobs()
    call_command("worker", seconds=0.2, port=port)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
