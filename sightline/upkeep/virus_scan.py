"""Asking clamd about a file, by its INSTREAM command. What it does not answer is no verdict, and costs nobody a deadline."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import Enum

from django.conf import settings

_CHUNK = 64 * 1024
_CONNECT_SECONDS, _ANSWER_SECONDS = 3, 30
_LONGEST_ANSWER = 4096


class Scan(str, Enum):
    """What is known of a file. Stored; the words never change."""

    OFF = "off"
    CLEAN = "clean"
    WAITING = "waiting"
    INFECTED = "infected"


@dataclass(frozen=True)
class Verdict:
    """``signature`` names what was found, in the words of the scanner."""

    scan: Scan
    signature: str = ""


def scanned(content: bytes) -> Verdict:
    """OFF where no scanner is set; WAITING where it does not answer, or not in a way that says yes or no."""
    address = settings.SIGHTLINE_CLAMD
    if not address:
        return Verdict(Scan.OFF)
    try:
        said = _asked(address, content)
    except OSError:
        return Verdict(Scan.WAITING)
    if said == "stream: OK":
        return Verdict(Scan.CLEAN)
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return Verdict(Scan.INFECTED, said.removeprefix("stream: ").removesuffix(" FOUND")[:100])
    return Verdict(Scan.WAITING)


def _asked(address: str, content: bytes) -> str:
    with closing(_connected(address)) as line:
        line.settimeout(_ANSWER_SECONDS)
        line.sendall(b"zINSTREAM\0")
        for chunk in _chunks(content):
            line.sendall(struct.pack(">I", len(chunk)) + chunk)
        line.sendall(struct.pack(">I", 0))
        said = b""
        while b"\0" not in said and len(said) < _LONGEST_ANSWER:
            more = line.recv(_LONGEST_ANSWER)
            if not more:
                break
            said += more
    return said.partition(b"\0")[0].decode("ascii", "replace").strip()


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_CONNECT_SECONDS)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), _CONNECT_SECONDS)


def _chunks(content: bytes) -> Iterator[bytes]:
    for at in range(0, len(content), _CHUNK):
        yield content[at : at + _CHUNK]
