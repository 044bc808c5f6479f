"""Putting a backup in place, with proof; and the drill, which does so elsewhere and keeps only that it was done."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from sightline.audit.verification import verify
from sightline.upkeep import document_store, papers
from sightline.upkeep.errors import UpkeepRefused
from sightline.upkeep.kinds import UpkeepKind, UpkeepOutcome
from sightline.upkeep.services import archive, backups, postgresql, sqlite
from sightline.upkeep.services.archive import Manifest, OpenBackup
from sightline.upkeep.services.beside import beside
from sightline.upkeep.services.contents import contents_of, difference
from sightline.upkeep.services.database_roles import narrow
from sightline.upkeep.services.records import record_if_it_can_be

_RESTORING = ".restoring"


@dataclass(frozen=True)
class Proof:
    """What holds of a restored backup, each compared with its manifest. ``missing``: documents it goes without."""

    at: str
    version: str
    entries: int
    head_hash: str
    rows: int
    tables: int
    documents: int
    missing: tuple[str, ...] = ()


def restore(path: Path, *, by: str, now: datetime, without_damaged: bool = False) -> Proof:
    """Puts a backup into the empty database in use and its documents into the empty folder, and proves both.

    Raises UpkeepRefused, and then the database and the folder are as empty as before. Where documents are missing or
    damaged it is refused with their list, unless ``without_damaged``: then the rest is restored.
    """
    with backups.in_words(), archive.opened(path) as backup:
        _may_be_restored(backup, connection)
        missing = _missing(backup, without_damaged)
        if (problem := _problem_with(connection) or _problem_with_documents()) != "":
            raise UpkeepRefused(
                f"{problem} Restore into a new, empty database and an empty store of documents that nothing else "
                "uses."
            )
        with _folder_to_fill() as folder:
            proof = _put_back(backup, connection, folder, missing, publish=_into_the_store(folder))
        narrow(connection)
    detail = "; ".join((f"{path.name} of {proof.at}", *proof.missing))
    outcome = UpkeepOutcome.INCOMPLETE if proof.missing else UpkeepOutcome.DONE
    _remember(UpkeepKind.RESTORE, outcome, proof, by=by, now=now, detail=detail)
    return proof


def drill(
    path: Path | None, *, scratch: Path | None, database: dict[str, Any] | None, by: str, now: datetime
) -> Proof:
    """Backs up (or takes the backup ``path``), restores it elsewhere, proves it, and takes everything away again.

    ``scratch``: a folder with room for all of it, None for the system's. ``database``: settings of an empty PostgreSQL
    database kept for drills; without it one is made, which needs the right to. Raises UpkeepRefused.
    """
    try:
        with backups.in_words(), tempfile.TemporaryDirectory(dir=scratch, prefix=".sightline-drill-") as name:
            folder = Path(name)
            if path is None:
                path = backups.write(folder, now=now).path
            with archive.opened(path) as backup, _database_for_drill(folder, database) as elsewhere:
                _may_be_restored(backup, elsewhere)
                problem = _problem_with(elsewhere)
                if problem:
                    raise UpkeepRefused(f"The database for drills is not empty: {problem}")
                # What cannot be restored is not proved, so a drill passes over nothing silently.
                missing = _missing(backup, without_damaged=True)
                documents = folder / "documents"
                proof = _put_back(backup, elsewhere, documents, missing)
                if elsewhere.vendor == "postgresql" and database is not None:
                    postgresql.empty(elsewhere)
    except UpkeepRefused as problem:
        record_if_it_can_be(UpkeepKind.DRILL, UpkeepOutcome.FAILED, by=by, now=now, detail=str(problem))
        raise
    outcome = UpkeepOutcome.INCOMPLETE if proof.missing else UpkeepOutcome.DONE
    detail = "; ".join((f"{path.name} of {proof.at}: {proof.rows:,} rows", *proof.missing))
    _remember(UpkeepKind.DRILL, outcome, proof, by=by, now=now, detail=detail)
    return proof


def say(proof: Proof) -> str:
    """What was proved, in words."""
    said = (
        f"The backup of {proof.at} was restored. Audit chain proved: {proof.entries:,} entries, head {proof.head_hash}. "
        f"{proof.rows:,} rows in {proof.tables} tables, as counted in the backup. "
        f"{proof.documents:,} documents, each with its hash."
    )
    return "\n".join((said, *(f"Missing: {words}" for words in proof.missing)))


def _remember(
    kind: UpkeepKind, outcome: UpkeepOutcome, proof: Proof, *, by: str, now: datetime, detail: str
) -> None:
    record_if_it_can_be(
        kind, outcome, by=by, now=now, detail=detail, head_seq=proof.entries, head_hash=proof.head_hash
    )


def _may_be_restored(backup: OpenBackup, into: BaseDatabaseWrapper) -> None:
    manifest = backup.manifest
    if manifest.engine != into.vendor:
        raise UpkeepRefused(f"It is a backup of {manifest.engine}, and the database is {into.vendor}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {app for app, _, _ in (name.partition(".") for name in known)}
    newer = [
        name for name in manifest.contents.migrations if name not in known and name.split(".")[0] in ours
    ]
    if newer:
        raise UpkeepRefused(
            f"It was made by Sightline {manifest.version}, which is newer than this one. Restore it with that version."
        )


def _missing(backup: OpenBackup, without_damaged: bool) -> dict[str, str]:
    missing = dict(backup.manifest.lost) | dict(backup.damaged)
    if missing and not without_damaged:
        listed = "".join(f"\n  {path}: {words}" for path, words in missing.items())
        raise UpkeepRefused(
            f"{len(missing)} documents cannot be restored:{listed}\n"
            "Use another backup, or --without-damaged-documents to restore everything else."
        )
    return missing


def _problem_with(into: BaseDatabaseWrapper) -> str:
    if into.vendor == "sqlite":
        return sqlite.problem_with_target(into)
    return postgresql.problem_with_target(into)


def _problem_with_documents() -> str:
    folder = document_store.local_folder()
    if folder is None:
        return "The bucket of documents is not empty." if next(document_store.kept(), None) else ""
    there = [path for path in folder.iterdir() if path.name != _RESTORING] if folder.exists() else []
    return f"{folder} is not empty." if there else ""


@contextmanager
def _folder_to_fill() -> Iterator[Path]:
    """The store itself where it is a folder; otherwise one from which its files go into the bucket."""
    folder = document_store.local_folder()
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix=".sightline-restore-") as name:
        yield Path(name)


def _into_the_store(folder: Path) -> Callable[[dict[str, str]], None]:
    """Puts files (path → SHA-256) of a folder that is not the store into it; all of them, or none."""

    def publish(documents: dict[str, str]) -> None:
        if folder == document_store.local_folder():
            return
        try:
            for name, sha256 in documents.items():
                with (folder / name).open("rb") as file:
                    document_store.save(sha256, file)
        except BaseException:
            for sha256 in documents.values():
                with suppress(OSError):
                    document_store.delete(sha256)
            raise

    return publish


def _put_back(
    backup: OpenBackup,
    into: BaseDatabaseWrapper,
    folder: Path,
    missing: dict[str, str],
    *,
    publish: Callable[[dict[str, str]], None] | None = None,
) -> Proof:
    """Loads and proves everything before anything has its name; what fails takes away what it brought."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Under the folder, so that it is the same disk. What an interrupted restore left here goes.
    restoring = folder / _RESTORING
    shutil.rmtree(restoring, ignore_errors=True)
    restoring.mkdir(mode=0o700)
    try:
        documents = {name: sha for name, sha in backup.manifest.documents.items() if name not in missing}
        for name, sha256 in documents.items():
            path = restoring / name
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            backup.document_into(name, path)
            with path.open("rb") as file:
                if archive.sha256_of(file) != sha256:
                    raise UpkeepRefused(f"{name} was not written as it was read. Look at the disk.")
        dumped = restoring / archive.DATABASE
        backup.database_into(dumped)
        with _loaded(into, dumped, backup.manifest, documents | missing) as proof:
            dumped.unlink()
            moved = []
            try:
                for part in sorted(restoring.iterdir()):
                    os.rename(part, folder / part.name)
                    moved.append(folder / part.name)
                if publish is not None:
                    publish(documents)
            except BaseException:
                for part in moved:
                    shutil.rmtree(part, ignore_errors=True)
                raise
    finally:
        shutil.rmtree(restoring, ignore_errors=True)
    return replace(proof, documents=len(documents), missing=tuple(missing.values()))


