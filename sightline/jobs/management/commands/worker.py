"""``sightline worker``: runs background work until it is stopped. Any number may run, on any number of machines.

The library's processes take messages and run them; this process, every few seconds, asks for what is due, says that
the worker lives, and answers /healthz (the process lives) and /readyz (the database answered lately, the library's
processes live) on ``--port`` where one is given.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from argparse import ArgumentParser
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections, connections
from django_q.cluster import Cluster

from sightline.jobs import selectors, services

_SECONDS = 5.0


class Health:
    """What the two addresses answer; kept by the main loop, read by the server's thread."""

    def __init__(self) -> None:
        self.problem = "not begun"

    def server(self, port: int) -> ThreadingHTTPServer:
        """A small server on this machine's addresses; raises OSError where the port is taken."""
        health = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answers = {"/healthz": "", "/readyz": health.problem}
                problem = answers.get(self.path)
                status = 404 if problem is None else 503 if problem else 200
                body = f"{problem or ('alive' if self.path == '/healthz' else 'ready')}\n".encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/plain")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Probes are not news."""

        return ThreadingHTTPServer(("", port), Handler)


class Command(BaseCommand):
    """Runs background work."""

    help = "Run background work until stopped (SIGTERM finishes what is running)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to answer probes, and how often to look."""
        parser.add_argument("--port", type=int, default=0, help="answer /healthz and /readyz on this port")
        parser.add_argument(
            "--seconds", type=float, default=_SECONDS, help="how often to look for what is due"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Starts the library's processes, then looks for what is due until it is told to stop."""
        health = Health()
        server = None
        if options["port"]:
            try:
                server = health.server(options["port"])
            except OSError as problem:
                raise CommandError(f"Port {options['port']} cannot be opened: {problem}") from problem
        # The library forks: no connection may be shared with what it starts, and no thread may be running yet.
        connections.close_all()
        cluster = Cluster()
        cluster.start()
        stopping = threading.Event()

        def stop(number: int, frame: FrameType | None) -> None:
            stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        if server is not None:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        name = f"{socket.gethostname()}:{os.getpid()}"
        started_at = datetime.now(UTC)
        try:
            while not stopping.is_set():
                health.problem = self._look(name, started_at)
                if not cluster.sentinel.is_alive():
                    raise CommandError("The processes of the library have ended; start the worker again.")
                stopping.wait(options["seconds"])
        finally:
            health.problem = "stopping"
            cluster.stop()
            if server is not None:
                server.shutdown()

    def _look(self, name: str, started_at: datetime) -> str:
        """One look at what is due; what went wrong in words, or ""."""
        close_old_connections()
        now = datetime.now(UTC)
        try:
            services.beat(name, started_at=started_at, now=now)
            services.tick(now=now)
            return "no sign of life was kept" if selectors.is_silent(name, now=now) else ""
        except Error as problem:
            self.stderr.write(f"The database does not answer: {type(problem).__name__}. Trying again.")
            connections.close_all()
            return "the database does not answer"
