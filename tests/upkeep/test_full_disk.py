"""A disk that is full while a backup is written: a plain message, and no half file."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from sightline.upkeep.models import UpkeepRecord
from tests.upkeep.conftest import Installation

pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper(kept: Installation) -> None:
    """In place of pytest-django's: no transaction around a test, because another process must see what is there."""


@pytest.mark.parametrize("bytes_left", [0, 20_000])
def test_full_disk_is_said_and_leaves_no_half_backup(
    installation: Installation, tmp_path: Path, bytes_left: int
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    if bytes_left:
        done = _backup(installation, folder, bytes_left)
    else:
        if subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], check=False
        ).returncode:
            # Without the right to mount a disk of this size, the limit above is what there is.
            return
        try:
            done = _backup(installation, folder, None)
            assert "space left" in done.stderr.lower() or "full" in done.stderr.lower()
            assert list(folder.iterdir()) == []
            assert UpkeepRecord.objects.latest("id").outcome == "failed"
        finally:
            subprocess.run(["umount", str(folder)], check=True)
    assert done.returncode == 1
    assert "No backup was made." in done.stderr
    assert "Traceback" not in done.stderr
    assert list(folder.iterdir()) == []


def _backup(
    installation: Installation, folder: Path, most_bytes: int | None
) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return subprocess.run(
        [sys.executable, "-m", "sightline.config.cli", "backup", str(folder)],
        env=installation.environment() | {"HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