@contextmanager
def _loaded(
    into: BaseDatabaseWrapper, dumped: Path, manifest: Manifest, documents: dict[str, str]
) -> Iterator[Proof]:
    """The database loaded and proved; it stays if what is done inside went well."""
    if into.vendor == "sqlite":
        partial = sqlite.copy_beside(into, dumped)
        try:
            with beside(into, NAME=str(partial), OPTIONS={}) as copy:
                sqlite.check(copy)
                proof = _proved(manifest, copy, documents)
            yield proof
            sqlite.put_in_place(into, partial)
        finally:
            sqlite.discard(partial)
        return
    postgresql.load(into, dumped)
    try:
        yield _proved(manifest, into, documents)
    except BaseException:
        postgresql.empty(into)
        raise


def _proved(manifest: Manifest, into: BaseDatabaseWrapper, documents: dict[str, str]) -> Proof:
    """Compares what was loaded with what the backup says of itself, and walks the chain. Raises UpkeepRefused."""
    found, said = contents_of(into), manifest.contents
    if (different := difference(said, found)) != "":
        raise UpkeepRefused(f"What was loaded is not what the backup says: {different}.")
    verdict = verify(using=into.alias)
    if not verdict.holds:
        raise UpkeepRefused(
            f"The audit chain of the backup is broken at entry {verdict.broken_at}: {verdict.reason}."
        )
    if verdict.unprotected:
        raise UpkeepRefused(" ".join(verdict.unprotected))
    if verdict.head_hash != said.head_hash:
        raise UpkeepRefused("The audit chain of the backup does not end where the backup says.")
    unnamed = sorted(set(papers.papers(into.alias)) - set(documents))
    if unnamed:
        raise UpkeepRefused(f"The rows name documents that the backup does not: {', '.join(unnamed)}.")
    return Proof(
        at=manifest.at,
        version=manifest.version,
        entries=verdict.entries,
        head_hash=verdict.head_hash,
        rows=sum(said.rows.values()),
        tables=len(said.rows),
        documents=len(documents),
    )


@contextmanager
def _database_for_drill(folder: Path, given: dict[str, Any] | None) -> Iterator[BaseDatabaseWrapper]:
    """An empty database of the same engine, which is not the one in use."""
    if connection.vendor == "sqlite":
        with beside(connection, NAME=str(folder / "drill.sqlite3")) as elsewhere:
            yield elsewhere
        return
    if given is not None:
        with beside(connection, **given) as elsewhere:
            yield elsewhere
        return
    # Making a database is refused inside a transaction, so it takes a connection of its own.
    with beside(connection) as outside:
        if not postgresql.may_make_databases(outside):
            raise UpkeepRefused(
                "A drill needs an empty database. Name one in SIGHTLINE_DRILL_DATABASE_URL, or let the maintenance "
                "role make one: ALTER ROLE … CREATEDB."
            )
        name = f"sightline_drill_{uuid4().hex[:12]}"
        postgresql.make_database(outside, name)
        try:
            with beside(connection, NAME=name) as elsewhere:
                yield elsewhere
        finally:
            postgresql.drop_database(outside, name)
