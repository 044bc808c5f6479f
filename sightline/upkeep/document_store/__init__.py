"""Where the bytes of papers are kept, each under its SHA-256: a folder, or a bucket of an S3-compatible store.

The rest of the product knows these functions and neither of the two. A hash is 64 small hexadecimal digits; anything
else is a ValueError, so no name leads elsewhere. What the store cannot do is an OSError, FileNotFoundError where there
is no such file. No file has an address of its own: every one is handed out by a page that checked who asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol, cast

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages

#: The name in Django's STORAGES.
ALIAS = "documents"


class Listed(Protocol):
    """What a store here can do beside what Django asks of every storage."""

    def sizes(self) -> Iterator[tuple[str, int]]:
        """Every whole file: its name in the store, its size in bytes."""


@dataclass(frozen=True)
class Kept:
    """A file of the store: its hash, its size in bytes."""

    sha256: str
    size_bytes: int


def name_of(sha256: str) -> str:
    """The name under which bytes of this hash lie in either store."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ValueError(f"{sha256[:80]!r} is not a SHA-256.")
    return f"{sha256[:2]}/{sha256}"


def save(sha256: str, content: bytes | IO[bytes]) -> None:
    """Keeps bytes, whole or not at all; when it returns they are there. What is there already is left as it is."""
    store, name = _store(), name_of(sha256)
    if not store.exists(name):
        store.save(name, ContentFile(content) if isinstance(content, bytes) else File(content))


def opened(sha256: str) -> File[bytes]:
    """The bytes as a stream that knows its ``size``, for reading from the beginning to the end; close it."""
    return cast("File[bytes]", _store().open(name_of(sha256), "rb"))


def exists(sha256: str) -> bool:
    """Whether the file is there."""
    return _store().exists(name_of(sha256))


def delete(sha256: str) -> None:
    """Takes the file away; one that is not there is no error."""
    _store().delete(name_of(sha256))


def kept() -> Iterator[Kept]:
    """Every file of the store, in no order; what is half written is none."""
    for name, size_bytes in cast(Listed, cast(Any, _store())).sizes():
        sha256 = name.rpartition("/")[2]
        if re.fullmatch(r"[0-9a-f]{64}", sha256) and name == name_of(sha256):
            yield Kept(sha256, size_bytes)


def local_folder() -> Path | None:
    """Where the files lie, if the store is a folder."""
    store = _store()
    return Path(store.location) if isinstance(store, FileSystemStorage) else None


def _store() -> Storage:
    return storages[ALIAS]
