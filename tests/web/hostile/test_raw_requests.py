"""What is no HTTP at all, sent to the server that operators run: it answers the next good request, and logs no fault."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
#: What is sent, after which the connection is closed at once, and how an answer begins where one may come.
_SENT = {
    "garbage": b"\x00\x16\x03\x01\xff\xfe garbage\r\n\r\n",
    "no HTTP in its line": b"GET /\r\n\r\n",
    "HTTP of long ago": b"GET /sign-in/ HTTP/0.9\r\n\r\n",
    "HTTP of no day": b"GET /sign-in/ HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "a space in its path": b"GET /sign in/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a path of 20,000 signs": b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no UTF-8 in its path": b"GET /\xff\xfe%00%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "NUL in its path": b"GET /incidents/%00%FF/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "headers never finished": b"GET /sign-in/ HTTP/1.1\r\nHost: loc",
    "500 headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: b\r\n" * 500 + b"\r\n",
    "NUL in a header": b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: a=\x00\r\n\r\n",
    "two hosts": b"GET /sign-in/ HTTP/1.1\r\nHost: localhost\r\nHost: elsewhere\r\n\r\n",
    "no host": b"GET /sign-in/ HTTP/1.1\r\n\r\n",
    "a body that never comes": b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=a",
    "parts that never come": b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n"
    b"Content-Type: multipart/form-data; boundary=odd\r\n\r\n--odd\r\nContent-Disposition: form-data; n",
    "a length that is none": b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\nlogin=a",
    "a length below nothing": b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\nlogin=a",
    "two lengths": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 9\r\n\r\nlogin=a",
    "a length and chunks": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks that are none": b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nzz\r\nlogin\r\n",
}
_GOOD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


@dataclass(frozen=True)
class Server:
    """One process of gunicorn, where it listens, and what it logged."""

    port: int
    log: Path

    def send(self, *pieces: bytes, closing: bool = False) -> bytes:
        """Everything that comes back until the server closes or waits for more; nothing where we close first."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
            for piece in pieces:
                connection.sendall(piece)
            if closing:
                return b""
            connection.shutdown(socket.SHUT_WR)
            back = b""
            try:
                while got := connection.recv(65_536):
                    back += got
            except (TimeoutError, ConnectionResetError):
                return back
            return back


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """As operators serve it, with an empty database: no request of these gets as far as a case."""
    folder = tmp_path_factory.mktemp("raw")
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    surroundings = {**os.environ, "SIGHTLINE_VAR": str(folder)}
    surroundings["SIGHTLINE_STATIC_ROOT"] = str(Path(os.environ["SIGHTLINE_VAR"]) / "static")
    surroundings.pop("DATABASE_URL", None)
    log = folder / "server.log"
    with log.open("w") as lines:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "sightline.config.wsgi", "--bind", f"127.0.0.1:{port}"]
            + ["--worker-class", "gthread", "--workers", "1", "--threads", "2", "--no-control-socket"],
            cwd=ROOT,
            env=surroundings,
            stdout=lines,
            stderr=lines,
        )
    made = Server(port, log)
    try:
        ends = time.monotonic() + 60
        while time.monotonic() < ends and process.poll() is None:
            try:
                if made.send(_GOOD).endswith(b"alive\n"):
                    break
            except OSError:
                time.sleep(0.1)
        yield made
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_what_is_no_request_leaves_the_server_answering(server: Server) -> None:
    wrong = []
    for odd, sent in _SENT.items():
        said = server.send(sent)
        first = said.partition(b"\r\n")[0]
        if b" 50" in first or b"Traceback" in said:
            wrong.append(f"{odd}: {first!r}")
        server.send(sent, closing=True)
        if not server.send(_GOOD).endswith(b"alive\n"):
            wrong.append(f"{odd}: the next good request was not answered")
    assert not wrong, "\n".join(wrong)
    log = server.log.read_text()
    assert "Traceback" not in log, log[-3_000:]


def test_requests_on_one_connection_are_answered_in_turn(server: Server) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
    said = server.send(one + b"\r\n" + one + b"\r\n" + one + b"Connection: close\r\n\r\n")
    assert said.count(b"HTTP/1.1 200") == said.count(b"alive\n") == 3
