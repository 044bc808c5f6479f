"""The database or the disk goes under a running server: a page that says so, and recovery without help."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from sightline.incidents.models import Document, Incident
from tests.faults.served import Served, signed_in
from tests.upkeep.conftest import Installation

pytestmark = pytest.mark.django_db

WORDS = "The patient was seen by the ward doctor at ten."


@pytest.fixture
def _django_db_helper(kept: Installation) -> None:
    """In place of pytest-django's: no transaction around a test, because another process must see what is there."""


@contextmanager
def database_gone(installation: Installation) -> Iterator[None]:
    """Every connection is ended and none is let in; of SQLite, the file cannot be opened."""
    connection.close()
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        moved = [(file, file.with_name(f"{file.name}.away")) for file in path.parent.glob(f"{path.name}*")]
        for file, away in moved:
            file.rename(away)
        path.mkdir()
        try:
            yield
        finally:
            path.rmdir()
            for file, away in moved:
                away.rename(file)
        return
    import psycopg

    name = connection.settings_dict["NAME"]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())


def test_a_database_that_goes_is_said_and_comes_back_without_help(
    installation: Installation, tmp_path: Path
) -> None:
    served = Served(installation, tmp_path / "server.log")
    try:
        cookie = signed_in(installation.world.lead.person_id)
        case = Incident.objects.get(pk=installation.case.pk)
        address = reverse("incident_documents", args=[case.reference])
        fields = {"kind": "evidence", "pasted": WORDS, "seen": str(case.version)}
        assert served.ask("GET", address, cookie=cookie)[0] == 200
        papers = Document.objects.count()
        with database_gone(installation):
            for _ in range(2):
                status, headers, page = served.ask("POST", address, fields, cookie=cookie)
                assert status == 503, page
                assert headers is not None
                assert headers["Retry-After"] == "30"
                assert "Sightline cannot save at the moment" in page
                assert WORDS in page
                status, _, page = served.ask("GET", address, cookie=cookie)
                assert (status, "cannot be reached at the moment" in page) == (503, True)
            assert served.ask("GET", "/readyz")[0] == 503
            assert served.ask("GET", "/healthz")[0] == 200
        assert Document.objects.count() == papers
        assert served.ask("GET", "/readyz")[0] == 200
        assert served.ask("POST", address, fields, cookie=cookie)[0] == 302
        assert Document.objects.count() == papers + 1
    finally:
        served.end()


@contextmanager
def full_disk(served: Served) -> Iterator[None]:
    """The processes of the server may write nothing behind the first 4 KiB of a file, as if the disk ended there."""
    running = processes_of(served)
    before = {process: resource.prlimit(process, resource.RLIMIT_FSIZE) for process in running}
    for process, (_, hard) in before.items():
        resource.prlimit(process, resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        for process, limits in before.items():
            resource.prlimit(process, resource.RLIMIT_FSIZE, limits)


def processes_of(served: Served) -> list[int]:
    """The server and its workers."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # After the name, which may hold anything: state, parent, group.
            if int(path.read_text().rpartition(")")[2].split()[2]) == served.group:
                found.append(int(path.parent.name))
    return found


def test_a_full_disk_is_said_and_nothing_is_half_saved(installation: Installation, tmp_path: Path) -> None:
    served = Served(installation, tmp_path / "server.log")
    try:
        cookie = signed_in(installation.world.lead.person_id)
        case = Incident.objects.get(pk=installation.case.pk)
        address = reverse("incident_documents", args=[case.reference])
        there = set(files_of(installation)), Document.objects.count(), case.version
        connection.close()
        fields = {"kind": "evidence", "pasted": WORDS * 400, "seen": str(case.version)}
        with full_disk(served):
            for _ in range(2):
                status, _, page = served.ask("POST", address, fields, cookie=cookie)
                assert (status, "Sightline cannot save at the moment" in page) == (503, True)
            if connection.vendor == "sqlite":
                # Small enough for the folder of documents, but the database has no room for its row.
                small = fields | {"pasted": WORDS}
                assert served.ask("POST", address, small, cookie=cookie)[0] == 503
                there[0].add(sha256(WORDS.encode()).hexdigest())
        case.refresh_from_db()
        assert set(files_of(installation)) <= there[0]
        assert (Document.objects.count(), case.version) == there[1:]
        assert served.ask("POST", address, fields, cookie=cookie)[0] == 302
        assert Document.objects.count() == there[1] + 1
    finally:
        served.end()


def files_of(installation: Installation) -> list[str]:
    """What lies in the folder of documents, half written things too."""
    return [path.name for path in (installation.var / "documents").rglob("*") if path.is_file()]
