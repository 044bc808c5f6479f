"""How an entry becomes text and how texts become hashes. Pure: no database, no clock.

Everything hashed is the raw text of a column, each field preceded by its length in bytes, so that no two
different lists of fields share an input ("ab","c" is ``2:ab1:c``, "a","bc" is ``1:a2:bc``). Nothing is
parsed again to verify it.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Set
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from uuid import UUID

SCHEMA_VERSION = "1"
"""Names the list of fields below. It changes when a field is added, never otherwise."""

GENESIS = "0" * 64
"""The previous hash of entry 1."""

ERASURE_MODEL = "audit.AuditPayload"
"""``model`` of the entry that says another entry's values were erased; its ``object_id`` is that number."""

ERASURE_FIELD = "tombstone"

# PostgreSQL stores no NUL in text, and neither engine stores half of a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text as both databases can hold it: NUL and lone surrogates become U+FFFD, nothing else changes."""
    return _UNSTORABLE.sub("\ufffd", text)


def moment_text(moment: datetime) -> str:
    """A moment in UTC to the microsecond: ``2027-04-08T13:05:00.000000Z``.

    Raises ``ValueError`` for a moment without a time zone: it would mean two different moments.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment in the audit trail needs a time zone.")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def as_text(value: object) -> str:
    """The one way a value becomes text in the audit trail.

    Nothing (``None``) is the empty text; yes and no are ``true`` and ``false``; a stored word is its value;
    a moment is UTC to the microsecond, a day is ``2027-04-08``; a number or a key is as printed; a list, set
    or mapping is JSON (a set sorted, a mapping with sorted keys). Text stays as typed except for what neither
    database can store (see ``storable``). Anything else raises ``TypeError``: record the key of a row, never
    the row.
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Enum():
            return as_text(value.value)
        case str():
            return storable(value)
        case datetime():
            return moment_text(value)
        case date() | time():
            return value.isoformat()
        case int() | float() | Decimal() | UUID():
            return str(value)
        case list() | tuple() | Set() | Mapping():
            return storable(json.dumps(_plain(value), ensure_ascii=False, sort_keys=True))
        case _:
            raise TypeError(
                f"The audit trail cannot record a {type(value).__name__}; record its key or its text."
            )


def _plain(value: object) -> object:
    match value:
        case Mapping():
            return {as_text(key): _plain(item) for key, item in value.items()}
        case Set():
            return sorted(as_text(item) for item in value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return as_text(value)


def new_salt() -> str:
    """128 random bits in hexadecimal: without it an erased value cannot be found again by guessing."""
    return secrets.token_hex(16)


def digest(*fields: str) -> str:
    """SHA-256, in hexadecimal, over the fields each preceded by its length in bytes."""
    parts: list[bytes] = []
    for field in fields:
        raw = field.encode("utf-8")
        parts.append(b"%d:" % len(raw))
        parts.append(raw)
    return sha256(b"".join(parts)).hexdigest()


def payload_hash(
    salt: str, actor: str, hat: str, field: str, old: str, new: str, part: str, clause: str, reason: str
) -> str:
    """Hash of the values kept beside an entry, in this order."""
    return digest(salt, actor, hat, field, old, new, part, clause, reason)


def entry_hash(
    previous_hash: str,
    seq: int,
    schema_version: str,
    request_id: str,
    at: str,
    model: str,
    object_id: str,
    subject_id: str,
    payload: str,
) -> str:
    """Hash of an entry, holding the hash of the one before it; ``payload`` is the payload's hash."""
    return digest(
        previous_hash, str(seq), schema_version, request_id, at, model, object_id, subject_id, payload
    )
