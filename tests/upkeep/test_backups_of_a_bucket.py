"""A backup of an installation whose documents lie in a bucket, put back into an empty one."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from sightline.config import documents
from sightline.upkeep import document_store
from sightline.upkeep.errors import UpkeepRefused
from sightline.upkeep.services import backups, restores
from tests import s3_server, stages
from tests.factories import NOW
from tests.upkeep.conftest import Installation, empty_place

pytestmark = [pytest.mark.django_db, pytest.mark.maintenance]


@pytest.fixture
def _django_db_helper(kept: Installation) -> None:
    """In place of pytest-django's: no transaction around a test, because other connections must see what is there."""


def test_documents_of_a_bucket_go_into_the_backup_and_back(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in s3_server.KEYS.items():
        monkeypatch.setenv(name, value)
    papers = {path.name: path.read_bytes() for path in (installation.var / "documents").glob("*/*")}
    with s3_server.s3_server() as address:
        bucket = documents.store(
            folder=tmp_path, bucket=s3_server.BUCKET, endpoint=address, region="", encryption=""
        )
        in_bucket = override_settings(STORAGES=settings.STORAGES | {"documents": bucket})
        with in_bucket:
            for digest, content in papers.items():
                document_store.save(digest, content)
            made = backups.write(tmp_path, now=NOW)
        assert made.manifest.lost == {}
        with empty_place(tmp_path / "elsewhere"), in_bucket:
            with pytest.raises(UpkeepRefused, match="bucket of documents is not empty"):
                restores.restore(made.path, by="a test", now=NOW)
            for digest in papers:
                document_store.delete(digest)
            proof = restores.restore(made.path, by="a test", now=NOW)
            assert proof.documents == len(papers) == 4
            assert {each.sha256 for each in document_store.kept()} == set(papers)
            with document_store.opened(sha256(stages.PDF).hexdigest()) as paper:
                assert paper.read() == stages.PDF
