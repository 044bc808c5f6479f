"""The nightly proof: what it keeps, and what of a night before it comes by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from sightline.audit.anchors import read_anchor
from sightline.audit.models import AuditEntry
from sightline.audit.services import act
from sightline.audit.verification import verify
from sightline.jobs import check_audit_trail
from sightline.jobs.outcome import Outcome
from sightline.upkeep.selectors import proved_heads

pytestmark = [pytest.mark.django_db, pytest.mark.maintenance]

NOW = datetime(2027, 4, 8, 2, 30, tzinfo=UTC)


def _note(*texts: str) -> None:
    for text in texts:
        with act(by=None, now=NOW) as acted:
            acted.record(model="t.T", object_id="1", field="f", old="", new=text)


def _night(number: int = 0) -> Outcome:
    outcome = check_audit_trail.run("s", NOW + timedelta(days=number))
    if outcome.write is not None:
        outcome.write()
    return outcome


def _unseen(*statements: str) -> None:
    """Triggers away, as whoever owns the database can take them, and what they would have refused."""
    names = "SELECT name, '' FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'"
    if connection.vendor == "postgresql":
        names = (
            "SELECT tgname, ' ON ' || relname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid "
            "WHERE NOT tgisinternal AND relname LIKE 'audit_%'"
        )
    with connection.cursor() as cursor:
        cursor.execute(names)
        for name, on in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}{on}")
        for each in statements:
            cursor.execute(each)


@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
def test_each_night_leaves_an_anchor_where_it_is_kept_and_remembers_it(
    settings: Settings, tmp_path: Path
) -> None:
    settings.SIGHTLINE_ANCHORS = str(tmp_path)
    _note("one", "two")
    assert not _night().is_alarm
    _note("three")
    assert not _night(1).is_alarm
    kept = [read_anchor(file.read_text()) for file in sorted(tmp_path.iterdir())]
    assert [anchor.entries for anchor in kept] == [2, 3]
    assert [anchor.head_hash for anchor in proved_heads()] == [anchor.head_hash for anchor in reversed(kept)]
    assert verify(anchors=kept).intact


def test_a_folder_that_takes_no_anchor_is_an_alarm_and_the_proof_is_kept_all_the_same(
    settings: Settings, tmp_path: Path
) -> None:
    settings.SIGHTLINE_ANCHORS = str(tmp_path / "away")
    _note("one")
    outcome = _night()
    assert outcome.is_alarm
    assert "could not be kept" in outcome.words
    assert len(proved_heads()) == 1


def test_a_head_of_a_night_before_that_the_chain_does_not_come_by_is_an_alarm() -> None:
    _note("one", "two", "three")
    assert not _night().is_alarm
    newest = AuditEntry.objects.get(seq=2).entry_hash
    _unseen(
        "DELETE FROM audit_entry WHERE seq > 2",
        "DELETE FROM audit_payload WHERE seq > 2",
        f"UPDATE audit_head SET seq = 2, entry_hash = '{newest}'",
    )
    outcome = _night(1)
    assert outcome.is_alarm
    assert "broken at entry 3" in outcome.words
    assert "says 3 entries, and there are 2" in outcome.words
    assert "is missing." in outcome.words, "its triggers are named too"
    assert len(proved_heads()) == 1, "what is broken is no anchor"
