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

from sightline.audit.verification import verify
from sightline.incidents.models import Document
from sightline.incidents.selectors.reconcile import differences
from sightline.upkeep import document_store
from tests.faults.deeds import Deed, People
from tests.faults.migrating import all_that_stands, emptied
from tests.faults.served import Nursery, Served
from tests.upkeep.conftest import Installation

pytestmark = pytest.mark.django_db

KILLS = int(os.environ.get("FAULT_KILLS", "10"))
#: Of them, in mid-migration.
MIGRATIONS = KILLS // 10
SEED = os.environ.get("FAULT_SEED", "7")


@pytest.fixture
def _django_db_helper(kept: Installation) -> None:
    """In place of pytest-django's: no transaction around a test, because another process must see what is there."""


def test_nothing_confirmed_is_lost_halved_or_doubled(installation: Installation, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    served = Served(installation, tmp_path / "server.log")
    people = People(installation)
    kinds = {"submit": people.submit, "decide": people.decide, "upload": people.upload}
    lasts = dict.fromkeys(kinds, 0.15)
    counted: Counter[str] = Counter()
    try:
        for number in range(KILLS - MIGRATIONS):
            kind = list(kinds)[number % len(kinds)]
            deed = kinds[kind](number)
            connection.close()
            status = killed_while(served, partial(sent, served, deed), chance.uniform(0.3, 1.2) * lasts[kind])
            is_there = deed.there()
            # On any machine most kills then come about the moment at which it is written.
            lasts[kind] *= 0.85 if is_there else 1.2
            where = f"kill {number} of seed {SEED}, {kind}, answer {status}"
            assert is_there in (0, 1), where
            assert status in (0, 302), where
            assert is_there or status != 302, f"confirmed and lost: {where}"
            stands = "kept" if is_there else "not begun"
            counted[f"{kind}, {stands}, {'answered' if status else 'cut off'}"] += 1
            all_is_whole(where)
            served.start()
            if not is_there:
                deed.fields |= deed.anew()
            assert sent(served, deed) < 500, where
            assert deed.there() == 1, f"sent again after the kill, it is there {deed.there()} times: {where}"
            connection.close()
        all_is_whole("the end")
    finally:
        served.end()
    print(f"{connection.vendor}, seed {SEED}: {sum(counted.values())} kills: {dict(sorted(counted.items()))}")


def test_a_migration_that_was_killed_is_ended_by_the_next(installation: Installation, tmp_path: Path) -> None:
    """Into an empty database, killed at a random moment; the next one makes what one that was left alone made."""
    chance = random.Random(SEED)
    counted: Counter[str] = Counter()
    with Nursery(installation, tmp_path / "migrations.log") as nursery:
        with emptied(tmp_path / "whole.sqlite3") as name:
            begun = time.monotonic()
            assert nursery.migrate(name) == 0
            lasts = time.monotonic() - begun
            expected = all_that_stands(name)
        for number in range(MIGRATIONS):
            with emptied(tmp_path / f"{number}.sqlite3") as name:
                ended = nursery.migrate(name, kill_after=chance.uniform(0.1, 0.7) * lasts)
                counted["ended before the kill" if ended == 0 else "killed"] += 1
                where = f"kill {number} of seed {SEED}"
                assert nursery.migrate(name) == 0, where
                assert all_that_stands(name) == expected, where
    print(f"{connection.vendor}, seed {SEED}: {MIGRATIONS} migrations: {dict(sorted(counted.items()))}")


def sent(served: Served, deed: Deed) -> int:
    """The status of what was sent, 0 where no answer came."""
    return served.ask("POST", deed.address, deed.fields, cookie=deed.cookie)[0]


def killed_while(served: Served, act: Callable[[], int], seconds: float) -> int:
    """Sends, kills everything after so many seconds; the status that arrived, 0 for none."""
    answers: list[int] = []
    sending = threading.Thread(target=lambda: answers.append(act()))
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
        with document_store.opened(digest) as paper:
            assert sha256(paper.read()).hexdigest() == digest, where
    connection.close()
