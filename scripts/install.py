"""Install Sightline's packages into .venv: ``install.py runtime`` or ``install.py development``.

Nothing is done when the lock file has not changed since the last time. Standard library only: it runs before
anything is installed. A failure is one sentence that says what to do.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
UV_VENV = ROOT / ".uv"
UV = UV_VENV / "bin/uv"
UV_VERSION = "0.13.9"
LOCKS = {"runtime": "requirements.lock", "development": "requirements-dev.lock"}

COMMAND = """#!{python}
import sys

from sightline.config.cli import main

sys.exit(main())
"""


def stop(sentence: str, detail: str = "") -> None:
    """Leave with a sentence; what the tool itself said goes before it, for those who can use it."""
    if detail.strip():
        print("\n".join(detail.strip().splitlines()[-12:]), file=sys.stderr)
    print(f"\n{sentence}", file=sys.stderr)
    sys.exit(1)


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


def make_environment(folder: Path, *options: str) -> None:
    done = run(sys.executable, "-m", "venv", "--clear", *options, folder)
    if done.returncode == 0:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Python's venv module is missing; installing it with apt-get.")
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        run("apt-get", "update", "-q")
        run("apt-get", "install", "-y", "-q", package)
        done = run(sys.executable, "-m", "venv", "--clear", *options, folder)
        if done.returncode == 0:
            return
    shutil.rmtree(folder, ignore_errors=True)
    stop(
        "Python's venv module is missing: install it (Debian: apt install python3-venv) and run the command again.",
        done.stdout + done.stderr,
    )


def failed(detail: str) -> None:
    """Say which of the usual reasons it was."""
    said = detail.lower()
    if "no space left" in said:
        stop("The disk is full: free about 500 MB and run the command again.", detail)
    if any(word in said for word in ("failed to build", "gcc", "compiler", "cc1", "build backend")):
        stop(
            "A package has no ready-made build for this machine and no compiler could make one: install one "
            "(Debian: apt install build-essential python3-dev) and run the command again.",
            detail,
        )
    if "hash" in said and "mismatch" in said:
        stop(
            "A package is not the one the lock file names: check which package index this machine uses.",
            detail,
        )
    stop(
        "Packages could not be downloaded: check the network connection, or the proxy in HTTPS_PROXY, "
        "and run the command again.",
        detail,
    )


def install(kind: str) -> None:
    lock = ROOT / LOCKS[kind]
    print(f"Installing packages from {lock.name} …", flush=True)
    if not UV.exists():
        make_environment(UV_VENV)
        done = run(UV_VENV / "bin/python", "-m", "pip", "install", "-q", f"uv=={UV_VERSION}")
        if done.returncode:
            shutil.rmtree(UV_VENV, ignore_errors=True)
            failed(done.stdout + done.stderr)
    if not (VENV / "bin/python").exists():
        make_environment(VENV, "--without-pip")
    done = run(UV, "pip", "sync", "-q", "--python", VENV, "--require-hashes", lock)
    if done.returncode:
        failed(done.stdout + done.stderr)
    link_project()
    for other in LOCKS:
        stamp(other).unlink(missing_ok=True)
    stamp(kind).write_text(fingerprint(kind))


def link_project() -> None:
    """The checkout itself on the path, and its command: as an editable install, with nothing to build."""
    places = sysconfig.get_paths("venv", {"base": str(VENV), "platbase": str(VENV)})
    Path(places["purelib"], "sightline.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin/sightline"
    command.write_text(COMMAND.format(python=VENV / "bin/python"))
    command.chmod(0o755)


def stamp(kind: str) -> Path:
    return VENV / f".sightline-{kind}"


def fingerprint(kind: str) -> str:
    """Changes with the lock, with where the checkout is, and with the Python it was made from."""
    facts = [(ROOT / LOCKS[kind]).read_bytes(), str(ROOT).encode(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(facts)).hexdigest()


def installed(kind: str) -> bool:
    return (
        (VENV / "bin/sightline").exists()
        and stamp(kind).exists()
        and stamp(kind).read_text() == fingerprint(kind)
    )


if __name__ == "__main__":
    wanted = sys.argv[1]
    # What developing needs contains what running needs.
    if not installed("development") and not installed(wanted):
        install(wanted)
