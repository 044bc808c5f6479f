"""Copying an SQLite database while it is used, and putting a copy in the place of one that is not."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

from sightline.upkeep.errors import UpkeepRefused

_BESIDE = ("-wal", "-shm", "-journal")


def path_of(connection: BaseDatabaseWrapper) -> Path:
    """The file of the database."""
    return Path(connection.settings_dict["NAME"])


def dump(connection: BaseDatabaseWrapper, into: Path) -> None:
    """Copies the database as of one moment while others write. Raises OSError or sqlite3.Error."""
    # A connection of its own: one in a transaction would copy what may yet be undone. All pages are copied in one step,
    # so that the copy is of one moment.
    with closing(sqlite3.connect(path_of(connection))) as source, closing(sqlite3.connect(into)) as copy:
        source.backup(copy)
        # One plain file, without a log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


def problem_with_target(connection: BaseDatabaseWrapper) -> str:
    """Why nothing may be restored here, or empty. A log that a database that is gone left behind is no reason."""
    path = path_of(connection)
    if not path.exists():
        return ""
    try:
        with closing(sqlite3.connect(path, timeout=0)) as there:
            if there.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
                return f"{path} holds tables already."
            # SQLite allows it to the only connection there is.
            there.execute("PRAGMA journal_mode=WAL")
            if there.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
                return f"{path} is in use."
    except sqlite3.OperationalError as problem:
        return f"{path} is in use: {problem}."
    except sqlite3.DatabaseError:
        return f"{path} is there and is not an SQLite database."
    return ""


def check(copy: BaseDatabaseWrapper) -> None:
    """Looks at every page of a copy, by Django, whose functions its constraints use. Raises UpkeepRefused."""
    try:
        with copy.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            said = cursor.fetchone()[0]
    except DatabaseError as problem:
        said = str(problem)
    if said != "ok":
        raise UpkeepRefused(f"The database in the backup is not sound: {said}.")


def copy_beside(connection: BaseDatabaseWrapper, dumped: Path) -> Path:
    """Writes the copy next to where it will stand, on the same disk, readable by its owner only."""
    path = path_of(connection)
    partial = path.with_name(f".{path.name}.restoring")
    for leftover in (partial, *_logs(partial)):
        leftover.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with dumped.open("rb") as source:
            shutil.copyfileobj(source, file, 1024 * 1024)
        file.flush()
        os.fsync(file.fileno())
    return partial


def put_in_place(connection: BaseDatabaseWrapper, partial: Path) -> None:
    """Gives the proved copy its name. A log of what stood there before would be read as this one's, so it goes first."""
    path = path_of(connection)
    connection.close()
    for leftover in _logs(path):
        leftover.unlink(missing_ok=True)
    partial.replace(path)


def discard(partial: Path) -> None:
    """Takes away a copy that was not put in place."""
    for file in (partial, *_logs(partial)):
        file.unlink(missing_ok=True)


def _logs(path: Path) -> list[Path]:
    return [path.with_name(f"{path.name}{end}") for end in _BESIDE]
