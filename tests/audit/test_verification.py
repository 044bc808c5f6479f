"""Whatever is done behind the application's back is found, and the first broken entry is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sightline.audit import chain
from sightline.audit.models import AuditEntry, AuditPayload
from sightline.audit.services import act, erase
from sightline.audit.verification import verify

pytestmark = pytest.mark.maintenance

NOW = datetime(2027, 4, 8, 12, 5, tzinfo=UTC)
Tamper = Callable[..., None]


@pytest.fixture(autouse=True)
def trail(db: None) -> None:
    """Six entries; the values of the second were erased, which the sixth says."""
    for number in range(5):
        with act(by=None, now=NOW) as acted:
            acted.record(
                model="t.T", object_id="1", subject_id="s", field="f", old="", new=number, part="summary"
            )
    erase([2], by=None, now=NOW, reason="disposal")


def test_an_untouched_trail_is_intact_whatever_the_size_of_the_pieces() -> None:
    for size in (1, 2, 3, 6, 7):
        walked: list[tuple[int, int]] = []

        def seen(at: int, head: int, into: list[tuple[int, int]] = walked) -> None:
            into.append((at, head))

        verdict = verify(chunk=size, progress=seen)
        assert verdict.intact
        assert verdict.entries == 6
        assert walked[-1] == (6, 6)
        assert verdict.head_hash == AuditEntry.objects.get(seq=6).entry_hash


@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
@pytest.mark.parametrize(
    ("sql", "broken_at", "why"),
    [
        (
            "UPDATE audit_entry SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 3",
            3,
            "the entry was changed",
        ),
        ("UPDATE audit_entry SET subject_id = 'other' WHERE seq = 4", 4, "the entry was changed"),
        ("UPDATE audit_entry SET request_id = 'x' WHERE seq = 2", 2, "the entry was changed"),
        ("UPDATE audit_entry SET previous_hash = 'x' WHERE seq = 5", 5, "does not follow"),
        ("UPDATE audit_payload SET new = 'innocent' WHERE seq = 3", 3, "values were changed"),
        ("UPDATE audit_payload SET actor = 'somebody' WHERE seq = 1", 1, "values were changed"),
        ("UPDATE audit_payload SET part = 'reporter' WHERE seq = 1", 1, "values were changed"),
        ("UPDATE audit_payload SET tombstone_reason = 'x' WHERE seq = 1", 1, "did not happen"),
        ("UPDATE audit_payload SET part = 'reporter' WHERE seq = 2", 2, "differs from what entry 6 says"),
        (
            "UPDATE audit_payload SET tombstone_reason = 'other' WHERE seq = 2",
            2,
            "differs from what entry 6 says",
        ),
        ("UPDATE audit_payload SET new = 'x' WHERE seq = 2", 2, "only in part"),
        (
            "UPDATE audit_payload SET tombstoned_at = '', tombstone_reason = '' WHERE seq = 2",
            2,
            "values were changed",
        ),
        ("DELETE FROM audit_entry WHERE seq = 1", 1, "missing"),
        ("DELETE FROM audit_entry WHERE seq = 4", 4, "missing: the entry after 3 is 5"),
        ("DELETE FROM audit_entry WHERE seq = 6", 2, "no later entry says so"),
        ("DELETE FROM audit_entry", 1, "missing"),
        ("DELETE FROM audit_payload WHERE seq = 4", 4, "values are missing"),
        ("UPDATE audit_head SET seq = 5", 6, "beyond the head"),
        ("UPDATE audit_head SET entry_hash = 'x'", 6, "head does not hold its hash"),
        ("DELETE FROM audit_head", 1, "head of the chain is missing"),
        ("UPDATE audit_entry SET seq = 0 WHERE seq = 1", 0, "below 1"),
    ],
)
def test_tampering_is_found_and_named(tamper: Tamper, sql: str, broken_at: int, why: str) -> None:
    tamper(sql)
    verdict = verify()
    assert verdict.broken_at == broken_at
    assert why in verdict.reason


def test_emptied_values_of_which_the_trail_does_not_speak_are_found(tamper: Tamper) -> None:
    """An intruder may dress a loss up as an erasure."""
    tamper(
        "UPDATE audit_payload SET salt='', actor='', hat='', field='', old='', new='', clause='', reason='', "
        "tombstone_reason='disposal', tombstoned_at='2027-04-08T12:05:00.000000Z' WHERE seq = 3"
    )
    verdict = verify()
    assert verdict.broken_at == 3
    assert "no later entry says so" in verdict.reason


def test_values_that_come_back_after_an_erasure_are_found(tamper: Tamper) -> None:
    """Even when they are the true ones, as from a backup."""
    with act(by=None, now=NOW) as acted:
        acted.record(model="t.T", object_id="1", field="f", old="", new="name")
    before = AuditPayload.objects.filter(entry_id=7).values().get()
    erase([7], by=None, now=NOW, reason="a name")
    AuditPayload.objects.filter(entry_id=7).update(**before)
    verdict = verify()
    assert verdict.broken_at == 7
    assert "stand there again" in verdict.reason


def test_rewriting_the_rest_of_the_chain_changes_the_anchor(tamper: Tamper) -> None:
    """Someone who owns the database can forge a whole chain; the hash kept elsewhere shows it."""
    anchor = verify().head_hash
    last = AuditEntry.objects.get(seq=6)
    forged = chain.entry_hash(
        last.previous_hash,
        6,
        "1",
        "forged",
        last.at,
        last.model,
        last.object_id,
        last.subject_id,
        last.payload_hash,
    )
    tamper("UPDATE audit_entry SET request_id = 'forged', entry_hash = %s WHERE seq = 6", forged)
    tamper("UPDATE audit_head SET entry_hash = %s", forged)
    assert verify().holds
    assert verify().head_hash != anchor


def test_the_command_says_the_chain_is_intact() -> None:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue() == "6 entries, chain intact\n"


def test_the_command_names_the_first_broken_entry(tamper: Tamper) -> None:
    tamper("UPDATE audit_payload SET new = 'x' WHERE seq IN (3, 4)")
    with pytest.raises(CommandError, match="Entry 3: its values were changed") as caught:
        call_command("verify_audit", stdout=StringIO())
    assert caught.value.returncode == 1


def test_the_command_speaks_json() -> None:
    out = StringIO()
    call_command("verify_audit", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["intact"] is True
    assert said["entries"] == 6
    assert len(said["head_hash"]) == 64
    assert said["unprotected"] == []


def test_the_command_speaks_json_of_what_is_broken(tamper: Tamper) -> None:
    tamper("DELETE FROM audit_payload WHERE seq = 5")
    out = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("verify_audit", "--json", stdout=out)
    assert caught.value.code == 1
    assert json.loads(out.getvalue())["broken_at"] == 5


class Terminal(StringIO):
    """A standard error that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_progress_is_shown_and_wiped() -> None:
    err, out = Terminal(), StringIO()
    call_command("verify_audit", stdout=out, stderr=err)
    assert "6 of 6 entries" in err.getvalue()
    assert err.getvalue().endswith("\r\033[K")
