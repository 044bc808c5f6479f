"""An installation of its own for tests of backups: a database that other connections see, and a folder of documents."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from sightline.config import documents as document_settings
from sightline.incidents.models import Incident
from sightline.incidents.services.documents import NewDocument, add_document
from tests import factories, stages
from tests.factories import NOW, World


@dataclass
class Installation:
    """A region with two cases and two documents, in a folder as ``SIGHTLINE_VAR`` is one."""

    var: Path
    world: World
    case: Incident

    def add_document(self, name: str, content: bytes) -> None:
        """Puts a paper on the case."""
        case = Incident.objects.get(pk=self.case.pk)
        add_document(
            case.pk, NewDocument(name, content, "evidence"), by=self.world.lead, now=NOW, seen=case.version
        )

    def environment(self) -> dict[str, str]:
        """What a command of the product needs to work on it."""
        given = os.environ | {
            "SIGHTLINE_VAR": str(self.var),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }
        if connection.vendor == "postgresql":
            name = quote(str(connection.settings_dict["NAME"]))
            given["DATABASE_URL"] = urlunsplit(urlsplit(given["DATABASE_URL"])._replace(path=f"/{name}"))
        return given


@contextmanager
def used(name: str | Path, documents: Path) -> Iterator[None]:
    """The database and folder that the product uses are these, for a while."""
    connection.close()
    stores = settings.STORAGES | {
        "documents": document_settings.store(
            folder=documents, bucket="", endpoint="", region="", encryption=""
        )
    }
    with override_settings(STORAGES=stores), pytest.MonkeyPatch.context() as patch:
        patch.setitem(connection.settings_dict, "NAME", name)
        try:
            yield
        finally:
            connection.close()


@contextmanager
def postgresql_database(template: str = "template0") -> Iterator[str]:
    """A database of our own on the server of the tests; gone afterwards."""
    import psycopg

    name = f"upkeep_{uuid4().hex[:12]}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        try:
            yield name
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def empty_place(folder: Path) -> Iterator[Path]:
    """An empty database and an empty folder of documents are in use; yields where the documents will lie."""
    folder.mkdir(exist_ok=True)
    documents = folder / "documents"
    if connection.vendor == "sqlite":
        with used(folder / "sightline.sqlite3", documents):
            yield documents
        return
    with postgresql_database() as name, used(name, documents):
        yield documents


@contextmanager
def copy_of_the_tests_database(folder: Path) -> Iterator[str | Path]:
    """As it is between tests: migrated, and without cases."""
    connection.close()
    given = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        path = folder / "sightline.sqlite3"
        with closing(sqlite3.connect(given)) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
        yield path
        return
    with postgresql_database(template=f'"{given}"') as name:
        yield name


@pytest.fixture(scope="module")
def kept(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Outside the transaction of a test, because other connections and processes must see it."""
    var = tmp_path_factory.mktemp("installation")
    with (
        django_db_blocker.unblock(),
        copy_of_the_tests_database(var) as name,
        used(name, var / "documents"),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(settings, "SIGHTLINE_HOME_ICB", factories.HOME_ICB)
        world = factories.world()
        factories.reported(world.reporter)
        installation = Installation(var, world, factories.declared(world))
        installation.add_document("Statement.pdf", stages.PDF)
        installation.add_document("Chart.docx", stages.docx())
        yield installation


@pytest.fixture
def installation(kept: Installation, tmp_path: Path) -> Iterator[Installation]:
    """The same for one test: documents that it takes away are put back."""
    documents, before = kept.var / "documents", tmp_path / "before"
    shutil.copytree(documents, before)
    yield kept
    shutil.copytree(before, documents, dirs_exist_ok=True)
