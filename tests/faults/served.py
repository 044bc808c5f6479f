"""A served product that is killed: gunicorn on the installation of a test, and somebody signed in to it over HTTP."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client

from tests.upkeep.conftest import Installation

ROOT = Path(__file__).parents[2]
TOKEN = "t" * 32


class Served:
    """Gunicorn with its workers as one process group, on one port for its whole life."""

    def __init__(self, installation: Installation, log: Path) -> None:
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = int(trial.getsockname()[1])
        self.log = log
        self.environment = installation.environment() | {
            "SIGHTLINE_HOME_ICB": "QZZ",
            "SIGHTLINE_STATIC_ROOT": str(Path(os.environ["SIGHTLINE_VAR"]) / "static"),
            "DJANGO_SETTINGS_MODULE": "sightline.config.settings",
        }
        self.start()

    def start(self) -> None:
        """Starts it and waits until it says that it is ready."""
        with self.log.open("a") as lines:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "gunicorn",
                    "sightline.config.wsgi",
                    "--bind",
                    f"127.0.0.1:{self.port}",
                ]
                + ["--worker-class", "gthread", "--workers", "1", "--threads", "4", "--no-control-socket"],
                cwd=ROOT,
                env=self.environment,
                stdout=lines,
                stderr=lines,
                start_new_session=True,
            )
        until = time.monotonic() + 60
        while self.ask("GET", "/readyz")[0] != 200:
            assert time.monotonic() < until, f"It did not start:\n{self.log.read_text()[-3000:]}"
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL to all of it at once, as when a machine goes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(
        self, method: str, address: str, fields: dict[str, str] | None = None, *, cookie: str = ""
    ) -> tuple[int, http.client.HTTPMessage | None, str]:
        """Status, headers and page; 0 where no whole answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
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
    """The session cookie of this person."""
    client = Client()
    user = get_user_model().objects.get(pk=person)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return str(client.cookies["sightline_session"].value)
