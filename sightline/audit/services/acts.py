"""Writing the audit trail: ``act`` opens one accountable change, ``Act.record`` says what it changed.

    with act(by=actor, now=now, clause="3.1c") as acted:
        incident.status = Status.DECLARED
        incident.save()
        acted.record(model="incidents.Incident", object_id=incident.id, subject_id=incident.id,
                     field="status", old=Status.REPORTED, new=Status.DECLARED, part=Part.SUMMARY)

Entries wait in memory and are appended when the outermost act ends: the head is moved by a relative update,
which on PostgreSQL makes other writers wait from there to the end of the transaction (an implicit lock, held
only for the inserts), the entries are chained and inserted, and setting the head's hash is the last statement.
On SQLite the transaction itself is the lock. It needs READ COMMITTED, PostgreSQL's default.
If the body raises, the transaction rolls back and the entries are dropped with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from sightline.audit import chain
from sightline.audit.models import AuditEntry, AuditHead, AuditPayload
from sightline.audit.scope import NOTHING, Scope, current, everything, within
from sightline.policy.facts import Actor

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Set by the web's middleware and by commands: ties together what one request or run changed."""

_BATCH = 500


class ChainUnusable(RuntimeError):
    """The head of the chain is missing, so nothing can be appended."""


class AlreadyErased(ValueError):
    """An entry whose values were to be erased does not exist or was erased before."""


@dataclass(frozen=True)
class _Pending:
    at: str
    request_id: str
    model: str
    object_id: str
    subject_id: str
    actor: str
    hat: str
    field: str
    old: str
    new: str
    part: str
    clause: str
    reason: str


@dataclass
class Act:
    """One accountable change under way. ``clause`` and ``reason`` are used for records that name none."""

    by: Actor | None
    now: datetime
    clause: str = ""
    reason: str = ""
    _pending: list[_Pending] = field(default_factory=list, repr=False)
    #: What the database showed to whoever began it.
    asked: Scope = NOTHING

    def record(
        self,
        *,
        model: str,
        object_id: UUID | str,
        subject_id: UUID | str = "",
        field: str,
        old: object,
        new: object,
        part: str = "",
        clause: str = "",
        reason: str = "",
    ) -> None:
        """Say that ``field`` of the row went from ``old`` to ``new`` (turned to text by ``chain.as_text``).

        ``model`` is a label such as ``incidents.Incident``; ``subject_id`` the incident it belongs to, or "".
        Raises ``ValueError`` if a person reporting in confidence would be named by any of the texts
        (clause 4.3c): refused here, because an entry cannot be taken back.
        """
        entry = _Pending(
            at=chain.moment_text(self.now),
            request_id=chain.as_text(request_id.get()),
            model=chain.as_text(model),
            object_id=chain.as_text(object_id),
            subject_id=chain.as_text(subject_id),
            actor=self.by.audit_name if self.by else "",
            hat=self.by.hat if self.by else "",
            field=chain.as_text(field),
            old=chain.as_text(old),
            new=chain.as_text(new),
            part=chain.as_text(part),
            clause=chain.as_text(clause or self.clause),
            reason=chain.as_text(reason or self.reason),
        )
        if (
            self.by
            and self.by.masked
            and any(str(self.by.person_id) in text for text in vars(entry).values())
        ):
            raise ValueError("Someone who reports in confidence must not be named in the audit trail.")
        self._pending.append(entry)


_current: ContextVar[Act | None] = ContextVar("current_act", default=None)


@contextmanager
def act(*, by: Actor | None, now: datetime, clause: str = "", reason: str = "") -> Iterator[Act]:
    """Open one accountable change: a transaction whose entries are appended when the outermost act ends.

    An act inside another joins it: it may have its own person, moment, clause and reason; if it raises, its
    own writes and entries are undone and the outer one may go on. To try something that may fail, nest an act:
    a bare ``transaction.atomic`` would undo the writes and keep the entries. Used inside somebody else's
    ``atomic`` (a test, a batch) the head moves when the outermost act ends and is held until that commits.
    ``by=None`` means Sightline itself (a command, a periodic job): actor and hat are both empty, whereas a
    person in confidence leaves their hat.
    The database shows everything inside (``audit.scope``), for what follows from a change may be of others; the case
    that a step is taken on is read ``within(this.asked)``.
    Raises ``ValueError`` if ``now`` has no time zone, ``ChainUnusable`` if the head is missing.
    """
    chain.moment_text(now)  # refuse a moment without a zone before anything is written
    outer = _current.get()
    pending: list[_Pending] = [] if outer is None else outer._pending
    asked = current() if outer is None else outer.asked
    this = Act(by=by, now=now, clause=clause, reason=reason, _pending=pending, asked=asked)
    mark = len(this._pending)
    token = _current.set(this)
    try:
        with transaction.atomic(), within(everything("an act")):
            yield this
            if outer is None:
                _append(this._pending)
    except BaseException:
        del this._pending[mark:]
        raise
    finally:
        _current.reset(token)


