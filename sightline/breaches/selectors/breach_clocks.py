"""Clocks that run out soon or have, for the job that tells people: nobody's page."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from sightline.breaches.models import Breach
from sightline.breaches.services.acting import notices_of
from sightline.notifications.services import NewNotice
from sightline.organisations.figures import agreed_figures
from sightline.policy.breach_limits import BREACH_WARNING
from sightline.policy.local_default_rows import NEWS_DAYS, figure_on
from sightline.policy.other_tellings import BREACH_HOURS_LEFT, BREACH_HOURS_OVER
from sightline.policy.working_days import london_day


def _due(now: datetime, hours: int, days: int) -> QuerySet[Breach]:
    return Breach.objects.filter(
        clock_ends_at__lte=now + timedelta(hours=hours), clock_ends_at__gte=now - timedelta(days=days)
    )


def runs_out(*, now: datetime) -> bool:
    """Whether any clock is within its last hours, or passed not long ago: one or two queries."""
    hours, days = _figures(now)
    return _due(now, hours, days).exists()


def clock_notices(*, now: datetime) -> list[NewNotice]:
    """What whoever handles a breach is told of its clock, whether said before or not."""
    hours, days = _figures(now)
    found: list[NewNotice] = []
    for breach in _due(now, hours, days).order_by("clock_ends_at", "id"):
        is_over = breach.clock_ends_at is not None and breach.clock_ends_at < now
        row = BREACH_HOURS_OVER if is_over else BREACH_HOURS_LEFT
        occasion = f"{'over' if is_over else 'left'} {breach.clock_ends_at:%Y-%m-%dT%H:%M}"
        found += notices_of(breach, row, now=now, occasion=occasion)
    return found


def _figures(now: datetime) -> tuple[int, int]:
    agreed, day = agreed_figures(), london_day(now)
    return figure_on(BREACH_WARNING, day, agreed), figure_on(NEWS_DAYS, day, agreed)
