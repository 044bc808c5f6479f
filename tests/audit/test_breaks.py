"""Whoever holds the keys of the database breaks the trail in every way, and each is named in plain words."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sightline.audit import chain
from sightline.audit.anchors import Anchor, NotAnAnchor, anchor_now, read_anchor
from sightline.audit.models import AuditEntry, AuditHead
from sightline.audit.protection import problems_of_protection
from sightline.audit.services import act, erase
from sightline.audit.services.bulk_load import append_histories
from sightline.audit.verification import verify

pytestmark = [pytest.mark.maintenance, pytest.mark.django_db]

NOW = datetime(2027, 4, 8, 12, 5, tzinfo=UTC)
LAID = import_module("sightline.audit.migrations.0002_append_only")
ODD = "Zoë\t\n\\ 🙂 “1:a”"


_ORPHAN = (
    "INSERT INTO audit_payload SELECT 77, salt, actor, hat, field, old, new, part, clause, reason, tombstone_reason, "
    "tombstoned_at FROM audit_payload WHERE seq = 1"
)


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for each in statements:
            cursor.execute(each)


def _triggers_by_name() -> dict[str, str]:
    if connection.vendor == "sqlite":
        return {name: f"CREATE TRIGGER {name} {body}" for name, body in LAID.SQLITE.items()}
    found = re.findall(r"CREATE TRIGGER (\w+).*?;", LAID.POSTGRESQL, re.DOTALL)
    whole = re.findall(r"CREATE TRIGGER \w+.*?;", LAID.POSTGRESQL, re.DOTALL)
    return dict(zip(found, whole, strict=True))


def _drop(name: str) -> str:
    table = re.search(r" ON (\w+)", _triggers_by_name()[name])
    assert table is not None
    on = f" ON {table[1]}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER {name}{on}"


def _unseen(*statements: str) -> None:
    """As an intruder would: triggers away, the change, triggers back as they were."""
    triggers = _triggers_by_name()
    _run(*(_drop(name) for name in triggers), *statements, *triggers.values())


@pytest.fixture(autouse=True)
def trail(db: None) -> None:
    """Six entries, one with signs that take several bytes; the values of the second were erased, which the sixth says."""
    for number in range(5):
        with act(by=None, now=NOW + timedelta(minutes=number)) as acted:
            acted.record(
                model="t.T",
                object_id="1",
                subject_id="s",
                field=ODD,
                old="",
                new=f"{ODD}{number}",
                part="summary",
            )
    erase([2], by=None, now=NOW + timedelta(hours=1), reason="disposal")


@pytest.fixture
def anchor() -> Anchor:
    """The head as it stood before anybody broke anything."""
    return anchor_now(now=NOW + timedelta(hours=2))


def test_nothing_broken_is_nothing_named(anchor: Anchor) -> None:
    verdict = verify(anchors=[anchor, anchor])
    assert (verdict.intact, verdict.entries, verdict.unprotected) == (True, 6, ())


# What the database no longer does


@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
def test_each_trigger_that_is_dropped_is_named() -> None:
    for name in _triggers_by_name():
        _run(_drop(name))
        (problem,) = verify().unprotected
        assert name in problem
        assert problem.endswith("is missing.")
        _run(_triggers_by_name()[name])
    assert verify().intact


def _altered() -> Iterator[tuple[str, list[str], str, str]]:
    """Which trigger, what is done to it, how it is named, and how it is mended."""
    if connection.vendor == "sqlite":
        name = "audit_entry_no_update"
        tamed = _triggers_by_name()[name].replace(" BEGIN", " WHEN 0 BEGIN", 1)
        yield name, [_drop(name), tamed], "was altered", _drop(name)
        return
    name = "audit_entry_no_change"
    yield name, [f"ALTER TABLE audit_entry DISABLE TRIGGER {name}"], "is switched off", _drop(name)
    tamed = _triggers_by_name()[name].replace("FOR EACH ROW", "FOR EACH ROW WHEN (OLD.seq < 0)")
    yield name, [_drop(name), tamed], "was altered", _drop(name)
    only = _triggers_by_name()[name].replace("UPDATE OR DELETE", "DELETE")
    yield name, [_drop(name), only], "was altered", _drop(name)


@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
def test_a_trigger_that_is_altered_is_named() -> None:
    for name, statements, how, away in _altered():
        _run(*statements)
        (problem,) = verify().unprotected
        assert name in problem
        assert how in problem
        _run(away, _triggers_by_name()[name])
    assert verify().intact


def test_a_function_behind_triggers_that_does_nothing_is_named() -> None:
    if connection.vendor == "sqlite":
        assert problems_of_protection("default") == ()  # there are no functions behind triggers
        return
    _run(
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
    )
    problems = verify().unprotected
    assert len(problems) == 6
    assert all("was altered" in problem for problem in problems)


def test_what_somebody_put_before_the_trail_is_named() -> None:
    if connection.vendor == "sqlite":
        _run("CREATE TRIGGER quiet AFTER INSERT ON audit_entry BEGIN SELECT 1; END")
        wanted = ["quiet"]
    else:
        _run(
            "CREATE TRIGGER quiet BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
            "CREATE RULE quietly AS ON INSERT TO audit_payload DO INSTEAD NOTHING",
        )
        wanted = ["quiet", "quietly"]
    problems = verify().unprotected
    assert len(problems) == len(wanted)
    assert all(f" {name} stands" in problem for name, problem in zip(wanted, problems, strict=True))


# What was done to the chain


@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
@pytest.mark.parametrize(
    ("what", "statements", "broken_at", "why"),
    [
        ("a row", ["UPDATE audit_payload SET new = 'innocent' WHERE seq = 3"], 3, "values were changed"),
        ("who", ["UPDATE audit_payload SET actor = 'somebody' WHERE seq = 4"], 4, "values were changed"),
        (
            "a time",
            ["UPDATE audit_entry SET at = '2027-04-01T12:00:00.000000Z' WHERE seq = 3"],
            3,
            "entry was changed",
        ),
        (
            "a row gone",
            ["DELETE FROM audit_entry WHERE seq = 3", "DELETE FROM audit_payload WHERE seq = 3"],
            3,
            "is missing",
        ),
        (
            "the order",
            [
                f"UPDATE audit_{table} SET seq = {to} WHERE seq = {seq}"
                for table in ("entry", "payload")
                for seq, to in ((3, 99), (4, 3), (99, 4))
            ],
            3,
            "the order was changed",
        ),
        ("values of nothing", [_ORPHAN], 77, "belong to no entry"),
        ("the head", ["DELETE FROM audit_head"], 1, "head of the chain is missing"),
        ("the first", ["DELETE FROM audit_entry WHERE seq = 1"], 1, "is missing"),
    ],
)
def test_what_is_done_behind_the_triggers_is_named(
    what: str, statements: list[str], broken_at: int, why: str
) -> None:
    _unseen(*statements)
    verdict = verify()
    assert verdict.broken_at == broken_at, what
    assert why in verdict.reason
    assert verdict.unprotected == ()


@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
@pytest.mark.parametrize("table", ["audit_entry", "audit_payload", "audit_head"])
def test_a_table_that_is_dropped_is_named(table: str, anchor: Anchor) -> None:
    # With what hangs on it, such as the wall of the values, which asks for their entry.
    _run(f"DROP TABLE {table}{' CASCADE' if connection.vendor == 'postgresql' else ''}")
    verdict = verify(anchors=[anchor])
    assert f"the table {table} is missing" in verdict.reason
    assert verdict.unprotected, "its triggers went with it"


def _made_anew(reason: str) -> None:
    """The whole chain once more, with another story in it, each hash as it should be."""
    rows = list(AuditEntry.objects.order_by("seq").select_related("payload"))
    previous = chain.GENESIS
    _run(*map(_drop, _triggers_by_name()))
    for row in rows:
        values = row.payload
        if not values.tombstoned_at:
            values.reason = reason
            row.payload_hash = chain.payload_hash(
                *(values.salt, values.actor, values.hat, values.field, values.old, values.new),
                *(values.part, values.clause, values.reason),
            )
        row.previous_hash = previous
        previous = row.entry_hash = chain.entry_hash(
            *(previous, row.seq, row.schema_version, row.request_id, row.at, row.model, row.object_id),
            *(row.subject_id, row.payload_hash),
        )
        values.save()
        row.save()
    AuditHead.objects.update(entry_hash=previous)
    _run(*_triggers_by_name().values())


@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
def test_only_an_anchor_shows_a_chain_that_was_made_anew(anchor: Anchor) -> None:
    _made_anew("disposal")
    assert verify().intact
    verdict = verify(anchors=[anchor])
    assert verdict.broken_at == 6
    assert "the chain was made anew: the anchor of 2027-04-08 14:05 UTC" in verdict.reason


@pytest.mark.clause("8.0b", facet="every change is on a record that nobody can alter")
@pytest.mark.parametrize("left", [4, 0])
def test_only_an_anchor_shows_an_end_that_was_cut_off_or_a_trail_begun_anew(left: int) -> None:
    with act(by=None, now=NOW) as acted:
        acted.record(model="t.T", object_id="1", field="f", old="", new="what must not be known")
    anchor = anchor_now(now=NOW)
    newest = AuditEntry.objects.get(seq=left).entry_hash if left else chain.GENESIS
    cut = [f"DELETE FROM audit_{table} WHERE seq > {left}" for table in ("entry", "payload")]
    told = "UPDATE audit_payload SET tombstone_reason = '', tombstoned_at = '' WHERE seq = 2"
    _unseen(*cut, f"UPDATE audit_head SET seq = {left}, entry_hash = '{newest}'", *([told] if left else []))
    verdict = verify(anchors=[anchor])
    if left:
        # The erasure of the second was in what was cut off, so that its emptied values show by themselves.
        assert verdict.broken_at == 2
        return
    assert verify().intact
    assert verdict.broken_at == 1
    assert "says 7 entries, and there are 0" in verdict.reason
    assert "cut off, or the trail dropped" in verdict.reason


def test_a_tail_that_is_rolled_back_is_named_with_the_anchor() -> None:
    for number in range(3):
        with act(by=None, now=NOW) as acted:
            acted.record(model="t.T", object_id="1", field="f", old="", new=number)
    anchor = anchor_now(now=NOW)
    newest = AuditEntry.objects.get(seq=7).entry_hash
    _unseen(
        *(f"DELETE FROM audit_{table} WHERE seq > 7" for table in ("entry", "payload")),
        f"UPDATE audit_head SET seq = 7, entry_hash = '{newest}'",
    )
    assert verify().intact
    verdict = verify(anchors=[anchor])
    assert (verdict.broken_at, verdict.entries) == (8, 7)
    assert "says 9 entries, and there are 7" in verdict.reason


# Anchors and the commands


def test_an_anchor_is_the_same_when_it_is_read_again(anchor: Anchor, tmp_path: Path) -> None:
    assert read_anchor(anchor.text()) == anchor
    assert anchor.file_name == "sightline-anchor-20270408T140500Z.json"
    told = anchor.text()
    assert set(json.loads(told)) == {"kind", "version", "made_at", "entries", "head_hash"}
    out = StringIO()
    call_command("audit_anchor", stdout=out)
    assert read_anchor(out.getvalue()).head_hash == anchor.head_hash
    call_command("audit_anchor", "--into", str(tmp_path), stdout=StringIO())
    (file,) = tmp_path.iterdir()
    out = StringIO()
    call_command("verify_audit", "--anchor", str(file), stdout=out)
    assert out.getvalue().startswith("6 entries, chain intact\nAs the anchor of ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no anchor"),
        ('{"kind": "something"}', "no anchor"),
        ('{"kind": "sightline audit anchor", "version": 2}', "another version"),
        ('{"kind": "sightline audit anchor", "version": 1, "entries": true}', "how many"),
        ('{"kind": "sightline audit anchor", "version": 1, "entries": -1}', "how many"),
        ('{"kind": "sightline audit anchor", "version": 1, "entries": 1, "head_hash": "xyz"}', "no hash"),
        (
            json.dumps({"kind": "sightline audit anchor", "version": 1, "entries": 0, "head_hash": "a" * 64}),
            "no entry",
        ),
        (
            json.dumps({"kind": "sightline audit anchor", "version": 1, "entries": 1, "head_hash": "a" * 64}),
            "when it was made",
        ),
        (
            json.dumps(
                {
                    "kind": "sightline audit anchor",
                    "version": 1,
                    "entries": 1,
                    "head_hash": "a" * 64,
                    "made_at": "2027-04-08T12:00:00",
                }
            ),
            "when it was made",
        ),
    ],
)
def test_a_file_that_is_no_anchor_says_why_and_nothing_is_checked(
    text: str, why: str, tmp_path: Path
) -> None:
    with pytest.raises(NotAnAnchor, match=why):
        read_anchor(text)
    file = tmp_path / "anchor.json"
    file.write_text(text)
    with pytest.raises(CommandError, match=why) as caught:
        call_command("verify_audit", "--anchor", str(file), stdout=StringIO())
    assert caught.value.returncode == 2


def test_each_finding_has_its_exit_code(anchor: Anchor, tmp_path: Path) -> None:
    def code(*given: str) -> int:
        with pytest.raises(CommandError) as caught:
            call_command("verify_audit", *given, stdout=StringIO())
        return caught.value.returncode

    assert code("--anchor", str(tmp_path / "nowhere.json")) == 2
    name = next(iter(_triggers_by_name()))
    _run(_drop(name))
    assert code() == 3
    _run(_triggers_by_name()[name])
    _made_anew("disposal")
    file = tmp_path / anchor.file_name
    file.write_text(anchor.text())
    assert code("--anchor", str(file)) == 1


# Speed and memory are measured by scripts/bench_verification.py; that memory is flat is held here.


def _chain_of(entries: int) -> None:
    append_histories(
        (chain.moment_text(NOW), "r", "t.T", str(number), "s", "", "", "f", "", "v" * 200, "", "", "")
        for number in range(entries)
    )


def _peak(action: Callable[[], object]) -> int:
    tracemalloc.start()
    action()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_is_that_of_one_piece_however_long_the_chain_and_however_much_was_erased() -> None:
    _chain_of(1_000)
    erase(range(10, 300), by=None, now=NOW, reason="disposal")
    verify(chunk=500)  # what is made once is made before anything is measured
    short = _peak(lambda: verify(chunk=500))
    _chain_of(12_000)
    erase(range(1_500, 6_000), by=None, now=NOW, reason="disposal")
    assert verify(chunk=500).intact
    assert _peak(lambda: verify(chunk=500)) < short * 1.3


def test_the_values_come_over_as_they_are_hashed_whatever_is_in_them() -> None:
    with act(by=None, now=NOW) as acted:
        for text in ("", "a" * 100_000, "\r\n\t\\N", "é" * 999, "1:a", "\U0001f642", "null", "%s"):
            acted.record(model="t.T", object_id=text[:50], field="f", old=text, new=text)
    assert verify().intact
