"""A backup is one tar file: the database, each document under its hash, ``manifest.json``, and the manifest's hash.

Any tar reads it. The manifest comes last, because it names with its SHA-256 everything before it; its own hash after it
says that it was not changed by accident. Against someone who can write the file, keep the head of the chain elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from sightline.upkeep.errors import UpkeepRefused
from sightline.upkeep.services.contents import Contents

MANIFEST, SEAL, DATABASE, DOCUMENTS = "manifest.json", "manifest.sha256", "database", "documents/"
FORMAT = 1
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. ``at`` is ISO 8601 in UTC, the moment it was begun; ``engine`` sqlite or postgresql.

    ``documents``: path → SHA-256. ``lost``: path of a document that could not be kept → which it was and why not.
    ``known_as``: path → what people know the document by.
    """

    format: int
    version: str
    engine: str
    at: str
    database_sha256: str
    contents: Contents
    documents: dict[str, str]
    known_as: dict[str, str]
    lost: dict[str, str]


def sha256_of(file: IO[bytes]) -> str:
    """The SHA-256 of what is left to read."""
    found = hashlib.sha256()
    while piece := file.read(_PIECE):
        found.update(piece)
    return found.hexdigest()


class Writing:
    """A backup being written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        """Adds a file of this size in bytes, readable by its owner."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self._tar.addfile(member, content)

    def add_bytes(self, name: str, content: bytes) -> None:
        """The same for what is in memory."""
        self.add(name, BytesIO(content), len(content))

    def finish(self, manifest: Manifest) -> None:
        """Adds the manifest and its hash, last."""
        said = json.dumps(asdict(manifest), indent=1, ensure_ascii=False).encode()
        self.add_bytes(MANIFEST, said)
        self.add_bytes(SEAL, hashlib.sha256(said).hexdigest().encode())


@contextmanager
def writing(partial: Path, path: Path) -> Iterator[Writing]:
    """Writes to ``partial``, for its owner only from the first byte; flushed to the disk it is named ``path``."""
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        # Closed by hand: the end of a tar file is not written after something failed.
        tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        yield Writing(tar)
        tar.close()
        file.flush()
        os.fsync(file.fileno())
    partial.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@dataclass(frozen=True)
class OpenBackup:
    """A backup whose every byte was read. ``damaged``: path of a document that is not what it was → which and how."""

    manifest: Manifest
    damaged: Mapping[str, str]
    _tar: tarfile.TarFile

    def database_into(self, path: Path) -> None:
        """Writes the copy of the database to ``path``."""
        self._into(DATABASE, path)

    def document_into(self, name: str, path: Path) -> None:
        """Writes one document to ``path``."""
        self._into(f"{DOCUMENTS}{name}", path)

    def _into(self, name: str, path: Path) -> None:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            source = _member(self._tar, name)
            while piece := source.read(_PIECE):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def opened(path: Path) -> Iterator[OpenBackup]:
    """Opens a backup, after all of it was read and compared with its manifest.

    Raises UpkeepRefused where it is not ours, or its database or manifest is damaged; damaged documents are listed.
    """
    try:
        tar = tarfile.open(path, "r:")  # noqa: SIM115
    except (OSError, tarfile.TarError) as problem:
        raise UpkeepRefused(f"{path} is not a backup that can be read: {problem}.") from problem
    with tar:
        try:
            manifest = _manifest(tar)
            if (problem_there := _problem(tar, DATABASE, manifest.database_sha256)) is not None:
                raise ValueError(f"the copy of the database {problem_there}")
        except (tarfile.TarError, LookupError, TypeError, ValueError, OSError) as problem:
            raise UpkeepRefused(f"{path} is damaged or not a backup of Sightline: {problem}.") from problem
        found = {
            name: _problem(tar, f"{DOCUMENTS}{name}", sha256) for name, sha256 in manifest.documents.items()
        }
        damaged = {
            name: f"{manifest.known_as.get(name, name)} {problem} in the backup"
            for name, problem in found.items()
            if problem is not None
        }
        yield OpenBackup(manifest, damaged, tar)


def _manifest(tar: tarfile.TarFile) -> Manifest:
    said = _member(tar, MANIFEST).read()
    if hashlib.sha256(said).hexdigest().encode() != _member(tar, SEAL).read():
        raise ValueError("its manifest was changed")
    read = json.loads(said)
    if read["format"] != FORMAT:
        raise ValueError(f"it has format {read['format']}, and this version reads {FORMAT}")
    return Manifest(**(read | {"contents": Contents(**read["contents"])}))


def _problem(tar: tarfile.TarFile, name: str, sha256: str) -> str | None:
    try:
        return None if sha256_of(_member(tar, name)) == sha256 else "was changed"
    except (tarfile.TarError, LookupError, ValueError, OSError):
        return "cannot be read"


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    found = tar.extractfile(name)
    if found is None:
        raise ValueError(f"{name} is not a file")
    return found


def write_documents(
    into: Writing, expected: Mapping[str, str], read: Callable[[str], bytes]
) -> dict[str, str]:
    """Adds each document (path → SHA-256) that can be read and is what it was; path → why of the others."""
    lost = {}
    for name, sha256 in expected.items():
        try:
            content = read(sha256)
        except OSError as problem:
            lost[name] = f"cannot be read ({problem.strerror or problem})"
            continue
        if hashlib.sha256(content).hexdigest() != sha256:
            lost[name] = "is not what was received"
            continue
        into.add_bytes(f"{DOCUMENTS}{name}", content)
    return lost
