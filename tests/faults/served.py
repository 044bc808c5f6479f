"""A served product that is killed: gunicorn on the installation of a test, and somebody signed in to it over HTTP."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client

from sightline.web.proof import BY_PROVIDER
from tests.upkeep.conftest import Installation

ROOT = Path(__file__).parents[2]
TOKEN = "t" * 32


class Nursery:
    """Processes of the product on the installation of a test, started from one that has it loaded."""

    def __init__(self, installation: Installation, log: Path, port: int = 0) -> None:
        self.log = log
        self.environment = installation.environment() | {
            "SIGHTLINE_HOME_ICB": "QZZ",
            "SIGHTLINE_STATIC_ROOT": str(Path(os.environ["SIGHTLINE_VAR"]) / "static"),
            "DJANGO_SETTINGS_MODULE": "sightline.config.settings",
        }
        self.lines = log.open("a")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery", str(port)],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.lines,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.end()

    def begin(self, line: str) -> int:
        """Starts what the line asks for; the number of its process group."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        said = self._heard()
        assert said.isdecimal(), f"It did not start:\n{self.log.read_text()[-3000:]}"
        return int(said)

    def ended(self) -> int:
        """Waits for what was begun; what it exited with."""
        word, code = self._heard().split()
        assert word == "ended"
        return int(code)

    def _heard(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def migrate(self, name: str, *, kill_after: float | None = None) -> int:
        """Migrates this database, killed after so many seconds; 0 where it came to its end."""
        group = self.begin(f"migrate {name}")
        if kill_after is not None:
            time.sleep(kill_after)
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        return self.ended()

    def end(self) -> None:
        """Ends what starts the others."""
        self.process.kill()
        self.process.communicate()
        self.lines.close()


class Served:
    """Gunicorn with its workers as one process group, on one port, started again as often as it is killed."""

    def __init__(self, installation: Installation, log: Path) -> None:
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = int(trial.getsockname()[1])
        self.log = log
        self.nursery = Nursery(installation, log, self.port)
        self.group = 0
        self.start()

    def start(self) -> None:
        """Starts a server and waits until it says that it is ready."""
        self.group = self.nursery.begin("start")
        until = time.monotonic() + 60
        while self.ask("GET", "/readyz")[0] != 200:
            assert time.monotonic() < until, f"It did not start:\n{self.log.read_text()[-3000:]}"
            time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL to the server and all its processes at once, as when a machine goes."""
        os.killpg(self.group, signal.SIGKILL)
        self.nursery.ended()
        self.group = 0

    def end(self) -> None:
        """The server, if there is one, and what started it."""
        if self.group:
            self.kill()
        self.nursery.end()

    def ask(
        self, method: str, address: str, fields: dict[str, str] | None = None, *, cookie: str = ""
    ) -> tuple[int, http.client.HTTPMessage | None, str]:
        """Status, headers and page; 0 where no whole answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = urlencode(fields | {"csrfmiddlewaretoken": TOKEN}) if fields is not None else None
        headers = {"Cookie": f"sightline_session={cookie}; csrftoken={TOKEN}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, None, ""
        finally:
            connection.close()


def signed_in(person: UUID) -> str:
    """The session cookie of this person, who has shown a second factor as the served product asks."""
    client = Client()
    user = get_user_model().objects.get(pk=person)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[BY_PROVIDER] = True
    session.save()
    return str(client.cookies["sightline_session"].value)