def _append(pending: list[_Pending]) -> None:
    if not pending:
        return
    if AuditHead.objects.filter(id=1).update(seq=F("seq") + len(pending)) != 1:
        raise ChainUnusable("The head of the audit trail is missing: run the migrations, then verify-audit.")
    last, previous = AuditHead.objects.values_list("seq", "entry_hash").get(id=1)
    entries, payloads = [], []
    for seq, item in enumerate(pending, start=last - len(pending) + 1):
        salt = chain.new_salt()
        hashed = chain.payload_hash(
            salt, item.actor, item.hat, item.field, item.old, item.new, item.part, item.clause, item.reason
        )
        entry = AuditEntry(
            seq=seq,
            schema_version=chain.SCHEMA_VERSION,
            request_id=item.request_id,
            at=item.at,
            model=item.model,
            object_id=item.object_id,
            subject_id=item.subject_id,
            payload_hash=hashed,
            previous_hash=previous,
        )
        previous = entry.entry_hash = chain.entry_hash(
            previous,
            seq,
            entry.schema_version,
            entry.request_id,
            entry.at,
            entry.model,
            entry.object_id,
            entry.subject_id,
            hashed,
        )
        entries.append(entry)
        payloads.append(
            AuditPayload(
                entry_id=seq,
                salt=salt,
                actor=item.actor,
                hat=item.hat,
                field=item.field,
                old=item.old,
                new=item.new,
                part=item.part,
                clause=item.clause,
                reason=item.reason,
            )
        )
    AuditEntry.objects.bulk_create(entries, batch_size=_BATCH)
    AuditPayload.objects.bulk_create(payloads, batch_size=_BATCH)
    AuditHead.objects.filter(id=1).update(entry_hash=previous)


def erase(seqs: Collection[int], *, by: Actor | None, now: datetime, reason: str, clause: str = "") -> None:
    """Empty the values of these entries for good, leaving the reason; say so in the trail (decision 22).

    For disposal, rectification, or a name caught late. The salt goes too, so the value cannot be found again
    by guessing; who made the change goes with it; only the part stays, and in the entry that says of it the name of the
    field, so that nobody takes the value before for the one that stands. The chain still verifies, and an
    erasure that the trail does not speak of is found by ``verify_audit``. The reason stays readable: it must
    not repeat what is erased.
    Raises ``ValueError`` without a reason, ``AlreadyErased`` if an entry is unknown or erased before.
    """
    reason = chain.as_text(reason).strip()
    if not reason:
        raise ValueError("Erasing values from the audit trail needs a reason.")
    wanted = sorted(set(seqs))
    with act(by=by, now=now, clause=clause, reason=reason) as acted:
        found = {
            row[0]: row
            for row in AuditPayload.objects.filter(entry_id__in=wanted, tombstoned_at="").values_list(
                "entry_id", "part", "entry__subject_id", "field"
            )
        }
        if len(found) != len(wanted):
            missing = ", ".join(str(seq) for seq in wanted if seq not in found)
            raise AlreadyErased(f"Not in the audit trail, or erased before: {missing}.")
        changed = AuditPayload.objects.filter(entry_id__in=wanted, tombstoned_at="").update(
            salt="",
            actor="",
            hat="",
            field="",
            old="",
            new="",
            clause="",
            reason="",
            tombstone_reason=reason,
            tombstoned_at=chain.moment_text(now),
        )
        if changed != len(wanted):
            raise AlreadyErased("Someone else erased one of these entries at the same moment.")
        for seq in wanted:
            _, part, subject_id, erased_field = found[seq]
            acted.record(
                model=chain.ERASURE_MODEL,
                object_id=str(seq),
                subject_id=subject_id,
                field=chain.ERASURE_FIELD,
                old=erased_field,
                new="erased",
                part=part,
            )
