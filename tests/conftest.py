"""Fixtures every package's tests share: the stock cast and a browser-like client for each hat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from sightline.incidents.services import reading_log
from sightline.policy.terms import Role
from sightline.upkeep import document_store
from tests import factories, runtime_role

# Tests open a session at the door behind the second factor; those of the second factor ask for it again.
django_settings.SIGHTLINE_SECOND_FACTOR = False

runtime_role.begin()

SignIn = Callable[..., Client]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture: tests of what only whoever made the database may do work as they do."""
    runtime_role.work_as(maintenance=item.get_closest_marker("maintenance") is not None)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """After the database is made: work as the role that serves pages, until it is taken away again."""
    with django_db_blocker.unblock():
        runtime_role.serve_as_runtime()
    yield
    with django_db_blocker.unblock():
        runtime_role.end()


@pytest.fixture
def own_store(settings: Settings, tmp_path: Path) -> None:
    """A store of documents of its own: files go from it that other tests may have put into the common one."""
    folder = {
        "BACKEND": "sightline.upkeep.document_store.folder.DocumentFolder",
        "OPTIONS": {"location": tmp_path / "documents", "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, document_store.ALIAS: folder}


@pytest.fixture(autouse=True)
def no_looks_of_others() -> Iterator[None]:
    """Looks that a test left unwritten are of cases that are gone when it ends."""
    yield
    reading_log.forget()


@pytest.fixture
def at_now() -> Iterator[time_machine.Traveller]:
    """The clock of the entrances stands at ``factories.NOW``; move it with ``at_now.move_to(...)``."""
    with time_machine.travel(factories.NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def world(db: None, settings: Settings) -> factories.World:
    """The region of ``factories.world`` with its board as the home board."""
    settings.SIGHTLINE_HOME_ICB = factories.HOME_ICB
    return factories.world()


@pytest.fixture
def sign_in(world: factories.World) -> SignIn:
    """``sign_in("trust", Role.PROVIDER_LEAD)`` is a client of that person, signed in."""

    def as_hat(organisation: str, role: Role) -> Client:
        client = Client()
        actor = world.actor(organisation, role)
        user = get_user_model().objects.get(pk=actor.person_id)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_hat
