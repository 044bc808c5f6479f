"""An installation on several nodes, as the README outlines it: servers and workers over one PostgreSQL database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from tests import factories, runtime_role, s3_server
from tests.browser.region import Teller, region

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60


@dataclass
class Process:
    """A process that was started, and the address where it answers probes."""

    address: str
    running: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """SIGKILL to it and what it started: nothing is said goodbye to, as when a machine goes."""
        if self.running.poll() is None:
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(timeout=10)

    def status(self, path: str) -> int:
        """The status of an answer; 0 where there is none."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return 0

    def wait_until_ready(self) -> None:
        until = time.monotonic() + SECONDS_TO_START
        while self.status("/readyz") != 200:
            ended = self.running.poll() is not None or time.monotonic() > until
            assert not ended, f"it did not start:\n{self.log.read_text()[-3000:]}"
            time.sleep(0.1)


@dataclass
class Nodes:
    """Two servers with documents in a shared folder, two with theirs in a bucket, two workers; one database."""

    database: str
    #: A case whose documents the trust's lead may add to.
    reference: str = ""
    folder: list[Process] = field(default_factory=list)
    bucket: list[Process] = field(default_factory=list)
    workers: list[Process] = field(default_factory=list)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What stands in the database, asked from outside."""
        with psycopg.connect(self.database) as asking:
            return asking.execute(query.encode()).fetchall()


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def _database() -> Iterator[str]:
    """A copy of the migrated database of the tests, which other processes can see; its address."""
    given, name = os.environ["DATABASE_URL"], f"sightline_nodes_{os.getpid()}"
    model = str(connection.settings_dict["NAME"])
    connection.close()
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f'CREATE DATABASE {name} TEMPLATE "{model}"'.encode())
        try:
            yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _fill(nodes: Nodes) -> None:
    """The region of the stories and one case in it."""
    model, now = connection.settings_dict["NAME"], datetime.now(UTC)
    connection.settings_dict["NAME"] = urlsplit(nodes.database).path.removeprefix("/")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(factories, "NOW", now)
        try:
            nodes.reference = str(Teller(region(now), now).declared().reference)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = model


def _start(arguments: list[str], port: int, log: Path, surroundings: dict[str, str]) -> Process:
    with log.open("w") as lines:
        running = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=surroundings,
            stdout=lines,
            stderr=lines,
            start_new_session=True,
        )
    return Process(f"http://127.0.0.1:{port}", running, log)


def _server(log: Path, surroundings: dict[str, str]) -> Process:
    port = _free_port()
    serve = ["gunicorn", "sightline.config.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    return _start([*serve, "--threads", "6", "--no-control-socket"], port, log, surroundings)


def _worker(log: Path, surroundings: dict[str, str]) -> Process:
    port = _free_port()
    work = ["sightline.config.cli", "worker", "--port", str(port), "--seconds", "0.2"]
    return _start(work, port, log, surroundings)


@contextmanager
def installed(folder: Path) -> Iterator[Nodes]:
    """Everything started and ready; ended, and the database dropped, after."""
    with ExitStack() as stack:
        nodes = Nodes(stack.enter_context(_database()))
        surroundings = os.environ | {
            "DATABASE_URL": runtime_role.address(nodes.database),
            "SIGHTLINE_HOME_ICB": factories.HOME_ICB,
            "SIGHTLINE_STATIC_ROOT": str(Path(os.environ["SIGHTLINE_VAR"]) / "static"),
            "SIGHTLINE_VAR": str(folder),
        }
        bucket = s3_server.KEYS | {"SIGHTLINE_S3_BUCKET": s3_server.BUCKET}

        def serve(kept: list[Process], more: dict[str, str]) -> None:
            kept.append(_server(folder / f"server-{len(kept)}-{len(more)}.log", surroundings | more))
            stack.callback(kept[-1].kill)

        # The first compiles the pages for all of them, meanwhile the rest of the region is built.
        serve(nodes.folder, {})
        bucket["SIGHTLINE_S3_ENDPOINT"] = stack.enter_context(s3_server.s3_server())
        _fill(nodes)
        nodes.folder[0].wait_until_ready()
        for kept, more in ((nodes.folder, {}), (nodes.bucket, bucket), (nodes.bucket, bucket)):
            serve(kept, more)
        for number in (1, 2):
            nodes.workers.append(_worker(folder / f"worker-{number}.log", surroundings))
            stack.callback(nodes.workers[-1].kill)
        for process in (*nodes.folder, *nodes.bucket, *nodes.workers):
            process.wait_until_ready()
        yield nodes
