"""Whose rows PostgreSQL shows: the second wall, behind the filter of who sees what (design decision 18, ADR 19).

A scope names one organisation and one person, or a piece of work that reads everything by its name: a command, a job, an
accountable act, of which a step's first read is walled (``Act.asked``). It is set inside a transaction and ends with it; where none
is set the database shows no row of any case. On SQLite there is no such wall and all of this does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from psycopg.pq import TransactionStatus

from sightline.policy.facts import Actor

Row = TypeVar("Row")

_SET = (
    "SELECT set_config('sightline.everything', %s, {local}), set_config('sightline.organisation', %s, {local}), "
    "set_config('sightline.person', %s, {local}), set_config('sightline.role', %s, {local}), "
    "set_config('sightline.at', %s, {local})"
)


@dataclass(frozen=True)
class Scope:
    """What the database shows: with ``everything`` (the name of the work) every row, else what is theirs, else nothing.

    ``role`` and ``at``, the moment, are asked of cases limited to named people. Two moments of one hat are one scope.
    """

    everything: str = ""
    organisation_id: UUID | None = None
    person_id: UUID | None = None
    role: str = ""
    at: datetime | None = field(default=None, compare=False)

    @property
    def settings(self) -> tuple[str, ...]:
        """The values of the settings that the policies read, in the order they are set."""
        mine = (self.organisation_id or "", self.person_id or "", self.role)
        return self.everything, *map(str, mine), "" if self.at is None else self.at.isoformat()


NOTHING = Scope()
#: What a connection of this process shows outside every other scope: nothing, unless a command or a worker says otherwise.
_of_process = NOTHING
_now: ContextVar[Scope | None] = ContextVar("scope", default=None)


def of(actor: Actor, *, now: datetime) -> Scope:
    """What this hat's organisation has access to, and what this person reported.

    Of cases limited to named people, those that name this hat ``now``.
    """
    return Scope(
        organisation_id=actor.organisation_id, person_id=actor.person_id, role=actor.role.value, at=now
    )


def everything(work: str) -> Scope:
    """Every row, for work that is told by its name and is no page."""
    if not work:
        raise ValueError("Say which work reads everything.")
    return Scope(everything=work)


def current() -> Scope:
    """The scope in force."""
    found = _now.get()
    return _of_process if found is None else found


def for_process(scope: Scope) -> None:
    """From now on, what new connections of this process show outside every other scope: for commands and workers."""
    global _of_process
    _of_process = scope


@contextmanager
def within(scope: Scope) -> Iterator[None]:
    """What is read and written inside is within this scope; afterwards the one before holds again."""
    before = current()
    if connection.vendor != "postgresql" or scope == before:
        yield
        return
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        _tell(connection, scope, local=True)
        token = _now.set(scope)
        try:
            yield
        finally:
            _now.reset(token)
            # A transaction that failed takes no more; its end, or its savepoint's, undoes the setting too.
            if connection.in_atomic_block and not connection.needs_rollback and _takes_more(connection):
                _tell(connection, before, local=True)


def carried(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows that are read later, such as a download made while it is sent, within the scope of whoever asks for them now."""
    scope = current()

    def read() -> Iterator[Row]:
        with within(scope):
            yield from rows

    return read()


def _takes_more(to: BaseDatabaseWrapper) -> bool:
    return to.connection is not None and to.connection.info.transaction_status != TransactionStatus.INERROR


def _tell(to: BaseDatabaseWrapper, scope: Scope, *, local: bool) -> None:
    """Past Django's cursor: it is no query of the page, and is neither counted nor shown among them."""
    to.ensure_connection()
    to.connection.execute(_SET.format(local="true" if local else "false"), scope.settings)


def _begin(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """A new connection of a process that reads everything says so for as long as it lives."""
    if connection.vendor == "postgresql" and _of_process != NOTHING:
        _tell(connection, _of_process, local=False)


connection_created.connect(_begin, dispatch_uid="sightline.audit.scope")
