"""Entries appended in bulk are the same links of the same chain, whatever their texts, and as little to be changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from sightline.audit import chain, selectors
from sightline.audit.models import AuditEntry, AuditHead, AuditPayload
from sightline.audit.services import ChainUnusable, act
from sightline.audit.services.bulk_load import PastEntry, append_histories
from sightline.audit.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.maintenance]

NOW = datetime(2027, 4, 8, 12, 5, tzinfo=UTC)
AWKWARD = "tab\there, line\nfeed, return\r, back\\slash \\N \\. “quotes” 'single' 𝄞 \x01"


def _entry(new: str = "declared", old: str = "") -> PastEntry:
    at = chain.moment_text(NOW)
    return (at, "seed", "incident", "1", "case", "p", "lead@o", "status", old, new, "summary", "3.1c", "")


def test_bulk_entries_hash_as_acts_do_and_the_chain_goes_on_after_them() -> None:
    with act(by=None, now=NOW) as acted:
        acted.record(model="m", object_id="1", subject_id="case", field="f", old="", new="first")
    assert append_histories([_entry(), _entry("closed", "declared")]) == 2
    with act(by=None, now=NOW) as acted:
        acted.record(model="m", object_id="1", subject_id="case", field="f", old="", new="last")
    verdict = verify()
    assert verdict.intact, verdict
    assert verdict.entries == 4
    shown = selectors.entries_for("case", parts=None, limit=9)
    assert [row.new for row in shown] == ["last", "closed", "declared", "first"]
    assert shown[1].old == "declared"
    assert (shown[1].actor, shown[1].hat, shown[1].clause) == ("p", "lead@o", "3.1c")
    assert AuditEntry.objects.get(seq=2).schema_version == chain.SCHEMA_VERSION


@pytest.mark.parametrize("text", [AWKWARD, "\\N", "", " ", "\\", "a\\tb", "\n"])
def test_texts_come_back_as_they_were(text: str) -> None:
    append_histories([_entry(new=text, old=text)])
    payload = AuditPayload.objects.get()
    assert (payload.old, payload.new) == (text, text)
    assert verify().intact


def test_each_entry_has_a_salt_of_its_own() -> None:
    append_histories(_entry() for _ in range(5000))
    salts = set(AuditPayload.objects.values_list("salt", flat=True))
    assert len(salts) == 5000
    assert {len(salt) for salt in salts} == {32}


def test_nothing_stays_of_a_history_that_failed_half_way() -> None:
    def broken() -> Iterator[PastEntry]:
        yield from [_entry()] * 2000
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        append_histories(broken())
    assert not AuditEntry.objects.exists()
    assert not AuditPayload.objects.exists()
    assert AuditHead.objects.get().seq == 0
    assert verify().intact


def test_bulk_entries_cannot_be_changed_either() -> None:
    append_histories([_entry()])
    for sql in ("UPDATE audit_entry SET at = ''", "DELETE FROM audit_payload", "DELETE FROM audit_entry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_without_a_head_nothing_is_appended() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_head DISABLE TRIGGER audit_head_no_delete")
        else:
            cursor.execute("DROP TRIGGER audit_head_no_delete")
        cursor.execute("DELETE FROM audit_head")
    with pytest.raises(ChainUnusable):
        append_histories([_entry()])
