"""Every open incident computed again, beside what is stored for lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from sightline.incidents.models import Awaited, DueDate, Incident
from sightline.incidents.record import RELATED_OF_STEP, facts_of, load_case
from sightline.incidents.selectors.desk import OPEN
from sightline.incidents.services.due_dates import is_as_stored, rows_by_the_rules

_CHUNK = 100


def differences(*, now: datetime) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each incident that is open, awaits a step or has a timescale running: its reference, and what differs in words.

    Sightline itself asks, for every organisation at once: what is yielded names no story and no person.
    """
    running = DueDate.objects.filter(incident=OuterRef("pk"), is_running=True, done_at__isnull=True)
    awaited = Awaited.objects.filter(incident=OuterRef("pk"))
    is_open = Q(status__in=OPEN) | Q(Exists(running)) | Q(Exists(awaited))
    found = Incident.objects.filter(is_open).select_related(*RELATED_OF_STEP).order_by("id")
    for incident in found.iterator(chunk_size=_CHUNK):
        record = load_case(incident)
        dues, steps = rows_by_the_rules(record, facts_of(record), now=now)
        different = []
        if not is_as_stored(DueDate, incident, dues):
            different.append("due dates")
        if not is_as_stored(Awaited, incident, steps, but=("since",)):
            different.append("awaited steps")
        yield incident.reference, tuple(different)
