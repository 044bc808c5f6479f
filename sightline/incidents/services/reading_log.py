"""Who looked at which case (clause 8.0b): gathered in this process, written together every few seconds and at the end.

A page pays for a dictionary and no query. A process that is killed loses what it gathered since it last wrote: at most
``SECONDS_HELD`` of looks. Of a restricted case nothing is held back: the look is written before the page is sent, and
without it there is no page. It is no part of the audit trail, and no change of the case.
"""

from __future__ import annotations

import atexit
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Lock, Thread
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from sightline.audit.scope import everything, within
from sightline.incidents.models import Look
from sightline.policy.facts import Actor

log = logging.getLogger(__name__)

SECONDS_HELD = 5.0
#: With so many gathered, whoever comes next writes them: a burst does not fill the memory.
MOST_GATHERED = 500
_AT_ONCE = 200


@dataclass(frozen=True)
class _Key:
    """What is one look: this person in this role, at this page of this case, within this hour."""

    incident_id: UUID
    person_id: UUID
    organisation_id: UUID
    role: str
    page: str
    hour_at: datetime


_Span = tuple[datetime, datetime]


class _Gathered:
    """The looks of this process that are not written yet."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.looks: dict[_Key, _Span] = {}
        self.stop = Event()
        self.wanted = False
        self.writer_of: int | None = None

    def add(self, key: _Key, span: _Span) -> int:
        """Gathers one; answers how many there are."""
        with self.lock:
            known = self.looks.get(key)
            self.looks[key] = span if known is None else (min(known[0], span[0]), max(known[1], span[1]))
            return len(self.looks)

    def take(self) -> dict[_Key, _Span]:
        """Hands over all of them."""
        with self.lock:
            taken, self.looks = self.looks, {}
            return taken


_gathered = _Gathered()


def saw(actor: Actor, incident_id: UUID, page: str, *, at_once: bool, now: datetime) -> None:
    """Notes that a hat was shown a page of a case; ``at_once`` for a restricted one, which is written now or fails."""
    hour_at = now.replace(minute=0, second=0, microsecond=0)
    key = _Key(incident_id, actor.person_id, actor.organisation_id, actor.role.value, page, hour_at)
    if at_once:
        _write({key: (now, now)})
        return
    number = _gathered.add(key, (now, now))
    _begin_writer()
    if number >= MOST_GATHERED:
        flush()


def flush() -> int:
    """Writes what was gathered; how many looks. What cannot be written now is kept for the next time."""
    looks = _gathered.take()
    if not looks:
        return 0
    try:
        # A page may be one transaction (ADR 19): what fails here is undone by itself, and the page goes on.
        with transaction.atomic():
            _write(looks)
    except DatabaseError:
        log.exception("Looks at cases could not be written; they are tried again")
        for key, span in looks.items():
            if _gathered.add(key, span) >= MOST_GATHERED * 2:
                break
        return 0
    return len(looks)


def forget() -> None:
    """Drops what was gathered and not written: for tests, whose cases are gone when they end."""
    _gathered.take()


def keep_writing() -> None:
    """From the first look on, this process writes what it gathers in the background, and what is left when it ends."""
    _gathered.wanted = True
    atexit.register(flush)


def _begin_writer() -> None:
    """One writer in each process: a fork has none of its parent's threads."""
    if not _gathered.wanted or _gathered.writer_of == os.getpid():
        return
    _gathered.writer_of = os.getpid()
    Thread(target=_write_now_and_then, name="looks", daemon=True).start()


def _write_now_and_then() -> None:
    while not _gathered.stop.wait(SECONDS_HELD):
        if flush():
            connection.close()


def _write(looks: Mapping[_Key, _Span]) -> None:
    """One statement: a look that is there already, of this process or another, only moves on its last moment."""
    rows = [Look(**vars(key), first_at=first, last_at=last) for key, (first, last) in looks.items()]
    with within(everything("looks")):
        Look.objects.bulk_create(
            rows,
            batch_size=_AT_ONCE,
            update_conflicts=True,
            unique_fields=["incident", "person_id", "organisation_id", "role", "page", "hour_at"],
            update_fields=["last_at"],
        )
