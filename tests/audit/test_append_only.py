"""The database refuses to change the trail, whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from sightline.audit.services import act
from sightline.audit.verification import verify

pytestmark = pytest.mark.maintenance

NOW = datetime(2027, 4, 8, 12, 5, tzinfo=UTC)

ERASURE = (
    "UPDATE audit_payload SET salt='', actor='', hat='', field='', old='', new='', clause='', reason='', "
    "tombstone_reason='r', tombstoned_at='2027-04-08T12:05:00.000000Z' WHERE seq = 1"
)


@pytest.fixture
def three_entries(db: None) -> None:
    with act(by=None, now=NOW) as acted:
        for number in range(3):
            acted.record(model="t.T", object_id="1", field="f", old=number, new=number + 1, part="summary")


def refused(sql: str) -> None:
    with (
        pytest.raises(IntegrityError, match="audit trail cannot be changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def still_whole() -> None:
    assert verify().entries == 3
    assert verify().intact


@pytest.mark.clause("3.1g", facet="no entry can be changed")
@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
@pytest.mark.clause("11.1c", facet="every change is audited")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET at = 'x' WHERE seq = 1",
        "UPDATE audit_entry SET seq = 9 WHERE seq = 3",
        "DELETE FROM audit_entry WHERE seq = 3",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_payload WHERE seq = 2",
        "UPDATE audit_payload SET new = 'x' WHERE seq = 1",
        "UPDATE audit_payload SET new = '', old = '' WHERE seq = 1",
        "UPDATE audit_payload SET tombstone_reason = 'r', tombstoned_at = 't' WHERE seq = 1",
        ERASURE.replace("tombstone_reason='r'", "tombstone_reason=''"),
        ERASURE.replace("tombstoned_at='2027-04-08T12:05:00.000000Z'", "tombstoned_at=''"),
        ERASURE.replace("new=''", "new='innocent'"),
        ERASURE.replace("clause=''", "clause='', part='reporter'"),
        ERASURE.replace("clause=''", "clause='', seq=8"),
        "DELETE FROM audit_head",
        "UPDATE audit_head SET seq = 2",
    ],
)
def test_changing_the_trail_is_refused_by_the_database(three_entries: None, sql: str) -> None:
    refused(sql)
    still_whole()


def test_emptying_values_once_is_allowed_and_never_undone(three_entries: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ERASURE)
    for sql in (ERASURE, "UPDATE audit_payload SET new = 'back', tombstoned_at = '' WHERE seq = 1"):
        refused(sql)


@pytest.mark.parametrize("table", ["audit_entry", "audit_payload", "audit_head"])
def test_the_ways_around_a_delete_trigger_are_closed(three_entries: None, table: str) -> None:
    if connection.vendor == "postgresql":
        refused(f"TRUNCATE {table}")
    else:
        key = "id" if table == "audit_head" else "seq"
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {key} = 1")
    still_whole()


@pytest.mark.django_db
def test_the_triggers_are_in_the_catalogue(expected_triggers: dict[str, set[str]]) -> None:
    """Rebuilding a table on SQLite (any later AlterField) drops its triggers without a word."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND c.relname LIKE 'audit\\_%'"
            )
        else:
            cursor.execute(
                "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'"
            )
        found: dict[str, set[str]] = {}
        for table, name in cursor.fetchall():
            found.setdefault(table, set()).add(name)
    assert found == expected_triggers
