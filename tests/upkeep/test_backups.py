"""A backup is what was there, and can be put in place again; what is damaged or in the way is refused in words."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import tarfile
import threading
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from pytest_django import DjangoDbBlocker

from sightline.audit.verification import verify
from sightline.incidents import selectors as incident_selectors
from sightline.incidents.models import Document, Incident
from sightline.upkeep import document_store
from sightline.upkeep.errors import UpkeepRefused
from sightline.upkeep.kinds import UpkeepKind, UpkeepOutcome
from sightline.upkeep.models import UpkeepRecord
from sightline.upkeep.selectors import upkeep
from sightline.upkeep.services import archive, backups, restores
from sightline.upkeep.services.archive import Manifest
from tests import stages
from tests.factories import NOW
from tests.upkeep.conftest import Installation, empty_place, postgresql_database

pytestmark = [pytest.mark.django_db, pytest.mark.maintenance]

BY = "a test"


@pytest.fixture
def _django_db_helper(kept: Installation) -> None:
    """In place of pytest-django's: no transaction around a test, because other connections must see what it does."""


def path_of(content: bytes) -> Path:
    """Where these bytes lie in the store in use."""
    folder = document_store.local_folder()
    assert folder is not None
    return folder / document_store.name_of(sha256(content).hexdigest())


def back_up(folder: Path) -> tuple[Path, Manifest]:
    made = backups.back_up(folder, by=BY, now=NOW)
    return made.path, made.manifest


def tables() -> list[str]:
    """Asked by a connection of its own, so that an empty file of SQLite stays what it is."""
    if connection.vendor == "sqlite":
        if not Path(connection.settings_dict["NAME"]).exists():
            return []
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as there:
            return [name for (name,) in there.execute("SELECT name FROM sqlite_master")]
    found = connection.introspection.table_names()
    connection.close()
    return found


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def rewritten(path: Path, into: Path, **changes: Any) -> Path:
    """The same backup with another manifest, as sound to look at as the first."""
    with tarfile.open(path) as old, tarfile.open(into, "w") as new:
        for member in old.getmembers():
            content = old.extractfile(member)
            assert content is not None
            said = content.read()
            if member.name == archive.MANIFEST:
                manifest = said = json.dumps(json.loads(said) | changes).encode()
            if member.name == archive.SEAL:
                said = sha256(manifest).hexdigest().encode()
            member.size = len(said)
            new.addfile(member, BytesIO(said))
    return into


