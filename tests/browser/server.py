"""The product as it is served: gunicorn, its own data folder and port, and a small invented region in its database."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from sightline.policy.terms import Role

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60


@dataclass(frozen=True)
class Server:
    """A running server: its address, the surroundings of its commands, its log, and who and what is in it."""

    address: str
    surroundings: dict[str, str]
    log: Path
    usernames: dict[str, str]
    cases: dict[str, list[str]]

    def username(self, organisation: str, role: Role) -> str:
        """The name that the person of this role there signs in with."""
        return self.usernames[f"{organisation} {role.value}"]

    def case(self, kind: str) -> str:
        """The reference of a case of this kind that no test has touched; the kinds are in ``region.py``."""
        return self.cases[kind].pop()

    def sightline(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a command of the product on the data of this server."""
        return _run("sightline.config.cli", *arguments, surroundings=self.surroundings)


def _run(module: str, *arguments: str, surroundings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )


def _must(done: subprocess.CompletedProcess[str]) -> str:
    if done.returncode:
        raise AssertionError(f"{done.args} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def _database(folder: Path) -> Iterator[dict[str, str]]:
    """What names the database: nothing for SQLite, or a fresh one on the PostgreSQL server of DATABASE_URL."""
    given = os.environ.get("DATABASE_URL", "")
    if not given:
        yield {}
        return
    import psycopg

    name = f"sightline_browser_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urlunsplit(urlsplit(given)._replace(path=f"/{name}"))}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _surroundings(folder: Path) -> dict[str, str]:
    """As ``make demo`` serves: a demonstration, with static files of production."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SIGHTLINE_") and name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return inherited | {
        "SIGHTLINE_VAR": str(folder),
        "SIGHTLINE_DEMONSTRATION": "1",
        # All stories come from one address within minutes.
        "SIGHTLINE_LIMITS": "0",
        # A provider that never answers: nothing listens there. One that does is asked in tests/web/account.
        "SIGHTLINE_OIDC_CIS2_ADDRESS": "http://localhost:9/.well-known/openid-configuration",
        "SIGHTLINE_OIDC_CIS2_CLIENT_ID": "sightline",
        "SIGHTLINE_OIDC_CIS2_SECRET": secrets.token_urlsafe(20),
        # Collected once for all tests, by tests/environment.py.
        "SIGHTLINE_STATIC_ROOT": str(Path(os.environ["SIGHTLINE_VAR"]) / "static"),
        "DJANGO_SETTINGS_MODULE": "sightline.config.settings",
    }


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server on a free port, with the people and cases of ``region.py``; ended, and its database dropped, after."""
    with _database(folder) as database:
        surroundings = _surroundings(folder) | database
        _must(_run("sightline.config.cli", "migrate", "--verbosity", "0", surroundings=surroundings))
        made: dict[str, Any] = json.loads(_must(_run("tests.browser", surroundings=surroundings)))
        address = f"127.0.0.1:{_free_port()}"
        log = folder / "server.log"
        with log.open("w") as lines:
            process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "sightline.config.wsgi", "--bind", address]
                + ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60"]
                + ["--graceful-timeout", "5", "--log-level", "info", "--no-control-socket"],
                cwd=ROOT,
                env=surroundings,
                stdout=lines,
                stderr=lines,
            )
        try:
            _wait_for(f"http://{address}/readyz", process, log)
            yield Server(f"http://{address}", surroundings, log, made["usernames"], made["cases"])
            ended = process.poll()
            assert ended is None, f"The server ended ({ended}) before the stories:\n{log.read_text()[-3000:]}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"The server did not start:\n{log.read_text()}")
