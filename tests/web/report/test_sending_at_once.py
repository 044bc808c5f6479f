"""Two clicks at the same moment: one incident, one confirmation.

Nothing here can be rolled back, because several connections must see what the others wrote. Django empties the tables
afterwards, which the audit trail refuses; so its triggers are set aside for this file and put back with its head.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from time_machine import Traveller

from sightline.audit.chain import GENESIS
from sightline.audit.models import AuditHead
from sightline.incidents.models import Incident, StepTaken
from sightline.incidents.services import intake
from sightline.incidents.services.intake import SentReport
from sightline.policy.terms import Role
from tests import factories, runtime_role
from tests.conftest import SignIn
from tests.factories import NOW, World
from tests.web.report.pages import check, code_on, fill

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_now", "head")]

protection = import_module("sightline.audit.migrations.0002_append_only")


@pytest.fixture(scope="module", autouse=True)
def protection_aside(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    editor = SimpleNamespace(connection=connection)
    with django_db_blocker.unblock(), runtime_role.owner():
        protection.unprotect(apps, editor)
    yield
    with django_db_blocker.unblock(), runtime_role.owner():
        protection.protect(apps, editor)


@pytest.fixture
def head(transactional_db: None) -> None:
    """The head of an empty chain, which emptying the tables takes away."""
    with runtime_role.owner():
        AuditHead.objects.create(id=1, seq=0, entry_hash=GENESIS)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Runs each in a thread and connection of its own, all from the same moment; gives answers or exceptions."""
    barrier = threading.Barrier(len(acts))
    answers: list[object] = []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            answers.append(act())
        except Exception as error:
            answers.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_two_sends_make_one_incident(world: World) -> None:
    reporter = world.reporter
    draft = intake.begin_draft(by=reporter, now=NOW)
    intake.save_draft(draft, factories.report_answers(), by=reporter, now=NOW)
    send = lambda: intake.send_report(draft, by=reporter, now=NOW)  # noqa: E731
    sent = [one for one in at_once(send, send, send) if isinstance(one, SentReport)]
    assert len(sent) == 3
    assert {one.reference for one in sent} == {Incident.objects.get().reference}
    assert sorted(one.was_sent_before for one in sent) == [False, True, True]
    assert StepTaken.objects.count() == 1


def test_two_clicks_lead_to_one_confirmation_with_its_code(sign_in: SignIn, at_now: Traveller) -> None:
    client = sign_in("trust", Role.REPORTER)
    draft = fill(client)
    # After a while both clicks renew the session, and the slower one must not write the code away.
    at_now.move_to(NOW + timedelta(minutes=5))

    def click() -> str:
        again = Client()
        again.cookies["sightline_session"] = client.cookies["sightline_session"].value
        return str(again.post(check(draft)).headers["Location"])

    assert at_once(click, click) == [reverse("report_sent")] * 2
    code = code_on(client.get(reverse("report_sent")).content.decode())
    assert intake.hash_tracking_code(code) == Incident.objects.get().tracking_code_hash
