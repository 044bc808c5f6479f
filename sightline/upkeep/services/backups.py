"""Making a backup, while people work on.

The database is copied first and the documents afterwards: bytes are on the disk before the row that names them, and are
never changed, so every document that the copy names is there to be read, whatever is added meanwhile.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

import sightline
from sightline.upkeep import document_store, papers
from sightline.upkeep.errors import UpkeepRefused
from sightline.upkeep.kinds import UpkeepKind, UpkeepOutcome
from sightline.upkeep.papers import Paper
from sightline.upkeep.services import archive, postgresql, sqlite
from sightline.upkeep.services.archive import Manifest
from sightline.upkeep.services.beside import beside
from sightline.upkeep.services.contents import Contents, contents_of
from sightline.upkeep.services.records import record_if_it_can_be


@dataclass(frozen=True)
class Made:
    """A backup that was made: its file, and what it says of itself."""

    path: Path
    manifest: Manifest


@contextmanager
def in_words() -> Iterator[None]:
    """What a full disk, a missing right or a database that is away raise, as UpkeepRefused."""
    try:
        yield
    except OSError as problem:
        where = f" ({problem.filename})" if problem.filename else ""
        raise UpkeepRefused(f"{problem.strerror or problem}{where}.") from problem
    except (sqlite3.Error, DatabaseError) as problem:
        raise UpkeepRefused(f"The database said: {str(problem).strip()}.") from problem


def back_up(folder: Path, *, by: str, now: datetime) -> Made:
    """Writes a backup into ``folder``, named after its moment, and remembers that it was made.

    A document that is missing or not what was received does not stop it: it is named in ``manifest.lost``. Raises
    UpkeepRefused, and then leaves no file.
    """
    try:
        made = write(folder, now=now)
    except UpkeepRefused as problem:
        record_if_it_can_be(UpkeepKind.BACKUP, UpkeepOutcome.FAILED, by=by, now=now, detail=str(problem))
        raise
    lost = made.manifest.lost
    detail = f"{made.path.name}, {made.path.stat().st_size:,} bytes"
    record_if_it_can_be(
        UpkeepKind.BACKUP,
        UpkeepOutcome.INCOMPLETE if lost else UpkeepOutcome.DONE,
        by=by,
        now=now,
        detail=". ".join((detail, *lost.values())),
        head_seq=made.manifest.contents.head_seq,
        head_hash=made.manifest.contents.head_hash,
    )
    return made


def write(folder: Path, *, now: datetime) -> Made:
    """The same without remembering it."""
    moment = now.astimezone(UTC)
    path = folder / f"sightline-{moment:%Y%m%dT%H%M%SZ}.tar"
    if path.exists():
        raise UpkeepRefused(f"{path} exists already.")
    # The copy of the database stands for a moment beside the backup, on the disk that has room for it.
    with in_words(), tempfile.TemporaryDirectory(dir=folder, prefix=".sightline-backup-") as scratch:
        copy = Path(scratch) / archive.DATABASE
        contents, named = _dump(connection, copy)
        with archive.writing(Path(scratch) / path.name, path) as file:
            with copy.open("rb") as database:
                sha256 = archive.sha256_of(database)
                database.seek(0)
                file.add(archive.DATABASE, database, copy.stat().st_size)
            copy.unlink()
            expected = {name: paper.sha256 for name, paper in named.items()}
            lost = archive.write_documents(file, expected, _read)
            manifest = Manifest(
                format=archive.FORMAT,
                version=sightline.__version__,
                engine=connection.vendor,
                at=moment.isoformat(),
                database_sha256=sha256,
                contents=contents,
                documents={name: sha256 for name, sha256 in expected.items() if name not in lost},
                known_as={name: paper.known_as for name, paper in named.items()},
                lost={name: f"{named[name].known_as} {why}" for name, why in lost.items()},
            )
            file.finish(manifest)
    return Made(path, manifest)


def _read(sha256: str) -> bytes:
    with document_store.opened(sha256) as file:
        return bytes(file.read())


def _dump(source: BaseDatabaseWrapper, into: Path) -> tuple[Contents, dict[str, Paper]]:
    """Copies the database as of one moment; what it holds, and which files its rows name."""
    if source.vendor == "sqlite":
        sqlite.dump(source, into)
        with beside(source, NAME=str(into), OPTIONS={}) as copy:
            return contents_of(copy), papers.papers(copy.alias)
    with beside(source) as snapshot, transaction.atomic(using=snapshot.alias):
        with snapshot.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            name = cursor.fetchone()[0]
        held = contents_of(snapshot), papers.papers(snapshot.alias)
        postgresql.dump(snapshot, into, snapshot=name)
        return held
