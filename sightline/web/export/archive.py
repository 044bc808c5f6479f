"""The archive of one case: written file by file to a disk, in bounded memory, each hashed as it is written.

Nothing in it is squeezed, and its order and times are those of the moment it is made, so that the same case at the same
moment gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from sightline.incidents.selectors.case_archive import CaseArchive, TakenPaper
from sightline.upkeep import document_store
from sightline.web.export.contents import (
    ANCHOR,
    CASE,
    DISCLOSURES,
    HISTORY,
    MANIFEST,
    README,
    SUMS,
    FileOfArchive,
    Taking,
    as_json,
    disclosures_in,
    history_of,
    manifest_of,
    readme_of,
)

#: Of a paper, so much is in memory at a time.
PIECE = 64 * 1024
#: Up to here the archive lies in memory, beyond on the disk.
_IN_MEMORY = 1024 * 1024
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Made:
    """An archive, at its beginning: close it. ``files`` counts those the manifest names."""

    stream: IO[bytes]
    files: int
    manifest_sha256: str


@dataclass(frozen=True)
class NotMade:
    """There is none, because the bytes of this paper cannot be read, or are not those that were received."""

    paper: str


class _Writing:
    """The archive as it grows."""

    def __init__(self, stream: IO[bytes], folder: str, at: datetime) -> None:
        self._zip = ZipFile(stream, "w", ZIP_STORED)
        self._folder, self._at = folder, at.astimezone(UTC).timetuple()[:6]
        self.files: list[FileOfArchive] = []

    def add(self, path: str, pieces: Iterable[bytes], **known: str) -> FileOfArchive:
        """Writes one file and notes its size and hash."""
        entry = ZipInfo(f"{self._folder}/{path}", self._at)
        entry.create_system, entry.external_attr = 3, 0o644 << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(entry, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        self.files.append(FileOfArchive(path, size, digest.hexdigest(), known))
        return self.files[-1]

    def close(self) -> None:
        """Writes the list of contents at its end."""
        self._zip.close()


def make_archive(archive: CaseArchive, pdf: bytes, taking: Taking) -> Made | NotMade:
    """The whole archive. A paper whose bytes are away or are others than its hash says stops it: none goes in part."""
    stream = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by whoever sends it
    writing = _Writing(stream, archive.page.reference, taking.at)
    writing.add(CASE, [pdf], what="The case as it stood")
    writing.add(HISTORY, [as_json(history_of(archive.acts))], what="The audit trail")
    writing.add(DISCLOSURES, [as_json(disclosures_in(archive.disclosures))], what="Disclosures")
    writing.add(ANCHOR, [archive.anchor.text().encode()], what="The head of the audit trail")
    for folder, papers in (("documents", archive.page.papers), ("redacted-copies", archive.page.copies)):
        for number, paper in enumerate(papers, start=1):
            try:
                path = f"{folder}/{file_name(number, paper.name)}"
                added = writing.add(path, _pieces(paper.sha256), **_known(paper))
            except OSError:
                added = None
            if added is None or added.sha256 != paper.sha256:
                stream.close()
                return NotMade(paper.name)
    writing.add(README, [readme_of(archive.page, taking).encode(errors="replace")], what="How to verify")
    files = len(writing.files)
    manifest = writing.add(MANIFEST, [as_json(manifest_of(archive, taking, tuple(writing.files)))])
    sums = "".join(f"{each.sha256}  {each.path}\n" for each in writing.files)
    writing.add(SUMS, [sums.encode()])
    writing.close()
    stream.seek(0)
    return Made(stream, files, manifest.sha256)


def file_name(number: int, name: str) -> str:
    """A name that any system can unpack and no line of a list of hashes trips over: its number, plain letters, its ending."""
    plain = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", name)).strip(".-")
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 5:
        stem, ending = plain, ""
    short = stem.encode(errors="ignore")[:_LONGEST_NAME].decode(errors="ignore").rstrip(".-") or "paper"
    return f"{number:03}-{short}{f'.{ending}' if ending else ''}"


def _pieces(sha256: str) -> Iterator[bytes]:
    with document_store.opened(sha256) as file:
        while piece := file.read(PIECE):
            yield piece


def _known(paper: TakenPaper) -> Mapping[str, Any]:
    return {
        "what": paper.kind,
        "name": paper.name,
        "form": paper.form,
        "content_type": paper.content_type,
        "added_at": paper.added_at.astimezone(UTC).isoformat(),
    }
