"""Histories by the thousand appended to the chain: the same entries that acts append, by COPY where there is one.

For loading whole cases whose every change is known. The chain's head is taken first, so that other writers wait until
the transaction ends; a load therefore comes in batches, each a transaction that leaves the chain whole. The triggers that
make the trail append-only stay as they are: nothing here changes or takes away a row.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from hashlib import sha256

from django.db import transaction
from django.db.models import F

from sightline.audit import chain
from sightline.audit.models import AuditEntry, AuditHead, AuditPayload
from sightline.audit.services.acts import ChainUnusable
from sightline.audit.services.copying import write_rows

#: One change as text (``chain.as_text``): at, request_id, model, object_id, subject_id; actor, hat, field, old, new,
#: part, clause, reason.
PastEntry = tuple[str, str, str, str, str, str, str, str, str, str, str, str, str]

_ENTRY = tuple(field.column for field in AuditEntry._meta.concrete_fields)
_PAYLOAD = tuple(field.column for field in AuditPayload._meta.concrete_fields)
_SALTS_AT_ONCE = 4096


class _Hashed(dict[str, bytes]):
    """Texts as they are hashed, each with its length before it; most stand in many entries."""

    def __missing__(self, text: str) -> bytes:
        raw = text.encode("utf-8")
        made = self[text] = b"%d:%b" % (len(raw), raw)
        return made


def append_histories(entries: Iterable[PastEntry]) -> int:
    """Appends the entries in their order, in one transaction, and says how many there were.

    They may lie in the past: what orders a chain is its numbers. A person who reports in confidence must be in none of
    them, which whoever makes the entries sees to. Raises ``ChainUnusable`` if the head is missing.
    """
    with transaction.atomic():
        if AuditHead.objects.filter(id=1).update(seq=F("seq")) != 1:
            raise ChainUnusable(
                "The head of the audit trail is missing: run the migrations, then verify-audit."
            )
        first, head = AuditHead.objects.values_list("seq", "entry_hash").get(id=1)
        writing = _Writing(first, head)
        write_rows(AuditEntry._meta.db_table, _ENTRY, writing.entries(entries))
        write_rows(AuditPayload._meta.db_table, _PAYLOAD, writing.payloads)
        AuditHead.objects.filter(id=1).update(seq=writing.seq, entry_hash=writing.head)
        return writing.seq - first


class _Writing:
    """The chain as it grows. Payloads wait, because they go into another table."""

    def __init__(self, seq: int, head: str) -> None:
        self.seq = seq
        self.head = head
        self.payloads: list[tuple[str, ...]] = []

    def entries(self, past: Iterable[PastEntry]) -> Iterator[tuple[str, ...]]:
        """Rows of entries; the payload of each is kept. What is hashed is what ``chain`` says, in its order."""
        hashed, salts, keep = _Hashed(), _salts(), self.payloads.append
        version = hashed[chain.SCHEMA_VERSION]
        seq, previous = self.seq, self.head
        for at, request, model, object_id, subject, actor, hat, field, old, new, part, clause, reason in past:
            seq += 1
            number, salt = str(seq), next(salts)
            values = sha256(
                b"32:%b%b%b%b%b%b%b%b%b"
                % (
                    salt.encode(),
                    hashed[actor],
                    hashed[hat],
                    hashed[field],
                    hashed[old],
                    hashed[new],
                    hashed[part],
                    hashed[clause],
                    hashed[reason],
                )
            ).hexdigest()
            head = sha256(
                b"64:%b%d:%b%b%b%b%b%b%b64:%b"
                % (
                    previous.encode(),
                    len(number),
                    number.encode(),
                    version,
                    hashed[request],
                    hashed[at],
                    hashed[model],
                    hashed[object_id],
                    hashed[subject],
                    values.encode(),
                )
            ).hexdigest()
            keep((number, salt, actor, hat, field, old, new, part, clause, reason, "", ""))
            yield (
                number,
                chain.SCHEMA_VERSION,
                request,
                at,
                model,
                object_id,
                subject,
                values,
                previous,
                head,
            )
            previous = head
        self.seq, self.head = seq, previous


def _salts() -> Iterator[str]:
    """What ``chain.new_salt`` makes, from random bytes taken by the block."""
    while True:
        block = secrets.token_bytes(16 * _SALTS_AT_ONCE).hex()
        for start in range(0, len(block), 32):
            yield block[start : start + 32]