def test_backup_is_put_in_place_with_proof(installation: Installation, tmp_path: Path) -> None:
    path, manifest = back_up(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert files(tmp_path / ".sightline-backup") == []
    head = verify()
    cases = set(Incident.objects.values_list("reference", "version"))
    with empty_place(tmp_path / "elsewhere") as documents:
        if connection.vendor == "sqlite":
            # What a database that is gone left behind is no reason to refuse, and must not be read as part of this one.
            for end in ("-wal", "-shm"):
                Path(f"{connection.settings_dict['NAME']}{end}").write_bytes(b"left behind" * 999)
        proof = restores.restore(path, by=BY, now=NOW)
        assert set(Incident.objects.values_list("reference", "version")) == cases
        assert verify() == head
        assert (proof.entries, proof.head_hash) == (head.entries, head.head_hash)
        assert (manifest.contents.head_seq, manifest.contents.head_hash) == (head.entries, head.head_hash)
        assert proof.rows == sum(manifest.contents.rows.values()) > head.entries
        papers = incident_selectors.documents_of(installation.world.lead, installation.case.pk, now=NOW)
        assert sorted(paper.name for paper in papers) == ["Chart.docx", "Statement.pdf"]
        assert path_of(stages.PDF).read_bytes() == stages.PDF
        # Each paper with its cleaned copy.
        assert len(files(documents)) == 4
        assert all(file.stat().st_mode & 0o077 == 0 for file in files(documents))
        assert UpkeepRecord.objects.get(kind="restore").head_hash == head.head_hash
        # A new case can be reported: keys, triggers and the search index came with it.
        assert (
            incident_selectors.documents_of(installation.world.outsider, installation.case.pk, now=NOW) == ()
        )
        with pytest.raises(UpkeepRefused, match="holds tables already"):
            restores.restore(path, by=BY, now=NOW)
        assert set(Incident.objects.values_list("reference", "version")) == cases


def test_a_drill_proves_a_backup_and_leaves_nothing(installation: Installation, tmp_path: Path) -> None:
    proof = restores.drill(None, scratch=tmp_path, database=None, by=BY, now=NOW)
    head = verify()
    assert (proof.entries, proof.head_hash, proof.missing) == (head.entries, head.head_hash, ())
    assert files(tmp_path / ".sightline-drill") == []
    assert not list(tmp_path.glob(".sightline-drill*"))
    shown = upkeep(now=NOW)
    assert shown.drill is not None
    assert shown.proof is not None
    assert (shown.drill.at, shown.drill.done_by, shown.proof.head_hash) == (NOW, BY, head.head_hash)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'sightline_drill%'")
            assert cursor.fetchall() == []


def test_without_the_right_to_make_databases_a_drill_uses_the_one_that_is_kept_for_it(
    installation: Installation, tmp_path: Path
) -> None:
    if connection.vendor != "postgresql":
        return
    # Asked before anything is made, so the right is taken from the role of the tests only for a moment.
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("CREATE ROLE upkeep_owner LOGIN")
        try:
            installed = str(connection.settings_dict["NAME"])
            with psycopg.connect(installation.environment()["DATABASE_URL"], autocommit=True) as inside:
                inside.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO upkeep_owner")
                inside.execute("GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO upkeep_owner")
                # Reading rows behind the wall asks functions of the owner's (ADR 19).
                inside.execute("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO upkeep_owner")
                inside.execute("GRANT INSERT ON upkeep_record TO upkeep_owner")
                inside.execute("GRANT USAGE ON SEQUENCE upkeep_record_id_seq TO upkeep_owner")
            with postgresql_database() as kept, pytest.MonkeyPatch.context() as patch:
                server.execute(f"ALTER DATABASE {kept} OWNER TO upkeep_owner".encode())
                connection.close()
                patch.setitem(connection.settings_dict, "USER", "upkeep_owner")
                try:
                    with pytest.raises(UpkeepRefused, match="SIGHTLINE_DRILL_DATABASE_URL"):
                        restores.drill(None, scratch=tmp_path, database=None, by=BY, now=NOW)
                    with pytest.raises(UpkeepRefused, match=r"not empty: .*holds tables already"):
                        restores.drill(None, scratch=tmp_path, database={"NAME": installed}, by=BY, now=NOW)
                    for _ in range(2):
                        proof = restores.drill(
                            None, scratch=tmp_path, database={"NAME": kept}, by=BY, now=NOW
                        )
                        assert proof.head_hash == verify().head_hash
                finally:
                    connection.close()
        finally:
            with psycopg.connect(installation.environment()["DATABASE_URL"], autocommit=True) as inside:
                inside.execute("DROP OWNED BY upkeep_owner")
            server.execute("DROP ROLE upkeep_owner")


def test_a_changed_byte_is_found_wherever_it_matters(installation: Installation, tmp_path: Path) -> None:
    path, manifest = back_up(tmp_path)
    whole = path.read_bytes()
    with tarfile.open(path) as tar:
        spans = {m.name: range(m.offset_data, m.offset_data + m.size) for m in tar.getmembers()}
    assert len(spans) == len(manifest.documents) + 3
    chance, damaged = random.Random(4), tmp_path / "damaged.tar"
    for name, span in spans.items():
        for place in {span[0], span[-1], chance.choice(span)}:
            damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
            if name.startswith(archive.DOCUMENTS):
                with archive.opened(damaged) as backup:
                    assert list(backup.damaged) == [name.removeprefix(archive.DOCUMENTS)]
                continue
            with pytest.raises(UpkeepRefused, match="is damaged or not a backup"), archive.opened(damaged):
                pass
    # Cut short, as when a copy was interrupted; and not a backup at all.
    for content in (whole[: len(whole) // 2], whole[:-20_000], b"", b"something else"):
        damaged.write_bytes(content)
        with pytest.raises(UpkeepRefused), archive.opened(damaged):
            pass
    with empty_place(tmp_path / "elsewhere") as documents:
        damaged.write_bytes(whole[:5000] + b"\xff" + whole[5001:])
        with pytest.raises(UpkeepRefused, match="the copy of the database was changed"):
            restores.restore(damaged, by=BY, now=NOW)
        assert (tables(), files(documents)) == ([], [])


def test_documents_that_are_lost_or_damaged_are_named_and_the_rest_is_kept(
    installation: Installation, tmp_path: Path
) -> None:
    UpkeepRecord.objects.all().delete()
    path_of(stages.PDF).unlink()
    # Cleaned copies are told in the same way; here the two papers are looked at by themselves.
    for row in Document.objects.all():
        document_store.delete(row.cleaned_sha256)
    Document.objects.update(cleaned_sha256="", cleaned_bytes=None, no_copy_because="none was made")
    path, manifest = back_up(tmp_path)
    assert list(manifest.lost.values()) == [
        f"Statement.pdf ({installation.case.reference}) cannot be read (No such file or directory)"
    ]
    assert UpkeepRecord.objects.filter(kind="backup").latest("id").outcome == "incomplete"
    assert "lacks documents" in upkeep(now=NOW).warning
    with tarfile.open(path) as tar:
        (span,) = [m.offset_data for m in tar.getmembers() if m.name.startswith(archive.DOCUMENTS)]
    whole = path.read_bytes()
    path.write_bytes(whole[:span] + b"?" + whole[span + 1 :])
    with empty_place(tmp_path / "elsewhere") as documents:
        with pytest.raises(UpkeepRefused) as refused:
            restores.restore(path, by=BY, now=NOW)
        assert "2 documents cannot be restored" in str(refused.value)
        assert f"Chart.docx ({installation.case.reference}) was changed in the backup" in str(refused.value)
        assert "--without-damaged-documents" in str(refused.value)
        assert (tables(), files(documents)) == ([], [])
        proof = restores.restore(path, by=BY, now=NOW, without_damaged=True)
        assert (len(proof.missing), proof.documents, files(documents)) == (2, 0, [])
        assert Incident.objects.count() == 2
        assert UpkeepRecord.objects.get(kind="restore").outcome == "incomplete"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"contents": {"rows": {"incidents_incident": 3}}}, "not what the backup says: .*incidents_incident"),
        ({"contents": {"head_hash": "0" * 64}}, "the head of the audit chain"),
        ({"documents": {}}, "name documents that the backup does not"),
        ({"contents": {"migrations": ["incidents.9999_later"]}}, "which is newer than this one"),
        ({"engine": "another"}, "a backup of another"),
        ({"format": 2}, "it has format 2"),
    ],
)
def test_what_is_refused_after_loading_leaves_nothing_behind(
    installation: Installation, tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    path, manifest = back_up(tmp_path)
    if "contents" in changes:
        held = json.loads(json.dumps(vars(manifest.contents)))
        for name, value in changes["contents"].items():
            held[name] = held[name] | value if isinstance(value, dict) else value
        changes = changes | {"contents": held}
    changed = rewritten(path, tmp_path / "changed.tar", **changes)
    with empty_place(tmp_path / "elsewhere") as documents:
        with pytest.raises(UpkeepRefused, match=words):
            restores.restore(changed, by=BY, now=NOW)
        assert (tables(), files(documents)) == ([], [])
        # And the good one goes in afterwards, because the place is as empty as before.
        if "documents" in changes:
            restores.restore(path, by=BY, now=NOW)
            rows = Document.objects.values_list("sha256", "cleaned_sha256")
            assert len(files(documents)) == len({sha for row in rows for sha in row if sha}) >= 2


def test_restoring_where_something_is_in_use_is_refused(
    installation: Installation, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    path, _ = back_up(tmp_path)
    with empty_place(tmp_path / "elsewhere") as documents:
        name = str(connection.settings_dict["NAME"])
        if connection.vendor == "sqlite":
            other: Any = sqlite3.connect(name)
            other.execute("PRAGMA journal_mode=WAL")
            other.execute("BEGIN IMMEDIATE")
        else:
            import psycopg

            other = psycopg.connect(Installation.environment(installation)["DATABASE_URL"])
        with closing(other), pytest.raises(UpkeepRefused, match=r"in use|Others are connected"):
            restores.restore(path, by=BY, now=NOW)
        documents.mkdir(exist_ok=True)
        (documents / "of somebody").write_text("else")
        with pytest.raises(UpkeepRefused, match="is not empty"):
            restores.restore(path, by=BY, now=NOW)
        assert tables() == []
        assert [file.name for file in files(documents)] == ["of somebody"]
        (documents / "of somebody").unlink()
        restores.restore(path, by=BY, now=NOW)


def test_commands_do_it_and_say_what_was_proved(installation: Installation, tmp_path: Path) -> None:
    said = StringIO()
    call_command("backup", str(tmp_path), stdout=said)
    (path,) = tmp_path.glob("*.tar")
    call_command("drill", str(path), scratch=tmp_path, stdout=said)
    with empty_place(tmp_path / "elsewhere"):
        call_command("restore", str(path), stdout=said)
    assert f"{path}: " in said.getvalue()
    assert said.getvalue().count(f"entries, head {verify().head_hash}") == 3
    assert list(tmp_path.glob("*.tar")) == [path]
    with pytest.raises(CommandError, match="Nothing was restored"):
        call_command("restore", str(path))
    path_of(stages.PDF).unlink()
    path.unlink()
    with pytest.raises(SystemExit):
        call_command("backup", str(tmp_path), stdout=said, stderr=said)
    assert f"Statement.pdf ({installation.case.reference}) cannot be read" in said.getvalue()
    assert len(list(tmp_path.glob("*.tar"))) == 1


def test_a_failed_backup_is_remembered_and_warned_of(installation: Installation, tmp_path: Path) -> None:
    UpkeepRecord.objects.all().delete()
    assert upkeep(now=NOW).warning == "No backup is known."
    back_up(tmp_path)
    assert upkeep(now=NOW + timedelta(hours=24)).warning == ""
    assert upkeep(now=NOW + timedelta(hours=25)).warning == "The last backup is older than 24 hours."
    with pytest.raises(UpkeepRefused, match="exists already"):
        back_up(tmp_path)
    (failed,) = upkeep(now=NOW).failures
    assert (failed.kind, failed.outcome) == (UpkeepKind.BACKUP, UpkeepOutcome.FAILED)


# Last, because it adds documents to the installation of the tests before it.
def test_backup_is_of_one_moment_while_people_work(installation: Installation, tmp_path: Path) -> None:
    stop = threading.Event()
    added: list[int] = []

    def work() -> None:
        while not stop.is_set() and len(added) < 40:
            installation.add_document(f"{len(added)}.pdf", stages.PDF + str(random.random()).encode())
            added.append(1)
        connections.close_all()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for number in range(3):
            made = backups.back_up(tmp_path, by=BY, now=NOW + timedelta(seconds=number))
            assert made.manifest.lost == {}
    finally:
        stop.set()
        worker.join()
    assert added
    assert restores.drill(made.path, scratch=tmp_path, database=None, by=BY, now=NOW).missing == ()
