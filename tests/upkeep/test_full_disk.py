"""A disk that is full while a backup is written: a plain message, and no half file."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.upkeep.conftest import Installation

pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper(kept: Installation) -> None:
    """In place of pytest-django's: no transaction around a test, because another process must see what is there."""


def test_full_disk_is_said_and_leaves_no_half_backup(installation: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    done = _backup(installation, folder, 20_000)
    assert done.returncode == 1
    assert "No backup was made." in done.stderr
    assert "Traceback" not in done.stderr
    assert list(folder.iterdir()) == []


def _backup(installation: Installation, folder: Path, most_bytes: int) -> subprocess.CompletedProcess[str]:
    """With a limit of the kernel on the size of a file, as if the disk ended there."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return subprocess.run(
        [sys.executable, "-m", "sightline.config.cli", "backup", str(folder)],
        env=installation.environment() | {"HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
