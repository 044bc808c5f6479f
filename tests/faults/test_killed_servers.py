"""Servers killed in mid-request: what was confirmed is there, whole and once, and sending it again does not double it.

A longer run: ``make faults``, or ``FAULT_KILLS=200 FAULT_SEED=3 pytest tests/faults/test_killed_servers.py -s``.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from sightline.audit.verification import verify
from sightline.incidents.models import Document, Incident
from sightline.incidents.selectors.reconcile import differences
from sightline.incidents.services import intake
from sightline.incidents.services.documents import path_of
from tests import factories
from tests.faults.served import Served, signed_in
from tests.upkeep.conftest import Installation

pytestmark = pytest.mark.django_db

KILLS = int(os.environ.get("FAULT_KILLS", "10"))
SEED = os.environ.get("FAULT_SEED", "7")


@pytest.fixture
def _django_db_helper(kept: Installation) -> None:
    """In place of pytest-django's: no transaction around a test, because another process must see what is there."""


def test_nothing_confirmed_is_lost_halved_or_doubled(installation: Installation, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    served = Served(installation, tmp_path / "server.log")
    reporter = signed_in(installation.world.reporter.person_id)
    lead = signed_in(installation.world.lead.person_id)
    counted: Counter[str] = Counter()
    lasts = {"submit": 0.15, "upload": 0.15}
    try:
        for number in range(KILLS):
            kind = ("submit", "upload")[number % 2]
            before = Incident.objects.count(), Document.objects.count()
            if kind == "submit":
                now = datetime.now(UTC)
                draft = intake.begin_draft(by=installation.world.reporter, now=now)
                intake.save_draft(draft, factories.report_answers(), by=installation.world.reporter, now=now)
                cookie, address, fields = reporter, reverse("report_check", args=[draft]), {"sent": "1"}
            else:
                case = Incident.objects.get(pk=installation.case.pk)
                words = f"Seen at {number}, seed {SEED}."
                cookie, address = lead, reverse("incident_documents", args=[case.reference])
                fields = {"kind": "evidence", "pasted": words, "seen": str(case.version)}
            connection.close()
            status, seconds = killed_while(
                served,
                partial(sent, served, address, fields, cookie),
                chance.uniform(0, 1.2 * lasts[kind]),
            )
            if status:
                lasts[kind] = seconds
            after = Incident.objects.count(), Document.objects.count()
            is_there = sum(after) - sum(before)
            where = f"kill {number} of seed {SEED}, {kind}, answer {status}"
            assert is_there in (0, 1), where
            assert status in (0, 302), where
            assert is_there or status != 302, f"confirmed and lost: {where}"
            counted[
                f"{kind}, {'kept' if is_there else 'not begun'}, {'answered' if status else 'cut off'}"
            ] += 1
            all_is_whole(where)
            served.start()
            if kind == "upload" and not is_there:
                fields["seen"] = str(Incident.objects.get(pk=installation.case.pk).version)
            again = served.ask("POST", address, fields, cookie=cookie)[0]
            assert again < 500, where
            now_there = Incident.objects.count() + Document.objects.count() - sum(before)
            assert now_there == 1, f"sent again after the kill, it is there {now_there} times: {where}"
            connection.close()
        all_is_whole("the end")
    finally:
        served.end()
    print(f"{connection.vendor}, seed {SEED}: {KILLS} kills: {dict(sorted(counted.items()))}")


def sent(served: Served, address: str, fields: dict[str, str], cookie: str) -> int:
    """The status of what was sent, 0 where no answer came."""
    return served.ask("POST", address, fields, cookie=cookie)[0]


def killed_while(served: Served, act: Callable[[], int], seconds: float) -> tuple[int, float]:
    """Sends, kills everything after so many seconds; the status that arrived, 0 for none, and how long it took."""
    answers: list[tuple[int, float]] = []
    begun = time.monotonic()
    sending = threading.Thread(target=lambda: answers.append((act(), time.monotonic() - begun)))
    sending.start()
    time.sleep(seconds)
    served.kill()
    sending.join()
    return answers[0]


def all_is_whole(where: str) -> None:
    """The chain holds, lists show what the rules compute, and no row names a file that is not there."""
    verdict = verify()
    assert verdict.intact, f"{where}: entry {verdict.broken_at}: {verdict.reason}"
    wrong = [found for found in differences(now=datetime.now(UTC)) if found[1]]
    assert wrong == [], where
    for digest in Document.objects.values_list("sha256", flat=True):
        assert sha256(path_of(digest).read_bytes()).hexdigest() == digest, where
    connection.close()
