"""What whoever runs the installation wants to know at a glance."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from sightline import __version__

#: With less room than this, in bytes, a person must make some [local default].
LEAST_FREE = 5 * 1024**3


@dataclass(frozen=True)
class Installation:
    """The version, the engine with its own version, the bucket of documents or "", and the disk in bytes.

    The disk is that of the documents, or of SIGHTLINE_VAR where they are in a bucket or there are none yet.
    """

    version: str
    engine: str
    bucket: str
    disk_free: int
    disk_total: int

    @property
    def disk_is_short(self) -> bool:
        """Whether room must be made before something fails."""
        return self.disk_free < LEAST_FREE


def installation() -> Installation:
    """Asks the disk and the database driver; one query on PostgreSQL if it has not been asked before, none on SQLite."""
    bucket = str(settings.STORAGES["documents"]["OPTIONS"].get("bucket_name", ""))
    of_documents = not bucket and settings.MEDIA_ROOT.exists()
    disk = shutil.disk_usage(settings.MEDIA_ROOT if of_documents else settings.VAR)
    number = ".".join(str(part) for part in connection.get_database_version())
    return Installation(__version__, f"{connection.display_name} {number}", bucket, disk.free, disk.total)
