"""One contract for both stores of documents: a folder, and a bucket asked over HTTP."""

from __future__ import annotations

import hashlib
import io
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as live
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sightline.config import documents
from sightline.incidents.errors import Invalid
from sightline.incidents.models import Document
from sightline.incidents.services.documents import NOT_KEPT, NewDocument, add_document
from sightline.policy.document_kinds import DocumentKind
from sightline.policy.terms import Role
from sightline.upkeep import document_store
from sightline.upkeep.document_store import Kept
from tests import s3_server, stages
from tests.conftest import SignIn
from tests.factories import NOW, World

WORDS = b"A letter about the fall."
NAME = hashlib.sha256(WORDS).hexdigest()
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with s3_server.s3_server() as address:
        yield address


def use(settings: Settings, folder: Path, endpoint: str = "", encryption: str = "") -> None:
    """The product keeps its documents there from now on, as its settings would have it."""
    chosen = documents.store(
        folder=folder,
        bucket=s3_server.BUCKET if endpoint else "",
        endpoint=endpoint,
        region="",
        encryption=encryption,
    )
    settings.STORAGES = {**live.STORAGES, "documents": chosen}


@pytest.fixture(params=["folder", "bucket"])
def store(
    request: pytest.FixtureRequest, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Each store in turn, empty."""
    for name, value in s3_server.KEYS.items():
        monkeypatch.setenv(name, value)
    if request.param == "folder":
        use(settings, tmp_path)
    else:
        use(settings, tmp_path, request.getfixturevalue("endpoint"))
        for kept in list(document_store.kept()):
            document_store.delete(kept.sha256)
    return str(request.param)


@pytest.fixture(params=["folder", "bucket"])
def broken(
    request: pytest.FixtureRequest, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """A store that answers nothing: a folder that is none, a port where nobody listens."""
    for name, value in s3_server.KEYS.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "file").write_text("not a folder")
    use(settings, tmp_path / "file", "http://127.0.0.1:9" if request.param == "bucket" else "")
    return str(request.param)


def test_what_is_saved_is_read_listed_and_deleted(store: str) -> None:
    assert list(document_store.kept()) == []
    assert not document_store.exists(NAME)
    with pytest.raises(FileNotFoundError):
        document_store.opened(NAME)
    document_store.save(NAME, WORDS)
    assert document_store.exists(NAME)
    with document_store.opened(NAME) as stream:
        assert stream.size == len(WORDS)
        assert stream.read(8) == WORDS[:8]
        assert b"".join(iter(lambda: stream.read(5), b"")) == WORDS[8:]
    assert list(document_store.kept()) == [Kept(NAME, len(WORDS))]
    document_store.delete(NAME)
    document_store.delete(NAME)
    assert not document_store.exists(NAME)
    assert list(document_store.kept()) == []


def test_same_content_twice_lies_once_and_the_first_stays(store: str, tmp_path: Path) -> None:
    document_store.save(NAME, WORDS)
    document_store.save(NAME, WORDS)
    source = tmp_path / "stream"
    source.write_bytes(WORDS)
    with source.open("rb") as stream:
        document_store.save(NAME, stream)
    assert [kept.size_bytes for kept in document_store.kept()] == [len(WORDS)]


def test_no_name_leads_elsewhere(store: str) -> None:
    for name in (
        "",
        "../../etc/passwd",
        NAME.upper(),
        NAME[:-1],
        f"{NAME}\n",
        f"../{NAME[3:]}",
        f"/{NAME[1:]}",
    ):
        for act in (document_store.exists, document_store.opened, document_store.delete):
            with pytest.raises(ValueError, match="is not a SHA-256"):
                act(name)
        with pytest.raises(ValueError, match="is not a SHA-256"):
            document_store.save(name, WORDS)
    assert list(document_store.kept()) == []


def test_large_file_goes_through_a_little_memory(store: str, tmp_path: Path) -> None:
    source = tmp_path / "large"
    source.write_bytes(os.urandom(MEGABYTE) * 24)
    with source.open("rb") as stream:
        name = hashlib.file_digest(stream, "sha256").hexdigest()
        document_store.save(name, stream)
    again = hashlib.sha256()
    tracemalloc.start()
    try:
        with document_store.opened(name) as stream:
            for chunk in iter(lambda: stream.read(4096), b""):
                again.update(chunk)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert again.hexdigest() == name
    assert peak < 2 * MEGABYTE


def test_half_written_file_is_none(store: str, tmp_path: Path) -> None:
    class BreaksOff(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError("the visitor went away")
            return super().read(size)

    with pytest.raises(OSError, match="went away"):
        document_store.save(NAME, BreaksOff(WORDS))
    assert not document_store.exists(NAME)
    assert list(document_store.kept()) == []
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_no_document_has_an_address_of_its_own(store: str) -> None:
    document_store.save(NAME, WORDS)
    with pytest.raises(ValueError, match="no address of their own"):
        storages["documents"].url(document_store.name_of(NAME))


@pytest.mark.parametrize("encryption", ["", "aws:kms"])
def test_object_is_private_and_encrypted_as_asked(
    settings: Settings, endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encryption: str
) -> None:
    for name, value in s3_server.KEYS.items():
        monkeypatch.setenv(name, value)
    use(settings, tmp_path, endpoint, encryption)
    content = f"A letter of {encryption or 'no'} encryption.".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    document_store.save(sha256, content)
    where = {"Bucket": s3_server.BUCKET, "Key": f"documents/{sha256[:2]}/{sha256}"}
    behind = s3_server.client(endpoint)
    assert behind.head_object(**where).get("ServerSideEncryption", "") == encryption
    granted = behind.get_object_acl(**where)["Grants"]
    assert [(row["Grantee"]["Type"], row["Permission"]) for row in granted] == [
        ("CanonicalUser", "FULL_CONTROL")
    ]


def test_paper_is_downloaded_by_who_may_and_a_lost_one_is_a_plain_page(
    store: str, world: World, sign_in: SignIn
) -> None:
    incident = stages.write(world, stages.investigating(world), document=NewDocument("r.pdf", stages.PDF))
    row = Document.objects.get()
    address = reverse("document", args=[row.id])
    reader = sign_in("trust", Role.PROVIDER_LEAD)
    answer = reader.get(address)
    assert answer.streaming
    assert answer.getvalue() == stages.PDF
    assert answer["Content-Length"] == str(len(stages.PDF))
    assert answer["Content-Disposition"] == 'attachment; filename="r.pdf"'
    assert sign_in("other_trust", Role.PROVIDER_LEAD).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    document_store.delete(row.sha256)
    lost = reader.get(address)
    assert lost.status_code == 404
    assert "Page not found" in lost.content.decode()
    assert incident.version


def test_store_that_does_not_answer_is_said_and_nothing_is_kept(
    broken: str, world: World, sign_in: SignIn
) -> None:
    incident = stages.investigating(world)
    paper = NewDocument("r.pdf", stages.PDF, DocumentKind.OTHER.value, "A letter")
    with pytest.raises(Invalid) as wrong:
        add_document(incident.id, paper, by=world.lead, now=NOW, seen=incident.version)
    assert wrong.value.problems == {"document": NOT_KEPT}
    assert not Document.objects.exists()
    again = Document.objects.create(
        incident=incident,
        kind="letter",
        organisation_id=world.lead.organisation_id,
        name="r.pdf",
        content_type="application/pdf",
        size_bytes=1,
        sha256=NAME,
        uploaded_at=NOW,
        uploaded_by=world.lead.person_id,
    )
    page = sign_in("trust", Role.PROVIDER_LEAD).get(reverse("document", args=[again.id]))
    assert page.status_code == 503
    assert "The document cannot be opened just now" in page.content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"endpoint": "https://s3.example.org"}, "documents would go into a folder"),
        ({"encryption": "AES256"}, "documents would go into a folder"),
        ({"bucket": "b", "endpoint": "s3.example.org"}, "must look like https://s3.example.org"),
        ({"bucket": "b", "endpoint": "http://s3.example.org"}, "must begin with https://"),
        ({"bucket": "b", "encryption": "rot13"}, "must be AES256 or aws:kms"),
    ],
)
def test_setting_that_would_lose_or_bare_documents_is_refused(
    tmp_path: Path, given: dict[str, str], said: str
) -> None:
    from django.core.exceptions import ImproperlyConfigured

    nothing = {"bucket": "", "endpoint": "", "region": "", "encryption": ""}
    with pytest.raises(ImproperlyConfigured, match=said):
        documents.store(folder=tmp_path, **(nothing | given))
