"""The store in a folder: for one server its own disk, for several a disk that they share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class DocumentFolder(FileSystemStorage):
    """Django's storage of files, but each appears under its name only when it is whole and on the disk.

    Files are for the application alone. There is no address: ``url`` is refused.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: two files of one name are the same bytes."""
        return name

    def _save(self, name: str, content: File[bytes]) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".part")  # made with 0600
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, path)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
        return name

    def url(self, name: str | None) -> str:
        """Refused: a document has no address that opens it without asking who you are."""
        raise ValueError("Documents have no address of their own.")

    def sizes(self) -> Iterator[tuple[str, int]]:
        """Every whole file: its name in the store, its size in bytes."""
        for path in Path(self.location).glob("*/*"):
            if path.is_file() and path.suffix != ".part":
                yield f"{path.parent.name}/{path.name}", path.stat().st_size
