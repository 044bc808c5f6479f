"""Serve the demonstration on this machine: ``PORT=8123 make demo``, or ``make demo-reset`` to begin again."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("SIGHTLINE_VAR") or ROOT / "var").resolve()
MARK = VAR / "demonstration"
DATABASE = VAR / "sightline.sqlite3"
RUNNING = VAR / "demonstration.pid"
SIGHTLINE = [sys.executable, "-m", "sightline.config.cli"]
STATIC_SOURCES = ("sightline/web/static",)


def stop(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(1)


def wanted_port() -> int:
    given = os.environ.get("PORT", "").strip() or "8000"
    if not (given.isdecimal() and 1 <= int(given) <= 65535):
        stop(f"PORT must be a number from 1 to 65535, not {given!r}: try PORT=8123 make demo.")
    port = int(given)
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except PermissionError:
            stop(
                f"This user may not open port {port}: choose one above 1023, for example PORT=8123 make demo."
            )
        except OSError:
            other = 8123 if port != 8123 else 8124
            stop(f"Port {port} is in use: stop what uses it, or choose another with PORT={other} make demo.")
    return port


def holds_other_data() -> bool:
    """Whether the database here was made by something else than a demonstration."""
    if MARK.exists() or not DATABASE.exists():
        return False
    with sqlite3.connect(DATABASE) as connection:
        return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def running() -> int:
    """The process of a demonstration that serves this folder, or 0."""
    try:
        number = int(RUNNING.read_text())
        os.kill(number, 0)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return 0
    except PermissionError:
        return number
    return number


def delete_demonstration() -> None:
    if running():
        stop(
            f"The demonstration is running (process {running()}): stop it first, then run make demo-reset again."
        )
    for path in VAR.glob("sightline.sqlite3*"):
        path.unlink()
    shutil.rmtree(VAR / "documents", ignore_errors=True)
    (VAR / "sign-ins.json").unlink(missing_ok=True)


def sightline(*arguments: str) -> None:
    done = subprocess.run([*SIGHTLINE, *arguments], cwd=ROOT, check=False)
    if done.returncode:
        stop(
            f"`sightline {' '.join(arguments)}` failed; the reason stands above. `make demo-reset` begins again."
        )


def collect_static_files() -> None:
    """Only when they changed: hashing and compressing them is most of a second start."""
    digest = hashlib.sha256()
    for folder in STATIC_SOURCES:
        for path in sorted(ROOT.joinpath(folder).rglob("*")):
            if path.is_file():
                digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    stamp = VAR / "static.stamp"
    if (
        (VAR / "static/staticfiles.json").exists()
        and stamp.exists()
        and stamp.read_text() == digest.hexdigest()
    ):
        return
    sightline("collectstatic", "--no-input", "--clear", "--verbosity", "0")
    stamp.write_text(digest.hexdigest())


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def serve(port: int) -> int:
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "sightline.config.wsgi", "--bind", f"127.0.0.1:{port}"]
        + ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60"]
        + ["--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket"],
        cwd=ROOT,
    )
    worker = subprocess.Popen([*SIGHTLINE, "worker"], cwd=ROOT, start_new_session=True)
    RUNNING.write_text(str(os.getpid()))

    def end(number: int, frame: FrameType | None) -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGHUP, end)
    try:
        for _ in range(300):
            if server.poll() is not None or answers(address):
                break
            time.sleep(0.1)
        if server.poll() is None:
            print(f"\nSightline is at {address}\n", flush=True)
            subprocess.run([*SIGHTLINE, "sign-ins"], cwd=ROOT, check=False)
            print(
                "\nEverything here is invented. Stop with Ctrl+C; `make demo-reset` begins again.", flush=True
            )
        code = server.wait()
    finally:
        RUNNING.unlink(missing_ok=True)
        worker.terminate()
        try:
            worker.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(worker.pid, signal.SIGKILL)
    # A server ended by us ended well.
    return 0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else 1


def main() -> int:
    os.environ["SIGHTLINE_DEMONSTRATION"] = "1"
    os.environ["SIGHTLINE_VAR"] = str(VAR)
    os.environ.pop("DATABASE_URL", None)
    port = wanted_port()
    if holds_other_data():
        stop(
            f"{VAR.name}/ holds data that are not a demonstration, so nothing was changed: "
            "name another folder with SIGHTLINE_VAR=/some/folder make demo."
        )
    VAR.mkdir(parents=True, exist_ok=True)
    if "--reset" in sys.argv[1:]:
        delete_demonstration()
    MARK.touch()
    sightline("migrate", "--verbosity", "0")
    sightline("load-demonstration")
    collect_static_files()
    return serve(port)


if __name__ == "__main__":
    sys.exit(main())
