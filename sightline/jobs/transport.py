"""The library's side: the message "run this" goes out here and comes back here (ADR 12).

The message stands in the same database and is written in the caller's transaction: it goes out if that commits.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django_q.tasks import async_task


def send(job: str, slot: str) -> None:
    """Asks any worker to run a job for a slot. It may arrive twice, or die with its worker: both are provided for."""
    async_task("sightline.jobs.transport.receive", job, slot)


def receive(job: str, slot: str) -> None:
    """Called by the library in a worker."""
    from sightline.jobs import services

    services.perform(job, slot, clock=lambda: datetime.now(UTC))
