"""The entries of the chain in pieces, each row with what is hashed already put together by the database.

That keeps the walk fast: of nineteen texts a row only two come over, each as it is hashed (``chain.digest``), and memory
stays that of one piece. What is hashed here and there is held equal by the tests of both engines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connections

from sightline.audit.chain import ERASURE_MODEL

#: What the hash of an entry covers and that of its values, in the order of ``chain``.
_OF_ENTRY = (
    *("e.previous_hash", "CAST(e.seq AS TEXT)", "e.schema_version", "e.request_id", "e.at", "e.model"),
    *("e.object_id", "e.subject_id", "e.payload_hash"),
)
_OF_VALUES = tuple(
    f'p."{column}"' for column in ("salt", "actor", "hat", "field", "old", "new", "part", "clause", "reason")
)
#: Almost every row is plain: not erased, and not about an erasure. What the others hold is asked for by itself.
_IS_PLAIN = f"p.tombstoned_at = '' AND p.tombstone_reason = '' AND e.model <> '{ERASURE_MODEL}'"
#: The bounds are said of both tables: PostgreSQL carries none across a join, and would read values from the first on.
_PIECE = (
    "FROM audit_entry e LEFT JOIN audit_payload p ON p.seq = e.seq AND p.seq > %s AND p.seq <= %s "
    "WHERE e.seq > %s AND e.seq <= %s ORDER BY e.seq LIMIT %s"
)
#: Below every number there can be.
_LOWEST = -(2**63)
_SPECIAL = """
SELECT e.seq, e.model, e.object_id, p.part, p.reason, p.tombstone_reason, p.tombstoned_at,
    p.salt = '' AND p.actor = '' AND p.hat = '' AND p.field = '' AND p.old = '' AND p.new = '' AND p.clause = ''
    AND p.reason = ''
FROM audit_entry e JOIN audit_payload p ON p.seq = e.seq WHERE e.seq IN ({})
"""
_SAID_OF = """
SELECT e.object_id, e.seq, p.part, p.reason, p.tombstoned_at = ''
FROM audit_entry e JOIN audit_payload p ON p.seq = e.seq
WHERE e.model = 'audit.AuditPayload' AND e.object_id IN ({}) ORDER BY e.seq
"""


@dataclass(frozen=True)
class Special:
    """What is asked of a row that is not plain; ``emptied``: every value but the part is empty."""

    model: str
    object_id: str
    part: str
    reason: str
    tombstone_reason: str
    tombstoned_at: str
    emptied: bool


#: seq, previous hash, entry hash, payload hash, the entry as it is hashed, its values as they are hashed or None, is plain.
#: Hashes and texts are ``str`` on PostgreSQL and ``bytes`` on SQLite, which holds what is no text.
ChainRow = tuple[int, Any, Any, Any, Any, Any, Any]


class Reader:
    """Reads one database, past Django's models: a walk of ten million rows makes no object of a row."""

    def __init__(self, using: str) -> None:
        self._connection = connections[using]
        self.is_sqlite = self._connection.vendor == "sqlite"
        put = "CAST({} AS BLOB)" if self.is_sqlite else "{}"
        size = "LENGTH(CAST({0} AS BLOB))" if self.is_sqlite else "octet_length({0})"

        def hashed(columns: tuple[str, ...]) -> str:
            texts = " || ".join(f"{size.format(column)} || ':' || {column}" for column in columns)
            return put.format(f"({texts})")

        hashes = ", ".join(
            put.format(f"e.{name}") for name in ("previous_hash", "entry_hash", "payload_hash")
        )
        columns = f"e.seq, {hashes}, {hashed(_OF_ENTRY)}, {hashed(_OF_VALUES)}, {_IS_PLAIN}"
        self._piece = f"SELECT {columns} {_PIECE}"

    @property
    def digest(self) -> Callable[[Any], Any]:
        """SHA-256 in hexadecimal of what a row holds as it is hashed, in the type in which rows hold hashes."""
        if self.is_sqlite:
            return lambda raw: sha256(raw).hexdigest().encode()
        return lambda text: sha256(text.encode()).hexdigest()

    def text(self, held: Any) -> str:
        """A hash as text."""
        return held.decode("ascii", "replace") if isinstance(held, bytes) else str(held)

    def held(self, text: str) -> Any:
        """Text in the type in which rows hold hashes."""
        return text.encode() if self.is_sqlite else text

    def missing_tables(self) -> set[str]:
        """Those of the trail that are not there."""
        with self._connection.cursor() as cursor:
            there = set(self._connection.introspection.table_names(cursor))
        return {"audit_entry", "audit_payload", "audit_head"} - there

    def head(self) -> tuple[int, int, str] | None:
        """The newest number there is, then the number and hash of the head, or None without a head.

        In this order: with honest writers the head is never behind the entries.
        """
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT MAX(seq) FROM audit_entry")
            newest = cursor.fetchone()[0] or 0
            cursor.execute("SELECT seq, entry_hash FROM audit_head WHERE id = 1")
            found = cursor.fetchone()
        return None if found is None else (newest, found[0], found[1])

    def piece(self, after: int | None, until: int, size: int) -> list[ChainRow]:
        """So many rows at most, in order, after one number (from the lowest there is, without it) and up to another.

        Numbers follow one another, so that a gap as large as a piece ends the chain as far as this is concerned.
        """
        begin = _LOWEST if after is None else after
        end = min(until, (after or 0) + size)
        with self._connection.cursor() as cursor:
            cursor.execute(self._piece, [begin, end, begin, end, size])
            rows: list[ChainRow] = cursor.fetchall()
        return rows

    def special(self, seqs: list[int]) -> dict[int, Special]:
        """What is asked of rows that are not plain."""
        return {row[0]: Special(*row[1:]) for row in self._in_pieces(_SPECIAL, seqs)}

    def said_of(self, seqs: list[int]) -> dict[int, tuple[int, str, str, bool]]:
        """What the trail says of the erasure of these entries: in which entry, part, reason, and whether that is readable."""
        found: dict[int, tuple[int, str, str, bool]] = {}
        rows = self._in_pieces(_SAID_OF, [str(seq) for seq in seqs])
        for object_id, seq, part, reason, readable in rows:
            if seq > int(object_id):
                found.setdefault(int(object_id), (seq, part, reason, bool(readable)))
        return found

    def standing(self, seqs: list[int]) -> list[int]:
        """Those whose values stand there."""
        sql = "SELECT p.seq FROM audit_payload p WHERE p.tombstoned_at = '' AND p.seq IN ({})"
        return sorted(row[0] for row in self._in_pieces(sql, seqs))

    def orphan(self) -> int | None:
        """The lowest number of values that belong to no entry."""
        with self._connection.cursor() as cursor:
            cursor.execute(
                "SELECT MIN(p.seq) FROM audit_payload p LEFT JOIN audit_entry e ON e.seq = p.seq WHERE e.seq IS NULL"
            )
            found: int | None = cursor.fetchone()[0]
        return found

    def _in_pieces(self, sql: str, values: list[Any], size: int = 500) -> Iterator[tuple[Any, ...]]:
        for begin in range(0, len(values), size):
            piece = values[begin : begin + size]
            with self._connection.cursor() as cursor:
                cursor.execute(sql.format(", ".join(["%s"] * len(piece))), piece)
                yield from cursor.fetchall()
