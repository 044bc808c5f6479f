"""The real clamd, with one signature of our own: that of the antivirus test string. It fetches nothing."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hostile_files import EICAR

SIGNATURE = "Sightline.Test"


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The path of its socket, while it runs."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
    assert program, "clamd is not here: scripts/need-clamd installs it."
    signatures, socket = folder / "signatures", folder / "clamd.sock"
    signatures.mkdir()
    (signatures / "ours.ndb").write_text(f"{SIGNATURE}:0:*:{EICAR.hex()}\n")
    settings = folder / "clamd.conf"
    settings.write_text(
        f"LocalSocket {socket}\nDatabaseDirectory {signatures}\nForeground yes\nTemporaryDirectory {folder}\n"
    )
    process = subprocess.Popen([program, "-c", settings], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + 60
        while not socket.exists():
            if process.poll() is not None or time.monotonic() > until:
                process.kill()
                said = process.communicate()[0].decode()
                raise AssertionError(f"clamd did not start: {said}")
            time.sleep(0.05)
        yield str(socket)
    finally:
        process.terminate()
        process.communicate(timeout=30)
