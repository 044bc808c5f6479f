"""A sign-in that was locked for too many tries: on record once for each lock, for the person and the administrators to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sightline.audit.selectors import entries_of
from sightline.audit.services import act
from sightline.organisations.models import User

MODEL = "organisations.SignInLock"
#: How long a lock is shown to those it concerns. Local default of 28 November 2026.
SHOWN = timedelta(days=30)
_MOST_SHOWN = 50


@dataclass(frozen=True)
class Lock:
    """Tries of one kind that were refused from a moment on. ``person_id`` is None for an address, or a name of nobody."""

    at: datetime
    kind: str
    person_id: UUID | None
    full_name: str


def note_lock(*, kind: str, username: str, now: datetime) -> None:
    """Put a lock on record. For a name that nobody has the same is written, without the name: it takes as long."""
    found = User.objects.filter(username__iexact=username.strip()).first() if username else None
    with act(by=None, now=now, reason="Too many tries to sign in") as acted:
        acted.record(model=MODEL, object_id=found.id if found else "", field="locked", old="", new=kind)


def locks(*, now: datetime, person_id: UUID | None = None) -> tuple[Lock, ...]:
    """The newest first, of one person or of everybody, of the last thirty days."""
    rows = entries_of(MODEL, None if person_id is None else person_id, since=now - SHOWN, limit=_MOST_SHOWN)
    people = {
        str(row[0]): row[1]
        for row in User.objects.filter(id__in={row.object_id for row in rows if row.object_id}).values_list(
            "id", "full_name"
        )
    }
    return tuple(
        Lock(
            row.at,
            row.new,
            UUID(row.object_id) if row.object_id in people else None,
            people.get(row.object_id, ""),
        )
        for row in rows
    )
