"""What clamd says, through the real one; and what becomes of files while it says nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytest_django import Settings

from sightline.upkeep.virus_scan import Scan, Verdict, scanned
from tests import clamd, stages
from tests.hostile_files import EICAR

pytestmark = pytest.mark.one_engine


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with clamd.running(tmp_path_factory.mktemp("clamd")) as address:
        yield address


def test_the_real_scanner_says_which_file_has_a_virus(scanner: str, settings: Settings) -> None:
    settings.SIGHTLINE_CLAMD = scanner
    assert scanned(EICAR) == Verdict(Scan.INFECTED, f"{clamd.SIGNATURE}.UNOFFICIAL")
    assert scanned(stages.PDF) == Verdict(Scan.CLEAN)
    # More than one chunk, and what is found lies in the last.
    assert scanned(b"a" * 200_000) == Verdict(Scan.CLEAN)
    assert scanned(b"a" * 200_000 + EICAR).scan == Scan.INFECTED


def test_without_a_scanner_nothing_is_scanned(settings: Settings) -> None:
    settings.SIGHTLINE_CLAMD = ""
    assert scanned(EICAR) == Verdict(Scan.OFF)


def test_a_scanner_that_is_away_is_no_verdict(settings: Settings, tmp_path: Path) -> None:
    settings.SIGHTLINE_CLAMD = str(tmp_path / "nobody.sock")
    assert scanned(stages.PDF) == Verdict(Scan.WAITING)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    settings.SIGHTLINE_CLAMD = f"127.0.0.1:{port}"
    assert scanned(stages.PDF) == Verdict(Scan.WAITING)


@pytest.mark.parametrize(
    "said", [b"", b"stream: INSTREAM size limit exceeded. ERROR\0", b"stream: \xff OK\0"]
)
def test_an_answer_that_is_neither_yes_nor_no_is_no_verdict(settings: Settings, said: bytes) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def answer() -> None:
            line, _ = server.accept()
            with closing(line):
                line.recv(1_000_000)
                line.sendall(said)

        speaking = threading.Thread(target=answer)
        speaking.start()
        settings.SIGHTLINE_CLAMD = f"127.0.0.1:{server.getsockname()[1]}"
        assert scanned(stages.PDF) == Verdict(Scan.WAITING)
        speaking.join()
